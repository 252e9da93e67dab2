"""What an upload runs on: the settings, the API, the storage, and the way back to its caller."""

from __future__ import annotations

from collections.abc import Callable

import attrs
from bota_api.resources import Resources

from bota_sdk._api.client_state import ClientState
from bota_sdk._settings import Settings
from bota_sdk._storage.client import StorageClient

Notify = Callable[[Callable[[], object]], object]
"""Runs a call of the user's where the user expects it to run, and raises what it raises."""


def notify_here(call: Callable[[], object]) -> object:
    """Run a call of the user's in this thread, which is the user's own."""
    return call()


@attrs.frozen
class Runtime:
    """What an upload runs on. Everything blocks; an asynchronous client runs it in worker threads.

    The user's callbacks run through `notify`: right here, or in the event loop's thread.
    """

    settings: Settings
    api: Resources
    storage: StorageClient
    state: ClientState
    notify: Notify = notify_here
