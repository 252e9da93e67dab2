"""`Bota` and `AsyncBota`: what people import.

What only a client needs is imported by the first one, and what only an upload needs by the first
upload: both together would double the cost of the import.
"""

from __future__ import annotations

import os
import threading
from collections.abc import AsyncIterable, Iterable, Mapping
from functools import cached_property
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Protocol, Self

from bota_api.resources import AsyncResources, Resources

if TYPE_CHECKING:
    from bota_sdk._bulk.items import BulkReport, BulkSource, OnBulkProgress
    from bota_sdk._settings import Settings
    from bota_sdk._shared.cancel import CancelToken
    from bota_sdk._storage.client import StorageClient
    from bota_sdk._upload.progress import OnProgress, Receipt
    from bota_sdk._upload.source import AsyncUploadSource, UploadSource
    from bota_sdk._upload.upload import Checksum
    from bota_sdk._upload.upload_io import AsyncIO, SyncIO

DEFAULT_TIMEOUT: Final = 30.0
"""Seconds for one read or write of an API request."""

DEFAULT_STORAGE_TIMEOUT: Final = 60.0
"""Seconds in which S3 has to accept a byte, or to answer after the last one."""


DEFAULT_CONCURRENCY: Final = 10
"""Uploads at a time (contract: rate limits, "10 concurrent uploads")."""


class Closeable(Protocol):
    """What a client lets go of when it is closed."""

    def close(self) -> None:
        """Let go."""
        ...


def _shown(client: Bota | AsyncBota) -> str:
    # A crash report shows also a client whose settings were refused.
    settings: Settings | None = getattr(client, "_settings", None)
    return f"{type(client).__name__}(base_url={settings.base_url if settings else None!r})"


def _storage_client(settings: Settings) -> StorageClient:
    from bota_sdk._storage.client import StorageClient
    from bota_sdk._wire.httpx_bridge import blocking_pool

    return StorageClient(blocking_pool(), settings.storage_timeout)


