"""What importing costs, in fresh interpreters."""

from __future__ import annotations

import sys

from benchmarks.clients.start_up import importing
from benchmarks.measure import Client, python
from benchmarks.report import Claim, Column, Section, clients_table, ratio
from benchmarks.rounds import interleave
from benchmarks.setting import Setting

OURS, HTTPX, BOTO3 = "from bota_sdk import Bota", "import httpx", "import boto3"
STATEMENTS = (
    "pass",
    HTTPX,
    OURS,
    "import httpx; httpx.Client()",
    "from bota_sdk import Bota; Bota(api_key='k')",
    "import requests",
    BOTO3,
    "import openai",
)
HUB = "from huggingface_hub import HfApi"


def run(setting: Setting) -> list[Section]:
    """Measure the imports."""
    clients = [Client(statement, importing(python(), statement)) for statement in STATEMENTS]
    # Its own requirements would slow the others' imports down; they stand beside us.
    clients.append(Client(HUB, importing(sys.executable, HUB)))
    environment = setting.scratch.environment
    interleave("start-up, warm-up", clients, 1, environment)  # writes the bytecode
    results = interleave("start-up", clients, setting.rounds(25, 9), environment)
    columns = [
        Column("wall, ms", "seconds", 1000, 0),
        Column("CPU, ms", "cpu_seconds", 1000, 0),
        Column("memory, MiB", "peak_mib", digits=1),
    ]
    by_httpx = ratio(results, OURS, HTTPX, "seconds")
    by_boto3 = ratio(results, OURS, BOTO3, "seconds")
    return [
        Section(
            "Start-up",
            "The statement alone in a fresh interpreter, bytecode written; memory is the whole "
            "interpreter's peak.",
            [clients_table(results, columns, base=HTTPX)],
            [
                Claim.at_most(5, "import, wall ÷ httpx's", by_httpx, 1.4),
                Claim.at_most(5, "import, wall ÷ boto3's", by_boto3, 0.55),
            ],
            results.to_json(),
        )
    ]
