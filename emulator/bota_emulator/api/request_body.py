"""Reads the body of a request to the API or a control route, up to a bound."""

from __future__ import annotations

from starlette.requests import Request

from bota_emulator.state.recorder import RequestRecord

MAX_BODY_BYTES = 1 << 20


class BodyTooLarge(Exception):  # noqa: N818 - what a client did, not an error of ours
    """The body has more bytes than are read; the rest of it is still to come."""

    def __init__(self) -> None:
        super().__init__(f"The body has more than {MAX_BODY_BYTES} bytes")


async def read_bounded(request: Request, record: RequestRecord | None = None) -> bytes:
    """Return a request's whole body.

    Args:
        request: The request.
        record: Where the bytes are counted.

    Raises:
        BodyTooLarge: It is too large, by its `Content-Length` or by what has come of it.
        ClientDisconnect: The client left before the end of it.

    """
    declared = request.headers.get("content-length", "")
    # Not asking for the first byte also withholds a `100 Continue` that the client may wait for.
    if declared.isdecimal() and int(declared) > MAX_BODY_BYTES:
        raise BodyTooLarge
    chunks: list[bytes] = []
    size = 0
    async for chunk in request.stream():
        size += len(chunk)
        if record is not None:
            record.body_bytes = size
        if size > MAX_BODY_BYTES:
            raise BodyTooLarge
        chunks.append(chunk)
    return b"".join(chunks)
