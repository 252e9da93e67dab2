"""`botactl recordings`, `transcriptions` and so on: the operations of the contract as commands.

Arguments, types and help are those of the generated methods: what the contract gains is here too.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterable, Mapping
from itertools import islice
from typing import Any, Final, get_origin, get_type_hints

import click
from bota_api.paging import Page
from bota_api.resources import Resources
from rich.table import Table
from rich.text import Text

from bota_sdk.cli.config import Invocation, with_global_options
from bota_sdk.cli.output import (
    ExitCode,
    console_for,
    pairs_table,
    printable,
    say,
    size_text,
    text,
    write_line,
)
from bota_sdk.cli.uploads.request import FIELD, field_option

_PAGE: Final = 100
"""Items asked for at a time: as many as the service gives."""

_WIDE: Final = 110
"""Columns of a terminal that has room for all."""

_COLUMNS: Final = {
    "id": "ID",
    "status": "STATUS",
    "name": "NAME",
    "external_id": "EXTERNAL ID",
    "email": "EMAIL",
    "serial_number": "SERIAL NUMBER",
    "model": "MODEL",
    "recording_id": "RECORDING",
    "transcription_id": "TRANSCRIPTION",
    "language": "LANGUAGE",
    "template_id": "TEMPLATE",
    "end_user_id": "END USER",
    "file_size_bytes": "BYTES",
    "mime_type": "TYPE",
    "created_at": "CREATED",
}
"""What a list shows of its items, where they have it."""

_ONLY_WIDE: Final = frozenset({"transcription_id", "end_user_id", "mime_type"})
_FOLDED: Final = frozenset({"name", "external_id", "email", "end_user_id"})

_JOBS: Final = {
    "transcriptions": ("transcribe", "recording_id"),
    "summaries": ("summarize", "transcription_id"),
}
"""What waits for what is created there, and the field that it takes first."""

# Of programs only: `botactl --timeout` is the same, and the client gives each call a key.
_NO_OPTIONS: Final = frozenset(
    {"self", "timeout", "extra_headers", "extra_query", "extra_body", "idempotency_key"}
)


def resource_group(name: str) -> click.Group:
    """Return the group of commands for a tag, whose name has dashes."""
    group = _ResourceGroup(name)
    if name == "recordings":
        group.add_command(with_global_options(_download))
    return group


class _ResourceGroup(click.Group):
    """The operations of one tag, whose modules are imported when it is used."""

    def __init__(self, name: str) -> None:
        super().__init__(
            name,
            help=f"Use the API: {name.replace('-', ' ')}.",
            epilog=f"\b\nExample:\n  botactl {name} --help",
        )
        self._tag = name.replace("-", "_")

    def list_commands(self, ctx: click.Context) -> list[str]:
        methods = [
            name.replace("_", "-")
            for name, _ in inspect.getmembers_static(_class_of(self._tag), inspect.isfunction)
            if not name.startswith("_")
        ]
        return [*methods, *super().list_commands(ctx)]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name in self.commands or cmd_name not in self.list_commands(ctx):
            return super().get_command(ctx, cmd_name)
        return with_global_options(_command(self._tag, cmd_name))


def _class_of(tag: str) -> type[Any]:
    found: type[Any] = getattr(Resources, tag)
    return found


def _command(tag: str, name: str) -> click.Command:
    """Return the command for one operation."""
    method = name.replace("-", "_")
    call = getattr(_class_of(tag), method)
    hints, (about, described) = get_type_hints(call), _docstring(call)
    is_list = get_origin(hints["return"]) is Page
    if is_list:  # the rest is about pages, which are all read here
        about = about.partition("\n")[0]
    own: list[click.Parameter] = [click.Option(["--json", "as_json"], is_flag=True, help=_JSON)]
    if is_list:
        limit = "N at most.  [default: all]"
        own.append(click.Option(["--limit"], type=click.IntRange(1), metavar="N", help=limit))
    if method == "delete":
        own.append(click.Option(["-y", "--yes"], is_flag=True, help="Do not ask."))
    if method == "create" and tag in _JOBS:
        own.append(click.Option(["--wait"], is_flag=True, help="Wait until it is completed."))
    taken = {flag for option in own for flag in option.opts}
    parameters: list[click.Parameter] = []
    for parameter in inspect.signature(call).parameters.values():
        key = parameter.name
        if key in _NO_OPTIONS or (is_list and key in ("limit", "offset", "cursor")):
            continue
        required = parameter.default is parameter.empty
        if parameter.kind is parameter.KEYWORD_ONLY:
            option = field_option(
                key,
                hints[key],
                described.get(key, ""),
                taken=taken,
                noun="field",
                required=required,
            )
            parameters.append(option)
        else:
            metavar = key.upper().replace("_", "-")
            parameters.append(click.Argument([f"{FIELD}{key}"], metavar=metavar))
    words = [
        f"{each.opts[0]} …" if isinstance(each, click.Option) else str(each.metavar)
        for each in parameters
        if each.required
    ]
    example = " ".join(["botactl", tag.replace("_", "-"), name, *words])

    def run(context: click.Context, /, **given: Any) -> None:
        _run(context, tag, method, given)

    return click.Command(
        name,
        params=[*parameters, *own],
        callback=click.pass_context(run),
        help=about,
        short_help=about.partition("\n")[0],
        epilog=f"\b\nExample:\n  {example}",
    )


_JSON: Final = "JSON lines, also on a terminal."


def _docstring(call: Any) -> tuple[str, Mapping[str, str]]:
    """Return what a generated method does, and what each of its arguments is."""
    about, _, rest = (inspect.getdoc(call) or "").partition("\n\nArgs:\n")
    found = re.findall(r"^    (\w+): (.*(?:\n {8}.*)*)", rest.partition("\n\n")[0], re.MULTILINE)
    return about, {name: " ".join(words.split()) for name, words in found}


def _run(context: click.Context, tag: str, method: str, given: dict[str, Any]) -> None:
    invocation: Invocation = context.obj
    as_json = given.pop("as_json") or not sys.stdout.isatty()
    own = {name: given.pop(name, None) for name in ("limit", "yes", "wait")}
    fields = {name.removeprefix(FIELD): value for name, value in given.items() if value is not None}
    shown = printable(str(fields.get("id", "")))
    if method == "delete" and not own["yes"]:
        _confirm(context, f"{tag.replace('_', ' ')}: delete {shown} for good?")
    with invocation.client() as bota:
        call = getattr(getattr(bota, tag), method)
        if own["wait"]:
            waiting, first = _JOBS[tag]
            found = getattr(bota, waiting)(fields.pop(first), **fields)
        elif get_origin(get_type_hints(call)["return"]) is Page:
            if "limit" in inspect.signature(call).parameters:
                fields["limit"] = min(own["limit"] or _PAGE, _PAGE)
            _show_list(islice(call(**fields), own["limit"]), as_json=as_json)
            return
        else:
            found = call(**fields)
    if found is None:
        say(f"{shown} is deleted" if method == "delete" else "done")
    else:
        _show(found.to_dict() if hasattr(found, "to_dict") else {"result": found}, as_json=as_json)


def _confirm(context: click.Context, question: str) -> None:
    if context.obj.reads_key or not sys.stdin.isatty():
        raise click.UsageError("nobody can be asked here: pass --yes to delete")
    if not click.confirm(question, err=True):
        say("nothing was deleted")
        context.exit(ExitCode.INTERRUPTED)


def _show(fields: dict[str, Any], *, as_json: bool) -> None:
    if as_json:
        write_line(fields)
        return
    table = pairs_table()
    for name, value in fields.items():
        if value is not None:
            # In full, as in JSON: a device's token is shown this once.
            table.add_row(text(name, "bold"), Text(printable(str(value))))
    console_for(sys.stdout).print(table)


def _show_list(found: Iterable[Any], *, as_json: bool) -> None:
    if as_json:
        for item in found:
            write_line(item.to_dict())
        return
    rows = [item.to_dict() for item in found]
    if not rows:
        say("there are none")
        return
    table = Table(box=None, pad_edge=False, header_style="bold")
    console = console_for(sys.stdout)
    shown = [
        name
        for name in _COLUMNS
        if any(row.get(name) for row in rows) and (console.width >= _WIDE or name not in _ONLY_WIDE)
    ]
    for name in shown:
        table.add_column(_COLUMNS[name], no_wrap=name not in _FOLDED, overflow="fold")
    for row in rows:
        # A date as people write it, to the minute.
        row["created_at"] = str(row.get("created_at") or "")[:16].replace("T", " ")
        table.add_row(*(text(str(row.get(name) or "")) for name in shown))
    console.print(table)


@click.command(
    "download",
    epilog="""
\b
Examples:
  botactl recordings download rec_abc123
  botactl recordings download rec_abc123 -o standup.wav --force
  botactl recordings download rec_abc123 -o - | ffprobe -
""",
)
@click.argument("recording_id", metavar="ID")
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
def _download(invocation: Invocation, recording_id: str, output: str, force: bool) -> None:
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
