"""Checks of a caller's arguments: their types, and texts, to which a file may have added a line."""

from __future__ import annotations

import re
from typing import Any, Final

_CONTROL: Final = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")

# A server, or what stands before it, may take these for a part of the URL, also when they are
# quoted.
_OF_A_URL: Final = re.compile(r"[\t\r\n/\\?#%]")


def check_type(name: str, value: object, kind: Any, words: str) -> None:
    """Raise TypeError if an argument that was given is none of a kind, which `words` name.

    A bool is no number.
    """
    if value is not None and (not isinstance(value, kind) or isinstance(value, bool)):
        raise TypeError(f"{name} is {words}, not {type(value).__name__}")


def check_text(name: str, text: str) -> None:
    """Raise ValueError if a text cannot be sent as it is, or is an id with white space around it.

    That is mostly the end of a file's line. Other texts may have it: they are the caller's words.
    """
    if name.endswith("_id"):
        _check_edges(name, text)
    if found := _CONTROL.search(text):
        raise ValueError(f"{name} is {text!r}: {found[0]!r} cannot be sent in it")


def _check_edges(name: str, text: str) -> None:
    if text != text.strip():
        raise ValueError(f"{name} is {text!r}: white space around it; pass it without")


def printable_name(name: str) -> str | None:
    """Return the name that a recording gets from a file's; people find it again by that."""
    return re.sub(r"[\x00-\x1f\x7f-\x9f]", "\N{REPLACEMENT CHARACTER}", name).strip() or None


def check_path_id(name: str, text: str) -> None:
    """Raise ValueError if an id would make the URL of something else."""
    _check_edges(name, text)
    check_text(name, text)
    if not text:
        raise ValueError(f"{name} is empty")
    if text in (".", "..") or _OF_A_URL.search(text):
        raise ValueError(f"{name} is {text!r}, which is no id: it would change the URL")
