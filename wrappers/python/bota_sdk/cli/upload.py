"""`botactl upload`: what it takes. `upload_run` does the work."""

from __future__ import annotations

import datetime
import inspect
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from types import UnionType
from typing import Any, Final, Literal, Self, Union, get_args, get_origin

import attrs
import click
from bota_api.api.recordings import Recordings

from bota_sdk import MAX_CONCURRENCY, SourceError, inspect_audio
from bota_sdk.cli.config import Invocation
from bota_sdk.cli.find_files import STDIN, is_pattern

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
  progress  a file is under way: file, phase, recording_id, attempt, bytes_sent,
            total_bytes; bytes_lost where bytes have to be sent again
  result    a file has ended: file, outcome (uploaded, skipped, failed,
            not_started), reason, recording_id, bytes, sha256, verified,
            attempts, seconds, error (type, message, status_code, code)
  plan      with --dry-run, in place of both: file, outcome (would_upload,
            would_fail), reason, content_type, bytes
  summary   the last line: uploaded, verified, skipped, failed, not_started,
            ignored, bytes, seconds, stopped, exit_code;
            with --dry-run would_upload, would_fail, ignored, bytes, exit_code
`file` is an absolute path, with \\xNN for bytes that are no UTF-8, or - for the
standard input. What is not known is null. New fields and events may appear.
"""


class _DateTime(click.ParamType[datetime.datetime]):
    name = "date-time"

    def convert(
        self, value: Any, param: click.Parameter | None, ctx: click.Context | None
    ) -> datetime.datetime:
        try:
            moment = datetime.datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"{value!r} is not of the form 2026-05-31T09:30:00Z", param, ctx)
        # What a person gives without an offset is the time of this machine.
        return moment if moment.tzinfo else moment.astimezone()


def _pairs(
    _context: click.Context, _parameter: click.Parameter, values: tuple[str, ...]
) -> dict[str, str] | None:
    pairs: dict[str, str] = {}
    for pair in values:
        name, separator, value = pair.partition("=")
        if not separator or not name:
            raise click.BadParameter(f"{pair!r} is not of the form key=value")
        pairs[name] = value
    return pairs or None


def recording_fields() -> dict[str, Any]:
    """Return the fields of a new recording and their types (contract: createRecording)."""
    parameters = inspect.signature(Recordings.create, eval_str=True).parameters
    others = ("self", "idempotency_key", "timeout", "extra_headers")
    return {name: found.annotation for name, found in parameters.items() if name not in others}


def _parts(hint: Any) -> list[Any]:
    """Return the types and literals that a type is a union of."""
    if get_origin(hint) in (Union, UnionType, Literal):
        return [part for argument in get_args(hint) for part in _parts(argument)]
    return [hint]


_TYPES: Final[Mapping[Any, click.ParamType[Any]]] = {
    datetime.datetime: _DateTime(),
    bool: click.BOOL,
    int: click.INT,
    float: click.FLOAT,
}


def _type_of(hint: Any) -> click.ParamType[Any]:
    return next((_TYPES[part] for part in _TYPES if part in _parts(hint)), click.STRING)


class _FieldOption(click.Option):
    """A flag for a field of a new recording."""

    def __init__(self, field: str, hint: Any, text: str, *, taken: set[str]) -> None:
        self.field = field
        flag = f"--{field.replace('_', '-')}"
        flag = f"--recording{flag[1:]}" if flag in taken else flag
        parts = _parts(hint)
        options: dict[str, Any] = {"type": _type_of(hint)}
        if any(get_origin(part) is Mapping for part in parts) or Mapping in parts:
            options = {"multiple": True, "metavar": "KEY=VALUE", "callback": _pairs}
        # The words that the contract names; the service may take others.
        words = [part for part in parts if isinstance(part, str)]
        if words:
            options["metavar"] = "|".join([*words, "…"])
        super().__init__([flag, f"field_{field}"], help=text, **options)


def _field_options(taken: set[str]) -> list[click.Parameter]:
    described = re.findall(
        r"^    (\w+): (.+(?:\n {8}.+)*)", inspect.getdoc(Recordings.create) or "", re.MULTILINE
    )
    texts = {name: re.sub(r"\s+", " ", text) for name, text in described}
    texts["end_user_id"] = f"{texts.get('end_user_id', '')}  [BOTA_END_USER_ID]"
    return [
        _FieldOption(name, hint, texts.get(name, ""), taken=taken)
        for name, hint in recording_fields().items()
    ]


@attrs.frozen
class UploadRequest:
    """The arguments and flags, after their check.

    Attributes:
        files: files, directories and patterns; empty to go on with all that the journal knows.
        recursive: whether to take the directories in a directory.
        recording_id: an existing recording for the one file.
        content_type: of every file.
        recording: the fields of each new recording.
        journal: the file that keeps what is done.
        options: further arguments of `Bota.upload_many`.

    """

    files: tuple[str, ...]
    recursive: bool
    recording_id: str | None
    content_type: str | None
    recording: Mapping[str, Any]
    journal: str | None
    options: Mapping[str, Any]

    def to_journal(self) -> str:
        """Return which files it means and what becomes of them, for another working directory."""
        kept = attrs.asdict(self, filter=lambda field, _: field.name not in ("journal", "options"))
        # Bytes of a name that are no text are kept as JSON keeps them.
        kept["files"] = [os.path.abspath(file) for file in self.files]  # noqa: PTH100 - any bytes
        return json.dumps(kept, default=lambda moment: moment.isoformat())

    def resumed(self, kept: str) -> Self:
        """Return this request for the files of an earlier one, from its `to_journal`."""
        fields: dict[str, Any] = json.loads(kept)
        hints = recording_fields()
        recording: dict[str, Any] = {
            name: _type_of(hints.get(name))(value) if isinstance(value, str) else value
            for name, value in fields["recording"].items()
        }
        fields |= {"files": tuple(fields["files"]), "recording": recording}
        return attrs.evolve(self, **fields)


def _content_type(
    _context: click.Context, _parameter: click.Parameter, given: str | None
) -> str | None:
    if given is not None:
        try:
            inspect_audio(b"\0", content_type=given)
        except SourceError as error:
            raise click.BadParameter(str(error)) from None
    return given


@click.command(epilog=_EPILOG)
@click.argument("files", nargs=-1, metavar="FILE|DIR|GLOB|-...", type=click.Path(allow_dash=True))
@click.option("-r", "--recursive", is_flag=True, help="Take the directories in a DIR too.")
@click.option("--recording-id", metavar="ID", help="Upload the one FILE to this recording.")
@click.option(
    "--content-type",
    metavar="TYPE",
    callback=_content_type,
    help="The audio type, where the name shows none.",
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
    context: click.Context, /, dry_run: bool, as_json: bool, quiet: bool, **given: Any
) -> None:
    """Upload audio files, whole, once and verified.

    A DIR stands for the audio files in it, by their names; a FILE is taken whatever its name. What
    is missing or fails stops no other. `-` is the standard input.
    """
    from bota_sdk.cli.dry_run import dry_run as plan
    from bota_sdk.cli.upload_run import run_upload
    from bota_sdk.cli.view import Style

    request = _request(context.obj, given, dry_run=dry_run)
    style = Style.chosen(json=as_json, quiet=quiet)
    context.exit(plan(request, style) if dry_run else run_upload(context.obj, request, style))


_flags = {flag for parameter in upload.params for flag in parameter.opts}
upload.params[3:3] = _field_options(_flags)


def _request(invocation: Invocation, given: dict[str, Any], *, dry_run: bool) -> UploadRequest:
    """Return what was asked for.

    Raises:
        click.UsageError: it does not go together.

    """
    recording = {
        name.removeprefix("field_"): given.pop(name)
        for name in list(given)
        if name.startswith("field_")
    }
    recording = {name: value for name, value in recording.items() if value is not None}
    files: tuple[str, ...] = given.pop("files")
    recording_id: str | None = given.pop("recording_id")
    content_type: str | None = given.pop("content_type")
    recursive: bool = given.pop("recursive")
    journal = _journal(invocation, files, given.pop("journal"), resume=given.pop("resume"))
    if not files and (content_type or recording):
        raise click.UsageError(
            "--content-type and what describes a recording go with FILEs; the journal has its own"
        )
    for name, value in (("recording-id", recording_id), ("name", recording.get("name"))):
        if value is not None and not _is_one_source(files):
            raise click.UsageError(f"--{name} goes with exactly one FILE")
    if recording_id is not None and recording:
        names = ", ".join(f"--{name.replace('_', '-')}" for name in recording)
        raise click.UsageError(
            f"{names}: only for a new recording; --recording-id names an existing one"
        )
    if recording_id is None and not dry_run and "end_user_id" not in recording:
        recording |= _default_end_user(invocation, is_needed=bool(files))
    given["concurrency"] = given["concurrency"] or invocation.config.values.get("concurrency")
    options = {name: value for name, value in given.items() if value is not None}
    return UploadRequest(files, recursive, recording_id, content_type, recording, journal, options)


def _journal(
    invocation: Invocation, files: tuple[str, ...], flag: str | None, *, resume: bool
) -> str | None:
    if "" in files:
        raise click.UsageError("a FILE is an empty text")
    if not resume and not files:
        raise click.UsageError("give a FILE, a DIR, a GLOB or - (or --journal FILE --resume)")
    if STDIN in files:
        if invocation.reads_key:
            raise click.UsageError("--api-key - and FILE - cannot both read the standard input")
        if files.count(STDIN) > 1:
            raise click.UsageError("- may be given once")
        if flag is not None or resume:
            raise click.UsageError(
                "what comes on the standard input cannot be resumed by a journal"
            )
        return None
    journal = invocation.journal(flag)
    if resume and journal is None:
        raise click.UsageError("--resume needs --journal FILE")
    if resume and journal is not None and not Path(journal.value).is_file():
        raise click.UsageError(f"--resume: there is no journal {journal.value!r}")
    return None if journal is None else journal.value


def _default_end_user(invocation: Invocation, *, is_needed: bool) -> dict[str, str]:
    # A device token names its own end user; without a key the client says so, later.
    if invocation.key_kind not in ("sk", "rk"):
        return {}
    found = invocation.text("end_user_id")
    if found is not None:
        return {"end_user_id": found.value}
    if is_needed:
        raise click.UsageError(
            "say whose recordings they are: --end-user-id ID, BOTA_END_USER_ID or end_user_id "
            "in the config file"
        )
    return {}


def _is_one_source(files: tuple[str, ...]) -> bool:
    if len(files) != 1:
        return False
    only = files[0]
    if only == STDIN or os.path.isfile(only):  # noqa: PTH113 - any bytes, as given
        return True
    return not os.path.isdir(only) and not is_pattern(only)  # noqa: PTH112 - likewise
