"""The service's rate limits, and which of them each request counts in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

WINDOW: Final = 60.0
"""Seconds that a limit is about."""

LIMITS: Final[Mapping[str, int]] = {"requests": 100, "upload_urls": 30, "transcriptions": 10}
"""Requests in a window, by class."""

_EVERY: Final[tuple[str, ...]] = ("requests",)
_OPERATIONS: Final[tuple[tuple[str, re.Pattern[str], tuple[str, ...]], ...]] = (
    ("POST", re.compile(".*/recordings/[^/]+/upload\\-url"), ("requests", "upload_urls")),
    ("POST", re.compile(".*/transcriptions"), ("requests", "transcriptions")),
)


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
