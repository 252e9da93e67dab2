"""An upload in a thread that blocks."""

from __future__ import annotations

from bota_sdk._api.client_state import ClientState
from bota_sdk._settings import Settings
from bota_sdk._shared.cancel import stop_if_asked, stoppable
from bota_sdk._upload.options import UploadOptions, check_options, make_upload
from bota_sdk._upload.progress import Receipt
from bota_sdk._upload.run_sync import run_sync
from bota_sdk._upload.source import UploadSource, open_source
from bota_sdk._upload.upload_io import SyncIO


def upload(
    settings: Settings,
    io: SyncIO,
    state: ClientState,
    source: UploadSource,
    options: UploadOptions,
) -> Receipt:
    """Check, open and upload a source. See `Bota.upload`."""
    checks = options.checks()
    fields = check_options(settings, options)
    with stoppable(*checks):
        stop_if_asked()
        opened = open_source(source)
        return run_sync(make_upload(io, state, opened, options, fields).run())
