"""Finds the files that the arguments of `botactl upload` mean, one by one as they are needed."""

from __future__ import annotations

import errno
import glob
import os
import select
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from functools import lru_cache
from typing import Final

import attrs

from bota_sdk import (
    CancelToken,
    SourceError,
    audio_content_type,
    is_url,
    list_urls,
    redact,
)
from bota_sdk.cli.output import printable

STDIN: Final = "-"
"""The argument that means the standard input."""

_CHUNK: Final = 256 << 10

_Identity = tuple[int, int]


def stdin_chunks(cancel: CancelToken) -> Iterator[bytes]:
    """Yield the bytes of the standard input to its end, which may never come.

    Raises:
        UploadCancelledError: `cancel` was used.

    """
    file = sys.stdin.fileno()
    while True:
        # Windows can wait for sockets only.
        while os.name == "posix" and not select.select([file], [], [], 0.25)[0]:
            cancel.check()
        chunk = os.read(file, _CHUNK)
        if not chunk:
            return
        yield chunk


@attrs.define
class Finder:
    """Yields each file once, however many ways lead to it, those of a directory by their names.

    The memory that it takes grows with the directories and links, and with the names in one
    directory. Hidden directories in a directory, such as `.Trash`, are left out.

    Args:
        arguments: files, directories and patterns, and URLs of such.
        recursive: whether to take the directories in a directory.
        on_missing: called with what cannot be had, an argument or a path, and with the reason.
        on_note: called with what people should know and what loses no file.
        should_stop: asked now and then; True ends the search.

    Attributes:
        ignored: files in directories that are no audio, so far.

    """

    arguments: Sequence[str]
    recursive: bool
    on_missing: Callable[[str, str], object]
    on_note: Callable[[str], object] = lambda _: None
    should_stop: Callable[[], bool] = lambda: False
    ignored: int = 0
    _directories: set[_Identity] = attrs.field(factory=set[_Identity], init=False)
    # Those that no walk leads to exactly once: named files, and links to files.
    _named: set[_Identity] = attrs.field(factory=set[_Identity], init=False)

    def __iter__(self) -> Iterator[str]:
        for argument in self.arguments:
            if argument == STDIN:
                yield argument
            elif is_url(argument):
                yield from self._elsewhere(argument)
            elif glob.has_magic(argument) and not os.path.lexists(argument):
                matches = False
                for path in sorted(glob.iglob(argument, recursive=True)):  # noqa: PTH207 - any bytes
                    matches = True
                    yield from self._argument(path if path != STDIN else f"./{path}")
                if not matches:
                    self.on_missing(argument, "the pattern matches nothing")
            else:
                yield from self._argument(argument)

    def _elsewhere(self, url: str) -> Iterator[str]:
        is_pattern = glob.has_magic(url)
        if not is_pattern and not url.endswith("/"):
            yield url
            return
        matches = False
        try:
            for found in list_urls(url, recursive=self.recursive):
                if self.should_stop():
                    return
                matches = True
                if is_pattern or is_audio_name(found):
                    yield found
                else:
                    self.ignored += 1
        except (SourceError, ValueError) as error:
            self.on_missing(url, redact(str(error)))
            return
        if not matches:
            self.on_missing(url, f"the {'pattern' if is_pattern else 'URL'} matches nothing")

    def _argument(self, path: str) -> Iterator[str]:
        if self.should_stop():
            return
        try:
            found = os.stat(path)  # noqa: PTH116 - any bytes, as given
            is_directory = stat.S_ISDIR(found.st_mode)
            is_new = not is_directory and self._is_new(path, found)
        except (OSError, ValueError) as error:
            self.on_missing(path, getattr(error, "strerror", None) or str(error))
            return
        if is_new:
            yield path
        elif is_directory and _identity(found) not in self._directories:
            self._directories.add(_identity(found))
            yield from self._walk(path)

    def _walk(self, top: str) -> Iterator[str]:
        waiting = [top]
        while waiting:
            folder = waiting.pop()
            paths: list[str] = []
            below: list[str] = []
            try:
                with os.scandir(folder) as entries:
                    for entry in entries:
                        if self.should_stop():
                            return
                        if self._is_wanted(entry, below):
                            paths.append(entry.path)
            except OSError as error:
                self.on_missing(folder, f"the directory cannot be read: {error.strerror}")
            yield from sorted(paths)
            waiting += sorted(below, reverse=True)

    def _is_wanted(self, entry: os.DirEntry[str], below: list[str]) -> bool:
        try:
            return self._is_new_audio(entry, below)
        except OSError as error:
            if is_audio_name(entry.name):
                return True  # whoever opens it says why it cannot be read
            if error.errno == errno.ELOOP:
                self.on_note(f"{printable(entry.path)}: the link leads to itself; not followed")
            else:
                self.ignored += 1
            return False

    def _is_new_audio(self, entry: os.DirEntry[str], below: list[str]) -> bool:
        if entry.is_dir():
            if self.recursive and entry.name.startswith("."):
                self.on_note(
                    f"{printable(entry.path)}: a hidden directory, left out; to take it too, "
                    "name it"
                )
            elif self.recursive:
                self._add_directory(entry, below)
            return False
        if not is_audio_name(entry.name):
            self.ignored += 1
            return False
        if entry.is_symlink():
            return self._is_new(entry.path, entry.stat())
        # Without a look at the file itself where nothing was named.
        return not self._named or _identity(entry.stat(follow_symlinks=False)) not in self._named

    def _add_directory(self, entry: os.DirEntry[str], below: list[str]) -> None:
        identity = _identity(entry.stat())
        if identity not in self._directories:
            self._directories.add(identity)
            below.append(entry.path)
        elif entry.is_symlink():
            self.on_note(
                f"{printable(entry.path)}: the link leads to a directory that is taken already; "
                "not followed"
            )

    def _is_new(self, path: str, found: os.stat_result) -> bool:
        """Return whether no other way has led to a named file or a link's, and remember it."""
        if _identity(found) in self._named:
            return False
        if self._directories:
            real = os.path.realpath(path)
            parent = os.stat(os.path.dirname(real))  # noqa: PTH116, PTH120 - any bytes
            if _identity(parent) in self._directories and is_audio_name(real):
                return False
        self._named.add(_identity(found))
        return True


def is_audio_name(name: str) -> bool:
    """Return whether a file's name ends as audio does that the service takes.

    The `._name.wav` that macOS puts beside a file on a network share holds its colours and dates.
    """
    stem, suffix = os.path.splitext(name)  # noqa: PTH122 - one a file
    is_twin = os.path.basename(stem).startswith("._")  # noqa: PTH119 - likewise
    return not is_twin and _is_audio_suffix(suffix.lower())


@lru_cache(maxsize=1000)
def _is_audio_suffix(suffix: str) -> bool:
    # The suffix alone: the standard library sees audio in `a.wav.gz`.
    return bool(suffix) and audio_content_type(f"audio{suffix}") is not None


def _identity(found: os.stat_result) -> _Identity:
    return found.st_dev, found.st_ino
