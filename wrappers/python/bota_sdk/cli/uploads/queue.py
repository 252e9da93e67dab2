"""`botactl enqueue`, `work` and `status`: listing and uploading as two jobs, on any machines."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any, TypeVar

import attrs
import click

from bota_sdk import (
    MAX_CONCURRENCY,
    BotaError,
    CancelToken,
    JournalStatus,
    journal_status,
    retry_failed,
)
from bota_sdk.cli.config import Invocation
from bota_sdk.cli.output import (
    ExitCode,
    console_for,
    exit_code_for,
    for_terminal,
    is_terminal,
    pairs_table,
    printable,
    say,
    text,
    write_line,
)
from bota_sdk.cli.uploads.command import request_of, sources
from bota_sdk.cli.uploads.find_files import STDIN
from bota_sdk.cli.uploads.request import recording_options
from bota_sdk.cli.uploads.run import Items, exit_code, signals
from bota_sdk.cli.view import UploadView

F = TypeVar("F", bound=Callable[..., Any])

_BETWEEN = 2.0
"""Seconds between two looks of `status --watch`."""

_ENQUEUE_EPILOG = """
\b
Examples:
  botactl enqueue /mnt/calls --recursive --journal postgresql://db/bota --end-user-id eu_1
  botactl work --journal postgresql://db/bota
  botactl status --journal postgresql://db/bota --watch

\b
The password of a database is PGPASSWORD's or that of ~/.pgpass, as for psql.
"""

_WORK_EPILOG = """
\b
Examples:
  botactl work --journal postgresql://db/bota
  botactl work --journal night.journal --forever
"""

_STATUS_EPILOG = """
\b
Examples:
  botactl status --journal postgresql://db/bota --watch
  botactl status --journal night.journal --retry-failed
