"""Leaves fields that hold a secret, or may hold one, out of the repr of their model."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from generator.contract import component
from generator.errors import GenerationError
from generator.naming import identifiers, module_name
from generator.schema_view import fields, kinds, lone_part, parts


def is_secret(schema: Any) -> bool:
    """Return whether a schema has `format: password`, JSON Schema's word for a secret."""
    return isinstance(schema, Mapping) and schema.get("format") == "password"


def hide_secret_fields(document: Mapping[str, Any], models: Path) -> None:
    """Give each secret property of each model, inherited ones too, `repr=False`.

    Of properties that the contract does not know the repr shows the names: a URL that a service
    adds tomorrow may be signed.

    The generator has no option for it, so the one line of the field is rewritten.

    Args:
        document: the contract, which keeps the rules.
        models: the folder of the generated models.

    Raises:
        GenerationError: the generated code does not look as expected.

    """
    for name, node in component(document, "schemas").items():
        if kinds(document, node) != {"object"} or lone_part(node) is not None:
            continue
        python = identifiers(field.name for field in fields(document, node))
        properties = [part.get("properties") or {} for part in parts(document, node)]
        secrets = {key for each in properties for key, inner in each.items() if is_secret(inner)}
        module = models / f"{module_name(name)}.py"
        for key in sorted(secrets):
            _hide(module, python[key])
        if python:
            _show_names(module)


def _hide(module: Path, field: str) -> None:
    source = module.read_text("utf-8") if module.exists() else ""
    found = re.search(rf"^(    {field}: [^=\n]+?)( = UNSET)?$", source, re.MULTILINE)
    if not found:
        raise GenerationError(f"{module.name} has no field {field} to hide from its repr")
    default = "default=UNSET, " if found[2] else ""
    hidden = f"{found[1]} = _attrs_field({default}repr=False)"
    module.write_text(source[: found.start()] + hidden + source[found.end() :], "utf-8")


def _show_names(module: Path) -> None:
    source = module.read_text("utf-8") if module.exists() else ""
    usual = "_attrs_field(init=False, factory=dict)"
    named = "_attrs_field(init=False, factory=dict, repr=lambda found: str([*found]))"
    module.write_text(source.replace(usual, named), "utf-8")
