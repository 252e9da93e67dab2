"""From a contract to a tree of generated files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any, Final

from generator.contract import load_contract, operations
from generator.errors import GenerationError
from generator.naming import identifier
from generator.rate_limits import render_rate_limits
from generator.response_headers import render_response_headers
from generator.rules import check_contract
from generator.tools import HERE, check_templates, pinned_versions
from generator.tree import STAMP
from generator.upstream import run_generator, tidy

STATIC: Final = (
    "calling.py",
    "lazy.py",
    "model.py",
    "paging.py",
    "raw_response.py",
    "reading.py",
    "writing.py",
)
"""Modules of the client that are the same for each contract."""

_STAMP = '''"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "{sha256}"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {{
{tools}
}}
"""Versions of the tools that shaped it."""
'''


def generate(contract: Path, output: Path) -> dict[str, Any]:
    """Generate the client for a contract into a folder that is not there yet.

    Returns:
        The normal form of the contract, of which the other language's client is made.

    Raises:
        GenerationError: the generator's templates are not the reviewed ones, it would mangle the
            contract (each finding has file, line, rule and fix), or it refused the contract.

    """
    check_templates()
    document = check_contract(contract, load_contract(contract))
    run_generator(contract, document, output)
    missing = {identifier(operation.node["operationId"]) for operation in operations(document)}
    if missing := missing - {path.stem for path in (output / "api").glob("*/*.py")}:
        raise GenerationError(
            f"{contract.name}: openapi-python-client dropped {', '.join(missing)} without a word"
        )
    static = {name: (HERE / "static" / name).read_text("utf-8") for name in STATIC}
    if any("deprecation import" in path.read_text("utf-8") for path in output.rglob("*.py")):
        static["deprecation.py"] = (HERE / "static" / "deprecation.py").read_text("utf-8")
    for name, source in static.items():
        (output / name).write_text(source, "utf-8")
    (output / "response_headers.py").write_text(render_response_headers(document), "utf-8")
    (output / "rate_limits.py").write_text(render_rate_limits(document), "utf-8")
    (output / STAMP).write_text(_render_stamp(contract), "utf-8")
    (output / "py.typed").touch()
    tidy(output)
    return document


def _render_stamp(contract: Path) -> str:
    tools = "\n".join(f'    "{name}": "{pin}",' for name, pin in pinned_versions().items())
    return _STAMP.format(sha256=hashlib.sha256(contract.read_bytes()).hexdigest(), tools=tools)
