"""Clients for the Bota recordings API that upload audio whole, once, and verified.

Example::

    from bota_sdk import Bota

    with Bota() as bota:  # BOTA_API_KEY, BOTA_BASE_URL
        receipt = bota.upload("standup.wav", end_user_id="eu_1")

`AsyncBota` is the same with `await`. `help(Bota)` describes its settings and its methods.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from bota_api import models as _models

from bota_sdk import errors as errors
from bota_sdk._version import __version__ as __version__
from bota_sdk.errors import *  # noqa: F403 - all of them, by their own list

if TYPE_CHECKING:
    from bota_api.models import *  # noqa: F403 - what the operations take and return
    from bota_api.reading import InvalidRowWarning as InvalidRowWarning

    from bota_sdk import webhooks as webhooks
    from bota_sdk._async_client import AsyncBota as AsyncBota
    from bota_sdk._bulk.items import BulkEvent as BulkEvent
    from bota_sdk._bulk.items import BulkPaused as BulkPaused
    from bota_sdk._bulk.items import BulkReport as BulkReport
    from bota_sdk._bulk.items import BulkSource as BulkSource
    from bota_sdk._bulk.items import ItemProgress as ItemProgress
    from bota_sdk._bulk.items import ItemResult as ItemResult
    from bota_sdk._bulk.items import Outcome as Outcome
    from bota_sdk._bulk.items import UploadItem as UploadItem
    from bota_sdk._bulk.items import path_key as path_key
    from bota_sdk._bulk.journal import remember_command as remember_command
    from bota_sdk._bulk.journal import remembered_commands as remembered_commands
    from bota_sdk._bulk.journal import unfinished_items as unfinished_items
    from bota_sdk._bulk.manifest import read_manifest as read_manifest
    from bota_sdk._bulk.manifest import with_sidecar as with_sidecar
    from bota_sdk._bulk.queue import Enqueued as Enqueued
    from bota_sdk._bulk.status import JournalFailure as JournalFailure
    from bota_sdk._bulk.status import JournalStatus as JournalStatus
    from bota_sdk._bulk.status import JournalWorker as JournalWorker
    from bota_sdk._bulk.status import journal_status as journal_status
    from bota_sdk._bulk.status import retry_failed as retry_failed
    from bota_sdk._client import Bota as Bota
    from bota_sdk._download.download import Download as Download
    from bota_sdk._settings import MAX_CONCURRENCY as MAX_CONCURRENCY
    from bota_sdk._shared.cancel import CancelToken as CancelToken
    from bota_sdk._shared.redact import Secret as Secret
    from bota_sdk._shared.redact import redact as redact
    from bota_sdk._shared.requests import RequestRecord as RequestRecord
    from bota_sdk._shared.requests import record_requests as record_requests
    from bota_sdk._upload.audio_type import audio_content_type as audio_content_type
    from bota_sdk._upload.inspection import AudioFile as AudioFile
    from bota_sdk._upload.inspection import inspect_audio as inspect_audio
    from bota_sdk._upload.places import is_url as is_url
    from bota_sdk._upload.places import list_urls as list_urls
    from bota_sdk._upload.progress import Phase as Phase
    from bota_sdk._upload.progress import Progress as Progress
    from bota_sdk._upload.progress import Receipt as Receipt
    from bota_sdk._upload.progress import Rewind as Rewind
    from bota_sdk._upload.source import AsyncUploadSource as AsyncUploadSource
    from bota_sdk._upload.source import UploadSource as UploadSource
    from bota_sdk._wire.proxy import proxy_for as proxy_for

_LAZY: Final = {
    "_async_client": "AsyncBota",
    "_bulk.items": (
        "BulkEvent BulkPaused BulkReport BulkSource ItemProgress ItemResult Outcome UploadItem "
        "path_key"
    ),
    "_bulk.journal": "remember_command remembered_commands unfinished_items",
    "_bulk.manifest": "read_manifest with_sidecar",
    "_bulk.queue": "Enqueued",
    "_bulk.status": "JournalFailure JournalStatus JournalWorker journal_status retry_failed",
    "_client": "Bota",
    "_download.download": "Download",
    "_settings": "MAX_CONCURRENCY",
    "_shared.cancel": "CancelToken",
    "_shared.redact": "Secret redact",
    "_shared.requests": "RequestRecord record_requests",
    "_upload.audio_type": "audio_content_type",
    "_upload.progress": "Phase Progress Receipt Rewind",
    "_upload.inspection": "AudioFile inspect_audio",
    "_upload.places": "is_url list_urls",
    "_upload.source": "AsyncUploadSource UploadSource",
    "_wire.proxy": "proxy_for",
}
"""What is imported at its first use, by its module: all of it at once takes as long as httpx."""

_MODULES: Final = {
    **dict.fromkeys(_models.__all__, "bota_api.models"),
    "InvalidRowWarning": "bota_api.reading",
    **{name: f"{__name__}.{module}" for module, names in _LAZY.items() for name in names.split()},
}

__all__ = ["__version__", *errors.__all__, *_MODULES]  # pyright: ignore[reportUnsupportedDunderAll]


def __getattr__(name: str) -> Any:
    if name == "webhooks":
        return import_module("bota_sdk.webhooks")
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(import_module(_MODULES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
