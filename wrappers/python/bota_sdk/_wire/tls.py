"""The TLS settings that all connections share."""

from __future__ import annotations

import functools
import os
import ssl


@functools.cache
def default_ssl_context() -> ssl.SSLContext:
    """Return the settings: the certificates of SSL_CERT_FILE, of SSL_CERT_DIR, or of certifi.

    Reading them takes 17 to 20 ms: once, for the API and the storage.
    """
    file, folder = os.environ.get("SSL_CERT_FILE"), os.environ.get("SSL_CERT_DIR")
    if not file and not folder:
        import certifi

        file = certifi.where()
    # As httpx does: the file, if both are named.
    context = ssl.create_default_context(cafile=file or None, capath=None if file else folder)
    context.set_alpn_protocols(["http/1.1"])
    return context
