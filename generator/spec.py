"""Checks the contract with all that knows one: `python -m generator.spec`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Final

from generator import redocly
from generator.contract import load_contract
from generator.errors import GenerationError
from generator.rules import check_contract

ROOT: Final = Path(__file__).parents[1]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print what is wrong with the contract; return 1 when anything is."""
    parser = argparse.ArgumentParser(prog="python -m generator.spec", description=__doc__)
    parser.add_argument("--contract", type=Path, default=ROOT / "openapi.yaml")
    parser.add_argument("--linter", type=Path, required=True, help="where npm installs redocly")
    options = parser.parse_args(arguments)
    try:
        check_contract(options.contract, load_contract(options.contract))
        print("the generator's rules: nothing to mend")
        if lines := redocly.lint(options.contract, options.linter):
            raise GenerationError("\n".join(lines))
    except GenerationError as error:
        print(error, file=sys.stderr)
        return 1
    print("redocly: nothing to mend")
    return 0


if __name__ == "__main__":
    sys.exit(main())
