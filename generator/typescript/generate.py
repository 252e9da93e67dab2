"""From a contract to the tree of generated TypeScript.

The types are made by @hey-api/openapi-ts, which needs Node; all else is made here. The stamp of a
tree says what its types were made of: where that is the same, they are kept as they are, so that
neither a run without a change nor `--check` needs Node.
"""

from __future__ import annotations

import hashlib
import json
import re
import sys
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from generator.contract import NAME_MAPS, component, operations, plain
from generator.errors import GenerationError
from generator.naming import class_name
from generator.node import install, locked_sha256, run_node
from generator.rules import findings
from generator.typescript.naming import global_name
from generator.typescript.operations import render_operations
from generator.typescript.reading import render_reading

HERE: Final = Path(__file__).parent
STAMP: Final = "stamp.json"
"""The file that only a folder of generated TypeScript has."""

_TYPES: Final = "types.gen.ts"
_CONFIG: Final = "openapi-ts.config.mjs"
_CLI: Final = Path("node_modules", "@hey-api", "openapi-ts", "bin", "run.js")

# Not beside the lock file: each copy of the checkout would need its own.
_INSTALLED: Final = Path(sys.prefix) / "bota-openapi-ts"
_TSC: Final = Path("node_modules", "typescript", "bin", "tsc")
_STRICT: Final = (
    "--noEmit", "--strict", "--exactOptionalPropertyTypes", "--noUncheckedIndexedAccess",
    "--noPropertyAccessFromIndexSignature", "--erasableSyntaxOnly", "--verbatimModuleSyntax",
    "--allowImportingTsExtensions", "--target", "es2023", "--module", "nodenext",
)  # fmt: skip
_PACKAGE: Final = '{ "private": true, "type": "module" }\n'


def generate_typescript(
    contract: Path, document: Mapping[str, Any], output: Path, before: Path
) -> None:
    """Generate the TypeScript for a contract into a folder that is not there yet.

    Args:
        contract: the file of the contract, for its name and its SHA-256.
        document: its normal form.
        output: the folder.
        before: the folder that was generated last; it need not be there.

    Raises:
        GenerationError: the contract hides a global name, or Node or openapi-ts fails.

    """
    if lines := findings(contract, document, (global_name,)):
        raise GenerationError("\n".join(lines))
    sources = {
        "package.json": _PACKAGE,
        "calling.ts": (HERE / "static" / "calling.ts").read_text("utf-8"),
        "operations.ts": render_operations(document),
        "reading.ts": render_reading(document),
    }
    written = json.dumps(_for_openapi_ts(document))
    made_of = _made_of(written)
    sources[_TYPES] = _kept_types(before, made_of) or _make_types(written)
    _check_names(contract, sources)
    stamp = {
        "spec": hashlib.sha256(contract.read_bytes()).hexdigest(),
        "tools": json.loads((HERE / "package.json").read_text("utf-8"))["devDependencies"],
        "types": {"made of": made_of, "sha256": _sha256(sources[_TYPES])},
    }
    sources[STAMP] = json.dumps(stamp, indent=2) + "\n"
    output.mkdir(parents=True)
    for name, source in sources.items():
        (output / name).write_text(source, "utf-8")


def type_errors(folder: Path) -> str:
    """Return what the TypeScript compiler, with every strict option, says of a generated folder.

    Raises:
        GenerationError: Node or the compiler cannot be run.

    """
    install(HERE, _INSTALLED)
    return run_node([_INSTALLED / _TSC, *_STRICT, *sorted(folder.glob("*.ts"))], folder).stdout


def _for_openapi_ts(document: Mapping[str, Any]) -> dict[str, Any]:
    """Return a contract with the names that its types and operations have in both languages."""
    names = {str(name): class_name(name) for name in component(document, "schemas")}
    renamed: dict[str, Any] = _renamed(_without_examples(plain(document)), names)
    schemas = renamed.get("components", {}).get("schemas", {})
    renamed.setdefault("components", {})["schemas"] = {
        names[name]: node for name, node in schemas.items()
    }
    for operation in operations(renamed):
        operation.node["operationId"] = class_name(operation.node["operationId"])  # type: ignore[index]
    return renamed


def _without_examples(node: Any, *, named: bool = False) -> Any:
    """Leave out what is no part of a type, and may hold what looks like a reference.

    Args:
        node: where to look.
        named: whether the keys of the node are names of the contract's own choice.

    """
    if isinstance(node, dict):
        return {
            key: _without_examples(value, named=key in NAME_MAPS and not named)
            for key, value in node.items()
            if named or not (key.startswith("x-") or key in ("example", "examples"))
        }
    return [_without_examples(each) for each in node] if isinstance(node, list) else node


def _renamed(node: Any, names: Mapping[str, str]) -> Any:
    if isinstance(node, dict):
        return {key: _renamed(value, names) for key, value in node.items()}
    if isinstance(node, list):
        return [_renamed(each, names) for each in node]
    prefix = "#/components/schemas/"
    if isinstance(node, str) and node.startswith(prefix):
        first, slash, rest = node.removeprefix(prefix).partition("/")
        return f"{prefix}{names.get(first, first)}{slash}{rest}"
    return node


def _made_of(written: str) -> str:
    config = (HERE / _CONFIG).read_text("utf-8")
    return _sha256("\0".join([written, config, locked_sha256(HERE)]))


def _kept_types(before: Path, made_of: str) -> str | None:
    """Return the types of an earlier run, if they were made of the same and are as they were."""
    try:
        stamp = json.loads((before / STAMP).read_text("utf-8"))["types"]
        types = (before / _TYPES).read_text("utf-8")
    except (OSError, ValueError, KeyError):
        return None
    return types if stamp == {"made of": made_of, "sha256": _sha256(types)} else None


def _make_types(written: str) -> str:
    install(HERE, _INSTALLED)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        contract = folder / "openapi.json"
        contract.write_text(written, "utf-8")
        given = {"BOTA_CONTRACT": str(contract), "BOTA_TYPES": str(folder / "made")}
        done = run_node([_INSTALLED / _CLI, "-f", HERE / _CONFIG], _INSTALLED, given)
        made = folder / "made" / _TYPES
        if done.returncode or not made.exists():
            raise GenerationError(f"openapi-ts failed: {done.stderr.strip() or done.stdout}")
        return made.read_text("utf-8")


def _check_names(contract: Path, sources: Mapping[str, str]) -> None:
    """Make sure that openapi-ts spells the names as they are spelt here."""
    made = set(re.findall(r"^export type (\w+)", sources[_TYPES], re.MULTILINE))
    imported = sources["operations.ts"].partition("import type {")[2].partition("}")[0]
    if missing := sorted(set(re.findall(r"\w+", imported)) - made):
        raise GenerationError(
            f"{contract.name}: openapi-ts gives {', '.join(missing)} another name; give the "
            "operation or the schema a plainer one with operationId or x-bota-name"
        )


def _sha256(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
