"""The settings of `botactl`: a flag, else the environment, else the config file, else a default."""

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, Generic, NamedTuple, TypeVar

import click

from bota_sdk import Secret
from bota_sdk.cli.output import NoKeyError, say

if TYPE_CHECKING:
    from bota_sdk import Bota

T = TypeVar("T")
C = TypeVar("C", bound=click.Command)

GIVEN: Final = "bota_sdk.given"
"""The key of a context's `meta` under which the options of `botactl` itself are collected."""

_CONFIG_KEYS: Final[Mapping[str, type]] = {
    "api_key": str,
    "base_url": str,
    "journal": str,
    "end_user_id": str,
    "concurrency": int,
}


class Setting(NamedTuple, Generic[T]):
    """A setting, and where it comes from: the flag, the variable or the path of the config file."""

    value: T
    origin: str


class ConfigFile:
    """The config file.

    Attributes:
        path: where it is, or would be.
        mode: its permission bits; None when there is no such file.
        values: what it says.

    Raises:
        click.UsageError: it is missing, is no TOML, or a key in it is unknown or of a wrong type.

    """

    def __init__(self, path: Path, *, must_exist: bool) -> None:
        self.path = path
        self.mode: int | None = None
        self.values: dict[str, Any] = {}
        problem: str | None = None
        try:
            with path.open("rb") as file:
                import tomllib

                self.mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
                self.values = tomllib.load(file)
        except (FileNotFoundError, NotADirectoryError):
            problem = "is not there" if must_exist else None
        except OSError as error:
            problem = f"cannot be read: {error.strerror}"
        except ValueError as error:  # of tomllib, or bytes that are no UTF-8
            problem = f"is no TOML: {error}"
        for name, value in self.values.items():
            problem = problem or _problem(name, value)
        if problem:
            raise click.UsageError(f"the config file {str(path)!r} {problem}")

    @property
    def is_shown_to_others(self) -> bool:
        """Whether other users of this machine can read a key that it holds."""
        return "api_key" in self.values and os.name == "posix" and bool((self.mode or 0) & 0o077)


def _problem(name: str, value: object) -> str | None:
    kind = _CONFIG_KEYS.get(name)
    if kind is None:
        return f"has the unknown key {name!r}; it may hold {', '.join(_CONFIG_KEYS)}"
    if not isinstance(value, kind) or isinstance(value, bool):
        return f"has a wrong {name}: it must be a {'text' if kind is str else 'whole number'}"
    if isinstance(value, str) and not value.strip():
        return f"has an empty {name}; leave it out"
    if isinstance(value, int):
        from bota_sdk import MAX_CONCURRENCY

        if not 1 <= value <= MAX_CONCURRENCY:
            return f"has {name} = {value}; it must be from 1 to {MAX_CONCURRENCY}"
    return None


def _collect(context: click.Context, parameter: click.Parameter, value: Any) -> None:
    if value is None:
        return
    if value == "":
        raise click.UsageError(f"{parameter.opts[0]} is empty")
    if parameter.name == "api_key" and value != "-":
        value = Secret(value)
        say(
            "warning: everyone on this machine can read a key after --api-key in the process "
            "list; use BOTA_API_KEY, the config file, or --api-key - and the standard input"
        )
    if parameter.name == "config":
        # Read here, since a command that finds all it needs elsewhere would not say what is wrong.
        value = ConfigFile(Path(value), must_exist=True)
    context.meta.setdefault(GIVEN, {})[parameter.name] = value


_ALSO: Final = "Options of botactl itself, such as --base-url, may stand here too."


def global_options() -> list[click.Option]:
    """Return the options of `botactl` itself, which each command takes too."""
    seconds = click.FloatRange(0, min_open=True)
    described: list[tuple[str, str, Any, str]] = [
        ("--api-key", "KEY|-", str, "The key; - reads it from the standard input."),
        ("--base-url", "URL", str, "The API's URL with its version."),
        ("--config", "FILE", click.Path(dir_okay=False), "The config file."),
        ("--timeout", "SECONDS", seconds, "For a whole request to the API.  [default: 30]"),
        ("--proxy", "URL", str, "For the API and for S3.  [HTTPS_PROXY, NO_PROXY]"),
        (
            "--allow-plain-http",
            "",
            bool,
            "Let plain http leave this machine, with the key.  [BOTA_ALLOW_PLAIN_HTTP=1]",
        ),
    ]
    return [
        click.Option(
            [flag],
            metavar=metavar or None,
            type=kind,
            is_flag=kind is bool,
            default=None,
            help=help_text,
            expose_value=False,
            callback=_collect,
        )
        for flag, metavar, kind, help_text in described
    ]


