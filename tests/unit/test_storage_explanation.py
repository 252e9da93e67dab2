"""A refusal in words."""

from __future__ import annotations

import pytest
from bota_sdk._shared.outcome import NoResponse
from bota_sdk._shared.redact import Secret
from bota_sdk._storage.explanation import download_error, explain, put_error
from bota_sdk._storage.hashing import Digests
from bota_sdk._storage.response import StorageOutcome, parse_response
from bota_sdk._storage.signed_url import SignedUrl
from bota_sdk.errors import (
    IntegrityError,
    StorageConnectionError,
    StorageError,
    StorageTimeoutError,
    UploadUrlExpiredError,
)

NOON = 1_736_942_400.0  # 2025-01-15T12:00:00Z


def signed_url(expires_at: float | None = NOON) -> SignedUrl:
    return SignedUrl(
        url=Secret("https://h/k"),
        headers={"Content-Type": "audio/wav"},
        signed_headers=frozenset({"content-type", "host"}),
        signed_at=NOON - 3600,
        expires_at=expires_at,
    )


def words(
    status: int,
    code: str,
    message: str = "",
    *,
    elements: str = "",
    expires_at: float | None = NOON,
    api_time: float | None = None,
) -> str:
    body = f"<Error><Code>{code}</Code><Message>{message}</Message>{elements}</Error>"
    response = parse_response(status, {}, body.encode() if code else b"<html>no</html>")
    return explain(response, signed_url(expires_at), api_time=api_time)


def server_time(text: str) -> str:
    return f"<ServerTime>2025-01-15T{text}Z</ServerTime>"


@pytest.mark.parametrize(
    ("elements", "api_time", "parts"),
    [
        (server_time("12:01:00"), None, ["had expired 60 seconds before", "15 Jan 2025 12:00:00"]),
        (server_time("13:01:00"), NOON + 3660, ["had expired 61 minutes before"]),
        (server_time("16:00:00"), NOON + 4 * 3600 - 3, ["had expired 4.0 hours before"]),
        (
            server_time("12:30:00"),
            NOON,
            ["30 minutes before", "S3's clock is 30 minutes ahead of the API's"],
        ),
        (
            server_time("11:00:00"),
            NOON,
            ["60 minutes more", "60 minutes behind", "credentials that signed it have ended"],
        ),
        ("", None, ["good until Wed, 15 Jan 2025 12:00:00 GMT"]),
    ],
)
def test_expiry(elements: str, api_time: float | None, parts: list[str]) -> None:
    text = words(403, "AccessDenied", "Request has expired", elements=elements, api_time=api_time)
    for part in parts:
        assert part in text
    assert ("clock" in text) == any("clock" in part or "behind" in part for part in parts)


def test_expiry_of_a_url_that_names_no_date() -> None:
    text = words(403, "ExpiredToken", elements=server_time("12:00:00"), expires_at=None)
    assert text == "the upload URL had expired"


@pytest.mark.parametrize(
    ("status", "code", "message", "elements", "parts"),
    [
        (403, "RequestTimeTooSkewed", "", server_time("12:00:00"), ["clocks", "2.0 hours ahead"]),
        (403, "AccessDenied", "Request is not yet valid", "", ["clocks do not agree"]),
        (403, "SignatureDoesNotMatch", "", "", ["content-type='audio/wav', host", "signed some"]),
        (
            403,
            "SignatureDoesNotMatch",
            "",
            "<CanonicalRequest>PUT\n/k\nq\ncontent-type:text/plain\nhost:h\n\nx</CanonicalRequest>",
            ["content-type was sent as 'audio/wav', but S3 saw 'text/plain'", "proxy"],
        ),
        (
            403,
            "AccessDenied",
            "There were headers present in the request which were not signed",
            "<HeadersNotSigned>x-amz-acl</HeadersNotSigned>",
            ["x-amz-acl was sent, but is not signed (signed: content-type, host)"],
        ),
        (403, "InvalidAccessKeyId", "", "", ["does not know the key"]),
        (403, "AccessDenied", "Access Denied", "", ["policy", "only the service"]),
        (403, "", "", "", ["not S3's", "proxy"]),
        (400, "EntityTooLarge", "", "", ["5 GiB"]),
        (301, "PermanentRedirect", "", "", ["another place"]),
    ],
)
def test_other_causes(
    status: int, code: str, message: str, elements: str, parts: list[str]
) -> None:
    text = words(status, code, message, elements=elements, api_time=NOON - 7200)
    for part in parts:
        assert part in text


