"""Hashes are those of the bytes, with and without a thread."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import threading
from contextlib import closing

import pytest
from bota_sdk._storage.hashing import CHUNK, Blocks, BodyHash

from tests.ticks import HANG

SIZES = [0, 1, CHUNK, (8 << 20) - 1, 8 << 20, (8 << 20) + 1, 20 << 20]


def read_into(hashed: BodyHash, body: bytes, shortest: int = CHUNK) -> None:
    left = memoryview(body)
    while left:
        chunk = hashed.room()[: min(len(left), shortest)]
        chunk[:] = left[: len(chunk)]
        hashed.update(chunk)
        left = left[len(chunk) :]


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("shortest", [CHUNK, CHUNK - 1])
@pytest.mark.parametrize("md5", [True, False])
@pytest.mark.parametrize("blocks", [Blocks(), None])
def test_digests(size: int, shortest: int, md5: bool, blocks: Blocks | None) -> None:
    body = os.urandom(size)
    with closing(BodyHash(size, md5=md5, blocks=blocks)) as hashed:
        read_into(hashed, body, shortest)
        digests = hashed.digests()
    assert digests.sha256 == hashlib.sha256(body).hexdigest()
    assert digests.md5 == (hashlib.md5(body).hexdigest() if md5 else None)


def test_no_thread_outlives_a_body_that_is_given_up() -> None:
    before, blocks = threading.active_count(), Blocks()
    with pytest.raises(KeyboardInterrupt):
        with closing(BodyHash(100 << 20, md5=True, blocks=blocks)) as hashed:
            read_into(hashed, bytes(9 << 20))
            assert threading.active_count() == before + 1
            raise KeyboardInterrupt
    assert threading.active_count() == before
    assert blocks.take()


def test_errors_that_are_kept_keep_the_same_blocks() -> None:
    blocks, kept = Blocks(), list[object]()
    for _ in range(3):
        with closing(BodyHash(9 << 20, md5=False, blocks=blocks)) as hashed:
            kept.append(hashed.room().obj)
    assert all(each is kept[0] for each in kept)


def test_of_several_at_once_one_has_a_thread() -> None:
    before, blocks, body = threading.active_count(), Blocks(), os.urandom(9 << 20)
    for _ in range(2):
        with closing(BodyHash(len(body), md5=False, blocks=blocks)) as first:
            with closing(BodyHash(len(body), md5=False, blocks=blocks)) as second:
                for hashed in (first, second):
                    read_into(hashed, body)
                assert threading.active_count() == before + 1
                expected = hashlib.sha256(body).hexdigest()
                assert [one.digests().sha256 for one in (second, first)] == [expected] * 2


NO_THREADS = """
import hashlib, resource, threading
from contextlib import closing
from bota_sdk._storage.hashing import Blocks, BodyHash
threading.stack_size(1 << 30)
resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
try:
    threading.Thread(target=print).start()
except RuntimeError:
    blocks = Blocks()
    with closing(BodyHash(16 << 20, md5=False, blocks=blocks)) as hashed:
        for _ in range(64):
            hashed.update(hashed.room())
        assert hashed.digests().sha256 == hashlib.sha256(bytes(16 << 20)).hexdigest()
    assert blocks.take()
    print("whole")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits the memory for a thread's stack")
def test_where_there_is_no_thread_to_be_had() -> None:
    command = [sys.executable, "-c", NO_THREADS]
    found = subprocess.run(command, capture_output=True, text=True, timeout=HANG)
    assert found.stdout == "whole\n", found.stderr
