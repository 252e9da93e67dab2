"""Breaks the rules of the upload's decisions one by one and runs their tests on each.

A mutant that no test sees is a rule that nothing proves. Prints the score; fails when one survives.
"""

from __future__ import annotations

import ast
import copy
import importlib
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "wrappers" / "python" / "bota_sdk"
TARGETS = {
    "_storage.decision": ["tests/unit/test_storage_decision.py"],
    "_storage.signed_url": ["tests/unit/test_signed_url.py"],
}
COMPARISONS: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
}


def mutants(tree: ast.Module) -> Iterator[tuple[str, ast.Module]]:
    """Yield each mutant with what was changed in it."""
    for index, node in enumerate(ast.walk(tree)):
        for change, apply in changes(node):
            mutant = copy.deepcopy(tree)
            twin = next(n for i, n in enumerate(ast.walk(mutant)) if i == index)
            apply(twin)
            yield f"line {getattr(node, 'lineno', 0)}: {change}", ast.fix_missing_locations(mutant)


def changes(node: ast.AST) -> Iterator[tuple[str, Any]]:
    """Yield the ways to break one node: a text, and what does it to the node's twin."""
    if isinstance(node, ast.Compare):
        for place, operator in enumerate(node.ops):
            other = COMPARISONS[type(operator)]
            yield (
                f"{type(operator).__name__} -> {other.__name__} in {ast.unparse(node)}",
                lambda twin, place=place, other=other: twin.ops.__setitem__(place, other()),
            )
    elif isinstance(node, ast.Dict):
        for place, key in enumerate(node.keys):
            name = "" if key is None else ast.unparse(key)
            yield f"without {name}", lambda twin, place=place: drop(twin, place)
    elif isinstance(node, ast.Set):
        for place, item in enumerate(node.elts):
            yield f"without {ast.unparse(item)}", lambda twin, place=place: twin.elts.pop(place)
    elif isinstance(node, ast.BoolOp):
        other_word = ast.Or if isinstance(node.op, ast.And) else ast.And
        yield (
            f"{type(node.op).__name__} -> {other_word.__name__} in {ast.unparse(node)}",
            lambda twin: setattr(twin, "op", other_word()),
        )
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
        yield f"without not in {ast.unparse(node)}", lambda twin: setattr(twin, "op", ast.UAdd())
    elif isinstance(node, ast.Constant) and type(node.value) in (int, float):
        yield f"{node.value} + 1", lambda twin: setattr(twin, "value", twin.value + 1)
    elif isinstance(node, ast.If) and ast.unparse(node.test) != "TYPE_CHECKING":
        yield (
            f"never {ast.unparse(node.test)}",
            lambda twin: setattr(twin, "test", ast.Constant(False)),
        )


def drop(twin: ast.Dict, place: int) -> None:
    """Leave an entry out of a mapping."""
    del twin.keys[place], twin.values[place]


def start(module: str, tree: ast.Module, tests: list[str]) -> int:
    """Run the tests on a mutant in a process of its own, and return its id."""
    process = os.fork()
    if process == 0:
        code = 1
        try:
            sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - ends with us
            os.dup2(sys.stdout.fileno(), 1)
            os.dup2(sys.stdout.fileno(), 2)
            found = importlib.import_module(f"bota_sdk.{module}")
            exec(compile(tree, found.__file__ or module, "exec"), found.__dict__)
            options = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:schemathesis"]
            code = int(pytest.main([*options, *tests]))
        except BaseException:
            code = 1
        finally:
            os._exit(1 if code else 0)
    return process


def main() -> int:
    """Return 0 when every mutant is killed."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    # What a mutant does not touch is imported once, for all of their processes.
    for library in ("botocore.auth", "httpx", "jsonschema_rs", "psutil", "requests", "starlette"):
        importlib.import_module(library)
    running: dict[int, str] = {}
    survivors: list[str] = []
    total = 0

    def wait() -> None:
        process, status = os.wait()
        change = running.pop(process)
        if status == 0:
            survivors.append(change)

    for module, tests in TARGETS.items():
        tree = ast.parse((PACKAGE / f"{module.replace('.', '/')}.py").read_text("utf-8"))
        if os.waitpid(start(module, tree, tests), 0)[1] != 0:
            raise SystemExit(f"the tests of {module} fail without any change")
        for change, mutant in mutants(tree):
            total += 1
            if len(running) >= (os.cpu_count() or 1):
                wait()
            running[start(module, mutant, tests)] = f"{module}: {change}"
    while running:
        wait()
    print(f"{total - len(survivors)} of {total} mutants killed")
    print(*survivors, sep="\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
