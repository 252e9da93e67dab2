"""Every kind of fault by its name, as `POST /_control/faults` and `--fault` take it."""

from __future__ import annotations

import json
from typing import Any

from bota_emulator.faults.api_excess_faults import (
    ApiBomb,
    ApiCookies,
    ApiDrip,
    ApiDuplicate,
    ApiEndless,
)
from bota_emulator.faults.api_faults import (
    ApiDelay,
    ApiFields,
    ApiLength,
    ApiReset,
    ApiStatus,
    ApiTamperUrl,
    ApiTruncate,
)
from bota_emulator.faults.plan import AdvanceClock, Fault
from bota_emulator.faults.storage_excess_faults import (
    StorageBomb,
    StorageCookies,
    StorageDrip,
    StorageDuplicate,
    StorageEndless,
)
from bota_emulator.faults.storage_faults import (
    StorageContinue,
    StorageEarlyReset,
    StorageError,
    StorageHalfClose,
    StorageReset,
    StorageResponse,
    StorageStall,
)
from bota_emulator.faults.storage_response_faults import (
    StorageDamage,
    StorageDelay,
    StorageETag,
    StorageLength,
    StorageTruncate,
)

KINDS: dict[str, type[Fault]] = {
    kind.kind: kind
    for kind in (
        AdvanceClock,
        ApiBomb,
        ApiCookies,
        ApiDelay,
        ApiDrip,
        ApiDuplicate,
        ApiEndless,
        ApiFields,
        ApiLength,
        ApiReset,
        ApiStatus,
        ApiTamperUrl,
        ApiTruncate,
        StorageBomb,
        StorageContinue,
        StorageCookies,
        StorageDamage,
        StorageDelay,
        StorageDrip,
        StorageDuplicate,
        StorageETag,
        StorageEarlyReset,
        StorageEndless,
        StorageError,
        StorageHalfClose,
        StorageLength,
        StorageReset,
        StorageResponse,
        StorageStall,
        StorageTruncate,
    )
}


def fault_from_json(value: dict[str, Any]) -> Fault:
    """Make a fault from what a control request says.

    Args:
        value: `kind` and the attributes of that kind.

    Raises:
        ValueError: The kind is unknown, or an attribute is.

    """
    arguments = dict(value)
    kind = arguments.pop("kind", None)
    if not isinstance(kind, str) or kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(sorted(KINDS))}")
    try:
        return KINDS[kind](**arguments)
    except TypeError as error:
        raise ValueError(f"{kind}: {error}") from error


def fault_from_text(text: str) -> Fault:
    """Make a fault from the text of a JSON object.

    Args:
        text: As `--fault` takes it.

    Raises:
        ValueError: It is no JSON object, or one that says no fault.

    """
    try:
        value = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ValueError(f"a fault is a JSON object, not {text!r}") from error
    if not isinstance(value, dict):
        raise ValueError(f"a fault is a JSON object, not {text!r}")
    return fault_from_json(value)
