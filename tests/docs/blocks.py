"""The code blocks of the README and of the site's pages."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parents[2]

_BLOCK = re.compile(
    r"(?:^<!-- (?P<mark>needs|not run|alone): (?P<what>[^>]+) -->\n)?"
    r"^```(?P<language>\w+)\n(?P<code>.*?)^```$",
    re.MULTILINE | re.DOTALL,
)


class Block(NamedTuple):
    """A block of code, and what the page says about it.

    Attributes:
        page: its page, from the root of the repository.
        line: the number of its first line.
        language: the word behind the fence.
        code: the code.
        output: the block of text right after it; None when there is none.
        needs: the modules that have to be there to run it, beside those of the tests.
        not_run: why it is not run; empty when it is.
        alone: whether it runs in a process of its own.

    """

    page: str
    line: int
    language: str
    code: str
    output: str | None
    needs: tuple[str, ...] = ()
    not_run: str = ""
    alone: bool = False

    @property
    def runs_in_tests(self) -> bool:
        """Whether it is a test of pytest."""
        return self.language == "python" and "\ndef test_" in self.code


def pages() -> list[Path]:
    """Return the pages, with the README."""
    found = sorted((ROOT / "docs").rglob("*.md"))
    return [ROOT / "README.md", *found]


def blocks_of(path: Path) -> list[Block]:
    """Return the blocks of a page, in order."""
    text = path.read_text("utf-8")
    matches = [*_BLOCK.finditer(text)]
    found: list[Block] = []
    for number, match in enumerate(matches):
        following = matches[number + 1] if number + 1 < len(matches) else None
        output = None
        if (
            following is not None
            and following["language"] == "text"
            and not text[match.end() : following.start()].strip()
        ):
            output = following["code"]
        what = match["what"] or ""
        found.append(
            Block(
                path.relative_to(ROOT).as_posix(),
                text.count("\n", 0, match.start("code")) + 1,
                match["language"],
                match["code"],
                output,
                tuple(what.split(", ")) if match["mark"] == "needs" else (),
                what if match["mark"] == "not run" else "",
                match["mark"] == "alone",
            )
        )
    return found
