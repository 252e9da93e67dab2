"""Live bars on a terminal: one for all files, one for each file under way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final, TextIO

from rich.console import RenderableType
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    ProgressColumn,
    Task,
    TaskID,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text

from bota_sdk import ItemProgress, ItemResult
from bota_sdk.cli.output import console_for, size_text, text

_NAME_WIDTH: Final = 20

_BESIDE_BAR: Final = 72
"""Columns that a file's line takes beside its bar."""


class _RateColumn(ProgressColumn):
    """Bytes a second since the start: of one file there are too few events for a rate of late."""

    def render(self, task: Task) -> Text:
        speed = task.completed / task.elapsed if task.elapsed else 0.0
        return Text(f"{size_text(speed)}/s" if speed else "", style="progress.data.speed")


class Bars(Progress):
    """The bars, drawn eight times a second between `start` and `stop`.

    Args:
        stream: the terminal.

    Attributes:
        note: a line under the bars; may be set from a signal's handler.
        known: how many files and bytes there are in all; may be set from another thread.

    """

    def __init__(self, stream: TextIO) -> None:
        self.note = ""
        self.known: tuple[int, int] | None = None
        console = console_for(stream)
        super().__init__(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=min(max(console.width - _BESIDE_BAR, 5), 30)),
            DownloadColumn(binary_units=True),
            _RateColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[phase]}", markup=False),
            console=console,
            refresh_per_second=8,
            redirect_stdout=False,
            redirect_stderr=False,
        )
        self._all = self.add_task("total".ljust(_NAME_WIDTH), total=None, phase="0 files")
        self._files: dict[str, TaskID] = {}
        self._sent: dict[str, int] = {}
        self._uploaded_bytes = 0
        self._skipped_bytes = 0
        self._ended = 0

    def get_renderables(self) -> Iterable[RenderableType]:
        """Return what is drawn."""
        yield from super().get_renderables()
        if self.note:
            yield Text(self.note, style="yellow")

    def under_way(self, event: ItemProgress) -> None:
        """Show where a file stands."""
        progress = event.progress
        if event.key not in self._files:
            self._files[event.key] = self.add_task(_short_name(event.key), total=None, phase="")
        retries = max(progress.attempt - 1, 0)
        self.update(
            self._files[event.key],
            completed=progress.bytes_sent,
            total=progress.total_bytes,
            phase=f"{progress.phase}, retry {retries}" if retries else progress.phase,
        )
        self._sent[event.key] = progress.bytes_sent
        self._show_total()

    def ended(self, result: ItemResult) -> None:
        """Take a file's bar away and count it."""
        if result.key in self._files:
            self.remove_task(self._files.pop(result.key))
        self._sent.pop(result.key, None)
        self._ended += 1
        if result.outcome == "uploaded":
            self._uploaded_bytes += result.bytes or 0
        elif result.outcome == "skipped":
            self._skipped_bytes += result.bytes or 0
        self._show_total()

    def say(self, message: str, style: str) -> None:
        """Write a line above the bars."""
        self.console.print(text(message, style), soft_wrap=True)

    def _show_total(self) -> None:
        # What is skipped is no throughput, and nothing to wait for.
        done = self._uploaded_bytes + sum(self._sent.values())
        shown, total = f"{self._ended} files", None
        if self.known is not None:
            files, total_bytes = self.known
            shown = f"{self._ended}/{max(files, self._ended)} files"
            total = max(total_bytes - self._skipped_bytes, done)
        self.update(self._all, completed=done, total=total, phase=shown)


def _short_name(key: str) -> str:
    name = text(key.rpartition("/")[2] or key).plain
    if len(name) > _NAME_WIDTH:
        half = _NAME_WIDTH // 2
        name = f"{name[: half - 1]}…{name[-half:]}"
    return name.ljust(_NAME_WIDTH)
