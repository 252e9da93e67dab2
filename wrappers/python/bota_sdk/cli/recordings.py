"""`botactl recordings`: list, get, delete, download."""

from __future__ import annotations

import sys
from itertools import islice
from typing import Any, Final

import click
from bota_api.models import Recording
from rich.table import Table

from bota_sdk.cli.config import Invocation
from bota_sdk.cli.output import ExitCode, console_for, printable, say, size_text, text, write_line

_PAGE: Final = 100
"""Recordings asked for at a time: as many as the service gives."""

_WIDE: Final = 110
"""Columns of a terminal that has room for all."""

_COLUMNS: Final = {
    "id": "ID",
    "status": "STATUS",
    "name": "NAME",
    "end_user_id": "END USER",
    "file_size_bytes": "BYTES",
    "mime_type": "TYPE",
    "created_at": "CREATED",
}

_id = click.argument("recording_id", metavar="ID")


@click.group(
    epilog="""
\b
Examples:
  botactl recordings list --status uploaded
  botactl recordings get rec_abc123
  botactl recordings download rec_abc123 -o standup.wav
  botactl recordings delete rec_abc123 --yes
"""
)
def recordings() -> None:
    """Look at recordings, delete them, download their audio."""


@recordings.command(
    "list",
    epilog="""
\b
Examples:
  botactl recordings list --status uploaded --limit 20
  botactl recordings list --end-user-id eu_1 --json | jq -r .id
""",
)
@click.option("--status", help="Only those with this status, such as pending or uploaded.")
@click.option("--end-user-id", metavar="ID", help="Only those of this end user.")
@click.option("--device-id", metavar="ID", help="Only those of this device.")
@click.option("--limit", type=click.IntRange(1), metavar="N", help="N at most.  [default: all]")
@click.option("--json", "as_json", is_flag=True, help="JSON lines, also on a terminal.")
@click.pass_obj
def list_(
    invocation: Invocation, /, limit: int | None, as_json: bool, **filters: str | None
) -> None:
    """List recordings, newest first.

    A table on a terminal; else, and with --json, one JSON object per line.
    """
    given: dict[str, Any] = {name: value for name, value in filters.items() if value is not None}
    with invocation.client() as bota:
        page = min(limit or _PAGE, _PAGE)
        found = islice(bota.recordings.list(limit=page, **given), limit)
        if sys.stdout.isatty() and not as_json:
            _show_table(list(found))
            return
        for recording in found:
            write_line(recording.to_dict())


def _show_table(found: list[Recording]) -> None:
    if not found:
        say("there are none")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    console = console_for(sys.stdout)
    is_wide = console.width >= _WIDE
    shown = [name for name in _COLUMNS if is_wide or name not in ("end_user_id", "mime_type")]
    for name in shown:
        folds = name in ("name", "end_user_id")
        table.add_column(_COLUMNS[name], no_wrap=not folds, overflow="fold")
    for recording in found:
        fields = recording.to_dict()
        # A date as people write it, to the minute.
        fields["created_at"] = str(fields["created_at"])[:16].replace("T", " ")
        table.add_row(*(text(str(fields.get(name) or "")) for name in shown))
    console.print(table)


@recordings.command(
    "get",
    epilog="\b\nExamples:\n  botactl recordings get rec_abc123\n"
    "  botactl recordings get rec_abc123 --json | jq -r .status",
)
@_id
@click.option("--json", "as_json", is_flag=True, help="A JSON line, also on a terminal.")
@click.pass_obj
def get(invocation: Invocation, recording_id: str, as_json: bool) -> None:
    """Show all that is known of the recording ID."""
    with invocation.client() as bota:
        fields = bota.recordings.get(recording_id).to_dict()
    if as_json or not sys.stdout.isatty():
        write_line(fields)
        return
    table = Table(show_header=False, box=None, pad_edge=False)
    for name, value in fields.items():
        if value is not None:
            table.add_row(text(name, "bold"), text(str(value)))
    console_for(sys.stdout).print(table)


@recordings.command("delete", epilog="\b\nExample:\n  botactl recordings delete rec_abc123 --yes")
@_id
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.pass_context
def delete(context: click.Context, recording_id: str, yes: bool) -> None:
    """Delete the recording ID and its audio."""
    invocation: Invocation = context.obj
    shown = printable(recording_id)
    if not yes:
        if invocation.reads_key or not sys.stdin.isatty():
            raise click.UsageError("nobody can be asked here: pass --yes to delete")
        question = f"Delete the recording {shown} and its audio for good?"
        if not click.confirm(question, err=True):
            say("nothing was deleted")
            context.exit(ExitCode.INTERRUPTED)
    with invocation.client() as bota:
        bota.recordings.delete(recording_id)
    say(f"{shown} is deleted")


@recordings.command(
    epilog="""
\b
Examples:
  botactl recordings download rec_abc123
  botactl recordings download rec_abc123 -o standup.wav --force
  botactl recordings download rec_abc123 -o - | ffprobe -
"""
)
@_id
@click.option(
    "-o",
    "--output",
    default=".",
    type=click.Path(allow_dash=True),
    metavar="FILE|DIR|-",
    help="Where to; - is the standard output.  [default: the ID with an ending for its type]",
)
@click.option("--force", is_flag=True, help="Replace a FILE that is there.")
@click.pass_obj
def download(invocation: Invocation, recording_id: str, output: str, force: bool) -> None:
    """Download the audio of the recording ID.

    Its size and SHA-256 are compared with what the service says. A file appears under its name only
    when it is whole and right.
    """
    if output == "-" and sys.stdout.isatty():
        raise click.UsageError("a terminal cannot show audio: give -o FILE, or a pipe")
    target = sys.stdout.buffer if output == "-" else output
    with invocation.client() as bota:
        try:
            done = bota.download(recording_id, target, overwrite=force)
        except FileExistsError as error:
            raise click.UsageError(f"{error.filename!r} is there; --force replaces it") from None
    if done.path is not None:
        checked = "size and SHA-256 are right" if done.verified else "the service has no SHA-256"
        say(f"{printable(str(done.path))}: {size_text(done.bytes)}, {checked}")
