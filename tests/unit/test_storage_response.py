"""What S3 says, whatever its body is."""

from __future__ import annotations

import pytest
from bota_sdk._storage.response import parse_response

NOON = 1_736_942_400.0  # 2025-01-15T12:00:00Z
MD5 = "d41d8cd98f00b204e9800998ecf8427e"
CANONICAL = """PUT
/bucket/key
X-Amz-Expires=3600
content-type:audio/wav
host:h
x-amz-meta-a:1

content-type;host;x-amz-meta-a
UNSIGNED-PAYLOAD"""


def test_the_elements_of_an_error() -> None:
    body = f"""<?xml version="1.0"?>
    <Error><Code>AccessDenied</Code><Message>a &amp; b</Message>
    <ServerTime>2025-01-15T12:00:00Z</ServerTime><HeadersNotSigned>x-amz-acl</HeadersNotSigned>
    <CanonicalRequest>{CANONICAL}</CanonicalRequest>
    <RequestId>R1</RequestId><HostId>H1</HostId></Error>"""
    response = parse_response(403, {}, body.encode())
    assert (response.status_code, response.code, response.message) == (403, "AccessDenied", "a & b")
    assert (response.request_id, response.host_id) == ("R1", "H1")
    assert (response.server_time, response.unsigned_headers) == (NOON, "x-amz-acl")
    assert response.canonical_headers == {
        "content-type": "audio/wav",
        "host": "h",
        "x-amz-meta-a": "1",
    }


def test_headers_count_before_the_body() -> None:
    body = b"<Error><RequestId>R1</RequestId><HostId>H1</HostId></Error>"
    headers = {
        "x-amz-request-id": "R2",
        "x-amz-id-2": "H2",
        "date": "Wed, 15 Jan 2025 12:00:00 GMT",
        "retry-after": "7",
    }
    response = parse_response(503, headers, body)
    assert (response.request_id, response.host_id) == ("R2", "H2")
    assert (response.server_time, response.retry_after) == (NOON, 7.0)


@pytest.mark.parametrize(
    "body", [b"", b"<html>Forbidden</html>", b"\xff\xfe<Code>", b"<Code></Code>"]
)
def test_a_body_that_is_no_error_of_s3(body: bytes) -> None:
    response = parse_response(403, {}, body)
    assert (response.code, response.message, response.server_time) == (None, "", None)
    assert response.canonical_headers == {}
    assert response.retry_after is None


def test_an_unreadable_server_time_is_none() -> None:
    for text in ("soon", "2025-01-15T12:00:00", ""):
        body = f"<ServerTime>{text}</ServerTime>".encode()
        assert parse_response(403, {}, body).server_time is None


@pytest.mark.parametrize(
    ("headers", "md5"),
    [
        ({"etag": f'"{MD5}"'}, MD5),
        ({"etag": MD5, "x-amz-server-side-encryption": "AES256"}, MD5),
        ({"etag": MD5, "x-amz-server-side-encryption": "aws:kms"}, None),
        ({"etag": MD5, "x-amz-server-side-encryption-customer-algorithm": "AES256"}, None),
        ({"etag": f'"{MD5}-2"'}, None),
        ({"etag": '"abc"'}, None),
        ({}, None),
    ],
)
def test_an_etag_is_an_md5_or_not(headers: dict[str, str], md5: str | None) -> None:
    response = parse_response(200, headers, b"")
    assert response.md5 == md5
    assert response.etag == (headers.get("etag", "").strip('"') or None)
