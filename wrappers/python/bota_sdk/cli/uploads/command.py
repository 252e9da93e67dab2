"""`botactl upload`: what it takes. `run` does the work."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from bota_sdk import MAX_CONCURRENCY, SourceError, is_url
from bota_sdk.cli.config import Invocation
from bota_sdk.cli.uploads.find_files import STDIN
from bota_sdk.cli.uploads.request import FIELD, UploadRequest, recording_options

F = TypeVar("F", bound=Callable[..., Any])

_EPILOG = """
\b
Examples:
  botactl upload standup.wav --end-user-id eu_1
  botactl upload recordings/ --recursive --journal night.journal
  botactl upload --journal night.journal --resume
  botactl upload '2026-*.mp3' --metadata team=sales --json | jq .sha256
  botactl upload 's3://calls/2026/**/*.wav' --sidecar --journal night.journal
  botactl upload standup.wav --transcribe --transcription-language en
  ffmpeg -i talk.mov -f wav - | botactl upload - --content-type audio/wav

\b
On a terminal bars and a table are shown. Else, and with --json, the standard
output gets one JSON object per line; its `event` is one of
  progress  a file is under way: file, phase, recording_id, attempt, bytes_sent,
            total_bytes; bytes_lost where bytes have to be sent again
  paused    nothing can be reached, and the run waits: reason, seconds
  result    a file has ended: file, outcome (uploaded, skipped, failed,
            not_started), reason, recording_id, bytes, sha256, verified,
            attempts, seconds, error (type, message, status_code, code)
  transcription  with --transcribe, after the results: file, recording_id,
            transcription_id, status, text, error
  plan      with --dry-run, in place of both: file, outcome (would_upload,
            would_skip, would_fail), reason, content_type, bytes
  summary   the last line: uploaded, verified, skipped, failed, not_started,
            ignored, bytes, seconds, stopped, exit_code; transcribed with
            --transcribe;
            with --dry-run would_upload, would_skip, would_fail, ignored, bytes,
            stopped, exit_code
