"""`botactl upload`: what it takes. `upload_run` does the work."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import click

from bota_sdk._bulk.run import MAX_CONCURRENCY
from bota_sdk._upload.options import Checksum
from bota_sdk.cli.audio_names import checked_content_type
from bota_sdk.cli.dry_run import dry_run
from bota_sdk.cli.files import STDIN, is_pattern
from bota_sdk.cli.settings import Invocation
from bota_sdk.cli.upload_request import UploadRequest
from bota_sdk.cli.upload_run import run_upload
from bota_sdk.cli.view import Style

_EPILOG = """
\b
Examples:
  botactl upload standup.wav --end-user-id eu_1
  botactl upload recordings/ --recursive --journal night.journal
  botactl upload --journal night.journal --resume
  botactl upload '2026-*.mp3' --metadata team=sales --json | jq .sha256
  ffmpeg -i talk.mov -f wav - | botactl upload - --content-type audio/wav
\b
On a terminal bars and a table are shown. Else, and with --json, the standard
output gets one JSON object per line; its `event` is one of
  progress  file, phase, recording_id, attempt, bytes_sent, total_bytes
  result    file, outcome (uploaded, skipped, failed, not_started), reason,
            recording_id, bytes, sha256, verified, attempts, seconds, error
  plan      (--dry-run) file, outcome, reason, content_type, bytes
  summary   uploaded, verified, skipped, failed, not_started, ignored, bytes,
            seconds, stopped, exit_code
"""


def _metadata(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str]:
    metadata: dict[str, str] = {}
    for pair in values:
        name, separator, value = pair.partition("=")
        if not separator or not name:
            raise click.BadParameter(f"{pair!r} is not of the form key=value")
        metadata[name] = value
    return metadata


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, metavar="FILE|DIR|GLOB|-...", type=click.Path(allow_dash=True))
@click.option("-r", "--recursive", is_flag=True, help="Take the directories in a DIR too.")
@click.option("--recording-id", metavar="ID", help="Upload the one FILE to this recording.")
@click.option("--name", help="A name for the recording of the one FILE.")
@click.option("--end-user-id", metavar="ID", help="Whose recordings they are. [BOTA_END_USER_ID]")
@click.option(
    "--metadata",
    multiple=True,
    metavar="KEY=VALUE",
    callback=_metadata,
    help="Free keys and values for each recording; repeatable.",
)
@click.option(
    "--content-type",
    metavar="TYPE",
    callback=checked_content_type,
    help="The audio type, where the name tells none.",
)
@click.option(
    "--concurrency",
    type=click.IntRange(1, MAX_CONCURRENCY),
    help="Uploads at a time at most.  [default: 10]",
)
@click.option(
    "--journal",
    type=click.Path(dir_okay=False),
    help="Keep here what is done, so that the same command goes on after any end. [BOTA_JOURNAL]",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Go on with an existing journal; without FILE: with all that was asked for.",
)
@click.option("--dry-run", is_flag=True, help="Send nothing; say what would be uploaded.")
@click.option(
    "--checksum",
    type=click.Choice(["sha256", "md5"]),
    default="sha256",
    show_default=True,
    help="Compare hashes after the upload, or have S3 itself refuse a damaged body.",
)
@click.option("--allow-duplicates", is_flag=True, help="Upload the same bytes as often as given.")
@click.option(
    "--max-failures", type=click.IntRange(1), metavar="N", help="Start no more after N failed."
)
@click.option("--json", "as_json", is_flag=True, help="JSON lines, also on a terminal.")
@click.option("-q", "--quiet", is_flag=True, help="No bars and no progress; errors and results.")
@click.pass_context
def upload(
    context: click.Context,
    /,
    files: tuple[str, ...],
    checksum: Checksum,
    as_json: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Upload audio files, whole, once and verified.

    A DIR stands for the audio files in it, by their names; a FILE is taken whatever its name. What
    is missing or fails stops no other. `-` is the standard input.
    """
    invocation: Invocation = context.obj
    request = _request(invocation, files, checksum, options)
    style = Style.chosen(json=as_json, quiet=quiet)
    command = dry_run if options["dry_run"] else run_upload
    context.exit(command(invocation, request, style))


def _request(
    invocation: Invocation, files: tuple[str, ...], checksum: Checksum, options: dict[str, Any]
) -> UploadRequest:
    """Return what was asked for.

    Raises:
        click.UsageError: it does not go together.

    """
    if "" in files:
        raise click.UsageError("a FILE is an empty text")
    reads_stdin = STDIN in files
    flag = options["journal"]
    journal = invocation.journal(flag)
    resume: bool = options["resume"]
    if reads_stdin:
        if invocation.reads_key:
            raise click.UsageError("--api-key - and FILE - cannot both read the standard input")
        if files.count(STDIN) > 1:
            raise click.UsageError("- may be given once")
        if flag is not None or resume:
            raise click.UsageError(
                "what comes on the standard input cannot be resumed by a journal"
            )
        journal = None
    if resume:
        if journal is None:
            raise click.UsageError("--resume needs --journal FILE")
        if not Path(journal.value).is_file():
            raise click.UsageError(f"--resume: there is no journal {journal.value!r}")
    if not resume and not files:
        raise click.UsageError("give a FILE, a DIR, a GLOB or - (or --journal FILE --resume)")
    if not files and (options["content_type"] or options["metadata"]):
        raise click.UsageError(
            "--content-type and --metadata go with FILEs; the journal has its own"
        )
    for name in ("recording_id", "name"):
        if options[name] is not None and not _is_one_source(files):
            raise click.UsageError(f"--{name.replace('_', '-')} goes with exactly one FILE")
    recording_id = options["recording_id"]
    if recording_id is not None and (
        options["name"] is not None or options["metadata"] or options["end_user_id"] is not None
    ):
        raise click.UsageError(
            "--name, --metadata and --end-user-id are for a new recording; "
            "--recording-id names an existing one"
        )
    return UploadRequest(
        files=files,
        recursive=options["recursive"],
        recording_id=recording_id,
        name=options["name"],
        end_user_id=_end_user_id(invocation, options, files),
        metadata=options["metadata"] or None,
        content_type=options["content_type"],
        concurrency=invocation.concurrency(options["concurrency"]),
        journal=None if journal is None else journal.value,
        checksum=checksum,
        allow_duplicates=options["allow_duplicates"],
        max_failures=options["max_failures"],
    )


def _end_user_id(
    invocation: Invocation, options: dict[str, Any], files: tuple[str, ...]
) -> str | None:
    flag = options["end_user_id"]
    if flag is not None:
        return str(flag)
    if options["recording_id"] is not None or options["dry_run"]:
        return None
    # A device token names its own end user; without a key the client says so, later.
    if invocation.key_kind not in ("sk", "rk"):
        return None
    found = invocation.end_user_id(None)
    if found is None and files:
        raise click.UsageError(
            "say whose recordings they are: --end-user-id ID, BOTA_END_USER_ID or end_user_id "
            "in the config file"
        )
    return None if found is None else found.value


def _is_one_source(files: tuple[str, ...]) -> bool:
    if len(files) != 1:
        return False
    only = files[0]
    if only == STDIN or os.path.isfile(only):  # noqa: PTH113 - any bytes, as given
        return True
    return not os.path.isdir(only) and not is_pattern(only)  # noqa: PTH112 - likewise
