"""A response of a test's own words, in place of what the service would say."""

from __future__ import annotations

import base64
import binascii
from typing import Any


class ScriptedResponse(Exception):  # noqa: N818 - a response, not an error
    """Respond with this, whatever the request was.

    Args:
        status: The HTTP status.
        headers: Its headers, without `Content-Length`.
        body: Its body.

    """

    def __init__(self, status: int, headers: dict[str, str], body: bytes) -> None:
        super().__init__(status)
        self.status = status
        self.headers = headers
        self.body = body


def body_of(text: Any, encoded: Any) -> bytes:
    """Return a fault's body from its text, or from base64 where it is no text.

    Raises:
        ValueError: It is neither.

    """
    if encoded is not None:
        try:
            return base64.b64decode(encoded, validate=True)
        except (TypeError, ValueError, binascii.Error) as error:
            raise ValueError("body_base64 is not base64") from error
    if not isinstance(text, str):
        raise ValueError("body must be a text; write bytes as body_base64")
    return text.encode()


def need_status(status: Any) -> None:
    """Raise `ValueError` unless a status is one that a response can have."""
    if isinstance(status, bool) or not isinstance(status, int) or not 200 <= status <= 599:
        raise ValueError(f"status must be an integer from 200 to 599, not {status!r}")
