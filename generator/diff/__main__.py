"""Says what changed since the last release, for whom it breaks, and which version it asks for."""

from __future__ import annotations

import argparse
import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from packaging.version import Version

from generator.diff.change import in_order
from generator.diff.errors import DiffError
from generator.diff.history import find_base, shipped_differs
from generator.diff.oasdiff import contract_changes
from generator.diff.report import Report, as_json, as_markdown
from generator.diff.surface import load_surface
from generator.diff.surface_changes import surface_changes
from generator.diff.surface_text import read_surface
from generator.diff.typescript import load_report, report_changes
from generator.diff.version import read_version

ROOT = Path(__file__).parents[2]
CONTRACT = "openapi.yaml"
STAMP = Path("generated") / "python" / "bota_api" / "_stamp.py"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return 0, 1 for a version that is too low, 2 when nothing was compared."""
    parser = argparse.ArgumentParser(prog="python -m generator.diff", description=__doc__)
    parser.add_argument("revision", nargs="?", help="compare with this, not with the last release")
    parser.add_argument("--json", type=Path, help="write the report to this file too, as JSON")
    parser.add_argument("--root", type=Path, default=ROOT, help="the checkout (default: this one)")
    options = parser.parse_args(arguments)
    try:
        report = compare(options.root, options.revision)
    except DiffError as error:
        print(error, file=sys.stderr)
        return 2
    print(as_markdown(report))
    if options.json is not None:
        options.json.write_text(json.dumps(as_json(report), indent=2) + "\n", "utf-8")
    return 1 if report.too_low else 0


def compare(root: Path, revision: str | None = None, version: Version | None = None) -> Report:
    """Compare a working tree with its last release, or with a revision.

    Args:
        root: a checkout; it may have changes that are not committed.
        revision: what to compare with, None for the last release.
        version: the one that the working tree is to have, None for the one that it has.

    Raises:
        DiffError: there is nothing to compare with, generated/ is not up to date, or a tool fails.

    """
    refuse_stale(root)
    with tempfile.TemporaryDirectory() as folder:
        base = find_base(root, revision, Path(folder))
        old = base.tree
        changes = [
            *contract_changes(old / CONTRACT, root / CONTRACT),
            *surface_changes(read_surface(old), load_surface(root)),
            *report_changes(load_report(old), load_report(root)),
        ]
        versions = (read_version(old), version or read_version(root))
        return Report(base, *versions, in_order(changes), shipped_differs(root, base))


def refuse_stale(root: Path) -> None:
    """Make sure that generated/ comes from the present contract.

    Raises:
        DiffError: it does not.

    """
    stamp = re.search(r'SPEC_SHA256 = "(\w+)"', (root / STAMP).read_text("utf-8"))
    found = hashlib.sha256((root / CONTRACT).read_bytes()).hexdigest()
    if stamp is None or stamp[1] != found:
        raise DiffError(
            f"generated/ is not made from this {CONTRACT}, so the change of the Python surface is "
            "not there yet; run `python -m nox -s generate` first"
        )


if __name__ == "__main__":
    sys.exit(main())
