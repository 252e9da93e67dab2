"""Many small files, near and 50 ms away: the PUT alone, and the whole flow."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Client, client_command
from benchmarks.report import Claim, Column, Section, clients_table, ratio
from benchmarks.rounds import Results, interleave
from benchmarks.scratch import MIB
from benchmarks.setting import Setting, program
from benchmarks.sink import Sink

WORKERS = 10
"""At a time, in every client (the service documents 10 concurrent uploads)."""

OURS_PUT, OURS_FLOW, OURS_LOOP = "Bota, PUT alone", "Bota.upload_many", "Bota.upload in a loop"
REQUESTS, BOTO3, AIOHTTP = "requests in a thread pool", "boto3 in a thread pool", "aiohttp"
LOOP, POOL = "the snippets in a loop", "the snippets in a thread pool"
PYTHON_PEERS = (REQUESTS, BOTO3, AIOHTTP)


@dataclass(frozen=True)
class _Load:
    count: int
    size: int

    @property
    def name(self) -> str:
        return f"{self.count:,} × {self.size // 1024:,} KiB"


def run(setting: Setting) -> list[Section]:
    """Measure both loads at both distances."""
    loads = [_Load(500, MIB), _Load(2000, 64 << 10)]
    if setting.quick:
        loads = [_Load(100, MIB), _Load(400, 64 << 10)]
    section = Section(
        "Small files",
        f"Over TLS, {WORKERS} at a time in every client but the loops; at 50 ms every answer of "
        "the sink waits so long. Ours hashes with SHA-256 and, in the whole flow, completes with "
        "it; boto3 signs with its default checksums; rclone is its whole process and lists the "
        "folder. requests in a pool and the loops take fewer of the files.",
    )
    for load in loads:
        folder = setting.scratch.many(load.count, load.size)
        for sink, distance in ((setting.tls, "0 ms"), (setting.distant, "50 ms")):
            rounds = setting.rounds(2 if sink is setting.distant else 3, 1)
            for kind, make in (("PUT alone", _put_clients), ("whole flow", _flow_clients)):
                title = f"{load.name}, {distance}, {kind}"
                clients = make(setting, sink, folder, load)
                results = interleave(title, clients, rounds, setting.environment(sink))
                _rates(results, load)
                base = OURS_PUT if make is _put_clients else OURS_FLOW
                section.tables.append(f"### {title}\n\n{_table(results, base)}")
                section.data[title] = results.to_json()
                claims = _put_claims if make is _put_clients else _flow_claims
                section.claims += claims(
                    results, f"{load.name}, {distance}", sink is setting.distant
                )
        setting.scratch.forget(folder)
    return [section]


def _put_clients(setting: Setting, sink: Sink, folder: Path, load: _Load) -> list[Client]:
    url = f"{sink.origin}/bucket"
    clients = [
        Client(name, client_command("many", kind, url, str(folder), str(WORKERS), *count))
        for name, kind, *count in (
            (REQUESTS, "put_requests", _few(setting, load)[1]),
            (BOTO3, "put_boto3"),
            (AIOHTTP, "put_aiohttp"),
            (OURS_PUT, "put_ours"),
        )
    ]
    settings = "provider=Other,env_auth=true,no_check_bucket=true,no_head=true"
    remote = f":s3,{settings},endpoint='{sink.origin}':bucket"
    flags = ["--config=", "--ignore-checksum", "--no-traverse", "--retries=1", "--no-check-dest"]
    copy = [
        program("rclone"),
        "copy",
        *flags,
        f"--transfers={WORKERS}",
        f"--ca-cert={setting.scratch.authority}",
    ]
    return [*clients, Client("rclone copy", [*copy, str(folder), remote], whole=True)]


def _flow_clients(setting: Setting, sink: Sink, folder: Path, load: _Load) -> list[Client]:
    alone, together = _few(setting, load)
    workers = str(WORKERS)

    def client(name: str, kind: str, *arguments: str) -> Client:
        return Client(name, client_command("many", kind, sink.origin, str(folder), *arguments))

    return [
        client(LOOP, "flow_requests", "1", alone),
        client(POOL, "flow_requests", workers, together),
        client(AIOHTTP, "flow_aiohttp", workers),
        client(OURS_FLOW, "flow_ours", workers),
        client(OURS_LOOP, "flow_ours_loop", "1", alone),
    ]


def _few(setting: Setting, load: _Load) -> tuple[str, str]:
    """Return how many files are enough for the slowest: one after the other, and in a pool."""
    alone, together = (10, 50) if setting.quick else (30, 150)
    return str(min(alone, load.count)), str(min(together, load.count))


def _rates(results: Results, load: _Load) -> None:
    for rounds in results.by_client.values():
        for one in rounds:
            uploads = one.values.get("uploads", load.count)
            one.values["per_second"] = uploads / one["seconds"]
            one.values["cpu_ms"] = one["cpu_seconds"] / uploads * 1000


def _table(results: Results, base: str) -> str:
    columns = [
        Column("uploads/s", "per_second", digits=0),
        Column("CPU, ms/upload", "cpu_ms"),
        Column("memory, MiB", "peak_mib", digits=0),
    ]
    return clients_table(results, columns, base=base, figure="per_second")


def _put_claims(results: Results, where: str, _distant: bool) -> list[Claim]:
    best = results.best(PYTHON_PEERS, "per_second")
    compared = ratio(results, OURS_PUT, best, "per_second") if best else None
    what = f"{where}: PUT alone, uploads/s ÷ the best Python peer's ({best})"
    return [Claim.at_least(3, what, compared, 0.9)]


def _flow_claims(results: Results, where: str, distant: bool) -> list[Claim]:
    loop = ratio(results, OURS_FLOW, LOOP, "per_second")
    pool = ratio(results, OURS_FLOW, POOL, "per_second")
    claims = [
        Claim.at_least(3, f"{where}: upload_many, uploads/s ÷ the snippets in a loop", loop, 2),
        Claim.at_least(3, f"{where}: upload_many, uploads/s ÷ the snippets in a pool", pool, 1.2),
    ]
    if distant:
        best = results.best((POOL, AIOHTTP), "per_second")
        compared = ratio(results, OURS_FLOW, best, "per_second") if best else None
        what = f"{where}: upload_many, uploads/s ÷ the best peer's ({best})"
        claims.append(Claim.at_least(4, what, compared, 0.95))
    return claims
