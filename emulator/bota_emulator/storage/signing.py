"""Makes and checks S3's pre-signed URLs, with botocore's signing code for both.

The rules are those of the AWS page "Authenticating Requests: Using Query Parameters (AWS Signature
Version 4)", the errors those of "Error responses", both in the Amazon S3 API Reference.
"""

from __future__ import annotations

import dataclasses
import datetime
import hmac
import re
import urllib.parse

from botocore.auth import S3SigV4QueryAuth
from botocore.awsrequest import AWSRequest
from botocore.compat import HTTPHeaders
from botocore.credentials import Credentials

from bota_emulator.storage.s3_errors import S3Error

_ALGORITHM = "AWS4-HMAC-SHA256"
_STAMP = "%Y%m%dT%H%M%SZ"
_WEEK = 7 * 24 * 3600
# S3 lets clocks differ by 15 minutes (error RequestTimeTooSkewed).
_AHEAD = datetime.timedelta(minutes=15)
_REQUIRED = (
    "X-Amz-Algorithm",
    "X-Amz-Credential",
    "X-Amz-Signature",
    "X-Amz-Date",
    "X-Amz-SignedHeaders",
    "X-Amz-Expires",
)
_AUTH_ERROR = "AuthorizationQueryParametersError"


@dataclasses.dataclass(frozen=True)
class S3Identity:
    """Who signs: the names and keys of one S3 account.

    Attributes:
        access_key: The access key's id.
        secret_key: The secret; never shown.
        region: The region of the signature's scope.

    """

    access_key: str = dataclasses.field(repr=False)
    secret_key: str = dataclasses.field(repr=False)
    region: str


def _auth(identity: S3Identity, expires: int = 0) -> S3SigV4QueryAuth:
    credentials = Credentials(identity.access_key, identity.secret_key)
    return S3SigV4QueryAuth(credentials, "s3", identity.region, expires=expires)


def presign(
    identity: S3Identity,
    method: str,
    url: str,
    *,
    when: datetime.datetime,
    expires: int,
    headers: dict[str, str] | None = None,
) -> str:
    """Return a pre-signed URL.

    Args:
        identity: Who signs.
        method: The HTTP method that it allows.
        url: The object's URL without a query.
        when: From when it counts, in UTC.
        expires: Its life in seconds.
        headers: What the request must carry besides `Host`.

    """
    auth = _auth(identity, expires)
    request = AWSRequest(method=method, url=url, headers=headers or {})
    # The steps of botocore's add_auth one by one: that takes the machine's clock, and logs the
    # signature at DEBUG.
    request.context["timestamp"] = when.strftime(_STAMP)
    auth._modify_request_before_signing(request)
    to_sign = auth.string_to_sign(request, auth.canonical_request(request))
    auth._inject_signature_to_request(request, auth.signature(to_sign, request))
    return str(request.url)


def verify(
    identity: S3Identity,
    method: str,
    target: str,
    headers: list[tuple[str, str]],
    *,
    now: datetime.datetime,
) -> dict[str, str]:
    """Check a request as S3 does before it looks at anything else.

    Args:
        identity: The one account that exists.
        method: The HTTP method.
        target: The request target as it came, path and query.
        headers: The headers as they came, names in lower case.
        now: The storage's clock, in UTC.

    Returns:
        The query's parameters.

    Raises:
        S3Error: Any refusal.

    """
    path, _, query_text = target.partition("?")
    query = dict(urllib.parse.parse_qsl(query_text, keep_blank_values=True))
    sent = HTTPHeaders()
    for name, value in headers:
        sent.add_header(name, value)
    if not any(name in query for name in ("X-Amz-Algorithm", "X-Amz-Signature")):
        # S3 would also take a signed Authorization header; the emulator gives out URLs only.
        raise S3Error("AccessDenied")
    if "authorization" in sent:
        # S3 repeats the header's value in ArgumentValue. It may be an API key, so not here.
        raise S3Error(
            "InvalidArgument",
            "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature "
            "query string parameter or the Authorization header should be specified",
            {"ArgumentName": "Authorization"},
        )
    stamp, signed = _parameters(identity, query, now)
    _unsigned(sent, signed)
    _compare(identity, method, path, query_text, query, sent, signed, stamp)
    return query


