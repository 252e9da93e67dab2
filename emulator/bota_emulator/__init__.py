"""The Bota recordings API and its S3 storage on your own machine, for tests.

    from bota_emulator import Emulator

    with Emulator() as emulator:
        ...  # point a client at emulator.base_url with emulator.api_key

Needs the `emulator` extra: `pip install "bota-sdk[emulator]"`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from bota_emulator.clock import Clock
    from bota_emulator.emulator import Emulator
    from bota_emulator.recorder import RequestRecord
    from bota_emulator.settings import Settings

__all__ = ["Clock", "Emulator", "RequestRecord", "Settings"]

_HOMES = {
    "Clock": "bota_emulator.clock",
    "Emulator": "bota_emulator.emulator",
    "RequestRecord": "bota_emulator.recorder",
    "Settings": "bota_emulator.settings",
}


# The pytest plugin in this package is imported by every pytest of whoever installed the
# distribution, with or without the extra, so importing the package alone must cost nothing.
def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'bota_emulator' has no attribute {name!r}")
    from importlib import import_module

    try:
        return getattr(import_module(_HOMES[name]), name)
    except ModuleNotFoundError as error:
        raise ImportError(
            f"bota_emulator needs the package {error.name!r}, which comes with the emulator extra: "
            'pip install "bota-sdk[emulator]"'
        ) from error
