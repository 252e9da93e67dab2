from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
UploadMethod: TypeAlias = Literal["ble", "import"] | str

UPLOAD_METHOD_VALUES: tuple[UploadMethod, ...] = (
    "ble",
    "import",
)


def check_upload_method(value: str) -> UploadMethod:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for UploadMethod, expected a str")
