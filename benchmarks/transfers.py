"""Audio on its way: one large file, many small ones, and a million that are there already."""

from __future__ import annotations

import itertools
from dataclasses import replace
from pathlib import Path

from benchmarks.measure import Client, Results, interleave
from benchmarks.report import CPU, EACH, EACH_US, MEMORY, RATE, WALL, Claim, Section
from benchmarks.setting import GIB, MIB, MissingToolError, Setting, client, program

CURL, OURS, OURS_ASYNC = "curl -T", "Bota.upload", "AsyncBota.upload"
BARE, BARE_ASYNC = "Bota, PUT without hashes", "AsyncBota, PUT without hashes"
NODE, NODE_BARE = "Bota.upload in Node", "Bota in Node, PUT without hashes"
SNIPPET, REQUESTS = "Node's fetch, as documented", "requests, as documented"
DATA_BINARY = "curl --data-binary, as documented"
MANY, LOOP, AIOHTTP = "upload_many", "Bota.upload in a loop", "aiohttp"
WORKERS = 10
"""At a time, in every client (the service documents 10 concurrent uploads)."""


def node_put(name: str, kind: str, url: str, path: Path, *how: str) -> Client:
    """Return one of the clients in Node that PUT a file."""
    script = str(Path(__file__).with_name("put.mjs"))
    return Client(name, [program("node"), "--no-warnings", script, kind, url, str(path), *how])


def put_clients(setting: Setting, url: str, path: Path) -> tuple[list[Client], list[Client]]:
    """Return all that PUT one file: those that a line is about, and what else a user would pick."""
    kind = ["-H", "Content-Type: audio/wav"]
    curl = [program("curl"), "-sS", "--fail", "--cacert", str(setting.authority), *kind]
    curl += ["-o", "/dev/null", "-w", "%{time_total}"]
    whole = url if "?" in url else f"{url}/{path.name}"

    compared = {BARE: "ours_bare", BARE_ASYNC: "ours_bare_async", OURS: "ours"}
    compared |= {OURS_ASYNC: "ours_async", "boto3 put_object": "boto3"}
    others = {REQUESTS: "requests", "aiohttp": "aiohttp", "boto3 upload_file": "boto3_parts"}
    others |= {"boto3 with the CRT": "boto3_crt"}

    def python(kinds: dict[str, str]) -> list[Client]:
        return [Client(name, client(kind, url, path)) for name, kind in kinds.items()]

    return [
        Client(CURL, [*curl, "-T", str(path), whole], own_seconds=True),
        *python(compared),
        node_put(NODE_BARE, "bare", whole, path),
        node_put(NODE, "ours", whole, path),
    ], [
        Client(
            DATA_BINARY, [*curl, "-X", "PUT", "--data-binary", f"@{path}", whole], own_seconds=True
        ),
        *python(others),
        node_put(SNIPPET, "snippet", whole, path),
        Client(f"{OURS}, the first (MD5 too)", client("ours", url, path, "--cold")),
    ]


def copies(setting: Setting, origin: str, source: Path) -> list[Client]:
    """Return the programs that copy a file to S3, each as its whole process."""
    settings = "provider=Other,env_auth=true,no_check_bucket=true,no_head=true"
    flags = "--config= --ignore-checksum --multi-thread-streams=0 --retries=1 --no-check-dest"
    rclone = [program("rclone"), "copy", *flags.split(), f"--ca-cert={setting.authority}"]
    rclone += [str(source), f":s3,{settings},endpoint='{origin}':bucket"]
    # It takes no certificate of ours.
    s5cmd = [program("s5cmd"), "--endpoint-url", origin, "--no-verify-ssl", "cp", str(source)]
    return [
        Client("rclone copy", rclone, whole=True),
        Client("s5cmd cp", [*s5cmd, "s3://bucket/"], whole=True),
    ]


def single(setting: Setting) -> list[Section]:
    """Measure one large PUT, over TLS and plain."""
    size = setting.pick(GIB, 256 * MIB)
    path, columns, sections = setting.file(size), [WALL, CPU, MEMORY], []
    note = (
        "Ours with integrity on is the whole upload: create, URL, PUT with SHA-256, complete; "
        "“without hashes” is its PUT alone. boto3 signs, with its default checksums. Wall and CPU "
        "are of the transfer, without imports; curl's CPU, and all of rclone's and s5cmd's, is of "
        "the whole process. Memory is its peak."
    )
    for scheme in ("TLS", "plain"):
        origin = setting.sink(tls=scheme == "TLS")
        compared, others = put_clients(setting, f"{origin}/bucket", path)
        others += [*copies(setting, origin, path), compared[0]]
        title, to = f"One PUT of {size // MIB} MiB, {scheme}", setting.towards(origin)
        results = interleave(title, compared, setting.pick(7, 2), to)
        beside = interleave(f"{title}, others", others, setting.pick(3, 1), to)
        claims = put_claims(results) if scheme == "TLS" else []
        sections += [
            Section(title, note, results, columns, CURL, claims, chart=True),
            Section(f"{title}, others", "In fewer rounds.", beside, columns, CURL),
        ]
    return sections


def put_claims(results: Results) -> list[Claim]:
    """Return the lines about one large PUT over TLS."""
    wall, cpu = "seconds", "cpu_seconds"
    limits = [(1, name, wall, 1.05) for name in (BARE, BARE_ASYNC)]
    limits += [(1, name, wall, 1.15) for name in (OURS, OURS_ASYNC)]
    limits += [(2, name, cpu, 1.1) for name in (BARE, BARE_ASYNC)]
    limits += [(2, name, cpu, 1.9) for name in (OURS, OURS_ASYNC)]
    limits += [(4, NODE_BARE, cpu, 1.3), (4, NODE, cpu, 1.8)]
    claims = [
        Claim(line, f"{name} ÷ {CURL}, {figure}", results.spread(name, figure, CURL), most)
        for line, name, figure, most in limits
    ]
    return [*claims, Claim(4, f"{NODE}, MiB", results.spread(NODE, "peak_mib"), 80)]


