"""The table of requests and bytes in vain, printed when asked for."""

from __future__ import annotations

from typing import Any

import pytest

ROWS = pytest.StashKey[list[tuple[str, str, str, int]]]()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Print what each scenario sent."""
    rows = config.stash.get(ROWS, [])
    if not rows or not config.getoption("--scenario-table"):
        return
    terminalreporter.section("scenarios")
    width = max(len(name) for name, *_ in rows)
    for name, kind, requests, in_vain in rows:
        terminalreporter.write_line(f"{name:{width}}  {kind:9}  in vain {in_vain:8}  {requests}")
    clients = {kind for _, kind, _, _ in rows}
    names = {name for name, *_ in rows}
    terminalreporter.write_line(f"{len(names)} scenarios with {', '.join(sorted(clients))}")
