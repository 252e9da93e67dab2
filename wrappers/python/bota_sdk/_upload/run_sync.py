"""Runs the one `async def` core for callers that do not await."""

from __future__ import annotations

from collections.abc import Coroutine
from typing import Any, TypeVar

T = TypeVar("T")


def run_sync(coroutine: Coroutine[Any, Any, T]) -> T:
    """Drive a coroutine whose awaits never suspend to its end, and return what it returns.

    Raises:
        AssertionError: the coroutine awaited something that really waits; that is our bug.

    """
    try:
        coroutine.send(None)
    except StopIteration as stop:
        result: T = stop.value
        return result
    coroutine.close()
    raise AssertionError("a synchronous call tried to wait in an event loop")
