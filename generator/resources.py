"""Writes resources.py: the tags of the contract as attributes of one object."""

from __future__ import annotations

from collections.abc import Iterable

from generator.naming import class_name

_TOP = '''"""Every tag of the contract as an attribute: what a client object inherits."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
{imports}
    from .client import AuthenticatedClient
'''

_CLASS = '''

class {prefix}Resources:
    """The operations of the API, by tag{awaited}. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        guard: entered around each call, to turn what it raises into other exceptions.
    """

    def __init__(
        self,
        client: AuthenticatedClient,
        guard: Callable[[], AbstractContextManager[None]] = nullcontext,
    ) -> None:
        self._resource_client = client
        self._resource_guard = guard
'''

_ATTRIBUTE = '''
    @cached_property
    def {tag}(self) -> {prefix}{name}:
        """The operations of the tag {tag}."""
        from .api.{tag} import {prefix}{name}

        return {prefix}{name}(self._resource_client, self._resource_guard)
'''


def render_resources(tags: Iterable[str]) -> str:
    """Return the source of resources.py for tags in snake case, as the generator names them."""
    names = {tag: class_name(tag) for tag in sorted(tags)}
    imports = "\n".join(
        f"    from .api.{tag} import Async{name}, {name}" for tag, name in names.items()
    )
    parts = [_TOP.format(imports=imports)]
    for prefix, awaited in (("", ""), ("Async", ", awaited")):
        parts.append(_CLASS.format(prefix=prefix, awaited=awaited))
        parts += [
            _ATTRIBUTE.format(tag=tag, name=name, prefix=prefix) for tag, name in names.items()
        ]
    return "".join(parts)
