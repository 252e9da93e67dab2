"""How time and memory grow with the size."""

from __future__ import annotations

from benchmarks.measure import Client, client_command
from benchmarks.report import Claim, Section, row, shown
from benchmarks.rounds import Results, interleave
from benchmarks.scratch import GIB, MIB
from benchmarks.setting import Setting
from benchmarks.single_put import CURL, MEMORY_MIB, OURS, OURS_ASYNC, curl_put

SIZES = (MIB, 32 * MIB, GIB, 5 * GIB)
QUICK_SIZES = (MIB, 32 * MIB, 512 * MIB)
SAME_MIB = 3.0
"""How far two peaks of the same program lie apart by chance."""


def run(setting: Setting) -> list[Section]:
    """Measure each size over TLS."""
    sizes = QUICK_SIZES if setting.quick else SIZES
    by_size: dict[int, Results] = {}
    for size in sizes:
        path = setting.scratch.file(size)
        url = setting.tls.object_url
        clients = [Client(CURL, curl_put(setting.scratch, url, path), whole=True, own_seconds=True)]
        clients += [
            Client(name, client_command("put", kind, url, str(path)))
            for name, kind in (
                ("requests, as documented", "requests"),
                (OURS, "ours"),
                (OURS_ASYNC, "ours_async"),
            )
        ]
        rounds = setting.rounds(3 if size > GIB else 5, 2)
        environment = setting.environment(setting.tls)
        by_size[size] = interleave(f"growth, {size // MIB} MiB", clients, rounds, environment)
        setting.scratch.forget(path)
    section = Section(
        "Growth",
        "Over TLS: seconds, and peak MiB, by size. Files above 1 GiB are holes.",
        data={str(size): results.to_json() for size, results in by_size.items()},
    )
    headings = ["client", *(f"{size // MIB} MiB" for size in sizes)]
    lines = [row(headings), row(["---"] * len(headings))]
    for client in by_size[sizes[0]].by_client:
        lines.append(row([client, *(_cell(by_size[size], client) for size in sizes)]))
    section.tables.append("\n".join(lines))
    for client in (OURS, OURS_ASYNC):
        section.claims += _claims(by_size, client)
    return [section]


def _cell(results: Results, client: str) -> str:
    if not results.has(client):
        return f"failed: {results.failures.get(client, '')}"
    peak = results.spread(client, "peak_mib").median
    return f"{shown(results.spread(client, 'seconds'), 3)} s, {peak:.0f} MiB"


def _claims(by_size: dict[int, Results], client: str) -> list[Claim]:
    present = {size: results for size, results in by_size.items() if results.has(client)}
    if len(present) < len(by_size):
        return [Claim(2, f"{client}, peak MiB at every size", "not measured", None)]
    peaks = {size: one.spread(client, "peak_mib") for size, one in present.items()}
    highest = max(peaks.values(), key=lambda peak: peak.median)
    grown = peaks[max(peaks)].median - peaks[32 * MIB].median
    largest = f"{max(peaks) // MIB} MiB"
    return [
        Claim.at_most(2, f"{client}, peak MiB at its highest size", highest, MEMORY_MIB),
        Claim(
            2,
            f"{client}, peak at {largest} as at 32 MiB (within {SAME_MIB:.0f} MiB)",
            f"{grown:+.1f} MiB",
            abs(grown) <= SAME_MIB,
        ),
    ]
