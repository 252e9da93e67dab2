"""One PUT of a whole body: blocking, with its bytes hashed while they are sent."""

from __future__ import annotations

import base64
import itertools
import time
from collections.abc import Callable, Generator
from contextlib import closing
from typing import Final

from bota_sdk._shared.outcome import Response
from bota_sdk._shared.requests import RequestRecord, add_request
from bota_sdk._storage.client import StorageClient
from bota_sdk._storage.hashing import BodyHash
from bota_sdk._storage.response import BodyPhase, StorageOutcome, parse_response
from bota_sdk._storage.signed_url import SignedUrl, check_signed_headers

PROGRESS_STEP: Final = 1 << 20
"""Bytes that pass between two reports of progress."""


def put_once(
    storage: StorageClient,
    signed_url: SignedUrl,
    body: Generator[bytes],
    size: int,
    *,
    with_md5: bool,
    content_md5: str | None,
    on_bytes: Callable[[int], object],
) -> StorageOutcome:
    """PUT a body of `size` bytes to a signed URL, once, and close the body.

    What the body raises passes through; it does so before its last chunk, so that S3 has stored
    nothing. `with_md5` computes its MD5 too, to be compared with S3's ETag; `content_md5`, where it
    is known already, goes with the body for S3 to check (RFC 1864). `on_bytes` is called with the
    bytes sent so far, about every PROGRESS_STEP of them.
    """
    headers = dict(signed_url.headers)
    if content_md5 is not None and not any(name.lower() == "content-md5" for name in headers):
        headers["Content-MD5"] = base64.b64encode(bytes.fromhex(content_md5)).decode()
    check_signed_headers(signed_url, headers)
    sent = 0

    def counted() -> Generator[bytes]:
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
    with closing(BodyHash(size, md5=with_md5)) as hashed, closing(body) as chunks:
        # A source that has changed already is found before anything is sent.
        first = next(chunks)
        with closing(counted()) as counting:
            response = storage.put(signed_url.url, headers, counting, size)
        digests = hashed.digests() if sent == size else None
    status = response.status_code if isinstance(response, Response) else None
    add_request(RequestRecord("PUT", "S3 object", status, time.monotonic() - started))
    parsed = parse_response(*response) if isinstance(response, Response) else response
    phase: BodyPhase = "after" if sent == size else "during" if sent else "before"
    return StorageOutcome(parsed, phase, sent, digests, signed_url.expires_at)
