"""Many uploads with one call: what `Bota` and `AsyncBota` have for them, side by side."""

from __future__ import annotations

import os
from collections.abc import AsyncIterable, Iterable
from typing import TYPE_CHECKING, Unpack

from bota_sdk._base_client import DEFAULT_CONCURRENCY, DEFAULT_MAX_OUTAGE

if TYPE_CHECKING:
    from bota_api.params import CreateRecordingParams

    from bota_sdk._bulk.items import BulkReport, BulkSource, OnBulkProgress
    from bota_sdk._bulk.queue import Enqueued
    from bota_sdk._shared.cancel import CancelToken
    from bota_sdk._upload.options import Checksum
    from bota_sdk._upload.runtime import Runtime


class BulkUploads:
    """The methods of `Bota` for many files."""

    _runtime: Runtime

    def upload_many(
        self,
        items: Iterable[BulkSource],
        *,
        concurrency: int = DEFAULT_CONCURRENCY,
        journal: str | os.PathLike[str] | None = None,
        allow_duplicates: bool = False,
        max_failures: int | None = None,
        max_outage: float = DEFAULT_MAX_OUTAGE,
        dry_run: bool = False,
        checksum: Checksum = "sha256",
        cancel: CancelToken | None = None,
        on_progress: OnBulkProgress | None = None,
        **recording: Unpack[CreateRecordingParams],
    ) -> BulkReport:
        """Upload many audio files, several at a time, and return how each of them ended.

        One that fails stops no other. Requests keep to the service's rate limits; fewer uploads run
        at a time while the service or S3 asks for it. Of items with the same bytes one is uploaded.

        Args:
            items: paths or `UploadItem`s; read as uploads get free, in the caller's thread, so
                that a million of them take no memory.
            concurrency: uploads at a time at most, 1 to 64; the service documents 10.
            journal: a file, made when missing, that keeps what is done and under way. The same call
                goes on where an earlier one ended, be it by `kill -9`; several processes may share
                it, and with the URL of a PostgreSQL database in its place (`postgresql://…` as
                libpq has it, extra `bota-sdk[postgres]`) so may several machines. Recordings that
                it creates carry `bota_sdk_create_key` in their metadata, by which one whose
                creation got no response is found again.
            allow_duplicates: upload the same bytes as often as they come.
            max_failures: start no more items after so many have failed.
            max_outage: seconds without a connection to the service or S3 after which the run ends
                as `stopped`; 30 at most where there never was a response. Until then it waits,
                calls `on_progress` (`BulkPaused`), tries one item, and goes on when that gets
                through; no item fails by it.
            dry_run: send nothing and leave the journal as it is: the results and the report are
                those of the run that would follow, as far as they hang on files and journal.
            checksum: as for `upload`.
            cancel: `cancel()` stops what is under way within about a second, `drain()` lets it
                end; both start nothing more.
            on_progress: called with an `ItemProgress`, an `ItemResult` or a `BulkPaused`, one at a
                time, in the caller's thread.
            **recording: the fields of the new recordings, as for `upload`, where an item has none
                of its own.

        Returns:
            The report: how many items ended how, and the failures. A key that the service refuses
            ends the run early, which `stopped` says.

        Raises:
            TypeError, ValueError: an argument is wrong; nothing was sent.
            JournalError: the journal is damaged, of another service, or cannot be written.
            ConfigurationError: the journal is a URL that is none, or psycopg is not installed.

        """
        from bota_sdk._bulk.run import BulkOptions, upload_many
        from bota_sdk._bulk.store import location_of

        location = location_of(journal)
        del journal  # a crash report shows the variables of every frame, and a URL's password
        options = BulkOptions(
            concurrency=concurrency,
            journal=location,
            allow_duplicates=allow_duplicates,
            max_failures=max_failures,
            max_outage=max_outage,
            dry_run=dry_run,
            checksum=checksum,
            cancel=cancel,
            on_progress=on_progress,
            recording=recording,
        )
        return upload_many(self._runtime, items, options)

    def enqueue(
        self,
        items: Iterable[BulkSource],
        *,
        journal: str | os.PathLike[str],
        cancel: CancelToken | None = None,
        **recording: Unpack[CreateRecordingParams],
    ) -> Enqueued:
        """Put audio files into the queue of a journal, for `work` to upload, here or elsewhere.

        Args:
            items: as for `upload_many`, but each one a path or a URL, which another process can
                open. What the journal has already is left as it is, so that a call that was
                interrupted may be repeated. One that is wrong is among the `failures` of what is
                returned, and stops no other.
            journal: as for `upload_many`. A path is of this machine, and left to its workers;
                machines that mount the same folders say so by the same `BOTA_PLACE`.
            cancel: a token that stops it from another thread.
            **recording: as for `upload_many`.

        Raises:
            TypeError, ValueError, ConfigurationError: an argument is wrong.
            JournalError: as for `upload_many`.

        """
        from bota_sdk._bulk.queue import enqueue
        from bota_sdk._bulk.store import location_of

        location = location_of(journal)
        del journal
        return enqueue(self._runtime, items, location, recording, cancel)

    def work(
        self,
        *,
        journal: str | os.PathLike[str],
        forever: bool = False,
        concurrency: int = DEFAULT_CONCURRENCY,
        max_failures: int | None = None,
        max_outage: float = DEFAULT_MAX_OUTAGE,
        cancel: CancelToken | None = None,
        on_progress: OnBulkProgress | None = None,
    ) -> BulkReport:
        """Upload what is in the queue of a journal, and return when all of it has ended.

        Any number of processes, on any machines, may do so at once: each item is uploaded once, and
        the service's limits are kept together. An item that fails waits for `retry_failed`.

        Args:
            journal: as for `upload_many`.
            forever: wait for more when the queue is empty, until `cancel` is used.
            concurrency: uploads at a time at most, of all machines that share the journal.
            max_failures: as for `upload_many`, and so are the next three.
            max_outage: seconds without a connection after which it ends as `stopped`.
            cancel: a token that stops it from another thread, or lets what is under way end.
            on_progress: called with each event.

        Raises:
            As `upload_many`.

        """
        from bota_sdk._bulk.queue import work
        from bota_sdk._bulk.run import BulkOptions
        from bota_sdk._bulk.store import location_of

        location = location_of(journal)
        del journal
        options = BulkOptions(
            concurrency=concurrency,
            journal=location,
            max_failures=max_failures,
            max_outage=max_outage,
            cancel=cancel,
            on_progress=on_progress,
        )
        return work(self._runtime, options, forever=forever)


