"""Errors of the API and the three envelopes in which the service words them."""

from __future__ import annotations

from typing import Any

from bota_emulator.settings import ErrorEnvelope

CODES = {
    400: "invalid_request",
    401: "unauthorized",
    403: "unauthorized",
    404: "not_found",
    405: "invalid_request",
    409: "resource_already_exists",
    413: "invalid_request",
    415: "invalid_request",
    422: "processing_error",
    425: "upload_verification_pending",
    429: "rate_limit_exceeded",
    501: "not_implemented",
}


class ApiError(Exception):
    """A response other than success.

    Args:
        status: The HTTP status.
        message: A sentence for people. Never holds a key or a signature.
        code: The contract's `error.code`; the usual one of the status when left out.
        field: The field or parameter that is at fault.
        reason: What is wrong with that field, in a word or two.
        headers: More headers for the response.

    """

    def __init__(
        self,
        status: int,
        message: str,
        *,
        code: str | None = None,
        field: str | None = None,
        reason: str | None = None,
        headers: dict[str, str] | None = None,
    ) -> None:
        super().__init__(message)
        self.status = status
        self.message = message
        self.code = code or CODES.get(status, "processing_error")
        self.field = field
        self.reason = reason
        self.headers = headers or {}

    def body(self, envelope: ErrorEnvelope, request_id: str) -> dict[str, Any]:
        """Return the JSON body in one of the contract's three forms.

        Args:
            envelope: Which form.
            request_id: The id that the response's `X-Request-Id` carries.

        """
        if envelope == "type":
            return {"error": {"type": self.code, "message": self.message}}
        error: dict[str, Any] = {"code": self.code, "message": self.message}
        if envelope == "param":
            error |= {"param": self.field, "request_id": request_id}
        elif self.field is not None:
            error["details"] = {"field": self.field, "reason": self.reason or "invalid"}
        return {"error": error}


def not_found(what: str) -> ApiError:
    """Return the error for something that does not exist.

    Args:
        what: What it would be, such as `recording`.

    """
    return ApiError(404, f"No such {what}")
