"""What the generator would silently mangle, found before it runs."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from generator import operation_rules, pagination, parameter_rules, rate_limits, schema_rules
from generator.errors import GenerationError
from generator.finding import Finding
from generator.normal import normal_form
from generator.shape import shape

Rule = Callable[[Mapping[str, Any]], Iterator[Finding]]

FIRST_RULES: Final[tuple[Rule, ...]] = (
    shape,
    schema_rules.foreign_reference,
    schema_rules.self_composition,
)
"""Rules for a contract as it is written. The normal form relies on what they make sure of."""

RULES: Final[tuple[Rule, ...]] = (
    operation_rules.own_servers,
    operation_rules.security_scheme,
    operation_rules.operation_id,
    operation_rules.method_name,
    schema_rules.schema_name,
    schema_rules.secret_place,
    pagination.pagination_hint,
    rate_limits.rate_limit,
    parameter_rules.cookie_parameter,
    parameter_rules.path_style,
    parameter_rules.nested_parameter,
)
"""Rules for the normal form of a contract."""


def check_contract(path: Path, document: Mapping[str, Any]) -> dict[str, Any]:
    """Return the normal form of a contract, or refuse what would silently get another meaning.

    Raises:
        GenerationError: with a line `file:line: rule: problem; fix` for each finding.

    """
    lines = findings(path, document, FIRST_RULES)
    normal: dict[str, Any] = {}
    # Over a contract that broke the first rules the others go as far as they get.
    with contextlib.suppress(Exception) if lines else contextlib.nullcontext():
        normal = normal_form(document)
        lines += findings(path, normal, RULES)
    if lines:
        raise GenerationError("\n".join(sorted(lines, key=_line_of)))
    return normal


def _line_of(finding: str) -> int:
    return int(finding.split(":", 2)[1])


def findings(path: Path, document: Mapping[str, Any], rules: Sequence[Rule]) -> list[str]:
    """Return a line `file:line: rule: problem; fix` for each finding of some rules, in order."""
    found: set[tuple[Finding, str]] = set()
    for rule in rules:
        # What has the wrong shape is a finding; the rules after that one need not cope with it.
        with contextlib.suppress(Exception) if found else contextlib.nullcontext():
            found.update((each, rule.__name__.replace("_", "-")) for each in rule(document))
    return [
        f"{path.name}:{finding.line}: {name}: {finding.problem}; {finding.fix}"
        for finding, name in sorted(found)
    ]
