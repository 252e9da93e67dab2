"""The examples of docs/recipes that no engine runs here say what is so."""

from __future__ import annotations

import ast
import importlib.util
import inspect
import shlex
import sys
from pathlib import Path
from typing import Any

import bota_sdk
import click
import pytest
import yaml
from bota_emulator import Emulator
from bota_sdk import Bota, journal_status
from bota_sdk.cli.app import botactl
from bota_sdk.cli.uploads.queue import work as work_command

RECIPES = Path(__file__).parents[2] / "docs" / "recipes"


def check_command(words: list[str]) -> None:
    """Raise what `botactl` would say against a command, without running it."""
    assert words[0].endswith("botactl")
    context = botactl.make_context("botactl", words[1:], resilient_parsing=False)
    with context:
        _, command, rest = botactl.resolve_command(context, words[1:])
        assert isinstance(command, click.Command)
        with command.make_context(command.name, rest, parent=context) as made:
            assert made.params["journal"].startswith("postgresql://")


def test_the_job_for_kubernetes() -> None:
    job = yaml.safe_load((RECIPES / "kubernetes-job.yaml").read_text("utf-8"))
    pod = job["spec"]["template"]["spec"]
    (container,) = pod["containers"]
    check_command(container["command"])
    (work,) = [param for param in work_command.params if param.name == "drain"]
    assert isinstance(work.default, int)
    assert work.default < pod["terminationGracePeriodSeconds"]
    assert [each["name"] for each in container["env"]] == ["BOTA_API_KEY", "PGPASSWORD"]


def test_the_unit_for_systemd() -> None:
    lines = (RECIPES / "bota-worker.service").read_text("utf-8").splitlines()
    (start,) = [line.removeprefix("ExecStart=") for line in lines if line.startswith("ExecStart")]
    check_command(shlex.split(start))
    assert "TimeoutStopSec=30" in lines


@pytest.mark.parametrize("path", sorted(RECIPES.glob("*.py")), ids=lambda path: path.name)
def test_what_a_recipe_calls_is_there(path: Path) -> None:
    tree = ast.parse(path.read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module == "bota_sdk":
            assert all(hasattr(bota_sdk, alias.name) for alias in node.names)
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            method: Any = getattr(Bota, node.func.attr, None)
            if getattr(node.func.value, "id", None) == "bota":
                given: dict[str | None, Any] = dict.fromkeys(kw.arg for kw in node.keywords)
                inspect.signature(method).bind(None, *node.args, **given)  # type: ignore[misc]


def test_the_task_for_celery(
    bota_emulator: Emulator, bota: Bota, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    if importlib.util.find_spec("celery") is None:
        pytest.skip("celery is not installed: it is in the dependency group `fleet`")
    journal = tmp_path / "journal"
    (tmp_path / "a.wav").write_bytes(b"RIFF\0\0\0\0WAVE")
    bota.enqueue([tmp_path / "a.wav"], journal=journal, end_user_id="eu_1")
    monkeypatch.setenv("BOTA_BASE_URL", bota_emulator.base_url)
    monkeypatch.setenv("BOTA_API_KEY", bota_emulator.api_key)
    monkeypatch.setenv("BOTA_JOURNAL", str(journal))
    monkeypatch.syspath_prepend(str(RECIPES))
    import celery_tasks

    assert celery_tasks.upload.apply().get() == 1
    assert journal_status(journal).uploaded == 1
    sys.modules.pop("celery_tasks")
