"""Warns of what the contract calls deprecated, in the name of the line that uses it."""

from __future__ import annotations

import functools
import sys
import warnings
from collections.abc import Callable, Mapping
from types import FrameType
from typing import Any, Final, ParamSpec, TypeVar

from .types import UNSET

P = ParamSpec("P")
R = TypeVar("R")

_OURS: Final = (__name__.partition(".")[0], "bota_sdk")
"""Packages whose lines are no user's: this one, and the wrappers over it."""


def deprecated_call(
    text: str, arguments: Mapping[str, str]
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Let a method warn when it is called, or called with a deprecated argument.

    Args:
        text: the warning for the method; empty when only arguments are deprecated.
        arguments: the warning for each of these keyword arguments.

    """

    def decorate(method: Callable[P, R]) -> Callable[P, R]:
        @functools.wraps(method)
        def call(*args: P.args, **kwargs: P.kwargs) -> R:
            # Warned here and not inside, where an awaited call may already run in another task.
            given = [name for name in arguments if kwargs.get(name, UNSET) is not UNSET]
            frame = _users_frame(sys._getframe(1))
            for warning in [*([text] if text else []), *(arguments[name] for name in given)]:
                _warn(warning, frame)
            return method(*args, **kwargs)

        return call

    return decorate


def deprecate_fields(model: type[Any], texts: Mapping[str, str]) -> None:
    """Let a model's fields warn when they are read, written, or given to its constructor."""
    for name, text in texts.items():
        setattr(model, name, _DeprecatedField(model.__dict__[name], text))


class _DeprecatedField:
    def __init__(self, slot: Any, text: str) -> None:
        self._slot = slot
        self._text = text

    def __get__(self, model: object, kind: type[Any]) -> Any:
        if model is None:
            return self
        frame = sys._getframe(1)
        if not (_is_made_by_attrs(frame) or _is_ours(frame)):
            _warn(self._text, frame)
        return self._slot.__get__(model, kind)

    def __set__(self, model: object, value: object) -> None:
        frame: FrameType | None = sys._getframe(1)
        if frame is not None and "__init__" in frame.f_code.co_name:
            frame = frame.f_back
        is_given = value is not UNSET and value is not None
        if is_given and frame and not (_is_made_by_attrs(frame) or _is_ours(frame)):
            _warn(self._text, frame)
        self._slot.__set__(model, value)


def _is_ours(frame: FrameType) -> bool:
    return str(frame.f_globals.get("__name__", "")).partition(".")[0] in _OURS


def _is_made_by_attrs(frame: FrameType) -> bool:
    made = frame.f_code.co_filename.startswith("<attrs generated")
    return made or str(frame.f_globals.get("__name__", "")).partition(".")[0] == "attr"


def _users_frame(frame: FrameType) -> FrameType:
    while _is_ours(frame) and frame.f_back is not None:
        frame = frame.f_back
    return frame


def _warn(text: str, frame: FrameType) -> None:
    warnings.warn_explicit(
        text,
        DeprecationWarning,
        frame.f_code.co_filename,
        frame.f_lineno,
        module=str(frame.f_globals.get("__name__", "")),
        registry=frame.f_globals.setdefault("__warningregistry__", {}),
    )
