from typing import Final, Literal, TypeAlias

RecordingSourceLiteral: TypeAlias = Literal["api_upload", "app_import", "device"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class RecordingSource:
    """Where a recording comes from. An upload from a server is `api_upload`."""

    API_UPLOAD: Final = "api_upload"
    APP_IMPORT: Final = "app_import"
    DEVICE: Final = "device"


RECORDING_SOURCE_VALUES: tuple[RecordingSourceLiteral, ...] = (
    "api_upload",
    "app_import",
    "device",
)
