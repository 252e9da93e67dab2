"""An error says what it leaves in the service: what is known of it, and doubt only where it is."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from typing import Any

import pytest
from bota_emulator import Emulator
from bota_sdk import BotaError, CancelToken, SourceError

from tests.conftest import AUDIO
from tests.sdk.conftest import Upload
from tests.sdk.scripted_server import answer, scripted

WAV = AUDIO / "speech.wav"
DOUBT = "a recording may have been created; no response says so"
NONE = "no recording was created"


def left_by(error: BaseException) -> str:
    return "; ".join([str(error), *getattr(error, "__notes__", [])])


def closed_port() -> str:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return f"http://127.0.0.1:{listener.getsockname()[1]}/v1"


@pytest.mark.usefixtures("sleeps")
@pytest.mark.parametrize(
    ("script", "state"),
    [
        ([answer(401)], NONE),
        ([answer(409)], NONE),
        ([answer(429)] * 4, NONE),
        ([answer(500)] * 4, DOUBT),
        ([b""] * 4, DOUBT),
        # The last word is not the only one.
        ([answer(500), answer(401)], DOUBT),
        ([answer(201, b"{}")], DOUBT),
    ],
)
def test_what_a_create_leaves(upload: Upload, script: list[bytes], state: str) -> None:
    with scripted(*script) as server, pytest.raises(BotaError) as caught:
        upload(WAV, base_url=server.base_url)
    assert (NONE in left_by(caught.value)) is (state == NONE)
    assert (DOUBT in left_by(caught.value)) is (state == DOUBT)


@pytest.mark.usefixtures("sleeps")
def test_a_connection_that_is_refused_leaves_nothing(upload: Upload) -> None:
    with pytest.raises(BotaError) as caught:
        upload(WAV, base_url=closed_port())
    assert NONE in left_by(caught.value)


@pytest.mark.usefixtures("sleeps")
@pytest.mark.parametrize(
    ("fault", "state"),
    [
        (lambda e: e.fail_api("createUploadUrl", 403, times=9), "is there, without its audio"),
        (lambda e: e.fail_storage("AccessDenied", times=9), "is there, without its audio"),
        (lambda e: e.fail_storage("InternalError", times=9), "may be stored or not, but is not"),
        (lambda e: e.fail_api("completeUpload", 403, times=9), "stored, but is not completed"),
        (lambda e: e.fail_api("completeUpload", 503, times=9), "its completion is not known"),
    ],
)
def test_what_later_refusals_leave(
    bota_emulator: Emulator, upload: Upload, fault: Any, state: str
) -> None:
    fault(bota_emulator)
    with pytest.raises(BotaError) as caught:
        upload(WAV)
    assert state in left_by(caught.value)
    assert caught.value.recording_id in left_by(caught.value)  # type: ignore[operator]


def test_of_a_recording_that_was_given_nothing_is_told_that_is_not_known(upload: Upload) -> None:
    with pytest.raises(BotaError) as caught:
        upload(WAV, recording_id="rec_gone")
    assert left_by(caught.value).endswith("nothing was stored in the recording rec_gone")


def test_a_source_that_fails_under_way_leaves_no_audio(
    bota_emulator: Emulator, upload: Upload
) -> None:
    class File:
        name, place = "a.wav", 0

        def seekable(self) -> bool:
            return True

        def seek(self, place: int, whence: int = 0) -> None:
            self.place = 4 << 20 if whence else place

        def tell(self) -> int:
            return self.place

        def read(self, count: int) -> bytes:
            if self.place >= 1 << 20:
                raise EOFError("the archive ends here")
            self.place += count
            return (WAV.read_bytes()[:12] + bytes(count))[:count]

    with pytest.raises(SourceError, match="the archive ends here") as caught:
        upload(File())
    assert "is there, without its audio" in left_by(caught.value)


def test_what_was_cancelled_while_its_create_was_sent_is_in_doubt(upload: Upload) -> None:
    token = CancelToken()

    def stop() -> Iterator[bytes]:
        token.cancel()
        yield answer(201, b"{}")

    with scripted() as server:
        server._answers = stop()
        with pytest.raises(BotaError) as caught:
            upload(WAV, base_url=server.base_url, cancel=token)
    assert DOUBT in left_by(caught.value)
