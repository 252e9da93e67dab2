"""What a generated call costs over bare httpx, and how many TLS contexts a client makes."""

from __future__ import annotations

from benchmarks.measure import Client, client_command
from benchmarks.report import Claim, Section, row, shown
from benchmarks.rounds import Spread, interleave
from benchmarks.scratch import MIB
from benchmarks.setting import Setting


def run(setting: Setting) -> list[Section]:
    """Measure the calls, over TLS, on a connection that is open."""
    path = setting.scratch.file(2 * MIB)
    batches = "5" if setting.quick else "20"
    command = client_command("call", setting.tls.api_url, batches, str(path))
    results = interleave(
        "calls", [Client("calls", command)], setting.rounds(5, 2), setting.scratch.environment
    )
    section = Section(
        "Per call",
        "A call through `Bota` (model parsed, retries, pacing, redaction) and the same request "
        "with one `httpx.Client` and `.json()`, in turn in one process, to the sink over TLS.",
        data=results.to_json(),
    )
    measured = results.by_client["calls"]
    if not measured:
        section.tables.append(f"failed: {results.failures['calls']}")
        section.claims.append(Claim(6, "a call ÷ bare httpx ≤ 1.4", "not measured", None))
        return [section]
    lines = [row(["request", "httpx, µs", "ours, µs", "wall ÷ httpx", "CPU ÷ httpx"])]
    lines.append(row(["---"] * 5))
    for name in ("get", "post"):
        theirs = Spread.of([one[f"httpx_{name}"] * 1e6 for one in measured])
        ours = Spread.of([one[f"ours_{name}"] * 1e6 for one in measured])
        wall = Spread.of([one[f"ours_{name}"] / one[f"httpx_{name}"] for one in measured])
        cpu = Spread.of([one[f"ours_{name}_cpu"] / one[f"httpx_{name}_cpu"] for one in measured])
        cells = [shown(theirs, 0), shown(ours, 0), shown(wall), shown(cpu)]
        lines.append(row([name.upper(), *cells]))
        section.claims.append(Claim.at_most(6, f"{name.upper()}, wall ÷ bare httpx", wall, 1.4))
    section.tables.append("\n".join(lines))
    contexts = Spread.of([one["contexts"] for one in measured])
    claim = Claim.at_most(5, "TLS contexts of `Bota()`, a call and an upload", contexts, 1)
    section.claims.append(claim)
    return [section]
