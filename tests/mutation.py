"""Breaks the rules of the upload's decisions one by one and runs their tests on each.

Then it brings each fault of `mutations.yaml` back, one of those that were mended once. A mutant that
no test sees is a rule that nothing proves. Prints the score; fails when one survives.
"""

from __future__ import annotations

import ast
import contextlib
import copy
import importlib
import os
import shutil
import signal
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml

ROOT = Path(__file__).parents[1]
PACKAGE = ROOT / "wrappers" / "python" / "bota_sdk"
PACKAGES = {"bota_sdk": PACKAGE, "bota_emulator": ROOT / "emulator" / "bota_emulator"}
TARGETS = {
    "_storage.decision": ["tests/unit/test_storage_decision.py"],
    "_storage.signed_url": ["tests/unit/test_signed_url.py"],
}
KILLED = (pytest.ExitCode.TESTS_FAILED, pytest.ExitCode.INTERRUPTED)
"""A test failed, or could not be collected: the module did not come through its own import."""

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


def faults() -> list[dict[str, Any]]:
    """Return what is in `mutations.yaml`; each is of a text that is there once."""
    found: list[dict[str, Any]] = yaml.safe_load(
        (ROOT / "tests" / "mutations.yaml").read_text("utf-8")
    )
    for fault in found:
        package, _, module = fault["in"].partition("/")
        if (PACKAGES[package] / module).read_text("utf-8").count(fault["old"]) != 1:
            raise SystemExit(f"{fault['breaks']}: {fault['old']!r} is not once in {fault['in']}")
    return found


def start(folder: Path, name: str, text: str, tests: list[str]) -> int:
    """Run the tests in a process of its own, with another text of a module, and return its id.

    They and the processes that they start find a copy of the module's package first.
    """
    package = name.partition("/")[0]
    shutil.copytree(PACKAGES[package], folder / package)
    shutil.copy(ROOT / "openapi.yaml", folder / package)  # where the emulator looks for it
    (folder / name).write_text(text, "utf-8")
    process = os.fork()
    if process == 0:
        code, failures = int(pytest.ExitCode.INTERNAL_ERROR), Failures()
        try:
            os.setsid()
            sys.stdout = sys.stderr = Path(os.devnull).open("w")  # noqa: SIM115 - ends with us
            os.dup2(sys.stdout.fileno(), 1)
            os.dup2(sys.stdout.fileno(), 2)
            sys.path.insert(0, str(folder))
            found = [str(folder), os.environ.get("PYTHONPATH")]
            os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, found))
            options = ["-x", "-q", "--no-header", "-p", "no:cacheprovider", "-p", "no:schemathesis"]
            code = int(pytest.main([*options, *tests], plugins=[failures]))
        finally:
            # What a failed test has left open can fail pytest's own clean-up after it.
            os._exit(pytest.ExitCode.TESTS_FAILED if failures.seen else code)
    return process


class Failures:
    """Notes whether a test failed."""

    seen = False

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Look at a test's report."""
        self.seen = self.seen or report.failed


def end() -> tuple[int, int]:
    """Wait for a process, end what it has started, and return its id and pytest's exit code."""
    process, status = os.wait()
    with contextlib.suppress(ProcessLookupError):  # a child that waits for a lock for ever
        os.killpg(process, signal.SIGKILL)
    return process, os.waitstatus_to_exitcode(status)


def everything() -> Iterator[tuple[str, str, str, list[str]]]:
    """Yield what each mutant breaks, the module that it is of, its text and its tests."""
    for module, tests in TARGETS.items():
        name = f"bota_sdk/{module.replace('.', '/')}.py"
        tree = ast.parse((PACKAGE.parent / name).read_text("utf-8"))
        for change, mutant in mutants(tree):
            yield f"{module}: {change}", name, ast.unparse(mutant), tests
    for fault in faults():
        text = (PACKAGES[fault["in"].partition("/")[0]].parent / fault["in"]).read_text("utf-8")
        changed = text.replace(fault["old"], fault["new"])
        yield fault["breaks"], fault["in"], changed, fault["tests"]


def main() -> int:
    """Return 0 when every mutant is killed."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    # What a mutant does not touch is imported once, for all of their processes.
    for library in ("botocore.auth", "httpx", "jsonschema_rs", "psutil", "requests", "starlette"):
        importlib.import_module(library)
    running: dict[int, tuple[str, tempfile.TemporaryDirectory[str]]] = {}
    survivors: list[str] = []
    total = 0

    def wait() -> None:
        process, code = end()
        what, folder = running.pop(process)
        folder.cleanup()
        if code not in KILLED:
            survivors.append(f"{what} (exit code {code})" if code else what)

    for what, name, text, tests in everything():
        total += 1
        if len(running) >= (os.cpu_count() or 1):
            wait()
        folder = tempfile.TemporaryDirectory()
        running[start(Path(folder.name), name, text, tests)] = what, folder
    while running:
        wait()
    print(f"{total - len(survivors)} of {total} mutants killed")
    print(*survivors, sep="\n")
    return 1 if survivors else 0


if __name__ == "__main__":
    sys.exit(main())
