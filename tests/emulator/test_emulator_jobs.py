"""Transcriptions, summaries and the search over them, by the emulator's clock."""

from __future__ import annotations

import io
import wave
from typing import Any

import pytest
from bota_emulator import Emulator

from tests.emulator.api_client import Api


def wav(seconds: float, note: int = 1) -> bytes:
    file = io.BytesIO()
    with wave.open(file, "wb") as audio:
        audio.setnchannels(1)
        audio.setsampwidth(1)
        audio.setframerate(8000)
        audio.writeframes(bytes([note]) * round(8000 * seconds))
    return file.getvalue()


def start(api: Api, recording: str, **fields: Any) -> dict[str, Any]:
    response = api("POST", "/transcriptions", json={"recording_id": recording, **fields})
    assert response.status_code == 201, response.text
    found: dict[str, Any] = response.json()
    return found


def transcribed(api: Api, body: bytes, **fields: Any) -> dict[str, Any]:
    made = start(api, api.upload(body, **fields))
    api.emulator.clock.advance(3600)
    found: dict[str, Any] = api("GET", f"/transcriptions/{made['id']}").json()
    return found


@pytest.fixture(autouse=True)
def still(bota_emulator: Emulator) -> None:
    bota_emulator.clock.set_speed(0)


def test_a_transcription_goes_by_the_clock(api: Api, bota_emulator: Emulator) -> None:
    rec = api.upload(wav(60))
    made = start(api, rec, language="de")
    assert (made["status"], made["text"], made["segments"]) == ("pending", None, None)
    here = f"/transcriptions/{made['id']}"
    seen = {}
    for seconds in (0, 0.9, 0.2, 11, 2):
        bota_emulator.clock.advance(seconds)
        for _ in range(3):
            found = api("GET", here).json()
        seen[seconds] = found["status"]
    # A second until it begins, a fifth of the audio's minute until it ends.
    assert list(seen.values()) == ["pending", "pending", "processing", "processing", "completed"]
    assert found["started_at"] < found["completed_at"]
    assert (found["language"], found["duration_ms"]) == ("de", 60_000)
    assert found["text"] == found["full_text"] == " ".join(s["text"] for s in found["segments"])
    assert found["word_count"] == len(found["text"].split())
    assert len(found["segments"]) == 12
    assert [s["start"] for s in found["segments"]] == [n * 5.0 for n in range(12)]
    assert api("GET", f"/recordings/{rec}").json()["transcription_id"] == made["id"]


def test_the_same_audio_has_the_same_text(api: Api) -> None:
    one, two, other = (transcribed(api, wav(30, note)) for note in (1, 1, 2))
    assert one["segments"] == two["segments"] != other["segments"]


def test_speakers_are_told_apart_unless_it_is_asked_not_to(
    api: Api, bota_emulator: Emulator
) -> None:
    rec = api.upload(wav(60))
    for wanted, speakers in ((True, {"SPEAKER_0", "SPEAKER_1"}), (False, {None})):
        made = start(api, rec, diarization=wanted)
        bota_emulator.clock.advance(60)
        found = api("GET", f"/transcriptions/{made['id']}").json()
        assert {s["speaker"] for s in found["segments"]} == speakers


@pytest.mark.parametrize(
    ("body", "error"),
    [
        (wav(0.9), "audio_too_short"),
        (wav(1.1), None),
        (b"ID3" + bytes(900), "audio_too_short"),
        (b"ID3" + bytes(1000), None),
    ],
)
def test_less_than_a_second_is_too_short(api: Api, body: bytes, error: str | None) -> None:
    found = transcribed(api, body)
    assert found["error"] == error
    assert found["status"] == ("failed" if error else "completed")
    assert (found["text"] is None) == (found["error_message"] is not None) == bool(error)


def test_a_failure_on_demand(api: Api, bota_emulator: Emulator) -> None:
    api.control("PATCH", "/settings", {"transcription_error": "audio_corrupt"}).raise_for_status()
    assert transcribed(api, wav(2))["error"] == "audio_corrupt"
    bota_emulator.settings.transcription_error = ""
    done = transcribed(api, wav(2))
    bota_emulator.settings.summary_error = "processing_error"
    json = {"transcription_id": done["id"], "template_id": "tmpl_sales_call"}
    made = api("POST", "/summaries", json=json).json()
    bota_emulator.clock.advance(10)
    found = api("GET", f"/summaries/{made['id']}").json()
    assert (found["status"], found["error"]) == ("failed", "processing_error")


def test_only_what_is_uploaded_is_transcribed(api: Api) -> None:
    for recording, status in (("rec_none", 404), (api.create(), 422)):
        response = api("POST", "/transcriptions", json={"recording_id": recording})
        assert response.status_code == status


