"""Shows an upload's events: bars or lines for people, JSON lines for programs."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager, nullcontext, suppress
from typing import TYPE_CHECKING, Any, Final

import attrs

from bota_sdk import (
    BotaError,
    BulkEvent,
    ItemProgress,
    ItemResult,
    Outcome,
    Rewind,
    SourceError,
    path_key,
    redact,
)
from bota_sdk.cli.output import (
    console_for,
    for_terminal,
    is_terminal,
    pairs_table,
    printable,
    safe,
    say,
    size_text,
    text,
    write_line,
)

if TYPE_CHECKING:
    from bota_api.models import Transcription

    from bota_sdk.cli.uploads.bars import Bars

_BETWEEN: Final = 0.5
"""Seconds between two JSON lines about a file whose phase is the same."""

_LISTED: Final = 20
"""Files whose recordings the summary lists; of more it would be no summary."""


class UploadView:
    """Takes the events of an upload, one at a time.

    Args:
        json: whether JSON lines go to the standard output.
        quiet: whether to leave out bars and progress.

    Attributes:
        bars: the live bars, where there are some.
        has_ended: set when nothing more is shown.
        outcomes: how many files ended how; those that could not be had are failed.
        under_way: the phase of each file under way, and when it was last shown.

    """

    def __init__(self, *, json: bool, quiet: bool) -> None:
        shares_terminal = json and sys.stdout.isatty()
        has_bars = is_terminal(sys.stderr) and not quiet and not shares_terminal
        self.bars: Bars | None = None
        if has_bars:
            from bota_sdk.cli.uploads.bars import Bars

            self.bars = Bars(sys.stderr)
        self.has_ended = threading.Event()
        self.outcomes: Counter[Outcome] = Counter()
        self._json = json
        self._quiet = quiet
        self._verified = 0
        self._bytes = 0
        self._stored: list[ItemResult] = []
        self.under_way: dict[str, tuple[str, float]] = {}
        self._started = time.monotonic()

    @contextmanager
    def shown(self) -> Generator[None]:
        """Draw the bars, if there are some, during the `with` block."""
        with self.bars or nullcontext():
            yield
        self.has_ended.set()

    def take(self, event: BulkEvent) -> None:
        """Show one event of `upload_many`."""
        if isinstance(event, ItemProgress):
            self._progress(event)
        elif isinstance(event, ItemResult):
            self._result(event)
        else:
            reason = redact(event.reason)
            self.note(f"waiting {event.seconds:g} s for a connection: {printable(reason)}")
            if self._json and not self._quiet:
                write_line({"event": "paused", "reason": reason, "seconds": event.seconds})

    def cannot_have(self, path: str, reason: str) -> None:
        """Show a path that cannot be had; it counts as failed."""
        self._result(ItemResult(path_key(path), "failed", reason, error=SourceError(reason)))

    def note(self, message: str, style: str = "yellow") -> None:
        """Show a line that people should see."""
        if self.bars is not None:
            self.bars.say(message, style)
        else:
            say(message)

    def note_interrupt(self, message: str) -> None:
        """Show a line from within a signal's handler."""
        if self.bars is not None:
            self.bars.note = message
        else:
            # A handler may have interrupted a write to sys.stderr, which must not be entered again.
            with suppress(OSError):
                os.write(2, f"botactl: {message}\n".encode())

    def _progress(self, event: ItemProgress) -> None:
        progress = event.progress
        phase, shown_at = self.under_way.get(event.key, ("", 0.0))
        now = time.monotonic()
        due = progress.phase != phase or isinstance(progress, Rewind) or now - shown_at >= _BETWEEN
        self.under_way[event.key] = (progress.phase, now if due else shown_at)
        if self.bars is not None:
            self.bars.under_way(event)
        if due and self._json and not self._quiet:
            write_line({"event": "progress", "file": event.key, **attrs.asdict(progress)})

    def _result(self, result: ItemResult) -> None:
        self.outcomes[result.outcome] += 1
        if result.outcome == "uploaded":
            self._verified += result.verified
            self._bytes += result.bytes or 0
        if result.outcome != "failed" and result.recording_id and len(self._stored) <= _LISTED:
            self._stored.append(result)
        self.under_way.pop(result.key, None)
        if self.bars is not None:
            self.bars.ended(result)
        reason = None if result.reason is None else for_terminal(result.reason)
        if result.outcome == "failed":
            # One line, whatever a file is called.
            self.note(f"failed: {printable(result.key)}: {printable(reason or 'failed')}", "red")
        if self._json:
            kept = attrs.asdict(result, filter=lambda field, _: field.name not in ("key", "error"))
            kept |= {"reason": reason, "error": _error_fields(result.error, reason)}
            write_line({"event": "result", "file": result.key, **kept})

    def transcribed(self, result: ItemResult, found: Transcription | BotaError) -> None:
        """Show the transcription of an uploaded file, or why there is none."""
        error = found if isinstance(found, BotaError) else None
        job = None if isinstance(found, BotaError) else found
        reason = None if error is None else for_terminal(str(error))
        if reason is not None:
            self.note(f"not transcribed: {printable(result.key)}: {printable(reason)}", "red")
        if self._json:
            write_line(
                {
                    "event": "transcription",
                    "file": result.key,
                    "recording_id": result.recording_id,
                    "transcription_id": job.id if job else getattr(error, "job_id", None),
                    "status": job.status if job else getattr(error, "status", None),
                    "text": (job.text or job.full_text or "") if job else None,
                    "error": _error_fields(error, reason),
                }
            )
        elif job:
            name = printable(result.key.removeprefix(path_key(".") + os.sep))
            sys.stdout.write(f"{name}: {safe(job.text or job.full_text or '')}\n")

    def end(self, **known: Any) -> None:
        """Show the summary; `not_started`, `ignored`, `stopped` and `exit_code` are given."""
        seconds = round(time.monotonic() - self._started, 3)
        summary = {
            "uploaded": self.outcomes["uploaded"],
            "verified": self._verified,
            "skipped": self.outcomes["skipped"],
            "failed": self.outcomes["failed"],
            "bytes": self._bytes,
            "seconds": seconds,
            **known,
        }
        if self._json:
            write_line({"event": "summary", **summary})
        if self._quiet:
            return
        rate = self._bytes / seconds if seconds else 0.0
        verified = f"({self._verified} verified)"
        rows: list[tuple[str, Any, str]] = [
            ("uploaded", summary["uploaded"] and f"{summary['uploaded']} {verified}", "green"),
            ("skipped", summary["skipped"], ""),
            ("failed", summary["failed"], "red"),
            ("not started", summary["not_started"], "yellow"),
            ("ignored (no audio)", summary["ignored"], ""),
            ("bytes", self._bytes and f"{self._bytes:,} ({size_text(self._bytes)})", ""),
            ("time", f"{seconds:.1f} s" + (f", {size_text(rate)}/s" if rate else ""), ""),
        ]
        rows = [row for row in rows if row[1]]
        if not is_terminal(sys.stderr):
            say(", ".join(f"{name} {value}" for name, value, _ in rows))
            return
        if len(self._stored) > _LISTED:
            rows.append(
                ("recordings", "too many to list here; --json and the journal have them all", "")
            )
        else:
            here = path_key(".") + os.sep
            stored = sorted(self._stored, key=lambda each: each.key)
            rows += [(each.key.removeprefix(here), each.recording_id, "") for each in stored]
        if self.outcomes.total() == len(self._stored) == 1:
            rows.append(("sha256", self._stored[0].sha256, ""))
        table = pairs_table()
        for name, value, style in rows:
            table.add_row(text(name, "bold"), text(str(value), style))
        console_for(sys.stderr).print(table)


def _error_fields(error: Exception | None, reason: str | None) -> dict[str, Any] | None:
    if error is None:
        return None
    numbers = {name: getattr(error, name, None) for name in ("status_code", "code")}
    found = {name: value for name, value in numbers.items() if value is not None}
    return {"type": type(error).__name__, "message": reason, **found}
