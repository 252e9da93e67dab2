"""Runs all groups of figures, or some: `python -m benchmarks [--quick] [--only GROUP ...]`."""

from __future__ import annotations

import argparse
import signal
import sys
import time
from contextlib import ExitStack
from pathlib import Path

from benchmarks import calls, growth, single_put, small_files, start_up, tools, waste
from benchmarks.report import Section
from benchmarks.results import write
from benchmarks.scratch import GIB, scratch
from benchmarks.setting import Setting
from benchmarks.sink import MissingToolError, build_sink, running_sink

GROUPS = {
    "single": single_put.run,
    "growth": growth.run,
    "small": small_files.run,
    "start": start_up.run,
    "calls": calls.run,
    "tools": tools.run,
    "waste": waste.run,
}
LATENCY_MS = 50


def main() -> int:
    """Measure, and write RESULTS.md and RESULTS.json.

    Returns:
        0 also when a line does not hold: that is a figure, not a failure of the run. 1 when
        nothing could be measured.

    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about three minutes, less certain")
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=list(GROUPS))
    parser.add_argument("--output", type=Path, help="folder for RESULTS.md and RESULTS.json")
    arguments = parser.parse_args()
    # A run that is told to end leaves by its `with` blocks, which stop every server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    whole = not arguments.quick and arguments.only == list(GROUPS)
    default = Path(__file__).parent if whole else Path.cwd() / ".bench"
    folder = arguments.output or default
    started = time.monotonic()
    sections: list[Section] = []
    try:
        with ExitStack() as stack:
            files = stack.enter_context(scratch(2 * GIB))
            program = build_sink(files.folder)
            tls = files.certificate
            setting = Setting(
                files,
                plain=stack.enter_context(running_sink(program)),
                tls=stack.enter_context(running_sink(program, certificate=tls)),
                distant=stack.enter_context(
                    running_sink(program, certificate=tls, delay_ms=LATENCY_MS)
                ),
                quick=arguments.quick,
            )
            for name in arguments.only:
                sections += _group(name, setting)
    except MissingToolError as error:
        sys.stderr.write(f"bench: {error}\n")
        return 1
    minutes = (time.monotonic() - started) / 60
    print(write(sections, folder, quick=arguments.quick, minutes=minutes))
    return 0


def _group(name: str, setting: Setting) -> list[Section]:
    try:
        return GROUPS[name](setting)
    except Exception as error:
        sys.stderr.write(f"bench: the group {name} failed: {error!r}\n")
        return [Section(name, f"failed: {error!r}")]


if __name__ == "__main__":
    sys.exit(main())