def _parameters(
    identity: S3Identity, query: dict[str, str], now: datetime.datetime
) -> tuple[str, list[str]]:
    if any(name not in query for name in _REQUIRED):
        raise S3Error(
            _AUTH_ERROR,
            "Query-string authentication version 4 requires the X-Amz-Algorithm, "
            "X-Amz-Credential, X-Amz-Signature, X-Amz-Date, X-Amz-SignedHeaders, and "
            "X-Amz-Expires parameters.",
        )
    if query["X-Amz-Algorithm"] != _ALGORITHM:
        raise S3Error(_AUTH_ERROR, f'X-Amz-Algorithm only supports "{_ALGORITHM}"')
    if "X-Amz-Security-Token" in query:
        raise S3Error("InvalidToken")
    stamp, expires = query["X-Amz-Date"], query["X-Amz-Expires"]
    if not re.fullmatch(r"-?[0-9]{1,18}", expires):
        raise S3Error(_AUTH_ERROR, "X-Amz-Expires should be a number")
    life = int(expires)
    if life < 0:
        raise S3Error(_AUTH_ERROR, "X-Amz-Expires must be non-negative")
    if life > _WEEK:
        raise S3Error(
            _AUTH_ERROR,
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires "
            f"must be less than {_WEEK} seconds",
        )
    try:
        begin = datetime.datetime.strptime(stamp, _STAMP).replace(tzinfo=datetime.UTC)
    except ValueError:
        raise S3Error(
            _AUTH_ERROR,
            "X-Amz-Date must be in the ISO8601 Long Format \"yyyyMMdd'T'HHmmss'Z'\"",
        ) from None
    _credential(identity, query["X-Amz-Credential"], stamp)
    _lifetime(begin, life, now)
    return stamp, query["X-Amz-SignedHeaders"].lower().split(";")


def _credential(identity: S3Identity, credential: str, stamp: str) -> None:
    parts = credential.split("/")
    if len(parts) != 5:
        raise S3Error(
            _AUTH_ERROR,
            "Error parsing the X-Amz-Credential parameter; the Credential is mal-formed; expecting "
            '"<YOUR-AKID>/YYYYMMDD/REGION/SERVICE/aws4_request".',
        )
    access_key, day, region, service, ending = parts
    if access_key != identity.access_key:
        raise S3Error("InvalidAccessKeyId", elements={"AWSAccessKeyId": access_key})
    problem = ""
    if day != stamp[:8]:
        problem = f'incorrect date "{day}". This date must be the same as in X-Amz-Date'
    elif region != identity.region:
        problem = f"the region '{region}' is wrong; expecting '{identity.region}'"
    elif service != "s3":
        problem = f'incorrect service "{service}". This endpoint belongs to "s3".'
    elif ending != "aws4_request":
        problem = f'incorrect terminal "{ending}". This endpoint uses "aws4_request".'
    if problem:
        raise S3Error(_AUTH_ERROR, f"Error parsing the X-Amz-Credential parameter; {problem}")


def _lifetime(begin: datetime.datetime, life: int, now: datetime.datetime) -> None:
    try:
        end = begin + datetime.timedelta(seconds=life)
    except OverflowError:
        raise S3Error(_AUTH_ERROR, "X-Amz-Date must be in the ISO8601 format") from None
    iso = "%Y-%m-%dT%H:%M:%SZ"
    if now > end:
        raise S3Error(
            "AccessDenied",
            "Request has expired",
            {
                "X-Amz-Expires": str(life),
                "Expires": end.strftime(iso),
                "ServerTime": now.strftime(iso),
            },
        )
    if begin - now > _AHEAD:
        raise S3Error(
            "AccessDenied",
            "Request is not yet valid",
            {"X-Amz-Date": begin.strftime(_STAMP), "ServerTime": now.strftime(iso)},
        )


def _unsigned(sent: HTTPHeaders, signed: list[str]) -> None:
    names = {str(name).lower() for name in sent}
    loose = sorted(n for n in names if n.startswith("x-amz-") and n not in signed)
    if "host" not in signed:
        loose.insert(0, "host")
    if loose:
        raise S3Error(
            "AccessDenied",
            "There were headers present in the request which were not signed",
            {"HeadersNotSigned": ", ".join(loose)},
        )


def _compare(
    identity: S3Identity,
    method: str,
    path: str,
    query_text: str,
    query: dict[str, str],
    sent: HTTPHeaders,
    signed: list[str],
    stamp: str,
) -> None:
    auth = _auth(identity)
    pairs = urllib.parse.parse_qsl(query_text, keep_blank_values=True)
    request = AWSRequest(method=method, params=[(k, v) for k, v in pairs if k != "X-Amz-Signature"])
    request.context["timestamp"] = stamp
    covered = HTTPHeaders()
    for name in signed:
        for value in sent.get_all(name) or [""]:
            covered.add_header(name, value)
    canonical = "\n".join(
        [
            method,
            # Clients differ in what they escape beyond RFC 3986's unreserved characters; S3
            # compares the names that the escapes stand for.
            urllib.parse.quote(urllib.parse.unquote_to_bytes(path), safe="/-_.~"),
            auth.canonical_query_string(request),
            auth.canonical_headers(covered) + "\n",
            auth.signed_headers(covered),
            sent.get("x-amz-content-sha256", "UNSIGNED-PAYLOAD"),
        ]
    )
    to_sign = auth.string_to_sign(request, canonical)
    if not hmac.compare_digest(
        str(auth.signature(to_sign, request)).encode(), query["X-Amz-Signature"].encode()
    ):
        # S3 adds SignatureProvided, which would put a signature into its clients' messages.
        raise S3Error(
            "SignatureDoesNotMatch",
            elements={
                "AWSAccessKeyId": identity.access_key,
                "StringToSign": to_sign,
                "CanonicalRequest": canonical,
            },
        )
