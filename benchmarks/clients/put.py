"""One PUT of one file with one Python client: `put CLIENT URL FILE [cold]`.

`BOTA_BASE_URL` names the API for the clients that do the whole upload. Each client first sends a
small file, so that what is measured has its connection and its TLS context, where it keeps one;
`cold` leaves that out.
"""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable, Coroutine, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from benchmarks.measure import begin

HEADERS = {"Content-Type": "audio/wav"}


def _small(path: str) -> str:
    small = Path(path).with_name("small.wav")
    if not small.exists():
        small.write_bytes(b"RIFF\0\0\0\0WAVE" + bytes(1000))
    return str(small)


def need_ok(status: int) -> None:
    """Leave with an error unless the answer was 200."""
    if status != 200:
        raise SystemExit(f"the server answered {status}")


def with_requests(url: str, path: str) -> None:
    """Send it as the service's documentation does."""
    import requests

    def put(name: str) -> None:
        with Path(name).open("rb") as file:
            need_ok(requests.put(url, headers=HEADERS, data=file).status_code)

    _measured(put, path)


def with_httpx(url: str, path: str) -> None:
    """Send it as httpx's documentation does."""
    import httpx

    def put(name: str) -> None:
        with Path(name).open("rb") as file:
            need_ok(httpx.put(url, headers=HEADERS, content=file).status_code)

    _measured(put, path)


def with_aiohttp(url: str, path: str) -> None:
    """Send it as aiohttp's documentation does."""
    import aiohttp

    async def run() -> None:
        async with aiohttp.ClientSession() as session:

            async def put(name: str) -> None:
                with Path(name).open("rb") as file:  # noqa: ASYNC230 - what its users write
                    async with session.put(url, headers=HEADERS, data=file) as answer:
                        need_ok(answer.status)

            await _measured_async(put, path)

    asyncio.run(run())


def with_boto3_put_object(url: str, path: str) -> None:
    """Send it signed, with boto3's defaults."""
    client, bucket, key = boto3_client(url)

    def put(name: str) -> None:
        with Path(name).open("rb") as file:
            client.put_object(Bucket=bucket, Key=key, Body=file, ContentType="audio/wav")

    _measured(put, path)


def with_boto3_upload_file(url: str, path: str) -> None:
    """Send it signed, in parts, with boto3's defaults."""
    client, bucket, key = boto3_client(url)
    _measured(lambda name: client.upload_file(name, bucket, key), path)


def boto3_client(url: str, connections: int = 10) -> tuple[Any, str, str]:
    """Return a signing client, and the bucket and key of a URL."""
    import boto3
    from botocore.config import Config

    parts = urlsplit(url)
    bucket, _, key = parts.path.lstrip("/").partition("/")
    client = boto3.client(
        "s3",
        endpoint_url=f"{parts.scheme}://{parts.netloc}",
        config=Config(s3={"addressing_style": "path"}, max_pool_connections=connections),
    )
    return client, bucket, key


def with_ours(_url: str, path: str) -> None:
    """Do the whole upload with `Bota`, as its users do; the service verifies SHA-256."""
    from bota_sdk import Bota

    with Bota() as bota:
        _measured(lambda name: bota.upload(name, end_user_id="eu_1"), path)


def with_ours_first(_url: str, path: str) -> None:
    """Do the first upload of a `Bota`, which hashes with MD5 as well."""
    from bota_sdk import Bota

    with Bota() as bota:
        bota.recordings.get("rec_1")
        finish = begin()
        bota.upload(path, end_user_id="eu_1")
        finish()


def with_ours_async(_url: str, path: str) -> None:
    """Do the whole upload with `AsyncBota`."""
    from bota_sdk import AsyncBota

    async def run() -> None:
        async with AsyncBota() as bota:
            await _measured_async(lambda name: bota.upload(name, end_user_id="eu_1"), path)

    asyncio.run(run())


def with_ours_bare(url: str, path: str) -> None:
    """Send it with the client for S3 that is inside `Bota`, and hash nothing."""
    with storage_client() as storage:
        _measured(lambda name: _put_bare(storage, url, name), path)


def with_ours_bare_async(url: str, path: str) -> None:
    """Send it as `AsyncBota` does, in a worker thread, and hash nothing."""

    async def run() -> None:
        from bota_sdk._shared.threads import WorkerThreads
        from bota_sdk._upload.runtime import MAX_TRANSFERS

        with storage_client() as storage:
            threads = WorkerThreads(MAX_TRANSFERS)

            async def put(name: str) -> None:
                await threads.run(lambda: _put_bare(storage, url, name))

            await _measured_async(put, path)

    asyncio.run(run())


@contextmanager
def storage_client() -> Iterator[Any]:
    """Give the client for S3 that is inside `Bota`."""
    from bota_sdk._storage.client import StorageClient
    from bota_sdk._wire.pool import Pool
    from bota_sdk._wire.proxy import proxy_for

    pool = Pool(None, proxy_for)
    storage = StorageClient(pool, 60.0)
    try:
        yield storage
    finally:
        pool.close()


def _put_bare(storage: Any, url: str, name: str) -> None:
    from bota_sdk._shared.outcome import Response
    from bota_sdk._shared.redact import Secret
    from bota_sdk._upload.source import open_source

    source = open_source(name)
    response = storage.put(Secret(url), HEADERS, source.chunks(), source.size)
    need_ok(response.status_code if isinstance(response, Response) else 0)


def _measured(put: Callable[[str], object], path: str) -> None:
    if "cold" not in sys.argv:
        put(_small(path))
    finish = begin()
    put(path)
    finish()


async def _measured_async(put: Callable[[str], Coroutine[Any, Any, object]], path: str) -> None:
    if "cold" not in sys.argv:
        await put(_small(path))
    finish = begin()
    await put(path)
    finish()


CLIENTS: Mapping[str, Callable[[str, str], None]] = {
    name.removeprefix("with_"): client
    for name, client in globals().items()
    if name.startswith("with_")
}

if __name__ == "__main__":
    CLIENTS[sys.argv[1]](sys.argv[2], sys.argv[3])
