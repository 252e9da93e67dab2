"""Many small files with one Python client: `many CLIENT URL FOLDER WORKERS [COUNT]`.

URL is where objects go, for the clients that only PUT; `BOTA_BASE_URL` names the API for those that
do the whole flow. COUNT takes only the first of the files.
"""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from benchmarks.clients.put import HEADERS, boto3_client, need_ok, storage_client
from benchmarks.measure import begin

AUTHORIZATION = {"Authorization": "Bearer sk_test_benchmark"}


def _in_threads(put: Callable[[Path], object], paths: Sequence[Path], workers: int) -> None:
    put(paths[0])
    finish = begin()
    if workers == 1:
        for path in paths:
            put(path)
    else:
        with ThreadPoolExecutor(workers) as pool:
            list(pool.map(put, paths))
    finish(uploads=len(paths))


def put_requests(url: str, paths: Sequence[Path], workers: int) -> None:
    """PUT alone, as documented, in a thread pool."""
    import requests

    def put(path: Path) -> None:
        with path.open("rb") as file:
            need_ok(requests.put(f"{url}/{path.name}", headers=HEADERS, data=file).status_code)

    _in_threads(put, paths, workers)


def put_boto3(url: str, paths: Sequence[Path], workers: int) -> None:
    """PUT alone, signed, in a thread pool, with as many connections."""
    client, bucket, _ = boto3_client(f"{url}/key", connections=workers)

    def put(path: Path) -> None:
        with path.open("rb") as file:
            client.put_object(Bucket=bucket, Key=path.name, Body=file, ContentType="audio/wav")

    _in_threads(put, paths, workers)


def put_aiohttp(url: str, paths: Sequence[Path], workers: int) -> None:
    """PUT alone, in so many tasks."""
    import aiohttp

    async def put(session: aiohttp.ClientSession, path: Path) -> None:
        with path.open("rb") as file:
            async with session.put(f"{url}/{path.name}", headers=HEADERS, data=file) as answer:
                need_ok(answer.status)

    asyncio.run(_in_tasks(put, paths, workers))


def put_ours(url: str, paths: Sequence[Path], workers: int) -> None:
    """PUT alone, with the code of `Bota`'s, SHA-256 and checks of the source on, in threads."""
    from bota_sdk._shared.redact import Secret
    from bota_sdk._storage.client import put_once
    from bota_sdk._storage.signed_url import SignedUrl
    from bota_sdk._upload.source import open_source

    with storage_client() as storage:

        def put(path: Path) -> None:
            signed_url = SignedUrl(Secret(f"{url}/{path.name}"), HEADERS, frozenset(), None, None)
            source = open_source(path)
            outcome = put_once(
                storage,
                signed_url,
                source.chunks(),
                source.size,
                with_md5=False,
                content_md5=None,
                on_bytes=lambda _: None,
            )
            need_ok(getattr(outcome.response, "status_code", 0))

        _in_threads(put, paths, workers)


def flow_requests(_url: str, paths: Sequence[Path], workers: int) -> None:
    """Do the whole flow, each request as documented."""
    import requests

    api = os.environ["BOTA_BASE_URL"]

    def upload(path: Path) -> None:
        created = requests.post(
            f"{api}/recordings", headers=AUTHORIZATION, json={"end_user_id": "eu_1"}
        )
        recording = f"{api}/recordings/{created.json()['id']}"
        granted = requests.post(
            f"{recording}/upload-url", headers=AUTHORIZATION, json={"content_type": "audio/wav"}
        ).json()
        with path.open("rb") as file:
            put = requests.put(granted["upload_url"], headers=granted["headers"], data=file)
        need_ok(put.status_code)
        need_ok(requests.post(f"{recording}/upload-complete", headers=AUTHORIZATION).status_code)

    _in_threads(upload, paths, workers)


def flow_aiohttp(_url: str, paths: Sequence[Path], workers: int) -> None:
    """Do the whole flow in so many tasks over one session."""
    import aiohttp

    api = os.environ["BOTA_BASE_URL"]

    async def upload(session: aiohttp.ClientSession, path: Path) -> None:
        create = session.post(
            f"{api}/recordings", headers=AUTHORIZATION, json={"end_user_id": "eu_1"}
        )
        async with create as answer:
            recording = f"{api}/recordings/{(await answer.json())['id']}"
        ask = session.post(
            f"{recording}/upload-url", headers=AUTHORIZATION, json={"content_type": "audio/wav"}
        )
        async with ask as answer:
            granted = await answer.json()
        with path.open("rb") as file:
            put = session.put(granted["upload_url"], headers=granted["headers"], data=file)
            async with put as answer:
                need_ok(answer.status)
        async with session.post(f"{recording}/upload-complete", headers=AUTHORIZATION) as answer:
            need_ok(answer.status)

    asyncio.run(_in_tasks(upload, paths, workers))


def flow_ours(_url: str, paths: Sequence[Path], workers: int) -> None:
    """Do the whole flow with `Bota.upload_many`."""
    from bota_sdk import Bota

    with Bota() as bota:
        bota.upload(paths[0], end_user_id="eu_1")
        finish = begin()
        report = bota.upload_many(paths, end_user_id="eu_1", concurrency=workers)
        finish(uploads=len(paths))
        if report.uploaded != len(paths):
            raise SystemExit(f"{report}")


def flow_ours_loop(_url: str, paths: Sequence[Path], workers: int) -> None:
    """Do the whole flow with `Bota.upload`, one after the other."""
    from bota_sdk import Bota

    with Bota() as bota:
        _in_threads(lambda path: bota.upload(path, end_user_id="eu_1"), paths, workers)


async def _in_tasks(put: Callable[..., Any], paths: Sequence[Path], workers: int) -> None:
    import aiohttp

    connector = aiohttp.TCPConnector(limit=workers)
    async with aiohttp.ClientSession(connector=connector) as session:
        await put(session, paths[0])
        finish = begin()
        waiting = iter(paths)

        async def work() -> None:
            for path in waiting:
                await put(session, path)

        await asyncio.gather(*(work() for _ in range(workers)))
        finish(uploads=len(paths))


CLIENTS: Mapping[str, Callable[[str, Sequence[Path], int], None]] = {
    client.__name__: client
    for client in (
        put_requests,
        put_boto3,
        put_aiohttp,
        put_ours,
        flow_requests,
        flow_aiohttp,
        flow_ours,
        flow_ours_loop,
    )
}

if __name__ == "__main__":
    _name, _url, _folder, _workers, *_count = sys.argv[1:]
    _paths = sorted(Path(_folder).iterdir())[: int(_count[0]) if _count else None]
    CLIENTS[_name](_url, _paths, int(_workers))
