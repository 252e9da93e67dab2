"""Audio on its way: one large file, many small ones, a million that are there, and in vain."""

from __future__ import annotations

import itertools
from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from bota_emulator import AdvanceClock, Emulator, StorageError
from bota_sdk import Bota

from benchmarks.measure import Client, ClientFailedError, Results, interleave
from benchmarks.report import Limit, Section
from benchmarks.setting import GIB, MIB, Setting, client, program, statement

CURL, REQUESTS, AIOHTTP = "curl -T", "requests, as documented", "aiohttp"
OURS, OURS_ASYNC, NODE = "Bota.upload", "AsyncBota.upload", "Bota.upload in Node"
BARE, BARE_ASYNC = "Bota, PUT without hashes", "AsyncBota, PUT without hashes"
NODE_BARE, SNIPPET = "Bota in Node, PUT without hashes", "fetch in Node, as documented"
MANY, LOOP = "upload_many", "Bota.upload in a loop"
COSTS = ["wall, s", "CPU, s", "memory, MiB"]
WORKERS = 10
"""At a time, in every client (the service documents 10 concurrent uploads)."""
CASES: Mapping[str, Any] = {
    # Time passes between the URL and its PUT.
    "expired URL": partial(AdvanceClock, operation="createUploadUrl", seconds=3700),
    "permanent 403": partial(StorageError, code="AccessDenied", times=100),
    "file over 5 GiB": None,
}


def node(name: str, kind: str, path: Path, *how: str) -> Client:
    """Return one of the clients in Node that upload a file."""
    script = str(Path(__file__).with_name("put.mjs"))
    return Client(name, [program("node"), "--no-warnings", script, kind, str(path), *how])


def put_clients(setting: Setting, url: str, path: Path, *how: str) -> list[Client]:
    """Return all that PUT one file, to a signed URL or into a bucket."""
    curl = [program("curl"), "-sS", "--fail", "--cacert", str(setting.authority)]
    curl += ["-H", "Content-Type: audio/wav", "-o", "/dev/null"]
    curl += ["-w", '{"seconds": %{time_total}}\\n']
    kinds = {BARE: "ours_bare", BARE_ASYNC: "ours_bare_async", OURS: "ours"}
    kinds |= {OURS_ASYNC: "ours_async", "boto3 put_object": "boto3"}
    kinds |= {"boto3 with the CRT": "boto3_crt", REQUESTS: "requests", AIOHTTP: "aiohttp"}
    return [
        Client(CURL, [*curl, "-T", str(path), url], whole=True),
        *(Client(name, client(kind, path, url, *how)) for name, kind in kinds.items()),
        node(NODE, "ours", path, *how),
        node(SNIPPET, "snippet", path, url),
    ]


def single(setting: Setting) -> list[Section]:
    """Measure one large PUT over TLS."""
    size, origin = setting.pick(GIB, 256 * MIB), setting.sink()
    path = setting.file(size)
    settings = "provider=Other,env_auth=true,no_check_bucket=true,no_head=true"
    flags = "--config= --ignore-checksum --multi-thread-streams=0 --retries=1 --no-check-dest"
    rclone = [program("rclone"), "copy", *flags.split(), f"--ca-cert={setting.authority}"]
    rclone += [str(path), f":s3,{settings},endpoint='{origin}':bucket"]
    # It takes no certificate of ours.
    s5cmd = [program("s5cmd"), "--endpoint-url", origin, "--no-verify-ssl", "cp", str(path)]
    clients = [
        *put_clients(setting, f"{origin}/bucket/{path.name}", path),
        Client("rclone copy", rclone, whole=True),
        Client("s5cmd cp", [*s5cmd, "s3://bucket/"], whole=True),
        node(NODE_BARE, "bare", path, f"{origin}/bucket/{path.name}"),
        Client(f"{OURS}, the first (MD5 too)", client("ours", path, "--cold")),
        node("uploadBlob in Chromium", "page", path),
    ]
    title = f"One PUT of {size // MIB} MiB"
    results = interleave(title, clients, setting.pick(7, 2), setting.towards(origin))
    limits = [
        *(Limit("1 GiB, wall", name, "wall, s", 1.05, CURL) for name in (BARE, BARE_ASYNC)),
        *(Limit("1 GiB, wall", name, "wall, s", 1.15, CURL) for name in (OURS, OURS_ASYNC)),
        *(Limit("1 GiB, CPU", name, "CPU, s", 1.1, CURL) for name in (BARE, BARE_ASYNC)),
        *(Limit("1 GiB, CPU", name, "CPU, s", 1.9, CURL) for name in (OURS, OURS_ASYNC)),
        Limit("Node", NODE_BARE, "CPU, s", 1.3, CURL),
        Limit("Node", NODE, "CPU, s", 1.8, CURL),
        Limit("Node", NODE, "memory, MiB", 80),
    ]
    note = (
        "Over TLS. Ours with integrity on is the whole upload: create, URL, PUT with SHA-256, "
        "complete; “without hashes” is its PUT alone. boto3 signs, with its default checksums. "
        "Wall and CPU are of the transfer, without imports; curl's CPU, and all of rclone's and "
        "s5cmd's, is of the whole process. Memory is its peak."
    )
    return [Section(title, note, results, COSTS, CURL, limits)]


