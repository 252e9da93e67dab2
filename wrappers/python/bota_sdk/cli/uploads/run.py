"""Runs `Bota.upload_many` for `botactl upload`, and says how it ended."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Generator, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from itertools import chain
from typing import TYPE_CHECKING, Any, Final, Protocol

from bota_sdk import (
    Bota,
    BotaError,
    BulkEvent,
    BulkReport,
    CancelToken,
    ItemResult,
    SourceError,
    UploadCancelledError,
    UploadItem,
    is_url,
    path_key,
    read_manifest,
    remember_command,
    remembered_commands,
    unfinished_items,
    with_sidecar,
)
from bota_sdk.cli.config import Invocation
from bota_sdk.cli.output import ExitCode, exit_code_for, for_terminal, say
from bota_sdk.cli.uploads.find_files import STDIN, Finder, stdin_chunks
from bota_sdk.cli.uploads.request import UploadRequest
from bota_sdk.cli.view import UploadView

if TYPE_CHECKING:
    from bota_api.models import Transcription

_AT_A_TIME: Final = 10
"""Transcriptions waited for at a time: as many as the service lets begin in a minute."""


def run_upload(
    invocation: Invocation,
    request: UploadRequest,
    *,
    journal: str | None,
    then: Mapping[str, Any] | None,
    json: bool,
    quiet: bool,
    **options: Any,
) -> ExitCode:
    """Upload what was asked for, and return the exit code.

    `then` has the fields to transcribe it with, if it is to be; options are those of `upload_many`.
    """
    items: Items | None = None
    cancel = CancelToken()
    view = UploadView(json=json, quiet=quiet)
    uploaded: list[ItemResult] = []
    known: dict[str, Any] = {}

    def take(event: BulkEvent) -> None:
        view.take(event)
        if isinstance(event, ItemResult) and event.outcome == "uploaded" and then is not None:
            uploaded.append(event)

    with invocation.client() as bota, signals(cancel, view):
        try:
            with view.shown():
                requests, begun = [request], list[UploadItem]()
                if journal is not None and (request.files or request.manifests):
                    bota.upload_many([], journal=journal)  # is it of this project?
                    remember_command(journal, request.to_journal())
                elif journal is not None:
                    requests, begun = asked_for(journal)
                items = Items(requests, begun, view, cancel)
                if view.bars is not None:
                    threading.Thread(target=_count, args=(requests, view), daemon=True).start()
                report = bota.upload_many(
                    iter(items), journal=journal, cancel=cancel, on_progress=take, **options
                )
            stopped, not_started = report.stopped, report.not_started + items.count_left()
            code = exit_code(report, view, not_started, cancel)
            if then is not None:
                known["transcribed"] = _transcribe(bota, uploaded, then, view, cancel)
                if known["transcribed"] < len(uploaded):
                    ended = ExitCode.INTERRUPTED if cancel.draining else ExitCode.FAILED
                    code = max(code, ended)
        except BotaError as error:
            # Of the journal, most likely: what was done before stays done.
            stopped, not_started = for_terminal(str(error)), 0
            code = exit_code_for(error)
    ignored = items.ignored if items else 0
    view.end(not_started=not_started, ignored=ignored, stopped=stopped, **known, exit_code=code)
    if code == ExitCode.INTERRUPTED and journal is not None:
        say("to go on, give the same command again: the journal knows what is done")
    elif code == ExitCode.INTERRUPTED:
        say(
            "the same command would upload the finished files again; next time keep a journal "
            "(botactl upload … --journal FILE), and the same command goes on where it ended"
        )
    elif stopped:
        say(f"stopped: {stopped}")
    return code


def _transcribe(
    bota: Bota,
    uploaded: list[ItemResult],
    fields: Mapping[str, Any],
    view: UploadView,
    cancel: CancelToken,
) -> int:
    """Have what was uploaded transcribed, several at a time; return how many of them were."""

    def transcribed(result: ItemResult) -> Transcription | BotaError:
        try:
            if cancel.draining:
                raise UploadCancelledError("stopped before it had begun")
            return bota.transcribe(str(result.recording_id), cancel=cancel, **fields)
        except BotaError as error:
            return error

    done = 0
    with ThreadPoolExecutor(_AT_A_TIME) as threads:
        for result, found in zip(uploaded, threads.map(transcribed, uploaded), strict=True):
            view.transcribed(result, found)
            done += not isinstance(found, BotaError)
    return done


@contextmanager
def signals(
    cancel: CancelToken, view: InterruptView, *, seconds: int | None = None
) -> Generator[None]:
    """Take Ctrl-C and SIGTERM: once to finish what is under way, twice to stop, thrice to leave.

    After so many `seconds` the first one stops it too, where the system has an alarm.
    """

    def stop(*_: object) -> None:
        cancel.cancel()

    def handle(*_: object) -> None:
        # The token comes first: what is written may bring the next signal before this one is done.
        if not cancel.draining:
            cancel.drain()
            count = len(view.under_way)
            view.note_interrupt(f"finishing {count} under way, Ctrl-C again to stop now")
            if seconds is not None and hasattr(signal, "alarm"):
                signal.signal(signal.SIGALRM, stop)
                signal.alarm(seconds)
        elif not cancel.cancelled:
            cancel.cancel()
            view.note_interrupt("stopping now")
        else:
            raise KeyboardInterrupt

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    found = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    # A script that starts a command in the background has it ignore Ctrl-C.
    before = {number: was for number, was in found.items() if was not in (None, signal.SIG_IGN)}
    for number in before:
        signal.signal(number, handle)
    try:
        yield
    finally:
        if seconds is not None and hasattr(signal, "alarm"):
            signal.alarm(0)
        for number, handler in before.items():
            signal.signal(number, handler)


def asked_for(journal: str) -> tuple[list[UploadRequest], list[UploadItem]]:
    """Return what earlier runs were asked for, and what they have begun."""
    requests = [*map(UploadRequest.from_journal, remembered_commands(journal))]
    return requests, [*unfinished_items(journal)]


class InterruptView(Protocol):
    """Shows what a signal has brought about."""

    under_way: dict[str, tuple[str, float]]

    def note_interrupt(self, message: str) -> None:
        """Show a line from within a signal's handler."""


