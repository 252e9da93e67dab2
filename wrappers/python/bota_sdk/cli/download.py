"""`botactl recordings download`: what it takes. `download_stream` moves the bytes."""

from __future__ import annotations

import hashlib
import os
import re
import sys
import tempfile
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import BinaryIO, Final

import attrs
import click
from bota_api.models import DownloadUrl, Recording

from bota_sdk import IntegrityError
from bota_sdk.cli.config import Invocation
from bota_sdk.cli.download_stream import chunks_of, opened
from bota_sdk.cli.output import printable, say, size_text

_ENDINGS: Final = {
    "audio/wav": ".wav",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/webm": ".webm",
    "audio/ogg": ".ogg",
    "audio/flac": ".flac",
}

_EPILOG = """
\b
Examples:
  botactl recordings download rec_abc123
  botactl recordings download rec_abc123 -o standup.wav --force
  botactl recordings download rec_abc123 -o - | ffprobe -
"""


@attrs.frozen
class _Expected:
    """What the service says of the audio; None for what it does not say."""

    size: int | None
    sha256: str | None

    @classmethod
    def of(cls, recording: Recording, answer: DownloadUrl) -> _Expected:
        size = answer.file_size_bytes or recording.file_size_bytes
        sha256 = recording.content_sha256
        return cls(
            int(size) if isinstance(size, int | str) else None,
            sha256 if isinstance(sha256, str) else None,
        )


@click.command(epilog=_EPILOG)
@click.argument("recording_id", metavar="ID")
@click.option(
    "-o",
    "--output",
    type=click.Path(allow_dash=True),
    metavar="FILE|-",
    help="Where to; - is the standard output.  [default: the ID with an ending for its type]",
)
@click.option("--force", is_flag=True, help="Replace a FILE that is there.")
@click.pass_obj
def download(invocation: Invocation, recording_id: str, output: str | None, force: bool) -> None:
    """Download the audio of the recording ID.

    Its size and SHA-256 are compared with what the service says. A file appears under its name only
    when it is whole and right.
    """
    to_stdout = output == "-"
    if to_stdout and sys.stdout.isatty():
        raise click.UsageError("a terminal cannot show audio: give -o FILE, or a pipe")
    if output is not None and not to_stdout:
        _must_be_free(Path(output), force=force)
    with invocation.client() as bota:
        recording = bota.recordings.get(recording_id)
        answer = bota.recordings.get_download_url(recording_id)
    expected = _Expected.of(recording, answer)
    with opened(answer.download_url, invocation.options.get("timeout", 30.0)) as stream:
        if to_stdout:
            _copy(stream, sys.stdout.buffer, expected)
            sys.stdout.buffer.flush()
            return
        target = _target(output, recording_id, answer, recording)
        _must_be_free(target, force=force)
        with _new_file(target, force=force) as file:
            size = _copy(stream, file, expected)
    checked = "size and SHA-256 are right" if expected.sha256 else "its size is right"
    if expected.size is None and expected.sha256 is None:
        checked = "the service says nothing to compare it with"
    say(f"{printable(str(target))}: {size_text(size)}, {checked}")


def _target(
    output: str | None, recording_id: str, answer: DownloadUrl, recording: Recording
) -> Path:
    kind = answer.content_type or recording.mime_type
    name = re.sub(r"[^A-Za-z0-9_-]", "_", recording_id)
    default = name + _ENDINGS.get(str(kind), ".audio")
    if output is None:
        return Path(default)
    path = Path(output)
    return path / default if path.is_dir() else path


def _must_be_free(target: Path, *, force: bool) -> None:
    if target.is_dir() or force:
        return
    if target.exists() or target.is_symlink():
        raise click.UsageError(f"{str(target)!r} is there already; --force replaces it")


@contextmanager
def _new_file(target: Path, *, force: bool) -> Generator[BinaryIO]:
    """Give a file to write, which gets its name at the end of the block if nothing was raised."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name[:100]}.", dir=target.parent)
    temporary = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        umask = os.umask(0)
        os.umask(umask)
        temporary.chmod(0o666 & ~umask)
        if force:
            temporary.replace(target)
        else:
            _name_it(temporary, target)
    finally:
        with suppress(FileNotFoundError):
            temporary.unlink()


def _name_it(temporary: Path, target: Path) -> None:
    try:
        # A link, unlike a rename, never replaces what somebody made meanwhile.
        target.hardlink_to(temporary)
    except FileExistsError:
        raise click.UsageError(f"{str(target)!r} is there already; --force replaces it") from None
    except OSError:
        _must_be_free(target, force=False)
        temporary.rename(target)


def _copy(stream: BinaryIO, file: BinaryIO, expected: _Expected) -> int:
    size, digest = 0, hashlib.sha256()
    for chunk in chunks_of(stream):
        size += len(chunk)
        digest.update(chunk)
        file.write(chunk)
    if expected.size is not None and size != expected.size:
        raise IntegrityError(
            f"the download has {size} bytes, but the service says {expected.size}; try again"
        )
    if expected.sha256 is not None and digest.hexdigest() != expected.sha256:
        raise IntegrityError(
            f"the download's SHA-256 is {digest.hexdigest()}, but the service says "
            f"{expected.sha256}"
        )
    return size