def sizes(setting: Setting) -> list[Section]:
    """Measure how time and memory grow with the size of a file, over TLS."""
    origin, clients = setting.sink(), []
    for size in (MIB, 32 * MIB, *([256 * MIB] if setting.quick else [GIB, 5 * GIB])):
        for one in put_clients(setting, f"{origin}/bucket/a.wav", setting.file(size)):
            if one.name in (CURL, OURS, OURS_ASYNC, REQUESTS):
                clients.append(replace(one, name=f"{size // MIB:,} MiB: {one.name}"))
    results = interleave("sizes", clients, setting.pick(3, 1), setting.towards(origin))
    limits = [Limit("memory", name, "memory, MiB", 45) for name in results.rounds if "Bota" in name]
    note = "Over TLS. A file above 1 GiB is a hole."
    return [Section("By size", note, results, COSTS, limits=limits)]


def bulk(setting: Setting) -> list[Section]:
    """Measure many small files, at distances, with journals and in processes."""
    postgres = setting.postgres()
    note = (
        f"Over TLS, {WORKERS} at a time in every client but the loop; each response of the sink "
        "waits so long, and a whole upload has four. Ours hashes with SHA-256 and completes with "
        "it. CPU is of the client, without the database's. The loop gets fewer files."
    )
    sections, columns = [], ["a second", "CPU, ms each", "memory, MiB"]
    limits = {
        0: [Limit("bulk", MANY, "CPU, ms each", 1.5, LOOP)],
        50: [Limit("bulk", MANY, "a second", 0.98, AIOHTTP, is_least=True)],
        200: [Limit("bulk", MANY, "a second", 1, AIOHTTP, is_least=True)],
    }
    counts = {0: (2000, 200), 10: (500, 100), 50: (500, 60), 200: (200, 20)}
    for delay, (full, quick) in counts.items():
        count, few = setting.pick(full, quick), setting.pick(30 if delay else 300, 20)
        origin, folder = setting.sink(delay_ms=delay), setting.many(count, 64 << 10)
        title, clients = f"{count:,} × 64 KiB at {delay} ms", bulk_clients(folder, count, few)
        environment = {**setting.towards(origin), "BENCH_POSTGRES": postgres}
        results = interleave(title, clients, setting.pick(2, 1), environment)
        sections.append(Section(title, note, results, columns, MANY, limits.get(delay, ())))
        note = "As above."
    return sections


def bulk_clients(folder: Path, count: int, few: int) -> list[Client]:
    """Return all that upload many files, of which the loop gets few."""
    at_once = f"--workers={WORKERS}"
    many = ["upload_many", folder, f"--count={count}", at_once]
    commands: dict[str, list[object]] = {
        AIOHTTP: ["flow_aiohttp", folder, f"--count={count}", at_once],
        LOOP: ["ours", folder, f"--count={few}"],
        MANY: many,
    }
    for journal, processes in itertools.product(("sqlite", "postgres"), (1, 4)):
        name = f"{MANY}, {journal}, {processes} process{'es' if processes > 1 else ''}"
        commands[name] = [*many, f"--journal={journal}", f"--processes={processes}"]
    return [Client(name, client(*how)) for name, how in commands.items()]


