"""Faults to order: what they have in common, and the plan that hands them out as requests come."""

from __future__ import annotations

import contextlib
import copy
import dataclasses
import math
import random
import threading
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar

from bota_emulator.clock import MAX_SKEW, Clock
from bota_emulator.state.recorder import Side


@dataclasses.dataclass
class Fault:
    """Something that goes wrong, a number of times.

    Attributes:
        times: For how many more requests.
        operation: Only for this operation (an operationId, or `PUT object`); left out, for any.
        skip: How many matching requests pass before the first one that it is for.

    """

    kind: ClassVar[str] = ""
    exclusive: ClassVar[bool] = True
    """Whether it decides the outcome. One request meets one such fault, and any others."""
    choices: ClassVar[Mapping[str, Sequence[str]]] = {}
    """The words that an attribute can be, for those that are one of some words."""

    times: int = 1
    operation: str | None = None
    skip: int = dataclasses.field(default=0, kw_only=True)

    def __post_init__(self) -> None:
        need_integer("times", self.times, 1)
        need_integer("skip", self.skip, 0)
        if self.operation is not None and not isinstance(self.operation, str):
            raise ValueError("operation must be an operationId")
        for name, words in self.choices.items():
            if getattr(self, name) not in words:
                known = ", ".join(words)
                raise ValueError(f"{name} must be one of {known}, not {getattr(self, name)!r}")

    @property
    def side(self) -> Side:
        """Where it happens: `api` or `storage`."""
        raise NotImplementedError  # the two classes of faults say it

    def fits(self, side: Side, operation: str | None) -> bool:
        """Return whether it can be for a request.

        Args:
            side: Where the request arrived.
            operation: What it asks for.

        """
        return self.side == side and self.operation in (None, operation)

    def to_json(self) -> dict[str, Any]:
        """Return the fault as `POST /_control/faults` takes it."""
        return {"kind": self.kind, **dataclasses.asdict(self)}


@dataclasses.dataclass
class AdvanceClock(Fault):
    """Time passes at a request, for the whole service.

    Attributes:
        seconds: How much.
        when: `before` the request is checked, or `after` its response. When left out, `after` at
            the API, so that an upload URL ages, and `before` at the storage.
        side: `api` or `storage`.

    """

    kind: ClassVar[str] = "advance_clock"
    exclusive: ClassVar[bool] = False
    choices: ClassVar[Mapping[str, Sequence[str]]] = {
        "when": ("before", "after"),
        "side": ("api", "storage"),
    }

    seconds: float = 3660.0
    when: str = ""
    side: Side = "api"

    def __post_init__(self) -> None:
        self.when = self.when or ("after" if self.side == "api" else "before")
        super().__post_init__()
        need_number("seconds", self.seconds, -MAX_SKEW, MAX_SKEW)


def advance_clocks(faults: Sequence[Fault], clock: Clock, when: str) -> None:
    """Let time pass as the faults of a request want it: `before` it is judged, or `after`."""
    for fault in faults:
        if isinstance(fault, AdvanceClock) and fault.when == when:
            # Many of them add up to more than the clock can be moved.
            with contextlib.suppress(ValueError):
                clock.advance(fault.seconds)


def need_integer(
    name: str, value: object, least: int | None = None, most: int | None = None
) -> None:
    """Raise `ValueError` unless a fault's attribute is an integer from `least` to `most`."""
    if isinstance(value, bool) or not isinstance(value, int):
        raise ValueError(f"{name} must be an integer, not {value!r}")
    if least is not None and value < least:
        raise ValueError(f"{name} must be an integer of {least} or more, not {value!r}")
    if most is not None and value > most:
        raise ValueError(f"{name} must be an integer of {most} or less, not {value!r}")


def need_number(name: str, value: object, least: float = 0.0, most: float = math.inf) -> None:
    """Raise `ValueError` unless a fault's attribute is a finite number from `least` to `most`."""
    if (
        isinstance(value, bool)
        or not isinstance(value, int | float)
        or not math.isfinite(value)
        or not least <= value <= most
    ):
        raise ValueError(f"{name} must be a number of {least} or more, not {value!r}")


