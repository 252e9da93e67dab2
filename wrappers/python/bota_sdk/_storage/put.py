"""One PUT of a whole body: blocking, with its bytes made anew and hashed while they are sent."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import closing
from typing import Final, Protocol

import attrs

from bota_sdk._shared.outcome import Response
from bota_sdk._shared.requests import RequestRecord, add_request
from bota_sdk._storage.client import StorageClient
from bota_sdk._storage.hashing import BodyHash, Digests, body_hash
from bota_sdk._storage.response import BodyPhase, StorageOutcome, parse_response
from bota_sdk._storage.signed_url import SignedUrl, check_signed_headers

PROGRESS_STEP: Final = 1 << 20
"""Bytes that pass between two reports of progress."""


class Body(Protocol):
    """Bytes that can be read from their beginning as often as needed."""

    @property
    def size(self) -> int:
        """How many bytes there are."""
        ...

    def chunks(self) -> Generator[bytes]:
        """Yield all of them, from the beginning.

        Raises:
            SourceError: they changed or cannot be read. Raised before the last chunk is handed out,
                so that whoever sends them cannot have sent a whole body.

        """
        ...


@attrs.define
class _Sending:
    hashed: BodyHash
    on_bytes: Callable[[int], object] | None
    size: int
    sent: int = 0
    is_complete: bool = False

    def counted(self, chunks: Iterable[bytes]) -> Generator[bytes]:
        reported = 0
        for chunk in chunks:
            self.hashed.update(chunk)
            yield chunk
            # Back here only when the connection has taken all of the chunk.
            self.sent += len(chunk)
            is_due = self.sent - reported >= PROGRESS_STEP or self.sent == self.size
            if self.on_bytes is not None and is_due:
                reported = self.sent
                self.on_bytes(reported)
        self.is_complete = True

    @property
    def phase(self) -> BodyPhase:
        if self.is_complete:
            return "after"
        return "during" if self.sent else "before"


def put_once(
    storage: StorageClient,
    signed_url: SignedUrl,
    body: Body,
    *,
    with_md5: bool,
    content_md5: str | None,
    on_bytes: Callable[[int], object] | None,
) -> StorageOutcome:
    """PUT a body to a signed URL, once.

    Args:
        storage: the client for S3.
        signed_url: the URL and its headers.
        body: what is sent.
        with_md5: hash with MD5 too, to compare it with S3's ETag.
        content_md5: the body's MD5 in base64 (RFC 1864), for S3 to check; None sends none.
        on_bytes: called with the bytes sent so far, about every PROGRESS_STEP of them.

    Raises:
        SignedUrlError: the signed headers cannot be met; nothing was sent.
        SourceError: the body changed or cannot be read; S3 has stored nothing.
        UploadCancelledError, DeadlineExceededError: the upload shall stop.

    """
    headers = dict(signed_url.headers)
    if content_md5 is not None and not any(name.lower() == "content-md5" for name in headers):
        headers["Content-MD5"] = content_md5
    check_signed_headers(signed_url, headers)
    started = time.monotonic()
    # Closed by hand: an exception's traceback would keep them, and the file with them, open.
    with body_hash(body.size, md5=with_md5) as hashed, closing(body.chunks()) as chunks:
        sending = _Sending(hashed, on_bytes, body.size)
        # A source that has changed already is found before anything is sent.
        first = next(chunks)
        with closing(sending.counted(itertools.chain([first], chunks))) as counted:
            response = storage.put(signed_url.url, headers, counted, body.size)
        digests = hashed.digests() if sending.is_complete else None
    add_request(
        RequestRecord(
            method="PUT",
            target="S3 object",
            status_code=response.status_code if isinstance(response, Response) else None,
            seconds=time.monotonic() - started,
        ),
    )
    parsed = parse_response(*response) if isinstance(response, Response) else response
    return StorageOutcome(parsed, sending.phase, sending.sent, digests)


def hash_source(body: Body, *, with_md5: bool = False) -> Digests:
    """Read a body to its end and return its hashes.

    Args:
        body: what is read.
        with_md5: hash with MD5 too, which takes twice as long as SHA-256.

    Raises:
        SourceError: it changed or cannot be read.

    """
    with body_hash(body.size, md5=with_md5) as hashed:
        with closing(body.chunks()) as chunks:
            for chunk in chunks:
                hashed.update(chunk)
        return hashed.digests()
