"""What every model promises, whatever the contract."""

from __future__ import annotations

import base64
import copy
import datetime
import inspect
import json
import os
import pickle
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Annotated, Any

import attrs
import bota_sdk
import pytest
from bota_api.api.recordings import Recordings, list_recordings
from bota_api.models.audio_content_type import AUDIO_CONTENT_TYPE_VALUES
from bota_api.types import UNSET, Unset
from bota_sdk import (
    AudioContentType,
    CreateRecordingRequest,
    CreateUploadUrlRequest,
    Recording,
    RecordingMetadata,
    RecordingStatus,
    UploadUrl,
)

from generator.generate import generate
from tests.generator.contracts import GOOD, LABEL

ROW = {"id": "rec_1", "status": "archived", "name": None, "source": "robot", "new_field": {"a": 1}}
SIGNED = "https://bucket.s3.amazonaws.com/rec_1?X-Amz-Signature=0123"
OLDER_PICKLE = (
    "fCQE00ssI20001t8DejAVP9czX)bMVWMyn~E^=jKZ*pX5ZfBH?2~uTaZ*pX5ZfBH}lqrFfeUvDS0%>HFj0JLKV_z|p"
    "j0SUbVRUtKl#B><aBOd3WMyQOj0$jaZ)#;@bYE#?l#C8yZ**Z_VQ^_Kba`-PbCiq)RZdeyRFspHj0t3Ac4=c}Uuk5N"
    "Xbg-CWo~3&b#rBMUuk5NXbg-5ZeeX@l#B>dbYX5}Ep>2|j0<FSa$$67Z*E_0bChTdj1XjXa$$67Z*E_6Wn*t{WOI~g"
    "42%zEX>4U*b7^{IUt)Q5Wpk8_0x>X@j0tUNZDn6{d2nTvXbg-Bb97;HbY)~;VRV#e42%e6Ze(R-Utx5VXbg-Ca%E$0"
    "a%5#>Utx5VXbg-HbaG*Cb7OL8aCB*JZeM9+lxPf$2yJC_VPs)+VU&y_VsCU|Utw@*E^TjQWo&aUa%E$0a%5?4XJ2h)"
    "bYWy+bYYZ?5mIGiZ*pX5Zf8wpbYWy+bYYZ}lqrFfeUyw9VPs@!bZKvHVQgP;a&K^Da&&2BbCi9Qj0AFTZ*7!I1#@#^"
    "j0SUWb#h~6lxPf$4RvsAZ((F#ZDn+5Z)B8c42%VBWn^h#lxPf$31M|)X>VV3a%_}Nj1F>TV{dX~X>Mm<b#-ZElxPf$"
    "6mn%_Z*pX5Zf9R-Wo~71VRUJ4Zj@*Yj1FUOZggdCbYF95VKOx~lxPf$8e?y6bY*UIUvp?-GBq||c4cyDW@%+)Utx5V"
    "Xbg-BV{&C-bY)~;VRV#?2xMV&Wprt6Wt5BvWMOn=bZKp6l#`T03J2-|0s{mE0001#Xe^8fbZKp6dT(xJl#`TbEQ|?s"
    "X>Da>Wo&d|l#`T8080Q%0Ed)Pl!cU1l!la2l#B~?aBOd3WMyPuVRV#e42%kOaAaY0Wn^Drbd+cej0$9BY-Mz1WM5%)"
    "lxPfSAbpgK32tR~UuJ1#Y-E&ul#BskluH3~b9G`a"
)
"""Of a version whose fields read UNSET, whose mappings were no dict and whose sizes could be text."""


def test_unknown_enum_values_and_fields_survive() -> None:
    recording = Recording.from_dict(ROW)
    assert recording.status == "archived"
    assert recording.source == "robot"
    assert recording["new_field"] == {"a": 1}
    assert json.loads(recording.to_json()) == recording.to_dict() == ROW


