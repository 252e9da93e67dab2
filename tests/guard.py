"""Runs a server for a test process, and ends it when that process has ended, however it did.

    python guard.py COMMAND ...

The test process holds the other end of the standard input: the system closes it even after
SIGKILL.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading

_SECONDS = 5.0
"""What a server has to end by itself."""


def guarded(command: list[str]) -> list[str]:
    """Return the command that runs another one; start it with `stdin=subprocess.PIPE`."""
    return [sys.executable, __file__, *command]


def main(command: list[str]) -> None:
    # Ctrl-C in a terminal goes to all of its processes; the test process says when it is over.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    server = subprocess.Popen(command, stdin=subprocess.DEVNULL)
    threading.Thread(target=lambda: os._exit(abs(server.wait())), daemon=True).start()
    sys.stdin.buffer.read()
    server.terminate()
    try:
        server.wait(_SECONDS)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


if __name__ == "__main__":
    main(sys.argv[1:])