class _View(Protocol):
    def cannot_have(self, path: str, reason: str) -> None: ...
    def note(self, message: str) -> None: ...


class Items:
    """What `upload_many` reads: made as it is needed.

    At the end come the items that the journal has `begun` and that were not found again: their file
    is gone, or a program has begun them.
    """

    def __init__(
        self,
        requests: list[UploadRequest],
        begun: list[UploadItem],
        view: _View,
        cancel: CancelToken,
    ) -> None:
        self._begun: dict[str, list[UploadItem]] = {}
        for item in begun:
            self._begun.setdefault(key_of(item), []).append(item)
        self._cancel = cancel
        self._only_counts = False
        self._held = 0
        self._finders = [
            Finder(
                each.files,
                each.recursive,
                on_missing=view.cannot_have,
                on_note=view.note,
                should_stop=self._should_stop,
            )
            for each in requests
        ]
        self._found = (
            item
            for each, finder in zip(requests, self._finders, strict=True)
            for item in self._items(each, finder)
        )

    @property
    def ignored(self) -> int:
        """Files in directories that are no audio, so far."""
        return sum(finder.ignored for finder in self._finders)

    def _should_stop(self) -> bool:
        return self._cancel.cancelled if self._only_counts else self._cancel.draining

    def __iter__(self) -> Iterator[UploadItem]:
        for item in self._found:
            if self._cancel.draining:
                self._held += 1
                return
            self._forget(item)
            yield item
        if not self._cancel.draining:
            yield from chain.from_iterable(self._begun.values())

    def _forget(self, found: UploadItem) -> None:
        # The same file for another end user is another item.
        key = key_of(found)
        if key in self._begun:
            # Where it is not known, all are left: the journal has the fields of what was begun.
            with suppress(SourceError):
                whose = _whose(with_sidecar(found) if found.sidecar else found)
                self._begun[key] = [item for item in self._begun[key] if _whose(item) != whose]

    def _items(self, request: UploadRequest, finder: Finder) -> Iterator[UploadItem]:
        for path in finder:
            is_stdin = path == STDIN
            yield UploadItem(
                stdin_chunks(self._cancel) if is_stdin else path,
                recording_id=request.recording_id,
                content_type=request.content_type,
                key=STDIN if is_stdin else None,
                sidecar=request.sidecar,
                **request.recording,
            )
        for manifest in request.manifests:
            for item in read_manifest(manifest):
                # What goes to a given recording has no fields of a new one.
                shared: Mapping[str, Any] = {} if item.recording_id else request.recording
                fields: Any = {**shared, **item.recording}
                yield UploadItem(
                    item.audio,
                    recording_id=item.recording_id,
                    content_type=item.content_type or request.content_type,
                    key=item.key,
                    sidecar=request.sidecar,
                    **fields,
                )

    def count_left(self) -> int:
        """Return how many files were found, or are there still, but were never given out."""
        self._only_counts = True
        return self._held + sum(1 for _ in self._found)


def _whose(item: UploadItem) -> tuple[str | None, str | None]:
    return item.recording_id, item.recording.get("end_user_id")


def key_of(item: UploadItem) -> str:
    """Return what names an item of a path, a URL or the standard input."""
    return item.key or path_key(str(item.audio))


def _count(requests: list[UploadRequest], view: UploadView) -> None:
    """Show the bars how much there is in all, while the first files are on their way."""
    files = total_bytes = 0
    for request in requests:
        if request.manifests or any(file == STDIN or is_url(file) for file in request.files):
            return  # it costs too much to look twice
        finder = Finder(
            request.files,
            request.recursive,
            on_missing=lambda _path, _reason: None,
            should_stop=view.has_ended.is_set,
        )
        for path in finder:
            files += 1
            try:
                total_bytes += os.stat(path).st_size  # noqa: PTH116 - any bytes, as found
            except OSError:
                continue
    if view.bars is not None:
        view.bars.known = files, total_bytes


def exit_code(
    report: BulkReport, view: UploadView, not_started: int, cancel: CancelToken
) -> ExitCode:
    """Return the exit code of a run that has ended."""
    if cancel.cancelled or (cancel.draining and not_started):
        return ExitCode.INTERRUPTED
    codes = {exit_code_for(result.error) for result in report.failures}
    if ExitCode.AUTH in codes:
        return ExitCode.AUTH
    if ExitCode.USAGE in codes and not report.uploaded:
        return ExitCode.USAGE
    return ExitCode.FAILED if view.outcomes["failed"] or not_started else ExitCode.OK
