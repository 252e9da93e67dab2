"""The exit codes of `botactl`, and which error leads to which."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from bota_sdk.errors import (
    AuthenticationError,
    BotaError,
    ConfigurationError,
    PermissionDeniedError,
)

OK: Final = 0
FAILED: Final = 1
USAGE: Final = 2
AUTH: Final = 3
INTERRUPTED: Final = 4

MEANINGS: Final[Mapping[int, str]] = {
    OK: "all was done",
    FAILED: "some of it failed, or doctor found a problem",
    USAGE: "wrong usage or settings; nothing was sent",
    AUTH: "no key, or the service refused it (401, 403)",
    INTERRUPTED: "stopped by Ctrl-C, SIGTERM, or because nobody reads the output",
}


class NoKeyError(ConfigurationError):
    """There is no API key in any of the places that are looked at."""


def help_text() -> str:
    """Return the list of exit codes for `--help`."""
    lines = [f"  {code}  {meaning}" for code, meaning in MEANINGS.items()]
    return "\n".join(["\b", "Exit codes:", *lines])


def exit_code_for(error: BotaError) -> int:
    """Return the exit code of a command that an error has ended."""
    if isinstance(error, AuthenticationError | PermissionDeniedError | NoKeyError):
        return AUTH
    if isinstance(error, ConfigurationError):
        return USAGE
    return FAILED
