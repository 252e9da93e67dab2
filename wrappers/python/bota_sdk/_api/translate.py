"""Turns what the API says into our errors: a refusal, or a success that the contract rules out."""

from __future__ import annotations

import json
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import Any, Final, cast
from urllib.parse import unquote, urlsplit

from bota_api.reading import ResponseError

from bota_sdk._settings import DEFAULT_BASE_URL
from bota_sdk._shared.outcome import Exchange, Response
from bota_sdk._shared.redact import redact, redacted_excerpt
from bota_sdk._shared.requests import record_requests
from bota_sdk.errors import (
    ApiError,
    BotaError,
    InvalidResponseError,
    error_class_for,
)

_EXCERPT: Final = 200
_MAX_DEPTH: Final = 20


def api_error(
    status_code: int, headers: Mapping[str, str], body: bytes, *, base_url: str | None = None
) -> ApiError:
    """Return the error for a response that is not a success.

    Reads the three envelopes of the contract (code and details; code, param and request_id; type),
    and a body that is none of them: HTML from a proxy, nothing at all, bytes that are not UTF-8.
    A 404 may be about the base URL, where that has no version or the 404 is not of the service.
    """
    envelope = _envelope(body)
    details = _mapping(envelope.get("details"))
    message = _text(envelope.get("message")) or _excerpt(body) or "the response has no body"
    if status_code == 404 and base_url and not (envelope and urlsplit(base_url).path):
        message += (
            f"; the base URL {base_url} looks wrong: it usually ends in a version, as "
            f"{DEFAULT_BASE_URL} does"
        )
    return error_class_for(status_code)(
        status_code=status_code,
        code=_text(envelope.get("code")) or _text(envelope.get("type")),
        message=message,
        request_id=_text(envelope.get("request_id")) or _text(headers.get("x-request-id")),
        param=_text(envelope.get("param")) or _text(details.get("field")),
        details=_mapping(_redacted(details)),
        headers={name: redact(value) for name, value in headers.items()},
    )


def is_of_another(exchange: Exchange, response: Response) -> bool:
    """Return whether the response to a GET of one object holds another object of its kind.

    Its id then has the same prefix as the last part of the path, and is not that part: a response
    that was sent twice, the second time too late to be seen before this request.
    """
    asked = unquote(exchange.path.rpartition("/")[2])
    prefix, mark, _ = asked.partition("_")
    if exchange.method != "GET" or not mark or not 200 <= response.status_code < 300:
        return False
    try:
        found = _mapping(json.loads(response.body)).get("id")
    except (ValueError, RecursionError):
        return False
    return isinstance(found, str) and found != asked and found.startswith(f"{prefix}_")


@contextmanager
def translated_errors() -> Generator[None]:
    """Make our errors of what one generated call raises because of its response.

    A TypeError or ValueError passes where no request was made: an argument cannot be sent.
    """
    with record_requests() as requests:
        try:
            yield
        except BotaError:
            raise
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            reason = redacted_excerpt(str(error))
            is_named = isinstance(error, ResponseError)
            if requests:
                last = requests[-1]
                kind = "" if is_named else f"{type(error).__name__}: "
                raise InvalidResponseError(
                    f"{last.method} {last.target} responded {last.status_code}, but the body is "
                    f"not what the contract says: {kind}{reason}",
                ) from None  # it and its frames hold the response, signed URL and all
            if is_named:  # it is about an earlier response: the next page was asked for of it
                raise InvalidResponseError(reason) from None
            if isinstance(error, AttributeError):
                raise TypeError(f"an argument has the wrong type: {error}") from error
            raise


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
        return {
            redacted_excerpt(name): _redacted(inner, depth + 1) for name, inner in fields.items()
        }
    if isinstance(value, list):
        return [_redacted(inner, depth + 1) for inner in cast("list[object]", value)]
    return redacted_excerpt(value) if isinstance(value, str) else value


def _text(value: object) -> str | None:
    return redacted_excerpt(value) if isinstance(value, str) and value else None


def _excerpt(body: bytes) -> str:
    text = redact(" ".join(body[: 4 * _EXCERPT].decode("utf-8", "replace").split()))
    return text if len(text) <= _EXCERPT else text[:_EXCERPT] + "…"
