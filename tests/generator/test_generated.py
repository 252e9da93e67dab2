"""What the overridden templates promise."""

from __future__ import annotations

import copy
import json
import pickle

import pytest
from bota_api.api.recordings import list_recordings
from bota_api.models import CreateUploadUrlRequest, Recording
from bota_api.models.audio_content_type import AUDIO_CONTENT_TYPE_VALUES
from bota_api.types import UNSET, Unset

ROW = {"id": "rec_1", "status": "archived", "source": "robot", "new_field": {"a": 1}}


def test_unknown_enum_values_and_fields_survive() -> None:
    recording = Recording.from_dict(ROW)
    assert recording.status == "archived"
    assert recording.source == "robot"
    assert recording["new_field"] == {"a": 1}
    assert json.loads(json.dumps(recording.to_dict())) == ROW


def test_an_enum_value_of_another_type_is_an_error() -> None:
    with pytest.raises(TypeError):
        Recording.from_dict({"id": "rec_1", "status": 5})


def test_plain_strings_are_enum_arguments() -> None:
    assert CreateUploadUrlRequest(content_type="audio/wav").to_dict() == {
        "content_type": "audio/wav"
    }
    assert list_recordings._get_kwargs(status="uploaded")["params"] == {"status": "uploaded"}
    assert "audio/flac" in AUDIO_CONTENT_TYPE_VALUES


def test_unset_is_one_object_through_copies_and_pickles() -> None:
    recording = Recording.from_dict(ROW)
    for other in (
        copy.copy(recording),
        copy.deepcopy(recording),
        pickle.loads(pickle.dumps(recording)),
    ):
        assert other.name is UNSET
        assert other.to_dict() == ROW
    assert Unset() is UNSET
    assert not UNSET
    assert repr(UNSET) == "UNSET"
