"""The settings of `botactl`: a flag, else the environment, else the config file, else a default."""

from __future__ import annotations

import os
import stat
import sys
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Generic, Self, TypeVar

import attrs
import click

from bota_sdk import MAX_CONCURRENCY, Bota, Secret
from bota_sdk.cli.output import NoKeyError, say

T = TypeVar("T")

_CONFIG_KEYS: Final[Mapping[str, type]] = {
    "api_key": str,
    "base_url": str,
    "journal": str,
    "end_user_id": str,
    "concurrency": int,
}


@attrs.frozen
class ConfigFile:
    """The config file.

    Attributes:
        path: where it is, or would be.
        mode: its permission bits; None when there is no such file.
        values: what it says.

    """

    path: Path
    mode: int | None
    values: Mapping[str, Any] = attrs.field(repr=False)

    @classmethod
    def read(cls, path: Path, *, must_exist: bool) -> Self:
        """Read it.

        Raises:
            click.UsageError: it is missing, is no TOML, or a key in it is unknown or of a wrong
                type.

        """
        problem: object = None
        content: dict[str, Any] = {}
        mode = None
        try:
            with path.open("rb") as file:
                mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
                content = tomllib.load(file)
        except (FileNotFoundError, NotADirectoryError):
            if must_exist:
                raise click.UsageError(f"there is no config file {str(path)!r}") from None
        except OSError as error:
            problem = f"cannot be read: {error.strerror}"
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            problem = f"is no TOML: {error}"
        for name, value in content.items():
            problem = problem or _problem(name, value)
        if problem:
            raise click.UsageError(f"the config file {str(path)!r} {problem}")
        return cls(path, mode, content)

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
    if kind is str and not value:
        return f"has an empty {name}; leave it out"
    if isinstance(value, int) and not 1 <= value <= MAX_CONCURRENCY:
        return f"has {name} = {value}; it must be from 1 to {MAX_CONCURRENCY}"
    return None


@attrs.frozen
class Setting(Generic[T]):
    """A setting, and where it comes from.

    Attributes:
        value: the setting itself.
        origin: the flag, the variable or the path of the config file.

    """

    value: T
    origin: str


@attrs.define(slots=False)
class Invocation:
    """What was given on the command line before the name of the command.

    Attributes:
        api_key_flag: the key that `--api-key` gave.
        base_url_flag: the value of `--base-url`.
        config_flag: the value of `--config`.
        reads_key: whether `--api-key -` takes the key from the standard input.
        options: further arguments of the client.

    """

    api_key_flag: Secret | None
    base_url_flag: str | None
    config_flag: str | None
    reads_key: bool
    options: Mapping[str, Any]

    @classmethod
    def of(
        cls, *, api_key: str | None, base_url: str | None, config: str | None, **options: Any
    ) -> Self:
        """Return what the global options say.

        A key in the arguments is taken, but with a warning: the process list shows it to everyone.

        Raises:
            click.UsageError: one of them is empty.

        """
        if api_key == "" or base_url == "":
            raise click.UsageError(f"{'--api-key' if api_key == '' else '--base-url'} is empty")
        reads_key = api_key == "-"
        if api_key is not None and not reads_key:
            say(
                "warning: everyone on this machine can read a key after --api-key in the process "
                "list; use BOTA_API_KEY, the config file, or --api-key - and the standard input"
            )
        return cls(
            api_key_flag=None if api_key is None or reads_key else Secret(api_key),
            base_url_flag=base_url,
            config_flag=config,
            reads_key=reads_key,
            options={name: value for name, value in options.items() if value is not None},
        )

    @cached_property
    def config(self) -> ConfigFile:
        """The config file, empty when there is none.

        Raises:
            click.UsageError: it cannot be used, or the one that `--config` names is not there.

        """
        if self.config_flag is not None:
            return ConfigFile.read(Path(self.config_flag), must_exist=True)
        folder = os.environ.get("XDG_CONFIG_HOME", "")
        # The XDG Base Directory specification has relative paths ignored.
        base = Path(folder) if folder and Path(folder).is_absolute() else Path("~/.config")
        return ConfigFile.read(base.expanduser() / "bota" / "config.toml", must_exist=False)

    @cached_property
    def api_key(self) -> Setting[Secret] | None:
        """The key; None when there is none.

        Raises:
            click.UsageError: `--api-key -` was given and the standard input has no key.

        """
        if self.api_key_flag is not None:
            return Setting(self.api_key_flag, "--api-key")
        if self.reads_key:
            return Setting(_key_from_stdin(), "the standard input")
        found = self.text("api_key")
        return None if found is None else Setting(Secret(found.value), found.origin)

    @property
    def base_url(self) -> Setting[str] | None:
        """The API's URL; None for the client's default."""
        return self.text("base_url", self.base_url_flag)

    @property
    def key_kind(self) -> str:
        """The key's prefix, such as `sk`; empty when there is no key."""
        return self.api_key.value.reveal().partition("_")[0] if self.api_key else ""

    def journal(self, flag: str | None = None) -> Setting[str] | None:
        """Return the journal to keep, if any; `~` in it is the home directory."""
        found = self.text("journal", flag)
        return found and Setting(str(Path(found.value).expanduser()), found.origin)

    def client(self, **options: Any) -> Bota:
        """Return a client with these settings.

        Args:
            **options: those of the client that have another value than here.

        Raises:
            NoKeyError: there is no key.
            ConfigurationError: a setting cannot be used.

        """
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

    def text(self, name: str, flag: str | None = None) -> Setting[str] | None:
        """Return a setting, if there is one; the variable of `api_key` is `BOTA_API_KEY`."""
        if flag is not None:
            return Setting(flag, f"--{name.replace('_', '-')}")
        variable = f"BOTA_{name.upper()}"
        # An empty variable is how many shells and containers say that there is none.
        value = os.environ.get(variable)
        if value:
            return Setting(value, variable)
        kept = self.config.values.get(name)
        return None if kept is None else Setting(kept, str(self.config.path))


def _key_from_stdin() -> Secret:
    if sys.stdin.isatty():
        line: str = click.prompt("API key", hide_input=True, err=True)
    else:
        line = sys.stdin.readline()
    if not line.strip():
        raise click.UsageError("--api-key -: the standard input holds no key")
    return Secret(line.strip())
