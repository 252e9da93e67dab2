"""The files that are sent, and the certificate of the sink, in a folder that goes when we do."""

from __future__ import annotations

import os
import random
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import certifi
import trustme

MIB = 1 << 20
GIB = 1 << 30
_WAV = b"RIFF\0\0\0\0WAVE"
_SHARED_MEMORY = Path("/dev/shm")


@dataclass(frozen=True)
class Scratch:
    """A folder for one run.

    Attributes:
        folder: where it is.
        certificate: of the sink, with its key.
        authority: the one certificate that signed it.
        store: that one among all that a client's own store holds.

    """

    folder: Path
    certificate: Path
    authority: Path
    store: Path

    @property
    def environment(self) -> Mapping[str, str]:
        """What makes every client trust the sink, and keeps them off proxies and accounts."""
        store = str(self.store)
        return {
            "SSL_CERT_FILE": store,
            "REQUESTS_CA_BUNDLE": store,
            "AWS_CA_BUNDLE": store,
            "NODE_EXTRA_CA_CERTS": str(self.authority),
            "NO_PROXY": "localhost,127.0.0.1",
            "AWS_ACCESS_KEY_ID": "sink",
            "AWS_SECRET_ACCESS_KEY": "sink",  # opens nothing
            "AWS_DEFAULT_REGION": "us-east-1",
            "AWS_EC2_METADATA_DISABLED": "true",
            "BOTA_API_KEY": "sk_test_benchmark",
            "PYTHONWARNINGS": "ignore",
        }

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
                with (folder / f"{number:05}.wav").open("wb") as file:
                    _fill(file.fileno(), size, seed=number)
        return folder

    def forget(self, path: Path) -> None:
        """Remove what `file` or `many` made."""
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def _fill(descriptor: int, size: int, seed: int) -> None:
    block = random.Random(seed).randbytes(min(size, MIB))
    size -= os.write(descriptor, _WAV + block[len(_WAV) :])
    while size:
        size -= os.write(descriptor, block[: min(size, MIB)])


@contextmanager
def scratch(needed: int) -> Iterator[Scratch]:
    """Make a folder for the `with` block: in memory where there is room, else on disk.

    Args:
        needed: bytes that its files take at most at a time.

    """
    in_memory = _SHARED_MEMORY.is_dir() and shutil.disk_usage(_SHARED_MEMORY).free > 2 * needed
    where = str(_SHARED_MEMORY) if in_memory else None
    with tempfile.TemporaryDirectory(prefix="bota-bench-", dir=where) as name:
        folder = Path(name)
        authority = trustme.CA()
        issued = authority.issue_cert("localhost", "127.0.0.1")
        made = Scratch(folder, folder / "sink.pem", folder / "ca.pem", folder / "store.pem")
        issued.private_key_and_cert_chain_pem.write_to_path(str(made.certificate))
        authority.cert_pem.write_to_path(str(made.authority))
        # A client that reads the store anew for each request pays for it as in life.
        shutil.copy(certifi.where(), made.store)
        authority.cert_pem.write_to_path(str(made.store), append=True)
        yield made