def with_global_options(command: C) -> C:
    """Let the options of `botactl` stand behind a command's name too, unlisted in its help."""
    taken = {flag for parameter in command.params for flag in parameter.opts}
    for option in global_options():
        if not taken.intersection(option.opts):
            option.hidden = True
            command.params.append(option)
    if "--base-url" not in taken:
        command.epilog = f"{(command.epilog or '').rstrip()}\n\n{_ALSO}"
    return command


class Invocation:
    """The settings of one run of `botactl`.

    Args:
        given: the options of `botactl` itself; a command may add some until it runs.

    """

    def __init__(self, given: Mapping[str, Any]) -> None:
        self._given = given

    @property
    def reads_key(self) -> bool:
        """Whether the standard input gives the key."""
        return self._given.get("api_key") == "-"

    @property
    def options(self) -> dict[str, Any]:
        """Further arguments of the client."""
        own = ("api_key", "base_url", "config")
        return {name: value for name, value in self._given.items() if name not in own}

    @cached_property
    def config(self) -> ConfigFile:
        """The config file, empty when there is none."""
        if "config" in self._given:
            named: ConfigFile = self._given["config"]
            return named
        folder = os.environ.get("XDG_CONFIG_HOME", "")
        # The XDG Base Directory specification has relative paths ignored.
        base = folder if Path(folder).is_absolute() else os.path.expanduser("~/.config")  # noqa: PTH111 - without a home it raises nothing
        return ConfigFile(Path(base, "bota", "config.toml"), must_exist=False)

    @cached_property
    def api_key(self) -> Setting[Secret] | None:
        """The key; None when there is none."""
        given = self._given.get("api_key")
        if isinstance(given, Secret):
            return Setting(given, "--api-key")
        if self.reads_key:
            if sys.stdin.isatty():
                line: str = click.prompt("API key", hide_input=True, err=True)
            else:
                line = sys.stdin.readline()
            if not line.strip():
                raise click.UsageError("--api-key -: the standard input holds no key")
            return Setting(Secret(line.strip()), "the standard input")
        found = self.text("api_key")
        return None if found is None else Setting(Secret(found.value), found.origin)

    @property
    def key_kind(self) -> str:
        """The key's prefix, such as `sk`; empty when there is no key."""
        return self.api_key.value.reveal().partition("_")[0] if self.api_key else ""

    @property
    def base_url(self) -> Setting[str] | None:
        """The API's URL; None for the client's default."""
        return self.text("base_url", self._given.get("base_url"))

    def journal(self, flag: str | None = None) -> Setting[str] | None:
        """Return the journal to keep, if any; `~` in a path is the home directory."""
        found = self.text("journal", flag)
        if found is None or "://" in found.value:
            return found
        try:
            return Setting(str(Path(found.value).expanduser()), found.origin)
        except RuntimeError:
            raise click.UsageError(
                f"{found.origin}: nobody knows the home directory of {found.value!r}"
            ) from None

    def text(self, name: str, flag: str | None = None) -> Setting[str] | None:
        """Return a setting, if there is one; the variable of `api_key` is `BOTA_API_KEY`."""
        if flag is not None:
            return Setting(flag, f"--{name.replace('_', '-')}")
        variable = f"BOTA_{name.upper()}"
        # An empty variable is how many shells and containers say that there is none, and a file
        # with the line ends of Windows leaves one at the end of each value.
        value = os.environ.get(variable, "").strip()
        if value:
            return Setting(value, variable)
        kept = self.config.values.get(name)
        return None if kept is None else Setting(kept.strip(), str(self.config.path))

    def client(self, **options: Any) -> Bota:
        """Return a client with these settings, or with the options that are given here.

        Raises:
            ConfigurationError: there is no key, or a setting cannot be used.

        """
        from bota_sdk import Bota

        url = self.base_url
        options = {"base_url": url and url.value, **self.options, **options}
        if "api_key" not in options:
            if self.api_key is None:
                raise NoKeyError(
                    'no API key: set BOTA_API_KEY, or write api_key = "…" into '
                    f"{self.config.path}, or pass --api-key - and the key on the standard input"
                )
            options["api_key"] = self.api_key.value.reveal()
        return Bota(**options)
