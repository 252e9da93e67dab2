"""The command line is built on what everybody can import, and on nothing else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import bota_sdk
import bota_sdk.cli
import pytest

FOLDER = Path(bota_sdk.cli.__file__).parent
MODULES = sorted(FOLDER.rglob("*.py"))


def is_private(name: str) -> bool:
    return name.startswith("_") and not (name.startswith("__") and name.endswith("__"))


def private_uses(code: str) -> Iterator[str]:
    """What a module takes from the two packages that is not public."""
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Import):
            for alias in node.names:
                if alias.name.startswith(("bota_sdk.", "bota_api.")):
                    yield from filter(is_private, alias.name.split("."))
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "absolute imports only, so that this test can read them"
            origin = node.module or ""
            names = [alias.name for alias in node.names]
            if origin.partition(".")[0] in ("bota_sdk", "bota_api"):
                yield from filter(is_private, [*origin.split("."), *names])
            if origin == "bota_sdk":
                yield from (name for name in names if name not in bota_sdk.__all__)
        elif isinstance(node, ast.Attribute):
            is_own = isinstance(node.value, ast.Name) and node.value.id in ("self", "cls")
            if is_private(node.attr) and not is_own:
                yield node.attr


def test_there_are_modules() -> None:
    assert len(MODULES) > 10


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_module_uses_what_is_private(path: Path) -> None:
    assert list(private_uses(path.read_text("utf-8"))) == []


@pytest.mark.parametrize(
    "code",
    [
        "import bota_sdk._bulk.run",
        "from bota_sdk._settings import why_not_safe",
        "from bota_sdk.errors import _rebuild",
        "from bota_sdk import _client",
        "from bota_sdk import cli",
        "from bota_api._stamp import x",
        "def f():\n    from bota_sdk._shared.redact import redact",
        "bota._runtime.settings",
    ],
)
def test_what_is_private_is_found(code: str) -> None:
    assert list(private_uses(code))
