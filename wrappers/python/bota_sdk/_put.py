"""One PUT of a whole source: blocking, with a body made anew and hashed while it is sent."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable, Iterator

import attrs

from bota_sdk._api_call import Answer, NoAnswer
from bota_sdk._http import StorageClient, keeps_path
from bota_sdk._source import Source
from bota_sdk._steps import Step, add_step
from bota_sdk._storage_verdict import StorageAnswer, read_answer
from bota_sdk._upload_grant import UploadGrant, check_signed_headers
from bota_sdk.errors import StorageError


class PutCancelledError(Exception):
    """The sending thread was told to stop; never leaves the library."""


@attrs.frozen
class Sent:
    """What a PUT came to: S3's answer or why there was none, and the SHA-256 of the bytes sent."""

    outcome: StorageAnswer | NoAnswer
    sha256: str


def put_once(
    storage: StorageClient,
    grant: UploadGrant,
    source: Source,
    *,
    on_bytes: Callable[[int], object] | None,
    cancelled: Callable[[], bool],
) -> Sent:
    """PUT the source to the granted URL, once.

    Args:
        storage: the client for S3.
        grant: the URL and its headers.
        source: what is sent.
        on_bytes: called with the bytes sent so far after each piece.
        cancelled: asked before each piece; when it says yes the connection is dropped.

    Raises:
        StorageError: the signed headers cannot be met; nothing was sent.
        SourceError: the source changed or cannot be read; S3 has stored nothing.

    """
    headers = {**grant.headers, "Content-Length": str(source.size)}
    check_signed_headers(grant, headers)
    if not keeps_path(grant.url):
        raise StorageError(
            "the upload URL's path has '.' or '..' segments, which are changed on the wire; S3 "
            "would refuse its signature, so nothing was sent",
            status=0,
            code=None,
            message="",
        )
    digest = hashlib.sha256()

    def body() -> Iterator[bytes]:
        sent = 0
        for piece in source.pieces():
            if cancelled():
                raise PutCancelledError
            digest.update(piece)
            yield piece
            sent += len(piece)
            if on_bytes is not None:
                on_bytes(sent)

    started = time.monotonic()
    answer = storage.put(grant.url, headers, body())
    outcome = (
        read_answer(answer.status, answer.headers, answer.body)
        if isinstance(answer, Answer)
        else answer
    )
    add_step(
        Step(
            method="PUT",
            target="S3 object",
            status=answer.status if isinstance(answer, Answer) else None,
            seconds=time.monotonic() - started,
        ),
    )
    return Sent(outcome, digest.hexdigest())
