"""One PUT of a whole source: blocking, with a body made anew and hashed while it is sent."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import Final

import attrs

from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.requests import RequestRecord, add_request
from bota_sdk._storage.client import StorageClient
from bota_sdk._storage.decision import BodyPhase
from bota_sdk._storage.hashing import BodyHash, Digests, body_hash
from bota_sdk._storage.response import StorageResponse, parse_response
from bota_sdk._storage.signed_url import SignedUrl, check_signed_headers
from bota_sdk._upload.source import Source

TOLD: Final = 1 << 20
"""Bytes that pass between two tellings of progress."""


@attrs.frozen
class Sent:
    """What a PUT came to.

    Attributes:
        outcome: S3's answer, or why there was none.
        phase: how far the body had got when it came.
        bytes_sent: of the body, as far as the network took them.
        digests: of the whole body; None unless all of it was sent.

    """

    outcome: StorageResponse | NoResponse
    phase: BodyPhase
    bytes_sent: int
    digests: Digests | None


@attrs.define
class _Body:
    hashed: BodyHash
    on_bytes: Callable[[int], object] | None
    size: int
    sent: int = 0
    complete: bool = False

    def counted(self, chunks: Iterable[bytes]) -> Generator[bytes]:
        told = 0
        for chunk in chunks:
            self.hashed.update(chunk)
            yield chunk
            # Back here only when the connection has taken all of the chunk.
            self.sent += len(chunk)
            if self.on_bytes is not None and (self.sent - told >= TOLD or self.sent == self.size):
                told = self.sent
                self.on_bytes(told)
        self.complete = True

    @property
    def phase(self) -> BodyPhase:
        if self.complete:
            return "after"
        return "during" if self.sent else "before"


def put_once(
    storage: StorageClient,
    signed_url: SignedUrl,
    source: Source,
    *,
    with_md5: bool,
    content_md5: str | None,
    on_bytes: Callable[[int], object] | None,
) -> Sent:
    """PUT the source to the granted URL, once.

    Args:
        storage: the client for S3.
        signed_url: the URL and its headers.
        source: what is sent.
        with_md5: hash with MD5 too, to compare it with S3's ETag.
        content_md5: the body's MD5 in base64 (RFC 1864), for S3 to check; None sends none.
        on_bytes: called with the bytes sent so far, about every TOLD of them.

    Raises:
        StorageError: the signed headers cannot be met; nothing was sent.
        SourceError: the source changed or cannot be read; S3 has stored nothing.
        UploadCancelledError, DeadlineExceededError: the upload shall stop.

    """
    headers = dict(signed_url.headers)
    if content_md5 is not None and not any(name.lower() == "content-md5" for name in headers):
        headers["Content-MD5"] = content_md5
    check_signed_headers(signed_url, headers)
    started = time.monotonic()
    # Closed by hand: an exception's traceback would keep them, and the file with them, open.
    with body_hash(source.size, md5=with_md5) as hashed, closing(source.chunks()) as chunks:
        body = _Body(hashed, on_bytes, source.size)
        # A source that has changed already is found before anything is sent.
        first = next(chunks)
        with closing(body.counted(itertools.chain([first], chunks))) as counted:
            answer = storage.put(signed_url.url, headers, counted, source.size)
        digests = hashed.digests() if body.complete else None
    add_request(
        RequestRecord(
            method="PUT",
            target="S3 object",
            status_code=answer.status_code if isinstance(answer, Response) else None,
            seconds=time.monotonic() - started,
        ),
    )
    outcome = (
        parse_response(answer.status_code, answer.headers, answer.body)
        if isinstance(answer, Response)
        else answer
    )
    return Sent(outcome, body.phase, body.sent, digests)


def hash_source(source: Source, *, with_md5: bool = False) -> Digests:
    """Read a source to its end and return its hashes.

    Args:
        source: what is read.
        with_md5: hash with MD5 too, which takes twice as long as SHA-256.

    Raises:
        SourceError: it changed or cannot be read.

    """
    with body_hash(source.size, md5=with_md5) as hashed:
        with closing(source.chunks()) as chunks:
            for chunk in chunks:
                hashed.update(chunk)
        return hashed.digests()
