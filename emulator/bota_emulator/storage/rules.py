"""What S3 demands of a PUT's headers and body, beyond the signature.

Source: AWS, Amazon S3 API Reference, "PutObject" and "Error responses", and the User Guide's
"Checking object integrity".
"""

from __future__ import annotations

import base64
import binascii
import dataclasses
import hashlib
import zlib
from collections.abc import Callable
from typing import Any

from bota_emulator.storage.local import Incoming
from bota_emulator.storage.s3_errors import S3Error

MAX_PUT_BYTES = 5 * 2**30


class _Crc32:
    def __init__(self) -> None:
        self._value = 0

    def update(self, chunk: memoryview) -> None:
        self._value = zlib.crc32(chunk, self._value)

    def digest(self) -> bytes:
        return self._value.to_bytes(4, "big")


_CHECKSUMS: dict[str, tuple[int, Callable[[], Any]]] = {
    "sha256": (32, hashlib.sha256),
    "sha1": (20, lambda: hashlib.sha1(usedforsecurity=False)),
    "crc32": (4, _Crc32),
}
# Known to S3, but not to Python's standard library.
_FOREIGN = ("crc32c", "crc64nvme")


@dataclasses.dataclass(frozen=True)
class PutDemands:
    """What the headers (or the signed query) say about the body to come.

    Attributes:
        length: Its size in bytes.
        md5: The digest in `Content-MD5`.
        checksum: Name and digest in `x-amz-checksum-...`.
        payload: The hex digest in a signed `x-amz-content-sha256`.
        content_type: Kept with the object.
        only_new: `If-None-Match: *`.

    """

    length: int
    md5: bytes | None
    checksum: tuple[str, bytes] | None
    payload: str | None
    content_type: str | None
    only_new: bool

    def watch(self, incoming: Incoming) -> None:
        """Have the checksum computed that `check` will need."""
        if self.checksum is not None:
            name = self.checksum[0]
            incoming.watch(name, _CHECKSUMS[name][1]())

    def check(self, incoming: Incoming) -> None:
        """Compare the whole body with what was said.

        Raises:
            S3Error: `BadDigest` or `XAmzContentSHA256Mismatch`.

        """
        if self.md5 is not None and incoming.digest("md5") != self.md5:
            raise S3Error(
                "BadDigest",
                elements={
                    "ExpectedDigest": base64.b64encode(self.md5).decode(),
                    "CalculatedDigest": base64.b64encode(incoming.digest("md5")).decode(),
                },
            )
        if self.checksum is not None and incoming.digest(self.checksum[0]) != self.checksum[1]:
            name = self.checksum[0].upper()
            raise S3Error(
                "BadDigest", f"The {name} you specified did not match the calculated checksum."
            )
        if self.payload is not None and incoming.digest("sha256").hex() != self.payload:
            raise S3Error("XAmzContentSHA256Mismatch")


def put_demands(headers: dict[str, str], query: dict[str, str]) -> PutDemands:
    """Read the headers of a PUT.

    Args:
        headers: By name in lower case.
        query: The signed query: signers may put `x-amz-...` headers there instead.

    Raises:
        S3Error: A refusal that needs no byte of the body.

    """
    said = {name.lower(): value for name, value in query.items()} | headers
    if "transfer-encoding" in headers:
        raise S3Error(
            "NotImplemented",
            elements={"Header": "Transfer-Encoding"},
        )
    if "content-length" not in headers:
        raise S3Error("MissingContentLength")
    length = int(headers["content-length"])
    if length > MAX_PUT_BYTES:
        raise S3Error(
            "EntityTooLarge",
            elements={"ProposedSize": str(length), "MaxSizeAllowed": str(MAX_PUT_BYTES)},
        )
    if headers.get("if-none-match", "*") != "*" or "if-match" in headers:
        raise S3Error(
            "NotImplemented",
            elements={"Header": "If-Match" if "if-match" in headers else "If-None-Match"},
        )
    payload = headers.get("x-amz-content-sha256", "UNSIGNED-PAYLOAD")
    return PutDemands(
        length=length,
        md5=_md5(headers.get("content-md5")),
        checksum=_checksum(said),
        payload=None if payload == "UNSIGNED-PAYLOAD" else payload.lower(),
        content_type=headers.get("content-type"),
        only_new="if-none-match" in headers,
    )


def already_there() -> S3Error:
    """Return the refusal of `If-None-Match: *` on a key that has an object."""
    return S3Error("PreconditionFailed", elements={"Condition": "If-None-Match"})


def _decoded(text: str, size: int) -> bytes | None:
    try:
        value = base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return None
    return value if len(value) == size else None


def _md5(text: str | None) -> bytes | None:
    if text is None:
        return None
    value = _decoded(text, 16)
    if value is None:
        raise S3Error("InvalidDigest", elements={"Content-MD5": text})
    return value


def _checksum(said: dict[str, str]) -> tuple[str, bytes] | None:
    prefix = "x-amz-checksum-"
    names = [n for n in said if n.startswith(prefix) and n.removeprefix(prefix) != "type"]
    if not names:
        return None
    if len(names) > 1:
        raise S3Error(
            "InvalidRequest",
            "Expecting a single x-amz-checksum- header. Multiple checksum Types are not allowed.",
        )
    kind = names[0].removeprefix(prefix)
    if kind in _FOREIGN:
        raise S3Error("NotImplemented", elements={"Header": names[0]})
    if kind not in _CHECKSUMS:
        raise S3Error(
            "InvalidRequest",
            "The algorithm type you specified in x-amz-checksum- header is invalid.",
        )
    value = _decoded(said[names[0]], _CHECKSUMS[kind][0])
    if value is None:
        raise S3Error("InvalidRequest", f"Value for {names[0]} header is invalid.")
    return kind, value
