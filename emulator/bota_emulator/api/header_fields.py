"""Checks header fields that a test asks for."""

from __future__ import annotations


def need_headers(value: object) -> dict[str, str]:
    """Return headers that can stand in a response; raise `ValueError` for others."""
    if not isinstance(value, dict):
        raise ValueError("headers must be an object of names and texts")
    for name, text in value.items():
        if not isinstance(name, str) or not isinstance(text, str):
            raise ValueError("headers must be an object of names and texts")
        if any(c in name + text for c in "\r\n\0") or not (name + text).isascii():
            raise ValueError(f"the header {name!r} cannot be sent")
    return dict(value)
