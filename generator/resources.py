"""Writes resources.py: the tags of the contract as attributes of one object."""

from __future__ import annotations

from collections.abc import Iterable

from generator.naming import class_name

_TOP = '''"""Every tag of the contract as an attribute: what a client object inherits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from .lazy import Holder, Lazy

if TYPE_CHECKING:
{imports}
'''

_CLASS = '''

class {prefix}Resources(Holder):
    """The operations of the API, by tag{awaited}. A tag's modules are imported at its first use.

    Args:
        client: the generated client that sends the requests.
        error_context: entered around each call, to turn what it raises into other exceptions.
    """
'''

_ATTRIBUTE = '''
    {tag}: Lazy[{prefix}{name}] = Lazy(f"{{__package__}}.api.{tag}", "{prefix}{name}")
    """The operations of the tag {tag}."""
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
