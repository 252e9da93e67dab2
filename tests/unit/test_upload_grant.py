"""What can be read from a signed URL before anything is sent to it."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime

import pytest
from bota_api.models import UploadUrl
from bota_sdk._upload_grant import MARGIN, check_signed_headers, plan, read_grant
from bota_sdk.errors import InvalidResponseError, StorageError

SIGNED = (
    "https://b.s3.amazonaws.com/proj/rec_1/audio.wav?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Date=20250115T110000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=content-type%3Bhost"
    "&X-Amz-Signature=abcdef0123"
)
NOON = datetime(2025, 1, 15, 12, tzinfo=UTC)


def answer(**fields: object) -> UploadUrl:
    return UploadUrl.from_dict({"upload_url": SIGNED, **fields})


def test_the_urls_own_dates_count_before_the_answers() -> None:
    grant = read_grant(answer(expires_at="2031-01-01T00:00:00Z"), content_type="audio/wav")
    assert grant.expires_at == NOON.timestamp()
    assert grant.signed_headers == {"content-type", "host"}


@pytest.mark.parametrize(
    "url",
    [
        "https://h/k",
        "https://h/k?X-Amz-Date=20250115T110000Z",
        "https://h/k?X-Amz-Date=20251315T110000Z&X-Amz-Expires=3600",
        "https://h/k?X-Amz-Date=20250115T110000Z&X-Amz-Expires=soon",
    ],
)
def test_expires_at_serves_when_the_url_says_nothing(url: str) -> None:
    fields = {"upload_url": url, "expires_at": "2025-01-15T12:00:00Z"}
    grant = read_grant(answer(**fields), content_type="audio/wav")
    assert grant.expires_at == NOON.timestamp()
    assert read_grant(answer(upload_url=url), content_type="audio/wav").expires_at is None


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({}, {"Content-Type": "audio/wav"}),
        ({"content_type": "audio/x"}, {"Content-Type": "audio/x"}),
        ({"headers": {"content-type": "audio/y"}}, {"content-type": "audio/y"}),
        (
            {"headers": {"x-amz-meta-a": "1"}, "content_type": "audio/x"},
            {"x-amz-meta-a": "1", "Content-Type": "audio/x"},
        ),
    ],
)
def test_headers_of_the_put(fields: dict[str, object], headers: dict[str, str]) -> None:
    assert read_grant(answer(**fields), content_type="audio/wav").headers == headers


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://b.s3.amazonaws.com/k?X-Amz-Signature=abc", "plain http"),
        ("https://u:p@h/k?X-Amz-Signature=abc", "user name"),
        ("ftp://h/k", "not an https URL"),
        ("", "not an https URL"),
        ("https://[::1", "cannot be read"),
    ],
)
def test_an_unsafe_url_is_refused_without_repeating_it(url: str, problem: str) -> None:
    with pytest.raises(InvalidResponseError, match=problem) as caught:
        read_grant(answer(upload_url=url), content_type="audio/wav")
    assert "X-Amz" not in str(caught.value)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "bucket.localhost"])
def test_plain_http_to_this_machine_is_fine(host: str) -> None:
    assert read_grant(answer(upload_url=f"http://{host}:9000/k"), content_type="audio/wav")


@pytest.mark.parametrize(
    ("left", "expected"),
    [(None, "keep"), (3600, "keep"), (MARGIN, "keep"), (MARGIN - 1, "refresh"), (-60, "refresh")],
)
def test_plan(left: float | None, expected: str) -> None:
    assert plan(None if left is None else 1000 + left, 1000) == expected


def test_a_signed_header_that_cannot_be_sent_is_found_before_the_first_byte() -> None:
    url = SIGNED.replace("content-type%3Bhost", "content-type%3Bhost%3Bx-amz-meta-a")
    grant = read_grant(answer(upload_url=url), content_type="audio/wav")
    with pytest.raises(StorageError, match="x-amz-meta-a"):
        check_signed_headers(grant, grant.headers)
    check_signed_headers(grant, {**grant.headers, "X-Amz-Meta-A": "1"})


def test_a_grant_never_shows_its_url() -> None:
    grant = read_grant(answer(), content_type="audio/wav")
    assert "abcdef0123" not in f"{grant!r} {grant} {grant.url} {grant.url!r} {[grant.url]}"
    with pytest.raises(TypeError, match="never pickled"):
        pickle.dumps(grant)
