"""Runs the commands of extending.md in a clone and writes what they print into the page.

In the clone the last commit is recorded and tagged as the release v0.1.0. A block of `diff` is
applied; a block of `sh` is run, and the block of `text` right after it is its output, without what
nox says of itself. A block below a comment `<!-- not run: why -->` is left as it is.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Final

PAGE: Final = Path(__file__).parents[1] / "extending.md"
ROOT: Final = PAGE.parents[1]
BLOCK: Final = re.compile(
    r"(?<! -->\n)^```(\w+)\n(.*?)^```\n((?<=```\n)\n```text\n.*?^```\n)?",
    re.MULTILINE | re.DOTALL,
)
"""A block of code that no comment above it leaves out, and the text right after it."""
_RELEASE: Final = """
python -m generator.release.record && git add -A &&
git -c user.name=docs -c user.email=docs@localhost commit -q --allow-empty -m "Release 0.1.0" &&
git tag -f v0.1.0
"""
_LONGEST: Final = 40
_FIRST: Final = 2
_LAST: Final = 4
_COLOURS: Final = re.compile(r"\x1b\[[0-9;]*m")


def main() -> int:
    """Run the page; return 1, writing nothing, when a command fails or does not as it should."""
    with tempfile.TemporaryDirectory() as folder:
        clone = Path(folder).resolve() / "bota-sdk"
        _run(f"git clone -q {ROOT} {clone}", ROOT)
        code, printed = _run(_RELEASE, clone)
        if code:
            return _refuse("the release cannot be recorded", printed)
        page = PAGE.read_text("utf-8")
        pieces: list[str] = []
        end = 0
        for block in BLOCK.finditer(page):
            language, text, _ = block.groups()
            pieces.append(page[end : block.start()])
            end = block.end()
            if language == "diff":
                code, printed = _run("git apply -", clone, text)
                if code:
                    return _refuse("the edit does not apply", printed)
            elif language == "sh":
                print(text, end="", flush=True)
                code, printed = _run(text, clone)
                if bool(code) != ("# fails" in text):
                    return _refuse(f"ended with the exit code {code}", printed)
                shown = shorten(printed, clone)
                print(shown, flush=True)
                pieces.append(f"```sh\n{text}```\n\n```text\n{shown}```\n")
                continue
            pieces.append(block.group())
        PAGE.write_text("".join([*pieces, page[end:]]), "utf-8")
    return 0


def _refuse(problem: str, printed: str) -> int:
    print(f"{printed}\n{problem}; the page is as it was", file=sys.stderr)
    return 1


def _run(command: str, folder: Path, given: str | None = None) -> tuple[int, str]:
    # `python` is this one, which has nox; nothing of this checkout is imported.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])
    environment = {**os.environ, "NO_COLOR": "1", "PATH": path}
    environment.pop("PYTHONPATH", None)
    done = subprocess.run(
        ["bash", "-c", command],
        cwd=folder,
        input=given,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.returncode, done.stdout


def shorten(output: str, clone: Path) -> str:
    """Return what a page shows of an output: of a long one how it begins and ends."""
    lines = [
        line.rstrip()
        for line in _COLOURS.sub("", output).replace(str(clone), "…").splitlines()
        if not line.startswith("nox > ")
    ]
    if len(lines) > _LONGEST:
        lines = [*lines[:_FIRST], "…", *lines[-_LAST:]]
    return "".join(f"{line}\n" for line in lines).strip("\n") + "\n"


if __name__ == "__main__":
    sys.exit(main())