class AsyncBulkUploads:
    """The methods of `AsyncBota` for many files."""

    _runtime: Runtime

    async def upload_many(
        self,
        items: Iterable[BulkSource] | AsyncIterable[BulkSource],
        *,
        concurrency: int = DEFAULT_CONCURRENCY,
        journal: str | os.PathLike[str] | None = None,
        allow_duplicates: bool = False,
        max_failures: int | None = None,
        max_outage: float = DEFAULT_MAX_OUTAGE,
        dry_run: bool = False,
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
        from bota_sdk._bulk.store import location_of

        location = location_of(journal)
        del journal  # a crash report shows the variables of every frame, and a URL's password
        options = BulkOptions(
            concurrency=concurrency,
            journal=location,
            allow_duplicates=allow_duplicates,
            max_failures=max_failures,
            max_outage=max_outage,
            dry_run=dry_run,
            checksum=checksum,
            cancel=cancel,
            on_progress=on_progress,
            recording=recording,
        )
        return await upload_many_async(self._runtime, items, options)

    async def enqueue(
        self,
        items: Iterable[BulkSource] | AsyncIterable[BulkSource],
        *,
        journal: str | os.PathLike[str],
        cancel: CancelToken | None = None,
        **recording: Unpack[CreateRecordingParams],
    ) -> Enqueued:
        """Put audio files into the queue of a journal. See `Bota.enqueue`."""
        from bota_sdk._bulk.run_async import enqueue_async
        from bota_sdk._bulk.store import location_of

        location = location_of(journal)
        del journal
        return await enqueue_async(self._runtime, items, location, recording, cancel)

    async def work(
        self,
        *,
        journal: str | os.PathLike[str],
        forever: bool = False,
        concurrency: int = DEFAULT_CONCURRENCY,
        max_failures: int | None = None,
        max_outage: float = DEFAULT_MAX_OUTAGE,
        cancel: CancelToken | None = None,
        on_progress: OnBulkProgress | None = None,
    ) -> BulkReport:
        """Upload what is in the queue of a journal. See `Bota.work`."""
        from bota_sdk._bulk.run import BulkOptions
        from bota_sdk._bulk.run_async import work_async
        from bota_sdk._bulk.store import location_of

        location = location_of(journal)
        del journal
        options = BulkOptions(
            concurrency=concurrency,
            journal=location,
            max_failures=max_failures,
            max_outage=max_outage,
            cancel=cancel,
            on_progress=on_progress,
        )
        return await work_async(self._runtime, options, forever=forever)
