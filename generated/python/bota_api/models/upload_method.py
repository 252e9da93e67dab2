from typing import Final, Literal, TypeAlias

UploadMethodLiteral: TypeAlias = Literal["ble", "import"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class UploadMethod:
    """How the audio reaches the service. An upload from a server is `import`."""

    BLE: Final = "ble"
    IMPORT: Final = "import"


UPLOAD_METHOD_VALUES: tuple[UploadMethodLiteral, ...] = (
    "ble",
    "import",
)
