"""What it costs beside the audio: start-up, calls, models, the emulator and the generator."""

from __future__ import annotations

import shutil
import sys

from bota_emulator import Emulator

from benchmarks.measure import ROOT, Client, interleave
from benchmarks.report import CPU, CPU_MS, EACH_US, MEMORY, RATE, WALL, WALL_MS, Claim, Section
from benchmarks.setting import MIB, Setting, client, program, python

_STATEMENT = """
import time
c = time.process_time(); t = time.perf_counter()
{}
t = time.perf_counter() - t; c = time.process_time() - c
status = open('/proc/self/status').read()
peak = int(status.partition('VmHWM:')[2].split()[0]) / 1024
print('{{"seconds": %r, "cpu_seconds": %r, "peak_mib": %r}}' % (t, c, peak), flush=True)
"""
"""What runs a statement and prints what that cost: it must import no more."""

_GENERATE = """
import os, pathlib, re, runpy, sys, time
os.chdir({tree!r})
sys.path.insert(0, "")
path = pathlib.Path("openapi.yaml")
if {changed}:
    now = f"A name for people, {{time.time_ns()}}."
    path.write_text(re.sub(r"A name for people.*[.]", now, path.read_text("utf-8")), "utf-8")
sys.argv = {arguments!r}
runpy.run_module("generator", run_name="__main__")
"""
"""What runs the generator in a copy of the tree, after a description of the contract changed."""


def statement(text: str, interpreter: str = "") -> list[str]:
    """Return the command that measures a statement in a fresh interpreter."""
    return [interpreter or python(), "-c", _STATEMENT.format(text)]


def imports(setting: Setting) -> list[Section]:
    """Measure the imports, a first client and a first call."""
    towards = setting.towards(setting.sink())
    first = {
        "Bota": ("from bota_sdk import Bota", "Bota()", ".recordings.get('rec_1')"),
        "httpx": ("import httpx", "httpx.Client()", ".get(BASE + '/recordings/rec_1').json()"),
        "boto3": ("import boto3", "boto3.client('s3')", ""),
    }
    clients = []
    for name, (load, make, call) in first.items():
        clients.append(Client(load, statement(load)))
        clients.append(Client(f"{load}; {make}", statement(f"{load}; {make}")))
        if call:
            base = "import os; BASE = os.environ['BOTA_BASE_URL']; " if "BASE" in call else ""
            work = statement(f"{load}; {base}{make}{call}")
            clients.append(Client(f"{name}: import, client and a call", work))
    clients.append(Client("import requests", statement("import requests")))
    results = interleave("imports", clients, setting.pick(21, 7), towards, warm=True)
    claims = []
    for number, (what, most) in enumerate((("import", 0.3), ("import and a client", 1.4))):
        ours, httpx = (clients[place + number].name for place in (0, 3))
        ratio = results.spread(ours, "seconds", httpx)
        claims.append(Claim(8, f"{what}, wall ÷ httpx's", ratio, most))
    note = "The statement alone in a fresh interpreter, bytecode written; memory is its peak."
    columns = [WALL_MS, CPU_MS, MEMORY]
    return [Section("Start-up", note, results, columns, "import httpx", claims, chart=True)]


def botactl(setting: Setting) -> list[Section]:
    """Measure commands as whole processes."""
    origin, path = setting.sink(), setting.file(64 << 10)
    httpx, ours, aws = 'python -c "import httpx"', "botactl upload", "aws s3 cp"
    commands = {
        "python -c pass": [python(), "-c", "pass"],
        httpx: [python(), "-c", "import httpx"],
        "botactl --help": [program("botactl"), "--help"],
        "botactl version": [program("botactl"), "--version"],
        ours: [program("botactl"), "upload", str(path), "--end-user-id", "eu_1"],
        "aws --version": [program("aws"), "--version"],
        aws: [program("aws"), "--endpoint-url", origin, "s3", "cp", str(path), "s3://bucket/"],
    }
    clients = [Client(name, command, whole=True) for name, command in commands.items()]
    results = interleave(
        "botactl", clients, setting.pick(15, 3), setting.towards(origin), warm=True
    )
    claims = [
        Claim(9, f"{ours}, CPU ÷ {aws}'s", results.spread(ours, "cpu_seconds", aws), 0.35),
        Claim(9, f"{ours}, CPU ÷ {httpx}'s", results.spread(ours, "cpu_seconds", httpx), 1.5),
    ]
    note = "Whole processes. The uploads are of one file of 64 KiB over TLS, ours of four requests."
    columns = [CPU_MS, WALL_MS, MEMORY]
    return [Section("Commands", note, results, columns, httpx, claims, chart=True)]


