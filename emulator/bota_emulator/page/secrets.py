"""Hides keys, tokens and signatures in what the page shows of a request."""

from __future__ import annotations

import re
from collections.abc import Callable

from bota_emulator.contract.document import Contract

HIDDEN = "••••••"

_HEADERS = ("authorization", "cookie", "set-cookie", "proxy-authorization", "bota-control-token")
_QUERY = re.compile(r"((?:X-Amz-(?:Signature|Credential|Security-Token)|token)=)[^&\s\"'<]+")
_TOKEN = re.compile(r"\b(?:[sr]k_(?:test|live)_|dtok_|up_)\w+|(?<=Bearer )(?!\$)[^\s\"']+")


def hider(contract: Contract, api_key: str | None) -> Callable[[str], str]:
    """Return what hides the secrets in a text.

    Args:
        contract: Its fields of the format `password` are secrets.
        api_key: The service's key, which may look like anything and be sent anywhere.

    """
    fields = "|".join(map(re.escape, contract.secret_fields)) or "(?!)"
    values = re.compile(rf'("(?:{fields})"\s*:\s*")(?:[^"\\]|\\.)*')

    def hide(text: str) -> str:
        text = text.replace(api_key, HIDDEN) if api_key else text
        text = values.sub(rf"\g<1>{HIDDEN}", text)
        return _TOKEN.sub(HIDDEN, _QUERY.sub(rf"\g<1>{HIDDEN}", text))

    return hide


def is_secret_header(name: str) -> bool:
    """Return whether the whole value of a header is a secret."""
    return name.lower() in _HEADERS
