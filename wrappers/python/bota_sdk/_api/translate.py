"""Turns what the generated code raises over a bad response into our errors, at one place."""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager

from bota_sdk._shared.redact import redact
from bota_sdk._shared.requests import record_requests
from bota_sdk.errors import BotaError, ClientClosedError, InvalidResponseError


@contextmanager
def response_guard() -> Generator[None]:
    """Guard one generated call.

    Raises:
        TypeError, ValueError: an argument cannot be sent; no request was made.
        InvalidResponseError: the API responded with success, but not as the contract says.
        ClientClosedError: the client was closed before.

    """
    with record_requests() as requests:
        try:
            yield
        except BotaError:
            raise
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            if requests:
                last = requests[-1]
                raise InvalidResponseError(
                    f"{last.method} {last.target} responded {last.status_code}, but the body is "
                    f"not what the contract says: {_what(error)}",
                ) from None  # it and its frames hold the response, signed URL and all
            if _is_about_a_response(error):  # of an earlier call: the next page asked for of it
                raise InvalidResponseError(redact(str(error))) from None
            if isinstance(error, AttributeError):
                raise TypeError(f"an argument has the wrong type: {error}") from error
            raise
        except RuntimeError as error:
            if "closed" in str(error):
                raise ClientClosedError("the client was closed; make a new one") from None
            raise


def _is_about_a_response(error: Exception) -> bool:
    from bota_api.reading import ResponseError

    return isinstance(error, ResponseError)


def _what(error: Exception) -> str:
    kind = "" if _is_about_a_response(error) else f"{type(error).__name__}: "
    return f"{kind}{redact(str(error))}"
