"""What the generator would silently mangle, found before it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from generator import operation_traps, schema_traps
from generator.errors import GenerationError
from generator.finding import Finding

Rule = Callable[[Mapping[str, Any]], Iterator[Finding]]

RULES: Final[tuple[Rule, ...]] = (
    operation_traps.openapi_version,
    operation_traps.path_item_reference,
    operation_traps.operation_id,
    operation_traps.one_tag,
    operation_traps.operation_security,
    schema_traps.boolean_schema,
    schema_traps.enum_values_alike,
    schema_traps.enum_of_mixed_types,
    schema_traps.enum_without_a_name,
    schema_traps.boolean_const,
    schema_traps.property_name,
    operation_traps.parameter_name,
    schema_traps.schema_named_as_its_property,
    schema_traps.object_without_a_name,
    schema_traps.foreign_reference,
    operation_traps.parameter_style,
    operation_traps.header_parameter_type,
    operation_traps.parameter_description,
    schema_traps.request_default,
    operation_traps.answer_media,
    operation_traps.default_answer,
    operation_traps.success_with_and_without_content,
    operation_traps.documented_400,
    schema_traps.discriminator,
    operation_traps.method_name,
    operation_traps.flattened_names,
)


def refuse_traps(path: Path, document: Mapping[str, Any]) -> None:
    """Refuse a contract that the generator would mangle.

    Raises:
        GenerationError: with a line `file:line: rule: problem; cure` for each finding.

    """
    lines = [
        f"{path.name}:{finding.line}: {rule.__name__.replace('_', '-')}: "
        f"{finding.problem}; {finding.cure}"
        for rule in RULES
        for finding in sorted(rule(document))
    ]
    if lines:
        raise GenerationError("\n".join(lines))
