"""Which request meets which faults, and how faults are written."""

from __future__ import annotations

import collections
import concurrent.futures
import inspect
import json
import signal
import subprocess
import sys
from typing import Any

import bota_emulator
import pytest
import requests
from bota_emulator import (
    AdvanceClock,
    ApiDelay,
    ApiFields,
    ApiReset,
    ApiStatus,
    Emulator,
    StorageDelay,
    StorageError,
    StorageReset,
)
from bota_emulator.faults.kinds import KINDS, fault_from_json
from bota_emulator.faults.plan import Fault, FaultPlan

from tests.emulator.api_client import Api
from tests.emulator.storage_cases import Target, send
from tests.ticks import HANG

GOOD: list[dict[str, Any]] = [
    *({"kind": kind} for kind in KINDS),
    {"kind": "api_status", "status": 200, "body": "x", "content_type": "text/plain", "done": True},
    {"kind": "api_status", "operation": "getRecording", "times": 3, "skip": 2},
    {"kind": "api_fields", "set": {"id": None}, "drop": ["status"]},
    {
        "kind": "storage_response",
        "status": 307,
        "headers": {"Location": "http://x"},
        "when": "body",
    },
    {"kind": "advance_clock", "side": "storage", "when": "after", "seconds": -5},
    {"kind": "api_duplicate", "set": {"id": "rec_other"}, "later": 0.5},
    {"kind": "storage_bomb", "mib": 2, "codings": 2},
    {"kind": "api_drip", "every": 1, "total": 60, "part": "body", "clock": True},
]


@pytest.mark.parametrize("value", GOOD, ids=lambda value: value["kind"])
def test_a_fault_survives_json(api: Api, bota_emulator: Emulator, value: dict[str, Any]) -> None:
    answer = api.control("POST", "/faults", value)
    assert answer.status_code == 201
    written = answer.json()

    assert written.items() >= value.items()
    assert api.control("GET", "/faults").json() == [written]
    assert fault_from_json(written) == fault_from_json(value)
    assert fault_from_json(written).to_json() == written


@pytest.mark.parametrize(
    "value",
    [
        {"kind": "flood"},
        {"kind": ["api_status"]},
        {},
        {"kind": "api_status", "colour": "red"},
        {"kind": "api_status", "times": 0},
        {"kind": "api_status", "times": True},
        {"kind": "api_status", "skip": -1},
        {"kind": "api_status", "skip": 0.5},
        {"kind": "api_status", "operation": 5},
        {"kind": "api_status", "operation": "noSuchOperation"},
        {"kind": "api_status", "status": 199},
        {"kind": "api_status", "status": 600, "body": ""},
        {"kind": "api_status", "status": 200},
        {"kind": "api_status", "status": 204, "body": "x"},
        {"kind": "api_status", "body": 5},
        {"kind": "api_status", "body_base64": "!"},
        {"kind": "api_status", "done": 1},
        {"kind": "api_status", "headers": {"Content-Length": "5"}},
        {"kind": "api_status", "headers": {"A": "b\r\nC: d"}},
        {"kind": "api_status", "body": "", "content_type": "a\nb"},
        {"kind": "api_reset", "at": "body"},
        {"kind": "api_delay", "before": -1},
        {"kind": "api_delay", "before": "1"},
        {"kind": "api_truncate", "bytes": 1.5},
        {"kind": "api_length", "difference": "1"},
        {"kind": "api_fields", "set": [1]},
        {"kind": "api_fields", "drop": "id"},
        {"kind": "api_tamper_url", "change": "host"},
        {"kind": "advance_clock", "when": "now"},
        {"kind": "advance_clock", "side": "moon"},
        {"kind": "advance_clock", "seconds": 1e10},
        {"kind": "storage_error", "code": "Nope"},
        {"kind": "storage_error", "code": ["SlowDown"]},
        {"kind": "storage_error", "message": 5},
        {"kind": "storage_error", "when": "after"},
        {"kind": "storage_response", "status": 100},
        {"kind": "storage_response", "headers": {"A": 5}},
        {"kind": "storage_reset", "at": "tail"},
        {"kind": "storage_reset", "bytes": -1},
        {"kind": "storage_early_reset", "code": "Nope"},
        {"kind": "storage_stall", "seconds": -1},
        {"kind": "storage_half_close", "bytes": "5"},
        {"kind": "storage_delay", "body": None},
        {"kind": "storage_etag", "etag": "a\r\nb"},
        {"kind": "storage_etag", "etag": None},
        {"kind": "storage_damage", "offset": -1},
        {"kind": "storage_truncate", "bytes": None},
        {"kind": "storage_length", "difference": 0.5},
        {"kind": "storage_continue", "mode": "early"},
        {"kind": "api_duplicate", "set": "id"},
        {"kind": "api_duplicate", "later": -1},
        {"kind": "storage_duplicate", "later": "1"},
        {"kind": "api_bomb", "mib": 0},
        {"kind": "api_bomb", "mib": 1 << 20},
        {"kind": "storage_bomb", "codings": 4},
        {"kind": "api_drip", "every": 0},
        {"kind": "api_drip", "total": "5"},
        {"kind": "api_drip", "part": "tail"},
        {"kind": "storage_drip", "clock": 1},
        {"kind": "api_endless", "mib": None},
        {"kind": "storage_endless", "mib": 1.5},
        {"kind": "api_cookies", "count": 0},
        {"kind": "storage_cookies", "size": -1},
    ],
    ids=json.dumps,
)
def test_what_is_no_fault_is_refused(api: Api, value: dict[str, Any]) -> None:
    answer = api.control("POST", "/faults", value)
    assert answer.status_code == 400
    assert answer.json()["error"]
    assert api.control("GET", "/faults").json() == []