def test_what_was_left_out_is_none_and_what_was_there_is_known() -> None:
    recording = Recording.from_dict(ROW)
    assert recording.name is None
    assert recording.mime_type is None
    assert "name" in recording
    assert "mime_type" not in recording
    with pytest.raises(KeyError):
        recording["mime_type"]
    recording.name = "Stand-up"
    assert recording["name"] == "Stand-up"


def test_an_enum_value_of_another_type_is_an_error() -> None:
    with pytest.raises(TypeError, match=r"Recording\.status is a number, not text"):
        Recording.from_dict({"id": "rec_1", "status": 5})


def test_constants_and_plain_strings_are_enum_arguments() -> None:
    assert CreateUploadUrlRequest(content_type="audio/wav").to_dict() == {
        "content_type": "audio/wav"
    }
    assert AudioContentType.AUDIO_WAV == "audio/wav"
    params = list_recordings._get_kwargs(status=RecordingStatus.UPLOADED)["params"]
    assert params == {"status": "uploaded"}
    assert "audio/flac" in AUDIO_CONTENT_TYPE_VALUES


def test_models_take_no_argument_by_position() -> None:
    with pytest.raises(TypeError):
        Recording("rec_1", "uploaded")  # type: ignore[misc]


def test_free_keys_are_a_mapping() -> None:
    recording = Recording.from_dict({**ROW, "metadata": {"room": 5}})
    assert recording.metadata == {"room": 5}
    assert isinstance(recording.metadata, RecordingMetadata)
    assert dict(recording.metadata) == {"room": 5}
    assert recording.metadata.get("room") == 5
    assert len(recording.metadata) == 1
    assert json.dumps(recording.metadata) == '{"room": 5}'
    recording.metadata["team"] = "a"
    assert recording.to_dict()["metadata"] == {"room": 5, "team": "a"}


@pytest.mark.parametrize(
    "other",
    [
        copy.copy,
        copy.deepcopy,
        attrs.evolve,
        lambda model: pickle.loads(pickle.dumps(model)),
        lambda model: type(model).from_dict(model.to_dict()),
    ],
)
def test_copies_have_all_that_was_there(other: Any) -> None:
    recording = Recording.from_dict({**ROW, "metadata": {"room": 5}, "created_at": "soon"})
    found = other(recording)
    assert found == recording
    assert found is not recording
    assert found.to_dict() == recording.to_dict()
    found.additional_properties["more"] = 1
    assert "more" not in recording


def test_a_copy_can_be_sent_to_and_a_pickle_cannot() -> None:
    url = UploadUrl.from_dict({"upload_url": SIGNED, "upload_token": "up_1", "media_id": "med_1"})
    assert copy.copy(url).upload_url == copy.deepcopy(url).upload_url == SIGNED
    stored = pickle.dumps(url)
    assert b"Signature" not in stored
    assert b"up_1" not in stored
    found = pickle.loads(stored)
    assert (found.upload_url, found.upload_token, found.media_id) == ("", None, "med_1")
    odd = Recording.from_dict({**ROW, "audio_url": SIGNED, "metadata": [SIGNED]})
    assert b"Signature" not in pickle.dumps(odd)
    assert "Signature" not in repr(odd) + repr(url)


def test_a_pickle_of_an_older_version_is_read() -> None:
    recording: Recording = pickle.loads(base64.b85decode(OLDER_PICKLE))
    assert recording.metadata == {"room": 5}
    assert (recording.name, recording.mime_type) == ("Stand-up", None)
    assert recording.file_size_bytes == 10
    assert recording.created_at == datetime.datetime(2026, 1, 2, 3, 4, 5, tzinfo=datetime.UTC)
    assert recording["new_field"] == {"a": 1}