def need_flag(name: str, value: object) -> None:
    """Raise `ValueError` unless a fault's attribute is true or false."""
    if not isinstance(value, bool):
        raise ValueError(f"{name} must be true or false, not {value!r}")


def need_object(name: str, value: object) -> None:
    """Raise `ValueError` unless a fault's attribute is an object of fields and values."""
    if not isinstance(value, dict) or not all(isinstance(field, str) for field in value):
        raise ValueError(f"{name} must be an object of fields and values")


def need_operation(fault: Fault, known: Collection[str]) -> None:
    """Raise `ValueError` when a fault of the API is for an operation that does not exist."""
    if fault.side == "api" and fault.operation is not None and fault.operation not in known:
        raise ValueError(f"no operation is called {fault.operation}")


class FaultPlan:
    """The faults that are still to come, taken in the order in which they were added.

    Attributes:
        changes: A number that grows with each change of what is to come.

    """

    def __init__(self) -> None:
        self.changes = 0
        self._lock = threading.Lock()
        self._faults: list[Fault] = []
        self._random: random.Random | None = None
        self._rate = 0.0
        self._choices: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Append a fault. It is copied, since what is left of it is counted here."""
        with self._lock:
            self._faults.append(copy.deepcopy(fault))
            self.changes += 1

    def remove(self, place: int) -> None:
        """Forget one of the faults that are still to come, by its place in `all()`."""
        with self._lock:
            del self._faults[place : place + 1]
            self.changes += 1

    def at_random(self, rate: float, faults: Sequence[Fault], seed: int) -> None:
        """Let requests meet one of some faults by chance.

        Args:
            rate: The chance for each request, 0 to 1; 0 ends it.
            faults: Which ones; a request meets only those of its side and operation.
            seed: The same seed gives the same faults to the same order of requests.

        Raises:
            ValueError: The rate is out of range.

        """
        need_number("rate", rate, 0, 1)
        with self._lock:
            self._rate = rate
            self._choices = [_once(fault) for fault in faults]
            self._random = random.Random(seed) if rate else None  # noqa: S311 - repeatable, not secret
            self.changes += 1

    def take(self, side: Side, operation: str | None) -> list[Fault]:
        """Return the faults for a request and count them as used.

        Args:
            side: Where the request arrived.
            operation: What it asks for.

        Returns:
            At most one that is exclusive, and any others, in the order in which they were added.

        """
        taken: list[Fault] = []
        with self._lock:
            for fault in [fault for fault in self._faults if fault.fits(side, operation)]:
                if fault.skip:
                    fault.skip -= 1
                elif _goes_with(fault, taken):
                    fault.times -= 1
                    taken.append(copy.deepcopy(fault))
            self._faults = [fault for fault in self._faults if fault.times]
            self.changes += 1
            if self._random is not None and self._random.random() < self._rate:
                fitting = [fault for fault in self._choices if fault.fits(side, operation)]
                if fitting:
                    chosen = self._random.choice(fitting)
                    if _goes_with(chosen, taken):
                        taken.append(_once(chosen))
        return taken

    def all(self) -> list[Fault]:
        """Return what is still to come, without what comes by chance."""
        with self._lock:
            return copy.deepcopy(self._faults)

    def by_chance(self) -> tuple[float, list[Fault]]:
        """Return the chance for each request to meet a fault, and one of which it meets."""
        with self._lock:
            return self._rate, copy.deepcopy(self._choices)

    def clear(self) -> None:
        """Forget every fault, those by chance too."""
        with self._lock:
            self.changes += 1
            self._faults.clear()
            self._rate, self._choices, self._random = 0.0, [], None


def decided_by(faults: Sequence[Fault]) -> str | None:
    """Return the kind to record for a request: of the fault that decided, or of any."""
    kinds = [fault.kind for fault in faults if fault.exclusive] or [f.kind for f in faults]
    return kinds[0] if kinds else None


def _goes_with(fault: Fault, taken: Sequence[Fault]) -> bool:
    return not fault.exclusive or not any(other.exclusive for other in taken)


def _once(fault: Fault) -> Fault:
    single = copy.deepcopy(fault)
    single.times, single.skip = 1, 0
    return single
