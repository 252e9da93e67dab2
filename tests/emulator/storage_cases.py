"""The table of storage requests: what S3 answers, and what two real servers answer.

What Amazon's documentation says is what the emulator must do. Where a real server is more lenient,
or words it otherwise, the table says so, so that the emulator's strictness is seen to be S3's.
"""

from __future__ import annotations

import base64
import dataclasses
import datetime
import hashlib
import http.client
import re
import urllib.parse
import zlib
from collections.abc import Callable

from bota_emulator.storage.signing import S3Identity, presign

from tests.ticks import HANG

BODY = bytes(range(256)) * 400
TYPE = {"Content-Type": "audio/wav"}
FIVE_GIB = 5 * 2**30

Verdict = tuple[int, str]
OK: Verdict = (200, "")


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


SHA256 = b64(hashlib.sha256(BODY).digest())
CRC32 = b64(zlib.crc32(BODY).to_bytes(4, "big"))
MD5 = b64(hashlib.md5(BODY).digest())


@dataclasses.dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def code(self) -> str:
        found = re.search(rb"<Code>([^<]*)</Code>", self.body)
        return found.group(1).decode() if found else ""

    @property
    def verdict(self) -> Verdict:
        return self.status, self.code


def send(method: str, url: str, body: bytes = b"", headers: dict[str, str] | None = None) -> Answer:
    """Send exactly these headers, Host, and a Content-Length unless one is given."""
    parts = urllib.parse.urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=HANG)
    try:
        connection.putrequest(
            method, f"{parts.path}?{parts.query}", skip_host=True, skip_accept_encoding=True
        )
        connection.putheader("Host", parts.netloc)
        fields = dict(headers or {})
        names = {name.lower() for name in fields}
        if method != "GET" and not names & {"content-length", "transfer-encoding"}:
            fields["Content-Length"] = str(len(body))
        for name, value in fields.items():
            if value:
                connection.putheader(name, value)
        connection.endheaders()
        if body:
            connection.send(body)
        response = connection.getresponse()
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, response.read())
    finally:
        connection.close()


@dataclasses.dataclass(frozen=True)
class Target:
    """A storage under test."""

    name: str
    endpoint: str
    bucket: str
    identity: S3Identity

    def sign(
        self,
        key: str,
        headers: dict[str, str] | None = None,
        *,
        method: str = "PUT",
        expires: int = 600,
        age: float = 0.0,
        query: dict[str, str] | None = None,
        identity: S3Identity | None = None,
        bucket: str | None = None,
    ) -> str:
        """Return a URL signed `age` seconds ago."""
        url = f"{self.endpoint}/{bucket or self.bucket}/{urllib.parse.quote(key, safe='/-_.~')}"
        if query:
            url += "?" + urllib.parse.urlencode(query, quote_via=urllib.parse.quote)
        return presign(
            identity or self.identity,
            method,
            url,
            when=datetime.datetime.now(datetime.UTC) - datetime.timedelta(seconds=age),
            expires=expires,
            headers=headers,
        )


@dataclasses.dataclass(frozen=True)
class Case:
    """A request and its verdicts.

    `aws` is what Amazon documents; `differs` holds what a real server was found to answer instead,
    and None where the case cannot be played on it.
    """

    name: str
    play: Callable[[Target], Answer]
    aws: Verdict
    differs: dict[str, Verdict | None] = dataclasses.field(default_factory=dict)
    words: str = ""

    def expected(self, server: str) -> Verdict | None:
        return self.differs.get(server, self.aws)


def _tampered(t: Target) -> Answer:
    url = t.sign("tampered")
    last = "0" if url[-1] != "0" else "1"
    return send("PUT", url[:-1] + last, BODY)


def _exists(t: Target) -> Answer:
    send("PUT", t.sign("exists"), BODY)
    only_new = {"If-None-Match": "*"}
    return send("PUT", t.sign("exists", only_new), BODY, only_new)


def _chunked(t: Target) -> Answer:
    body = b"%x\r\n%s\r\n0\r\n\r\n" % (len(BODY), BODY)
    return send("PUT", t.sign("chunked"), body, {"Transfer-Encoding": "chunked"})


