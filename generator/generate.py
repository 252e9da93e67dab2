"""From a contract to a tree of generated files."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from generator.contract import load_contract, operation_count
from generator.errors import GenerationError
from generator.resources import render_resources
from generator.secret_fields import hide_secret_fields
from generator.tools import HERE, TEMPLATES, check_templates, check_versions, pinned_versions
from generator.traps import refuse_traps

_STAMP = '''"""Where this package comes from. To change it, change openapi.yaml and generate."""

SPEC_SHA256 = "{sha256}"
"""SHA-256 of the openapi.yaml that this package was generated from."""

TOOLS = {{
{tools}
}}
"""Versions of the tools that shaped it."""
'''


def generate(contract: Path, output: Path) -> None:
    """Generate the client for a contract into a folder that is not there yet.

    Raises:
        GenerationError: the tools are not the reviewed ones, the contract holds what the generator
            would mangle (each finding with file, line, rule and cure), or the generator failed.

    """
    check_versions()
    check_templates()
    document = load_contract(contract)
    refuse_traps(contract, document)
    _run_generator(contract, output)
    modules = {
        path.parent.name: len(list(path.parent.glob("[!_]*.py")))
        for path in (output / "api").glob("*/__init__.py")
    }
    expected = operation_count(document)
    if sum(modules.values()) != expected:
        raise GenerationError(
            f"{contract.name} has {expected} operations, but the generator wrote "
            f"{sum(modules.values())} modules: it dropped or overwrote one without a word",
        )
    hide_secret_fields(document, output / "models")
    (output / "resources.py").write_text(render_resources(list(modules)), "utf-8")
    (output / "_stamp.py").write_text(_render_stamp(contract), "utf-8")
    (output / "py.typed").touch()


def _render_stamp(contract: Path) -> str:
    tools = "\n".join(f'    "{name}": "{pin}",' for name, pin in pinned_versions().items())
    return _STAMP.format(sha256=hashlib.sha256(contract.read_bytes()).hexdigest(), tools=tools)


def _run_generator(contract: Path, output: Path) -> None:
    # The generator looks for ruff on the PATH, and its absence would only be a warning.
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        [
            sys.executable, "-m", "openapi_python_client", "generate",
            "--path", str(contract),
            "--meta", "none",
            "--output-path", str(output),
            "--config", str(HERE / "config.yaml"),
            "--custom-template-path", str(TEMPLATES),
            "--fail-on-warning",
        ],
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip
    if done.returncode:
        raise GenerationError(f"openapi-python-client failed:\n{done.stdout}{done.stderr}".rstrip())