def test_nothing_is_made_up() -> None:
    assert words(503, "SlowDown") == ""


@pytest.mark.parametrize(
    ("timed_out", "kind"), [(True, StorageTimeoutError), (False, StorageConnectionError)]
)
def test_no_response(timed_out: bool, kind: type[Exception]) -> None:
    silent = NoResponse("it broke", timed_out=timed_out, sent=True)
    error = put_error(StorageOutcome(silent, "during", 17), signed_url(), attempts=1, api_time=None)
    assert type(error) is kind
    assert str(error) == (
        "PUT to S3: it broke, after 1 attempt (the last one broke during the body, after 17 "
        "bytes of it)"
    )
    error = download_error(silent, attempts=2)
    assert type(error) is kind
    assert str(error) == "download from S3: it broke, after 2 attempts"


def test_a_refusal_has_all_that_s3_says() -> None:
    headers = {"x-amz-request-id": "R1", "x-amz-id-2": "H1"}
    for code, kind in (("EntityTooLarge", StorageError), ("ExpiredToken", UploadUrlExpiredError)):
        body = f"<Error><Code>{code}</Code><Message>words</Message></Error>".encode()
        response = parse_response(400, headers, body)
        error = put_error(StorageOutcome(response), signed_url(), attempts=2, api_time=None)
        assert type(error) is kind
        assert str(error).startswith(f"S3 refused the PUT after 2 attempts: 400 {code}: words; ")
        assert str(error).endswith(" [S3 request R1, H1]")
        assert (error.status_code, error.code, error.message) == (400, code, "words")
        assert (error.request_id, error.host_id) == ("R1", "H1")


def test_a_damaged_body() -> None:
    stored = parse_response(200, {"etag": '"' + "a" * 32 + '"'}, b"")
    outcome = StorageOutcome(stored, digests=Digests("0" * 64, "b" * 32))
    error = put_error(outcome, signed_url(), attempts=4, api_time=None)
    assert type(error) is IntegrityError
    assert "after 4 attempts: its MD5 is aaaa" in str(error)


def test_a_download_that_is_redirected() -> None:
    error = download_error(parse_response(301, {}, b""), attempts=1)
    assert type(error) is StorageError
    assert "no redirect is followed" in str(error)
    assert "redirect" not in str(download_error(parse_response(404, {}, b""), attempts=1))


def test_a_refusal_without_words_is_told_by_its_dates() -> None:
    url = signed_url()
    body = b"<Error><Code>AccessDenied</Code></Error>"
    late = parse_response(403, {"date": "Wed, 15 Jan 2025 12:01:00 GMT"}, body)
    outcome = StorageOutcome(late, url_end=url.expires_at)
    error = put_error(outcome, url, attempts=3, api_time=None)
    assert isinstance(error, UploadUrlExpiredError)
    assert "expired 60 seconds before" in str(error)
    early = parse_response(403, {"date": "Wed, 15 Jan 2025 11:59:00 GMT"}, body)
    error = put_error(StorageOutcome(early, url_end=url.expires_at), url, attempts=3, api_time=None)
    assert type(error) is StorageError
    assert "a bucket policy" in str(error)


@pytest.mark.parametrize(
    ("code", "part"), [("QuotaExceeded", "the quota of the bucket"), ("AllAccessDisabled", "")]
)
def test_only_what_may_be_a_policy_is_told_as_one(code: str, part: str) -> None:
    found = words(403, code, "no room")
    assert part in found
    assert "policy" not in found