`file` is an absolute path, with \\xNN for bytes that are no UTF-8, a URL, or - for
the standard input. What is not known is null. New fields and events may appear.
"""


def _content_type(
    _context: click.Context, _parameter: click.Parameter, given: str | None
) -> str | None:
    if given:
        from bota_sdk import inspect_audio

        try:
            inspect_audio(b"\0", content_type=given)
        except SourceError as error:
            raise click.BadParameter(str(error).removeprefix("content_type=")) from None
    return given


def sources(command: F) -> F:
    """Add what names the files of a command, and what they are."""
    options = (
        click.argument(
            "files", nargs=-1, metavar="FILE|DIR|GLOB|URL|-...", type=click.Path(allow_dash=True)
        ),
        click.option(
            "-r",
            "--recursive",
            is_flag=True,
            help="Take the directories in a DIR too, without hidden ones.",
        ),
        click.option(
            "--manifest",
            "manifests",
            multiple=True,
            metavar="FILE",
            type=click.Path(exists=True, dir_okay=False),
            help="Take the files of a list (JSON lines or .csv): audio, and fields of their own.",
        ),
        click.option(
            "--sidecar",
            is_flag=True,
            help="Take each recording's fields from the JSON beside it: a.json, a_metadata.json.",
        ),
        click.option(
            "--content-type",
            metavar="TYPE",
            callback=_content_type,
            help="The audio type, where the name shows none.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@click.command(epilog=_EPILOG)
@sources
@click.option("--recording-id", metavar="ID", help="Upload the one FILE to this recording.")
@click.option(
    "--concurrency",
    type=click.IntRange(1, MAX_CONCURRENCY),
    help="Uploads at a time at most.  [default: 10]",
)
@click.option(
    "--journal",
    metavar="FILE|URL",
    help="Keep here what is done, so that the same command goes on after any end: in a file, or in "
    "a database that machines share (postgresql://…). [BOTA_JOURNAL]",
)
@click.option(
    "--resume",
    is_flag=True,
    help="Go on with an existing journal; without FILE: with all that was asked for.",
)
@click.option("--dry-run", "is_dry", is_flag=True, help="Send nothing; say what would be uploaded.")
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
@click.option("--transcribe", is_flag=True, help="Then have it transcribed, and show the text.")
@click.option(
    "--transcription-language",
    metavar="CODE",
    help="With --transcribe: what is spoken, such as en.",
)
@click.option("--json", is_flag=True, help="JSON lines, also on a terminal.")
@click.option("-q", "--quiet", is_flag=True, help="No bars and no progress; errors and results.")
@click.pass_context
def upload(
    context: click.Context,
    /,
    is_dry: bool,
    journal: str | None,
    resume: bool,
    transcribe: bool,
    transcription_language: str | None,
    json: bool,
    quiet: bool,
    **given: Any,
) -> None:
    """Upload audio files, whole, once and verified.

    A DIR stands for the audio files in it, by their names; a FILE is taken whatever its name. A URL
    (s3://, gs://, az://, sftp://…) is a file elsewhere, a DIR if it ends in /, or a GLOB. What
    is missing or fails stops no other. `-` is the standard input.
    """
    invocation: Invocation = context.obj
    if transcription_language is not None and not transcribe:
        raise click.UsageError("--transcription-language goes with --transcribe")
    shown = {"json": json or not sys.stdout.isatty(), "quiet": quiet}
    is_given = bool(given["files"] or given["manifests"])
    kept = _journal(invocation, given["files"], journal, is_given=is_given, resume=resume)
    if not all(file == STDIN or is_url(file) or os.path.isabs(file) for file in given["files"]):  # noqa: PTH117 - any bytes
        os.getcwd()  # noqa: PTH109 - where it is gone, `main` says so
    request = request_of(invocation, given)
    given["concurrency"] = given["concurrency"] or invocation.config.values.get("concurrency")
    options = {name: value for name, value in given.items() if value is not None}
    if is_dry:
        from bota_sdk.cli.uploads.dry_run import dry_run

        context.exit(dry_run(invocation, request, journal=kept, **shown, **options))
    fields = {"language": transcription_language} if transcription_language else {}
    then = fields if transcribe else None
    from bota_sdk.cli.uploads.run import run_upload

    context.exit(run_upload(invocation, request, journal=kept, then=then, **shown, **options))


upload.params[3:3] = recording_options({flag for known in upload.params for flag in known.opts})


def request_of(invocation: Invocation, given: dict[str, Any]) -> UploadRequest:
    """Return what was asked for.

    Raises:
        click.UsageError: it does not go together.

    """
    recording: dict[str, Any] = {}
    for name in [name for name in given if name.startswith(FIELD)]:
        value: Any = given.pop(name)
        if value is not None:
            recording[name.removeprefix(FIELD)] = value
    files: tuple[str, ...] = given.pop("files")
    recording_id: str | None = given.pop("recording_id")
    content_type: str | None = given.pop("content_type")
    manifests: tuple[str, ...] = given.pop("manifests")
    sidecar: bool = given.pop("sidecar")
    has_own_fields = sidecar or bool(manifests)
    if not files and not manifests and (content_type or recording):
        raise click.UsageError("the flags for a recording go with FILEs; the journal has its own")
    for name, value in (("recording-id", recording_id), ("name", recording.get("name"))):
        if value is not None and (manifests or not _is_one_source(files)):
            raise click.UsageError(f"--{name} goes with exactly one FILE")
    if recording_id is not None and recording:
        flags = [f"--{name.replace('_', '-')}" for name in recording]
        raise click.UsageError(
            f"{', '.join(flags)}: for a new recording; --recording-id names an existing one"
        )
    # A device token names its own end user; without a key the client says so, later.
    is_new = recording_id is None and "end_user_id" not in recording
    if is_new and invocation.key_kind in ("sk", "rk"):
        found = invocation.text("end_user_id")
        if found is not None:
            recording["end_user_id"] = found.value
        elif files and not has_own_fields:
            raise click.UsageError(
                "say whose recordings they are: --end-user-id ID, BOTA_END_USER_ID or "
                "end_user_id in the config file"
            )
    return UploadRequest(
        files, given.pop("recursive"), recording_id, content_type, recording, manifests, sidecar
    )


def _journal(
    invocation: Invocation,
    files: tuple[str, ...],
    flag: str | None,
    *,
    is_given: bool,
    resume: bool,
) -> str | None:
    if "" in files:
        raise click.UsageError("a FILE is an empty text")
    if not resume and not is_given:
        raise click.UsageError(
            "give a FILE, a DIR, a GLOB, a URL or - (or --manifest, or --journal FILE --resume)"
        )
    if STDIN in files:
        if invocation.reads_key:
            raise click.UsageError("--api-key - and FILE - cannot both read the standard input")
        if files.count(STDIN) > 1:
            raise click.UsageError("- may be given once")
        if flag is not None or resume:
            raise click.UsageError("the standard input cannot be resumed by a journal")
        return None
    found = invocation.journal(flag)
    journal = found and found.value
    if resume and journal is None:
        raise click.UsageError("--resume needs --journal FILE")
    if resume and "://" not in (journal or "") and not Path(journal or "").is_file():
        raise click.UsageError(f"--resume: there is no journal {journal!r}")
    return journal


def _is_one_source(files: tuple[str, ...]) -> bool:
    if len(files) == 1 and is_url(files[0]):
        return not glob.has_magic(files[0]) and not files[0].endswith("/")
    if len(files) != 1 or os.path.isdir(files[0]):  # noqa: PTH112 - any bytes, as given
        return False
    return os.path.isfile(files[0]) or not glob.has_magic(files[0])  # noqa: PTH113 - likewise
