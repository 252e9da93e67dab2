"""Checks the built site without a network: its links, and that each public name has its entry.

A link to another site must be on the list `docs/external-links.txt`, which is not fetched.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import Final
from urllib.parse import unquote, urlsplit

from sphinx.util.inventory import InventoryFile

from docs.tools import python_api, typescript_api

EXTERNAL: Final = Path(__file__).parents[1] / "external-links.txt"


class _Page(HTMLParser):
    """The anchors and the links of a page."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: set[str] = set()
        self.links: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Keep what a tag is called, and where it leads."""
        for name, value in attrs:
            if name == "id" and value:
                self.ids.add(value)
            elif name in {"href", "src"} and value and tag != "link":
                self.links.add(value)


def broken_links(site: Path) -> Iterator[str]:
    """Yield a sentence for each link that leads nowhere, or to an unlisted place."""
    pages = {path: _Page(path.read_text("utf-8")) for path in sorted(site.rglob("*.html"))}
    listed = set(EXTERNAL.read_text("utf-8").split())
    external: set[str] = set()
    for path, page in pages.items():
        for link in sorted(page.links):
            parts = urlsplit(link)
            if parts.scheme:
                external.add(link)
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            where = path.relative_to(site)
            if not target.exists():
                yield f"{where}: {link} leads nowhere"
            elif parts.fragment and target in pages and parts.fragment not in pages[target].ids:
                yield f"{where}: {link} has no such place"
    yield from (f"{link} is not in {EXTERNAL.name}" for link in sorted(external - listed))
    yield from (f"{link} of {EXTERNAL.name} is in no page" for link in sorted(listed - external))


def missing_names(site: Path) -> Iterator[str]:
    """Yield a sentence for each public name without an entry."""
    inventory = InventoryFile.loads((site / "objects.inv").read_bytes(), uri="")
    found = {name for domain in inventory.data.values() for name in domain}
    for name in sorted(python_api.public_names() - found):
        yield f"{name} has no entry"
    page = (site / "reference" / "typescript.html").read_text("utf-8")
    for report in typescript_api.REPORTS.glob("*.api.md"):
        for declaration in typescript_api.declarations(report):
            if declaration.name not in page:
                yield f"{report.name}: {declaration.name} has no entry"


def main(site: Path) -> int:
    """Print what is wrong with a site, and return 1 if anything is."""
    problems = [*broken_links(site), *missing_names(site)]
    for problem in problems:
        print(problem)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
