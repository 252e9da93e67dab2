"""Bytes of the body that go out in vain when the answer is a refusal."""

from __future__ import annotations

import http.client
import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import urlsplit

from bota_emulator import AdvanceClock, Emulator, StorageError

from benchmarks.measure import Client, ClientFailedError
from benchmarks.report import Claim, Column, Section, clients_table, row
from benchmarks.rounds import interleave
from benchmarks.scratch import GIB, MIB
from benchmarks.setting import Setting
from benchmarks.single_put import (
    CURL,
    NODE,
    NODE_BARE,
    OURS,
    OURS_ASYNC,
    SNIPPET,
    node_put,
    put_clients,
)

PEERS = (
    CURL,
    "curl --data-binary, as documented",
    "requests, as documented",
    SNIPPET,
    "httpx",
    "aiohttp",
)
UPLOADS = (OURS, OURS_ASYNC, NODE)
_HOUR = 3700.0

Case = Callable[[Emulator], None]
CASES: Mapping[str, Case] = {
    # Time passes between the URL and its PUT.
    "expired URL": lambda emulator: emulator.add_fault(
        AdvanceClock(operation="createUploadUrl", seconds=_HOUR)
    ),
    "permanent 403": lambda emulator: emulator.add_fault(
        StorageError(code="AccessDenied", times=100)
    ),
    "file over 5 GiB": lambda _: None,
}


def run(setting: Setting) -> list[Section]:
    """Measure what the emulator's storage received of each body before its last PUT."""
    sizes = dict.fromkeys(CASES, 64 * MIB) | {"file over 5 GiB": 5 * GIB + 1}
    wasted: dict[str, dict[str, float | str]] = {}
    with Emulator() as emulator:
        for case, order in CASES.items():
            path = setting.scratch.file(sizes[case])
            clients = put_clients(setting.scratch, "URL", path)
            for client in (*clients.compared, *clients.others):
                if client.name not in (*PEERS, *UPLOADS):
                    continue
                emulator.reset()
                order(emulator)
                wasted.setdefault(client.name, {})[case] = _wasted(emulator, client, setting)
            setting.scratch.forget(path)
    section = Section(
        "Waste",
        "MiB of the body that the emulator's storage received in PUTs that it refused: of 64 MiB "
        "when the URL expired on the way, of 64 MiB when the bucket forbids it for good, and of a "
        "file of 5 GiB and one byte. Ours is the whole upload, which in the first case succeeds "
        "with another URL. Since the emulator, as S3 may, answers before it has read the body, the "
        "figures of those that hear it early are a lower bound; curl, too, waits for "
        "`100 Continue` above 1 MiB.",
        data=wasted,
    )
    lines = [row(["client", *CASES]), row(["---"] * (len(CASES) + 1))]
    for name, by_case in wasted.items():
        lines.append(row([name, *(_shown(by_case[case]) for case in CASES)]))
    section.tables.append("\n".join(lines))
    for name in UPLOADS:
        vain = wasted[name]["expired URL"]
        what = f"{name}: bytes in vain on an expired URL = 0"
        section.claims.append(Claim(8 if name == NODE else 7, what, f"{vain}", vain == 0))
    return [section, _refusals(setting)]


def _refusals(setting: Setting) -> Section:
    """Count the refusals that are read though the connection is reset."""
    times = 20 if setting.quick else 100
    path, url = setting.scratch.file(64 * MIB), f"{setting.plain.origin}/refused"
    clients = [
        node_put(name, kind, url, path, str(times))
        for name, kind in ((SNIPPET, "snippet"), (NODE_BARE, "bare"))
    ]
    results = interleave("refusals", clients, 1, setting.scratch.environment)
    read = results.spread(NODE_BARE, "read") if results.has(NODE_BARE) else None
    what = f"{NODE_BARE}: refusals read, of {times}"
    return Section(
        "Refusals",
        f"How many of {times} refusals of 64 MiB were read: the server responds before the body "
        "and reads nothing of it, so that the connection is reset. No client asks first.",
        [clients_table(results, [Column("read", "read", digits=0)], base=SNIPPET)],
        [Claim.at_least(8, what, read, 0.99 * times)],
        results.to_json(),
    )


def _wasted(emulator: Emulator, client: Client, setting: Setting) -> float | str:
    environment = {
        **setting.scratch.environment,
        "BOTA_BASE_URL": emulator.base_url,
        "BOTA_API_KEY": emulator.api_key,
    }
    url = "" if client.name in UPLOADS else _signed_url(emulator)
    command = [url if part == "URL" else part for part in client.command]
    if client.name in UPLOADS or not client.whole:
        command.append("cold")
    try:
        replace(client, command=command).run(environment)
    except ClientFailedError as error:
        if url == "" and not emulator.requests and "SourceError" not in str(error):
            return f"failed: {error}"
    puts = [one for one in emulator.requests if one.operation == "PUT object"]
    if not puts and url:
        return "failed: nothing was sent"
    return float(sum(one.body_bytes for one in puts if one.status != 200))


def _signed_url(emulator: Emulator) -> str:
    recording = _post(emulator, "/recordings", {"end_user_id": "eu_1"})["id"]
    asked = _post(emulator, f"/recordings/{recording}/upload-url", {"content_type": "audio/wav"})
    return str(asked["upload_url"])


def _post(emulator: Emulator, path: str, body: Mapping[str, str]) -> Any:
    parts = urlsplit(emulator.base_url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port)
    headers = {
        "Authorization": f"Bearer {emulator.api_key}",
        "Content-Type": "application/json",
    }
    connection.request("POST", parts.path + path, json.dumps(body), headers)
    answer = json.loads(connection.getresponse().read())
    connection.close()
    return answer


def _shown(vain: float | str) -> str:
    return vain if isinstance(vain, str) else f"{vain / MIB:.1f}"
