"""The faults that requests meet by chance in the long runs: all that a network and S3 can do."""

from __future__ import annotations

from bota_emulator import (
    ApiFields,
    ApiLength,
    ApiReset,
    ApiStatus,
    ApiTruncate,
    Fault,
    StorageDamage,
    StorageEarlyReset,
    StorageError,
    StorageETag,
    StorageHalfClose,
    StorageLength,
    StorageReset,
    StorageResponse,
    StorageTruncate,
)


def chance_faults() -> list[Fault]:
    """Return what the requests meet by chance."""
    put = "PUT object"
    return [
        *(ApiStatus(status=status) for status in (500, 502, 503, 504)),
        # Without it, a client waits for the window of the rate limit, a minute.
        ApiStatus(status=429, headers={"Retry-After": "0"}),
        ApiStatus(status=500, done=True),
        ApiStatus(status=502, body="<html>Bad Gateway</html>"),
        ApiStatus(status=409, operation="completeUpload"),
        ApiReset(),
        ApiReset(at="after"),
        ApiTruncate(bytes=30),
        ApiLength(difference=15),
        ApiFields(drop=["upload_url"], operation="createUploadUrl"),
        *(
            StorageError(code=code, when=when, operation=put)
            for code in ("SlowDown", "InternalError", "ExpiredToken", "AccessDenied", "BadDigest")
            for when in ("head", "body")
        ),
        StorageResponse(status=503, body="<html>no</html>", operation=put),
        StorageResponse(status=200, operation=put),
        *(StorageReset(at=at, operation=put) for at in ("head", "after_body", "after_store")),
        StorageReset(at="body", bytes=1000, operation=put),
        StorageEarlyReset(operation=put),
        StorageEarlyReset(bytes=5000, operation=put),
        StorageHalfClose(bytes=100, operation=put),
        StorageETag(operation=put),
        StorageDamage(operation=put),
        StorageTruncate(operation=put),
        StorageLength(operation=put),
    ]
