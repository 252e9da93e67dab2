"""Finds the files that the arguments of `botactl upload` mean, one by one as they are needed."""

from __future__ import annotations

import errno
import glob
import os
import stat
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from bota_sdk.cli.audio_names import is_audio_name
from bota_sdk.cli.console import printable

STDIN: Final = "-"
"""The argument that means the standard input."""

_Identity = tuple[int, int]


class Finder:
    """Yields each file once, however many ways lead to it.

    The memory that it takes grows with the directories and links, not with the files.

    Args:
        arguments: files, directories and patterns.
        recursive: whether to take the directories in a directory.
        on_missing: told of what cannot be had: the argument or path, and why.
        on_note: told of what people should know and what loses no file.
        should_stop: asked now and then; True ends the search.

    Attributes:
        ignored: files in directories that are no audio, so far.
        finished: whether all have been found.

    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        recursive: bool,
        on_missing: Callable[[str, str], object],
        on_note: Callable[[str], object],
        should_stop: Callable[[], bool] = lambda: False,
    ) -> None:
        self.ignored = 0
        self.finished = False
        self._arguments = arguments
        self._recursive = recursive
        self._on_missing = on_missing
        self._on_note = on_note
        self._should_stop = should_stop
        self._directories: set[_Identity] = set()
        # Those that no walk leads to exactly once: named files, and links to files.
        self._named: set[_Identity] = set()

    def __iter__(self) -> Iterator[str]:
        for argument in self._arguments:
            yield from self._argument(argument)
            if self._should_stop():
                return
        self.finished = True

    def _argument(self, argument: str) -> Iterator[str]:
        found = self._stat(argument)
        if found is not None:
            yield from self._taken(argument, found)
            return
        if argument == STDIN:
            yield argument
            return
        if not is_pattern(argument):
            # It is looked at once more for the reason.
            self._on_missing(argument, _why_not(argument))
            return
        matches = 0
        for path in glob.iglob(argument, recursive=True):  # noqa: PTH207 - any bytes, as given
            matches += 1
            if self._should_stop():
                return
            found = self._stat(path)
            if found is not None:
                yield from self._taken(path, found)
            else:
                self._on_missing(path, _why_not(path))
        if not matches:
            self._on_missing(argument, "the pattern matches nothing")

    def _stat(self, path: str) -> os.stat_result | None:
        if path == STDIN:
            return None
        try:
            return os.stat(path)  # noqa: PTH116 - any bytes, as given
        except (OSError, ValueError):
            return None

    def _taken(self, path: str, found: os.stat_result) -> Iterator[str]:
        if stat.S_ISDIR(found.st_mode):
            yield from self._directory(path, found)
        elif not self._is_known(path, found):
            self._named.add(_identity(found))
            yield path

    def _is_known(self, path: str, found: os.stat_result) -> bool:
        if _identity(found) in self._named:
            return True
        if not self._directories:
            return False
        real = os.path.realpath(path)
        try:
            parent = os.stat(os.path.dirname(real))  # noqa: PTH116, PTH120 - any bytes
        except OSError:
            return False
        return _identity(parent) in self._directories and is_audio_name(real)

    def _directory(self, path: str, found: os.stat_result) -> Iterator[str]:
        if _identity(found) in self._directories:
            return
        self._directories.add(_identity(found))
        waiting = deque([path])
        while waiting and not self._should_stop():
            folder = waiting.popleft()
            try:
                entries = os.scandir(folder)
            except OSError as error:
                self._on_missing(folder, f"the directory cannot be read: {error.strerror}")
                continue
            with entries:
                for entry in entries:
                    if self._should_stop():
                        return
                    if _is_directory(entry):
                        if self._recursive and self._is_new_directory(entry):
                            waiting.append(entry.path)
                    elif self._is_wanted(entry):
                        yield entry.path

    def _is_new_directory(self, entry: os.DirEntry[str]) -> bool:
        try:
            identity = _identity(entry.stat())
        except OSError as error:
            self._on_missing(entry.path, f"the directory cannot be read: {error.strerror}")
            return False
        if identity not in self._directories:
            self._directories.add(identity)
            return True
        if entry.is_symlink():
            self._on_note(
                f"{printable(entry.path)}: the link leads to a directory that is taken already; "
                "not followed"
            )
        return False

    def _is_wanted(self, entry: os.DirEntry[str]) -> bool:
        if not is_audio_name(entry.name):
            if entry.is_symlink() and _is_loop(entry.path):
                self._on_note(f"{printable(entry.path)}: the link leads to itself; not followed")
            else:
                self.ignored += 1
            return False
        if entry.is_symlink():
            try:
                found = entry.stat()
            except OSError:
                return True  # whoever opens it says why it cannot be read
            if self._is_known(entry.path, found):
                return False
            self._named.add(_identity(found))
            return True
        # Without a look at the file itself where nothing was named.
        return not self._named or _identity(entry.stat(follow_symlinks=False)) not in self._named


def is_pattern(argument: str) -> bool:
    """Tell whether an argument that names no file may name several by `*`, `?` or `[...]`."""
    return glob.has_magic(argument)


def _identity(found: os.stat_result) -> _Identity:
    return found.st_dev, found.st_ino


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False


def _is_loop(path: str) -> bool:
    try:
        os.stat(path)  # noqa: PTH116 - any bytes, as given
    except OSError as error:
        return error.errno == errno.ELOOP
    return False


def _why_not(path: str) -> str:
    try:
        os.stat(path)  # noqa: PTH116 - any bytes, as given
    except OSError as error:
        return str(error.strerror)
    except ValueError as error:
        return str(error)
    return "it was not there a moment ago"
