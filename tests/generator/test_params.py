"""The fields of a request body reach a function that passes them on, with types and words."""

from __future__ import annotations

import datetime
import inspect
import subprocess
import sys
from collections.abc import Callable
from typing import Any, get_args

import pytest
from bota_api.api.recordings import Recordings
from bota_api.api.uploads import Uploads
from bota_api.models import CreateRecordingRequest, RecordingMetadata
from bota_api.params import (
    FIELDS,
    CompleteUploadParams,
    CreateRecordingParams,
    CreateUploadUrlParams,
    types_of,
)
from bota_api.types import Unset

METHODS = [
    (CreateRecordingParams, Recordings.create, {"idempotency_key"}),
    (CreateUploadUrlParams, Uploads.create_url, {"id", "idempotency_key"}),
    (CompleteUploadParams, Uploads.complete, {"id"}),
]
OPTIONS = {"self", "timeout", "extra_headers", "extra_query", "extra_body"}


@pytest.mark.parametrize(("params", "method", "others"), METHODS)
def test_the_keys_are_the_methods_arguments_for_the_body(
    params: type[Any], method: Callable[..., Any], others: set[str]
) -> None:
    arguments = set(inspect.signature(method).parameters) - OPTIONS
    assert set(params.__annotations__) == arguments - others
    assert set(FIELDS[params]) == set(params.__annotations__)
    assert params.__required_keys__ == frozenset()


def test_what_the_service_needs_is_said_and_what_each_field_is() -> None:
    needed = {name for name, field in FIELDS[CreateUploadUrlParams].items() if field.required}
    assert needed == {"content_type"}
    assert FIELDS[CreateRecordingParams]["name"].description == "A name for people."


def test_a_tool_gets_the_types() -> None:
    types = types_of(CreateRecordingParams)
    assert types["name"] is str
    assert types["started_at"] is datetime.datetime
    assert RecordingMetadata in get_args(types["metadata"])
    assert Unset not in get_args(types["metadata"])
    assert "api_upload" in get_args(types["source"])


def test_given_fields_make_the_body() -> None:
    given: CreateRecordingParams = {"end_user_id": "eu_1", "name": "Stand-up"}
    assert CreateRecordingRequest(**given).to_dict() == given  # type: ignore[arg-type]


def test_it_is_imported_without_the_models() -> None:
    command = "import sys, bota_api.params; print(*sorted(m for m in sys.modules if 'models' in m))"
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, check=True
    )
    assert done.stdout.strip() == ""
