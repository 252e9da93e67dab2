"""The two worlds that an upload runs in: a thread that blocks, and an event loop.

anyio is imported at the first use: it costs a blocking program 25 ms that it has no use for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeVar

from bota_api.resources import AsyncResources, Resources
from bota_api.types import UNSET

from bota_sdk import _waiting
from bota_sdk._http import StorageClient
from bota_sdk._put import PutCancelledError

if TYPE_CHECKING:
    from anyio import CapacityLimiter
    from bota_api.models import Recording, UploadUrl

T = TypeVar("T")

MAX_UPLOAD_THREADS: Final = 32
"""Of one asynchronous client; measured: more bring nothing."""


class SyncIO:
    """Blocks; its coroutines never suspend."""

    def __init__(self, api: Resources, storage: StorageClient) -> None:
        self._api = api
        self.storage = storage

    async def create_recording(self, fields: Mapping[str, Any]) -> Recording:
        """Create the recording."""
        return self._api.recordings.create(**fields)

    async def create_upload_url(
        self, recording_id: str, *, content_type: str, size: int
    ) -> UploadUrl:
        """Ask for a signed URL."""
        return self._api.uploads.create_url(
            recording_id, content_type=content_type, file_size_bytes=size
        )

    async def complete_upload(self, recording_id: str, sha256: str | None) -> Recording:
        """Say that the PUT is done."""
        return self._api.uploads.complete(recording_id, content_sha256=sha256 or UNSET)

    async def get_recording(self, recording_id: str) -> Recording:
        """Read the recording."""
        return self._api.recordings.get(recording_id)

    async def blocking(self, call: Callable[[Callable[[], bool]], T]) -> T:
        """Run the call right here; an interrupt ends it by itself."""
        return call(lambda: False)

    def from_blocking(self, call: Callable[[], object]) -> None:
        """Run the call right here."""
        call()

    async def sleep(self, seconds: float) -> None:
        """Block for some seconds."""
        _waiting.wait_blocking(seconds)


class AsyncIO:
    """Awaits; the PUT runs in a worker thread, where it is faster and sees early answers."""

    def __init__(self, api: AsyncResources, storage: StorageClient) -> None:
        self._api = api
        self.storage = storage
        self._limiter: CapacityLimiter | None = None

    async def create_recording(self, fields: Mapping[str, Any]) -> Recording:
        """Create the recording."""
        return await self._api.recordings.create(**fields)

    async def create_upload_url(
        self, recording_id: str, *, content_type: str, size: int
    ) -> UploadUrl:
        """Ask for a signed URL."""
        return await self._api.uploads.create_url(
            recording_id, content_type=content_type, file_size_bytes=size
        )

    async def complete_upload(self, recording_id: str, sha256: str | None) -> Recording:
        """Say that the PUT is done."""
        return await self._api.uploads.complete(recording_id, content_sha256=sha256 or UNSET)

    async def get_recording(self, recording_id: str) -> Recording:
        """Read the recording."""
        return await self._api.recordings.get(recording_id)

    async def blocking(self, call: Callable[[Callable[[], bool]], T]) -> T:
        """Run the call in a worker thread; when we are cancelled it stops at its next piece."""
        from anyio import CapacityLimiter, to_thread

        if self._limiter is None:
            self._limiter = CapacityLimiter(MAX_UPLOAD_THREADS)
        stop = threading.Event()

        def work() -> T | None:
            try:
                return call(stop.is_set)
            except PutCancelledError:
                return None  # nobody waits for it any more

        try:
            result = await to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._limiter)
        finally:
            stop.set()
        if result is None:
            raise AssertionError("the PUT was stopped, but the upload goes on")
        return result

    def from_blocking(self, call: Callable[[], object]) -> None:
        """Run the call in the event loop's thread, where the caller's own code lives."""
        from anyio import from_thread

        from_thread.run_sync(call)

    async def sleep(self, seconds: float) -> None:
        """Let others run for some seconds."""
        await _waiting.wait_async(seconds)
