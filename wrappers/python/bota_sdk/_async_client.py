"""`AsyncBota`: `Bota` with `await`."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable, Mapping
from types import TracebackType
from typing import TYPE_CHECKING, Any, BinaryIO, Self, Unpack

from bota_api.resources import AsyncResources

from bota_sdk._client import DEFAULT_CONCURRENCY

if TYPE_CHECKING:
    import ssl

    import httpx
    from bota_api.params import CreateRecordingParams

    from bota_sdk._bulk.items import BulkReport, BulkSource, OnBulkProgress
    from bota_sdk._core import Core
    from bota_sdk._shared.cancel import CancelToken
    from bota_sdk._storage.download import Download, OnDownload
    from bota_sdk._upload.options import Checksum
    from bota_sdk._upload.progress import OnProgress, Receipt
    from bota_sdk._upload.source import AsyncUploadSource
    from bota_sdk._wire.httpx_bridge import ApiClient


class AsyncBota(AsyncResources):
    """`Bota` with `await`: the same arguments, methods, results and errors.

    Runs on asyncio and trio, and in several event loops. Requests are blocking code in worker
    threads, which is faster than awaiting each socket; `http_client` is an `httpx.AsyncClient`, and
    stays in its event loop.
    """

    api: ApiClient

    def __init__(
        self,
        *,
        api_key: str | None = None,
        base_url: str | None = None,
        api_version: str | None = None,
        timeout: float | None = None,
        storage_timeout: float | None = None,
        max_retries: int | None = None,
        max_wait: float | None = None,
        default_headers: Mapping[str, str] | None = None,
        http_client: httpx.AsyncClient | None = None,
        proxy: str | None = None,
        ssl_context: ssl.SSLContext | None = None,
        allow_plain_http: bool | None = None,
    ) -> None:
        from bota_sdk._core import new_core
        from bota_sdk._shared.threads import in_loop
        from bota_sdk._wire.httpx_bridge import check_http_client

        check_http_client(http_client, of="AsyncBota")
        self._use(
            new_core(
                api_key=api_key,
                base_url=base_url,
                api_version=api_version,
                timeout=timeout,
                storage_timeout=storage_timeout,
                max_retries=max_retries,
                max_wait=max_wait,
                default_headers=default_headers,
                http_client=http_client,
                proxy=proxy,
                ssl_context=ssl_context,
                allow_plain_http=allow_plain_http,
                notify=in_loop,
            )
        )

    def _use(self, core: Core) -> None:
        from bota_sdk._api.translate import response_guard
        from bota_sdk._upload.in_threads import upload_threads

        self._core = core
        self._threads = upload_threads()
        self.api = core.api
        super().__init__(self.api, response_guard)

    @property
    def base_url(self) -> str:
        """The API's URL with its version, without a slash at the end."""
        return self._core.settings.base_url

    def with_options(
        self,
        *,
        timeout: float | None = None,
        storage_timeout: float | None = None,
        max_retries: int | None = None,
        max_wait: float | None = None,
        default_headers: Mapping[str, str] | None = None,
    ) -> Self:
        """Return a client with other options over the same connections. See `Bota.with_options`."""
        other = object.__new__(type(self))
        other._use(
            self._core.with_options(
                timeout=timeout,
                storage_timeout=storage_timeout,
                max_retries=max_retries,
                max_wait=max_wait,
                default_headers=default_headers,
            )
        )
        return other

    async def upload(
        self,
        audio: AsyncUploadSource,
        /,
        *,
        recording_id: str | None = None,
        content_type: str | None = None,
        checksum: Checksum = "sha256",
        deadline: float | None = None,
        cancel: CancelToken | None = None,
        on_progress: OnProgress | None = None,
        **recording: Unpack[CreateRecordingParams],
    ) -> Receipt:
        """Upload one audio file and return when the service has it, whole. See `Bota.upload`.

        The audio may also be an asynchronous iterable of bytes. `on_progress` is called in the
        event loop's thread. Cancelling the task stops the upload.
        """
        from bota_sdk._upload.in_threads import upload_in_thread
        from bota_sdk._upload.options import UploadOptions

        options = UploadOptions(
            recording_id=recording_id,
            content_type=content_type,
            checksum=checksum,
            deadline=deadline,
            cancel=cancel,
            on_progress=on_progress,
            recording=recording,
        )
        return await upload_in_thread(self._core.runtime, self._threads, audio, options)

    async def upload_many(
        self,
        items: Iterable[BulkSource] | AsyncIterable[BulkSource],
        *,
        concurrency: int = DEFAULT_CONCURRENCY,
        journal: str | os.PathLike[str] | None = None,
        allow_duplicates: bool = False,
        max_failures: int | None = None,
        checksum: Checksum = "sha256",
        cancel: CancelToken | None = None,
        on_progress: OnBulkProgress | None = None,
        **recording: Unpack[CreateRecordingParams],
    ) -> BulkReport:
        """Upload many audio files and return how each of them ended. See `Bota.upload_many`.

        The items may also come from an asynchronous iterable, and so may their bytes. Both, and
        `on_progress`, run in the event loop's thread. Cancelling the task stops the uploads.
        """
        from bota_sdk._bulk.run import BulkOptions
        from bota_sdk._bulk.run_async import upload_many_async

        options = BulkOptions(
            concurrency=concurrency,
            journal=journal,
            allow_duplicates=allow_duplicates,
            max_failures=max_failures,
            checksum=checksum,
            cancel=cancel,
            on_progress=on_progress,
            recording=recording,
        )
        return await upload_many_async(self._core.runtime, items, options)

    async def download(
        self,
        recording_id: str,
        target: str | os.PathLike[str] | BinaryIO,
        *,
        overwrite: bool = False,
        deadline: float | None = None,
        cancel: CancelToken | None = None,
        on_progress: OnDownload | None = None,
    ) -> Download:
        """Download the audio of a recording, whole and checked. See `Bota.download`."""
        from bota_sdk._shared.threads import in_loop
        from bota_sdk._storage.download import DownloadOptions, download

        def notify(received: int, total: int | None) -> None:
            if (call := on_progress) is not None:
                in_loop(lambda: call(received, total))

        report = None if on_progress is None else notify
        options = DownloadOptions(overwrite, deadline, cancel, report)
        runtime = self._core.runtime
        return await self._threads.run(
            lambda: download(
                runtime.api,
                runtime.storage,
                recording_id,
                target,
                options,
                settings=runtime.settings,
                quota=runtime.state.quota,
            )
        )

    async def aclose(self) -> None:
        """Close all connections. The client cannot be used any more."""
        self._core.close()

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
        core: Any = self.__dict__.get("_core")
        return f"{type(self).__name__}(base_url={core.settings.base_url if core else None!r})"
