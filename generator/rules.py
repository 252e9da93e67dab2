"""What the generator would silently mangle, found before it runs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from generator import (
    content_rules,
    name_rules,
    operation_rules,
    pagination,
    parameter_rules,
    rate_limits,
    response_rules,
    schema_rules,
)
from generator.errors import GenerationError
from generator.finding import Finding
from generator.shape import shape

Rule = Callable[[Mapping[str, Any]], Iterator[Finding]]

# Each relies on what the one before it has made sure of, and the rules on both.
FIRST_RULES: Final[tuple[Rule, ...]] = (
    shape,
    schema_rules.foreign_reference,
    schema_rules.self_composition,
)
RULES: Final[tuple[Rule, ...]] = (
    operation_rules.openapi_version,
    operation_rules.no_operations,
    operation_rules.webhook,
    operation_rules.own_servers,
    operation_rules.security_scheme,
    operation_rules.path_item_reference,
    operation_rules.operation_id,
    operation_rules.operation_name,
    operation_rules.one_tag,
    operation_rules.operation_security,
    operation_rules.documented_400,
    operation_rules.method_name,
    name_rules.tag_name,
    name_rules.tag_class,
    name_rules.schema_class,
    name_rules.schema_module,
    name_rules.schema_title,
    name_rules.schema_named_as_its_property,
    name_rules.property_name,
    name_rules.properties_alike,
    schema_rules.beside_a_reference,
    schema_rules.boolean_schema,
    schema_rules.boolean_const,
    schema_rules.enum_of_strings,
    schema_rules.enum_without_a_name,
    schema_rules.object_without_a_name,
    schema_rules.array_without_items,
    schema_rules.union_of_arrays,
    schema_rules.binary_schema,
    schema_rules.secret_place,
    schema_rules.request_default,
    schema_rules.discriminator,
    pagination.pagination_hint,
    rate_limits.rate_limit,
    parameter_rules.parameter_name,
    parameter_rules.parameter_schema,
    parameter_rules.parameter_style,
    parameter_rules.parameter_description,
    parameter_rules.cookie_parameter,
    parameter_rules.header_parameter_type,
    parameter_rules.path_parameter_type,
    parameter_rules.query_parameter_type,
    parameter_rules.constant_argument,
    parameter_rules.argument_name,
    parameter_rules.flattened_names,
    content_rules.body_media,
    content_rules.body_fields,
    content_rules.optional_body,
    content_rules.response_media,
    content_rules.response_status,
    content_rules.default_response,
    content_rules.no_success,
    content_rules.success_with_and_without_content,
    content_rules.success_schema,
    response_rules.unassigned_status,
    response_rules.response_header_type,
    response_rules.response_headers_alike,
    response_rules.deprecated_without_a_word,
    response_rules.deprecated_but_required,
    response_rules.read_only_field,
)


def check_contract(path: Path, document: Mapping[str, Any]) -> None:
    """Refuse a contract that the generator would mangle.

    Raises:
        GenerationError: with a line `file:line: rule: problem; fix` for each finding.

    """
    first = (findings(path, document, (rule,)) for rule in FIRST_RULES)
    lines = next(filter(None, first), None) or findings(path, document, RULES)
    if lines:
        raise GenerationError("\n".join(lines))


def findings(path: Path, document: Mapping[str, Any], rules: Sequence[Rule]) -> list[str]:
    """Return a line `file:line: rule: problem; fix` for each finding of some rules."""
    return [
        f"{path.name}:{finding.line}: {rule.__name__.replace('_', '-')}: "
        f"{finding.problem}; {finding.fix}"
        for rule in rules
        for finding in sorted(set(rule(document)))
    ]