def test_a_pickle_of_this_version_is_read_by_one_with_a_new_field(tmp_path: Path) -> None:
    field = "label: {type: string}\n        added: {type: array, items: {type: string}}\n    Change"
    for version, contract in (("this", GOOD), ("next", GOOD.replace(LABEL, field))):
        (tmp_path / "contract.yaml").write_text(contract)
        generate(tmp_path / "contract.yaml", tmp_path / version / "thing_api")
    write = """
        import pickle, sys, thing_api.models
        thing = thing_api.models.Thing.from_dict({"kind": "one", "label": None, "new": 1})
        sys.stdout.write(pickle.dumps(thing).hex())
    """
    read = """
        import pickle, sys
        thing = pickle.loads(bytes.fromhex(sys.argv[1]))
        print(thing.kind, thing.added, thing.to_dict())
    """
    stored = run(tmp_path / "this", write)
    assert (
        run(tmp_path / "next", read, stored)
        == "one None {'kind': 'one', 'label': None, 'new': 1}\n"
    )


def run(folder: Path, code: str, *arguments: str) -> str:
    command = [sys.executable, "-c", textwrap.dedent(code), *arguments]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    return subprocess.run(
        command, env=environment, capture_output=True, text=True, check=True
    ).stdout


def test_a_request_leaves_out_what_was_not_given() -> None:
    request = CreateRecordingRequest(name="Stand-up", metadata=RecordingMetadata(room=5))
    assert request.end_user_id is UNSET
    assert request.to_dict() == {"name": "Stand-up", "metadata": {"room": 5}}
    assert Unset() is UNSET is pickle.loads(pickle.dumps(UNSET))
    assert not UNSET
    assert repr(UNSET) == "UNSET"


@pytest.mark.parametrize(
    ("at", "error", "words"),
    [
        (datetime.datetime(2026, 1, 2), ValueError, "started_at is .*, which has no time zone"),
        ("2026-01-02", TypeError, "started_at is str, not a date"),
    ],
)
def test_a_date_that_says_no_moment_is_refused_before_it_is_sent(
    at: Any, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        CreateRecordingRequest(started_at=at).to_dict()


def test_every_field_is_described() -> None:
    for name in bota_sdk._models.__all__:
        model = getattr(bota_sdk, name)
        for field in getattr(model, "_fields", {}).values():
            # Python 3.13 takes the indentation away, and earlier ones do not.
            described = inspect.cleandoc(model.__doc__ or "")
            assert f"\n    {field.python}: " in described, (name, field.python)
    assert "source: Where a recording comes from." in (Recording.__doc__ or "")


def test_every_method_takes_what_the_contract_does_not_know() -> None:
    for option in ("extra_headers", "extra_query", "extra_body"):
        assert option in Recordings.list.__annotations__


def test_a_route_of_fastapi_takes_and_returns_models() -> None:
    fastapi = pytest.importorskip("fastapi")
    testclient = pytest.importorskip("fastapi.testclient")
    app = fastapi.FastAPI()

    def read() -> Recording:
        return Recording.from_dict(ROW)

    def take(recording: Annotated[Recording, fastapi.Body()]) -> RecordingMetadata:
        return recording.metadata or RecordingMetadata()

    # The annotations are text here, and name what only this function knows.
    take.__annotations__["recording"] = Annotated[Recording, fastapi.Body()]

    app.get("/recording")(read)
    app.post("/recording")(take)
    client = testclient.TestClient(app)
    assert client.get("/recording").json() == ROW
    assert client.post("/recording", json={**ROW, "metadata": {"a": 1}}).json() == {"a": 1}
    assert client.post("/recording", json={"id": "rec_1"}).status_code == 422
    assert client.get("/openapi.json").status_code == 200


def test_pydantic_reads_and_writes_models() -> None:
    pydantic = pytest.importorskip("pydantic")
    adapter = pydantic.TypeAdapter(Recording)
    assert adapter.dump_python(adapter.validate_python(ROW)) == ROW
    assert adapter.json_schema() == {"type": "object", "title": "Recording"}
    with pytest.raises(pydantic.ValidationError, match=r"Recording\.status is missing"):
        adapter.validate_python({"id": "rec_1"})
