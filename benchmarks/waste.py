"""Bytes of a body that go out in vain when the response is a refusal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from bota_emulator import AdvanceClock, Emulator, StorageError
from bota_sdk import Bota

from benchmarks import transfers
from benchmarks.measure import ClientFailedError, Results, Spread, interleave
from benchmarks.report import Claim, Column, Section
from benchmarks.setting import GIB, MIB, Setting
from benchmarks.transfers import CURL, NODE, NODE_BARE, OURS, OURS_ASYNC, REQUESTS, SNIPPET

PEERS = (CURL, transfers.DATA_BINARY, REQUESTS, SNIPPET, "aiohttp")
UPLOADS = (OURS, OURS_ASYNC, NODE)
CASES: Mapping[str, Any] = {
    # Time passes between the URL and its PUT.
    "expired URL": partial(AdvanceClock, operation="createUploadUrl", seconds=3700),
    "permanent 403": partial(StorageError, code="AccessDenied", times=100),
    "file over 5 GiB": None,
}


def vain(setting: Setting) -> list[Section]:
    """Measure what the emulator's storage received of each body in PUTs that it refused."""
    results = Results()
    with Emulator() as emulator:
        for case, fault in CASES.items():
            path = setting.file(5 * GIB + 1 if case == "file over 5 GiB" else 64 * MIB)
            for name in (*UPLOADS, *PEERS):
                emulator.reset()
                if fault:
                    emulator.add_fault(fault())
                url = "" if name in UPLOADS else _signed_url(emulator)
                found = transfers.put_clients(setting, url, path)
                (client,) = (one for one in (*found[0], *found[1]) if one.name == name)
                # The first PUT is what is measured.
                cold = [] if client.own_seconds else ["cold" if "Node" in name else "--cold"]
                vain = _vain(emulator, replace(client, command=[*client.command, *cold]), setting)
                figures = results.rounds.setdefault(name, [{}])[0]
                if vain is not None:
                    figures[case] = vain
            if path.stat().st_size > GIB:
                path.unlink()
    measured = {name: rounds[0] for name, rounds in results.rounds.items()}
    claims = []
    for name in UPLOADS:
        bytes_ = measured[name].get("expired URL")
        spread = None if bytes_ is None else Spread(bytes_, bytes_, bytes_)
        claims.append(Claim(7, f"{name}: MiB in vain on an expired URL", spread, 0))
    note = (
        "MiB of the body that the emulator's storage received in PUTs that it refused: of 64 MiB "
        "when the URL expired on the way, of 64 MiB when the bucket forbids it for good, and of a "
        "file of 5 GiB and one byte. Ours is the whole upload, which in the first case succeeds "
        "with another URL. Since the emulator, as S3 may, responds before it has read the body, "
        "the figures of those that hear it early are a lower bound; curl, too, waits for "
        "`100 Continue` above 1 MiB. Where nothing is shown nothing was sent."
    )
    columns = [Column(case, case, digits=1) for case in CASES]
    return [Section("Bytes in vain", note, results, columns, claims=claims)]


def _vain(emulator: Emulator, client: Any, setting: Setting) -> float | None:
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


def refusals(setting: Setting) -> list[Section]:
    """Count the refusals that are read though the connection is reset."""
    times, path = setting.pick(100, 20), setting.file(64 * MIB)
    url = f"{setting.sink(tls=False)}/refused"
    clients = [
        transfers.node_put(name, kind, url, path, str(times))
        for name, kind in ((SNIPPET, "snippet"), (NODE_BARE, "bare"))
    ]
    results = interleave("refusals", clients, 1, setting.environment)
    what = f"{NODE_BARE}: refusals read, of {times}"
    claim = Claim(4, what, results.spread(NODE_BARE, "read"), 0.99 * times, is_least=True)
    note = (
        f"How many of {times} refusals of 64 MiB were read: the server responds before the body "
        "and reads nothing of it, so that the connection is reset. No client asks first."
    )
    return [Section("Refusals", note, results, [Column("read", "read", digits=0)], claims=[claim])]
