"""The operations on summaries, by operationId."""

from __future__ import annotations

from bota_emulator.api.call import Call, Result
from bota_emulator.api.errors import ApiError
from bota_emulator.handlers.parts import PROJECT, Parts
from bota_emulator.work.jobs import planned
from bota_emulator.work.transcript import summary

SECONDS = 2.0
"""How long a summary is processing, by the clock."""

PROVIDER = "gemini"


class Summaries:
    """Starts and reads summaries.

    Args:
        parts: What it works with.

    """

    def __init__(self, parts: Parts) -> None:
        self._parts = parts

    def create(self, call: Call) -> Result:
        """Handle createSummary: one that is `pending`, of a completed transcription."""
        parts, body = self._parts, call.body
        if ("template_id" in body) == ("prompt" in body):
            raise ApiError(
                400,
                "exactly one of template_id and prompt is needed",
                field="template_id",
                reason="exclusive",
            )
        transcription = parts.find("transcription", body["transcription_id"])
        if transcription.status != "completed":
            raise ApiError(409, f"The transcription is {transcription.status}, not completed")
        form = body.get("template_id") or body["prompt"]
        result = {"output": summary(transcription.document["text"], form)}
        empty = ("output", "error", "error_message", "started_at", "completed_at")
        fields = parts.kept("createSummary", body) | {
            "project_id": PROJECT,
            "status": "pending",
            "provider": body.get("provider", PROVIDER),
            "custom_prompt": body.get("prompt"),
        }
        error = parts.settings.summary_error
        row = parts.add(
            "summary",
            {**dict.fromkeys(empty), **fields},
            **planned(parts.clock.time(), SECONDS, result, error),
        )
        parts.webhooks.on_event()
        return Result(201, row.document)

    def list(self, call: Call) -> Result:
        """Handle listSummaries: a page, newest first."""
        return self._parts.page("summary", call, ("transcription_id", "status"))

    def get(self, call: Call) -> Result:
        """Handle getSummary."""
        return Result(200, self._parts.find("summary", call.path["id"]).document)
