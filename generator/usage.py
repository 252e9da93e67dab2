"""What a new client breaks: lines of ours that no longer type-check, methods that ask for more."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from generator.errors import GenerationError

USERS: Final = ("wrappers/python/bota_sdk", "emulator/bota_emulator")
"""The packages by hand that may name what is generated."""

_CONFIG: Final = Path(__file__).with_name("usage.ini")
_SEEN: Final = ("attr", "attrs")
_REQUIRED: Final = frozenset({"required-parameter-added", "parameter-required"})


def broken_lines(root: Path, folder: Path) -> list[str]:
    """Return a line `file:line: error: …` for each use of the generated client that is wrong.

    Args:
        root: a checkout, whose generated/ is what the contract makes.
        folder: where is kept what need not be checked again.

    Raises:
        GenerationError: mypy is not installed, or fails.

    """
    _need("mypy")
    users = [name for name in USERS if (root / name).is_dir()]
    for name in _SEEN:
        seen, there = _need(name), folder / "attrs" / name
        shutil.copytree(seen, there, ignore=shutil.ignore_patterns("*.pyc"), dirs_exist_ok=True)
    command = ["-m", "mypy", f"--config-file={_CONFIG}", f"--cache-dir={folder / 'mypy'}", *users]
    done = subprocess.run(
        [sys.executable, *command], cwd=root, capture_output=True, text=True, check=False
    )
    lines = [line for line in done.stdout.splitlines() if ": error: " in line]
    if done.returncode and not lines:
        raise GenerationError(f"mypy failed: {(done.stderr or done.stdout).strip()}")
    return lines


def stricter_methods(root: Path, new: Path) -> list[str]:
    """Return a line for each argument that a method requires now, and not in docs/api/.

    The public names are written there when such methods were accepted, and not before: until then
    each run finds them.

    Args:
        root: a checkout.
        new: a folder with the generated/ that is to take the place of the checkout's.

    Raises:
        GenerationError: griffe is not installed.

    """
    _need("griffe")
    from generator.diff.surface import load_surface
    from generator.diff.surface_changes import surface_changes
    from generator.diff.surface_text import FOLDER, read_surface

    if not (root / FOLDER).is_dir():
        return []
    before, after = read_surface(root, ["bota_api"]), load_surface(new, ["bota_api"])
    return sorted(
        f"{change.where}: {change.what}"
        for change in surface_changes(before, after)
        if change.rule in _REQUIRED and change.where.startswith("bota.")
    )


def stale_surfaces(root: Path) -> dict[str, str]:
    """Return the files of docs/api/ whose public names are not those of the sources, as text."""
    _need("griffe")
    from generator.diff.surface import load_surface
    from generator.diff.surface_text import surface_texts

    return {
        name: text
        for name, text in surface_texts(load_surface(root)).items()
        if not (root / name).exists() or (root / name).read_text("utf-8") != text
    }


def sources(root: Path) -> Iterator[Path]:
    """Yield every file by hand, and every public name, that a run looks at."""
    for name in USERS:
        yield from (root / name).rglob("*.py")
    yield from (root / "docs" / "api").glob("*.txt")


def _need(module: str) -> Path:
    """Return the folder of an installed package."""
    found = find_spec(module)
    if found is None or found.origin is None:
        raise GenerationError(
            f"{module} looks for what the new client breaks, and is not installed; "
            "run `python -m nox -s generate`, which installs it"
        )
    return Path(found.origin).parent
