"""Spans and metrics of OpenTelemetry, for a program that has set a provider of them.

Such a program has imported OpenTelemetry's API. Where nobody has, nothing of it is imported here
and nothing is measured. Names are those of its semantic conventions for HTTP clients; what has no
name there begins with `bota.`.
"""

from __future__ import annotations

import logging
import sys
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import contextmanager
from functools import lru_cache, wraps
from typing import TYPE_CHECKING, Any, Final, ParamSpec, TypeAlias, TypeVar
from urllib.parse import urlsplit

import attrs

from bota_sdk._shared.redact import Secret, error_line
from bota_sdk._version import __version__

if TYPE_CHECKING:
    from opentelemetry.metrics import Counter, Histogram, MeterProvider, UpDownCounter
    from opentelemetry.trace import Span, Tracer, TracerProvider

    from bota_sdk._shared.requests import RequestRecord

Attributes: TypeAlias = Mapping[str, Any]

P = ParamSpec("P")
T = TypeVar("T")

_log: Final = logging.getLogger("bota_sdk")

_SCOPE: Final = "bota_sdk"

_SECONDS: Final = (0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10)
"""The buckets that the conventions name for the duration of a request."""

_PORTS: Final = {"http": 80, "https": 443}


@attrs.frozen
class _Instruments:
    tracer: Tracer
    requests: Histogram
    uploads: Histogram
    active: UpDownCounter
    bytes: Counter
    retries: Counter
    refreshes: Counter
    items: Counter


def _instruments() -> _Instruments | None:
    """Return what traces and measures; None where no provider can have been set."""
    if "opentelemetry.trace" not in sys.modules and "opentelemetry.metrics" not in sys.modules:
        return None
    from opentelemetry.metrics import get_meter_provider
    from opentelemetry.trace import get_tracer_provider

    return _instruments_of(get_tracer_provider(), get_meter_provider())


@lru_cache(maxsize=1)  # a program sets its providers once; some do so after the first request
def _instruments_of(tracers: TracerProvider, meters: MeterProvider) -> _Instruments:
    meter = meters.get_meter(_SCOPE, __version__)
    return _Instruments(
        tracer=tracers.get_tracer(_SCOPE, __version__),
        requests=meter.create_histogram(
            "http.client.request.duration",
            "s",
            "Duration of HTTP client requests.",
            explicit_bucket_boundaries_advisory=_SECONDS,
        ),
        uploads=meter.create_histogram("bota.upload.duration", "s", "Duration of uploads."),
        active=meter.create_up_down_counter("bota.upload.active", "{upload}", "Uploads under way."),
        bytes=meter.create_counter("bota.upload.bytes", "By", "Bytes sent, also those in vain."),
        retries=meter.create_counter("bota.retries", "{retry}", "Requests sent again."),
        refreshes=meter.create_counter("bota.refreshes", "{refresh}", "Signed URLs replaced."),
        items=meter.create_counter(
            "bota.bulk.items", "{item}", "Items of bulk uploads that ended."
        ),
    )


def _harmless(call: Callable[P, T]) -> Callable[P, T | None]:
    """Let a program's provider of telemetry fail without the upload that it was to be about."""

    @wraps(call)
    def safe(*args: P.args, **kwargs: P.kwargs) -> T | None:
        try:
            return call(*args, **kwargs)
        except Exception as error:
            _warn(type(error).__name__, error_line(error))
            return None

    return safe


@lru_cache(maxsize=16)  # once each
def _warn(kind: str, words: str) -> None:
    _log.warning("OpenTelemetry fails, and the client goes on without it: %s: %s", kind, words)


