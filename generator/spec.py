"""Checks the contract with all that knows one: `python -m generator.spec`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Final

from generator import examples, reader_rules, redocly
from generator.contract import load_contract
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


if __name__ == "__main__":
    sys.exit(main())
