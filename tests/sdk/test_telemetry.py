"""What OpenTelemetry is given of uploads, where a program has set its providers, and else."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import attrs
import pytest
from bota_emulator import Emulator, StorageReset
from bota_sdk import (
    ApiError,
    AsyncBota,
    Bota,
    BulkReport,
    NotFoundError,
    PermissionDeniedError,
    StorageError,
)
from opentelemetry import metrics, trace
from opentelemetry.context import Context
from opentelemetry.sdk.metrics import MeterProvider
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, Span, SpanProcessor, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind, StatusCode

from tests.conftest import AUDIO
from tests.sdk.conftest import Upload
from tests.secret_scan import secrets_in

WAV = AUDIO / "speech.wav"
SIZE = WAV.stat().st_size
NAMES = [
    "POST /v1/recordings",
    "POST /v1/recordings/{id}/upload-url",
    "PUT",
    "POST /v1/recordings/{id}/upload-complete",
]
"""The spans of the requests of an upload that meets no fault."""


@attrs.frozen
class Seen:
    """What has been exported."""

    exporter: InMemorySpanExporter
    reader: InMemoryMetricReader

    @property
    def spans(self) -> list[ReadableSpan]:
        """All spans, in the order of their ends."""
        return [*self.exporter.get_finished_spans()]

    def below(self, parent: ReadableSpan) -> list[ReadableSpan]:
        """The children of a span, in the order of their ends."""
        assert parent.context is not None
        return [
            span
            for span in self.spans
            if span.parent is not None and span.parent.span_id == parent.context.span_id
        ]

    def one(self, name: str) -> ReadableSpan:
        (found,) = [span for span in self.spans if span.name == name]
        return found

    def metrics(self) -> dict[str, dict[str, float]]:
        """The sum, or the count, of each metric, by its last attribute."""
        data: Any = self.reader.get_metrics_data()
        found: dict[str, dict[str, float]] = {}
        for metric in data.resource_metrics[0].scope_metrics[0].metrics:
            points = found.setdefault(metric.name, {})
            for point in metric.data.data_points:
                label = str([*dict(point.attributes).values(), ""][0])
                points[label] = points.get(label, 0) + getattr(point, "count", 0) or point.value
        return found


@pytest.fixture
def seen(monkeypatch: pytest.MonkeyPatch) -> Iterator[Seen]:
    found = Seen(InMemorySpanExporter(), InMemoryMetricReader())
    tracers, meters = TracerProvider(), MeterProvider([found.reader])
    tracers.add_span_processor(SimpleSpanProcessor(found.exporter))
    # As set_tracer_provider and set_meter_provider do, which a process can call once.
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", tracers)
    monkeypatch.setattr(metrics._internal, "_METER_PROVIDER", meters)
    yield found
    tracers.shutdown()
    meters.shutdown()


class Failing(SpanProcessor):
    """A program's own processor, with a mistake in it."""

    def on_start(self, span: Span, parent_context: Context | None = None) -> None:
        raise RuntimeError("no room for a span")


