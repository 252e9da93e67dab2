"""All Python clients: `python -m benchmarks.clients NAME [URL] [PATH] [options]`.

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
import sqlite3
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Annotated, Any
from urllib.parse import urlsplit

from benchmarks.measure import begin, peak_mib

HEADERS = {"Content-Type": "audio/wav"}
KEY = {"Authorization": "Bearer sk_test_benchmark"}
API = os.environ.get("BOTA_BASE_URL", "")
CREATE, ASK = {"end_user_id": "eu_1"}, {"content_type": "audio/wav"}
MOMENT = "2026-01-15T11:00:00Z"
RECORDING: Mapping[str, Any] = {
    "id": "rec_1",
    "status": "uploaded",
    "project_id": "proj_1",
    "device_id": None,
    "end_user_id": "eu_1",
    "name": "standup",
    "duration_ms": 61_500,
    "mime_type": "audio/wav",
    "file_size_bytes": 64_044,
    "metadata": {"room": "a"},
    "source": "api_upload",
    "recorded_at": MOMENT,
    "created_at": MOMENT,
    "uploaded_at": MOMENT,
    "content_sha256": "0" * 64,
    "content_sha256_verified_at": MOMENT,
    "not_in_contract": 1,
}
PAGE = json.dumps({"data": [RECORDING] * 100})


def place(url: str, path: Path) -> str:
    """Return where a file goes: a signed URL as it is, else the file's name in a bucket."""
    return url if "?" in url else f"{url}/{path.name}"


def need_ok(status: int) -> None:
    """Leave with an error unless the response was 200."""
    if status != 200:
        raise SystemExit(f"the server responded {status}")


def with_requests(url: str) -> Any:
    """PUT as the service's documentation does."""
    import requests

    def put(path: Path) -> None:
        with path.open("rb") as file:
            need_ok(requests.put(place(url, path), headers=HEADERS, data=file).status_code)

    return put


async def with_aiohttp(url: str) -> Any:
    """PUT as aiohttp's documentation does."""
    import aiohttp

    session = aiohttp.ClientSession()

    async def put(path: Path) -> None:
        with path.open("rb") as file:
            async with session.put(place(url, path), headers=HEADERS, data=file) as response:
                need_ok(response.status)

    return put


def with_boto3(url: str, *, in_parts: bool = False) -> Any:
    """PUT signed, with boto3's defaults, or send it with its upload_file."""
    import boto3
    from botocore.config import Config

    parts = urlsplit(url)
    config = Config(s3={"addressing_style": "path"}, max_pool_connections=10)
    client = boto3.client("s3", endpoint_url=f"{parts.scheme}://{parts.netloc}", config=config)
    bucket = parts.path.strip("/")

    def put(path: Path) -> None:
        with path.open("rb") as file:
            client.put_object(Bucket=bucket, Key=path.name, Body=file, ContentType="audio/wav")

    return (lambda path: client.upload_file(path, bucket, path.name)) if in_parts else put


def with_boto3_crt(url: str) -> Any:
    """Send it with the AWS Common Runtime, by the classes that boto3's own switch uses.

    The switch itself (`preferred_transfer_client="crt"`) ignores `endpoint_url`.
    """
    import botocore.session
    from botocore.config import Config
    from s3transfer import crt

    parts, session = urlsplit(url), botocore.session.get_session()
    origin, tls = f"{parts.scheme}://{parts.netloc}", parts.scheme == "https"
    known = {"region_name": "us-east-1", "endpoint_url": origin}
    known["config"] = Config(s3={"addressing_style": "path"})
    credentials = crt.BotocoreCRTCredentialsWrapper(session.get_credentials())
    client = crt.create_s3_crt_client(
        "us-east-1",
        crt_credentials_provider=credentials.to_crt_credentials_provider(),
        use_ssl=tls,
        verify=os.environ["AWS_CA_BUNDLE"] if tls else None,
    )
    manager = crt.CRTTransferManager(client, crt.BotocoreCRTRequestSerializer(session, known))
    return lambda path: manager.upload(str(path), parts.path.strip("/"), path.name).result()