def sizes(setting: Setting) -> list[Section]:
    """Measure how time and memory grow with the size of a file, over TLS."""
    origin, clients, claims = setting.sink(), [], []
    for size in (MIB, 32 * MIB, *([256 * MIB] if setting.quick else [GIB, 5 * GIB])):
        compared, others = put_clients(setting, f"{origin}/bucket", setting.file(size))
        for one in (*compared, *others):
            if one.name in (CURL, OURS, OURS_ASYNC, REQUESTS):
                clients.append(replace(one, name=f"{size // MIB:,} MiB: {one.name}"))
    results = interleave("sizes", clients, setting.pick(3, 1), setting.towards(origin))
    for name in results.rounds:
        if "Bota" in name:
            claims.append(Claim(3, f"{name}, MiB", results.spread(name, "peak_mib"), 45))
    note = "Over TLS. A file above 1 GiB is a hole."
    return [Section("By size", note, results, [WALL, CPU, MEMORY], claims=claims)]


def bulk(setting: Setting) -> list[Section]:
    """Measure many small files, at distances, with journals and in processes."""
    try:
        postgres, remark = setting.postgres(), ""
    except MissingToolError as error:  # the others go on
        postgres, remark = "", f" {error}."
    note = (
        f"Over TLS, {WORKERS} at a time in every client but the loop; each response of the sink "
        "waits so long, and a whole upload has four. Ours hashes with SHA-256 and completes with "
        f"it. CPU is of the client, without the database's. The loop gets fewer files.{remark}"
    )
    sections, columns = [], [RATE, EACH, MEMORY]
    counts = {0: (2000, 200), 10: (1000, 100), 50: (500, 60), 200: (200, 20)}
    for delay, (full, quick) in counts.items():
        count, few = setting.pick(full, quick), setting.pick(30 if delay else 300, 20)
        origin, folder = setting.sink(delay_ms=delay), setting.many(count, 64 << 10)
        title = f"{count:,} × 64 KiB at {delay} ms"
        environment = {**setting.towards(origin), "BENCH_POSTGRES": postgres}
        clients = bulk_clients(origin, folder, count, few)
        rounds = setting.pick(2, 1)
        results = interleave(title, clients, rounds, environment)
        claims = bulk_claims(results, delay)
        sections.append(Section(title, note, results, columns, MANY, claims, chart=True))
        note = "As above."
    return sections


def bulk_clients(url: str, folder: Path, count: int, few: int) -> list[Client]:
    """Return all that upload many files, of which the loop gets few."""
    told = [(AIOHTTP, "flow_aiohttp", count, WORKERS, ""), (LOOP, "ours", few, 1, "")]
    told += [(MANY, "upload_many", count, WORKERS, "")]
    for journal, processes in itertools.product(("sqlite", "postgres"), (1, 4)):
        name = f"{MANY}, {journal}, {processes} process{'es' if processes > 1 else ''}"
        how = f"--journal={journal} --processes={processes}"
        told.append((name, "upload_many", count, WORKERS, how))
    return [
        Client(
            name,
            client(kind, url, folder, f"--count={number}", f"--workers={workers}", *how.split()),
            timeout=400,
        )
        for name, kind, number, workers, how in told
    ]


def bulk_claims(results: Results, delay: int) -> list[Claim]:
    """Return the lines about many small files."""
    if delay == 0:
        spread = results.spread(MANY, "cpu_ms", LOOP)
        return [Claim(5, f"0 ms, CPU an item: {MANY} ÷ {LOOP}", spread, 1.5)]
    if least := {50: 0.98, 200: 1.0}.get(delay):
        spread = results.spread(MANY, "per_second", AIOHTTP)
        return [Claim(5, f"{delay} ms, rate: {MANY} ÷ {AIOHTTP}", spread, least, is_least=True)]
    return []


def million(setting: Setting) -> list[Section]:
    """Measure how a bulk upload grows with the number of items, and how it is resumed."""
    clients, origin = [], setting.sink(tls=False)
    for count in (1000, setting.pick(10_000, 2000)):
        how = ["--journal=sqlite", f"--workers={WORKERS}"]
        command = client("upload_many", origin, setting.many(count, 64), *how)
        clients.append(Client(f"{count:,} uploads", command, timeout=600))
    known = setting.pick(1_000_000, 10_000)
    # A plan works on a copy of the journal, and then does what a resumption does.
    steps = {"enqueue": "list", "resume": "resume", "status": "status", "plan": "plan"}
    for name, step in steps.items():
        count = known // 10 if step == "plan" else known
        command = client(
            f"known_{step}", "", setting.folder, f"--count={known}", f"--first={count}"
        )
        clients.append(Client(f"{count:,} known: {name}", command, units=count, timeout=900))
    results = interleave("million", clients, 1, setting.towards(origin))
    claims = []
    for name in results.rounds:
        rate, memory = results.spread(name, "per_second"), results.spread(name, "peak_mib")
        claims.append(Claim(6, f"{name}, MiB", memory, 80))
        if "known" in name:
            claims.append(Claim(6, f"{name}, a second", rate, 5000, is_least=True))
    note = (
        "Files of 64 bytes over plain HTTP with an SQLite journal; then one that says of all its "
        "items that they are uploaded: they are put into it, `upload_many` skips them, "
        "`journal_status` counts them, and a dry run plans."
    )
    return [Section("By number", note, results, [RATE, EACH_US, MEMORY], claims=claims)]