def million(setting: Setting) -> list[Section]:
    """Measure how a bulk upload grows with the number of items, and how it is resumed."""
    clients = []
    for count in (1000, setting.pick(10_000, 2000)):
        how = ["--journal=sqlite", f"--workers={WORKERS}"]
        command = client("upload_many", setting.many(count, 64), *how)
        clients.append(Client(f"{count:,} uploads", command))
    known = setting.pick(1_000_000, 10_000)
    journal = setting.folder / "journal"

    def step(name: str, code: str, after: str = "") -> Client:
        # That a file is gone is no reason to do anything about what has been uploaded of it.
        paths = f"paths = (f'/{{number // 1000}}/{{number}}.wav' for number in range({known}))"
        how = f"how = {{'journal': {str(journal)!r}, 'end_user_id': 'eu_1'}}"
        before = f"from bota_sdk import Bota, journal_status\n{paths}\n{how}\nbota = Bota()"
        command = statement(code, before=before, after=after)
        return Client(f"{known:,} known: {name}", command, units=known)

    mark = f"""
import sqlite3
with sqlite3.connect({str(journal)!r}) as db:
    db.execute("UPDATE bota_items SET state = 'uploaded', size = 1000, sha256 = '0', "
               "recording_id = 'rec_' || id, ended_at = 0")
"""
    many = "bota.upload_many(paths, **how"
    clients += [
        step("enqueue", "bota.enqueue(paths, **how)", after=mark),
        step("resume", f"assert {many}).skipped == {known}"),
        step("status", f"assert journal_status(how['journal']).uploaded == {known}"),
        # It works on a copy of the journal, and then does what a resumption does.
        step("plan", f"assert {many}, dry_run=True).skipped == {known}"),
    ]
    results = interleave("million", clients, 1, setting.towards(setting.sink(tls=False)))
    line, names = "a million items", list(results.rounds)
    limits = [Limit(line, name, "memory, MiB", 80) for name in names]
    limits += [Limit(line, name, "a second", 5000, is_least=True) for name in names[2:]]
    note = (
        "Files of 64 bytes over plain HTTP with an SQLite journal; then one that says of all its "
        "items that they are uploaded: they are put into it, `upload_many` skips them, "
        "`journal_status` counts them, and a dry run plans."
    )
    columns = ["a second", "CPU, µs each", "memory, MiB"]
    return [Section("By number", note, results, columns, limits=limits)]


def waste(setting: Setting) -> list[Section]:
    """Measure what the emulator's storage received of each body in PUTs that it refused."""
    results, uploads = Results(), (OURS, OURS_ASYNC, NODE)
    with Emulator() as emulator:
        for case, fault in CASES.items():
            path = setting.file(64 * MIB if fault else 5 * GIB + 1)
            for name in (*uploads, CURL, REQUESTS, AIOHTTP, SNIPPET):
                emulator.reset()
                if fault:
                    emulator.add_fault(fault())
                url = "" if name in uploads else _signed_url(emulator)
                # The first PUT is what is measured.
                found = put_clients(setting, url, path, "--cold")
                (client,) = (one for one in found if one.name == name)
                vain = _vain(emulator, client, setting)
                figures = results.rounds.setdefault(name, [{}])[0]
                if vain is not None:
                    figures[case] = vain
    limits = [Limit("bytes in vain", name, "expired URL", 0) for name in uploads]
    note = (
        "MiB of the body that the emulator's storage received in PUTs that it refused: of 64 MiB "
        "when the URL expired on the way, of 64 MiB when the bucket forbids it for good, and of a "
        "file of 5 GiB and one byte. Ours is the whole upload, which in the first case succeeds "
        "with another URL. Since the emulator, as S3 may, responds before it has read the body, "
        "figures of those that hear it early are a lower bound; curl, too, waits for `100 "
        "Continue` above 1 MiB. Where nothing is shown nothing was sent."
    )
    times, url = setting.pick(100, 20), f"{setting.sink(tls=False)}/refused"
    how = (setting.file(64 * MIB), url, str(times))
    clients = [node(SNIPPET, "snippet", *how), node(NODE_BARE, "bare", *how)]
    refused = interleave("refusals", clients, 1, setting.environment)
    limit = Limit("refusals read", NODE_BARE, "read", 0.99 * times, is_least=True)
    about = f"Of {times} refusals of 64 MiB, each sent before the body, of which nothing is read."
    return [
        Section("Bytes in vain", note, results, list(CASES), limits=limits),
        Section("Refusals", about, refused, ["read"], limits=[limit]),
    ]


def _vain(emulator: Emulator, client: Client, setting: Setting) -> float | None:
    environment = {"BOTA_BASE_URL": emulator.base_url, "BOTA_API_KEY": emulator.api_key}
    failure = ""
    try:
        client.run({**setting.environment, **environment})
    except ClientFailedError as error:
        failure = str(error)
    puts = [one for one in emulator.requests if one.operation == "PUT object"]
    # What is too large is refused before anything is sent.
    if not puts and "SourceError" not in failure:
        return None
    return sum(one.body_bytes for one in puts if one.status != 200) / MIB


def _signed_url(emulator: Emulator) -> str:
    with Bota(base_url=emulator.base_url, api_key=emulator.api_key) as bota:
        recording = bota.recordings.create(end_user_id="eu_1")
        return bota.uploads.create_url(recording.id, content_type="audio/wav").upload_url
