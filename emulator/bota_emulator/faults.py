"""Faults to order: each kind is a small class, and the plan hands them out as requests come."""

from __future__ import annotations

import dataclasses
import threading
from typing import Any, ClassVar

from bota_emulator.recorder import Side
from bota_emulator.s3_errors import CODES as S3_CODES
from bota_emulator.s3_errors import S3Error


@dataclasses.dataclass
class Fault:
    """Something that goes wrong, a number of times.

    Attributes:
        times: For how many more requests.
        operation: Only for this operation (an operationId, or `PUT object`); None means any.

    """

    kind: ClassVar[str] = ""
    side: ClassVar[Side] = "api"

    times: int = 1
    operation: str | None = None

    def __post_init__(self) -> None:
        if isinstance(self.times, bool) or not isinstance(self.times, int) or self.times < 1:
            raise ValueError("times must be a positive integer")

    def to_json(self) -> dict[str, Any]:
        """Return the fault as `POST /_control/faults` takes it."""
        return {"kind": self.kind, **dataclasses.asdict(self)}


@dataclasses.dataclass
class ApiStatus(Fault):
    """The API answers a status of choice instead of doing anything.

    Attributes:
        status: 400 to 599.
        headers: More headers of the answer, such as `Retry-After`.

    """

    kind: ClassVar[str] = "api_status"

    status: int = 500
    headers: dict[str, str] = dataclasses.field(default_factory=dict)

    def __post_init__(self) -> None:
        super().__post_init__()
        if not isinstance(self.status, int) or not 400 <= self.status <= 599:
            raise ValueError("status must be an integer from 400 to 599")
        self.headers = dict(self.headers or {})


@dataclasses.dataclass
class StorageError(Fault):
    """The storage answers an S3 error of choice, before it reads the body.

    Attributes:
        code: S3's error code, such as `SlowDown`, one of `s3_errors.CODES`.

    """

    kind: ClassVar[str] = "storage_error"
    side: ClassVar[Side] = "storage"

    code: str = "SlowDown"

    def __post_init__(self) -> None:
        super().__post_init__()
        if self.code not in S3_CODES:
            raise ValueError(
                f"unknown S3 error {self.code!r}; known: {', '.join(sorted(S3_CODES))}"
            )

    def error(self) -> S3Error:
        """Return the error to answer."""
        return S3Error(self.code)


KINDS: dict[str, type[Fault]] = {kind.kind: kind for kind in (ApiStatus, StorageError)}


def fault_from_json(value: dict[str, Any]) -> Fault:
    """Make a fault from what a control request says.

    Args:
        value: `kind` and the attributes of that kind.

    Raises:
        ValueError: The kind is unknown, or an attribute is.

    """
    arguments = dict(value)
    kind = arguments.pop("kind", None)
    if kind not in KINDS:
        raise ValueError(f"kind must be one of {', '.join(KINDS)}")
    try:
        return KINDS[kind](**arguments)
    except TypeError as error:
        raise ValueError(f"{kind} has no such attribute: {', '.join(arguments)}") from error


class FaultPlan:
    """The faults that are still to come, taken in the order in which they were added."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._faults: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Append a fault."""
        with self._lock:
            self._faults.append(fault)

    def take(self, side: Side, operation: str | None) -> Fault | None:
        """Return the fault for a request and count it as used, or None.

        Args:
            side: Where the request arrived.
            operation: What it asks for.

        """
        with self._lock:
            for fault in self._faults:
                if fault.side == side and fault.operation in (None, operation):
                    fault.times -= 1
                    if not fault.times:
                        self._faults.remove(fault)
                    return fault
        return None

    def all(self) -> list[Fault]:
        """Return what is still to come."""
        with self._lock:
            return list(self._faults)

    def clear(self) -> None:
        """Forget every fault."""
        with self._lock:
            self._faults.clear()
