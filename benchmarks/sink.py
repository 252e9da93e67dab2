"""Builds and runs the server that clients send to, `sink.c`, which is faster than any of them."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


class MissingToolError(Exception):
    """The machine lacks what the benchmarks need."""


@dataclass(frozen=True)
class Sink:
    """A sink that runs.

    Attributes:
        origin: its URL without a path.

    """

    origin: str

    @property
    def object_url(self) -> str:
        """Where an object can be PUT."""
        return f"{self.origin}/bucket/recording.wav"

    @property
    def api_url(self) -> str:
        """The base URL of the API that it plays."""
        return f"{self.origin}/v1"


def build_sink(folder: Path) -> Path:
    """Compile the sink and return the program.

    Raises:
        MissingToolError: there is no C compiler, or no OpenSSL to compile with.

    """
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    needs = "install a C compiler and OpenSSL's headers (Debian: apt install gcc libssl-dev)"
    if compiler is None:
        raise MissingToolError(f"no C compiler for benchmarks/sink.c; {needs}")
    program = folder / "sink"
    source = Path(__file__).with_name("sink.c")
    libraries = ["-lssl", "-lcrypto", "-lpthread"]
    built = subprocess.run(
        [compiler, "-O2", "-o", str(program), str(source), *libraries],
        capture_output=True,
        text=True,
        check=False,
    )
    if built.returncode:
        raise MissingToolError(f"benchmarks/sink.c does not compile; {needs}\n{built.stderr}")
    return program


@contextmanager
def running_sink(
    program: Path, *, certificate: Path | None = None, delay_ms: int = 0
) -> Iterator[Sink]:
    """Run a sink inside the `with` block; it also ends when this process does.

    Args:
        program: from `build_sink`.
        certificate: a PEM file with a certificate for localhost and its key, which makes it TLS.
        delay_ms: milliseconds that every answer waits.

    """
    command = [str(program), str(delay_ms), *([str(certificate)] if certificate else [])]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        assert process.stdout is not None
        assert process.stdin is not None
        try:
            port = process.stdout.readline().strip()
            if not port:
                raise MissingToolError("the sink did not start")
            yield Sink(f"{'https' if certificate else 'http'}://localhost:{port}")
        finally:
            process.stdin.close()
            process.wait()
