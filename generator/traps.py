"""What the generator would silently mangle, found before it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from generator import (
    answer_traps,
    content_traps,
    name_traps,
    operation_traps,
    pagination,
    parameter_traps,
    rate_limits,
    schema_traps,
)
from generator.errors import GenerationError
from generator.finding import Finding
from generator.shape import shape

Rule = Callable[[Mapping[str, Any]], Iterator[Finding]]

# Each relies on what the one before it has made sure of, and the rules on both.
FIRST_RULES: Final[tuple[Rule, ...]] = (
    shape,
    schema_traps.foreign_reference,
    schema_traps.self_composition,
)
RULES: Final[tuple[Rule, ...]] = (
    operation_traps.openapi_version,
    operation_traps.no_operations,
    operation_traps.webhook,
    operation_traps.own_servers,
    operation_traps.security_scheme,
    operation_traps.path_item_reference,
    operation_traps.operation_id,
    operation_traps.operation_name,
    operation_traps.one_tag,
    operation_traps.operation_security,
    operation_traps.documented_400,
    operation_traps.method_name,
    name_traps.tag_name,
    name_traps.tag_class,
    name_traps.schema_class,
    name_traps.schema_module,
    name_traps.schema_title,
    name_traps.schema_named_as_its_property,
    name_traps.property_name,
    name_traps.properties_alike,
    schema_traps.beside_a_reference,
    schema_traps.boolean_schema,
    schema_traps.boolean_const,
    schema_traps.enum_of_strings,
    schema_traps.enum_without_a_name,
    schema_traps.object_without_a_name,
    schema_traps.array_without_items,
    schema_traps.union_of_arrays,
    schema_traps.binary_schema,
    schema_traps.secret_place,
    schema_traps.request_default,
    schema_traps.discriminator,
    pagination.pagination_hint,
    rate_limits.rate_limit,
    parameter_traps.parameter_name,
    parameter_traps.parameter_schema,
    parameter_traps.parameter_style,
    parameter_traps.parameter_description,
    parameter_traps.cookie_parameter,
    parameter_traps.header_parameter_type,
    parameter_traps.path_parameter_type,
    parameter_traps.query_parameter_type,
    parameter_traps.constant_argument,
    parameter_traps.argument_name,
    parameter_traps.flattened_names,
    content_traps.body_media,
    content_traps.body_fields,
    content_traps.optional_body,
    content_traps.answer_media,
    content_traps.answer_status,
    content_traps.default_answer,
    content_traps.no_success,
    content_traps.success_with_and_without_content,
    content_traps.success_schema,
    answer_traps.unassigned_status,
    answer_traps.answer_header_type,
    answer_traps.answer_headers_alike,
    answer_traps.deprecated_without_a_word,
    answer_traps.deprecated_but_required,
    answer_traps.read_only_field,
)


def refuse_traps(path: Path, document: Mapping[str, Any]) -> None:
    """Refuse a contract that the generator would mangle.

    Raises:
        GenerationError: with a line `file:line: rule: problem; cure` for each finding.

    """
    first = (findings(path, document, (rule,)) for rule in FIRST_RULES)
    lines = next(filter(None, first), None) or findings(path, document, RULES)
    if lines:
        raise GenerationError("\n".join(lines))


def findings(path: Path, document: Mapping[str, Any], rules: Sequence[Rule]) -> list[str]:
    """Return a line `file:line: rule: problem; cure` for each finding of some rules."""
    return [
        f"{path.name}:{finding.line}: {rule.__name__.replace('_', '-')}: "
        f"{finding.problem}; {finding.cure}"
        for rule in rules
        for finding in sorted(set(rule(document)))
    ]