class Bota(Resources):
    """A client of the Bota recordings API. Safe to share over threads; close it when done.

    Every operation of the contract is a typed method of the attribute named for its tag, such as
    `bota.recordings.get(...)`; `bota.api` is the generated client over the same connections.

    Args:
        api_key: the key or token; `BOTA_API_KEY` when left out.
        base_url: the API's URL with its version; `BOTA_BASE_URL`, then the live service, when left
            out.
        api_version: a date for the `Bota-Version` header, to pin the service's behaviour.
        timeout: seconds that one read or write of an API request may take.
        storage_timeout: seconds that may pass without S3 accepting a byte, and until it answers
            after the last one. No limit on the whole upload, which may be slow.

    Raises:
        ConfigurationError: no key, or a setting that cannot be used.

    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        api_version: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        storage_timeout: float = DEFAULT_STORAGE_TIMEOUT,
    ) -> None:
        from bota_sdk._api.client_state import ClientState
        from bota_sdk._api.translate import response_guard
        from bota_sdk._settings import resolve_settings
        from bota_sdk._shared.redact import protect_logs
        from bota_sdk._wire.httpx_bridge import sync_api

        protect_logs()
        self._settings: Settings = resolve_settings(
            api_key=api_key,
            base_url=base_url,
            api_version=api_version,
            timeout=timeout,
            storage_timeout=storage_timeout,
        )
        self._state = ClientState()
        self._opening = threading.Lock()
        self._open_io: SyncIO | None = None
        self.api, self._connections = sync_api(self._settings, self._state)
        super().__init__(self.api, response_guard)

    @property
    def base_url(self) -> str:
        """The API's URL with its version, without a slash at the end."""
        return self._settings.base_url

    @property
    def _io(self) -> SyncIO:
        from bota_sdk._upload.upload_io import SyncIO

        with self._opening:
            if self._open_io is None:
                self._open_io = SyncIO(self, _storage_client(self._settings))
            return self._open_io

    def upload(
        self,
        source: UploadSource,
        *,
        recording_id: str | None = None,
        content_type: str | None = None,
        end_user_id: str | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        checksum: Checksum = "sha256",
        deadline: float | None = None,
        cancel: CancelToken | None = None,
        on_progress: OnProgress | None = None,
    ) -> Receipt:
        """Upload one audio file and return when the service has it, whole.

        Creates the recording (unless `recording_id` names one), asks for a signed URL, PUTs the
        bytes to S3, completes the upload with their SHA-256 and waits for its verification.

        Args:
            source: a path, bytes, a binary file, read from where it stands, or an iterable of
                bytes; 1 byte to 5 GiB. What can be read only once (an iterable, a pipe) is first
                read to its end and kept: up to 1 MiB in memory, else in a temporary file.
            recording_id: an existing recording to upload the audio of.
            content_type: one of the contract's audio types; else told from the name and checked
                against the first bytes.
            end_user_id: whose recording it is; needed to create one with a secret key.
            name: a name for the new recording.
            metadata: free keys and values for the new recording.
            checksum: `sha256` compares hashes of what was sent with what S3 and the service say
                they stored; `md5` reads the source once more, first, and has S3 itself refuse a
                damaged body (Content-MD5, RFC 1864).
            deadline: seconds for the whole upload, whatever its size; None for no limit.
            cancel: a token that stops it from another thread or task.
            on_progress: called with a `Progress` at each phase and about every MiB, and with a
                `Rewind` when bytes have to be sent again.

        Raises:
            TypeError, ValueError: an argument is wrong; nothing was sent.
            SourceError: the source cannot be uploaded (nothing was sent), or changed under way.
            ApiError, ApiConnectionError: the API refused or gave no answer, after all retries.
            StorageError, StorageConnectionError: S3 refused or gave no answer, after all retries.
            IntegrityError: the service holds other bytes than were sent.
            VerificationTimeoutError: stored, but not verified in time.
            UploadCancelledError, DeadlineExceededError: stopped by `cancel` or `deadline`.

        """
        from bota_sdk._upload.options import UploadOptions
        from bota_sdk._upload.upload_sync import upload

        options = UploadOptions(
            recording_id=recording_id,
            content_type=content_type,
            end_user_id=end_user_id,
            name=name,
            metadata=metadata,
            checksum=checksum,
            deadline=deadline,
            cancel=cancel,
            on_progress=on_progress,
        )
        return upload(self._settings, self._io, self._state, source, options)

    def upload_many(
        self,
        items: Iterable[BulkSource],
        *,
        end_user_id: str | None = None,
        concurrency: int = DEFAULT_CONCURRENCY,
        journal: str | os.PathLike[str] | None = None,
        allow_duplicates: bool = False,
        max_failures: int | None = None,
        checksum: Checksum = "sha256",
        cancel: CancelToken | None = None,
        on_progress: OnBulkProgress | None = None,
    ) -> BulkReport:
        """Upload many audio files, several at a time, and return how each of them ended.

        One that fails stops no other. Requests keep to the service's rate limits; as many uploads
        run at a time as make it faster. Of items with the same bytes one is uploaded.

        Args:
            items: paths or `UploadItem`s; read as uploads get free, in the caller's thread, so
                that a million of them take no memory.
            end_user_id: of the items that name none; needed to create recordings with a secret
                key.
            concurrency: uploads at a time at most, 1 to 64; the service documents 10.
            journal: a file, made when missing, that keeps what is done and under way. The same call
                goes on where an earlier one ended, be it by `kill -9`; several processes may share
                it. Recordings that it creates carry `bota_sdk_create_key` in their metadata, by
                which one whose creation got no answer is found again.
            allow_duplicates: upload the same bytes as often as they come.
            max_failures: start no more items after so many have failed.
            checksum: as for `upload`.
            cancel: `cancel()` stops what is under way within about a second, `drain()` lets it
                end; both start nothing more.
            on_progress: called with an `ItemProgress` and an `ItemResult`, one at a time, in the
                caller's thread.

        Returns:
            The report: how many items ended how, and `results()` of them all. A key that the
            service refuses ends the run early, which `stopped` says.

        Raises:
            TypeError, ValueError: an argument is wrong; nothing was sent.
            JournalError: the journal is damaged, of another service, or cannot be written.

        """
        from bota_sdk._bulk.run import BulkOptions, upload_many

        options = BulkOptions(
            end_user_id=end_user_id,
            concurrency=concurrency,
            journal=journal,
            allow_duplicates=allow_duplicates,
            max_failures=max_failures,
            checksum=checksum,
            cancel=cancel,
            on_progress=on_progress,
        )
        return upload_many(self._settings, self._io, self._state, items, options)

    def close(self) -> None:
        """Close all connections. The client cannot be used any more."""
        self._connections.close()
        if self._open_io is not None:
            self._open_io.storage.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def __repr__(self) -> str:
        return _shown(self)


