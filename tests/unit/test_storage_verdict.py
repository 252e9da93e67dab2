"""What an answer of S3 to a PUT means."""

from __future__ import annotations

import pytest
from bota_sdk._storage_verdict import Verdict, classify, is_expired, read_answer
from hypothesis import given
from hypothesis import strategies as st


def xml(code: str, message: str = "words", more: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>{code}</Code>'
        f"<Message>{message}</Message>{more}<RequestId>R1</RequestId><HostId>H1</HostId></Error>"
    ).encode()


@pytest.mark.parametrize(
    ("status", "body", "verdict"),
    [
        (200, b"", Verdict.DONE),
        (204, b"", Verdict.DONE),
        (403, xml("AccessDenied", "Request has expired"), Verdict.REFRESH),
        (400, xml("AccessDenied", "Request has expired"), Verdict.REFRESH),
        (403, xml("ExpiredToken"), Verdict.REFRESH),
        (400, xml("ExpiredToken"), Verdict.REFRESH),
        (403, xml("InvalidToken"), Verdict.REFRESH),
        (403, xml("ExpiredRequest"), Verdict.REFRESH),
        (307, xml("TemporaryRedirect"), Verdict.REFRESH),
        (403, xml("AccessDenied", "Access Denied"), Verdict.STOP),
        (403, xml("SignatureDoesNotMatch"), Verdict.STOP),
        (403, xml("RequestTimeTooSkewed"), Verdict.STOP),
        (403, b"<html>Forbidden</html>", Verdict.STOP),
        (403, b"", Verdict.STOP),
        (301, xml("PermanentRedirect"), Verdict.STOP),
        (400, xml("InvalidArgument"), Verdict.STOP),
        (400, xml("InvalidDigest"), Verdict.STOP),
        (400, xml("EntityTooLarge"), Verdict.STOP),
        (411, xml("MissingContentLength"), Verdict.STOP),
        (501, xml("NotImplemented"), Verdict.STOP),
        (412, xml("PreconditionFailed"), Verdict.STOP),
        (400, xml("BadDigest"), Verdict.RETRY),
        (400, xml("RequestTimeout"), Verdict.RETRY),
        (409, xml("ConditionalRequestConflict"), Verdict.RETRY),
        (409, xml("OperationAborted"), Verdict.STOP),
        (429, b"", Verdict.RETRY),
        (500, xml("InternalError"), Verdict.RETRY),
        (502, b"<html>Bad Gateway</html>", Verdict.RETRY),
        (503, xml("SlowDown"), Verdict.RETRY),
        (504, b"\xff\xfe", Verdict.RETRY),
    ],
)
def test_classify(status: int, body: bytes, verdict: Verdict) -> None:
    assert classify(read_answer(status, {}, body)) is verdict


def test_read_answer_takes_what_s3_says() -> None:
    body = xml("AccessDenied", "a &amp; b", "<ServerTime>2025-01-15T12:00:00Z</ServerTime>")
    answer = read_answer(403, {"x-amz-request-id": "R2", "etag": '"abc"'}, body)
    assert (answer.code, answer.message, answer.server_time) == (
        "AccessDenied",
        "a & b",
        "2025-01-15T12:00:00Z",
    )
    assert (answer.request_id, answer.host_id, answer.etag) == ("R2", "H1", "abc")


@given(st.integers(100, 999), st.binary(max_size=300))
def test_any_answer_has_a_verdict(status: int, body: bytes) -> None:
    answer = read_answer(status, {}, body)
    assert classify(answer) in Verdict
    assert is_expired(answer) in (True, False)
