"""A client that is used, and forked while it is used: each process with what is its own.

As gunicorn --preload, Celery's prefork and multiprocessing's fork do it.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import trustme
from bota_emulator import ApiDelay, Emulator, StorageDelay
from bota_sdk import Bota, BulkEvent, ItemResult

from tests.cli.audio import wav
from tests.sdk.test_journal import environment
from tests.ticks import HANG

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")

WORKERS = 4

SECONDS = 300
"""More than any machine takes for 50 uploads; a process that hangs then says where, and ends."""

# A process of its own, so that what is forked is a user's program and not the tests'.
PROGRAM = """
import asyncio, faulthandler, json, os, signal, sys, threading, warnings
from pathlib import Path
from bota_sdk import AsyncBota, Bota
from tests.cli.audio import wav

warnings.simplefilter("ignore", DeprecationWarning)  # 3.12 warns of threads in whoever forks
kind, workers, count, folder = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), Path(sys.argv[4])
seconds = int(sys.argv[5])
faulthandler.register(signal.SIGALRM, all_threads=True, chain=True)
signal.alarm(seconds)
client = AsyncBota() if kind == "async" else Bota()

async def several(name):
    return [await client.upload(wav(hash_of(name, n)), name=f"{name}-{n}", **GIVEN) for n in range(count)]

GIVEN = {"end_user_id": "eu_1", "content_type": "audio/wav"}

def hash_of(name, n):
    return int.from_bytes(f"{name[0]}{name[-1]}{n:02}".encode()[-4:], "big")

def work(name):
    try:
        if kind == "async":
            receipts = asyncio.run(several(name))
        else:
            receipts = [client.upload(wav(hash_of(name, n)), name=f"{name}-{n}", **GIVEN) for n in range(count)]
        told = [[r.recording_id, r.recording.name, r.sha256, r.attempts, len(r.requests)] for r in receipts]
    except BaseException as error:
        told = f"{type(error).__name__}: {error}"
    (folder / f"{name}.json").write_text(json.dumps(told))

work("first0")  # leaves idle connections to the API and to the storage
others = []
if kind == "journal":
    def many():
        paths = sorted(folder.glob("*.wav"))
        report = client.upload_many(paths, journal=folder / "kept.journal", end_user_id="eu_1")
        (folder / "many.json").write_text(json.dumps([report.uploaded, len(report.failures)]))
    others.append(threading.Thread(target=many))
if kind != "async":
    others.append(threading.Thread(target=work, args=("parent8",)))  # sends while it is forked
for thread in others:
    thread.start()
children = []
for number in range(workers):
    child = os.fork()
    if child == 0:
        signal.alarm(seconds - 5)
        work(f"child{number}")
        if kind != "async":
            client.close()
        os._exit(0)
    children.append(child)
if kind == "async":
    work("parent8")
for thread in others:
    thread.join()
for child in children:
    os.waitpid(child, 0)
work("last9")
"""


LOCKED_PROGRAM = """
import _thread, gc, os, sys, threading, warnings
import psutil
from bota_sdk import Bota
from bota_sdk._wire.tls import default_ssl_context
from tests.cli.audio import wav

warnings.simplefilter("ignore", DeprecationWarning)  # 3.12 warns of threads in whoever forks
OURS = ("bota_sdk", "urllib3", "queue", "threading", "builtins", "collections")

def locks_of(root):
    # Every lock that is reachable through the objects of the client, whoever made it.
    found, todo, seen = [], [root], set()
    while todo:
        one = todo.pop()
        if id(one) in seen or isinstance(one, (type, type(os))):
            continue
        seen.add(id(one))
        if isinstance(one, (_thread.LockType, _thread.RLock)):
            found.append(one)
        elif type(one).__module__.startswith(OURS) and not callable(one):
            todo += gc.get_referents(one)
    return found

client = Bota()
work = lambda: client.upload(wav(1), end_user_id="eu_1", content_type="audio/wav").attempts
assert work() == 1
locks, held, forked = locks_of(client._runtime), threading.Event(), threading.Event()

def hold():
    for lock in locks:
        lock.acquire()
    held.set()
    forked.wait()
    for lock in locks:
        lock.release()

thread = threading.Thread(target=hold)
thread.start()
held.wait()
context = default_ssl_context()
child = os.fork()
if child == 0:
    assert psutil.Process().net_connections("tcp") == []
    if sys.argv[1] == "works":
        assert default_ssl_context() is not context
        assert work() == 1
    client.close()
    gc.collect()
    sys.exit(0)  # as a worker ends, with all that is called at the end
status = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
forked.set()
thread.join()
print(len(locks), status, work())
"""


@pytest.mark.parametrize("child", ["works", "closes"])
def test_a_child_waits_for_no_thread_of_its_parent(
    bota_emulator: Emulator, child: str, pytestconfig: pytest.Config
) -> None:
    opened = len(bota_emulator.requests)
    done = subprocess.run(
        [sys.executable, "-c", LOCKED_PROGRAM, child],
        cwd=pytestconfig.rootpath,
        env=environment(bota_emulator),
        capture_output=True,
        text=True,
        timeout=HANG,
    )
    assert (done.returncode, done.stderr) == (0, "")
    locks, status, attempts = map(int, done.stdout.split())
    # Of the quota, the pacer, its log, the pool, and the idle connections to the API and to S3.
    assert locks >= 7
    # The parent goes on over the connections that it had.
    assert (status, attempts) == (0, 1)
    assert len(bota_emulator.requests) - opened == (12 if child == "works" else 8)


WAITING_PROGRAM = """
import ctypes, os, sys, threading, time, warnings

warnings.simplefilter("ignore", DeprecationWarning)  # 3.12 warns of threads in whoever forks
seen = []
# What is registered first is called last.
os.register_at_fork(before=lambda: seen.append([respond.is_set(), os.path.exists(task[0])]))

import socket
from bota_sdk import Bota, BotaError
from bota_sdk._shared import fork

connecting, respond = threading.Event(), threading.Event()
task = ["/nowhere"]
if sys.argv[1] != "never connected":
    fork.PATIENCE = 60  # the machine may be slow

def serve(listener):
    connection, _ = listener.accept()
    connection.recv(1000)  # it begins to shake hands
    connecting.set()
    respond.wait()
    connection.close()

def list_all(url):
    task[0] = f"/proc/self/task/{threading.get_native_id()}"
    if sys.argv[1] == "ending":
        # A thread's end that takes its time, as OpenSSL's may: usleep(300000) of a value of its own.
        library, key = ctypes.CDLL(None), ctypes.c_uint()
        library.pthread_key_create(ctypes.byref(key), library.usleep)
        library.pthread_setspecific(key, ctypes.c_void_p(300_000))
    try:
        next(iter(Bota(base_url=url, api_key="sk_test_1", max_retries=0).recordings.list()))
    except BotaError:
        pass

with socket.create_server(("127.0.0.1", 0)) as listener:
    threading.Thread(target=serve, args=(listener,)).start()
    url = f"https://127.0.0.1:{listener.getsockname()[1]}/v1"
    thread = threading.Thread(target=list_all, args=(url,))
    thread.start()
    connecting.wait()
    if sys.argv[1] == "ending":
        respond.set()
        thread.join()
    elif sys.argv[1] == "connecting":
        threading.Timer(0.1, respond.set).start()
    child = os.fork()
    if child == 0:
        os._exit(0)
    os.waitpid(child, 0)
    respond.set()
