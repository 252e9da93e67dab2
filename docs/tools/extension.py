"""The Sphinx extension of the site: pages made from the sources, docstrings, and `llms.txt`.

A page in which a line `<!-- made: NAME -->` stands gets there what the function of that name in
`MADE` returns, as Markdown. Nothing of it is kept in the repository.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx

from docs.tools import command_pages, contract_pages, python_api, typescript_api

MADE: Final[Mapping[str, Callable[[], str]]] = {
    "clients": python_api.clients,
    "operations": python_api.operations,
    "models": python_api.models,
    "errors": python_api.errors,
    "emulator": python_api.emulator,
    "typescript": typescript_api.package,
    "botactl": command_pages.botactl,
    "bota-emulator": command_pages.emulator,
    "scenarios": contract_pages.scenarios,
    "contract-rules": contract_pages.rules,
}
_MARK: Final = re.compile(r"^<!-- made: ([\w-]+) -->$", re.MULTILINE)
# Docstrings have Markdown's backticks; reStructuredText wants two, and a border after them.
_CODE: Final = re.compile(r"(?<!`)`([^`]+)`(?!`)")
# Those of the operations have two forms that napoleon does not know.
_BY_STATUS: Final = re.compile(r"^Raises for a response with the status:$", re.MULTILINE)
_HANGING: Final = re.compile(r"(?<=^Returns:\n)    .*(?:\n     +.*)+", re.MULTILINE)


def setup(app: Sphinx) -> dict[str, Any]:
    """Connect the extension; Sphinx calls this."""
    app.connect("source-read", _fill_in)
    app.connect("autodoc-process-docstring", _to_restructured_text, priority=400)
    app.connect("autodoc-process-signature", _shorten_signature)
    app.connect("doctree-read", _name_attributes)
    app.connect("build-finished", _write_llms_txt)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


def _fill_in(_app: Sphinx, _page: str, source: list[str]) -> None:
    source[0] = _MARK.sub(lambda mark: MADE[mark[1]](), source[0])


def _to_restructured_text(
    _app: Sphinx, _what: str, _name: str, _object: object, _options: object, lines: list[str]
) -> None:
    text = _BY_STATUS.sub("Raises:", "\n".join(lines))
    text = _HANGING.sub(lambda found: "    " + " ".join(found[0].split()), text)
    lines[:] = _CODE.sub(r"``\1``\\ ", text).split("\n")


def _shorten_signature(
    _app: Sphinx,
    what: str,
    name: str,
    _object: object,
    _options: object,
    signature: str | None,
    returns: str | None,
) -> tuple[str | None, str | None]:
    """Leave out what nobody passes: the operations are attributes of a client."""
    if what == "class" and name.startswith("bota_api.api."):
        return "", None
    if signature is not None:
        signature = signature.replace(", _unread: dict[str, Any] = NOTHING", "")
    return signature, returns


def _name_attributes(_app: Sphinx, doctree: nodes.document) -> None:
    for name in doctree.findall(nodes.field_name):
        if name.astext() == "Variables":
            name.children = [nodes.Text("Attributes")]


def _write_llms_txt(app: Sphinx, failure: Exception | None) -> None:
    """Write the list of the pages for programs that read it (llmstxt.org): title and first line."""
    if failure is not None or app.builder.name != "html":
        return
    root = app.config.root_doc
    lines = [f"# {app.config.project}", "", f"> {_first_line(app, root)}", ""]
    for caption, pages in _sections(app, root):
        lines += [f"## {caption}", ""]
        for page in pages:
            title = app.env.titles[page].astext()
            source = Path(app.env.doc2path(page)).read_text("utf-8")
            file = f"{page}.html" if _MARK.search(source) else f"_sources/{page}.md.txt"
            lines.append(f"- [{title}]({file}): {_first_line(app, page)}")
        lines.append("")
    Path(app.outdir, "llms.txt").write_text("\n".join(lines), "utf-8")


def _sections(app: Sphinx, root: str) -> list[tuple[str, list[str]]]:
    from sphinx.addnodes import toctree

    return [
        (tree["caption"], [page for _, page in tree["entries"]])
        for tree in app.env.get_doctree(root).findall(toctree)
    ]


def _first_line(app: Sphinx, page: str) -> str:
    paragraph = next(app.env.get_doctree(page).findall(nodes.paragraph), None)
    text = " ".join(paragraph.astext().split()) if paragraph is not None else ""
    return re.split(r"(?<=\.) ", text, maxsplit=1)[0]
