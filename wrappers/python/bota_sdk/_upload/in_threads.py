"""An upload of an asynchronous client: the blocking one, in a worker thread."""

from __future__ import annotations

from collections.abc import AsyncIterable
from typing import Any

from bota_sdk._shared.cancel import stop_if_asked, stoppable
from bota_sdk._shared.threads import WorkerThreads
from bota_sdk._upload.options import UploadOptions, check_options
from bota_sdk._upload.progress import Receipt
from bota_sdk._upload.runtime import Runtime
from bota_sdk._upload.source import MAX_BYTES, AsyncUploadSource, Source, kept_source, open_source
from bota_sdk._upload.spool import spool_async
from bota_sdk._upload.upload import Upload, describe, make_upload


async def upload_in_thread(
    runtime: Runtime, threads: WorkerThreads, audio: AsyncUploadSource, options: UploadOptions
) -> Receipt:
    """Check, open and upload audio. See `AsyncBota.upload`."""
    checks = options.checks()
    fields = check_options(runtime.settings, options)
    made: list[Upload] = []

    def work(source: Source | None) -> Receipt:
        made.append(make_upload(runtime, audio, source or open_source(audio), options, fields))
        return made[0].run()

    with stoppable(*checks):
        stop_if_asked()
        source = None
        if isinstance(audio, AsyncIterable) and not hasattr(audio, "__fspath__"):
            chunks: AsyncIterable[Any] = audio
            source = kept_source(await spool_async(chunks, MAX_BYTES))
        try:
            return await threads.run(lambda: work(source))
        except BaseException as error:
            if source is not None and not made:
                source.close()
            # What ended the upload itself says so already; what kept it from its thread, or took it
            # out of it, does not.
            if not made:
                describe(error, "nothing", None)
            elif not isinstance(error, Exception):
                made[0].describe(error)
            raise
