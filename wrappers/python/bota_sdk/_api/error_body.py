"""Turns any refusal of the API, whatever its body, into one typed error."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final, cast

from bota_sdk._shared.redact import redact
from bota_sdk.errors import ApiError, error_class_for

_EXCERPT: Final = 200
_MAX_DEPTH: Final = 20


def api_error(status_code: int, headers: Mapping[str, str], body: bytes) -> ApiError:
    """Return the error for a response that is not a success.

    Reads the three envelopes of the contract (code and details; code, param and request_id; type),
    and a body that is none of them: HTML from a proxy, nothing at all, bytes that are not UTF-8.

    Args:
        status_code: the HTTP status.
        headers: the response's headers, names in lower case.
        body: the response's decoded body.

    """
    envelope = _envelope(body)
    details = _mapping(envelope.get("details"))
    message = _text(envelope.get("message")) or _excerpt(body) or "the response has no body"
    return error_class_for(status_code)(
        status_code=status_code,
        code=_text(envelope.get("code")) or _text(envelope.get("type")),
        message=redact(message),
        request_id=_text(envelope.get("request_id")) or headers.get("x-request-id"),
        param=_text(envelope.get("param")) or _text(details.get("field")),
        details=_mapping(_redacted(details)),
        headers={name: redact(value) for name, value in headers.items()},
    )


def _envelope(body: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(body)
    except (ValueError, RecursionError):  # UnicodeDecodeError is a ValueError
        return {}
    outer = _mapping(document)
    error = outer.get("error")
    # OAuth-style gateways respond {"error": "text"}.
    return {"message": error} if isinstance(error, str) else _mapping(error)


def _mapping(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _redacted(value: object, depth: int = 0) -> object:
    if depth > _MAX_DEPTH:
        return "…"
    if isinstance(value, dict):
        fields = cast("dict[str, object]", value)
        return {name: _redacted(inner, depth + 1) for name, inner in fields.items()}
    if isinstance(value, list):
        return [_redacted(inner, depth + 1) for inner in cast("list[object]", value)]
    return redact(value) if isinstance(value, str) else value


def _text(value: object) -> str | None:
    return value if isinstance(value, str) and value else None


def _excerpt(body: bytes) -> str:
    text = " ".join(body[: 4 * _EXCERPT].decode("utf-8", "replace").split())
    return text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"
