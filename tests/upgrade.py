"""Tries another version of a generating tool in a scratch copy, and says what it would change.

`python tests/upgrade.py openapi-python-client==X` (or `ruff==X`). The working tree stays as it is.
"""

from __future__ import annotations

import argparse
import difflib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parents[1]
SHOWN = 60
"""Lines of each difference that are printed."""


def main() -> int:
    """Return 0 when the version changes nothing that anybody would notice."""
    parser = argparse.ArgumentParser(prog="nox -s upgrade --", description=__doc__)
    parser.add_argument("requirement", metavar="TOOL==VERSION")
    name, version = _checked(parser, parser.parse_args().requirement)
    with tempfile.TemporaryDirectory(prefix="bota-upgrade-") as folder:
        return Upgrade(name, version, Path(folder)).run()


def _checked(parser: argparse.ArgumentParser, requirement: str) -> tuple[str, str]:
    found = re.fullmatch(r"([\w-]+)==([\w.]+)", requirement)
    pins = _pins(ROOT)
    if not found or found[1] not in pins:
        parser.error(f"{requirement!r}: give one of {', '.join(f'{pin}==VERSION' for pin in pins)}")
    if pins[found[1]] == found[2]:
        print(f"{requirement} is the pinned version: nothing to do")
        raise SystemExit(0)
    return found[1], found[2]


def _pins(root: Path) -> dict[str, str]:
    text = (root / "generator" / "requirements.txt").read_text("utf-8")
    return dict(re.findall(r"^([\w-]+)==(\S+)", text, re.MULTILINE))


class Upgrade:
    """One trial.

    Args:
        name: the tool.
        version: the one to try.
        folder: a scratch folder, empty.

    """

    def __init__(self, name: str, version: str, folder: Path) -> None:
        self._name, self._version = name, version
        self._old = _pins(ROOT)[name]
        self._tree = folder / "tree"
        self._folder = folder
        self._found: list[tuple[str, bool]] = []

    def run(self) -> int:
        """Go through all steps, and return 0 when each is as before."""
        self._copy()
        if not self._install():
            return 1
        changed = self._templates()
        self._step("what `generate` makes of openapi.yaml", "-m", "generator", "--check")
        written = self._run("-m", "generator").returncode == 0
        if written:
            self._print_drift()
            self._step("the torture contract", "-m", "tests.golden")
            for package in ("generated/python/bota_api", "wrappers/python/bota_sdk"):
                self._step(f"types of {package}", "-m", "mypy", "--strict", package)
            self._step("types of tests/typing", "-m", "mypy", "--strict", "tests/typing")
            quiet = ("-q", "--no-header", "--tb=short", "-n", "auto", "--dist", "worksteal")
            self._step("the tests", "-m", "pytest", *quiet, "--show-capture=no")
        return self._conclude(changed, written=written)

    def _copy(self) -> None:
        listed = ("git", "ls-files", "-z", "--cached", "--others", "--exclude-standard")
        names = subprocess.run(listed, cwd=ROOT, capture_output=True, check=True, text=True).stdout
        for name in filter(None, names.split("\0")):
            if (ROOT / name).is_file():
                (self._tree / name).parent.mkdir(parents=True, exist_ok=True)
                shutil.copy2(ROOT / name, self._tree / name)
        pins = self._tree / "generator" / "requirements.txt"
        old, new = f"{self._name}=={self._old}", f"{self._name}=={self._version}"
        pins.write_text(pins.read_text("utf-8").replace(old, new), "utf-8")

    def _install(self) -> bool:
        """Make an environment with the new version; False when there is none of that name."""
        subprocess.run([sys.executable, "-m", "venv", self._folder / "venv"], check=True)
        print(f"== installing {self._name} {self._version}", flush=True)
        pip = ("-m", "pip", "install", "-q", "--disable-pip-version-check")
        groups = [f"--group={name}" for name in ("test", "golden")]
        # `--group` is an argument of pip's since 25.1.
        self._run(*pip, "--upgrade", "pip>=25.1")
        project = ("-e", ".[cli,emulator]", "-r", "generator/requirements.txt")
        return self._run(*pip, *project, *groups).returncode == 0

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        scripts = self._folder / "venv" / ("Scripts" if os.name == "nt" else "bin")
        path = f"{scripts}{os.pathsep}{os.environ['PATH']}"
        return subprocess.run(
            [str(scripts / "python"), *arguments],
            cwd=self._tree,
            env={**os.environ, "PATH": path},
            check=False,
        )

    def _step(self, what: str, *arguments: str) -> None:
        print(f"== {what}", flush=True)
        self._found.append((what, self._run(*arguments).returncode == 0))

    def _templates(self) -> list[str]:
        """Return the overridden templates whose originals are others, and take them as reviewed."""
        record = self._tree / "generator" / "upstream-templates.sha256"
        before = record.read_text("utf-8")
        code = (
            "from generator.tools import ORIGINALS, upstream_hashes\n"
            "lines = (f'{digest}  {name}\\n' for name, digest in upstream_hashes().items())\n"
            "ORIGINALS.write_text(''.join(lines), 'utf-8')"
        )
        print("== the originals of the templates that are overridden", flush=True)
        self._found.append(("the overridden templates", self._run("-c", code).returncode == 0))
        after = record.read_text("utf-8")
        old = dict(reversed(line.split()) for line in before.splitlines())
        new = dict(reversed(line.split()) for line in after.splitlines())
        changed = [name for name in old if old[name] != new.get(name)]
        print("changed: " + ", ".join(changed) if changed else "none has changed")
        return changed

    def _print_drift(self) -> None:
        """Print how the generated client would differ."""
        lines: list[str] = []
        made = self._tree / "generated"
        for path in sorted(made.rglob("*.py")):
            before = ROOT / "generated" / path.relative_to(made)
            old = before.read_text("utf-8").splitlines() if before.exists() else []
            name = str(path.relative_to(self._tree))
            new = path.read_text("utf-8").splitlines()
            lines += difflib.unified_diff(old, new, name, name, lineterm="", n=1)
        print(*lines[:SHOWN], sep="\n")
        if len(lines) > SHOWN:
            print(f"… and {len(lines) - SHOWN} lines more")

    def _conclude(self, changed: list[str], *, written: bool) -> int:
        print(f"== {self._name} {self._old} -> {self._version}")
        for what, is_same in self._found:
            print(f"{'same   ' if is_same else 'CHANGED'} {what}")
        if not written:
            print(
                "It cannot generate the client: stay with the pinned version, or mend generator/."
            )
            return 1
        for name in changed:
            print(
                f"Compare generator/templates/{name} with the new original, carry over what counts."
            )
        if changed:
            print("Then write the new hashes into generator/upstream-templates.sha256.")
        print(f"Pin {self._name}=={self._version} in generator/requirements.txt, then:")
        print("nox -s generate, golden -- --update; read both differences; nox -s tests, and diff.")
        return 0 if not changed and all(same for _, same in self._found) else 1


if __name__ == "__main__":
    sys.exit(main())
