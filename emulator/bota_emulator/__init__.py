"""The Bota recordings API and its S3 storage on your own machine, for tests.

    from bota_emulator import Emulator, StorageReset

    with Emulator() as emulator:
        emulator.add_fault(StorageReset(bytes=100_000))
        ...  # point a client at emulator.base_url with emulator.api_key

Needs the `emulator` extra: `pip install "bota-sdk[emulator]"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bota_emulator.clock import Clock
    from bota_emulator.emulator import Emulator
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
    from bota_emulator.settings import Settings
    from bota_emulator.state.recorder import RequestRecord

__all__ = [
    "AdvanceClock",
    "ApiBomb",
    "ApiCookies",
    "ApiDelay",
    "ApiDrip",
    "ApiDuplicate",
    "ApiEndless",
    "ApiFields",
    "ApiLength",
    "ApiReset",
    "ApiStatus",
    "ApiTamperUrl",
    "ApiTruncate",
    "Clock",
    "Emulator",
    "Fault",
    "RequestRecord",
    "Settings",
    "StorageBomb",
    "StorageContinue",
    "StorageCookies",
    "StorageDamage",
    "StorageDelay",
    "StorageDrip",
    "StorageDuplicate",
    "StorageETag",
    "StorageEarlyReset",
    "StorageEndless",
    "StorageError",
    "StorageHalfClose",
    "StorageLength",
    "StorageReset",
    "StorageResponse",
    "StorageStall",
    "StorageTruncate",
]

_HOMES = {
    "bota_emulator.faults.api_excess_faults": (
        "ApiBomb",
        "ApiCookies",
        "ApiDrip",
        "ApiDuplicate",
        "ApiEndless",
    ),
    "bota_emulator.faults.api_faults": (
        "ApiDelay",
        "ApiFields",
        "ApiLength",
        "ApiReset",
        "ApiStatus",
        "ApiTamperUrl",
        "ApiTruncate",
    ),
    "bota_emulator.clock": ("Clock",),
    "bota_emulator.emulator": ("Emulator",),
    "bota_emulator.faults.plan": ("AdvanceClock", "Fault"),
    "bota_emulator.state.recorder": ("RequestRecord",),
    "bota_emulator.settings": ("Settings",),
    "bota_emulator.faults.storage_excess_faults": (
        "StorageBomb",
        "StorageCookies",
        "StorageDrip",
        "StorageDuplicate",
        "StorageEndless",
    ),
    "bota_emulator.faults.storage_response_faults": (
        "StorageDamage",
        "StorageDelay",
        "StorageETag",
        "StorageLength",
        "StorageTruncate",
    ),
    "bota_emulator.faults.storage_faults": (
        "StorageResponse",
        "StorageContinue",
        "StorageEarlyReset",
        "StorageError",
        "StorageHalfClose",
        "StorageReset",
        "StorageStall",
    ),
}
_HOME = {name: home for home, names in _HOMES.items() for name in names}


# The pytest plugin in this package is imported by every pytest of whoever installed the
# distribution, with or without the extra, so importing the package alone must cost nothing.
def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module 'bota_emulator' has no attribute {name!r}")
    from importlib import import_module

    try:
        return getattr(import_module(_HOME[name]), name)
    except ModuleNotFoundError as error:
        raise ImportError(
            f"bota_emulator needs the package {error.name!r}, which comes with the emulator extra: "
            'pip install "bota-sdk[emulator]"'
        ) from error
