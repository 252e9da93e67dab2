"""`AsyncBota`: `Bota` with `await`."""

from __future__ import annotations

import os
from collections.abc import Callable
from typing import TYPE_CHECKING, BinaryIO, Self, Unpack

from bota_api.resources import AsyncResources

from bota_sdk._base_client import DEFAULT_JOB_DEADLINE, BaseClient
from bota_sdk._bulk_client import AsyncBulkUploads

if TYPE_CHECKING:
    import httpx
    from bota_api.models import Recording, Summary, Transcription
    from bota_api.params import (
        CreateRecordingParams,
        CreateSummaryParams,
        CreateTranscriptionParams,
    )

    from bota_sdk._download.download import Download, OnDownload
    from bota_sdk._shared.cancel import CancelToken
    from bota_sdk._upload.options import Checksum
    from bota_sdk._upload.progress import OnProgress, Receipt
    from bota_sdk._upload.source import AsyncUploadSource


class AsyncBota(AsyncBulkUploads, BaseClient["httpx.AsyncClient"], AsyncResources):
    """`Bota` with `await`: the same arguments, methods, results and errors.

    Runs on asyncio and trio, and in several event loops. Requests are blocking code in worker
    threads, which is faster than awaiting each socket; `http_client` is an `httpx.AsyncClient`, and
    stays in its event loop.
    """

    _is_async = True

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
        from bota_sdk._upload.options import UploadOptions
        from bota_sdk._upload.upload import upload_async

        options = UploadOptions(
            recording_id=recording_id,
            content_type=content_type,
            checksum=checksum,
            deadline=deadline,
            cancel=cancel,
            on_progress=on_progress,
            recording=recording,
        )
        return await upload_async(self._runtime, audio, options)

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
        from bota_sdk._download.download import DownloadOptions, download

        options = DownloadOptions(overwrite, deadline, cancel, on_progress)
        runtime = self._runtime
        return await runtime.threads.run(lambda: download(runtime, recording_id, target, options))

    async def transcribe(
        self,
        recording: str | Recording,
        /,
        *,
        wait: bool = True,
        deadline: float | None = DEFAULT_JOB_DEADLINE,
        cancel: CancelToken | None = None,
        on_progress: Callable[[Transcription], object] | None = None,
        **fields: Unpack[CreateTranscriptionParams],
    ) -> Transcription:
        """Have a recording transcribed. See `Bota.transcribe`."""
        from bota_sdk._jobs.job import JobOptions, transcription_job

        options = JobOptions(wait, deadline, cancel, on_progress)
        return await transcription_job(self._runtime, recording, options, fields).run_async()

    async def summarize(
        self,
        transcription: str | Transcription,
        /,
        *,
        wait: bool = True,
        deadline: float | None = DEFAULT_JOB_DEADLINE,
        cancel: CancelToken | None = None,
        on_progress: Callable[[Summary], object] | None = None,
        **fields: Unpack[CreateSummaryParams],
    ) -> Summary:
        """Have a transcription summarised. See `Bota.summarize`."""
        from bota_sdk._jobs.job import JobOptions, summary_job

        options = JobOptions(wait, deadline, cancel, on_progress)
        return await summary_job(self._runtime, transcription, options, fields).run_async()

    async def aclose(self) -> None:
        """Close all connections. The client cannot be used any more."""
        self._runtime.close()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.aclose()