def test_numbers_that_are_none(api: Api) -> None:
    for number in ("NaN", "Infinity", "1e999"):
        body = f'{{"kind": "storage_stall", "seconds": {number}}}'
        url = api.emulator.base_url.replace("/v1", "/_control/faults")
        assert api.session.post(url, data=body, timeout=HANG).status_code == 400


def test_every_fault_can_be_imported_from_the_package() -> None:
    for kind in KINDS.values():
        assert kind.__name__ in bota_emulator.__all__
        assert getattr(bota_emulator, kind.__name__) is kind
        assert inspect.getdoc(kind)
    assert all(getattr(bota_emulator, name) for name in bota_emulator.__all__)


def test_arguments_by_place_mean_what_they_did() -> None:
    assert StorageError(2, "PUT object", "InternalError").code == "InternalError"
    assert ApiStatus(1, None, 503, {"A": "b"}) == ApiStatus(status=503, headers={"A": "b"})
    assert (StorageReset().at, StorageReset(bytes=5).at) == ("head", "body")
    assert (AdvanceClock().when, AdvanceClock(side="storage").when) == ("after", "before")


def taken(plan: FaultPlan, count: int, operation: str = "getRecording") -> list[list[str]]:
    return [[fault.kind for fault in plan.take("api", operation)] for _ in range(count)]


@pytest.mark.parametrize(
    ("faults", "met"),
    [
        ([ApiStatus(times=2)], [["api_status"], ["api_status"], []]),
        ([ApiStatus(skip=1)], [[], ["api_status"], []]),
        ([ApiStatus(), ApiReset()], [["api_status"], ["api_reset"], []]),
        (
            [ApiDelay(times=2), ApiStatus(skip=1), AdvanceClock()],
            [["api_delay", "advance_clock"], ["api_delay", "api_status"], []],
        ),
        # A request that another fault was for counts as one that passed.
        ([ApiStatus(times=2), ApiReset(skip=2)], [["api_status"], ["api_status"], ["api_reset"]]),
        ([ApiStatus(), ApiReset(skip=1), ApiDelay()], [["api_status", "api_delay"], ["api_reset"]]),
        ([ApiStatus(operation="listRecordings"), ApiReset(skip=1)], [[], ["api_reset"]]),
        ([StorageError(), StorageDelay(), AdvanceClock(side="storage")], [[], []]),
    ],
)
def test_which_request_meets_which_faults(faults: list[Fault], met: list[list[str]]) -> None:
    plan = FaultPlan()
    for fault in faults:
        plan.add(fault)
    assert taken(plan, len(met)) == met


def test_one_fault_may_be_added_twice() -> None:
    plan, fault = FaultPlan(), ApiStatus(status=503)
    plan.add(fault)
    plan.add(fault)
    assert taken(plan, 3) == [["api_status"], ["api_status"], []]
    assert fault == ApiStatus(status=503)
    assert plan.all() == []


