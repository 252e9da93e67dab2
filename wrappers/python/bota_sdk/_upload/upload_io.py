"""The two worlds that an upload runs in: a thread that blocks, and an event loop.

anyio is imported at the first use: it costs a blocking program 25 ms that it has no use for.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator, Callable, Iterator, Mapping
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any, Final, Protocol, TypeVar

from bota_api.resources import AsyncResources, Resources
from bota_api.types import UNSET

from bota_sdk._shared import waiting
from bota_sdk._shared.cancel import CancelToken, stoppable
from bota_sdk._storage.client import StorageClient

if TYPE_CHECKING:
    from contextlib import AbstractAsyncContextManager

    from anyio import CapacityLimiter
    from bota_api.models import Recording, UploadUrl

T = TypeVar("T")

MAX_UPLOAD_THREADS: Final = 32
"""Of one asynchronous client; measured: more bring nothing."""


class UploadIO(Protocol):
    """What an upload does to the world: the API's operations, the PUT, and waiting."""

    storage: StorageClient

    async def create_recording(self, fields: Mapping[str, Any]) -> Recording:
        """Create the recording."""
        ...

    async def create_upload_url(
        self, recording_id: str, *, content_type: str, size: int
    ) -> UploadUrl:
        """Ask for a signed URL."""
        ...

    async def complete_upload(self, recording_id: str, sha256: str | None) -> Recording:
        """Say that the PUT is done."""
        ...

    async def get_recording(self, recording_id: str) -> Recording:
        """Read the recording."""
        ...

    def slot(self) -> AbstractAsyncContextManager[None]:
        """Wait until a PUT can start; inside it can."""
        ...

    async def blocking(self, call: Callable[[], T]) -> T:
        """Run a blocking call."""
        ...

    def from_blocking(self, call: Callable[[], object]) -> None:
        """Run a call of the user's from inside `blocking`, where the user expects it to run."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


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

    def newest_recordings(self, pages: int, end_user_id: str | None) -> Iterator[Recording]:
        """Yield the recordings without audio of an end user, newest first, of so many pages."""
        page = self._api.recordings.list(
            limit=100, status="pending", end_user_id=end_user_id or UNSET
        )
        yield from page.data
        for _ in range(pages - 1):
            following = page.next_page()
            if following is None:
                return
            page = following
            yield from page.data

    @asynccontextmanager
    async def slot(self) -> AsyncGenerator[None]:
        """Start at once: the caller's thread is the one that sends."""
        yield

    async def blocking(self, call: Callable[[], T]) -> T:
        """Run the call right here."""
        return call()

    def from_blocking(self, call: Callable[[], object]) -> None:
        """Run the call right here."""
        call()

    async def sleep(self, seconds: float) -> None:
        """Block for some seconds."""
        waiting.wait_blocking(seconds)


class AsyncIO:
    """Awaits; the PUT runs in a worker thread, where it is faster and sees early answers."""

    def __init__(self, api: AsyncResources, storage: StorageClient) -> None:
        self._api = api
        self.storage = storage
        self._slots: CapacityLimiter | None = None
        self._threads: CapacityLimiter | None = None

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

    @asynccontextmanager
    async def slot(self) -> AsyncGenerator[None]:
        """Wait for one of MAX_UPLOAD_THREADS, so that no URL ages while its PUT queues."""
        from anyio import CapacityLimiter

        if self._slots is None:
            self._slots = CapacityLimiter(MAX_UPLOAD_THREADS)
        async with self._slots:
            yield

    async def blocking(self, call: Callable[[], T]) -> T:
        """Run the call in a worker thread, which stops by itself soon after we are cancelled."""
        from anyio import CapacityLimiter, to_thread

        if self._threads is None:
            # A thread that was told to stop may need a moment longer than its slot.
            self._threads = CapacityLimiter(2 * MAX_UPLOAD_THREADS)
        abandoned = CancelToken()

        def work() -> T:
            with stoppable(abandoned.check):
                return call()

        try:
            return await to_thread.run_sync(work, abandon_on_cancel=True, limiter=self._threads)
        finally:
            abandoned.cancel()

    def from_blocking(self, call: Callable[[], object]) -> None:
        """Run the call in the event loop's thread, where the caller's own code lives."""
        from anyio import from_thread

        from_thread.run_sync(call)

    async def sleep(self, seconds: float) -> None:
        """Let others run for some seconds."""
        await waiting.wait_async(seconds)
