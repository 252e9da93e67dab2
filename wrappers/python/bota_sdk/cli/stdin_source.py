"""The standard input as the source of an upload that can be stopped."""

from __future__ import annotations

import os
import select
import sys
from collections.abc import Iterator

from bota_sdk._shared.cancel import POLL, CancelToken
from bota_sdk._upload.source import CHUNK


def stdin_chunks(cancel: CancelToken) -> Iterator[bytes]:
    """Yield the bytes of the standard input to its end.

    Args:
        cancel: looked at while no bytes come, which may be for ever.

    Raises:
        UploadCancelledError: `cancel` was used.

    """
    file = sys.stdin.fileno()
    while True:
        # Windows can wait for sockets only.
        while os.name == "posix" and not select.select([file], [], [], POLL)[0]:
            cancel.check()
        chunk = os.read(file, CHUNK)
        if not chunk:
            return
        yield chunk
