"""Which function handles which operation; complete in both directions, or no start."""

from __future__ import annotations

from collections.abc import Callable

from bota_emulator.api.call import Call, Result
from bota_emulator.contract.document import Contract, ContractError
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


def check_complete(contract: Contract, known: dict[str, Handler]) -> None:
    """Hold the handlers against the contract.

    Raises:
        ContractError: An operation without a handler, or a handler without an operation, by name.

    """
    lacking = [
        f"{o.id} ({o.method} {o.path})" for o in contract.operations.values() if o.id not in known
    ]
    idle = [name for name in known if name not in contract.operations]
    problems = []
    if lacking:
        problems.append(
            f"the contract has operations that the emulator has no handler for: "
            f"{', '.join(lacking)}; add them in bota_emulator/handlers.py"
        )
    if idle:
        problems.append(f"handlers whose operation is not in the contract: {', '.join(idle)}")
    if problems:
        raise ContractError("; ".join(problems))
