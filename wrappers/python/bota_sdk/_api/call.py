"""One call of the API: send, retry, and turn a refusal into its error. Knows nothing of sockets."""

from __future__ import annotations

import random
import time
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, Protocol

from bota_sdk._api.client_state import ClientState
from bota_sdk._api.error_body import api_error
from bota_sdk._api.rate_limit import RateClass
from bota_sdk._shared import waiting
from bota_sdk._shared.outcome import NoResponse, Response
from bota_sdk._shared.requests import RequestRecord, add_request
from bota_sdk._shared.retry import MAX_ATTEMPTS, backoff, is_transient, may_repeat, server_wait
from bota_sdk._shared.retry_quota import PRICE, TIMEOUT_PRICE
from bota_sdk.errors import ApiConnectionError, ApiTimeoutError

if TYPE_CHECKING:
    from bota_api.response_headers import ResponseHeaders

# The contract's createUploadUrl, which has a rate limit of its own: a request shows only its path.
_UPLOAD_URL_PATH: Final = "/upload-url"


class Exchange(Protocol):
    """One request that can be sent again and again."""

    @property
    def method(self) -> str:
        """The HTTP method."""
        ...

    @property
    def target(self) -> str:
        """The path, without a query."""
        ...

    @property
    def headers(self) -> Mapping[str, str]:
        """The request's headers, names in lower case."""
        ...

    async def send(self) -> Response | NoResponse:
        """Send the request once and read the whole answer."""
        ...

    async def sleep(self, seconds: float) -> None:
        """Wait."""
        ...


async def call_api(exchange: Exchange, state: ClientState) -> None:
    """Send a request until it succeeds, cannot succeed, or has been tried MAX_ATTEMPTS times.

    Returns when the exchange's last answer is a success (2xx).

    Args:
        exchange: the request.
        state: the client's: learns the server's time and limits, pays for retries, paces.

    Raises:
        ApiError: the last answer was a refusal.
        ApiConnectionError: there was no answer to the last attempt.

    """
    clock, quota = state.clocks.api, state.quota
    kinds = _rate_classes(exchange)
    spent = 0
    repeatable = may_repeat(exchange.method, exchange.headers)
    attempt = 0
    while True:
        attempt += 1
        ticket = await _turn(exchange, state, kinds)
        started = time.monotonic()
        try:
            outcome = await exchange.send()
        except BaseException:
            state.pacer.answered(ticket, kinds, {}, now=waiting.monotonic(), server_now=None)
            raise
        add_request(
            RequestRecord(
                method=exchange.method,
                target=exchange.target,
                status_code=outcome.status_code if isinstance(outcome, Response) else None,
                seconds=time.monotonic() - started,
                headers=_documented(outcome) if isinstance(outcome, Response) else None,
            ),
        )
        asked_wait = None
        if isinstance(outcome, Response):
            clock.learn(outcome.headers)
        state.pacer.answered(
            ticket,
            kinds,
            outcome.headers if isinstance(outcome, Response) else {},
            now=waiting.monotonic(),
            server_now=clock.now(),
        )
        if isinstance(outcome, Response):
            if 200 <= outcome.status_code < 300:
                quota.refund(spent)
                return
            passing = is_transient(outcome.status_code) and (
                repeatable or outcome.status_code == 429
            )
            asked_wait = server_wait(
                outcome.headers,
                now=clock.now(),
                limited=outcome.status_code == 429,
            )
            if outcome.status_code == 429:
                state.pacer.refused(kinds, asked_wait or 0.0, waiting.monotonic())
        else:
            passing = repeatable or not outcome.sent
        price = TIMEOUT_PRICE if isinstance(outcome, NoResponse) and outcome.timed_out else PRICE
        if not passing or attempt == MAX_ATTEMPTS or not quota.take(price):
            raise _error(outcome, exchange, attempt)
        spent = price
        wait = backoff(attempt, random.random)
        # A little more than was asked, so that a crowd of clients does not come back at once.
        await exchange.sleep(wait if asked_wait is None else asked_wait + min(wait, 1.0))


def _documented(answer: Response) -> ResponseHeaders:
    from bota_api.response_headers import ResponseHeaders

    return ResponseHeaders(answer.headers)


def _rate_classes(exchange: Exchange) -> tuple[RateClass, ...]:
    if exchange.method == "POST" and exchange.target.endswith(_UPLOAD_URL_PATH):
        return ("requests", "upload_urls")
    return ("requests",)


async def _turn(exchange: Exchange, state: ClientState, kinds: tuple[RateClass, ...]) -> object:
    while True:
        ticket, wait = state.pacer.take(kinds, waiting.monotonic())
        if ticket is not None:
            return ticket
        await exchange.sleep(wait)


def _error(outcome: Response | NoResponse, exchange: Exchange, attempts: int) -> Exception:
    tries = f" after {attempts} attempts" if attempts > 1 else ""
    if isinstance(outcome, Response):
        error: Exception = api_error(outcome.status_code, outcome.headers, outcome.body)
        if tries:
            error.add_note(f"given up{tries}")
        return error
    kind = ApiTimeoutError if outcome.timed_out else ApiConnectionError
    return kind(f"{exchange.method} {exchange.target}: {outcome.reason}{tries}")
