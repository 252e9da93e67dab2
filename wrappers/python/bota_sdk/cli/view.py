"""Shows an upload's events: bars or lines for people, JSON lines for programs."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections import Counter
from contextlib import ExitStack, suppress
from types import TracebackType
from typing import Any, Final, Self

import attrs

from bota_sdk import ItemProgress, ItemResult, Outcome, Rewind, SourceError
from bota_sdk._bulk.items import BulkEvent, path_key
from bota_sdk._shared.redact import redact
from bota_sdk.cli.bars import Bars
from bota_sdk.cli.console import is_terminal, printable, say
from bota_sdk.cli.json_lines import error_fields, write_line

_BETWEEN: Final = 0.5
"""Seconds between two JSON lines about a file whose phase is the same."""


@attrs.frozen
class Style:
    """How a command shows what it does.

    Attributes:
        json: whether JSON lines go to the standard output.
        quiet: whether to leave out bars and progress.

    """

    json: bool
    quiet: bool

    @classmethod
    def chosen(cls, *, json: bool, quiet: bool) -> Style:
        """Return the style for the flags and for what the standard output is."""
        return cls(json=json or not sys.stdout.isatty(), quiet=quiet)

    @property
    def has_bars(self) -> bool:
        """Whether live bars are shown; not where JSON lines go to the same terminal."""
        shares = self.json and sys.stdout.isatty()
        return is_terminal(sys.stderr) and not self.quiet and not shares


class UploadView:
    """Takes the events of an upload, one at a time.

    Args:
        style: how to show them.

    Attributes:
        last: the last result.
        outcomes: how many files ended how; those that could not be had are failed.
        verified: uploaded files whose SHA-256 the service has confirmed.
        bytes: of the uploaded files.

    """

    def __init__(self, style: Style) -> None:
        self.last: ItemResult | None = None
        self.outcomes: Counter[Outcome] = Counter()
        self.verified = 0
        self.bytes = 0
        self._style = style
        self._bars = Bars(sys.stderr) if style.has_bars else None
        self._under_way: dict[str, tuple[str, float]] = {}
        self._stack = ExitStack()
        self._count_ends = threading.Event()

    def __enter__(self) -> Self:
        if self._bars is not None:
            self._stack.enter_context(self._bars)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._count_ends.set()
        self._stack.close()

    def take(self, event: BulkEvent) -> None:
        """Show one event of `upload_many`.

        Raises:
            OSError: the standard output cannot be written.

        """
        if isinstance(event, ItemProgress):
            self._progress(event)
        else:
            self._result(event)

    def cannot_have(self, path: str, reason: str) -> None:
        """Show a path that cannot be had; it counts as failed."""
        key = path_key(path) if path != "-" else path
        self._result(ItemResult(key, "failed", reason, error=SourceError(reason)))

    def note(self, message: str) -> None:
        """Show a line that people should see."""
        if self._bars is not None:
            self._bars.say(message, "yellow")
        else:
            say(message)

    def note_interrupt(self, message: str) -> None:
        """Show a line from within a signal's handler."""
        if self._bars is not None:
            self._bars.note = message
        else:
            # A handler may have interrupted a write to sys.stderr, which must not be entered again.
            with suppress(OSError):
                os.write(2, f"botactl: {message}\n".encode())

    def finishing(self) -> None:
        """Say that what is under way is finished; for a signal's handler."""
        self.note_interrupt(f"finishing {len(self._under_way)} under way, Ctrl-C again to stop now")

    def stopping(self) -> None:
        """Say that what is under way is stopped; for a signal's handler."""
        self.note_interrupt("stopping now")

    @property
    def bars(self) -> Bars | None:
        """The bars, where there are some."""
        return self._bars

    def should_stop_counting(self) -> bool:
        """Tell whether nobody needs the number of all files any more."""
        return self._count_ends.is_set()

    def _progress(self, event: ItemProgress) -> None:
        progress = event.progress
        phase, shown_at = self._under_way.get(event.key, ("", 0.0))
        now = time.monotonic()
        due = progress.phase != phase or isinstance(progress, Rewind) or now - shown_at >= _BETWEEN
        self._under_way[event.key] = (progress.phase, now if due else shown_at)
        if self._bars is not None:
            self._bars.under_way(event)
        if due and self._style.json and not self._style.quiet:
            write_line({"event": "progress", "file": event.key, **attrs.asdict(progress)})

    def _result(self, result: ItemResult) -> None:
        self.last = result
        self.outcomes[result.outcome] += 1
        if result.outcome == "uploaded":
            self.verified += result.verified
            self.bytes += result.bytes or 0
        self._under_way.pop(result.key, None)
        if self._bars is not None:
            self._bars.ended(result)
        if result.outcome == "failed":
            self._failure(result)
        if self._style.json:
            write_line(_result_fields(result))

    def _failure(self, result: ItemResult) -> None:
        # One line, whatever a file is called.
        message = f"{printable(result.key)}: {printable(redact(result.reason or 'failed'))}"
        if self._bars is not None:
            self._bars.say(f"failed: {message}", "red")
        else:
            say(f"failed: {message}")


def _result_fields(result: ItemResult) -> dict[str, Any]:
    fields = attrs.asdict(result, filter=lambda field, _: field.name not in ("key", "error"))
    if result.reason is not None:
        fields["reason"] = redact(result.reason)
    return {
        "event": "result",
        "file": result.key,
        **fields,
        "error": error_fields(result.error, result.reason),
    }