def _put(
    key: str,
    signed: dict[str, str] | None = None,
    sent: dict[str, str] | None = None,
    body: bytes = BODY,
    **how: object,
) -> Callable[[Target], Answer]:
    def play(t: Target) -> Answer:
        url = t.sign(key, signed, **how)  # type: ignore[arg-type]
        return send("PUT", url, body, signed if sent is None else sent)

    return play


def _edited(key: str, old: str, new: str, method: str = "PUT") -> Callable[[Target], Answer]:
    def play(t: Target) -> Answer:
        url = t.sign(key)
        assert old in url
        return send(method, url.replace(old, new), BODY if method == "PUT" else b"")

    return play


def _unknown_key(t: Target) -> Answer:
    stranger = S3Identity("NOSUCHKEY", t.identity.secret_key, t.identity.region)
    return send("PUT", t.sign("unknown", identity=stranger), BODY)


def _wrong_region(t: Target) -> Answer:
    there = S3Identity(t.identity.access_key, t.identity.secret_key, "eu-central-1")
    return send("PUT", t.sign("region", identity=there), BODY)


DENIED: Verdict = (403, "AccessDenied")
MISMATCH: Verdict = (403, "SignatureDoesNotMatch")
QUERY_ERROR: Verdict = (400, "AuthorizationQueryParametersError")
SUM = {"x-amz-checksum-sha256": SHA256}
OTHER_SUM = {"x-amz-checksum-sha256": b64(hashlib.sha256(b"other").digest())}
CRC = {"x-amz-checksum-crc32": CRC32}
LENGTH = {"Content-Length": str(len(BODY))}
DIGEST = {"Content-MD5": MD5}


def _post(t: Target) -> Answer:
    return send("POST", t.sign("valid"), b"x")


SEAWEEDFS, RCLONE = "seaweedfs", "rclone"
BAD_DIGEST: Verdict = (400, "BadDigest")
INVALID: Verdict = (400, "InvalidRequest")
UNSUPPORTED: Verdict = (400, "UnsupportedAlgorithm")
ODD_DATE: Verdict = (400, "MalformedDate")
SHORT_SUM = {"x-amz-checksum-sha256": "AAAA"}
ODD_DIGEST = {"Content-MD5": "zzz"}
ONLY_NEW = {"If-None-Match": "*"}