def test_another_transcription_replaces_the_first_one_that_does_not_run(
    api: Api, bota_emulator: Emulator
) -> None:
    rec = api.upload(wav(7200))
    pending = start(api, rec)
    again = start(api, rec)
    assert api("GET", f"/transcriptions/{pending['id']}").status_code == 404
    bota_emulator.clock.advance(2)
    json = {"recording_id": rec}
    assert api("POST", "/transcriptions", json=json).status_code == 409
    bota_emulator.clock.advance(600)
    stuck = start(api, rec)
    listed = api("GET", f"/transcriptions?recording_id={rec}").json()["data"]
    assert [row["id"] for row in listed] == [stuck["id"]] != [again["id"]]


def test_a_summary_goes_by_the_clock(api: Api, bota_emulator: Emulator) -> None:
    done = transcribed(api, wav(20))
    json = {"transcription_id": done["id"], "prompt": "What was decided?"}
    made = api("POST", "/summaries", json=json)
    assert (made.status_code, made.json()["status"]) == (201, "pending")
    here = f"/summaries/{made.json()['id']}"
    bota_emulator.clock.advance(1.5)
    assert api("GET", here).json()["status"] == "processing"
    bota_emulator.clock.advance(2)
    found = api("GET", here).json()
    assert (found["status"], found["custom_prompt"]) == ("completed", "What was decided?")
    assert done["segments"][0]["text"].rstrip(".?") in found["output"]
    assert api("GET", f"/summaries?transcription_id={done['id']}").json()["data"] == [found]


def test_a_summary_needs_a_completed_transcription_and_one_form(api: Api) -> None:
    done = transcribed(api, wav(20))
    running = start(api, api.upload(wav(20)))
    both = {"template_id": "tmpl_legal_memo", "prompt": "Be brief, please."}
    for of, form, status in (
        (done["id"], {}, 400),
        (done["id"], both, 400),
        (done["id"], {"template_id": "tmpl_other"}, 400),
        (running["id"], {"prompt": both["prompt"]}, 409),
        ("txn_none", {"prompt": both["prompt"]}, 404),
    ):
        response = api("POST", "/summaries", json={"transcription_id": of, **form})
        assert response.status_code == status, response.text


def test_search_finds_segments_by_their_words(api: Api) -> None:
    mine = transcribed(api, wav(60), recorded_at="2025-01-15T10:00:00Z")
    transcribed(api, wav(60), end_user_id="eu_2")
    start(api, api.upload(wav(60)))
    segment = mine["segments"][3]

    def search(**fields: Any) -> list[dict[str, Any]]:
        response = api("POST", "/recordings/search", json=fields)
        assert response.status_code == 200, response.text
        found: list[dict[str, Any]] = response.json()["results"]
        return found

    best = search(query=segment["text"].upper(), end_user_id="eu_1", limit=50)
    assert best[0]["score"] == 1.0
    assert [hit["score"] for hit in best] == sorted((h["score"] for h in best), reverse=True)
    assert {hit["recording_id"] for hit in best} == {mine["recording_id"]}
    hit = next(h for h in best if h["start_ms"] == 15_000)
    assert (hit["chunk_text"], hit["end_ms"]) == (segment["text"], 20_000)
    assert (hit["transcription_id"], hit["speaker"]) == (mine["id"], segment["speaker"])
    assert hit["recorded_at"] == "2025-01-15T10:00:00Z"
    assert len(search(query=segment["text"])) == 8
    assert search(query=segment["text"], recording_ids=[]) == []
    assert search(query="xylophone") == []
    assert api("POST", "/recordings/search", json={"query": "  "}).status_code == 400


def test_jobs_go_on_after_a_restart(tmp_path: Any) -> None:
    with Emulator(data=tmp_path) as emulator:
        api = Api(emulator)
        with api.session:
            made = start(api, api.upload(wav(60)))
    with Emulator(data=tmp_path) as emulator:
        emulator.clock.advance(60)
        api = Api(emulator)
        with api.session:
            found = api("GET", f"/transcriptions/{made['id']}").json()
    assert found["status"] == "completed"


def test_recordings_have_the_length_of_their_audio(api: Api) -> None:
    rec = api.create(started_at="2025-01-15T10:00:00Z")
    grant = api.grant(rec)
    assert grant["content_type"] == grant["headers"]["Content-Type"] == "audio/wav"
    assert grant["upload_token"].startswith("up_")
    api.put(grant, wav(2.5))
    api.token = grant["upload_token"]
    done = api.complete(rec).json()
    assert (done["duration_seconds"], done["duration_ms"]) == (2.5, 2500)
    assert (done["project_id"], done["recorded_at"]) == ("proj_test", "2025-01-15T10:00:00Z")
    api.token = api.emulator.api_key
    other = api.create()
    api.put(api.grant(other, content_type="audio/aac"), b"ADTS" * 1000)
    assert api.complete(other, duration_seconds=7).json()["duration_seconds"] == 7
