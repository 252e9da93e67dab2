"""The version, written by hand nowhere: both packages take it from `_version.py`."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Final

from generator.diff.version import VERSION_FILE

TYPESCRIPT: Final = Path("wrappers", "typescript")
_LINES: Final = {
    VERSION_FILE: re.compile(r'(?<=^__version__ = ")[^"]+', re.MULTILINE),
    TYPESCRIPT / "src" / "version.ts": re.compile(
        r'(?<=^export const VERSION: string = ")[^"]+', re.MULTILINE
    ),
}
_PACKAGE: Final = TYPESCRIPT / "package.json"
_LOCK: Final = TYPESCRIPT / "package-lock.json"


def versions(root: Path) -> dict[str, str]:
    """Return the version that each file of a checkout has, by the file's path."""
    found = {
        file.as_posix(): match[0]
        for file, line in _LINES.items()
        if (match := line.search((root / file).read_text("utf-8")))
    }
    package, lock = (json.loads((root / file).read_text("utf-8")) for file in (_PACKAGE, _LOCK))
    found[_PACKAGE.as_posix()] = package["version"]
    found[_LOCK.as_posix()] = lock["version"]
    found[f"{_LOCK.as_posix()}, packages"] = lock["packages"][""]["version"]
    return found


def write_version(root: Path, version: str) -> None:
    """Give every file of a checkout that has the version this one."""
    for file, line in _LINES.items():
        text = (root / file).read_text("utf-8")
        (root / file).write_text(line.sub(version, text, count=1), "utf-8")
    for file in (_PACKAGE, _LOCK):
        data = json.loads((root / file).read_text("utf-8"))
        data["version"] = version
        if file == _LOCK:
            data["packages"][""]["version"] = version
        (root / file).write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", "utf-8")
