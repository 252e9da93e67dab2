"""Which function handles which operation; where there is none, the contract's example does."""

from __future__ import annotations

from collections.abc import Callable

from bota_emulator.api.call import Call, Result
from bota_emulator.handlers.devices import Devices
from bota_emulator.handlers.end_users import EndUsers
from bota_emulator.handlers.parts import Parts
from bota_emulator.handlers.recordings import Recordings
from bota_emulator.handlers.summaries import Summaries
from bota_emulator.handlers.transcriptions import Transcriptions
from bota_emulator.handlers.uploads import Uploads

Handler = Callable[[Call], Result]


def handlers(parts: Parts) -> dict[str, Handler]:
    """Return the handlers by operationId."""
    recordings, uploads = Recordings(parts), Uploads(parts)
    transcriptions, summaries = Transcriptions(parts), Summaries(parts)
    end_users, devices = EndUsers(parts), Devices(parts)
    return {
        "createRecording": recordings.create,
        "listRecordings": recordings.list,
        "getRecording": recordings.get,
        "deleteRecording": recordings.delete,
        "getDownloadUrl": recordings.download_url,
        "searchRecordings": recordings.search,
        "createUploadUrl": uploads.create_url,
        "completeUpload": uploads.complete,
        "createTranscription": transcriptions.create,
        "listTranscriptions": transcriptions.list,
        "getTranscription": transcriptions.get,
        "createSummary": summaries.create,
        "listSummaries": summaries.list,
        "getSummary": summaries.get,
        "createEndUser": end_users.create,
        "listEndUsers": end_users.list,
        "getEndUser": end_users.get,
        "deleteEndUser": end_users.delete,
        "createDevice": devices.create,
        "listDevices": devices.list,
        "getDevice": devices.get,
        "updateDevice": devices.update,
        "bindDevice": devices.bind,
        "unbindDevice": devices.unbind,
        "getHealth": _health,
    }


def _health(_: Call) -> Result:
    return Result(200, {"status": "healthy", "database": "connected", "billing": "disabled"})
