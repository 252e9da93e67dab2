"""All Python clients: `python -m benchmarks.clients NAME [PATH] [URL] [options]`.

Each function returns what does one unit of work: a PUT or a whole upload of one file, a call, or
the parsing of one page. That is done once before the clock starts, so that what is measured has its
connection and its TLS context, where it keeps one. `BOTA_BASE_URL` names the API.
"""

from __future__ import annotations

import argparse
import asyncio
import datetime
import inspect
import json
import os
import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from benchmarks.measure import begin, peak_mib

SMALL = Path(os.environ["BENCH_SMALL"])
HEADERS = {"Content-Type": "audio/wav"}
MOMENT = "2026-01-15T11:00:00Z"
RECORDING: Mapping[str, Any] = {
    **dict.fromkeys(("recorded_at", "created_at", "uploaded_at"), MOMENT),
    **dict.fromkeys(("id", "project_id", "end_user_id", "name"), "an_id_or_a_name"),
    "status": "uploaded",
    "device_id": None,
    "duration_ms": 61_500,
    "mime_type": "audio/wav",
    "file_size_bytes": 64_044,
    "metadata": {"room": "a"},
    "source": "api_upload",
    "content_sha256": "0" * 64,
    "content_sha256_verified_at": MOMENT,
    "not_in_contract": 1,
}
PAGE = json.dumps({"data": [RECORDING] * 100})


def with_requests(url: str) -> Any:
    """PUT as the service's documentation does."""
    import requests

    def put(path: Path) -> None:
        with path.open("rb") as file:
            requests.put(url, headers=HEADERS, data=file).raise_for_status()

    return put


async def with_aiohttp(url: str) -> Any:
    """PUT as aiohttp's documentation does."""
    import aiohttp

    session = aiohttp.ClientSession(raise_for_status=True)

    async def put(path: Path) -> None:
        with path.open("rb") as file:
            async with session.put(url, headers=HEADERS, data=file):
                pass

    return put


def with_boto3(url: str) -> Any:
    """PUT signed, with boto3's defaults."""
    import boto3
    from botocore.config import Config

    parts, config = urlsplit(url), Config(s3={"addressing_style": "path"})
    s3 = boto3.client("s3", endpoint_url=f"{parts.scheme}://{parts.netloc}", config=config)
    where = {"Bucket": parts.path.split("/")[1], "ContentType": "audio/wav"}

    def put(path: Path) -> None:
        with path.open("rb") as file:
            s3.put_object(Key=path.name, Body=file, **where)

    return put


def with_boto3_crt(url: str) -> Any:
    """Send it with the AWS Common Runtime, by the classes that boto3's own switch uses.

    The switch itself (`preferred_transfer_client="crt"`) ignores `endpoint_url`.
    """
    import botocore.session
    from botocore.config import Config
    from s3transfer import crt

    parts, session = urlsplit(url), botocore.session.get_session()
    known = {"region_name": "us-east-1", "endpoint_url": f"{parts.scheme}://{parts.netloc}"}
    known["config"] = Config(s3={"addressing_style": "path"})
    credentials = crt.BotocoreCRTCredentialsWrapper(session.get_credentials())
    client = crt.create_s3_crt_client(
        "us-east-1",
        crt_credentials_provider=credentials.to_crt_credentials_provider(),
        verify=os.environ["AWS_CA_BUNDLE"],
    )
    manager = crt.CRTTransferManager(client, crt.BotocoreCRTRequestSerializer(session, known))
    bucket = parts.path.split("/")[1]
    return lambda path: manager.upload(str(path), bucket, path.name).result()


async def with_flow_aiohttp(_url: str) -> Any:
    """Do the whole upload over one session."""
    import aiohttp

    key = {"Authorization": "Bearer sk_test_benchmark"}
    session, api = aiohttp.ClientSession(raise_for_status=True), os.environ["BOTA_BASE_URL"]

    async def post(path: str, body: Mapping[str, str] | None = None) -> Any:
        async with session.post(f"{api}/recordings{path}", headers=key, json=body) as response:
            return await response.json()

    async def upload(path: Path) -> None:
        recording = (await post("", {"end_user_id": "eu_1"}))["id"]
        signed = await post(f"/{recording}/upload-url", {"content_type": "audio/wav"})
        with path.open("rb") as file:
            async with session.put(signed["upload_url"], headers=signed["headers"], data=file):
                pass
        await post(f"/{recording}/upload-complete")

    return upload


def with_ours(_url: str) -> Any:
    """Do the whole upload with `Bota`, as its users do; the service verifies SHA-256."""
    from bota_sdk import Bota

    return partial(Bota().upload, end_user_id="eu_1")


async def with_ours_async(_url: str) -> Any:
    """Do the whole upload with `AsyncBota`."""
    from bota_sdk import AsyncBota

    return partial(AsyncBota().upload, end_user_id="eu_1")


def with_ours_bare(url: str) -> Any:
    """PUT with the client for S3 that is inside `Bota`, and hash nothing."""
    from bota_sdk._shared.redact import Secret
    from bota_sdk._storage.client import StorageClient
    from bota_sdk._upload.source import open_source
    from bota_sdk._wire.pool import Pool
    from bota_sdk._wire.proxy import proxy_for

    storage = StorageClient(Pool(None, proxy_for), 60.0)

    def put(path: Path) -> None:
        source = open_source(path)
        room = memoryview(bytearray(256 << 10))
        response: Any = storage.put(Secret(url), HEADERS, source.chunks(lambda: room), source.size)
        assert response.status_code == 200

    return put


