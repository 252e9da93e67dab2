"""One large PUT, plain and over TLS, to the sink."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from benchmarks.measure import Client, client_command
from benchmarks.report import Claim, Column, Section, clients_table, ratio
from benchmarks.rounds import Results, interleave
from benchmarks.scratch import GIB, MIB, Scratch
from benchmarks.setting import Setting, program

CURL = "curl -T"
HASHED_CURL = "sha256sum, then curl -T"
OURS, OURS_ASYNC = "Bota.upload", "AsyncBota.upload"
BARE, BARE_ASYNC = "Bota, PUT without hashes", "AsyncBota, PUT without hashes"
PUT_OBJECT = "boto3 put_object"
SNIPPET = "Node's fetch, as documented"
NODE, NODE_BARE = "Bota.upload in Node", "Bota in Node, PUT without hashes"
MEMORY_MIB = 45
NODE_MEMORY_MIB = 80


def curl_put(scratch: Scratch, url: str, path: Path) -> list[str]:
    """Return the command that PUTs a file with curl and prints the seconds of the transfer."""
    trust = ["--cacert", str(scratch.authority)]
    figures = ["-o", "/dev/null", "-w", "%{time_total}"]
    kind = ["-H", "Content-Type: audio/wav"]
    return [program("curl"), "-sS", "--fail", *trust, *figures, *kind, "-T", str(path), url]


def node_put(name: str, kind: str, url: str, path: Path, *how: str) -> Client:
    """Return one of the clients in Node that PUT a file."""
    script = str(Path(__file__).parent / "clients" / "put.mjs")
    return Client(name, [program("node"), "--no-warnings", script, kind, url, str(path), *how])


@dataclass(frozen=True)
class PutClients:
    """All that PUT one file.

    Attributes:
        compared: those that a line which must hold is about.
        others: what else a user would pick.

    """

    compared: list[Client]
    others: list[Client]


def put_clients(scratch: Scratch, url: str, path: Path) -> PutClients:
    """Return all that PUT one file."""
    curl = curl_put(scratch, url, path)
    as_documented = [*curl[:-3], "-X", "PUT", url, "--data-binary", f"@{path}"]

    def client(name: str, kind: str) -> Client:
        return Client(name, client_command("put", kind, url, str(path)))

    compared = [
        Client(CURL, curl, whole=True, own_seconds=True),
        client(BARE, "ours_bare"),
        client(BARE_ASYNC, "ours_bare_async"),
        client(OURS, "ours"),
        client(PUT_OBJECT, "boto3_put_object"),
        client(OURS_ASYNC, "ours_async"),
        node_put(NODE, "ours", url, path),
        node_put(NODE_BARE, "bare", url, path),
        Client(HASHED_CURL, [program("sha256sum"), str(path)], whole=True, then=curl),
    ]
    others = [
        Client("curl --data-binary, as documented", as_documented, whole=True, own_seconds=True),
        client("requests, as documented", "requests"),
        node_put(SNIPPET, "snippet", url, path),
        client("httpx", "httpx"),
        client("aiohttp", "aiohttp"),
        client("boto3 upload_file", "boto3_upload_file"),
        client(f"{OURS}, the first (MD5 too)", "ours_first"),
    ]
    return PutClients(compared, others)


def run(setting: Setting) -> list[Section]:
    """Measure the single PUT to both sinks."""
    gib = setting.large / GIB
    section = Section(
        f"One PUT of {setting.large // MIB} MiB",
        "To the sink. Ours with integrity on is the whole upload: create, URL, PUT with SHA-256, "
        "complete; “without hashes” is its PUT alone. boto3 signs, with its default checksums. "
        "Wall and CPU are of the transfer, without imports; curl's CPU is its whole process. "
        "Memory is the process's peak. Those of which something must hold run side by side in more "
        "rounds; the others in fewer, with curl and ours once more.",
    )
    for name, sink in (("TLS", setting.tls), ("plain", setting.plain)):
        path = setting.scratch.file(setting.large)
        clients = put_clients(setting.scratch, sink.object_url, path)
        environment = setting.environment(sink)
        compared = interleave(
            f"single PUT, {name}", clients.compared, setting.rounds(11, 2), environment
        )
        beside = [one for one in clients.compared if one.name in (CURL, OURS)]
        others = interleave(
            f"single PUT, {name}, others",
            [*beside, *clients.others],
            setting.rounds(5, 1),
            environment,
        )
        columns = [
            Column("wall, s", "seconds", digits=3),
            Column("CPU, s/GiB", "cpu_seconds", 1 / gib),
            Column("memory, MiB", "peak_mib", digits=0),
        ]
        section.tables += [
            f"### {name}\n\n{clients_table(compared, columns, base=CURL)}",
            f"### {name}, others\n\n{clients_table(others, columns, base=CURL)}",
        ]
        section.data[name] = {"compared": compared.to_json(), "others": others.to_json()}
        section.claims += _claims(compared, name)
    return [section]


def _claims(results: Results, scheme: str) -> list[Claim]:
    limit = 1.05 if scheme == "TLS" else 1.10
    claims: list[Claim] = []
    for client in (BARE, BARE_ASYNC):
        wall = ratio(results, client, CURL, "seconds")
        claims.append(Claim.at_most(1, f"{scheme}: {client}, wall ÷ curl's", wall, limit))
    for client in (OURS, OURS_ASYNC):
        hashed = ratio(results, client, HASHED_CURL, "seconds")
        boto3 = ratio(results, PUT_OBJECT, client, "seconds")
        what = f"{scheme}: {client}, wall ÷ sha256sum then curl's"
        claims.append(Claim.at_most(1, what, hashed, 0.80))
        what = f"{scheme}: boto3 put_object's wall ÷ {client}'s"
        claims.append(Claim.at_least(1, what, boto3, 1.3))
    if scheme == "TLS":
        for client in (BARE, BARE_ASYNC):
            cpu = ratio(results, client, CURL, "cpu_seconds")
            claims.append(Claim.at_most(2, f"TLS: {client}, CPU ÷ curl's", cpu, 1.1))
        for client, most in ((NODE_BARE, 1.3), (NODE, 1.8)):
            cpu = ratio(results, client, CURL, "cpu_seconds")
            claims.append(Claim.at_most(8, f"TLS: {client}, CPU ÷ curl's", cpu, most))
    limits = {OURS: MEMORY_MIB, OURS_ASYNC: MEMORY_MIB, NODE: NODE_MEMORY_MIB}
    for client, most in limits.items():
        peak = results.spread(client, "peak_mib") if results.has(client) else None
        line = 8 if client == NODE else 2
        claims.append(Claim.at_most(line, f"{scheme}: {client}, peak MiB", peak, most))
    return claims
