"""A terminal for botactl, and what is seen in it."""

from __future__ import annotations

import errno
import fcntl
import os
import pty
import select
import struct
import subprocess
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from tests.cli.conftest import SECONDS, Botactl


class Terminal:
    """The side of the person."""

    def __init__(self, master: int, process: subprocess.Popen[bytes]) -> None:
        self._master = master
        self.process = process
        self.seen = ""

    def wait_for(self, text: str) -> None:
        """Wait until a text has been shown."""
        end = time.monotonic() + SECONDS
        while text not in self.seen:
            assert time.monotonic() < end, f"{text!r} is not in {self.seen!r}"
            assert self._read(), f"ended without {text!r}: {self.seen!r}"

    def type(self, text: str) -> None:
        os.write(self._master, text.encode())

    def end(self) -> int:
        """Wait for the end of the process."""
        while self._read():
            pass
        return self.process.wait(SECONDS)

    def _read(self) -> bool:
        if not select.select([self._master], [], [], SECONDS)[0]:
            raise AssertionError(f"nothing more after {self.seen!r}")
        try:
            piece = os.read(self._master, 65536)
        except OSError as error:
            assert error.errno == errno.EIO
            return False
        self.seen += piece.decode("utf-8", "replace")
        return bool(piece)


@contextmanager
def terminal(botactl: Botactl, *arguments: str, **options: Any) -> Iterator[Terminal]:
    """botactl in a terminal of 30 lines; options: stdout=… for another one than the terminal."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 120, 0, 0))
    streams = {"stdin": slave, "stdout": slave, "stderr": slave, **options}
    try:
        with botactl.started(*arguments, **streams) as process:
            os.close(slave)
            slave = -1
            yield Terminal(master, process)
    finally:
        os.close(master)
        if slave >= 0:
            os.close(slave)
