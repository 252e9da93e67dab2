"""Does a response of the API belong to its request? None is believed because it came."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from bota_sdk._api.client_state import Owners
from bota_sdk._shared.redact import Secret
from bota_sdk.errors import InvalidResponseError

if TYPE_CHECKING:
    from bota_api.models import Recording

_ID: Final = re.compile(r"(?!\.{1,2}$)[!-.0-~]{1,256}")

# The contract may get more values, of which nothing is known.
_NEW: Final = frozenset({"pending", "streaming"})
_COMPLETED: Final = frozenset({"uploaded", "processing", "completed"})
_ENDED: Final = frozenset({"failed", "deleted"})


def check_created(recording: Recording, fields: Mapping[str, Any], owners: Owners) -> None:
    """Raise InvalidResponseError if a new recording is not the one that was asked for."""
    # The same key may well bring the same recording again.
    owner = fields.get("idempotency_key") or os.urandom(8).hex()
    asked: Mapping[str, Any] = fields.get("metadata") or {}
    said: Mapping[str, Any] = recording.metadata or {}
    problem = ""
    if not _ID.fullmatch(recording.id):
        problem = f"the id {recording.id!r}, which is none"
    elif recording.status in {*_COMPLETED, *_ENDED, "integrity_failure"}:
        problem = f"{recording.id}, which is {recording.status} already"
    elif not _is_same(fields.get("end_user_id"), recording.end_user_id):
        problem = f"{recording.id}, which is another end user's"
    elif not _is_same(fields.get("name"), recording.name):
        problem = f"{recording.id}, which has another name"
    elif any(not _is_same(value, said.get(name)) for name, value in asked.items()):
        problem = f"{recording.id}, which has other metadata"
    elif owners.is_of_another(recording.id, owner):
        problem = f"{recording.id}, which another upload had created"
    if problem:
        raise InvalidResponseError(f"createRecording responded with {problem}; it was not used")


def check_about(recording: Recording, recording_id: str, operation: str) -> None:
    """Raise InvalidResponseError if a response is about another recording than was asked for."""
    if recording.id != recording_id:
        raise InvalidResponseError(
            f"{operation} responded about the recording {recording.id!r}, not about {recording_id}"
        )


def check_completed(recording: Recording) -> None:
    """Raise InvalidResponseError if a success of completeUpload says that it is none."""
    if recording.status in _NEW | _ENDED:
        raise InvalidResponseError(
            f"completeUpload responded with success, but the recording {recording.id} is "
            f"{recording.status}"
        )


def is_completed(recording: Recording) -> bool:
    return recording.status in _COMPLETED


def check_url(url: Secret, recording_id: str, owners: Owners, operation: str) -> None:
    """Raise InvalidResponseError if a signed URL is known to be for another recording.

    It may name its recording in its path, as the documented ones do, or anything else.
    """
    path = urlsplit(url.reveal()).path.split("/")
    prefix = recording_id.partition("_")[0] + "_"
    alike = [step for step in path if step.startswith(prefix) and len(step) == len(recording_id)]
    if (alike and recording_id not in path) or owners.is_of_another(url.reveal(), recording_id):
        raise InvalidResponseError(
            f"{operation} responded with the URL of another recording than {recording_id}; "
            "it was not used"
        )


def _is_same(asked: object, said: object) -> bool:
    """Return whether a text came back, if both are there; a service may tidy it up or cut it."""
    if not (isinstance(asked, str) and isinstance(said, str)):
        return True
    left, right = (
        " ".join(unicodedata.normalize("NFKC", text).casefold().split()) for text in (asked, said)
    )
    return left == right or bool(right and left.startswith(right))
