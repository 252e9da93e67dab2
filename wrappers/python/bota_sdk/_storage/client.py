"""The client for S3: no key, no cookies, no redirects, nothing on the wire but what is asked."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import AbstractContextManager
from typing import Final
from urllib.parse import urlsplit

from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.redact import Secret
from bota_sdk._wire.pool import Pool, StreamedResponse
from bota_sdk._wire.request import Headers, Target, Timeouts

CONNECT_TIMEOUT: Final = 10.0
"""Seconds to reach the storage."""

EXPECT_FROM: Final = 1 << 20
"""Bytes: a larger body waits for `100 Continue`, so that a refusal costs none of it."""


class StorageClient:
    """The bare, blocking, long-lived client for S3. Safe to share over threads.

    `timeout` is the seconds that may pass without S3 accepting a byte, and until it responds after
    the last one, which can be long for a large object.
    """

    def __init__(self, pool: Pool, timeout: float) -> None:
        self._pool = pool
        self._timeouts = Timeouts(CONNECT_TIMEOUT, timeout, timeout)

    def put(
        self, url: Secret, headers: Mapping[str, str], body: Iterator[bytes], size: int
    ) -> Response | NoResponse:
        """PUT a body and return S3's response, also when it comes before the body's end.

        Exactly these headers are sent, beside `Host`, `Content-Length` (without which S3 refuses a
        body) and, for a large one, `Expect`. The URL goes on the wire byte for byte. An exception
        that `body` raises passes through; the object is then not stored.
        """
        target = _target(url)
        fields = [("Host", target.origin), ("Content-Length", str(size)), *headers.items()]
        if size > EXPECT_FROM and target.origin not in self._pool.silent_hosts:
            fields.append(("Expect", "100-continue"))
        response = self._pool.send("PUT", target, _encoded(fields), body, self._timeouts)
        if isinstance(response, Response) and response.status_code == 417:
            # RFC 9110, section 15.5.18: the expectation is refused, not the request.
            self._pool.silent_hosts.add(target.origin)
        return response

    def get(
        self, url: Secret, headers: Mapping[str, str]
    ) -> AbstractContextManager[StreamedResponse | NoResponse]:
        """GET an object; its bytes are read inside the `with` block."""
        target = _target(url)
        fields = [("Host", target.origin), ("Accept-Encoding", "identity"), *headers.items()]
        return self._pool.open("GET", target, _encoded(fields), self._timeouts)

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


def _encoded(fields: list[tuple[str, str]]) -> Headers:
    return Headers((name.encode("latin-1"), value.encode("latin-1")) for name, value in fields)


def _target(url: Secret) -> Target:
    parts = urlsplit(url.reveal())
    path = parts.path or "/"
    return Target(
        parts.scheme.encode(),
        (parts.hostname or "").encode(),
        parts.port,
        (f"{path}?{parts.query}" if parts.query else path).encode(),
    )
