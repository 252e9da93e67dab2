"""Documents as other people's services publish them give clients that are typed and work."""

from __future__ import annotations

import asyncio
import importlib
import json
import pkgutil
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from generator.generate import generate
from tests.golden.contract_server import ContractServer

DOCUMENTS = Path(__file__).with_name("documents")
NAMES = sorted(path.stem for path in DOCUMENTS.glob("*.yaml"))
MOST_HINTS = 5
SENT = {
    "aquarium": [
        "-> GET /opening-hours?startDate=2026-01-02&limit=3",
        "   authorization: Basic t",
        "-> GET /tickets/dad4bce8-f5cb-4078-a211-995864315e39/qr",
    ],
    "payments": [
        "   amount=1000&currency=eur&capture=false&expand=customer",
        "   idempotency-key: k",
        "-> GET /v1/charges?created%5Bgte%5D=5&limit=2&starting_after=ch_1",
        '   {"method":{"type":"wallet","wallet":"w"}}',
        "-> GET /v1/events?types=charge.failed%2Ccustomer.deleted",
    ],
    "code_host": [
        "-> GET /",
        "-> GET /repos/octo/cat%2Fdog",
        "-> GET /repos/octo/cat/issues?state=all&labels=bug%2Cui&assignee%5B%5D=a&assignee%5B%5D=b&since=2026-01-02T00%3A00%3A00%2B00%3A00",
        "   content-type: application/octet-stream",
    ],
}
"""Some of the lines that the calls send."""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Every document's client, and the module that calls it."""
    folder = tmp_path_factory.mktemp("documents")
    for name in NAMES:
        generate(DOCUMENTS / f"{name}.yaml", folder / f"{name}_api")
        shutil.copy(DOCUMENTS / f"calls_{name}.py", folder)
    sys.path.insert(0, str(folder))
    yield folder
    sys.path.remove(str(folder))


def test_there_are_three_and_few_hints() -> None:
    assert len(NAMES) >= 3
    for name in NAMES:
        assert (DOCUMENTS / f"{name}.yaml").read_text("utf-8").count("x-bota-") <= MOST_HINTS


@pytest.mark.parametrize("name", NAMES)
def test_a_document_is_called(made: Path, name: str) -> None:
    package = importlib.import_module(f"{name}_api")
    for module in pkgutil.walk_packages(package.__path__, f"{name}_api."):
        importlib.import_module(module.name)
    calls = importlib.import_module(f"calls_{name}")
    resources = importlib.import_module(f"{name}_api.resources")
    client = importlib.import_module(f"{name}_api.client").AuthenticatedClient

    text = (DOCUMENTS / f"{name}.yaml").read_text("utf-8")
    # JSON has no dates: an example that YAML takes for one is text.
    document = json.loads(json.dumps(yaml.safe_load(text), default=str))
    with ContractServer(document) as server:
        with client(base_url=server.url, token="t") as api:
            calls.call(resources.Resources(api))
        sent = server.taken()
        assert [line for line in SENT[name] if line not in sent] == []

        async def awaited() -> None:
            async with client(base_url=server.url, token="t") as api:
                await calls.call_async(resources.AsyncResources(api))

        asyncio.run(awaited())
        assert len([line for line in server.taken() if line.startswith("->")]) == 1


def test_all_are_typed(made: Path) -> None:
    packages = [f"{name}_api" for name in NAMES]
    command = [sys.executable, "-m", "mypy", "--strict", *packages]
    command += [f"calls_{name}.py" for name in NAMES]
    done = subprocess.run(command, cwd=made, capture_output=True, text=True, check=False)
    assert "no issues found" in done.stdout, done.stdout
