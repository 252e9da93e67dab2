"""Which limits a request counts in follows from the contract, by its method and path."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest
from bota_api.rate_limits import LIMITS, WINDOW, classes_of
from ruamel.yaml import YAML

from generator.rate_limits import render_rate_limits
from tests.generator.conftest import ROOT
from tests.generator.contracts import GOOD

BOTH = ("requests", "upload_urls")


def test_the_documented_limits() -> None:
    contract = YAML(typ="safe").load(ROOT / "openapi.yaml")
    assert dict(LIMITS) == contract["x-bota-rate-limit"]
    assert LIMITS["requests"] == 100
    assert LIMITS["upload_urls"] == 30
    assert WINDOW == 60


@pytest.mark.parametrize("base", ["", "/v1", "/a/b/v1"])
def test_the_classes_of_each_operation(base: str) -> None:
    assert classes_of("POST", f"{base}/recordings/rec_1/upload-url") == BOTH
    others = [
        ("GET", "/recordings/rec_1/upload-url"),
        ("POST", "/recordings/rec_1/upload-url/x"),
        ("POST", "/recordings/upload-url"),
        ("POST", "/recordings/rec_1/upload-complete"),
        ("POST", "/recordings"),
        ("GET", "/recordings"),
        ("DELETE", "/recordings/rec_1"),
    ]
    for method, path in others:
        assert classes_of(method, f"{base}{path}") == ("requests",), (method, path)


def made(tmp_path: Path, *operations: tuple[str, str], top: str = "{requests: 9, few: 1}") -> Any:
    document = YAML(typ="rt").load(f"x-bota-rate-limit: {top}\npaths: {{}}\n")
    for path, classes in operations:
        node = YAML(typ="rt").load(f"{{x-bota-rate-limit: {classes}}}" if classes else "{}")
        document["paths"][path] = {"post": node}
    module = tmp_path / "rate_limits.py"
    module.write_text(render_rate_limits(document))
    return runpy.run_path(str(module))["classes_of"]


def test_a_path_that_is_written_out_goes_before_one_with_a_parameter(tmp_path: Path) -> None:
    find = made(tmp_path, ("/a/{id}", "few"), ("/a/all", ""), ("/x/a/{id}", ""))
    assert find("POST", "/v1/a/7") == ("requests", "few")
    assert find("POST", "/v1/a/all") == ("requests",)
    assert find("POST", "/v1/x/a/7") == ("requests",)


def test_without_a_limit_over_all_only_the_named_ones_count(tmp_path: Path) -> None:
    find = made(tmp_path, ("/a.b/{id}", "few"), top="{few: 1}")
    assert find("POST", "/a.b/7") == ("few",)
    assert find("POST", "/aXb/7") == ()


def test_a_contract_without_limits_has_none() -> None:
    text = render_rate_limits(YAML(typ="rt").load(GOOD))
    assert "LIMITS: Final[Mapping[str, int]] = {}" in text
