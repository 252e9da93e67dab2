"""What it costs beside the audio: start-up, calls, models, the emulator and the generator."""

from __future__ import annotations

import shutil
import sys

from bota_emulator import Emulator

from benchmarks.measure import ROOT, Client, interleave
from benchmarks.report import Limit, Section
from benchmarks.setting import MIB, Setting, client, program, python, statement


def imports(setting: Setting) -> list[Section]:
    """Measure the imports, a first client and a first call."""
    towards, httpx = setting.towards(setting.sink()), "import httpx"
    ours, url = "from bota_sdk import Bota", f"{towards['BOTA_BASE_URL']}/recordings/rec_1"
    statements = {
        ours: ours,
        f"{ours}; Bota()": f"{ours}; Bota()",
        "Bota: import, client and a call": f"{ours}; Bota().recordings.get('rec_1')",
        httpx: httpx,
        f"{httpx}; httpx.Client()": f"{httpx}; httpx.Client()",
        "httpx: import, client and a call": f"{httpx}; httpx.Client().get('{url}').json()",
    }
    clients = [Client(name, statement(text)) for name, text in statements.items()]
    results = interleave("imports", clients, setting.pick(15, 5), towards, warm=True)
    limits = [
        Limit("imports", ours, "wall, ms", 0.3, httpx),
        Limit("imports", f"{ours}; Bota()", "wall, ms", 1.4, f"{httpx}; httpx.Client()"),
    ]
    note = "The statement alone in a fresh interpreter, bytecode written; memory is its peak."
    columns = ["wall, ms", "CPU, ms", "memory, MiB"]
    return [Section("Start-up", note, results, columns, "import httpx", limits)]


def botactl(setting: Setting) -> list[Section]:
    """Measure commands as whole processes."""
    origin, path = setting.sink(), setting.file(64 << 10)
    httpx, ours, aws = 'python -c "import httpx"', "botactl upload", "aws s3 cp"
    commands = {
        "python -c pass": [python(), "-c", "pass"],
        httpx: [python(), "-c", "import httpx"],
        "botactl --help": [program("botactl"), "--help"],
        "botactl version": [program("botactl"), "version"],
        ours: [program("botactl"), "upload", str(path), "--end-user-id", "eu_1"],
        aws: [program("aws"), "--endpoint-url", origin, "s3", "cp", str(path), "s3://bucket/"],
    }
    clients = [Client(name, command, whole=True) for name, command in commands.items()]
    rounds, towards = setting.pick(11, 3), setting.towards(origin)
    results = interleave("botactl", clients, rounds, towards, warm=True)
    limits = [
        Limit("botactl", ours, "CPU, ms", 0.35, aws),
        Limit("botactl", ours, "CPU, ms", 1.5, httpx),
    ]
    note = "Whole processes. The uploads are of one file of 64 KiB over TLS, ours of four requests."
    columns = ["CPU, ms", "wall, ms", "memory, MiB"]
    return [Section("Commands", note, results, columns, httpx, limits)]


def models(setting: Setting) -> list[Section]:
    """Measure the parsing of 10,000 recordings out of JSON."""
    ours, same = "bota_api", "pydantic, as lenient as ours"
    clients = [
        Client(name, client(f"parse_{kind}", "--count=100"), units=10_000)
        for name, kind in ((ours, "ours"), (same, "pydantic"))
    ]
    results = interleave("models", clients, setting.pick(9, 3), setting.environment)
    limits = [Limit("models", same, "CPU, µs each", 0.8, ours, is_least=True)]
    note = (
        "From the text of pages of 100. An odd value of an optional field is read as None, and "
        "what the contract does not know is kept: a field that the service changes breaks nothing."
    )
    columns = ["CPU, µs each", "a second", "memory, MiB"]
    return [Section("Models", note, results, columns, same, limits)]


def emulator(setting: Setting) -> list[Section]:
    """Measure the emulator's start, its requests and its storage."""
    size, small, count = setting.pick(256, 64), setting.file(1000), 500
    start = "from bota_emulator import Emulator\nwith Emulator(): pass"
    many = client("ours", small, f"--count={count}", "--workers=4")
    large = client("ours", setting.file(size * MIB))
    with Emulator() as service:
        environment = {**setting.environment, "BOTA_BASE_URL": service.base_url}
        environment["BOTA_API_KEY"] = service.api_key
        clients = [
            Client("import, start and stop", [sys.executable, *statement(start)[1:]]),
            Client("requests of small uploads, 4 at a time", many, units=4 * count),
            Client(f"MiB of a whole upload of {size} MiB", large, units=size),
        ]
        results = interleave("emulator", clients, setting.pick(5, 2), environment, warm=True)
    note = "It checks the signature, hashes with MD5 and SHA-256 and writes to disk."
    return [Section("Emulator", note, results, ["a second", "wall, s"])]


def generator(setting: Setting) -> list[Section]:
    """Measure the generator in a copy of the tree."""
    tree = setting.folder / "tree"
    left_out = ("node_modules", "dist", "tests", ".git", ".nox", ".venv", ".*_cache")
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*left_out))
    for modules in ROOT.glob("generator/*/node_modules"):
        (tree / modules.relative_to(ROOT)).symlink_to(modules)
    run = f"cd {tree} && {sys.executable} -m generator"
    change = f'sed -i "s/A name.*[.]/A name, $(date +%N)./" {tree}/openapi.yaml'
    commands = {"one change": f"{change}; {run}", "nothing to do": run, "check": f"{run} --check"}
    clients = [Client(name, ["sh", "-c", one], whole=True) for name, one in commands.items()]
    paths = [tree, tree / "wrappers" / "python", tree / "generated" / "python", tree / "emulator"]
    environment = {"PYTHONPATH": ":".join(map(str, paths))}  # npm trusts whom it always trusts
    results = interleave("generator", clients, setting.pick(3, 1), environment, warm=True)
    note = (
        "Whole commands, in a copy of the tree: Python and TypeScript made, compared with what is "
        "there, and what uses them checked against it."
    )
    return [Section("Generator", note, results, ["wall, s", "CPU, s"])]