print(*seen[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux lists its threads")
@pytest.mark.parametrize("thread", ["connecting", "ending", "never connected"])
def test_a_fork_waits_for_a_thread_that_connects_or_ends(
    thread: str, pytestconfig: pytest.Config
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WAITING_PROGRAM, thread],
        cwd=pytestconfig.rootpath,
        capture_output=True,
        text=True,
    )
    assert (done.returncode, done.stderr) == (0, "")
    has_connected, is_there = done.stdout.split()
    # But not for a server that is slow.
    assert has_connected == str(thread != "never connected")
    assert thread != "ending" or is_there == "False"


NOT_WAITING_PROGRAM = """
import _thread, os, sys, threading, warnings
from bota_sdk import Bota
from bota_sdk._shared import fork

warnings.simplefilter("ignore", DeprecationWarning)  # 3.12 warns of threads in whoever forks
fork.PATIENCE = 600
client = Bota()
use = lambda: next(iter(client.recordings.list()), None)

def forked(then=lambda: None):
    child = os.fork()
    if child == 0:
        then()
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0

def use_and_fork():
    use()
    forked()

use()
forked(use_and_fork)  # whose thread is known by a number of the parent's
used, stop = threading.Event(), threading.Event()

def use_and_stay():
    use()
    used.set()
    stop.wait()

_thread.start_new_thread(use_and_stay, ())
used.wait()
forked()  # beside a thread that is none of Python's

def connect():
    while not stop.is_set():
        with fork.before_any_fork():
            used.set()

threads = [threading.Thread(target=connect) for _ in range(8)]
for thread in threads:
    used.clear()
    thread.start()
    used.wait()
forked()  # beside threads one of which always connects
stop.set()
for thread in threads:
    thread.join()
"""


def test_a_fork_waits_for_nobody_else(bota_emulator: Emulator, pytestconfig: pytest.Config) -> None:
    done = subprocess.run(
        [sys.executable, "-c", NOT_WAITING_PROGRAM],
        cwd=pytestconfig.rootpath,
        env=environment(bota_emulator),
        capture_output=True,
        text=True,
        timeout=HANG,
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize(
    ("kind", "tls"),
    [("sync", False), ("sync", True), ("async", False), ("async", True), ("journal", False)],
)
def test_uploads_of_parent_and_children_stay_apart(
    tmp_path: Path, kind: str, tls: bool, pytestconfig: pytest.Config
) -> None:
    count = int(os.environ.get("BOTA_TEST_FORK_UPLOADS", "8"))
    options: dict[str, Any] = {}
    env: dict[str, str] = {}
    if tls:
        authority = trustme.CA()
        authority.cert_pem.write_to_path(tmp_path / "authority.pem")
        issued = authority.issue_cert("127.0.0.1", "localhost")
        issued.private_key_and_cert_chain_pem.write_to_path(tmp_path / "storage.pem")
        options = {"storage_certificate": tmp_path / "storage.pem"}
        env["SSL_CERT_FILE"] = str(tmp_path / "authority.pem")
    if kind == "journal":
        for number in range(count):
            (tmp_path / f"{number}.wav").write_bytes(wav(number))
    with Emulator(**options) as emulator:
        # A service is not on loopback: responses of two processes are under way at once.
        emulator.add_fault(ApiDelay(times=1_000_000, before=0.02))
        emulator.add_fault(StorageDelay(times=1_000_000, before=0.02))
        env = environment(emulator) | env
        done = subprocess.run(
            [
                *(sys.executable, "-c", PROGRAM, kind, str(WORKERS), str(count), str(tmp_path)),
                str(SECONDS * (1 + count // 50)),
            ],
            cwd=pytestconfig.rootpath,
            env=env,
            capture_output=True,
            text=True,
        )
        assert (done.returncode, done.stderr) == (0, "")
        names = ["first0", "parent8", "last9", *(f"child{number}" for number in range(WORKERS))]
        seen: set[str] = set()
        for name in names:
            told = json.loads((tmp_path / f"{name}.json").read_text())
            assert isinstance(told, list), f"{name}: {told}"
            assert len(told) == count
            for number, (id, label, sha256, attempts, requests) in enumerate(told):
                stored = emulator.object_bytes(id)
                assert stored is not None
                assert (label, attempts, requests) == (f"{name}-{number}", 1, 4)
                assert emulator.recording(id)["name"] == label
                assert hashlib.sha256(stored).hexdigest() == sha256
                assert id not in seen
                seen.add(id)
        if kind == "journal":
            assert json.loads((tmp_path / "many.json").read_text()) == [count, 0]


@pytest.mark.filterwarnings("ignore:.*multi-threaded.*fork:DeprecationWarning")
def test_a_child_writes_nothing_to_the_journal_of_its_parent(
    bota: Bota, bota_emulator: Emulator, tmp_path: Path
) -> None:
    bota_emulator.settings.rate_limits = "documented"  # which parent and others keep by the journal
    journal = tmp_path / "journal"
    (tmp_path / "a.wav").write_bytes(wav(1))
    is_as_it_was: list[bool] = []

    def fork(event: BulkEvent) -> None:
        while isinstance(event, ItemResult) and len(is_as_it_was) < 3:
            before = journal.read_bytes()
            child = os.fork()
            if child == 0:
                signal.alarm(60)
                try:
                    next(iter(bota.recordings.list()))
                    os._exit(0)
                finally:
                    os._exit(1)
            assert os.waitpid(child, 0)[1] == 0
            is_as_it_was.append(journal.read_bytes() == before)

    report = bota.upload_many(
        [tmp_path / "a.wav"], end_user_id="eu_1", journal=journal, on_progress=fork
    )
    assert report.uploaded == 1
    # The parent's sign of life may come between, but not each time.
    assert any(is_as_it_was)
