"""Writes rate_limits.py: which limits of the service a request counts in, and how high they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any, Final

from generator.contract import Operation, line_of, operations
from generator.finding import Finding

HINT: Final = "x-bota-rate-limit"
"""At the top: requests in a minute, by class. In an operation: the further classes it counts in."""

EVERY: Final = "requests"
"""The class that each request counts in, if the contract has it."""

_TOP: Final = '''"""The service's rate limits, and which of them each request counts in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

WINDOW: Final = 60.0
"""Seconds that a limit is about."""

LIMITS: Final[Mapping[str, int]] = {limits}
"""Requests in a window, by class."""

_EVERY: Final[tuple[str, ...]] = {every}
_OPERATIONS: Final[tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]] = {table}


def classes_of(method: str, path: str) -> tuple[str, ...]:
    """Return the classes of limits that a request counts in, the widest one first.

    Args:
        method: the HTTP method, in capitals.
        path: the path of the request as it is sent, with that of the base URL or without.
    """
    for its_method, template, classes in _OPERATIONS:
        if its_method == method and template.fullmatch(path):
            return classes
    return _EVERY
'''


def rate_limit(document: Mapping[str, Any]) -> Iterator[Finding]:
    """Limits that no number and classes that nobody has named: requests would not be counted."""
    limits = document.get(HINT, {})
    if not isinstance(limits, Mapping):
        yield Finding(
            line_of(document, HINT), f"{HINT} is no map", "write class: requests a minute"
        )
        return
    for name, limit in limits.items():
        if not isinstance(name, str) or type(limit) is not int or limit < 1:
            problem = f"the rate limit {name} is {limit}"
            yield Finding(line_of(limits, name), problem, "write the requests in a minute")
    for operation in operations(document):
        for name in _named(operation):
            if name not in limits:
                yield Finding(
                    line_of(operation.node, HINT),
                    f"{operation.name} counts in the rate limit {name}, which there is not",
                    f"name one of {', '.join(map(str, limits)) or 'those at the top'}",
                )


def _named(operation: Operation) -> list[Any]:
    named = operation.node.get(HINT, [])
    return list(named) if isinstance(named, list) else [named]


def render_rate_limits(document: Mapping[str, Any]) -> str:
    """Return the source of rate_limits.py for a contract that keeps the rules."""
    limits = {str(name): int(limit) for name, limit in document.get(HINT, {}).items()}
    every = tuple(name for name in limits if name == EVERY)
    listed = sorted(_listed(document), key=_precedence, reverse=True)
    rows = "".join(
        f"    ({each.method.upper()!r}, re.compile({_pattern(each.path)!r}), {classes!r}),\n"
        for each in listed
        for classes in [(*every, *(name for name in map(str, _named(each)) if name not in every))]
    )
    return _TOP.format(limits=limits, every=every, table=f"(\n{rows})" if rows else "()")


def _listed(document: Mapping[str, Any]) -> Iterator[Operation]:
    """Yield the operations with a class of their own, and those that could be taken for one."""
    found = list(operations(document))
    for operation in found:
        if any(
            other.method == operation.method and _ends_alike(operation.path, other.path)
            for other in found
            if _named(other)
        ):
            yield operation


def _precedence(operation: Operation) -> tuple[int, list[bool]]:
    """Return what sorts paths as they are looked for, in reverse: long ones, then literal ones."""
    segments = _segments(operation.path)
    return len(segments), [not _is_open(segment) for segment in segments]


def _segments(path: str) -> list[str]:
    return path.strip("/").split("/")


def _is_open(segment: str) -> bool:
    return "{" in segment


def _ends_alike(path: str, other: str) -> bool:
    both = zip(reversed(_segments(path)), reversed(_segments(other)), strict=False)
    longer = len(_segments(path)) >= len(_segments(other))
    return longer and all(a == b or _is_open(a) or _is_open(b) for a, b in both)


def _pattern(path: str) -> str:
    parts = re.split(r"(\{[^}]*\})", path)
    return ".*" + "".join("[^/]+" if part.startswith("{") else re.escape(part) for part in parts)
