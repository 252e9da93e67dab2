"""`botactl curl`: the documented flow as commands to paste."""

from __future__ import annotations

import hashlib
import json
import shlex
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

import attrs
import click
from bota_api.types import Unset

from bota_sdk import SourceError
from bota_sdk._upload.audio_type import content_type_of
from bota_sdk._upload.source import open_source
from bota_sdk.cli.audio_names import checked_content_type, type_by_name
from bota_sdk.cli.console import say
from bota_sdk.cli.settings import Invocation

_CURL = "curl --fail-with-body --silent --show-error"

_EPILOG = """
\b
Examples:
  botactl curl rec_abc123 --file standup.wav
  botactl curl rec_abc123 --file standup.wav --show-secrets | sh
"""


@attrs.frozen
class _Audio:
    path: str
    content_type: str
    size: int | None
    sha256: str | None


@click.command(epilog=_EPILOG)
@click.argument("recording_id", metavar="ID")
@click.option(
    "--file",
    "path",
    default="recording.wav",
    show_default=True,
    type=click.Path(dir_okay=False),
    help="The audio file.",
)
@click.option(
    "--content-type",
    metavar="TYPE",
    callback=checked_content_type,
    help="Its type, where its name tells none.",
)
@click.option(
    "--show-secrets",
    is_flag=True,
    help="Ask for an upload URL now, and show it and the key, so that pasting works.",
)
@click.pass_obj
def curl(
    invocation: Invocation,
    recording_id: str,
    path: str,
    content_type: str | None,
    show_secrets: bool,
) -> None:
    """Print the curl commands that upload a file to the recording ID.

    Without --show-secrets nothing is asked of the service, and $BOTA_API_KEY and $UPLOAD_URL stand
    for the key and for the upload URL.
    """
    audio = _audio(path, content_type)
    base = f"{invocation.base_url.value.rstrip('/')}/recordings/{quote(recording_id, safe='')}"
    if show_secrets:
        lines = _with_secrets(invocation, recording_id, base, audio)
    else:
        lines = _without_secrets(base, audio)
    click.echo("\n".join(lines))


def _audio(path: str, given: str | None) -> _Audio:
    """Return what is known of the file; a file that is not there is taken by its name.

    Raises:
        SourceError: it is there but cannot be uploaded, or its type is unknown.

    """
    if not Path(path).exists():
        say(f"{path!r} is not there: its size and SHA-256 are left to the shell")
        if given is None:
            given = _type_by_name(path)
        return _Audio(path, given, None, None)
    source = open_source(path)
    try:
        content_type = content_type_of(name=source.name, given=given, head=source.head())
        digest = hashlib.sha256()
        for chunk in source.chunks():
            digest.update(chunk)
        return _Audio(path, content_type, source.size, digest.hexdigest())
    finally:
        source.close()


def _type_by_name(path: str) -> str:
    found = type_by_name(Path(path).name)
    if found is None:
        raise SourceError(f"the type of {path!r} is not known by its name; pass --content-type")
    return found


def _url_request(audio: _Audio) -> dict[str, object]:
    fields: dict[str, object] = {"content_type": audio.content_type}
    if audio.size is not None:
        fields["file_size_bytes"] = audio.size
    return fields


def _without_secrets(base: str, audio: _Audio) -> list[str]:
    key = '"Authorization: Bearer $BOTA_API_KEY"'
    return [
        "# 1. Ask for an upload URL: put upload_url of the answer into UPLOAD_URL",
        _api(f"{base}/upload-url", key, shlex.quote(json.dumps(_url_request(audio)))),
        "",
        "# 2. PUT the bytes, with the headers of the answer and without the key",
        _put('"$UPLOAD_URL"', {"Content-Type": audio.content_type}, audio.path),
        "",
        *_complete(base, key, audio),
    ]


def _with_secrets(invocation: Invocation, recording_id: str, base: str, audio: _Audio) -> list[str]:
    with invocation.client() as bota:
        if audio.size is None:
            answer = bota.uploads.create_url(recording_id, content_type=audio.content_type)
        else:
            answer = bota.uploads.create_url(
                recording_id,
                content_type=audio.content_type,
                file_size_bytes=audio.size,
            )
    # The client has made sure that there is one.
    assert invocation.api_key is not None
    key = shlex.quote(f"Authorization: Bearer {invocation.api_key.value.reveal()}")
    headers: Mapping[str, str] = (
        {"Content-Type": audio.content_type}
        if isinstance(answer.headers, Unset)
        else answer.headers.additional_properties
    )
    until = "for one hour"
    if not isinstance(answer.expires_at, Unset):
        until = f"until {answer.expires_at.isoformat()}"
    return [
        f"# 1. An upload URL was asked for just now, with this command; it is good {until}",
        *(
            f"# {line}"
            for line in _api(
                f"{base}/upload-url", key, shlex.quote(json.dumps(_url_request(audio)))
            ).splitlines()
        ),
        "",
        "# 2. PUT the bytes, with the headers of the answer and without the key",
        _put(shlex.quote(answer.upload_url), headers, audio.path),
        "",
        *_complete(base, key, audio),
    ]


def _api(url: str, key: str, body: str) -> str:
    return " \\\n  ".join(
        [
            f"{_CURL} -X POST {shlex.quote(url)}",
            f"-H {key}",
            "-H 'Content-Type: application/json'",
            f"-d {body}",
        ]
    )


def _put(url: str, headers: Mapping[str, str], path: str) -> str:
    # A URL may hold brackets, in which curl would see a range.
    lines = [f"{_CURL} --globoff -X PUT {url}"]
    lines += [f"-H {shlex.quote(f'{name}: {value}')}" for name, value in headers.items()]
    lines.append(f"--upload-file {shlex.quote(_no_option(path))}")
    return " \\\n  ".join(lines)


def _complete(base: str, key: str, audio: _Audio) -> list[str]:
    if audio.sha256 is not None:
        body = shlex.quote(json.dumps({"content_sha256": audio.sha256}))
    else:
        file = shlex.quote(_no_option(audio.path))
        body = f'"{{\\"content_sha256\\": \\"$(sha256sum < {file} | cut -c1-64)\\"}}"'
    return [
        "# 3. Complete the upload; 425 means that the same command is to be given again",
        _api(f"{base}/upload-complete", key, body),
    ]


def _no_option(path: str) -> str:
    return f"./{path}" if path.startswith("-") else path
