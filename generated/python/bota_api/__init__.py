"""A client library for accessing Bota API"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

if not TYPE_CHECKING:

    def __getattr__(name):
        if name != "client" and name not in __all__:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        from importlib import import_module

        client = import_module(".client", __name__)
        return client if name == "client" else getattr(client, name)

    def __dir__():
        return sorted({*globals(), *__all__, "client"})


from . import _stamp

__spec_sha256__ = _stamp.SPEC_SHA256
__tools__ = _stamp.TOOLS
