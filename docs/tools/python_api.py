"""The reference of the Python packages, from their public names; autodoc reads the docstrings."""

from __future__ import annotations

import inspect
from collections.abc import Iterable, Iterator
from importlib import import_module
from types import ModuleType
from typing import Final

import bota_api.models
import bota_api.params
import bota_emulator
import bota_sdk
from bota_api.resources import Resources
from bota_sdk import webhooks

CLIENTS: Final = ("Bota", "AsyncBota")


def public_names() -> set[str]:
    """Return every name that the reference has to have, with its package."""
    return {
        *(f"bota_sdk.{name}" for name in bota_sdk.__all__),
        *(f"bota_emulator.{name}" for name in bota_emulator.__all__),
        *(f"bota_sdk.webhooks.{name}" for name in _webhooks()),
    }


def clients() -> str:
    """Return the clients, and what their methods take and return."""
    known = {*CLIENTS, *bota_sdk.errors.__all__, *bota_api.models.__all__}
    others = [name for name in bota_sdk.__all__ if name not in known]
    bulk = [name for name in others if "_bulk." in _home(name)]
    uploads = [name for name in others if "_upload." in _home(name) or "_download." in _home(name)]
    rest = [name for name in others if name not in {*bulk, *uploads}]
    return "\n".join(
        [
            _section("The clients", bota_sdk, CLIENTS, ":inherited-members: Holder, Generic"),
            _section("Uploads and downloads", bota_sdk, uploads),
            _section("Many recordings", bota_sdk, bulk),
            _section("Webhooks", webhooks, _webhooks()),
            _section("Everything else", bota_sdk, rest),
        ]
    )


def operations() -> str:
    """Return the methods of each tag of the contract."""
    lines: list[str] = []
    for tag in inspect.get_annotations(Resources):
        module = import_module(f"bota_api.api.{tag}")
        name = next(name for name in module.__all__ if inspect.isclass(getattr(module, name)))
        lines.append(_section(f"`bota.{tag}`", module, [name]))
    return "\n".join(lines)


def models() -> str:
    """Return the models, and the fields that operations take as arguments."""
    fields = [name for name in vars(bota_api.params) if name.endswith("Params")]
    return "\n".join(
        [
            _section("What all models have", import_module("bota_api.model"), ["Model"]),
            _section("Models", bota_sdk, bota_api.models.__all__, members=False),
            _section("Fields as arguments", bota_api.params, fields),
        ]
    )


def errors() -> str:
    """Return the errors, and how they descend from each other."""
    tree = inspect.getdoc(bota_sdk.errors) or ""
    _, _, drawing = tree.partition("\n\n")
    entries = _section("Each of them", bota_sdk, bota_sdk.errors.__all__)
    return f"```text\n{drawing}\n```\n\n{entries}"


def emulator() -> str:
    """Return the public names of the emulator."""
    return _section("The emulator from Python", bota_emulator, bota_emulator.__all__)


def _webhooks() -> list[str]:
    return [name for name in webhooks.__all__ if name not in bota_sdk.errors.__all__]


def _home(name: str) -> str:
    return getattr(getattr(bota_sdk, name), "__module__", "") or ""


def _section(
    title: str,
    module: ModuleType,
    names: Iterable[str],
    *options: str,
    members: bool = True,
) -> str:
    entries = "\n".join(_entries(module, names, options, members=members))
    return f"## {title}\n\n```{{eval-rst}}\n{entries}```\n"


def _entries(
    module: ModuleType, names: Iterable[str], options: Iterable[str], *, members: bool
) -> Iterator[str]:
    for name in names:
        entry = getattr(module, name)
        kind = "data"
        if inspect.isclass(entry):
            kind = "exception" if issubclass(entry, BaseException) else "class"
        elif inspect.isfunction(entry):
            kind = "function"
        yield f".. auto{kind}:: {module.__name__}.{name}"
        if kind in {"class", "exception"} and members:
            yield "   :members:"
            yield from (f"   {option}" for option in options)
        yield ""
