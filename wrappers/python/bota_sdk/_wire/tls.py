"""The TLS settings of all connections: which certificates are trusted."""

from __future__ import annotations

import functools
import os
import ssl

from bota_sdk._shared.fork import before_any_fork
from bota_sdk.errors import ConfigurationError


@functools.cache
def default_ssl_context() -> ssl.SSLContext:
    """Return the TLS settings: the certificates of SSL_CERT_FILE or SSL_CERT_DIR, or certifi's.

    Reading them takes 17 to 20 ms: once, for the API and the storage. A ConfigurationError names
    the variable that cannot be used, also SSLKEYLOGFILE.
    """
    file, folders = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    variable = "SSL_CERT_FILE" if file else "SSL_CERT_DIR"
    if not file and not folders:
        import certifi

        file = certifi.where()
    try:
        if not file:  # OpenSSL itself takes no notice of folders that are not there
            _check_folders(folders or "")
        # As httpx does: the file, if both are named.
        with before_any_fork():
            context = ssl.create_default_context(
                cafile=file or None, capath=None if file else folders
            )
    except (OSError, ValueError) as error:
        # What the log of keys raises names its file; what the certificates raise does not.
        if os.environ.get("SSLKEYLOGFILE") and getattr(error, "filename", None):
            variable = "SSLKEYLOGFILE"
        raise ConfigurationError(
            f"the environment's {variable} is {os.environ.get(variable)!r}, which cannot be used: "
            f"{getattr(error, 'strerror', None) or error}"
        ) from error
    context.set_alpn_protocols(["http/1.1"])
    # RFC 9525, section 6.3: a name counts only as one of the certificate's alternative names.
    context.hostname_checks_common_name = False
    return context


if hasattr(os, "register_at_fork"):
    # OpenSSL's locks are as the parent's threads held them.
    os.register_at_fork(after_in_child=default_ssl_context.cache_clear)


def _check_folders(folders: str) -> None:
    """Raise the OSError of the last folder if none of them can be read."""
    errors: list[OSError] = []
    names = folders.split(os.pathsep)
    for name in names:
        try:
            os.scandir(name).close()
        except OSError as error:
            errors.append(error)
    if len(errors) == len(names):
        raise OSError(errors[-1].errno, errors[-1].strerror)
