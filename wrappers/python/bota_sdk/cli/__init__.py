"""The command line `botactl` (extra `[cli]`); also `python -m bota_sdk.cli`.

`botactl upload --help` lists the JSON lines that it writes for programs.
"""

from __future__ import annotations

import gc
import signal
import sys
from importlib.util import find_spec


def main(argv: list[str] | None = None) -> int:
    """Run `botactl` and return its exit code; `botactl --help` lists them.

    Args:
        argv: the arguments; those of the process when left out.

    """
    # Their own imports come first here: the library itself must not need them.
    for library in ("click", "rich"):
        if find_spec(library) is None:
            sys.stderr.write(
                f'botactl: the package {library!r} is missing; pip install "bota-sdk[cli]"\n'
            )
            return 2
    if argv is None:
        # What the imports make stays: to look for garbage in it over and over takes a tenth of all.
        gc.set_threshold(20_000)
        # httpx imports its own command too, and with it rich, which takes longer than the rest.
        sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type]
    try:
        from bota_sdk.cli.app import run

        return run(sys.argv[1:] if argv is None else argv)
    except KeyboardInterrupt:
        # Where nothing could stop in a better way: the imports alone take a part of a second.
        sys.stderr.write("botactl: interrupted\n")
        return 4
    finally:
        if argv is None:  # this process is the command, and ends: one more Ctrl-C changes nothing
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            gc.freeze()  # and what it leaves behind goes with it
