"""The checks of `botactl doctor` that need no network: settings, key, config file."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from urllib.parse import urlsplit

from bota_sdk._settings import is_loopback, resolve_settings, why_not_safe
from bota_sdk._shared.redact import Secret
from bota_sdk.cli.check import Check
from bota_sdk.cli.settings import Invocation
from bota_sdk.errors import ConfigurationError

_KINDS: Final = {
    "sk_live": "a secret key, live",
    "sk_test": "a secret key, test",
    "rk_live": "a restricted key, live",
    "rk_test": "a restricted key, test",
    "dtok": "a device token: it creates recordings and uploads their audio, nothing else",
    "up": "an upload token: it uploads the audio of one recording, nothing else",
}


def setting_checks(invocation: Invocation) -> Iterator[Check]:
    """Yield what is found about the settings."""
    yield _config_file(invocation)
    yield _base_url(invocation)
    key = invocation.api_key
    if key is None:
        yield Check(
            "key",
            "problem",
            "there is none",
            "set BOTA_API_KEY, or write api_key into the config file",
            is_about_key=True,
        )
    else:
        yield _key(invocation, key.value, key.origin)
    journal, end_user_id = invocation.journal(None), invocation.end_user_id(None)
    for name, setting in (("journal", journal), ("end user", end_user_id)):
        if setting is not None:
            yield Check(name, "ok", f"{setting.value} (from {setting.origin})")


def _config_file(invocation: Invocation) -> Check:
    config = invocation.config
    if not config.exists:
        return Check("config file", "ok", f"none at {config.path}")
    if config.is_shown_to_others:
        return Check(
            "config file",
            "warning",
            f"{config.path} holds a key that other users may read (mode {config.mode:03o})",
            f"chmod 600 {config.path}",
        )
    return Check("config file", "ok", f"{config.path} (mode {config.mode:03o})")


def _base_url(invocation: Invocation) -> Check:
    url = invocation.base_url
    problem = why_not_safe(url.value)
    if problem:
        return Check(
            "base URL",
            "problem",
            f"the one from {url.origin} {problem}",
            "it looks like https://api.bota.dev/v1",
        )
    if not urlsplit(url.value).path.strip("/"):
        return Check(
            "base URL",
            "warning",
            f"{url.value} (from {url.origin}) has no version",
            f"it usually ends in one: {url.value.rstrip('/')}/v1",
        )
    return Check("base URL", "ok", f"{url.value} (from {url.origin})")


def _key(invocation: Invocation, key: Secret, origin: str) -> Check:
    try:
        resolve_settings(
            api_key=key.reveal(),
            base_url="https://localhost",
            api_version=None,
            timeout=1,
            storage_timeout=1,
        )
    except ConfigurationError as error:
        return Check("key", "problem", f"from {origin}: {error}", "copy it again", True)
    kind = _kind(key)
    if kind is None:
        return Check(
            "key",
            "warning",
            f"from {origin}: of an unknown kind",
            "keys begin with sk_live_, sk_test_, rk_live_, rk_test_, dtok_ or up_",
        )
    found = f"{_KINDS[kind]} (from {origin})"
    host = urlsplit(invocation.base_url.value).hostname or ""
    is_test_host = is_loopback(host) or "sandbox" in host or "test" in host
    if kind.endswith("_live") and is_test_host:
        return Check("key", "warning", f"{found}, for the test host {host}", "use a test key there")
    if kind.endswith("_test") and not is_test_host:
        return Check(
            "key", "warning", f"{found}, for {host}", "a live service wants a live key, usually"
        )
    if kind == "up":
        return Check("key", "ok", found, "it is good for minutes, and only with --recording-id")
    return Check("key", "ok", found)


def _kind(key: Secret) -> str | None:
    return next((kind for kind in _KINDS if key.reveal().startswith(f"{kind}_")), None)
