"""Makes the generated code warn of what the contract calls deprecated, and say so."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from generator.contract import component
from generator.errors import GenerationError
from generator.facts import OperationFacts, deprecated_models
from generator.naming import class_name, identifiers, module_name
from generator.schema_view import fields, lone_part
from generator.tools import HERE

_IMPORTS: Final = "from attrs import define as _attrs_define\n"
_MARK: Final = "Deprecated. "
_SOURCE: Final = HERE / "static" / "deprecation.py"


def mark_deprecated(node: Any) -> Any:
    """Return a plain document whose descriptions say what is deprecated, for the docstrings."""
    if isinstance(node, list):
        return [mark_deprecated(item) for item in node]
    if not isinstance(node, dict):
        return node
    marked = {key: mark_deprecated(value) for key, value in node.items()}
    if marked.get("deprecated") is True:
        holder = marked
        if isinstance(marked.get("schema"), dict):
            # A parameter: the generator reads the description inside of its schema alone.
            holder = marked["schema"] = dict(marked["schema"])
        text = str(holder.get("description", ""))
        if not text.startswith(_MARK):
            holder["description"] = f"{_MARK}{text}".strip()
    return marked


def warn_of_deprecated(
    document: Mapping[str, Any], facts: Mapping[str, OperationFacts], output: Path
) -> None:
    """Write what warns, and let the models with deprecated properties use it.

    Nothing is written for a contract in which nothing is deprecated.

    Args:
        document: the contract, which keeps the rules.
        facts: those of its operations, whose methods already call what is written here.
        output: the generated package.

    Raises:
        GenerationError: the generated code does not look as expected.

    """
    models = deprecated_models(document)
    if not models and not any(fact.deprecated or fact.arguments for fact in facts.values()):
        return
    (output / "deprecation.py").write_bytes(_SOURCE.read_bytes())
    for name, texts in models.items():
        node = component(document, "schemas")[name]
        if "$ref" in node or lone_part(node) is not None:
            continue  # the same class as what it refers to
        python = identifiers(field.name for field in fields(document, node))
        _append(
            output / "models" / f"{module_name(name)}.py",
            class_name(name),
            {python[key]: text for key, text in texts.items()},
        )


def _append(module: Path, name: str, texts: Mapping[str, str]) -> None:
    source = module.read_text("utf-8") if module.exists() else ""
    if _IMPORTS not in source:
        raise GenerationError(f"{module.name} has no line `{_IMPORTS.strip()}` to import beside")
    imported = f"{_IMPORTS}from ..deprecation import deprecate_fields\n"
    source = source.replace(_IMPORTS, imported, 1)
    for field in texts:
        # Of what stands beside a reference the generator sees nothing.
        line = re.compile(rf"^(        {field} \(.*\):) ?$", re.MULTILINE)
        source = line.sub(rf"\1 {_MARK.strip()}", source, count=1)
    module.write_text(f"{source}\n\ndeprecate_fields({name}, {dict(texts)!r})\n", "utf-8")
