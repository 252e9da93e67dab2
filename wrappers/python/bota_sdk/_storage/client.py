"""Requests to S3: no key, no cookies, no redirects, nothing on the wire but what is asked."""

from __future__ import annotations

import base64
import itertools
import time
from collections.abc import Callable, Generator, Iterator, Mapping
from contextlib import AbstractContextManager, closing
from typing import Final
from urllib.parse import urlsplit

from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.redact import Secret
from bota_sdk._shared.requests import RequestRecord, add_request
from bota_sdk._storage.hashing import Blocks, BodyHash, Room
from bota_sdk._storage.response import BodyPhase, StorageOutcome, parse_response
from bota_sdk._storage.signed_url import SignedUrl, check_signed_headers
from bota_sdk._wire.pool import Pool, StreamedResponse
from bota_sdk._wire.request import CONNECT_TIMEOUT, CONTINUE_WAIT, Headers, Target, Timeouts

EXPECT_FROM: Final = 1 << 20
"""Bytes: a larger body waits for `100 Continue`, so that a refusal costs none of it."""

PROGRESS_STEP: Final = 1 << 20
"""Bytes that pass between two reports of progress."""


class StorageClient:
    """The bare, blocking, long-lived client for S3. Safe to share over threads.

    `timeout` is the seconds that may pass without S3 accepting a byte, and until it responds after
    the last one, which can be long for a large object; `continue_wait` those for which a large body
    waits for a `100 Continue`.
    """

    def __init__(self, pool: Pool, timeout: float, continue_wait: float = CONTINUE_WAIT) -> None:
        self.pool = pool
        self._timeouts = Timeouts(CONNECT_TIMEOUT, timeout, timeout, continue_wait)
        self._blocks = Blocks()

    def put(
        self, url: Secret, headers: Mapping[str, str], body: Iterator[memoryview], size: int
    ) -> Response | NoResponse:
        """PUT a body and return S3's response, also when it comes before the body's end.

        Exactly these headers are sent, beside `Host`, `Content-Length` (without which S3 refuses a
        body) and, for a large one, `Expect`. The URL goes on the wire byte for byte. An exception
        that `body` raises passes through; the object is then not stored.
        """
        target = _target(url)
        fields = [("Host", target.origin), ("Content-Length", str(size)), *headers.items()]
        if size > EXPECT_FROM and target.origin not in self.pool.silent_hosts:
            fields.append(("Expect", "100-continue"))
        response = self.pool.send("PUT", target, _encoded(fields), body, self._timeouts)
        if isinstance(response, Response) and response.status_code == 417:
            # RFC 9110, section 15.5.18: the expectation is refused, not the request.
            self.pool.silent_hosts.add(target.origin)
        return response

    def body_hash(self, size: int, *, md5: bool, with_thread: bool) -> BodyHash:
        """Return the hash for a body; with a thread, if it is worth one and no other has one."""
        return BodyHash(size, md5=md5, blocks=self._blocks if with_thread else None)

    def get(
        self, url: Secret, headers: Mapping[str, str]
    ) -> AbstractContextManager[StreamedResponse | NoResponse]:
        """GET an object; its bytes are read inside the `with` block."""
        target = _target(url)
        fields = [("Host", target.origin), ("Accept-Encoding", "identity"), *headers.items()]
        return self.pool.open("GET", target, _encoded(fields), self._timeouts)


def put_once(
    storage: StorageClient,
    signed_url: SignedUrl,
    body: Callable[[Room], Generator[memoryview]],
    size: int,
    *,
    with_md5: bool,
    with_thread: bool,
    content_md5: str | None,
    attempt: int,
    on_bytes: Callable[[int], object],
) -> StorageOutcome:
    """PUT a body of `size` bytes to a signed URL, once, read chunk by chunk into a room.

    What the body raises passes through; it does so before its last chunk, so that S3 has stored
    nothing. `with_md5` computes its MD5 too, to be compared with S3's ETag; `with_thread` hashes a
    large body beside the send; `content_md5`, where it is known already, goes with it for S3 to
    check (RFC 1864). `attempt` is the number of this PUT, from 1. `on_bytes` is called with the
    bytes sent so far, about every PROGRESS_STEP of them.
    """
    headers = dict(signed_url.headers)
    if content_md5 is not None and not any(name.lower() == "content-md5" for name in headers):
        headers["Content-MD5"] = base64.b64encode(bytes.fromhex(content_md5)).decode()
    check_signed_headers(signed_url, headers)
    sent = 0

    def counted() -> Generator[memoryview]:
        nonlocal sent
        reported = 0
        for chunk in itertools.chain([first], chunks):
            hashed.update(chunk)
            yield chunk
            # Back here only when the connection has taken all of the chunk.
            sent += len(chunk)
            if sent - reported >= PROGRESS_STEP or sent == size:
                reported = sent
                on_bytes(sent)

    started = time.monotonic()
    # Closed by hand: an exception's traceback would keep them, and the file with them, open.
    hashed = storage.body_hash(size, md5=with_md5, with_thread=with_thread)
    with closing(hashed), closing(body(hashed.room)) as chunks:
        # A source that has changed already is found before anything is sent.
        first = next(chunks)
        with closing(counted()) as counting:
            response = storage.put(signed_url.url, headers, counting, size)
        digests = hashed.digests() if sent == size else None
    status = response.status_code if isinstance(response, Response) else None
    add_request(
        RequestRecord("PUT", "S3 object", status, time.monotonic() - started),
        signed_url.url,
        attempt=attempt,
        body_size=sent,
        timed_out=isinstance(response, NoResponse) and response.timed_out,
    )
    parsed = parse_response(*response) if isinstance(response, Response) else response
    phase: BodyPhase = "after" if sent == size else "during" if sent else "before"
    return StorageOutcome(parsed, phase, sent, digests, signed_url.expires_at)


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
