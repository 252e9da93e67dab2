"""Checks the contract with all that knows one: `python -m generator.spec`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, Final

from openapi_spec_validator import OpenAPIV31SpecValidator
from ruamel.yaml import YAML

from generator import examples, reader_rules, redocly
from generator.contract import line_of, load_contract, schemas
from generator.errors import GenerationError
from generator.rules import check_contract, findings

ROOT: Final = Path(__file__).parents[1]
RULES: Final = (
    examples.wrong_examples,
    reader_rules.missing_examples,
    reader_rules.undescribed,
)


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is wrong with the contract; return 1 when anything is."""
    parser = argparse.ArgumentParser(prog="python -m generator.spec", description=__doc__)
    parser.add_argument("--contract", type=Path, default=ROOT / "openapi.yaml")
    parser.add_argument("--linter", type=Path, required=True, help="where npm installs redocly")
    options = parser.parse_args(arguments)
    contract: Path = options.contract
    checks: dict[str, Callable[[], list[str]]] = {
        "the generator's rules": lambda: broken_rules(contract),
        "openapi-spec-validator": lambda: invalid(contract),
        "examples and descriptions": lambda: findings(contract, load_contract(contract), RULES),
        "redocly": lambda: redocly.lint(contract, options.linter),
    }
    try:
        return int(_failed(checks))
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 1


def _failed(checks: Mapping[str, Callable[[], list[str]]]) -> bool:
    for name, check in checks.items():
        lines = check()
        print(f"{name}: {len(lines) or 'nothing'} to mend")
        # What follows relies on a contract that passed the checks before.
        if lines:
            print("\n".join(lines))
            return True
    return False


def broken_rules(contract: Path) -> list[str]:
    """Return a line for each rule of the generator that the contract breaks."""
    document = load_contract(contract)
    try:
        check_contract(contract, document)
    except GenerationError as error:
        return str(error).splitlines()
    return []


def invalid(contract: Path) -> list[str]:
    """Return a line for each place where the contract is no valid OpenAPI 3.1."""
    document = load_contract(contract)
    plain = YAML(typ="safe").load(contract)
    return [
        f"{contract.name}:{_line(document, error)}: openapi-spec-validator: "
        f"{error.message.splitlines()[0][:400]}"
        for error in _deepest(OpenAPIV31SpecValidator(plain).iter_errors())
    ]


def _deepest(errors: Iterator[Any]) -> Iterator[Any]:
    for error in errors:
        # "is not valid under any of the given schemas" says nothing; the best of its causes does.
        yield max(error.context, key=lambda cause: len(cause.absolute_path), default=error)


def _line(document: Any, error: Any) -> int:
    """Return the line of what an error is about; its way begins at the top, or at a schema."""
    for start in (document, *(schema.node for schema in schemas(document))):
        line, node = line_of(start), start
        for step in error.absolute_path:
            line = line_of(node, step) or line
            known = isinstance(node, list) or (isinstance(node, Mapping) and step in node)
            node = node[step] if known else None
        # The instance is what the way begins at, or what it leads to.
        if error.instance in (start, node):
            return line
    return 1


if __name__ == "__main__":
    sys.exit(main())