async def with_ours_bare_async(url: str) -> Any:
    """PUT as `AsyncBota` does, in a worker thread, and hash nothing."""
    from bota_sdk._shared.threads import WorkerThreads
    from bota_sdk._upload.runtime import MAX_TRANSFERS

    threads, put = WorkerThreads(MAX_TRANSFERS), with_ours_bare(url)
    return lambda path: threads.run(lambda: put(path))


def with_parse_ours(_url: str) -> Any:
    """Parse a page of a hundred recordings with the generated models."""
    from bota_api.models import Recording

    return lambda _: [Recording.from_dict(one) for one in json.loads(PAGE)["data"]]


def with_parse_pydantic(_url: str) -> Any:
    """Parse it with pydantic, as lenient as ours is."""
    import pydantic
    from bota_api import reading
    from bota_api.models import Recording

    types = {reading.STRING: str, reading.INTEGER: int, reading.NUMBER: float}
    types[reading.DATE_TIME] = datetime.datetime

    def read(value: Any, handler: Callable[[Any], Any]) -> Any:
        try:
            return handler(value)
        except pydantic.ValidationError:
            return None

    lenient = pydantic.WrapValidator(read)
    fields: Any = {}
    for name, field in Recording._fields.items():
        type_ = types.get(field.kind, Any)
        optional: Any = Annotated[type_ | None, lenient]
        fields[name] = (type_, ...) if field.required else (optional, None)
    config = pydantic.ConfigDict(extra="allow")
    recording = pydantic.create_model("Recording", __config__=config, **fields)
    rows: Any = list.__class_getitem__(recording)
    page: Any = pydantic.create_model("Page", data=(rows, ...))
    return lambda _: page.model_validate_json(PAGE)


async def _in_tasks(work: Any, items: Sequence[Any], workers: int) -> None:
    waiting = iter(items)

    async def each() -> None:
        for item in waiting:
            await work(item)

    await asyncio.gather(*(each() for _ in range(workers)))


def many_times(given: argparse.Namespace, items: Sequence[Any]) -> None:
    """Measure one of the functions above, in tasks if it is asynchronous, else in threads."""
    make, workers = globals()[f"with_{given.name}"], given.workers
    in_tasks = inspect.iscoroutinefunction(make)
    with asyncio.Runner() as runner, ThreadPoolExecutor(workers) as pool:
        work: Any = runner.run(make(given.url)) if in_tasks else make(given.url)

        def run(items: Sequence[Any]) -> None:
            if in_tasks:
                runner.run(_in_tasks(work, items, workers))
            else:
                list((pool.map if workers > 1 else map)(work, items))

        if not given.cold:
            run([SMALL])
        finish = begin()
        run(items)
        finish(units=len(items))


def upload_part(paths: Sequence[Path], journal: str | None, workers: int) -> tuple[float, float]:
    """Upload some files in bulk, and return the CPU time in seconds and the peak memory in MiB."""
    from bota_sdk import Bota

    with Bota() as bota:
        before = time.process_time()
        report = bota.upload_many(paths, end_user_id="eu_1", journal=journal, concurrency=workers)
        spent = time.process_time() - before
    if report.uploaded != len(paths):
        raise SystemExit(f"{report}")
    return spent, peak_mib()


def upload_many(given: argparse.Namespace, paths: Sequence[Path]) -> None:
    """Measure `Bota.upload_many`, in one process or with one journal in several."""
    count, name = given.processes, f"journal_{secrets.token_hex(4)}"
    journal = {"none": None, "sqlite": str(SMALL.with_name(name))}.get(given.journal, name)
    if given.journal == "postgres":
        import psycopg

        server = os.environ["BENCH_POSTGRES"]
        with psycopg.connect(server, autocommit=True) as connection:
            connection.execute(f"CREATE SCHEMA {name}".encode())
        journal = f"{server}&options=-csearch_path%3D{name}"
    with ProcessPoolExecutor(count, get_context("spawn")) as pool:
        # Each has its imports, and the journal its tables, before the clock starts.
        list(pool.map(upload_part, [[SMALL]] * count, [None] * count, [1] * count))
        list(pool.map(upload_part, [[]] * count, [journal] * count, [1] * count))
        parts = [paths[number::count] for number in range(count)]
        finish = begin()
        done = pool.map(upload_part, parts, [journal] * count, [given.workers] * count)
        spent, peaks = zip(*done, strict=True)
        finish(units=len(paths), cpu_seconds=sum(spent), peak_mib=max(peaks))


def main() -> None:
    """Measure one client, and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("path", nargs="?", type=Path)
    parser.add_argument("url", nargs="?", default="")
    parser.add_argument("--cold", action="store_true", help="the first work counts, too")
    parser.add_argument("--count", type=int, help="as often, or only so many of a folder's files")
    parser.add_argument("--journal", default="none", choices=("none", "sqlite", "postgres"))
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    items: list[Any] = [given.path] * (given.count or 1)
    if given.path and given.path.is_dir():
        items = sorted(given.path.iterdir())[: given.count]
    (upload_many if given.name == "upload_many" else many_times)(given, items)


if __name__ == "__main__":
    main()
