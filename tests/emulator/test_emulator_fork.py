"""A process that forks while an emulator runs in it: neither side disturbs the other."""

from __future__ import annotations

import contextlib
import os
import pathlib
import socket
import sys
import traceback
import urllib.parse
import warnings
from collections.abc import Callable, Iterator

import pytest
from bota_emulator import ApiReset, ApiTruncate, Emulator, StorageReset, StorageTruncate
from bota_emulator.faults.plan import Fault

from tests.emulator.api_client import Api
from tests.emulator.raw_client import End, RawClient
from tests.emulator.storage_cases import Target
from tests.ticks import HANG

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork here")
AUDIO = b"RIFF" + bytes(range(256)) * 100


def fork(act: Callable[[], object]) -> int:
    """Start a child that does something and ends; return its process id."""
    with warnings.catch_warnings():
        # Forking with threads is what is tried here.
        warnings.simplefilter("ignore", DeprecationWarning)
        child = os.fork()
    if child:
        return child
    code = 1
    try:
        act()
        code = 0
    except BaseException:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(code)


def in_a_child(act: Callable[[], object]) -> None:
    """Do something in a child, which must go well."""
    assert os.waitpid(fork(act), 0)[1] == 0


@contextlib.contextmanager
def while_a_child_lives() -> Iterator[None]:
    ready, begun = os.pipe()
    stopped, stop = os.pipe()

    def wait() -> None:
        os.close(stop)
        os.write(begun, b".")
        os.read(stopped, 1)

    child = fork(wait)
    try:
        os.read(ready, 1)
        yield
    finally:
        os.close(stop)
        assert os.waitpid(child, 0)[1] == 0
        for descriptor in (ready, begun, stopped):
            os.close(descriptor)


@pytest.fixture
def emulator() -> Iterator[Emulator]:
    with Emulator() as emulator:
        yield emulator


@pytest.mark.parametrize(
    ("fault", "end"),
    [
        (ApiTruncate(), "closed"),
        (ApiReset(at="after"), "reset"),
        (StorageTruncate(), "closed"),
        (StorageReset(at="after_store"), "reset"),
    ],
    ids=lambda value: getattr(value, "kind", value),
)
def test_a_child_does_not_hold_a_connection_open(
    emulator: Emulator, fault: Fault, end: End
) -> None:
    target = Target("emulator", emulator.storage_url, "bota-uploads", emulator._identity)
    api = fault.side == "api"
    url = f"{emulator.base_url}/recordings" if api else target.sign("k")
    with RawClient(url) as client:

        def ask() -> None:
            client.head("GET" if api else "PUT", None if api else 3)
            if not api:
                client.body(b"abc")

        # Once, so that the server has the connection when its process forks.
        ask()
        assert client.chunk().startswith(b"HTTP/1.1 401 " if api else b"HTTP/1.1 200 ")
        emulator.add_fault(fault)
        with while_a_child_lives():
            ask()
            assert client.all()[1] == end


def test_a_child_does_not_keep_the_ports(emulator: Emulator) -> None:
    urls = [emulator.base_url, emulator.storage_url]
    with while_a_child_lives():
        emulator.stop()
        for url in urls:
            parts = urllib.parse.urlsplit(url)
            with pytest.raises(ConnectionRefusedError):
                socket.create_connection((parts.hostname, parts.port), timeout=HANG)


def test_the_end_of_a_child_leaves_all_to_its_parent(emulator: Emulator) -> None:
    api, folder = Api(emulator), emulator._temporary
    with api.session:
        before = api.upload(AUDIO)

        def leave() -> None:
            assert emulator.inherited
            emulator.__exit__(None, None, None)
            emulator.stop()
            assert not emulator.inherited

        in_a_child(leave)
        assert not emulator.inherited
        assert folder
        assert pathlib.Path(folder).exists()
        assert emulator.object_bytes(before) == AUDIO
        assert emulator.object_bytes(api.upload(AUDIO[::-1])) == AUDIO[::-1]
        assert len(api("GET", "/recordings").json()["data"]) == 2


