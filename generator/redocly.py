"""Runs @redocly/cli, out of a folder that `npm ci` has filled from the committed lock file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final
from urllib.parse import unquote

from generator.errors import GenerationError
from generator.node import install, run_node
from generator.tools import HERE

LINT: Final = HERE / "lint"
_CLI: Final = Path("node_modules", "@redocly", "cli", "bin", "cli.js")
_FINDING: Final = re.compile(r"^::\w+ title=([^,]+),.*?line=(\d+),.*?::(.*)$", re.MULTILINE)


def lint(contract: Path, folder: Path) -> list[str]:
    """Return a line `file:line: redocly rule: problem` for each finding.

    Args:
        contract: the contract.
        folder: where npm installs the linter; done once for each lock file.

    Raises:
        GenerationError: npm or the linter cannot be run.

    """
    install(LINT, folder)
    config = LINT / "redocly.yaml"
    arguments: list[str | Path] = [
        "lint",
        contract,
        f"--config={config}",
        "--format=github-actions",
    ]
    done = run_node([folder / _CLI, *arguments, "--max-problems=1000"])
    found = [f"{contract.name}:{line}" for line in _read(done.stdout)]
    if bool(found) != bool(done.returncode):
        raise GenerationError(f"redocly failed: {done.stderr.strip() or done.stdout.strip()}")
    return found


def _read(output: str) -> Iterator[str]:
    """Yield `line: redocly rule: problem` of each annotation, as the linter writes them for CI."""
    for rule, line, message in _FINDING.findall(output):
        problem = unquote(message).partition("\n")[0]
        yield f"{line}: redocly {rule}: {problem}"
