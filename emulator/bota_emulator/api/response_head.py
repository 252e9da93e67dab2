"""The head of a response, and what stands in it; for API and storage."""

from __future__ import annotations

import email.utils
import http


def response_head(status: int, headers: list[tuple[str, str]]) -> bytes:
    """Return the head of a response. Not by h11, which would not let it be wrong."""
    lines = [f"HTTP/1.1 {status} {phrase(status)}"]
    lines += [f"{name}: {value}" for name, value in headers]
    return "\r\n".join([*lines, "", ""]).encode("latin-1", "replace")


def date(epoch_seconds: float) -> str:
    """Return the HTTP date (RFC 9110, 5.6.7) of a moment."""
    return email.utils.formatdate(epoch_seconds, usegmt=True)


def phrase(status: int) -> str:
    """Return the reason phrase of a status."""
    try:
        return http.HTTPStatus(status).phrase
    except ValueError:
        return "Unknown"
