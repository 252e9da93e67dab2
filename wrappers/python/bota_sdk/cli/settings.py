"""The settings of `botactl`: a flag, else the environment, else the config file, else a default."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import Final, Generic, TypeVar

import attrs
import click

from bota_sdk import Bota
from bota_sdk._client import DEFAULT_CONCURRENCY
from bota_sdk._settings import DEFAULT_BASE_URL, DEFAULT_TIMEOUT
from bota_sdk._shared.redact import Secret
from bota_sdk.cli.config_file import ConfigFile, default_path, read_config
from bota_sdk.cli.console import say
from bota_sdk.cli.exit_codes import NoKeyError

T = TypeVar("T")

ENVIRONMENT: Final[Mapping[str, str]] = {
    "api_key": "BOTA_API_KEY",
    "base_url": "BOTA_BASE_URL",
    "journal": "BOTA_JOURNAL",
    "end_user_id": "BOTA_END_USER_ID",
}
"""The variable of each setting that has one."""


@attrs.frozen
class Setting(Generic[T]):
    """A setting, and where it comes from.

    Attributes:
        value: the setting itself.
        origin: the flag, the variable, the config file or `default`.

    """

    value: T
    origin: str


@attrs.define(slots=False)
class Invocation:
    """What was given on the command line before the name of the command.

    Attributes:
        api_key_flag: the key, if `--api-key` gave it or the standard input.
        base_url_flag: the value of `--base-url`.
        config_flag: the value of `--config`.
        timeout: seconds for one read or write of a request.
        reads_key: whether `--api-key -` takes the key from the standard input.

    """

    api_key_flag: Secret | None = None
    base_url_flag: str | None = None
    config_flag: str | None = None
    timeout: float = DEFAULT_TIMEOUT
    reads_key: bool = False

    @cached_property
    def config(self) -> ConfigFile:
        """The config file, empty when there is none.

        Raises:
            click.UsageError: it cannot be used, or the one that `--config` names is not there.

        """
        if self.config_flag is not None:
            return read_config(Path(self.config_flag), must_exist=True)
        return read_config(default_path(), must_exist=False)

    @cached_property
    def api_key(self) -> Setting[Secret] | None:
        """The key; None when there is none.

        Raises:
            click.UsageError: `--api-key -` was given and the standard input has no key.
            click.Abort: the person at the terminal was asked for it and pressed Ctrl-C.

        """
        if self.api_key_flag is not None:
            return Setting(self.api_key_flag, "--api-key")
        if self.reads_key:
            line = (_ask_for_key() if sys.stdin.isatty() else sys.stdin.readline()).strip()
            if not line:
                raise click.UsageError("--api-key -: the standard input holds no key")
            return Setting(Secret(line), "the standard input")
        found = self._text("api_key", None)
        return None if found is None else Setting(Secret(found.value), found.origin)

    @property
    def base_url(self) -> Setting[str]:
        """The API's URL."""
        return self._text("base_url", self.base_url_flag) or Setting(DEFAULT_BASE_URL, "default")

    @property
    def key_kind(self) -> str:
        """The key's prefix, such as `sk`; empty when there is no key."""
        return self.api_key.value.reveal().partition("_")[0] if self.api_key else ""

    def journal(self, flag: str | None) -> Setting[str] | None:
        """Return the journal to keep, if any; `~` in it is the home directory."""
        found = self._text("journal", flag)
        return found and Setting(str(Path(found.value).expanduser()), found.origin)

    def end_user_id(self, flag: str | None) -> Setting[str] | None:
        """Return whose recordings are created, if it is known."""
        return self._text("end_user_id", flag)

    def concurrency(self, flag: int | None) -> int:
        """Return how many uploads run at a time at most."""
        return flag or self.config.concurrency or DEFAULT_CONCURRENCY

    def client(self) -> Bota:
        """Return a client with these settings.

        Raises:
            NoKeyError: there is no key.
            ConfigurationError: a setting cannot be used.

        """
        key = self.api_key
        if key is None:
            raise NoKeyError(
                'no API key: set BOTA_API_KEY, or write api_key = "…" into '
                f"{self.config.path}, or pass --api-key - and the key on the standard input"
            )
        return Bota(api_key=key.value.reveal(), base_url=self.base_url.value, timeout=self.timeout)

    def _text(self, name: str, flag: str | None) -> Setting[str] | None:
        if flag is not None:
            return Setting(flag, f"--{name.replace('_', '-')}")
        # An empty variable is how many shells and containers say that there is none.
        value = os.environ.get(ENVIRONMENT[name])
        if value:
            return Setting(value, ENVIRONMENT[name])
        kept: str | None = getattr(self.config, name)
        return None if kept is None else Setting(kept, str(self.config.path))


def _ask_for_key() -> str:
    key: str = click.prompt("API key", default="", show_default=False, hide_input=True, err=True)
    return key


def invocation(
    api_key: str | None, base_url: str | None, config: str | None, timeout: float | None
) -> Invocation:
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
    return Invocation(
        api_key_flag=None if api_key is None or reads_key else Secret(api_key),
        base_url_flag=base_url,
        config_flag=config,
        timeout=DEFAULT_TIMEOUT if timeout is None else timeout,
        reads_key=reads_key,
    )
