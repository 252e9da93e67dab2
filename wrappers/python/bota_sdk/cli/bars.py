"""Live bars on a terminal: one for each file under way, one for all."""

from __future__ import annotations

from typing import Final, TextIO

from rich.console import Group, RenderableType
from rich.live import Live
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


class Bars:
    """The bars, drawn eight times a second until they are stopped.

    Args:
        stream: the terminal.

    Attributes:
        note: a line under the bars; may be set from a signal's handler.

    """

    def __init__(self, stream: TextIO) -> None:
        self.note = ""
        self._console = console_for(stream)
        width = min(max(self._console.width - _BESIDE_BAR, 5), 30)
        self._files = Progress(
            TextColumn("{task.description}", markup=False),
            BarColumn(bar_width=width),
            DownloadColumn(binary_units=True),
            _RateColumn(),
            TimeRemainingColumn(compact=True),
            TextColumn("{task.fields[phase]}", markup=False),
            console=self._console,
        )
        self._total = Progress(
            TextColumn("{task.description}", style="bold", markup=False),
            BarColumn(bar_width=width),
            TextColumn("{task.fields[files]}", markup=False),
            DownloadColumn(binary_units=True),
            _RateColumn(),
            TimeRemainingColumn(compact=True),
            console=self._console,
        )
        self._all = self._total.add_task("total", total=None, files="0 files")
        self._tasks: dict[str, TaskID] = {}
        self._sent: dict[str, int] = {}
        self._ended_bytes = 0
        self._ended = 0
        self._known: tuple[int, int] | None = None
        self._live = Live(
            get_renderable=self._drawn,
            console=self._console,
            refresh_per_second=8,
            redirect_stdout=False,
            redirect_stderr=False,
        )

    def start(self) -> None:
        """Show them."""
        self._live.start()

    def stop(self) -> None:
        """Leave them as they stand."""
        self._live.stop()

    def under_way(self, event: ItemProgress) -> None:
        """Show where a file stands."""
        progress = event.progress
        task = self._tasks.get(event.key)
        if task is None:
            task = self._files.add_task(_short_name(event.key), total=None, phase="")
            self._tasks[event.key] = task
        retries = max(progress.attempt - 1, 0)
        phase = f"{progress.phase}, retry {retries}" if retries else progress.phase
        self._files.update(
            task, completed=progress.bytes_sent, total=progress.total_bytes, phase=phase
        )
        self._sent[event.key] = progress.bytes_sent
        self._show_total()

    def ended(self, result: ItemResult) -> None:
        """Take a file's bar away and count it."""
        task = self._tasks.pop(result.key, None)
        self._sent.pop(result.key, None)
        if task is not None:
            self._files.remove_task(task)
        self._ended += 1
        self._ended_bytes += result.bytes or 0
        self._show_total()

    def known(self, files: int, total_bytes: int) -> None:
        """Show how much there is in all. May be called from another thread."""
        self._known = files, total_bytes

    def say(self, message: str, style: str = "") -> None:
        """Write a line above the bars."""
        self._console.print(text(message, style), soft_wrap=True)

    def _show_total(self) -> None:
        done = self._ended_bytes + sum(self._sent.values())
        known, total_bytes = "", None
        if self._known is not None:
            files, total_bytes = self._known
            known, total_bytes = f"/{max(files, self._ended)}", max(total_bytes, done)
        self._total.update(
            self._all, completed=done, total=total_bytes, files=f"{self._ended}{known} files"
        )

    def _drawn(self) -> RenderableType:
        note = [Text(self.note, style="yellow")] if self.note else []
        return Group(self._files, self._total, *note)


def _short_name(key: str) -> str:
    name = text(key.rpartition("/")[2] or key).plain
    if len(name) > _NAME_WIDTH:
        half = _NAME_WIDTH // 2
        name = f"{name[: half - 1]}…{name[-half:]}"
    return name.ljust(_NAME_WIDTH)