@contextmanager
def upload_span(found: Callable[[], Attributes]) -> Generator[None]:
    """Make a span of the `with` block, which is the parent of its requests, and measure it.

    Args:
        found: returns the span's attributes when the block has ended.

    """
    started = time.monotonic()
    span = _begin_upload()
    if span is None:
        yield
        return
    from opentelemetry.trace import use_span

    failure: BaseException | None = None
    try:
        # The event that an error can be would show its traceback.
        with use_span(span, record_exception=False, set_status_on_exception=False):
            yield
    except BaseException as error:
        failure = error
        raise
    finally:
        _end_upload(span, time.monotonic() - started, failure, found)


@_harmless
def _begin_upload() -> Span | None:
    instruments = _instruments()
    if instruments is None:
        return None
    span = instruments.tracer.start_span("bota.upload")
    instruments.active.add(1)
    return span


@_harmless
def _end_upload(
    span: Span, seconds: float, error: BaseException | None, found: Callable[[], Attributes]
) -> None:
    from opentelemetry.trace import StatusCode

    if (instruments := _instruments()) is not None:
        ended = {} if error is None else {"error.type": type(error).__name__}
        instruments.active.add(-1)
        instruments.uploads.record(seconds, ended)
        if error is not None:
            span.set_status(StatusCode.ERROR, error_line(error))
        span.set_attributes({**found(), **ended})
        span.end()


@_harmless
def request_span(
    request: RequestRecord,
    url: Secret,
    *,
    template: str | None,
    resends: int,
    body_size: int | None,
    timed_out: bool,
) -> None:
    """Make a span of a request that has just ended, and measure it.

    Args:
        request: what is known of it.
        url: where it was sent to; its query is left out.
        template: its path with the names of the ids in their place, which the span is named after,
            since the conventions want names with few values; None for a request that has none.
        resends: how often it had been sent before.
        body_size: bytes of a file that were sent; None for a request without one.
        timed_out: whether there was no response in time.

    """
    instruments = _instruments()
    if instruments is None:
        return
    from opentelemetry.trace import SpanKind, StatusCode

    parts, status = urlsplit(url.reveal()), request.status_code
    attributes: dict[str, str | int] = {
        "http.request.method": request.method,
        "server.address": parts.hostname or "",
        "server.port": parts.port or _PORTS[parts.scheme],
    }
    if status is not None:
        attributes["http.response.status_code"] = status
    is_error = status is None or status >= 400
    if is_error:
        attributes["error.type"] = str(status or ("timeout" if timed_out else "no_response"))
    instruments.requests.record(request.seconds, attributes)
    if body_size is not None:
        instruments.bytes.add(body_size)
        attributes["http.request.body.size"] = body_size
    if resends:
        attributes["http.request.resend_count"] = resends
    if template is not None:
        attributes["url.template"] = template
    attributes["url.full"] = parts._replace(query="", fragment="").geturl()
    now = time.time_ns()
    started = now - int(request.seconds * 1e9)
    span = instruments.tracer.start_span(
        " ".join(filter(None, (request.method, template))),
        kind=SpanKind.CLIENT,
        attributes=attributes,
        start_time=started,
    )
    if is_error:
        span.set_status(StatusCode.ERROR)
    span.end(now)


@_harmless
def retry_event(what: str, number: int, wait: float) -> None:
    """Count a retry, and make it an event of the current span; `wait` is the seconds before it."""
    if (instruments := _instruments()) is not None:
        instruments.retries.add(1)
        retry = {"bota.target": what, "bota.retry.number": number, "bota.retry.wait": wait}
        _add_event("bota.retry", retry)


@_harmless
def refresh_event(what: str) -> None:
    """Count a signed URL that is replaced, and make it an event of the current span."""
    if (instruments := _instruments()) is not None:
        instruments.refreshes.add(1)
        _add_event("bota.refresh", {"bota.target": what})


@_harmless
def count_item(outcome: str) -> None:
    """Count an item of a bulk upload that has ended."""
    if (instruments := _instruments()) is not None:
        instruments.items.add(1, {"bota.outcome": outcome})


def _add_event(name: str, attributes: Attributes) -> None:
    from opentelemetry.trace import get_current_span

    get_current_span().add_event(name, attributes)
