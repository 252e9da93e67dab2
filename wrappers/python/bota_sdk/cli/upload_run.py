"""Runs `Bota.upload_many` for `botactl upload`, and says how it ended."""

from __future__ import annotations

import os
import shlex
import threading
import time
from collections.abc import Iterator

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
from bota_sdk._cancel import CancelToken
from bota_sdk._redact import redact
from bota_sdk.cli import exit_codes
from bota_sdk.cli.console import say
from bota_sdk.cli.files import STDIN, Finder
from bota_sdk.cli.interrupts import Interrupts
from bota_sdk.cli.settings import Invocation
from bota_sdk.cli.stdin_source import stdin_pieces
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
        items = _Items(request, view, interrupts)
        if view.bars is not None and request.files:
            threading.Thread(target=_count, args=(request, view), daemon=True).start()
        with interrupts.watched():
            try:
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
        ignored=items.ignored,
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


def _upload_many(
    bota: Bota, items: _Items, request: UploadRequest, view: UploadView, cancel: CancelToken
) -> BulkReport:
    return bota.upload_many(
        iter(items),
        end_user_id=request.end_user_id,
        concurrency=request.concurrency,
        journal=request.journal,
        allow_duplicates=request.allow_duplicates,
        max_failures=request.max_failures,
        verify=request.verify,
        cancel=cancel,
        on_progress=view.take,
    )


class _Items:
    """What `upload_many` reads: made as it is needed."""

    def __init__(self, request: UploadRequest, view: UploadView, interrupts: Interrupts) -> None:
        self._request = request
        self._interrupts = interrupts
        self._enough = 1
        self._finder = Finder(
            request.files,
            recursive=request.recursive,
            on_missing=view.cannot_have,
            on_note=view.note,
            should_stop=lambda: interrupts.count >= self._enough,
        )
        self._paths = iter(self._finder)
        self._held = 0

    @property
    def ignored(self) -> int:
        return self._finder.ignored

    def __iter__(self) -> Iterator[UploadItem]:
        if not self._request.files and self._request.journal is not None:
            yield from unfinished_items(self._request.journal)
            return
        for path in self._paths:
            if self._interrupts.asked():
                self._held += 1
                return
            yield _item(path, self._request, self._interrupts.cancel)

    def count_left(self) -> int:
        """Return how many files were found, or are there still, but were never given out."""
        if not self._request.files:
            return self._held
        # Another request to stop is one for not counting, too.
        self._enough = max(2, self._interrupts.count + 1)
        return self._held + sum(1 for _ in self._paths)


def _item(path: str, request: UploadRequest, cancel: CancelToken) -> UploadItem:
    is_stdin = path == STDIN
    return UploadItem(
        stdin_pieces(cancel) if is_stdin else path,
        recording_id=request.recording_id,
        content_type=request.content_type,
        name=request.name,
        metadata=request.metadata,
        key=STDIN if is_stdin else None,
    )


def _count(request: UploadRequest, view: UploadView) -> None:
    """Tell the bars how much there is in all, while the first files are on their way."""
    files = total_bytes = 0
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
    if view.bars is not None and STDIN not in request.files:
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
