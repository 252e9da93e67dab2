"""What is written for people: safe for every terminal, and without a secret."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bota_sdk._shared.redact import redact


def printable(text: str) -> str:
    r"""Return a text that a terminal shows as it is: `\xNN` for all that it could not, or obey.

    A file name may hold bytes that are no UTF-8, line breaks, and sequences that move the cursor.
    """
    decoded = text.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    if decoded.isprintable():
        return decoded
    return "".join(c if c.isprintable() else _escaped(c) for c in decoded)


def _escaped(character: str) -> str:
    return (
        character.encode("ascii", "backslashreplace").decode()
        if ord(character) > 126
        else (f"\\x{ord(character):02x}")
    )


def safe(text: str) -> str:
    """Return a message with its secrets and control characters replaced, line by line."""
    return "\n".join(printable(line) for line in redact(text).splitlines())


def say(text: str) -> None:
    """Write a message for people to the standard error."""
    sys.stderr.write(f"botactl: {safe(text)}\n")
    sys.stderr.flush()


def is_terminal(stream: TextIO) -> bool:
    """Tell whether people see what is written to a stream as it comes, with colours and bars."""
    try:
        return stream.isatty() and os.environ.get("TERM") != "dumb"
    except ValueError:
        return False  # closed


def console_for(stream: TextIO) -> Console:
    """Return a rich console that writes control characters to terminals only."""
    return Console(
        file=stream,
        force_terminal=is_terminal(stream),
        markup=False,
        highlight=False,
        emoji=False,
        soft_wrap=False,
    )


def text(content: str, style: str = "") -> Text:
    """Return a text for tables and bars, without secrets and control characters."""
    return Text(safe(content), style=style)


def size_text(count: float) -> str:
    """Return a number of bytes for people, such as `1.5 MiB`."""
    for unit in ("bytes", "KiB", "MiB", "GiB"):
        if count < 1024:
            return f"{count:.0f} {unit}" if unit == "bytes" else f"{count:.1f} {unit}"
        count /= 1024
    return f"{count:.1f} TiB"


def tolerate_any_text() -> None:
    """Let the standard streams show what their encoding cannot as escapes.

    A stream that the parent process has closed becomes one that goes nowhere.
    """
    for name in ("stdin", "stdout", "stderr"):
        if getattr(sys, name) is None:
            mode = "r" if name == "stdin" else "w"
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="backslashreplace")
