"""What a server may send: so many bytes, in so much time, and no cookies."""

from __future__ import annotations

import asyncio
import contextlib
import gzip
import os
import socket
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
import pytest
from bota_sdk import ApiTimeoutError, AsyncBota, Bota
from bota_sdk._shared.outcome import NoResponse
from bota_sdk._shared.redact import Secret
from bota_sdk._storage.client import StorageClient
from bota_sdk._wire.pool import Pool

from tests.sdk.raw_server import raw_server, read_body, read_head
from tests.sdk.scripted_server import answer
from tests.ticks import HANG

GOOD = b'{"id": "rec_1", "status": "uploaded"}'

# A process of its own, so that its peak is that of the responses.
PROGRAM = """
import asyncio, inspect, resource, sys
import httpx
from bota_sdk import AsyncBota, Bota, BotaError

async def run():
    kind, url, *paths = sys.argv[1:]
    owner = {"Client": httpx.Client, "AsyncClient": httpx.AsyncClient}.get(kind)
    options = {"http_client": owner()} if owner else {}
    if kind.startswith("Async"):
        bota = AsyncBota(base_url=url, api_key="sk_test_x", max_retries=0, **options)
    else:
        bota = Bota(base_url=url, api_key="sk_test_x", max_retries=0, **options)

    async def call(id):
        try:
            result = bota.recordings.get(id)
            return (await result if inspect.isawaitable(result) else result).id
        except BotaError as error:
            return f"{type(error).__name__}: {error}"

    print(await call("rec_1"))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for path in paths:
        print(path, await call(path))
    print((resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)

asyncio.run(run())
"""


@pytest.fixture(scope="module")
def bombs() -> dict[str, bytes]:
    """Small responses that become large."""
    once = gzip.compress(gzip.compress(bytes(1 << 30), 1), 9)
    return {
        "gzip": answer(200, gzip.compress(bytes(256 << 20), 1), "Content-Encoding: gzip"),
        "twice": answer(200, once, "Content-Encoding: gzip, gzip"),
        "error": answer(400, once, "Content-Encoding: gzip, gzip"),
    }


def bombing(bombs: dict[str, bytes]) -> Callable[[socket.socket], None]:
    def serve(connection: socket.socket) -> None:
        name = read_head(connection).split(b" ", 2)[1].rpartition(b"/")[2].decode()
        if name in bombs:
            connection.sendall(bombs[name])
        elif name == "endless":
            connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
            for _ in range(1 << 14):  # 1 GiB
                connection.sendall(b"10000\r\n" + bytes(1 << 16) + b"\r\n")
        elif name == "head":
            connection.sendall(b"HTTP/1.1 200 OK\r\n")
            for _ in range(1 << 14):
                connection.sendall(b"X-Y: " + b"z" * (1 << 16) + b"\r\n")
        else:
            connection.sendall(answer(200, GOOD))

    return serve


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not tell a peak")
@pytest.mark.parametrize("kind", ["Bota", "AsyncBota", "Client", "AsyncClient"])
def test_no_response_takes_much_memory(
    bombs: dict[str, bytes], kind: str, pytestconfig: pytest.Config
) -> None:
    names = ["gzip", "twice", "error", "endless", "head"]
    with raw_server(bombing(bombs)) as server:
        done = subprocess.run(
            [sys.executable, "-c", PROGRAM, kind, f"{server.url}/v1", *names],
            cwd=pytestconfig.rootpath,
            env=dict(os.environ),
            capture_output=True,
            text=True,
            timeout=HANG,
        )
    assert (done.returncode, done.stderr) == (0, "")
    first, *rest, peak = done.stdout.splitlines()
    assert first == "rec_1"
    assert len(rest) == len(names)
    assert all("Error" in line for line in rest), rest
    assert int(peak) <= 40


def dripping(head_too: bool) -> Callable[[socket.socket], None]:
    """Responds in 1.5 seconds, never silent for long."""

    def serve(connection: socket.socket) -> None:
        response = answer(200, GOOD)
        with contextlib.suppress(OSError):
            read_head(connection)
            whole = 20 if head_too else response.find(b"\r\n\r\n") + 10
            connection.sendall(response[:whole])
            for number in range(whole, len(response)):
                time.sleep(1.5 / (len(response) - whole))
                connection.sendall(response[number : number + 1])

    return serve


@pytest.mark.parametrize(
    ("kind", "own", "head_too"),
    [
        (Bota, None, True),
        (Bota, None, False),
        (AsyncBota, None, True),
        (AsyncBota, None, False),
        # Only httpx sees the head that comes over a blocking client of the caller's.
        (Bota, httpx.Client, False),
        (AsyncBota, httpx.AsyncClient, True),
        (AsyncBota, httpx.AsyncClient, False),
    ],
)
def test_a_timeout_is_for_the_whole_request(kind: Any, own: Any, head_too: bool) -> None:
    async def get(base_url: str) -> Any:
        options = {"http_client": own()} if own else {}
        bota = kind(base_url=base_url, api_key="sk_test_x", timeout=0.5, max_retries=0, **options)
        got = bota.recordings.get("rec_1")
        return await got if isinstance(got, Awaitable) else got

    with raw_server(dripping(head_too)) as server:
        with pytest.raises(ApiTimeoutError):
            asyncio.run(get(f"{server.url}/v1"))


@pytest.mark.parametrize("method", ["PUT", "GET"])
def test_a_response_of_the_storage_keeps_to_its_time(method: str) -> None:
    def serve(connection: socket.socket) -> None:
        if method == "PUT":
            read_head(connection)
            read_body(connection, 1)
            connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 20\r\n\r\n")
        with contextlib.suppress(OSError):
            for number in range(20):
                time.sleep(0.08)
                connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n."[number : number + 1])

    storage = StorageClient(Pool(None, lambda _scheme, _authority: None), 0.5)
    with raw_server(serve) as server:
        url = Secret(f"{server.url}/k")
        if method == "PUT":
            got: object = storage.put(url, {}, iter([b"a"]), 1)
        else:
            with storage.get(url, {}) as got:
                pass
        storage.pool.close()
    assert isinstance(got, NoResponse)
    assert got.timed_out


@pytest.mark.parametrize("kind", [Bota, AsyncBota])
def test_no_cookie_is_kept_but_the_callers_own(kind: Any) -> None:
    heads: list[bytes] = []

    def serve(connection: socket.socket) -> None:
        while True:
            heads.append(read_head(connection))
            cookie = b"Set-Cookie: n%d=%s; Path=/\r\n" % (len(heads), b"v" * 99)
            connection.sendall(
                b"HTTP/1.1 200 OK\r\n%sContent-Length: %d\r\n\r\n%s" % (cookie, len(GOOD), GOOD)
            )

    async def get(base_url: str) -> None:
        bota = kind(base_url=base_url, api_key="sk_test_x")
        for _ in range(3):
            got = bota.recordings.get("rec_1")
            _ = await got if isinstance(got, Awaitable) else got
        mine = bota.api.with_cookies({"mine": "1"})
        client = mine.get_httpx_client() if kind is Bota else mine.get_async_httpx_client()
        got = client.get("/recordings/rec_1")
        _ = await got if isinstance(got, Awaitable) else got

    with raw_server(serve) as server:
        asyncio.run(get(f"{server.url}/v1"))
    *without, last = heads
    assert [head for head in without if b"\r\ncookie:" in head.lower()] == []
    assert b"cookie: mine=1\r\n" in last.lower()
    assert len(without) == 3
