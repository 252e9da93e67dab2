from typing import Final, Literal, TypeAlias

DeviceModelLiteral: TypeAlias = Literal["bota_note", "bota_pin"]
"""What type checkers take in requests. The service may add values: all pass at run time."""


class DeviceModel:
    """Which device it is."""

    BOTA_NOTE: Final = "bota_note"
    BOTA_PIN: Final = "bota_pin"


DEVICE_MODEL_VALUES: tuple[DeviceModelLiteral, ...] = (
    "bota_note",
    "bota_pin",
)