def models(setting: Setting) -> list[Section]:
    """Measure the parsing of 10,000 recordings out of JSON."""
    ours, same, how = "bota_api", "pydantic, as lenient as ours", "--count=100"
    kinds = {ours: "ours", same: "pydantic_lenient", "pydantic": "pydantic", "msgspec": "msgspec"}
    clients = [
        Client(name, client(f"parse_{kind}", how), units=10_000) for name, kind in kinds.items()
    ]
    results = interleave("models", clients, setting.pick(9, 3), setting.environment)
    # By CPU: nothing waits, and a busy machine changes it least.
    ratio = results.spread(same, "cpu_ms", ours)
    claim = Claim(10, f"10,000 recordings, speed ÷ {same}", ratio, 0.8, is_least=True)
    note = (
        "From the text of pages of 100. Ours, and pydantic where it is as lenient, read an odd "
        "value of an optional field as None, and all but msgspec keep what the contract does not "
        "know: a field that the service changes breaks no client."
    )
    columns = [EACH_US, RATE, MEMORY]
    return [Section("Models", note, results, columns, same, [claim], chart=True)]


def emulator(setting: Setting) -> list[Section]:
    """Measure the emulator's start, its requests and its storage."""
    load, count, size = "from bota_emulator import Emulator", 2000, setting.pick(256, 64)
    starts = [
        Client("import", statement(load, sys.executable)),
        Client("start and stop", statement(f"{load}\nwith Emulator(): pass", sys.executable)),
    ]
    started = interleave("emulator", starts, setting.pick(5, 2), setting.environment, warm=True)
    with Emulator() as service:
        environment = {**setting.environment, "BOTA_BASE_URL": service.base_url}
        environment["BOTA_API_KEY"] = service.api_key
        work = [
            Client("calls, 4 at a time", client("call_ours", f"--count={count}", "--workers=4")),
            Client(
                f"MiB of a whole upload of {size} MiB",
                client("ours", "", setting.file(size * MIB)),
                units=size,
            ),
        ]
        served = interleave("emulator, work", work, setting.pick(5, 2), environment)
    note = "It checks the signature, hashes with MD5 and SHA-256 and writes to disk."
    return [
        Section("Emulator: start", "In a fresh interpreter.", started, [WALL_MS, CPU_MS, MEMORY]),
        Section("Emulator: work", note, served, [RATE]),
    ]


def generator(setting: Setting) -> list[Section]:
    """Measure the generator in a copy of the tree."""
    tree = setting.folder / "tree"
    left_out = (
        "node_modules",
        "dist",
        "tests",
        "last_release",
        ".git",
        ".nox",
        ".venv",
        ".*_cache",
    )
    shutil.copytree(ROOT, tree, ignore=shutil.ignore_patterns(*left_out))
    for modules in ROOT.glob("generator/*/node_modules"):
        (tree / modules.relative_to(ROOT)).symlink_to(modules)

    def made(name: str, *options: str, changed: bool = False) -> Client:
        arguments = ["generator", *options]
        text = _GENERATE.format(tree=str(tree), changed=changed, arguments=arguments)
        return Client(name, [sys.executable, "-c", text], whole=True)

    clients = [made("one change", changed=True), made("nothing to do"), made("check", "--check")]
    paths = [tree, tree / "wrappers" / "python", tree / "generated" / "python", tree / "emulator"]
    environment = {**setting.environment, "PYTHONPATH": ":".join(map(str, paths))}
    results = interleave("generator", clients, setting.pick(3, 1), environment, warm=True)
    note = (
        "Whole commands, in a copy of the tree: Python and TypeScript made, compared with what is "
        "there, and what uses them checked against it."
    )
    return [Section("Generator", note, results, [WALL, CPU])]