class AsyncBota(AsyncResources):
    """`Bota` with `await`: the same arguments, methods, results and errors.

    Runs on asyncio and trio. The PUT to S3 runs in a worker thread.
    """

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        api_version: str | None = None,
        timeout: float = DEFAULT_TIMEOUT,
        storage_timeout: float = DEFAULT_STORAGE_TIMEOUT,
    ) -> None:
        from bota_sdk._api.client_state import ClientState
        from bota_sdk._api.translate import response_guard
        from bota_sdk._settings import resolve_settings
        from bota_sdk._shared.redact import protect_logs
        from bota_sdk._wire.httpx_bridge import async_api

        protect_logs()
        self._settings: Settings = resolve_settings(
            api_key=api_key,
            base_url=base_url,
            api_version=api_version,
            timeout=timeout,
            storage_timeout=storage_timeout,
        )
        self._state = ClientState()
        self._open_storage: StorageClient | None = None
        self._open_blocking: Closeable | None = None
        self.api, self._connections = async_api(self._settings, self._state)
        super().__init__(self.api, response_guard)

    @property
    def base_url(self) -> str:
        """The API's URL with its version, without a slash at the end."""
        return self._settings.base_url

    @cached_property
    def _io(self) -> AsyncIO:
        from bota_sdk._upload.upload_io import AsyncIO

        return AsyncIO(self, self._storage)

    @cached_property
    def _storage(self) -> StorageClient:
        self._open_storage = _storage_client(self._settings)
        return self._open_storage

    @cached_property
    def _blocking_io(self) -> SyncIO:
        # A bulk upload runs in threads, which have no use for an event loop's connections.
        from bota_sdk._api.translate import response_guard
        from bota_sdk._upload.upload_io import SyncIO
        from bota_sdk._wire.httpx_bridge import sync_api

        api, self._open_blocking = sync_api(self._settings, self._state)
        return SyncIO(Resources(api, response_guard), self._storage)

    async def upload(
        self,
        source: AsyncUploadSource,
        *,
        recording_id: str | None = None,
        content_type: str | None = None,
        end_user_id: str | None = None,
        name: str | None = None,
        metadata: Mapping[str, Any] | None = None,
        checksum: Checksum = "sha256",
        deadline: float | None = None,
        cancel: CancelToken | None = None,
        on_progress: OnProgress | None = None,
    ) -> Receipt:
        """Upload one audio file and return when the service has it, whole. See `Bota.upload`.

        The source may also be an asynchronous iterable of bytes. `on_progress` is called in the
        event loop's thread. Cancelling the task stops the upload.
        """
        from bota_sdk._upload.options import UploadOptions
        from bota_sdk._upload.upload_async import upload

        options = UploadOptions(
            recording_id=recording_id,
            content_type=content_type,
            end_user_id=end_user_id,
            name=name,
            metadata=metadata,
            checksum=checksum,
            deadline=deadline,
            cancel=cancel,
            on_progress=on_progress,
        )
        return await upload(self._settings, self._io, self._state, source, options)

    async def upload_many(
        self,
        items: Iterable[BulkSource] | AsyncIterable[BulkSource],
        *,
        end_user_id: str | None = None,
        concurrency: int = DEFAULT_CONCURRENCY,
        journal: str | os.PathLike[str] | None = None,
        allow_duplicates: bool = False,
        max_failures: int | None = None,
        checksum: Checksum = "sha256",
        cancel: CancelToken | None = None,
        on_progress: OnBulkProgress | None = None,
    ) -> BulkReport:
        """Upload many audio files and return how each of them ended. See `Bota.upload_many`.

        The items may also come from an asynchronous iterable, and so may their bytes. Both, and
        `on_progress`, run in the event loop's thread. Cancelling the task stops the uploads.
        """
        from bota_sdk._bulk.run import BulkOptions
        from bota_sdk._bulk.run_async import upload_many_async

        options = BulkOptions(
            end_user_id=end_user_id,
            concurrency=concurrency,
            journal=journal,
            allow_duplicates=allow_duplicates,
            max_failures=max_failures,
            checksum=checksum,
            cancel=cancel,
            on_progress=on_progress,
        )
        return await upload_many_async(
            self._settings, self._blocking_io, self._state, items, options
        )

    async def aclose(self) -> None:
        """Close all connections. The client cannot be used any more."""
        await self._connections.aclose()
        if self._open_blocking is not None:
            self._open_blocking.close()
        if self._open_storage is not None:
            self._open_storage.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        await self.aclose()

    def __repr__(self) -> str:
        return _shown(self)
