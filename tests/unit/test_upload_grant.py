"""What can be read from a signed URL before anything is sent to it."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime
from typing import cast

import pytest
from bota_api.models import UploadUrl
from bota_sdk._storage.signed_url import (
    SignedUrl,
    check_signed_headers,
    plan,
    read_signed_url,
)
from bota_sdk.errors import InvalidResponseError, SignedUrlError
from hypothesis import given
from hypothesis import strategies as st

SIGNED = (
    "https://b.s3.amazonaws.com/proj/rec_1/audio.wav?X-Amz-Algorithm=AWS4-HMAC-SHA256"
    "&X-Amz-Date=20250115T110000Z&X-Amz-Expires=3600&X-Amz-SignedHeaders=content-type%3Bhost"
    "&X-Amz-Signature=abcdef0123"
)
NOON = datetime(2025, 1, 15, 12, tzinfo=UTC)


def answer(**fields: object) -> UploadUrl:
    return UploadUrl.from_dict({"upload_url": SIGNED, **fields})


def grant_of(given: UploadUrl) -> SignedUrl:
    return read_signed_url(given, content_type="audio/wav", size=5)


def test_the_urls_own_dates_count_before_the_answers() -> None:
    signed_url = grant_of(answer(expires_at="2031-01-01T00:00:00Z"))
    assert signed_url.expires_at == NOON.timestamp()
    assert signed_url.signed_headers == {"content-type", "host"}
    assert signed_url.signed_at == NOON.timestamp() - 3600


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
    signed_url = grant_of(answer(**fields))
    assert signed_url.expires_at == NOON.timestamp()
    assert grant_of(answer(upload_url=url)).expires_at is None


@pytest.mark.parametrize(
    ("fields", "headers"),
    [
        ({}, {"Content-Type": "audio/wav"}),
        ({"content_type": "audio/x"}, {"Content-Type": "audio/x"}),
        ({"content_type": ""}, {"Content-Type": "audio/wav"}),
        ({"content_type": 5}, {"Content-Type": "audio/wav"}),
        ({"headers": {"content-type": "audio/y"}}, {"content-type": "audio/y"}),
        (
            {"headers": {"x-amz-meta-a": "1"}, "content_type": "audio/x"},
            {"x-amz-meta-a": "1", "Content-Type": "audio/x"},
        ),
    ],
)
def test_headers_of_the_put(fields: dict[str, object], headers: dict[str, str]) -> None:
    assert grant_of(answer(**fields)).headers == headers


@pytest.mark.parametrize(
    ("url", "problem"),
    [
        ("http://b.s3.amazonaws.com/k?X-Amz-Signature=abc", "plain http"),
        ("https://u:p@h/k?X-Amz-Signature=abc", "user name"),
        ("ftp://h/k", "not an https URL"),
        ("", "not an https URL"),
        ("https://[::1", "cannot be read"),
        ("https://h/a b", "holds a space"),
    ],
)
def test_an_unsafe_url_is_refused_without_repeating_it(url: str, problem: str) -> None:
    with pytest.raises(InvalidResponseError, match=problem) as caught:
        grant_of(answer(upload_url=url))
    assert "X-Amz" not in str(caught.value)


@pytest.mark.parametrize("url", [5, None, ["https://h/k"]])
def test_a_url_that_is_no_text_is_refused(url: object) -> None:
    with pytest.raises(InvalidResponseError, match="no text"):
        grant_of(UploadUrl(upload_url=cast("str", url)))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "[::1]", "bucket.localhost"])
def test_plain_http_to_this_machine_is_fine(host: str) -> None:
    assert grant_of(answer(upload_url=f"http://{host}:9000/k"))


@pytest.mark.parametrize(
    ("left", "expected"),
    [(3600, "send"), (60, "send"), (59.5, "refresh"), (0, "refresh"), (-60, "refresh")],
)
def test_plan(left: float, expected: str) -> None:
    assert plan(1000 + left, 1000) == expected


@pytest.mark.parametrize(("expires_at", "now"), [(None, 1000.0), (1000.0, None), (None, None)])
def test_s3_decides_where_nothing_is_known(expires_at: float | None, now: float | None) -> None:
    assert plan(expires_at, now) == "send"


@given(st.floats(0, 2e9), st.floats(0, 2e9), st.floats(-1e6, 1e6))
def test_plan_depends_on_the_life_left_alone(expires_at: float, now: float, moved: float) -> None:
    expires_at, now, moved = map(round, (expires_at, now, moved))
    assert plan(expires_at, now) == plan(expires_at + moved, now + moved)


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Authorization": "Basic x"}, "Authorization, which has no place"),
        *(
            ({name: "x"}, f"{name}, which has no place")
            for name in ("Connection", "cookie", "Expect", "te", "transfer-encoding", "Upgrade")
        ),
        ({"Content-Length": "6"}, "6 bytes, but the source has 5"),
        ({"a b": "c"}, "'a b', which cannot be sent"),
        ({"": "c"}, "cannot be sent"),
        ({"x-amz-meta-a": "b\r\nc: d"}, "cannot be sent"),
        ({"x-amz-meta-a": "\u20ac"}, "cannot be sent"),
    ],
)
def test_headers_that_no_put_can_carry(headers: dict[str, str], words: str) -> None:
    with pytest.raises(InvalidResponseError, match=words):
        grant_of(answer(headers=headers))


def test_what_the_connection_sets_is_not_taken_from_the_answer() -> None:
    signed_url = grant_of(answer(headers={"Host": "other", "content-length": "5", "X-A": " b "}))
    assert signed_url.headers == {"X-A": "b", "Content-Type": "audio/wav"}


def test_a_signed_header_that_cannot_be_sent_is_found_before_the_first_byte() -> None:
    url = SIGNED.replace("content-type%3Bhost", "content-type%3Bhost%3Bx-amz-meta-a")
    signed_url = grant_of(answer(upload_url=url))
    with pytest.raises(SignedUrlError, match="x-amz-meta-a"):
        check_signed_headers(signed_url, signed_url.headers)
    check_signed_headers(signed_url, {**signed_url.headers, "X-Amz-Meta-A": "1"})


def test_a_header_that_is_not_signed_is_found_before_the_first_byte() -> None:
    signed_url = grant_of(answer(headers={"X-Amz-Acl": "private"}))
    with pytest.raises(SignedUrlError, match="x-amz-acl, but did not sign"):
        check_signed_headers(signed_url, signed_url.headers)
    # Others may be sent without being signed, and of a URL that does not say nothing is known.
    check_signed_headers(
        signed_url, {"Content-Type": "audio/wav", "Content-MD5": "x", "X-Other": "y"}
    )
    bare = grant_of(answer(upload_url="https://h/k?Signature=x", headers={"X-Amz-Acl": "private"}))
    check_signed_headers(bare, bare.headers)


def test_content_length_may_be_signed() -> None:
    url = SIGNED.replace("content-type%3Bhost", "content-length%3Bcontent-type%3Bhost")
    signed_url = grant_of(answer(upload_url=url))
    check_signed_headers(signed_url, signed_url.headers)


def test_a_grant_never_shows_its_url() -> None:
    signed_url = grant_of(answer())
    assert (
        "abcdef0123"
        not in f"{signed_url!r} {signed_url} {signed_url.url} {signed_url.url!r} {[signed_url.url]}"
    )
    with pytest.raises(TypeError, match="never pickled"):
        pickle.dumps(signed_url)