CASES = [
    Case("valid", _put("valid", TYPE), OK),
    Case("awkward key", _put("dir one/a+b (1)'!*ü日~=&@,;:.wav"), OK),
    Case(
        "expired",
        _put("expired", TYPE, expires=60, age=3600),
        DENIED,
        {RCLONE: (400, "AccessDenied")},
        words="Request has expired",
    ),
    Case(
        "dated in the future",
        _put("future", age=-3600),
        DENIED,
        {SEAWEEDFS: OK, RCLONE: OK},
        words="not yet valid",
    ),
    Case("over seven days", _put("week", expires=700_000), QUERY_ERROR, {RCLONE: OK}),
    Case(
        "negative life", _put("negative", expires=-5), QUERY_ERROR, {RCLONE: (400, "AccessDenied")}
    ),
    Case("tampered", _tampered, MISMATCH),
    Case("other key", _edited("k1", "/k1?", "/k2?"), MISMATCH),
    Case("longer life", _edited("life", "Expires=600", "Expires=6000"), MISMATCH),
    Case("GET with a PUT URL", lambda t: send("GET", t.sign("valid")), MISMATCH),
    Case("unknown access key", _unknown_key, (403, "InvalidAccessKeyId")),
    Case("wrong region", _wrong_region, QUERY_ERROR, {SEAWEEDFS: OK, RCLONE: OK}),
    Case(
        "no signature",
        lambda t: send("PUT", t.sign("bare").partition("?")[0], BODY),
        DENIED,
        {RCLONE: UNSUPPORTED},
    ),
    Case(
        "a parameter lacks",
        _edited("few", "X-Amz-Expires=600&", ""),
        QUERY_ERROR,
        {RCLONE: MISMATCH},
    ),
    Case(
        "date of no form",
        _edited("date", "X-Amz-Date=2", "X-Amz-Date=x"),
        QUERY_ERROR,
        {SEAWEEDFS: ODD_DATE, RCLONE: ODD_DATE},
    ),
    Case(
        "session token of nobody",
        _put("token", query={"X-Amz-Security-Token": "x"}),
        (400, "InvalidToken"),
        {SEAWEEDFS: (403, "InvalidAccessKeyId"), RCLONE: OK},
    ),
    Case(
        "unsigned x-amz header",
        _put("loose", sent={"x-amz-meta-a": "1"}),
        DENIED,
        {SEAWEEDFS: MISMATCH},
        words="HeadersNotSigned>x-amz-meta-a<",
    ),
    Case(
        "Authorization too",
        _put("two", sent={"Authorization": "Bearer x"}),
        (400, "InvalidArgument"),
        {SEAWEEDFS: OK, RCLONE: UNSUPPORTED},
        words="Only one auth mechanism allowed",
    ),
    Case("other Content-Type", _put("type", TYPE, {"Content-Type": "audio/mpeg"}), MISMATCH),
    Case("no Content-Type", _put("type", TYPE, {}), MISMATCH, {RCLONE: DENIED}),
    Case("signed length", _put("length", LENGTH), OK),
    Case("shorter than signed", _put("short", LENGTH, {}, BODY[:-1]), MISMATCH),
    Case("longer than signed", _put("long", LENGTH, {}, BODY + b"x"), MISMATCH),
    Case("SHA-256", _put("sum", SUM), OK),
    Case(
        "SHA-256 of another body", _put("sum-bad", SUM, SUM, BODY[::-1]), BAD_DIGEST, {RCLONE: OK}
    ),
    Case("other SHA-256 header", _put("sum2", SUM, OTHER_SUM), MISMATCH),
    Case("no SHA-256 header", _put("sum3", SUM, {}), MISMATCH, {RCLONE: DENIED}),
    Case("SHA-256 in the query", _put("hoist", query=SUM), OK),
    Case(
        "SHA-256 in the query, other body",
        _put("hoist-bad", body=BODY[::-1], query=SUM),
        BAD_DIGEST,
        {RCLONE: OK},
    ),
    Case("CRC-32", _put("crc", CRC), OK),
    Case("CRC-32 of another body", _put("crc-bad", CRC, CRC, BODY[::-1]), BAD_DIGEST, {RCLONE: OK}),
    Case(
        "SHA-256 too short",
        _put("sum4", SHORT_SUM),
        INVALID,
        {SEAWEEDFS: BAD_DIGEST, RCLONE: OK},
    ),
    Case("two checksums", _put("sums", SUM | CRC), INVALID, {SEAWEEDFS: OK, RCLONE: OK}),
    Case("MD5", _put("md5", DIGEST), OK),
    Case("MD5 unsigned", _put("md5u", {}, DIGEST), OK),
    Case("MD5 of another body", _put("md5-bad", DIGEST, DIGEST, BODY[::-1]), BAD_DIGEST),
    Case("MD5 of no form", _put("md5-odd", ODD_DIGEST), (400, "InvalidDigest")),
    Case(
        "chunked",
        _chunked,
        (501, "NotImplemented"),
        {SEAWEEDFS: OK, RCLONE: (411, "MissingContentLength")},
    ),
    Case(
        "no length at all",
        _put("nolength", sent={"Content-Length": ""}, body=b""),
        (411, "MissingContentLength"),
        {SEAWEEDFS: OK},
    ),
    # The real servers wait for the 5 GiB before they judge.
    Case(
        "over 5 GiB",
        _put("huge", sent={"Content-Length": str(FIVE_GIB + 1)}, body=b""),
        (400, "EntityTooLarge"),
        {SEAWEEDFS: None, RCLONE: None},
    ),
    Case("If-None-Match, exists", _exists, (412, "PreconditionFailed"), {RCLONE: OK}),
    Case("If-None-Match, new", _put("new", ONLY_NEW), OK),
    Case("POST", _post, (405, "MethodNotAllowed"), {RCLONE: MISMATCH}),
    Case(
        "DELETE",
        lambda t: send("DELETE", t.sign("valid")),
        (405, "MethodNotAllowed"),
        {SEAWEEDFS: MISMATCH, RCLONE: MISMATCH},
    ),
    Case(
        "other bucket",
        _put("bucket", bucket="no-such-bucket"),
        (404, "NoSuchBucket"),
        {SEAWEEDFS: OK},
    ),
]
