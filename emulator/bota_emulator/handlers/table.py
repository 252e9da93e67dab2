"""Which function handles which operation; where there is none, the contract's example does."""

from __future__ import annotations

from collections.abc import Callable

from bota_emulator.api.call import Call, Result
from bota_emulator.handlers.recordings import Recordings
from bota_emulator.handlers.uploads import Uploads

Handler = Callable[[Call], Result]


def handlers(recordings: Recordings, uploads: Uploads) -> dict[str, Handler]:
    """Return the handlers by operationId."""
    return {
        "createRecording": recordings.create,
        "listRecordings": recordings.list,
        "getRecording": recordings.get,
        "deleteRecording": recordings.delete,
        "getDownloadUrl": recordings.download_url,
        "createUploadUrl": uploads.create_url,
        "completeUpload": uploads.complete,
    }
