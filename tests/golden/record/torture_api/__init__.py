"""A client library for accessing Torture "API" \\ {{x}} \"\"\""""

from .client import AuthenticatedClient, Client

__all__ = (
    "AuthenticatedClient",
    "Client",
)
