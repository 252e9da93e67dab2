"""What importing costs, in fresh interpreters."""

from __future__ import annotations

from benchmarks.measure import Client, python
from benchmarks.report import Claim, Column, Section, clients_table, ratio
from benchmarks.rounds import interleave
from benchmarks.setting import Setting

OURS, HTTPX, BOTO3 = "from bota_sdk import Bota", "import httpx", "import boto3"
# What an import puts off until the first client counts here.
OUR_CLIENT = f"{OURS}; Bota(api_key='k')"
HTTPX_CLIENT = f"{HTTPX}; httpx.Client()"
BOTO3_CLIENT = f"{BOTO3}; boto3.client('s3')"
STATEMENTS = (
    "pass",
    HTTPX,
    OURS,
    HTTPX_CLIENT,
    OUR_CLIENT,
    "import requests",
    BOTO3,
    BOTO3_CLIENT,
    "import openai",
)
_PROGRAM = """
import time
c = time.process_time(); t = time.perf_counter()
{statement}
t = time.perf_counter() - t; c = time.process_time() - c
status = open('/proc/self/status').read()
peak = int(status.partition('VmHWM:')[2].split()[0]) / 1024
print('{{"seconds": %r, "cpu_seconds": %r, "peak_mib": %r}}' % (t, c, peak))
"""
"""What imports something and prints what that cost: it must import no more."""


def run(setting: Setting) -> list[Section]:
    """Measure the imports."""
    clients = [
        Client(statement, [python(), "-c", _PROGRAM.format(statement=statement)])
        for statement in STATEMENTS
    ]
    environment = setting.scratch.environment
    interleave("start-up, warm-up", clients, 1, environment)  # writes the bytecode
    results = interleave("start-up", clients, setting.rounds(25, 9), environment)
    columns = [
        Column("wall, ms", "seconds", 1000, 0),
        Column("CPU, ms", "cpu_seconds", 1000, 0),
        Column("memory, MiB", "peak_mib", digits=1),
    ]
    return [
        Section(
            "Start-up",
            "The statement alone in a fresh interpreter, bytecode written; memory is the whole "
            "interpreter's peak.",
            [clients_table(results, columns, base=HTTPX)],
            [
                Claim.at_most(5, f"{what}, wall ÷ {whose}", ratio(results, *pair, "seconds"), most)
                for what, whose, pair, most in (
                    ("import", "httpx's", (OURS, HTTPX), 1.4),
                    ("import", "boto3's", (OURS, BOTO3), 0.55),
                    ("import and a client", "httpx's", (OUR_CLIENT, HTTPX_CLIENT), 1.4),
                    ("import and a client", "boto3's", (OUR_CLIENT, BOTO3_CLIENT), 0.55),
                )
            ],
            results.to_json(),
        )
    ]
