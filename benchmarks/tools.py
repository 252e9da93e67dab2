"""How long the project's own tools take: the generator, and the emulator's start and PUT."""

from __future__ import annotations

import sys
import time

from bota_emulator import Emulator

from benchmarks.measure import Client, client_command
from benchmarks.report import Column, Section, clients_table, row, shown
from benchmarks.rounds import Spread, interleave
from benchmarks.scratch import MIB
from benchmarks.setting import Setting, program

GENERATOR, BARE_GENERATOR = "python -m generator --check", "openapi-python-client generate"


def run(setting: Setting) -> list[Section]:
    """Measure the tools."""
    return [_generator(setting), _emulator(setting)]


def _generator(setting: Setting) -> Section:
    output = str(setting.scratch.folder / "generated")
    command = ["generate", "--path", "openapi.yaml", "--output-path", output, "--overwrite"]
    clients = [
        Client(GENERATOR, [sys.executable, "-m", "generator", "--check"], whole=True),
        Client(BARE_GENERATOR, [program("openapi-python-client"), *command], whole=True),
    ]
    results = interleave("generator", clients, setting.rounds(5, 1), setting.scratch.environment)
    columns = [Column("wall, s", "seconds"), Column("CPU, s", "cpu_seconds")]
    return Section(
        "Generation",
        "The whole command. Ours checks the contract first, and compares with what is committed.",
        [clients_table(results, columns, base=BARE_GENERATOR)],
        data=results.to_json(),
    )


def _emulator(setting: Setting) -> Section:
    rounds = setting.rounds(5, 2)
    starts: list[float] = []
    for _ in range(rounds):
        started = time.perf_counter()
        with Emulator():
            starts.append(time.perf_counter() - started)
    size = (64 if setting.quick else 256) * MIB
    path = setting.scratch.file(size)
    # Through the API, as only that grants a URL.
    command = client_command("put", "ours", "", str(path))
    first = Client("Bota.upload", command)
    with Emulator() as emulator:
        environment = {**setting.scratch.environment, "BOTA_BASE_URL": emulator.base_url}
        environment["BOTA_API_KEY"] = emulator.api_key
        rates = []
        for _ in range(rounds):
            rates.append(size / MIB / first.run(environment)["seconds"])
    lines = [
        row(["the emulator", ""]),
        row(["---", "---"]),
        row(["start in a running process, ms", shown(Spread.of([s * 1000 for s in starts]), 0)]),
        row([f"whole upload of {size // MIB} MiB, MiB/s", shown(Spread.of(rates), 0)]),
    ]
    return Section(
        "Emulator",
        "It checks the signature, hashes with MD5 and SHA-256 and writes to disk.",
        ["\n".join(lines)],
        data={"start_seconds": starts, "mib_per_second": rates},
    )
