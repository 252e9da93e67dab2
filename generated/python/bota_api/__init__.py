"""A client library for accessing Bota Recordings API"""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)

from . import _stamp

__spec_sha256__ = _stamp.SPEC_SHA256
__tools__ = _stamp.TOOLS
