from typing import Literal, TypeAlias

# Open: the service adds values, and a client keeps those that it does not know.
DeviceModel: TypeAlias = Literal["bota_note", "bota_pin"] | str

DEVICE_MODEL_VALUES: tuple[DeviceModel, ...] = (
    "bota_note",
    "bota_pin",
)


def check_device_model(value: str) -> DeviceModel:
    if isinstance(value, str):
        return value
    raise TypeError(f"Unexpected {type(value).__name__} for DeviceModel, expected a str")
