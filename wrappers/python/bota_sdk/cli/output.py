"""What `botactl` writes: text that every terminal can show, JSON lines, and the exit codes."""

from __future__ import annotations

import json
import os
import re
import select
import sys
from enum import IntEnum
from io import BufferedWriter, FileIO, TextIOWrapper
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final, TextIO

from bota_sdk import redact
from bota_sdk.errors import (
    AuthenticationError,
    ConfigurationError,
    PermissionDeniedError,
)

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text


class ExitCode(IntEnum):
    """How a command ended."""

    OK = 0
    FAILED = 1
    USAGE = 2
    AUTH = 3
    INTERRUPTED = 4


EXIT_CODES: Final = f"""\
\b
Exit codes:
  {ExitCode.OK}  all was done
  {ExitCode.FAILED}  some of it failed, or doctor found a problem
  {ExitCode.USAGE}  wrong usage or settings; nothing was sent
  {ExitCode.AUTH}  no key, or the service refused it (401, 403)
  {ExitCode.INTERRUPTED}  stopped by Ctrl-C, SIGTERM, or because nobody reads the output
"""
"""The list for `--help`."""


class NoKeyError(ConfigurationError):
    """There is no API key in any of the places where it may be."""


class OutputError(OSError):
    """What the command has to say cannot be written."""


class _Output(FileIO):
    """A stream that waits for room also where it was set not to block.

    The other end of a pipe can set it so for both: ssh, node and CI runners do.
    """

    def write(self, data: Any, /) -> int:
        while True:
            try:
                written: int | None = super().write(data)
            except BrokenPipeError:
                raise
            except OSError as error:
                raise OutputError(error.errno, error.strerror) from None
            if written is not None:
                return written
            select.select([], [self], [])


def exit_code_for(error: BaseException | None) -> ExitCode:
    """Return the exit code of a command that an error has ended."""
    if isinstance(error, AuthenticationError | PermissionDeniedError | NoKeyError):
        return ExitCode.AUTH
    return ExitCode.USAGE if isinstance(error, ConfigurationError) else ExitCode.FAILED


def printable(text: str) -> str:
    """Return a text that a terminal shows as it is, with escapes for all that it could not.

    A file name may hold bytes that are no UTF-8, line breaks, and sequences that move the cursor.
    """
    decoded = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if decoded.isprintable():
        return decoded
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in decoded)


def safe(text: str) -> str:
    """Return a message with its secrets and control characters replaced, line by line."""
    return "\n".join(printable(line) for line in redact(text).splitlines())


_ARGUMENT: Final = re.compile(
    r"\b(allow_plain_http|api_key|base_url|content_type|recording_id)=(?:True|(…)|'([^']*)')"
)


def for_terminal(message: str) -> str:
    """Return a message of the library without secrets, with flags for Python's arguments."""

    def flag(found: re.Match[str]) -> str:
        value = found[2] or found[3]
        return f"--{found[1].replace('_', '-')}" + (f" {value}" if value else "")

    return _ARGUMENT.sub(flag, redact(message))


def say(text: str) -> None:
    """Write a message for people to the standard error."""
    sys.stderr.write(f"botactl: {safe(text)}\n")
    sys.stderr.flush()


def write_line(fields: dict[str, Any]) -> None:
    """Write one JSON object to the standard output, at once."""
    sys.stdout.write(json.dumps(fields) + "\n")
    sys.stdout.flush()


def is_terminal(stream: TextIO) -> bool:
    """Return whether people see what is written to a stream as it comes, with colours and bars."""
    try:
        return stream.isatty() and os.environ.get("TERM") != "dumb"
    except ValueError:
        return False  # closed


def console_for(stream: TextIO) -> Console:
    """Return a rich console that writes control characters to terminals only."""
    from rich.console import Console

    return Console(
        file=stream, force_terminal=is_terminal(stream), markup=False, highlight=False, emoji=False
    )


def text(content: str, style: str = "") -> Text:
    """Return a text for tables and bars, without secrets and control characters."""
    from rich.text import Text

    return Text(safe(content), style=style)


def pairs_table() -> Table:
    """Return a table for names and their values, which cuts nothing off."""
    from rich.table import Table

    table = Table(show_header=False, box=None, pad_edge=False)
    for _ in range(2):
        table.add_column(overflow="fold")
    return table


def size_text(count: float) -> str:
    """Return a number of bytes for people, such as `1.5 MiB`."""
    if count < 1024:
        return f"{count:.0f} bytes"
    for unit in ("KiB", "MiB", "GiB"):
        count /= 1024
        if count < 1024:
            return f"{count:.1f} {unit}"
    return f"{count / 1024:.1f} TiB"


def prepare_streams() -> None:
    """Let the standard streams lose nothing: what their encoding cannot show becomes escapes.

    A stream that the parent process has closed becomes one that goes nowhere.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open("r+", encoding="utf-8"))  # noqa: SIM115
    for name in ("stdout", "stderr"):
        stream: TextIO = getattr(sys, name)
        stream.flush()
        output = TextIOWrapper(
            BufferedWriter(_Output(stream.fileno(), "wb", closefd=False)),
            encoding=stream.encoding,
            errors="backslashreplace",
            line_buffering=name == "stderr" or stream.isatty(),
        )
        setattr(sys, name, output)