def test_a_provider_that_fails_ends_no_upload(
    bota: Bota, upload: Upload, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    tracers = TracerProvider()
    tracers.add_span_processor(Failing())
    monkeypatch.setattr(trace, "_TRACER_PROVIDER", tracers)
    assert upload(WAV).verified
    assert [found.id for found in bota.recordings.list()]
    said = [r.getMessage() for r in caplog.records if r.levelname == "WARNING"]
    assert len(said) <= 1, said  # once a process
    tracers.shutdown()


def within_a_span(call: Callable[[], Any]) -> Any:
    with trace.get_tracer("mine").start_as_current_span("mine"):
        return call()


def test_an_upload_is_a_span_and_its_requests_are_its_children(
    bota_emulator: Emulator, upload: Upload, seen: Seen
) -> None:
    receipt = within_a_span(lambda: upload(WAV))
    span = seen.one("bota.upload")
    assert seen.below(seen.one("mine")) == [span]
    assert span.status.status_code == StatusCode.UNSET
    assert dict(span.attributes or {}) == {
        "bota.upload.size": SIZE,
        "bota.upload.attempts": 1,
        "bota.upload.content_type": "audio/wav",
        "bota.upload.stage": "stored",
        "bota.recording.id": receipt.recording_id,
    }
    requests = seen.below(span)
    assert [request.name for request in requests] == NAMES
    assert {request.kind for request in requests} == {SpanKind.CLIENT}
    create, put = dict(requests[0].attributes or {}), dict(requests[2].attributes or {})
    address, _, port = bota_emulator.base_url.removesuffix("/v1").rpartition(":")
    assert create == {
        "http.request.method": "POST",
        "server.address": address.removeprefix("http://"),
        "server.port": int(port),
        "http.response.status_code": 201,
        "url.full": f"{bota_emulator.base_url}/recordings",
        "url.template": "/v1/recordings",
    }
    assert put["http.request.body.size"] == SIZE
    assert "?" not in str(put["url.full"])
    assert str(put["url.full"]).endswith(f"{receipt.recording_id}/audio.wav")
    assert all(each.start_time and each.end_time for each in requests)


def test_retries_and_refreshes_are_events(
    bota_emulator: Emulator, upload: Upload, seen: Seen, sleeps: list[float]
) -> None:
    bota_emulator.fail_storage("SlowDown", times=1)
    bota_emulator.fail_storage("ExpiredToken", times=1)
    bota_emulator.fail_api("completeUpload", 503, times=1)
    receipt = upload(WAV)
    span, what = seen.one("bota.upload"), f"PUT of {receipt.recording_id}"
    events = [(event.name, dict(event.attributes or {})) for event in span.events]
    assert [name for name, _ in events] == ["bota.retry", "bota.refresh", "bota.retry"]
    assert events[0][1] == {
        "bota.target": what,
        "bota.retry.number": 1,
        "bota.retry.wait": sleeps[0],
    }
    assert events[1][1] == {"bota.target": what}
    puts = [dict(each.attributes or {}) for each in seen.below(span) if each.name == "PUT"]
    assert [put.get("http.request.resend_count") for put in puts] == [None, 1, 2]
    assert [put.get("error.type") for put in puts] == ["503", "400", None]
    found = seen.metrics()
    assert found["bota.retries"] == {"": 2}
    assert found["bota.refreshes"] == {"": 1}
    assert found["http.client.request.duration"] == {"POST": 5, "PUT": 3}
    assert found["bota.upload.bytes"][""] >= SIZE
    assert found["bota.upload.active"] == {"": 0}


def test_an_error_sets_the_status(
    bota_emulator: Emulator, upload: Upload, seen: Seen, sleeps: list[float]
) -> None:
    bota_emulator.fail_storage("AccessDenied", times=9)
    with pytest.raises(StorageError):
        upload(WAV)
    span = seen.one("bota.upload")
    assert span.status.status_code == StatusCode.ERROR
    assert "403" in str(span.status.description)
    assert (span.attributes or {})["error.type"] == "StorageError"
    failed = seen.below(span)[-1]
    assert failed.status.status_code == StatusCode.ERROR
    assert (failed.attributes or {})["http.response.status_code"] == 403
    assert seen.metrics()["bota.upload.duration"] == {"StorageError": 1}


def test_a_request_without_a_response(
    bota_emulator: Emulator, upload: Upload, seen: Seen, sleeps: list[float]
) -> None:
    bota_emulator.add_fault(StorageReset())
    upload(WAV)
    put = next(span for span in seen.spans if span.name == "PUT")
    assert put.status.status_code == StatusCode.ERROR
    assert (put.attributes or {})["error.type"] == "no_response"
    assert "http.response.status_code" not in (put.attributes or {})


@pytest.mark.parametrize("kind", ["sync", "async"])
def test_each_item_of_a_bulk_upload_is_a_span(
    bota_emulator: Emulator, seen: Seen, tmp_path: Path, kind: str
) -> None:
    items = [WAV, AUDIO / "speech.mp3", tmp_path / "nothing.wav"]
    options: dict[str, str] = {"base_url": bota_emulator.base_url, "api_key": bota_emulator.api_key}

    def blocking() -> BulkReport:
        with Bota(**options) as bota:
            return bota.upload_many(items, end_user_id="eu_1")

    async def awaited() -> BulkReport:
        async with AsyncBota(**options) as bota:
            return await bota.upload_many(items, end_user_id="eu_1")

    report = within_a_span(blocking if kind == "sync" else lambda: asyncio.run(awaited()))
    assert (report.uploaded, report.failed) == (2, 1)
    uploads = [span for span in seen.spans if span.name == "bota.upload"]
    assert len(uploads) == 2
    for span in uploads:
        assert span in seen.below(seen.one("mine"))
        assert [request.name for request in seen.below(span)] == NAMES
    assert seen.metrics()["bota.bulk.items"] == {"uploaded": 2, "failed": 1}


def test_a_request_outside_an_upload_is_a_span_too(bota: Bota, seen: Seen) -> None:
    within_a_span(lambda: [*bota.recordings.list()])
    (span,) = seen.below(seen.one("mine"))
    assert span.name == "GET /v1/recordings"
    assert "?" not in str((span.attributes or {})["url.full"])


def test_a_span_has_the_name_of_its_operations_path_whatever_its_id(bota: Bota, seen: Seen) -> None:
    for id in ("abc", "a b", "rec_1", "{id}"):
        with pytest.raises(NotFoundError):
            bota.recordings.get(id)
    with pytest.raises(NotFoundError):  # no operation of the contract
        bota.api.get_httpx_client().get("/nothing/abc")
    assert [span.name for span in seen.spans] == ["GET /v1/recordings/{id}"] * 4 + ["GET"]
    templates = [(span.attributes or {}).get("url.template") for span in seen.spans]
    assert templates == ["/v1/recordings/{id}"] * 4 + [None]


def test_nothing_exported_has_a_secret(
    bota_emulator: Emulator, upload: Upload, seen: Seen, sleeps: list[float]
) -> None:
    for code in ("SignatureDoesNotMatch", "AccessDenied", "ExpiredToken"):
        bota_emulator.fail_storage(code, times=9)
        with pytest.raises(StorageError):
            upload(WAV)
        bota_emulator.clear_faults()
    for operation in ("createRecording", "createUploadUrl", "completeUpload"):
        bota_emulator.fail_api(operation, 403, times=1)
        with pytest.raises(PermissionDeniedError):
            upload(WAV)
    with pytest.raises(ApiError):
        upload(WAV, api_key="sk_test_of_nobody")
    exported = "".join(span.to_json() for span in seen.spans)
    exported += str(seen.reader.get_metrics_data())
    assert len(seen.spans) > 20
    assert secrets_in(exported) == []
    assert "X-Amz-" not in exported


WITHOUT = """
import sys
if sys.argv[2] == "missing":
    sys.modules["opentelemetry"] = None  # so that its import fails, as where it is not installed
from bota_sdk import Bota
with Bota(base_url=sys.argv[1], api_key="sk_test_emulator") as bota:
    assert bota.upload(b"RIFF0000WAVEdata", content_type="audio/wav", end_user_id="eu_1").verified
print([name for name in sys.modules if name.startswith("opentelemetry.")])
"""


@pytest.mark.parametrize("case", ["missing", "unused"])
def test_nothing_of_it_is_needed_or_imported(bota_emulator: Emulator, case: str) -> None:
    done = subprocess.run(
        [sys.executable, "-c", WITHOUT, bota_emulator.base_url, case],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == "[]\n"
