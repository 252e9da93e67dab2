"""One call of the API: send, retry, and turn a refusal into its error. Knows nothing of sockets."""

from __future__ import annotations

import logging
import time
from collections.abc import Mapping
from typing import Final
from urllib.parse import urljoin

import attrs
from bota_api.rate_limits import classes_of
from bota_api.response_headers import ResponseHeaders

from bota_sdk._api.client_state import ClientState
from bota_sdk._api.rate_limit import LOOK
from bota_sdk._api.translate import api_error, is_of_another
from bota_sdk._shared import waiting
from bota_sdk._shared.outcome import Exchange, NoResponse, Response
from bota_sdk._shared.redact import Secret
from bota_sdk._shared.requests import RequestRecord, add_request, add_retry
from bota_sdk._shared.retry import (
    PRICE,
    TIMEOUT_PRICE,
    is_transient,
    retry_wait,
    server_wait,
)
from bota_sdk.errors import (
    ApiConnectionError,
    ApiTimeoutError,
    BotaError,
    ClientClosedError,
    InvalidResponseError,
    RateLimitError,
)

_log = logging.getLogger("bota_sdk")

_OF_ANOTHER: Final = "the response is about another object"


@attrs.frozen
class ApiCaller:
    """Sends requests until they succeed, cannot succeed, or have been tried often enough.

    A call may be held back for `max_wait` seconds, by the rate limits that are kept or by what a
    response asks; None stands for its own timeout. Inside an upload nothing is too long: its
    deadline and its token end it.
    """

    state: ClientState
    max_retries: int
    max_wait: float | None

    def call(self, exchange: Exchange) -> Response:
        """Send a request and return its last response, which is a success (2xx), or raise."""
        quota = self.state.quota
        classes = classes_of(exchange.method, exchange.path)
        spent = attempt = 0
        while True:
            attempt += 1
            outcome = self._attempt(exchange, classes, attempt)
            asked, price = None, PRICE
            if isinstance(outcome, Response):
                status_code = outcome.status_code
                if 200 <= status_code < 300:
                    quota.refund(spent)
                    return outcome
                limited = status_code == 429
                transient = is_transient(status_code) and (exchange.is_repeatable or limited)
                now = self.state.clocks.api.now()
                asked = server_wait(outcome.headers, now=now, limited=limited)
                if limited:
                    self.state.pacer.refused(
                        classes, asked or 0.0, waiting.monotonic(), outcome.headers
                    )
            else:
                transient = outcome.transient and (exchange.is_repeatable or not outcome.sent)
                price = TIMEOUT_PRICE if outcome.timed_out else PRICE
            if (
                not transient
                or attempt > self.max_retries
                or self._is_too_long(asked, exchange)
                or not quota.take(price)
            ):
                raise _error(outcome, exchange, attempt, asked)
            spent = price
            wait = retry_wait(attempt, asked)
            add_retry(f"{exchange.method} {exchange.path}", attempt, wait)
            waiting.wait_blocking(wait)

    def _attempt(
        self, exchange: Exchange, classes: tuple[str, ...], attempt: int
    ) -> Response | NoResponse:
        pacer, clock = self.state.pacer, self.state.clocks.api
        ticket = self._turn(exchange, classes)
        started = time.monotonic()
        outcome: Response | NoResponse | None = None
        try:
            outcome = exchange.send()
            if isinstance(outcome, Response):
                clock.learn(outcome.headers)
                if is_of_another(exchange, outcome):
                    # What follows on its connection is dropped before the next attempt is sent.
                    outcome = NoResponse(_OF_ANOTHER, timed_out=False, sent=True)
            return outcome
        finally:
            found = outcome if isinstance(outcome, Response) else None
            headers: Mapping[str, str] = found.headers if found else {}
            pacer.responded(
                ticket, classes, headers, now=waiting.monotonic(), server_now=clock.now()
            )
            add_request(
                RequestRecord(
                    method=exchange.method,
                    target=exchange.path,
                    status_code=found.status_code if found else None,
                    seconds=time.monotonic() - started,
                    headers=ResponseHeaders(headers) if found else None,
                    sent=not isinstance(outcome, NoResponse) or outcome.sent,
                ),
                Secret(urljoin(exchange.base_url, exchange.path)),
                attempt=attempt,
                template=exchange.template,
                timed_out=isinstance(outcome, NoResponse) and outcome.timed_out,
            )

    def _turn(self, exchange: Exchange, classes: tuple[str, ...]) -> object:
        held = 0.0
        while True:
            if self.state.closed:
                raise ClientClosedError("the client was closed; make a new one")
            ticket, wait = self.state.pacer.take(classes, waiting.monotonic())
            if ticket is not None:
                return ticket
            if self._is_too_long(held + wait, exchange):
                error = RateLimitError(
                    status_code=429,
                    code="rate_limit_exceeded",
                    message=f"nothing was sent: the rate limit has room again in {wait:.0f} "
                    "seconds, which is longer than max_wait",
                )
                error.retry_after = wait
                raise error
            if not held:
                _log.debug("%s %s: held for %.1f s", exchange.method, exchange.path, wait)
            wait = min(wait, LOOK)
            waiting.wait_blocking(wait)
            held += wait

    def _is_too_long(self, wait: float | None, exchange: Exchange) -> bool:
        most = exchange.timeout if self.max_wait is None else self.max_wait
        return wait is not None and wait > most and not waiting.is_patient()


def _error(
    outcome: Response | NoResponse, exchange: Exchange, attempts: int, asked: float | None
) -> BotaError:
    tries = f" after {attempts} attempts" if attempts > 1 else ""
    if isinstance(outcome, Response):
        error: BotaError = api_error(
            outcome.status_code, outcome.headers, outcome.body, base_url=exchange.base_url
        )
        if isinstance(error, RateLimitError):
            error.retry_after = asked
        if tries:
            error.add_note(f"given up{tries}")
        return error
    kind: type[BotaError] = ApiTimeoutError if outcome.timed_out else ApiConnectionError
    if outcome.reason is _OF_ANOTHER:
        kind = InvalidResponseError
    return kind(f"{exchange.method} {exchange.path}: {outcome.reason}{tries}")