async def with_flow_aiohttp(_url: str) -> Any:
    """Do the whole upload over one session."""
    import aiohttp

    session = aiohttp.ClientSession()

    async def post(url: str, body: Mapping[str, str] | None = None) -> Any:
        async with session.post(url, headers=KEY, json=body) as response:
            return await response.json()

    async def upload(path: Path) -> None:
        recording = f"{API}/recordings/{(await post(f'{API}/recordings', CREATE))['id']}"
        signed = await post(f"{recording}/upload-url", ASK)
        with path.open("rb") as file:
            put = session.put(signed["upload_url"], headers=signed["headers"], data=file)
            async with put as response:
                need_ok(response.status)
        await post(f"{recording}/upload-complete")

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
        target = Secret(place(url, path))
        response: Any = storage.put(target, HEADERS, source.chunks(), source.size)
        need_ok(getattr(response, "status_code", 0))

    return put


async def with_ours_bare_async(url: str) -> Any:
    """PUT as `AsyncBota` does, in a worker thread, and hash nothing."""
    from bota_sdk._shared.threads import WorkerThreads
    from bota_sdk._upload.runtime import MAX_TRANSFERS

    threads, put = WorkerThreads(MAX_TRANSFERS), with_ours_bare(url)
    return lambda path: threads.run(lambda: put(path))


def with_call_ours(_url: str) -> Any:
    """Create a recording with `Bota`: model parsed, retries, pacing, redaction."""
    from bota_sdk import Bota

    bota = Bota()
    return lambda _: bota.recordings.create(end_user_id="eu_1")


def with_parse_ours(_url: str) -> Any:
    """Parse a page of a hundred recordings with the generated models."""
    from bota_api.models import Recording

    return lambda _: [Recording.from_dict(one) for one in json.loads(PAGE)["data"]]


def _types() -> dict[str, Any]:
    """Return the type of each field of a recording, `| None` where it may be missing."""
    from bota_api import reading
    from bota_api.models import Recording

    types = {reading.STRING: str, reading.INTEGER: int, reading.NUMBER: float}
    types[reading.DATE_TIME] = datetime.datetime
    return {
        name: types.get(field.kind, Any) if field.required else types.get(field.kind, Any) | None
        for name, field in Recording._fields.items()
    }


def with_parse_pydantic(_url: str, *, is_lenient: bool = False) -> Any:
    """Parse it with pydantic: the same types, and what the contract does not know is kept.

    If lenient, an odd value of an optional field reads as None, as it does with ours.
    """
    import pydantic

    def read(value: Any, handler: Callable[[Any], Any]) -> Any:
        try:
            return handler(value)
        except pydantic.ValidationError:
            return None

    how = [pydantic.WrapValidator(read)] if is_lenient else []
    fields: Any = {
        name: (type_, ...) if isinstance(type_, type) else (Annotated[type_, *how, name], None)
        for name, type_ in _types().items()
    }
    config = pydantic.ConfigDict(extra="allow")
    recording = pydantic.create_model("Recording", __config__=config, **fields)
    rows: Any = list.__class_getitem__(recording)
    page: Any = pydantic.create_model("Page", data=(rows, ...))
    return lambda _: page.model_validate_json(PAGE)


def with_parse_msgspec(_url: str) -> Any:
    """Parse it with msgspec: the same types; what the contract does not know is dropped."""
    import msgspec

    fields: Any = [
        (name, type_) if isinstance(type_, type) else (name, type_, None)
        for name, type_ in _types().items()
    ]
    recording: Any = msgspec.defstruct("Recording", fields)
    page = msgspec.defstruct("Page", [("data", list.__class_getitem__(recording))])
    decoder = msgspec.json.Decoder(page)
    return lambda _: decoder.decode(PAGE)


CLIENTS: Mapping[str, Callable[[str], Any]] = {
    **{name.removeprefix("with_"): one for name, one in globals().items() if "with_" in name},
    "boto3_parts": partial(with_boto3, in_parts=True),
    "parse_pydantic_lenient": partial(with_parse_pydantic, is_lenient=True),
}


async def _in_tasks(given: argparse.Namespace, items: Sequence[Any]) -> None:
    work = await CLIENTS[given.name](given.url)
    if not given.cold:
        await work(small(items[0]))
    finish, waiting = begin(), iter(items)

    async def each() -> None:
        for item in waiting:
            await work(item)

    await asyncio.gather(*(each() for _ in range(given.workers)))
    finish(units=len(items))


def _in_threads(given: argparse.Namespace, items: Sequence[Any]) -> None:
    work = CLIENTS[given.name](given.url)
    if not given.cold:
        work(small(items[0]))
    finish = begin()
    if given.workers == 1:
        for item in items:
            work(item)
    else:
        with ThreadPoolExecutor(given.workers) as pool:
            list(pool.map(work, items))
    finish(units=len(items))


