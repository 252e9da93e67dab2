"""From a contract to a tree of generated files."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Final

from generator.contract import load_contract, operations
from generator.deprecation import warn_of_deprecated
from generator.errors import GenerationError
from generator.facts import operation_facts
from generator.naming import identifier, tag_module
from generator.rate_limits import render_rate_limits
from generator.reading import name_wrong_fields
from generator.resources import render_resources
from generator.response_headers import render_response_headers
from generator.rules import check_contract
from generator.secret_fields import hide_secret_fields
from generator.tools import HERE, check_templates, pinned_versions
from generator.tree import STAMP
from generator.upstream import run_generator, tidy

STATIC: Final = ("calling.py", "lazy.py", "paging.py", "raw_response.py", "reading.py")
"""Modules of the client that are the same for each contract."""

_STAMP = '''"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "{sha256}"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {{
{tools}
}}
"""Versions of the tools that shaped it."""
'''
_PROVENANCE = """
from . import _stamp

__spec_sha256__ = _stamp.SPEC_SHA256
__tools__ = _stamp.TOOLS
"""


def generate(contract: Path, output: Path) -> None:
    """Generate the client for a contract into a folder that is not there yet.

    Raises:
        GenerationError: the generator's templates are not the reviewed ones, it would mangle the
            contract (each finding has file, line, rule and fix), or it refused the contract.

    """
    check_templates()
    document = load_contract(contract)
    check_contract(contract, document)
    facts = operation_facts(document)
    run_generator(contract, document, facts, output)
    expected = {
        f"{tag_module(operation.node['tags'][0])}/{identifier(operation.node['operationId'])}.py"
        for operation in operations(document)
    }
    written = {
        path.relative_to(output / "api").as_posix()
        for path in (output / "api").glob("*/*.py")
        if path.name != "__init__.py"
    }
    if missing := sorted(expected - written):
        raise GenerationError(
            f"{contract.name}: openapi-python-client dropped or overwrote an operation without a "
            f"word: {', '.join(missing)} are missing under api/",
        )
    for name in STATIC:
        (output / name).write_bytes((HERE / "static" / name).read_bytes())
    hide_secret_fields(document, output / "models")
    name_wrong_fields(document, output)
    warn_of_deprecated(document, facts, output)
    (output / "response_headers.py").write_text(render_response_headers(document), "utf-8")
    (output / "rate_limits.py").write_text(render_rate_limits(document), "utf-8")
    (output / "resources.py").write_text(
        render_resources({name.partition("/")[0] for name in expected}), "utf-8"
    )
    (output / STAMP).write_text(_render_stamp(contract), "utf-8")
    with (output / "__init__.py").open("a", encoding="utf-8") as package:
        package.write(_PROVENANCE)
    (output / "py.typed").touch()
    tidy(output)


def _render_stamp(contract: Path) -> str:
    tools = "\n".join(f'    "{name}": "{pin}",' for name, pin in pinned_versions().items())
    return _STAMP.format(sha256=hashlib.sha256(contract.read_bytes()).hexdigest(), tools=tools)
