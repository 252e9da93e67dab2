"""Any refusal of the API becomes one typed error."""

from __future__ import annotations

import copy
import json
import pickle
from typing import Any

import bota_sdk
import pytest
from bota_sdk import errors
from bota_sdk._api.translate import api_error
from hypothesis import given
from hypothesis import strategies as st

from tests.vectors import load


@pytest.mark.parametrize("case", load("error_body")["api_error"], ids=str)
def test_the_table(case: dict[str, Any]) -> None:
    body = bytes.fromhex(case["hex"]) if "hex" in case else case["body"].encode()
    error = api_error(case["status"], case.get("headers", {}), body)
    assert type(error).__name__ == case["type"]
    assert (error.status_code, error.message) == (case["status"], case["message"])
    assert error.message in str(error)
    for name in ("code", "param", "request_id"):
        assert getattr(error, name) == case.get(name), name


def test_a_long_body_is_cut() -> None:
    assert api_error(502, {}, b"[" * 100_000).message == "[" * 200 + "…"


@given(st.integers(300, 999), st.one_of(st.binary(), st.text().map(str.encode)))
def test_any_status_and_body(status: int, body: bytes) -> None:
    error = api_error(status, {}, body)
    assert error.status_code == status
    assert error.message


@given(st.recursive(st.none() | st.booleans() | st.floats() | st.text(), st.lists))
def test_an_envelope_with_fields_of_any_type(value: object) -> None:
    names = ("code", "message", "details", "param", "request_id", "type")
    body = json.dumps({"error": dict.fromkeys(names, value)}).encode()
    assert isinstance(api_error(400, {}, body), errors.BadRequestError)


def test_a_key_in_the_details_is_not_repeated() -> None:
    fields = b'{"error": {"details": {"seen": ["sk_live_abcdef"], "n": 5}}}'
    assert api_error(401, {}, fields).details == {"seen": ["sk_live_[redacted]"], "n": 5}


def test_details_as_deep_as_json_can_be() -> None:
    nested = b'{"a":' * 900 + b"1" + b"}" * 900
    assert api_error(400, {}, b'{"error": {"details": %s}}' % nested).status_code == 400


def test_errors_can_be_pickled_and_copied() -> None:
    error = api_error(404, {"a": "b"}, b'{"error": {"code": "not_found", "message": "m"}}')
    error.recording_id = "rec_1"
    for other in (pickle.loads(pickle.dumps(error)), copy.deepcopy(error)):
        assert type(other) is errors.NotFoundError
        assert (str(other), other.code, other.recording_id) == (str(error), "not_found", "rec_1")


def test_every_error_is_public_and_a_bota_error() -> None:
    kinds = [
        kind
        for kind in vars(errors).values()
        if isinstance(kind, type) and issubclass(kind, Exception)
    ]
    assert len(kinds) > 20
    for kind in kinds:
        assert issubclass(kind, bota_sdk.BotaError)
        assert kind.__name__ in bota_sdk.__all__


SERVICES_OWN = b'{"error": {"code": "not_found", "message": "No such recording"}}'


@pytest.mark.parametrize(
    ("status", "base_url", "body", "is_suspected"),
    [
        (404, "https://api.bota.dev/v1", SERVICES_OWN, False),
        (404, "https://api.bota.dev", SERVICES_OWN, True),
        (404, "https://api.bota.dev/v1", b"<h1>Not Found</h1>", True),
        (404, "https://api.bota.dev/v1", b"", True),
        (405, "https://api.bota.dev", SERVICES_OWN, False),
    ],
)
def test_a_404_may_be_about_the_base_url(
    status: int, base_url: str, body: bytes, is_suspected: bool
) -> None:
    hint = f"; the base URL {base_url} looks wrong: it usually ends in a version"
    assert (hint in str(api_error(status, {}, body, base_url=base_url))) is is_suspected
