"""Runs `Bota.upload_many` for `botactl upload`, and says how it ended."""

from __future__ import annotations

import os
import shlex
import threading
import time
from collections.abc import Iterator
from typing import Any

from bota_sdk import (
    AuthenticationError,
    Bota,
    BotaError,
    BulkReport,
    ConfigurationError,
    PermissionDeniedError,
    UploadItem,
    unfinished_items,
)
from bota_sdk._bulk.items import path_key
from bota_sdk._bulk.journal import remember_command, remembered_commands
from bota_sdk._shared.cancel import CancelToken
from bota_sdk._shared.redact import redact
from bota_sdk.cli import exit_codes
from bota_sdk.cli.console import say
from bota_sdk.cli.files import STDIN, Finder
from bota_sdk.cli.interrupts import Interrupts
from bota_sdk.cli.settings import Invocation
from bota_sdk.cli.stdin_source import stdin_chunks
from bota_sdk.cli.summary import Summary, show_summary
from bota_sdk.cli.upload_request import UploadRequest
from bota_sdk.cli.view import Style, UploadView


def run_upload(invocation: Invocation, request: UploadRequest, style: Style) -> int:
    """Upload what was asked for.

    Args:
        invocation: the global settings.
        request: what to upload.
        style: how to show it.

    Returns:
        The exit code.

    Raises:
        ConfigurationError: the settings cannot be used.
        OSError: the standard output cannot be written.

    """
    started = time.monotonic()
    with invocation.client() as bota, UploadView(style) as view:
        interrupts = Interrupts(view.finishing, view.stopping)
        items: _Items | None = None
        with interrupts.watched():
            try:
                requests = _with_journal(bota, request)
                items = _Items(requests, request, view, interrupts)
                if view.bars is not None and requests:
                    threading.Thread(target=_count, args=(requests, view), daemon=True).start()
                report = _upload_many(bota, items, request, view, interrupts.cancel)
                stopped, not_started = report.stopped, report.not_started + items.count_left()
                code = _exit_code(report, view, not_started, interrupts)
            except BotaError as error:
                # Of the journal, most likely: what was done before stays done.
                stopped, not_started = redact(str(error)), 0
                code = exit_codes.exit_code_for(error)
    summary = Summary(
        uploaded=view.outcomes["uploaded"],
        verified=view.verified,
        skipped=view.outcomes["skipped"],
        failed=view.outcomes["failed"],
        not_started=not_started,
        ignored=items.ignored if items else 0,
        bytes=view.bytes,
        seconds=round(time.monotonic() - started, 3),
        stopped=stopped,
        exit_code=code,
    )
    show_summary(summary, style, view.last if view.outcomes.total() == 1 else None)
    if code == exit_codes.INTERRUPTED:
        _say_how_to_resume(request)
    elif stopped:
        say(f"stopped: {stopped}")
    return code


def _with_journal(bota: Bota, request: UploadRequest) -> list[UploadRequest]:
    """Return what is to be uploaded, after writing it down where a journal is kept."""
    if request.journal is None:
        return [request]
    if request.files:
        remember_command(request.journal, bota.base_url, request.to_journal())
        return [request]
    return [request.resumed(asked) for asked in remembered_commands(request.journal)]


def _upload_many(
    bota: Bota, items: _Items, request: UploadRequest, view: UploadView, cancel: CancelToken
) -> BulkReport:
    return bota.upload_many(
        iter(items),
        **({"end_user_id": request.end_user_id} if request.end_user_id else {}),
        concurrency=request.concurrency,
        journal=request.journal,
        allow_duplicates=request.allow_duplicates,
        max_failures=request.max_failures,
        checksum=request.checksum,
        cancel=cancel,
        on_progress=view.take,
    )


class _Items:
    """What `upload_many` reads: made as it is needed."""

    def __init__(
        self,
        requests: list[UploadRequest],
        request: UploadRequest,
        view: UploadView,
        interrupts: Interrupts,
    ) -> None:
        self._interrupts = interrupts
        self._enough = 1
        self._finders = [
            Finder(
                each.files,
                recursive=each.recursive,
                on_missing=view.cannot_have,
                on_note=view.note,
                should_stop=lambda: interrupts.count >= self._enough,
            )
            for each in requests
        ]
        self._found = self._find(requests)
        # What was begun and is not found again: its file is gone, or a program has begun it. In
        # the journal is what was under way or failed, not all that was asked for.
        self._begun: dict[str | None, UploadItem] = {}
        if request.journal is not None and not request.files:
            self._begun = {item.key: item for item in unfinished_items(request.journal)}
        self._held = 0

    @property
    def ignored(self) -> int:
        return sum(finder.ignored for finder in self._finders)

    def _find(self, requests: list[UploadRequest]) -> Iterator[tuple[str, UploadRequest]]:
        for request, finder in zip(requests, self._finders, strict=True):
            for path in finder:
                yield path, request

    def __iter__(self) -> Iterator[UploadItem]:
        for path, request in self._found:
            if self._interrupts.asked():
                self._held += 1
                return
            self._begun.pop(path_key(path), None)
            yield _item(path, request, self._interrupts.cancel)
        if not self._interrupts.asked():
            yield from self._begun.values()

    def count_left(self) -> int:
        """Return how many files were found, or are there still, but were never given out."""
        # Another request to stop is one for not counting, too.
        self._enough = max(2, self._interrupts.count + 1)
        return self._held + sum(1 for _ in self._found)


def _item(path: str, request: UploadRequest, cancel: CancelToken) -> UploadItem:
    is_stdin = path == STDIN
    return UploadItem(
        stdin_chunks(cancel) if is_stdin else path,
        recording_id=request.recording_id,
        content_type=request.content_type,
        key=STDIN if is_stdin else None,
        **_recording(request),
    )


def _recording(request: UploadRequest) -> Any:
    given = {name: getattr(request, name) for name in ("end_user_id", "name", "metadata")}
    return {name: value for name, value in given.items() if value is not None}


def _count(requests: list[UploadRequest], view: UploadView) -> None:
    """Tell the bars how much there is in all, while the first files are on their way."""
    files = total_bytes = 0
    for request in requests:
        if STDIN in request.files:
            return
        finder = Finder(
            request.files,
            recursive=request.recursive,
            on_missing=lambda _path, _reason: None,
            on_note=lambda _: None,
            should_stop=view.should_stop_counting,
        )
        for path in finder:
            files += 1
            try:
                total_bytes += os.stat(path).st_size  # noqa: PTH116 - any bytes, as found
            except OSError:
                continue
    if view.bars is not None:
        view.bars.known(files, total_bytes)


def _exit_code(
    report: BulkReport, view: UploadView, not_started: int, interrupts: Interrupts
) -> int:
    errors = [result.error for result in report.failures]
    if interrupts.asked() and (not_started or interrupts.cancel.cancelled):
        return exit_codes.INTERRUPTED
    if any(isinstance(error, AuthenticationError | PermissionDeniedError) for error in errors):
        return exit_codes.AUTH
    if not report.uploaded and any(isinstance(error, ConfigurationError) for error in errors):
        return exit_codes.USAGE
    return exit_codes.FAILED if view.outcomes["failed"] or not_started else exit_codes.OK


def _say_how_to_resume(request: UploadRequest) -> None:
    if request.journal is not None:
        say("to go on, give the same command again: the journal knows what is done")
        return
    again = shlex.join(["botactl", "upload", "…", "--journal", "FILE"])
    say(
        "the same command would upload the finished files again; "
        f"next time keep a journal ({again}), and the same command goes on where it ended"
    )
