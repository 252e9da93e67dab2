"""S3's errors: status, code and XML (AWS, Amazon S3 API Reference, "Error responses")."""

from __future__ import annotations

from xml.sax.saxutils import escape

# Code -> HTTP status and the message of the AWS page.
CODES: dict[str, tuple[int, str]] = {
    "AccessDenied": (403, "Access Denied"),
    "AccessForbidden": (
        403,
        (
            "CORSResponse: This CORS request is not allowed. This is usually because the evalution "
            "of Origin, request method / Access-Control-Request-Method or "
            "Access-Control-Request-Headers are not whitelisted by the resource's CORS spec."
        ),
    ),
    "AuthorizationQueryParametersError": (400, "The authorization query parameters are not valid."),
    "BadRequest": (400, "Bad Request"),
    "BadDigest": (400, "The Content-MD5 you specified did not match what we received."),
    "ConditionalRequestConflict": (
        409,
        "A conflicting operation occurred during the execution of this request.",
    ),
    "EntityTooLarge": (400, "Your proposed upload exceeds the maximum allowed size"),
    "ExpiredToken": (400, "The provided token has expired."),
    "IncompleteBody": (
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
    ),
    "InternalError": (500, "We encountered an internal error. Please try again."),
    "InvalidAccessKeyId": (
        403,
        "The AWS Access Key Id you provided does not exist in our records.",
    ),
    "InvalidArgument": (400, "Invalid Argument"),
    "InvalidDigest": (400, "The Content-MD5 you specified was invalid."),
    "InvalidRange": (416, "The requested range is not satisfiable"),
    "InvalidRequest": (400, "Invalid Request"),
    "InvalidToken": (400, "The provided token is malformed or otherwise invalid."),
    "InvalidURI": (400, "Couldn't parse the specified URI."),
    "MethodNotAllowed": (405, "The specified method is not allowed against this resource."),
    "MissingContentLength": (411, "You must provide the Content-Length HTTP header."),
    "NoSuchBucket": (404, "The specified bucket does not exist"),
    "NoSuchKey": (404, "The specified key does not exist."),
    "NotImplemented": (
        501,
        "A header you provided implies functionality that is not implemented",
    ),
    "PreconditionFailed": (412, "At least one of the pre-conditions you specified did not hold"),
    "RequestTimeTooSkewed": (
        403,
        "The difference between the request time and the current time is too large.",
    ),
    "RequestTimeout": (
        400,
        (
            "Your socket connection to the server was not read from or written to within the "
            "timeout period. Idle connections will be closed."
        ),
    ),
    "ServiceUnavailable": (503, "Service is unable to handle request."),
    "SignatureDoesNotMatch": (
        403,
        (
            "The request signature we calculated does not match the signature you provided. Check "
            "your key and signing method."
        ),
    ),
    "SlowDown": (503, "Please reduce your request rate."),
    "XAmzContentSHA256Mismatch": (
        400,
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    ),
}


class S3Error(Exception):
    """A refusal in S3's words.

    Args:
        code: One of `CODES`.
        message: Another message than the usual one.
        elements: More elements of the XML, in order.
        headers: More headers of the response.

    """

    def __init__(
        self,
        code: str,
        message: str | None = None,
        elements: dict[str, str] | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        self.status, usual = CODES[code]
        self.code = code
        self.message = message or usual
        self.elements = elements or {}
        self.headers = headers or {}
        super().__init__(f"{code}: {self.message}")

    def xml(self, request_id: str, host_id: str) -> bytes:
        """Return the response's body.

        Args:
            request_id: What the header `x-amz-request-id` says.
            host_id: What the header `x-amz-id-2` says.

        """
        elements = {
            "Code": self.code,
            "Message": self.message,
            **self.elements,
            "RequestId": request_id,
            "HostId": host_id,
        }
        inner = "".join(f"<{name}>{escape(text)}</{name}>" for name, text in elements.items())
        return f'<?xml version="1.0" encoding="UTF-8"?>\n<Error>{inner}</Error>'.encode()
