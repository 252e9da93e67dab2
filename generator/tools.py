"""The tools that shape the output, held to the versions and templates that were reviewed."""

from __future__ import annotations

import hashlib
import re
from importlib.metadata import PackageNotFoundError, version
from importlib.resources import files
from pathlib import Path

from generator.errors import GenerationError

HERE = Path(__file__).parent
TEMPLATES = HERE / "templates"
ORIGINALS = HERE / "upstream-templates.sha256"


def pinned_versions() -> dict[str, str]:
    """Return the exact pins of requirements.txt: what shapes the output."""
    text = (HERE / "requirements.txt").read_text("utf-8")
    return dict(re.findall(r"^([\w-]+)==(\S+)", text, re.MULTILINE))


def check_versions() -> None:
    """Make sure that the pinned versions are the installed ones.

    Raises:
        GenerationError: one is missing or another.

    """
    for name, wanted in pinned_versions().items():
        try:
            found = version(name)
        except PackageNotFoundError:
            found = "none"
        if found != wanted:
            raise GenerationError(
                f"{name} {wanted} shapes the output, but {found} is installed; "
                "run `python -m nox -s generate`, which installs the pinned one",
            )


def upstream_hashes() -> dict[str, str]:
    """Return the SHA-256 of the installed generator's original of each template we override."""
    originals = files("openapi_python_client") / "templates"
    return {
        path.name: hashlib.sha256((originals / path.name).read_bytes()).hexdigest()
        for path in sorted(TEMPLATES.glob("*.jinja"))
    }


def check_templates(record: Path = ORIGINALS) -> None:
    """Make sure that our overrides were written against the installed originals.

    Args:
        record: lines of a SHA-256 and a template's name, as sha256sum prints them.

    Raises:
        GenerationError: an original changed; names it.

    """
    recorded = {
        name: digest
        for digest, name in (line.split() for line in record.read_text("utf-8").splitlines())
    }
    for name, found in upstream_hashes().items():
        if recorded.get(name) != found:
            raise GenerationError(
                f"the generator's own template {name} is not the one that generator/templates/"
                f"{name} overrides: compare the two, carry over what changed, then record the "
                f"SHA-256 {found} in generator/{ORIGINALS.name}",
            )
