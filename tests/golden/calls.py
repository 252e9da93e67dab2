"""Calls each operation of a generated client, for each response that its contract documents."""

from __future__ import annotations

import asyncio
import importlib
import inspect
import json
import pkgutil
import typing
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import yaml

from generator.naming import method_of, tag_module
from tests.golden.arguments import argument
from tests.golden.contract_server import METHODS, ContractServer


def recorded_calls(contract: Path, package: str) -> str:
    """Return what each call sends and returns, as text to compare.

    Args:
        contract: what the client was generated from.
        package: the client, which can be imported.

    Raises:
        AssertionError: a request or a response is not what the contract says, or the sync and the
            async call are not the same.

    """
    document = yaml.safe_load(contract.read_text("utf-8"))
    client_module = importlib.import_module(f"{package}.client")
    lines: list[str] = []
    with ContractServer(document) as server:
        operations = [
            (operation["operationId"], operation["tags"][0], list(operation["responses"]))
            for path in document["paths"].values()
            for method, operation in path.items()
            if method in METHODS
        ]
        modules = _modules(package)
        assert len(modules) == len(operations), "each operation is a module, and each is called"
        for (id, tag, statuses), module in zip(sorted(operations), modules, strict=True):
            lines.append(f"== {id}")
            for status in statuses:
                server.respond_with(status)
                client = client_module.AuthenticatedClient(base_url=server.url, token="t")
                sync = _called(module.sync_detailed, client)
                sent = server.taken()
                async_ = asyncio.run(_called_async(module.asyncio_detailed, client))
                assert server.taken() == sent, f"{id}: sync and async send the same"
                assert async_ == sync, f"{id}: sync and async return the same"
                if status.startswith("2"):
                    lines += _called_by_method(package, id, tag, client, server, sent)
                lines += [*([] if status != statuses[0] else sent), f"<- {status}: {sync}"]
    return "\n".join(lines) + "\n"


def _called_by_method(
    package: str, id: str, tag: str, client: Any, server: ContractServer, sent: list[str]
) -> list[str]:
    """Call the method of an operation, plain and raw; return what to record of it."""
    client = type(client)(base_url=client._base_url, token="t")
    resources = importlib.import_module(f"{package}.resources").Resources(client)
    resource = getattr(resources, tag_module(tag))
    method = getattr(resource, method_of({"operationId": id, "tags": [tag]}))
    raw = getattr(resource.with_raw_response, method_of({"operationId": id, "tags": [tag]}))
    names = list(inspect.signature(method).parameters)
    hints = {**typing.get_type_hints(method), "return": None}
    given = {name: argument(hints[name]) for name in names[:-4]}
    # The last four are the method's own, whatever the contract left them to be called.
    timeout, headers, _, _ = names[-4:]
    options = {timeout: 9.5, headers: {"X-Extra": "e"}}
    with warnings.catch_warnings(), client:
        warnings.simplefilter("ignore")
        found = method(**given)
        taken = server.taken()
        again = raw(**given, **options)
    with_options = server.taken()
    assert taken[0] == sent[0], f"{id}: the method sends the same as the function"
    assert [line for line in with_options if "x-extra: e" not in line] == taken
    shown = getattr(found, "response", found)
    parsed = again.parse()
    assert getattr(parsed, "response", parsed) == shown
    if hasattr(found, "data") and hasattr(found, "next_page"):
        return [f"{tag_module(tag)}.{method.__name__}: {found.data!r}, more: {found.has_more}"]
    return []


def _modules(package: str) -> list[ModuleType]:
    api = importlib.import_module(f"{package}.api")
    found = [
        importlib.import_module(each.name)
        for each in pkgutil.walk_packages(api.__path__, f"{api.__name__}.")
        if not each.ispkg
    ]
    return sorted(found, key=lambda module: module.__name__.rpartition(".")[2])


def _arguments(function: Any, client: Any) -> dict[str, Any]:
    hints = typing.get_type_hints(function)
    names = [name for name in inspect.signature(function).parameters if name != "client"]
    return {"client": client, **{name: argument(hints[name]) for name in names}}


def _called(function: Any, client: Any) -> str:
    with warnings.catch_warnings(record=True) as warned, client:
        warnings.simplefilter("always")
        try:
            result: Any = function(**_arguments(function, client))
        except ValueError as error:
            result = error
    return _shown(result, warned)


async def _called_async(function: Any, client: Any) -> str:
    client = type(client)(base_url=client._base_url, token="t")
    with warnings.catch_warnings(record=True) as warned:
        warnings.simplefilter("always")
        async with client:
            try:
                result: Any = await function(**_arguments(function, client))
            except ValueError as error:
                result = error
    return _shown(result, warned)


def _shown(result: Any, warned: list[warnings.WarningMessage]) -> str:
    warnings_shown = "".join(f" [{each.category.__name__}: {each.message}]" for each in warned)
    if isinstance(result, ValueError):
        return f"{type(result).__name__}: {result}{warnings_shown}"
    parsed = result.parsed
    again = json.dumps(parsed.to_dict()) if hasattr(parsed, "to_dict") else ""
    return f"{parsed!r}{again and f' = {again}'}{warnings_shown}"
