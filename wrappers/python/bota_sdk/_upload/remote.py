"""A source that is not on this disk: streamed, opened anew per attempt, refused if it changes."""

from __future__ import annotations

import json
import random
from collections.abc import Generator
from contextlib import closing, contextmanager, suppress
from typing import Any, Final

from bota_sdk._shared import waiting
from bota_sdk._shared.retry import backoff
from bota_sdk._shared.text import printable_name
from bota_sdk._upload.places import REFUSED, Found, Place, explained, place_of, source_error
from bota_sdk._upload.source import Source
from bota_sdk.errors import SourceError

_TRIES: Final = 3
"""Attempts to read on without a byte between them, beside those that the library makes itself."""

_CHANGED: Final = frozenset({"PreconditionError", "FileExpired"})


def remote_source(source: Any) -> Source | None:
    """Return the Source for a URL, or a file or path of fsspec; None for anything else.

    Raises:
        ConfigurationError: the library that opens it is not installed.
        SourceError: it is not there, or cannot be read.

    """
    place = place_of(source)
    return None if place is None else _RemoteSource(place)


def fingerprint_of(audio: Any) -> str | None:
    """Return the fingerprint of something elsewhere, looked at anew; None for anything else."""
    source = remote_source(audio)
    return None if source is None else source.fingerprint


class _RemoteSource(Source):
    is_remote = True

    def __init__(self, place: Place) -> None:
        self._place = place
        name = place.url.rpartition("/")[2]
        with explained(place.url):
            self._found, self._head = place.begin()
        self.title = printable_name(name)
        self.stored_type = self._found.content_type
        self.fingerprint = json.dumps([self._found.size, self._found.tag])
        super().__init__(name, self._found.size)

    def part(self, start: int, count: int) -> bytes:
        end = min(start + count, self.size)
        return self._head[start:end] if end <= len(self._head) else super().part(start, count)

    @contextmanager
    def _opened(self, start: int) -> Generator[_Reader]:
        with closing(_Reader(self, self._place, self._found, start)) as reader:
            yield reader

    def _check_end(self, file: Any) -> None:  # noqa: ARG002 - what is read has no look of its own
        with explained(self._place.url):
            found = self._place.look()
        if found != self._found:
            raise self._changed(found.size)

    def changed(self) -> SourceError:
        """Return the error for a read that says that the contents are no longer those."""
        return self._changed(self.size)


class _Reader:
    """Reads a source from a place on, and goes on from where a connection broke."""

    def __init__(self, source: _RemoteSource, place: Place, found: Found, start: int) -> None:
        self._source, self._place, self._found, self._at = source, place, found, start
        self._file: Any = None

    def read(self, count: int) -> bytes:
        for attempt in range(1, _TRIES + 1):
            try:
                if self._file is None:
                    self._file = self._place.open(self._found, self._at)
                chunk: bytes = self._file.read(count)
            except Exception as error:
                self.close()
                if type(error).__name__ in _CHANGED:
                    raise self._source.changed() from None
                if attempt == _TRIES or not _may_pass(error):
                    raise source_error(self._place.url, error) from None
                waiting.wait_blocking(backoff(attempt, random.random))
            else:
                self._at += len(chunk)
                return chunk
        raise AssertionError

    def close(self) -> None:
        with suppress(Exception):  # it was only read, and what ended the reading counts
            if self._file is not None:
                self._file.close()
        self._file = None


def _may_pass(error: Exception) -> bool:
    is_refused = type(error).__name__ in REFUSED
    return not is_refused and not isinstance(error, FileNotFoundError | TypeError | ValueError)