"""


def _shared(command: F) -> F:
    """Add what the three commands have in common."""
    for option in (
        click.option("--json", is_flag=True, help="JSON lines, also on a terminal."),
        click.option(
            "--journal", metavar="FILE|URL", help="The journal that has the queue. [BOTA_JOURNAL]"
        ),
    ):
        command = option(command)
    return command


@click.command(epilog=_ENQUEUE_EPILOG)
@sources
@_shared
@click.pass_context
def enqueue(context: click.Context, /, journal: str | None, json: bool, **given: Any) -> None:
    """Put audio files into the queue of a journal.

    `botactl work` uploads them, here or elsewhere. What is in it already, whatever became of it, is
    left as it is: the same command may be given again. What is found under a local path is uploaded
    by workers of this machine.
    """
    invocation: Invocation = context.obj
    kept = _journal(invocation, journal)
    if STDIN in given["files"]:
        raise click.UsageError("the standard input cannot be opened by another process")
    if not (given["files"] or given["manifests"]):
        raise click.UsageError("name the files: FILE|DIR|GLOB|URL or --manifest FILE")
    request = request_of(invocation, {**given, "recording_id": None})
    missing = _Missing()
    cancel = CancelToken()
    with invocation.client() as bota, signals(cancel, missing):
        items = Items([request], [], missing, cancel)
        done = bota.enqueue(iter(items), journal=kept, cancel=cancel)
    for failure in done.failures:
        say(f"failed: {printable(failure.key)}: {printable(for_terminal(failure.reason or ''))}")
    code = ExitCode.FAILED if missing.count or done.failed else ExitCode.OK
    code = ExitCode.INTERRUPTED if cancel.draining else code
    known: dict[str, int] = {name: getattr(done, name) for name in ("added", "known", "failed")}
    known |= {"missing": missing.count, "ignored": items.ignored}
    if json or not sys.stdout.isatty():
        write_line({"event": "enqueued", **known, "exit_code": code})
    say(
        f"{done.added:,} added, {done.known:,} known already, {done.failed:,} failed, "
        f"{items.ignored:,} ignored (no audio)"
    )
    context.exit(code)


enqueue.params[3:3] = recording_options({flag for known in enqueue.params for flag in known.opts})


@click.command(epilog=_WORK_EPILOG)
@_shared
@click.option("--forever", is_flag=True, help="Wait for more when the queue is empty.")
@click.option(
    "--concurrency",
    type=click.IntRange(1, MAX_CONCURRENCY),
    help="Uploads at a time at most, of all workers of the journal together.  [default: 10]",
)
@click.option(
    "--max-failures", type=click.IntRange(1), metavar="N", help="Start no more after N failed."
)
@click.option(
    "--drain",
    type=click.IntRange(1),
    default=25,
    show_default=True,
    metavar="SECONDS",
    help="What uploads under way have to end after SIGTERM; then they stop.",
)
@click.option("-q", "--quiet", is_flag=True, help="No bars and no progress; errors and results.")
@click.pass_context
def work(
    context: click.Context,
    /,
    journal: str | None,
    json: bool,
    quiet: bool,
    drain: int,
    **given: Any,
) -> None:
    """Upload what is in the queue of a journal.

    It ends when all of that has ended. Any number of workers, on any machines, may share it, and
    the rate limits with it. A file under a local path is left to the machine that has put it there.
    SIGTERM lets what is under way end.
    """
    invocation: Invocation = context.obj
    kept = _journal(invocation, journal)
    given["concurrency"] = given["concurrency"] or invocation.config.values.get("concurrency")
    options = {name: value for name, value in given.items() if value is not None}
    view = UploadView(json=json or not sys.stdout.isatty(), quiet=quiet)
    cancel = CancelToken()
    stopped: str | None = None
    with invocation.client() as bota, signals(cancel, view, seconds=drain):
        try:
            with view.shown():
                report = bota.work(journal=kept, cancel=cancel, on_progress=view.take, **options)
            stopped, left = report.stopped, report.not_started
            code = exit_code(report, view, left, cancel)
        except BotaError as error:
            stopped, left, code = for_terminal(str(error)), 0, exit_code_for(error)
    view.end(not_started=left, ignored=0, stopped=stopped, exit_code=code)
    if stopped:
        say(f"stopped: {stopped}")
    context.exit(code)


@click.command(epilog=_STATUS_EPILOG)
@_shared
@click.option("--watch", is_flag=True, help="Show it anew every two seconds, until all has ended.")
@click.option("--retry-failed", "again", is_flag=True, help="First let what failed be tried again.")
@click.pass_context
def status(
    context: click.Context, /, journal: str | None, json: bool, watch: bool, again: bool
) -> None:
    """Show how far the uploads of a journal are.

    That is: counts, rate, time left, workers, and the newest failures. Sends nothing, and needs no
    key.
    """
    kept = _journal(context.obj, journal)
    if again:
        say(f"{retry_failed(kept):,} failed items are waiting again")
    while True:
        found = journal_status(kept)
        if json or not sys.stdout.isatty():
            write_line({"event": "status", "left": found.left, **_fields(found)})
        else:
            if watch and is_terminal(sys.stdout):
                click.clear()
            _show(found)
        if not watch or not found.left:
            return
        time.sleep(_BETWEEN)


class _Missing:
    """Says what cannot be put into the queue."""

    def __init__(self) -> None:
        self.count = 0
        self.under_way: dict[str, tuple[str, float]] = {}

    def cannot_have(self, path: str, reason: str) -> None:
        self.count += 1
        say(f"failed: {printable(path)}: {printable(reason)}")

    def note(self, message: str) -> None:
        say(message)

    def note_interrupt(self, message: str) -> None:
        say(message)


def _journal(invocation: Invocation, flag: str | None) -> str:
    found = invocation.journal(flag)
    if found is None:
        raise click.UsageError("give the journal: --journal FILE|URL or BOTA_JOURNAL")
    return found.value


def _fields(found: JournalStatus) -> dict[str, Any]:
    fields = attrs.asdict(found)
    for failure in fields["failures"]:
        failure |= {"reason": for_terminal(failure["reason"]), "at": failure["at"].isoformat()}
    return fields


def _show(found: JournalStatus) -> None:
    table = pairs_table()
    backlog = [*found.backlog.items()] if any(found.backlog) else []
    rows: list[tuple[str, str, str]] = [
        ("uploaded", f"{found.uploaded:,}", "green"),
        ("duplicates", f"{found.duplicates:,}", ""),
        ("under way", f"{found.under_way:,}", ""),
        ("waiting", f"{found.waiting:,}", "yellow"),
        ("failed", f"{found.failed:,}", "red"),
        *((f"queue of {place or 'any'}", f"{count:,}", "") for place, count in backlog),
        ("rate", f"{found.per_minute:,.0f} a minute", ""),
        ("time left", _duration(found.seconds_left), ""),
        *((f"limit: {kind}", f"{count:,} in use", "") for kind, count in found.slots.items()),
    ]
    for worker in found.workers:
        life = f"{worker.under_way} under way, last sign of life {worker.silent_for:.0f} s ago"
        rows.append((worker.host, life, "" if worker.is_alive else "red"))
    for failure in found.failures:
        reason = f"{printable(failure.key)}: {for_terminal(failure.reason)}"
        rows.append((f"failed {failure.at:%m-%d %H:%M}", reason, "red"))
    for name, value, style in rows:
        table.add_row(text(name, "bold"), text(value, style))
    console_for(sys.stdout).print(table)


def _duration(seconds: float | None) -> str:
    if seconds is None:
        return "unknown"
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours // 24} d {hours % 24} h" if hours >= 24 else f"{hours} h {minutes:02} min"
