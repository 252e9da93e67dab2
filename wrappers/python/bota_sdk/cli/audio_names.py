"""Which files are audio, by their names or by what the caller says."""

from __future__ import annotations

from functools import lru_cache
from pathlib import PurePath

import click

from bota_sdk import SourceError
from bota_sdk._upload.audio_type import (
    audio_content_type,
    content_type_of,
)


def is_audio_name(name: str) -> bool:
    """Tell whether a file's name ends as audio does that the service takes."""
    return _is_audio_suffix(PurePath(name).suffix.lower())


def checked_content_type(
    _context: click.Context, _parameter: click.Parameter, given: str | None
) -> str | None:
    """Return the value of `--content-type`.

    Raises:
        click.BadParameter: it is none of the contract's types.

    """
    if given is not None:
        try:
            content_type_of(name=None, given=given, head=b"")
        except SourceError as error:
            raise click.BadParameter(str(error)) from None
    return given


def type_by_name(name: str) -> str | None:
    """Return the content type that a file's name shows; None when it shows none."""
    return audio_content_type(name)


@lru_cache(maxsize=1000)
def _is_audio_suffix(suffix: str) -> bool:
    # The suffix alone: the standard library sees audio in `a.wav.gz`.
    return bool(suffix) and audio_content_type(f"audio{suffix}") is not None
