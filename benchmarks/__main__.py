"""Measures all groups, or some: `python -m benchmarks [--quick] [--only GROUP ...]`."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import time
from pathlib import Path

from benchmarks import costs, transfers
from benchmarks.measure import ROOT
from benchmarks.report import Section, describe, write
from benchmarks.setting import Setting

_UPLOADS = (transfers.single, transfers.sizes, transfers.bulk, transfers.million, transfers.waste)
_COSTS = (costs.imports, costs.botactl, costs.models, costs.emulator, costs.generator)
GROUPS = {group.__name__: group for group in (*_UPLOADS, *_COSTS)}


def main() -> None:
    """Measure, and write the page, its charts and the JSON.

    A line that does not hold is a figure, and no failure of the run.
    """
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="about three minutes, less certain")
    parser.add_argument("--only", nargs="+", choices=GROUPS, default=list(GROUPS))
    parser.add_argument("--output", type=Path, help="folder for the page, if not that of the docs")
    given = parser.parse_args()
    # A run that is asked to end leaves by its `with` block, which stops every server.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    whole = not given.quick and given.only == list(GROUPS)
    folder = given.output or (ROOT / "docs" / "explanation" if whole else Path.cwd() / ".bench")
    started, load = time.monotonic(), os.getloadavg()[0]
    sections: list[Section] = []
    failed: list[str] = []
    with Setting(quick=given.quick) as setting:
        for name in given.only:
            began = time.monotonic()
            try:
                sections += GROUPS[name](setting)
            except Exception as error:  # the others go on
                failed.append(f"The group {name} failed: {error!r}")
                sys.stderr.write(f"bench: {failed[-1]}\n")
            sys.stderr.write(f"bench: {name} took {time.monotonic() - began:.0f} s\n")
    minutes, kind = (time.monotonic() - started) / 60, "quick" if given.quick else "full"
    about = describe(kind=kind, load=load, minutes=minutes)
    print(write(sections, failed, folder / "measured.md", about))


if __name__ == "__main__":
    main()
