"""Hashes are those of the bytes, with and without a thread."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from bota_sdk._storage.hashing import BodyHash

from tests.ticks import HANG

CHUNK = 1 << 20


@pytest.mark.parametrize("pieces", [0, 1, 7, 8, 20])
@pytest.mark.parametrize("md5", [True, False])
def test_digests(pieces: int, md5: bool) -> None:
    body = [os.urandom(CHUNK) for _ in range(pieces)]
    with closing(BodyHash(pieces * CHUNK, md5=md5)) as hashed:
        for piece in body:
            hashed.update(piece)
        digests = hashed.digests()
    assert digests.sha256 == hashlib.sha256(b"".join(body)).hexdigest()
    assert digests.md5 == (hashlib.md5(b"".join(body)).hexdigest() if md5 else None)


def test_no_thread_outlives_a_body_that_is_given_up() -> None:
    before = threading.active_count()
    with pytest.raises(KeyboardInterrupt):
        with closing(BodyHash(100 * CHUNK, md5=True)) as hashed:
            hashed.update(bytes(CHUNK))
            raise KeyboardInterrupt
    assert threading.active_count() == before


NO_THREADS = """
import hashlib, resource, threading
from contextlib import closing
from bota_sdk._storage.hashing import BodyHash
threading.stack_size(1 << 30)
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
try:
    threading.Thread(target=print).start()
except RuntimeError:
    with closing(BodyHash(16 << 20, md5=False)) as hashed:
        for _ in range(16):
            hashed.update(bytes(1 << 20))
        assert hashed.digests().sha256 == hashlib.sha256(bytes(16 << 20)).hexdigest()
    print("whole")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory for a thread's stack")
def test_where_there_is_no_thread_to_be_had() -> None:
    command = [sys.executable, "-c", NO_THREADS]
    found = subprocess.run(command, capture_output=True, text=True, timeout=HANG)
    assert found.stdout == "whole\n", found.stderr