def test_many_threads_take_each_fault_once() -> None:
    plan = FaultPlan()
    plan.add(ApiStatus(times=500))
    plan.add(ApiDelay(times=300))
    plan.at_random(0.5, [ApiFields()], seed=1)
    with concurrent.futures.ThreadPoolExecutor(8) as pool:
        met = list(pool.map(lambda _: taken(plan, 100), range(8)))
    counts = collections.Counter(kind for each in met for kinds in each for kind in kinds)
    assert (counts["api_status"], counts["api_delay"]) == (500, 300)
    assert all(
        kinds.count("api_status") + kinds.count("api_fields") <= 1 for m in met for kinds in m
    )


def test_faults_by_chance(api: Api, bota_emulator: Emulator, emulated: Target) -> None:
    faults = [
        ApiStatus(status=503, times=9),
        ApiStatus(status=500, operation="listRecordings"),
        ApiStatus(status=418, operation="deleteRecording"),
        StorageError(code="SlowDown"),
    ]

    def play(seed: int) -> list[int | None]:
        bota_emulator.reset()
        bota_emulator.random_faults(0.5, faults, seed)
        for number in range(20):
            api("GET", "/recordings")
            send("PUT", emulated.sign(f"k{number}"), b"abc")
        return [r.status for r in bota_emulator.requests]

    first = play(1)
    assert first == play(1) != play(2)
    assert set(first) == {200, 503, 500}
    assert 5 <= sum(status != 200 for status in first) <= 35
    assert {r.fault for r in bota_emulator.requests} == {None, "api_status", "storage_error"}

    bota_emulator.random_faults(1, faults, 1)
    bota_emulator.fail_api("listRecordings", 502)
    assert [api("GET", "/recordings").status_code for _ in range(2)] in ([502, 503], [502, 500])
    bota_emulator.random_faults(0)
    assert api("GET", "/recordings").status_code == 200
    bota_emulator.random_faults(1, faults, 1)
    bota_emulator.reset()
    assert api("GET", "/recordings").status_code == 200


def test_what_cannot_be_ordered(bota_emulator: Emulator) -> None:
    unknown = ApiReset(operation="noSuchOperation")
    with pytest.raises(ValueError, match="noSuchOperation"):
        bota_emulator.add_fault(unknown)
    with pytest.raises(ValueError, match="noSuchOperation"):
        bota_emulator.random_faults(0.5, [unknown], 1)
    with pytest.raises(ValueError, match="rate"):
        bota_emulator.random_faults(1.5, [ApiReset()], 1)


def test_faults_on_the_command_line() -> None:
    command = [sys.executable, "-m", "bota_emulator", "--port", "0"]
    for fault in ({"kind": "api_status", "status": 502}, {"kind": "api_status", "status": 503}):
        command += ["--fault", json.dumps(fault)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    assert process.stdout and process.stderr
    with process.stdout, process.stderr:
        try:
            url = process.stdout.readline().split()[-1]
            found = [requests.get(f"{url}/recordings", timeout=HANG).status_code for _ in range(3)]
            process.send_signal(signal.SIGTERM)
            assert (found, process.wait(HANG)) == ([502, 503, 401], 0)
            assert process.stderr.read() == ""
        finally:
            process.kill()
            process.wait()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--fault", "{"], "a fault is a JSON object"),
        (["--fault", '["api_reset"]'], "a fault is a JSON object"),
        (["--fault", '{"kind": "flood"}'], "kind must be one of"),
        (["--fault", '{"kind": "api_reset", "operation": "noSuch"}'], "noSuch"),
        (["--storage-certificate", "/nowhere.pem"], "No such file"),
        (["--storage-key", "/nowhere.pem"], "needs its certificate"),
    ],
)
def test_wrong_arguments_of_the_command(
    arguments: list[str], words: str, capsys: pytest.CaptureFixture[str]
) -> None:
    from bota_emulator.__main__ import main

    before = {n: signal.getsignal(n) for n in (signal.SIGINT, signal.SIGTERM)}
    try:
        assert main(["--port", "0", *arguments]) == 1
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    assert words in capsys.readouterr().err
