"""Makes the certificate of an emulator that speaks TLS, and the authority that vouches for it."""

from __future__ import annotations

import ipaddress
import pathlib
from collections.abc import Iterable


def make_certificate(
    folder: pathlib.Path, names: Iterable[str]
) -> tuple[pathlib.Path, pathlib.Path]:
    """Write a new authority's certificate, and a certificate with its key, to a folder.

    Args:
        folder: Where they go.
        names: The names and addresses that clients reach the servers by, besides those of this
            machine.

    Returns:
        The file of the authority, for clients to trust, and that of the servers.

    Raises:
        ImportError: The package trustme is missing.

    """
    try:
        import trustme  # nobody else needs it
    except ModuleNotFoundError as error:
        raise ImportError(
            'TLS needs the package trustme, which comes with: pip install "bota-sdk[emulator]"'
        ) from error

    authority = trustme.CA(organization_name="bota-emulator")
    certificate = authority.issue_cert(
        *dict.fromkeys(["localhost", "127.0.0.1", "::1", *filter(_is_one, names)])
    )
    trusted, own = folder / "ca.pem", folder / "server.pem"
    authority.cert_pem.write_to_path(trusted)
    own.touch(mode=0o600)
    certificate.private_key_and_cert_chain_pem.write_to_path(own)
    return trusted, own


def _is_one(name: str) -> bool:
    try:
        return not ipaddress.ip_address(name).is_unspecified
    except ValueError:
        return True
