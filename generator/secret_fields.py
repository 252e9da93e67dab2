"""Leaves fields that hold a secret out of the repr of their model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.contract import component, line_of, schemas
from generator.errors import GenerationError
from generator.finding import snake


def hide_secret_fields(document: Mapping[str, Any], models: Path) -> None:
    """Give each property with `format: password` (JSON Schema's word for a secret) `repr=False`.

    The generator has no option for it, so the one line of the field is rewritten.

    Args:
        document: the contract.
        models: the folder of the generated models.

    Raises:
        GenerationError: a secret is not a direct property of a named schema, or the generated code
            does not look as expected.

    """
    hidden = 0
    for schema, node in component(document, "schemas").items():
        for name, inner in (node.get("properties") or {}).items():
            if _is_secret(inner):
                _hide(models / f"{snake(schema)}.py", snake(name))
                hidden += 1
    secrets = [schema for schema in schemas(document) if _is_secret(schema.node)]
    if len(secrets) > hidden:
        lines = ", ".join(str(line_of(schema.node, "format")) for schema in secrets)
        raise GenerationError(
            "format: password stands where it cannot be hidden from a repr; write it on a direct "
            f"property of a component schema (lines {lines})"
        )


def _is_secret(node: Any) -> bool:
    return isinstance(node, Mapping) and node.get("format") == "password"


def _hide(module: Path, field: str) -> None:
    source = module.read_text("utf-8")
    found = re.search(rf"^(    {field}: [^=\n]+?)( = UNSET)?$", source, re.MULTILINE)
    if not found:
        raise GenerationError(f"{module.name} has no field {field} to hide from its repr")
    default = "default=UNSET, " if found[2] else ""
    hidden = f"{found[1]} = _attrs_field({default}repr=False)"
    module.write_text(source.replace(found[0], hidden, 1), "utf-8")
