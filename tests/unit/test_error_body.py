"""Any refusal of the API becomes one typed error."""

from __future__ import annotations

import copy
import json
import pickle

import bota_sdk
import pytest
from bota_sdk import errors
from bota_sdk._api.translate import api_error
from hypothesis import given
from hypothesis import strategies as st

ENVELOPES = [
    (
        {"code": "invalid_request", "message": "m", "details": {"field": "f", "reason": "r"}},
        ("invalid_request", "m", "f", None),
    ),
    (
        {"code": "invalid_request", "message": "m", "param": "p", "request_id": "req_1"},
        ("invalid_request", "m", "p", "req_1"),
    ),
    ({"type": "invalid_request", "message": "m"}, ("invalid_request", "m", None, None)),
]


@pytest.mark.parametrize(("body", "expected"), ENVELOPES)
def test_three_envelopes(body: dict[str, object], expected: tuple[object, ...]) -> None:
    error = api_error(400, {}, json.dumps({"error": body}).encode())
    assert (error.code, error.message, error.param, error.request_id) == expected
    assert "400" in str(error)
    assert "m" in str(error)


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, errors.BadRequestError),
        (401, errors.AuthenticationError),
        (403, errors.PermissionDeniedError),
        (404, errors.NotFoundError),
        (409, errors.ConflictError),
        (422, errors.UnprocessableContentError),
        (425, errors.TooEarlyError),
        (429, errors.RateLimitError),
        (500, errors.ServerError),
        (520, errors.ServerError),
        (999, errors.ServerError),
        (302, errors.ApiError),
        (418, errors.ApiError),
    ],
)
def test_kind_by_status(status: int, kind: type[errors.ApiError]) -> None:
    assert type(api_error(status, {}, b"")) is kind


@pytest.mark.parametrize(
    ("body", "message"),
    [
        (b"", "the response has no body"),
        (b"<html>\n <b>Bad</b> Gateway</html>", "<html> <b>Bad</b> Gateway</html>"),
        (b"\xff\xfe", "\ufffd\ufffd"),
        (b'{"error": "access_denied"}', "access_denied"),
        (b'{"error": {"message": ""}}', '{"error": {"message": ""}}'),
        (b"[" * 100_000, "[" * 200 + "…"),
    ],
)
def test_a_body_of_another_kind(body: bytes, message: str) -> None:
    assert api_error(502, {}, body).message == message


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


def test_the_request_id_may_stand_in_a_header() -> None:
    assert api_error(500, {"x-request-id": "req_9"}, b"").request_id == "req_9"


def test_a_key_in_an_answer_is_not_repeated() -> None:
    error = api_error(401, {}, b'{"error": {"message": "Invalid key sk_live_abcdef"}}')
    assert "abcdef" not in str(error)
    assert "sk_live_" in str(error)
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
