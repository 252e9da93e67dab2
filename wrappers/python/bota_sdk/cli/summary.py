"""What an upload says at its end."""

from __future__ import annotations

import sys
from typing import Any

import attrs
from rich.table import Table

from bota_sdk import ItemResult
from bota_sdk.cli.console import console_for, is_terminal, say, size_text, text
from bota_sdk.cli.json_lines import write_line
from bota_sdk.cli.view import Style


@attrs.frozen
class Summary:
    """The numbers of an upload. The fields are those of the JSON line."""

    uploaded: int
    verified: int
    skipped: int
    failed: int
    not_started: int
    ignored: int
    bytes: int
    seconds: float
    stopped: str | None
    exit_code: int


def show_summary(summary: Summary, style: Style, only: ItemResult | None) -> None:
    """Write the summary where it belongs.

    Args:
        summary: the numbers.
        style: how the command shows what it does.
        only: the one result, if there was one.

    """
    if style.json:
        write_line({"event": "summary", **attrs.asdict(summary)})
    if style.quiet:
        return
    if not is_terminal(sys.stderr):
        say(_line(summary))
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value, style_name in _rows(summary):
        table.add_row(text(name, "bold"), text(value, style_name))
    if only is not None and only.outcome != "failed":
        table.add_row(text("recording", "bold"), text(only.recording_id or ""))
        table.add_row(text("sha256", "bold"), text(only.sha256 or ""))
    console_for(sys.stderr).print(table)


def _rows(summary: Summary) -> list[tuple[str, str, str]]:
    rate = summary.bytes / summary.seconds if summary.seconds else 0.0
    rows: list[tuple[str, Any, str]] = [
        ("uploaded", f"{summary.uploaded} ({summary.verified} verified)", "green"),
        ("skipped", summary.skipped, ""),
        ("failed", summary.failed, "red"),
        ("not started", summary.not_started, "yellow"),
        ("ignored (no audio)", summary.ignored, ""),
    ]
    shown = [
        (name, str(count), style) for name, count, style in rows if count or name == "uploaded"
    ]
    shown.append(("bytes", f"{summary.bytes:,} ({size_text(summary.bytes)})", ""))
    shown.append(("time", f"{summary.seconds:.1f} s, {size_text(rate)}/s", ""))
    return shown


def _line(summary: Summary) -> str:
    return ", ".join(f"{name} {value}" for name, value, _ in _rows(summary))
