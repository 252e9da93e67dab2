"""What an answer of S3 to a PUT means."""

from __future__ import annotations

import pytest
from bota_sdk._storage.decision import (
    BodyPhase,
    Verdict,
    classify,
    is_expired,
    is_unsigned_header,
)
from bota_sdk._storage.response import StorageResponse, parse_response
from hypothesis import given
from hypothesis import strategies as st


def answer(status: int, code: str | None = None, message: str = "words") -> StorageResponse:
    body = f"<Error><Code>{code}</Code><Message>{message}</Message></Error>" if code else ""
    return parse_response(status, {}, body.encode())


VERDICTS = [
    (200, None, "", Verdict.DONE),
    (204, None, "", Verdict.DONE),
    (299, None, "", Verdict.DONE),
    (403, "AccessDenied", "Request has expired", Verdict.REFRESH),
    (400, "AccessDenied", "Request has expired", Verdict.REFRESH),
    (403, "ExpiredRequest", "words", Verdict.REFRESH),
    (403, "ExpiredToken", "words", Verdict.REFRESH),
    (400, "ExpiredToken", "words", Verdict.REFRESH),
    (403, "InvalidToken", "words", Verdict.REFRESH),
    (400, "TokenRefreshRequired", "words", Verdict.REFRESH),
    (307, "TemporaryRedirect", "words", Verdict.REFRESH),
    (307, None, "", Verdict.REFRESH),
    # The code counts, also under a status that it does not usually have.
    (400, "TemporaryRedirect", "words", Verdict.REFRESH),
    (403, "AccessDenied", "Access Denied", Verdict.REFRESH_ONCE),
    (400, "AccessDenied", "Access Denied", Verdict.REFRESH_ONCE),
    (403, "AccessDenied", "Request is not yet valid", Verdict.REFRESH_ONCE),
    (403, "InvalidAccessKeyId", "words", Verdict.REFRESH_ONCE),
    (400, "InvalidAccessKeyId", "words", Verdict.REFRESH_ONCE),
    (403, "RequestTimeTooSkewed", "words", Verdict.REFRESH_ONCE),
    (400, "RequestTimeTooSkewed", "words", Verdict.REFRESH_ONCE),
    (403, None, "", Verdict.REFRESH_ONCE),
    (401, None, "", Verdict.REFRESH_ONCE),
    (403, "SignatureDoesNotMatch", "words", Verdict.STOP),
    (403, "HeadersNotSigned", "words", Verdict.STOP),
    (403, "AccessDenied", "There were headers present which were not signed", Verdict.STOP),
    (500, "InvalidArgument", "words", Verdict.STOP),
    (500, "AuthorizationQueryParametersError", "words", Verdict.STOP),
    (500, "EntityTooLarge", "words", Verdict.STOP),
    (500, "MissingContentLength", "words", Verdict.STOP),
    (500, "NotImplemented", "words", Verdict.STOP),
    (500, "PermanentRedirect", "words", Verdict.STOP),
    (301, None, "", Verdict.STOP),
    (302, None, "", Verdict.STOP),
    (308, None, "", Verdict.STOP),
    (400, None, "", Verdict.STOP),
    (404, "NoSuchBucket", "words", Verdict.STOP),
    (405, None, "", Verdict.STOP),
    (409, None, "", Verdict.STOP),
    (411, None, "", Verdict.STOP),
    (413, None, "", Verdict.STOP),
    (499, None, "", Verdict.STOP),
    (501, None, "", Verdict.STOP),
    (505, None, "", Verdict.STOP),
    (300, None, "", Verdict.STOP),
    (412, "PreconditionFailed", "words", Verdict.DONE),
    (400, "PreconditionFailed", "words", Verdict.DONE),
    (412, None, "", Verdict.DONE),
    (400, "BadDigest", "words", Verdict.RETRY),
    (400, "InvalidDigest", "words", Verdict.RETRY),
    (400, "IncompleteBody", "words", Verdict.RETRY),
    (400, "RequestTimeout", "words", Verdict.RETRY),
    (400, "SlowDown", "words", Verdict.RETRY),
    (400, "InternalError", "words", Verdict.RETRY),
    (400, "ServiceUnavailable", "words", Verdict.RETRY),
    (409, "ConditionalRequestConflict", "words", Verdict.RETRY),
    (409, "OperationAborted", "words", Verdict.RETRY),
    (408, None, "", Verdict.RETRY),
    (417, None, "", Verdict.RETRY),
    (429, None, "", Verdict.RETRY),
    (500, None, "", Verdict.RETRY),
    (502, None, "", Verdict.RETRY),
    (503, "SlowDown", "words", Verdict.RETRY),
    (504, None, "", Verdict.RETRY),
    (520, None, "", Verdict.RETRY),
]


@pytest.mark.parametrize(("status", "code", "message", "verdict"), VERDICTS)
def test_classify(status: int, code: str | None, message: str, verdict: Verdict) -> None:
    assert classify(answer(status, code, message), "after") is verdict


@pytest.mark.parametrize("phase", ["before", "during"])
@pytest.mark.parametrize("status", [200, 204])
def test_a_success_before_the_last_byte_is_none(status: int, phase: BodyPhase) -> None:
    assert classify(answer(status), phase) is Verdict.RETRY


@pytest.mark.parametrize("phase", ["before", "during"])
def test_a_refusal_counts_whenever_it_comes(phase: BodyPhase) -> None:
    assert classify(answer(403, "SignatureDoesNotMatch"), phase) is Verdict.STOP
    assert classify(answer(403, "ExpiredToken"), phase) is Verdict.REFRESH


@pytest.mark.parametrize(
    ("code", "message", "expired"),
    [
        ("AccessDenied", "Request has expired", True),
        ("AccessDenied", "REQUEST HAS EXPIRED", True),
        ("AccessDenied", "Access Denied", False),
        ("SignatureDoesNotMatch", "Request has expired", False),
        ("ExpiredToken", "", True),
        ("ExpiredRequest", "", True),
        ("InvalidToken", "", True),
        ("TokenRefreshRequired", "", True),
        (None, "", False),
    ],
)
def test_is_expired(code: str | None, message: str, expired: bool) -> None:
    assert is_expired(answer(403, code, message)) is expired


@pytest.mark.parametrize(
    ("code", "message", "unsigned"),
    [
        ("AccessDenied", "There were headers present in the request which were Not Signed", True),
        ("HeadersNotSigned", "", True),
        ("AccessDenied", "Access Denied", False),
    ],
)
def test_is_unsigned_header(code: str, message: str, unsigned: bool) -> None:
    assert is_unsigned_header(answer(403, code, message)) is unsigned


@given(st.integers(100, 999), st.binary(max_size=300), st.sampled_from(["before", "after"]))
def test_any_answer_has_a_verdict(status: int, body: bytes, phase: BodyPhase) -> None:
    assert classify(parse_response(status, {}, body), phase) in Verdict