def test_a_child_uses_the_parents_emulator_by_its_url(emulator: Emulator) -> None:
    def upload() -> None:
        api = Api(emulator)
        with api.session:
            api.upload(AUDIO)

    for _ in range(3):
        in_a_child(upload)
    assert [emulator.object_bytes(id) for id in ids(emulator)] == [AUDIO] * 3


def ids(emulator: Emulator) -> list[str]:
    api = Api(emulator)
    with api.session:
        return [recording["id"] for recording in api("GET", "/recordings").json()["data"]]


def test_a_child_cannot_steer_it_unseen(emulator: Emulator) -> None:
    api = Api(emulator)
    with api.session:
        rec = api.upload(AUDIO)

    def steer() -> None:
        steps: list[Callable[[], object]] = [
            lambda: emulator.requests,
            lambda: emulator.app,
            lambda: emulator.add_fault(ApiReset()),
            lambda: emulator.fail_api(None, 500),
            lambda: emulator.fail_storage("SlowDown"),
            lambda: emulator.random_faults(1, [ApiReset()]),
            lambda: emulator.clear_faults(),
            lambda: emulator.recording(rec),
            lambda: emulator.object_bytes(rec),
            lambda: emulator.object_sha256(rec),
            lambda: emulator.upload_token(rec),
            lambda: emulator.reset(),
        ]
        for step in steps:
            with pytest.raises(RuntimeError, match=f"in the process {os.getppid()}, which forked"):
                step()

    in_a_child(steer)
    assert emulator.object_bytes(rec) == AUDIO


def test_a_child_can_have_servers_of_its_own(emulator: Emulator) -> None:
    url = emulator.base_url

    def restart() -> None:
        emulator.stop()
        with emulator:
            assert emulator.base_url != url
            emulator.fail_storage("SlowDown")
            api = Api(emulator)
            with api.session:
                rec = api.create()
                assert api.put(api.grant(rec), AUDIO).status_code == 503
            assert emulator.requests[-1].fault == "storage_error"

    in_a_child(restart)
    assert ids(emulator) == []
    assert emulator.requests[-1].operation == "listRecordings"


FORKING = """
import os
from _pytest.runner import runtestprotocol

def pytest_runtest_protocol(item, nextitem):
    if "forked" not in item.name:
        return None
    child = os.fork()
    if child == 0:
        os._exit(any(report.failed for report in runtestprotocol(item, log=False)))
    failed = os.waitpid(child, 0)[1]
    print("went wrong" if failed else "went well")
    return True
"""
TESTS = """
import os, pathlib, tempfile, urllib.request

def answers(url):
    with urllib.request.urlopen(url.replace("/v1", "/_control/requests"), timeout=300) as response:
        return response.status == 200

def test_one(bota_emulator):
    test_one.url = bota_emulator.base_url
    assert answers(bota_emulator.base_url)

def test_two_forked(bota_emulator):
    assert bota_emulator.base_url != test_one.url
    assert answers(bota_emulator.base_url)
    bota_emulator.fail_storage("SlowDown")

def test_three(bota_emulator):
    assert bota_emulator.base_url == test_one.url
    assert answers(bota_emulator.base_url)
"""


def test_the_fixture_in_tests_that_are_forked(tmp_path: pathlib.Path) -> None:
    import subprocess

    from tests.emulator.test_emulator_package import _installed

    (tmp_path / "conftest.py").write_text(FORKING)
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "temp").mkdir()
    command = [sys.executable, "-m", "pytest", "-qs", "-c", "/dev/null", "--rootdir", str(tmp_path)]
    command += [] if _installed() else ["-p", "bota_emulator.pytest_plugin"]
    done = subprocess.run(
        [*command, str(tmp_path)],
        capture_output=True,
        text=True,
        timeout=HANG,
        check=False,
        env={**os.environ, "TMPDIR": str(tmp_path / "temp")},
    )
    assert "2 passed" in done.stdout, done.stdout + done.stderr
    assert "went well" in done.stdout
    # Not even the child's is left, nor was the parent's removed while it was needed.
    assert list((tmp_path / "temp").iterdir()) == []
