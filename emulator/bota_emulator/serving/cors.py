"""CORS: from which origins web pages may send requests here, and read the responses.

The storage does it as S3 does: AWS, Amazon S3 User Guide, "Using cross-origin resource sharing",
and API Reference, "OPTIONS object".
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp, Receive, Scope, Send

from bota_emulator.settings import Settings
from bota_emulator.storage.s3_errors import S3Error

METHODS = ("GET", "HEAD", "PUT")
# What docs/browser asks a bucket to expose.
_EXPOSED = "Date, ETag, Retry-After, x-amz-id-2, x-amz-request-id"
_API_EXPOSED = (
    "Retry-After",
    "X-RateLimit-Limit",
    "X-RateLimit-Remaining",
    "X-RateLimit-Reset",
    "X-Request-Id",
)
_MAX_AGE = 3000
_VARY = ("Vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method")


def storage_headers(origins: Iterable[str], origin: str | None) -> list[tuple[str, str]]:
    """Return what the storage's responses carry for a page, errors too; nothing where none may.

    Args:
        origins: Those that are allowed.
        origin: The request's `Origin`; None when it has none.

    """
    if origin is None or not _pattern(origins).fullmatch(origin):
        return []
    if "*" in origins:
        allowed = [("Access-Control-Allow-Origin", "*")]
    else:
        allowed = [
            ("Access-Control-Allow-Origin", origin),
            ("Access-Control-Allow-Credentials", "true"),
        ]
    return [
        *allowed,
        ("Access-Control-Allow-Methods", ", ".join(METHODS)),
        ("Access-Control-Expose-Headers", _EXPOSED),
        ("Access-Control-Max-Age", str(_MAX_AGE)),
        _VARY,
    ]


def preflight_headers(origins: Iterable[str], fields: dict[str, str]) -> list[tuple[str, str]]:
    """Return the headers of the storage's response to a preflight.

    Args:
        origins: Those that are allowed.
        fields: The request's headers, names in lower case.

    Raises:
        S3Error: The rules do not allow the request that would follow, or it is no preflight.

    """
    origin, method = fields.get("origin"), fields.get("access-control-request-method")
    if not origin:
        raise S3Error("BadRequest", "Insufficient information. Origin request header needed.")
    if not method:
        raise S3Error("BadRequest", "Invalid Access-Control-Request-Method: null")
    elements = {"Method": method, "ResourceType": "OBJECT"}
    if not origins:
        message = "CORSResponse: CORS is not enabled for this bucket."
        raise S3Error("AccessForbidden", message, elements)
    headers = storage_headers(origins, origin)
    if not headers or method not in METHODS:
        raise S3Error("AccessForbidden", elements=elements)
    asked = fields.get("access-control-request-headers")
    return [*headers, *([("Access-Control-Allow-Headers", asked)] if asked else [])]


class ApiCors:
    """Lets pages of the allowed origins use the API too, where the settings say so.

    Args:
        app: The API.
        settings: Whether, and from which origins.

    """

    def __init__(self, app: ASGIApp, settings: Settings) -> None:
        self._app = app
        self._settings = settings

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request as an ASGI app."""
        app, origins = self._app, self._settings.cors_origins
        if self._settings.cors_api and origins:
            # Made for each request, since the settings may change before the next one.
            app = CORSMiddleware(
                app,
                allow_origins=("*",) if "*" in origins else (),
                allow_origin_regex=_pattern(origins).pattern,
                allow_methods=("*",),
                allow_headers=("*",),
                expose_headers=_API_EXPOSED,
            )
        await app(scope, receive, send)


def _pattern(origins: Iterable[str]) -> re.Pattern[str]:
    """Return what matches the origins, in which S3 lets a star stand for any text."""
    return re.compile(
        "|".join(re.escape(origin).replace(r"\*", ".*") for origin in origins) or "(?!)"
    )
