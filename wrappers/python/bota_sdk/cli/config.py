"""The settings of `botactl`: a flag, else the environment, else the config file, else a default."""

from __future__ import annotations

import os
import stat
import sys
import tomllib
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Any, Final, Generic, NamedTuple, TypeVar

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
                self.mode = stat.S_IMODE(os.fstat(file.fileno()).st_mode)
                self.values = tomllib.load(file)
        except (FileNotFoundError, NotADirectoryError):
            problem = "is not there" if must_exist else None
        except OSError as error:
            problem = f"cannot be read: {error.strerror}"
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
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
    if isinstance(value, int) and not 1 <= value <= MAX_CONCURRENCY:
        return f"has {name} = {value}; it must be from 1 to {MAX_CONCURRENCY}"
    return None


class Invocation:
    """What was given on the command line before the name of the command.

    Attributes:
        reads_key: whether the standard input gives the key.
        options: further arguments of the client.

    """

    def __init__(
        self, *, api_key: str | None, base_url: str | None, config: str | None, **options: Any
    ) -> None:
        if api_key == "" or base_url == "":
            raise click.UsageError(f"{'--api-key' if api_key == '' else '--base-url'} is empty")
        self.reads_key = api_key == "-"
        self.options = {name: value for name, value in options.items() if value is not None}
        self._base_url = base_url
        self._config = config
        self._api_key: Secret | None = None
        if api_key is not None and not self.reads_key:
            self._api_key = Secret(api_key)
            say(
                "warning: everyone on this machine can read a key after --api-key in the process "
                "list; use BOTA_API_KEY, the config file, or --api-key - and the standard input"
            )

    @cached_property
    def config(self) -> ConfigFile:
        """The config file, empty when there is none."""
        if self._config is not None:
            return ConfigFile(Path(self._config), must_exist=True)
        folder = os.environ.get("XDG_CONFIG_HOME", "")
        # The XDG Base Directory specification has relative paths ignored.
        base = folder if Path(folder).is_absolute() else os.path.expanduser("~/.config")  # noqa: PTH111 - without a home it raises nothing
        return ConfigFile(Path(base, "bota", "config.toml"), must_exist=False)

    @cached_property
    def api_key(self) -> Setting[Secret] | None:
        """The key; None when there is none."""
        if self._api_key is not None:
            return Setting(self._api_key, "--api-key")
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
        return self.text("base_url", self._base_url)

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