def small(path: Path | None) -> Path | None:
    """Return a small file, in place of the one that is measured if that is large."""
    if path is None or path.stat().st_size < 1 << 20:
        return path
    found = path.with_name("small.wav")
    found.write_bytes(b"RIFF\0\0\0\0WAVE" + bytes(1000))
    return found


def new_journal(kind: str, folder: Path) -> str | None:
    """Return the place of a journal that is not there yet; PostgreSQL's is in `BENCH_POSTGRES`."""
    name = f"journal_{secrets.token_hex(4)}"
    if kind != "postgres":
        return str(folder / name) if kind == "sqlite" else None
    import psycopg

    server = os.environ["BENCH_POSTGRES"]
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"CREATE SCHEMA {name}".encode())
    return f"{server}&options=-csearch_path%3D{name}"


def upload_part(paths: Sequence[Path], journal: str | None, workers: int) -> tuple[float, float]:
    """Upload some files in bulk, and return the CPU time in seconds and the peak memory in MiB."""
    from bota_sdk import Bota

    with Bota() as bota:
        before = time.process_time()
        report = bota.upload_many(paths, end_user_id="eu_1", journal=journal, concurrency=workers)
        spent = time.process_time() - before
    if report.uploaded != len(paths):
        raise SystemExit(f"{report}")
    return spent, peak_mib("self")


def upload_many(given: argparse.Namespace, paths: Sequence[Path]) -> None:
    """Measure `Bota.upload_many`, in this process or with one journal in several."""
    journal, count = new_journal(given.journal, given.path.parent), given.processes
    with ProcessPoolExecutor(count, get_context("spawn")) as pool:
        call = pool.map if count > 1 else map
        # Each has its imports, and the journal its tables, before the clock starts.
        list(call(upload_part, [[]] * count, [journal] * count, [1] * count))
        parts = [paths[number::count] for number in range(count)]
        finish = begin()
        done = list(call(upload_part, parts, [journal] * count, [given.workers] * count))
        spent, peaks = zip(*done, strict=True)
        finish(units=len(paths), cpu_seconds=sum(spent), peak_mib=max(peaks))


def many_known(given: argparse.Namespace, step: str) -> None:
    """Measure one step of a bulk upload of many items, of which the journal says all is done.

    Args:
        given: the folder of the journal, how many it has, and how many of them are meant.
        step: `list` puts them into the journal, and `resume`, `plan` and `status` find them there.

    """
    from bota_sdk import Bota, journal_status

    journal, count = given.path / f"journal-{given.count}", given.first
    # That a file is gone is no reason to do anything about what has been uploaded of it.
    paths = (f"{given.path}/{number // 1000:05}/{number:09}.wav" for number in range(count))
    bota, seen = Bota(), count
    finish = begin()
    if step == "list":
        bota.enqueue(paths, journal=journal, end_user_id="eu_1")
    elif step == "status":
        seen = journal_status(journal).uploaded
    else:
        how: Any = {"journal": journal, "end_user_id": "eu_1", "dry_run": step == "plan"}
        seen = bota.upload_many(paths, **how).skipped
    finish(units=count)
    if seen != count:
        raise SystemExit(f"{seen} of {count} items were known")
    if step == "list":
        uploaded = "state='uploaded', size=1000, sha256='0', recording_id='rec_' || id, ended_at=0"
        with closing(sqlite3.connect(journal)) as db, db:
            db.execute(f"UPDATE bota_items SET {uploaded}")


def main() -> None:
    """Measure one client, and print its figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("name")
    parser.add_argument("url", nargs="?", default="")
    parser.add_argument("path", nargs="?", type=Path)
    parser.add_argument("--cold", action="store_true", help="the first work counts, too")
    parser.add_argument("--count", type=int, help="as often, or only so many of a folder's files")
    parser.add_argument("--first", type=int, help="so many of the items of a journal")
    parser.add_argument("--journal", default="none", choices=("none", "sqlite", "postgres"))
    parser.add_argument("--processes", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    items: list[Any] = [given.path] * (given.count or 1)
    if given.path and given.path.is_dir():
        items = sorted(given.path.iterdir())[: given.count]
    if given.name == "upload_many":
        upload_many(given, items)
    elif given.name.startswith("known_"):
        many_known(given, given.name.removeprefix("known_"))
    elif inspect.iscoroutinefunction(CLIENTS[given.name]):
        asyncio.run(_in_tasks(given, items))
    else:
        _in_threads(given, items)


if __name__ == "__main__":
    main()
