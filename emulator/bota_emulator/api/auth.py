"""Who calls, and whether they may: keys, scopes and tokens as the contract describes them."""

from __future__ import annotations

import base64
import binascii
import dataclasses
import secrets
from collections.abc import Collection
from typing import Any

from starlette.requests import Request

from bota_emulator.api.errors import ApiError
from bota_emulator.clock import Clock
from bota_emulator.contract.document import DEVICE, TOKEN_SCHEMES, UPLOAD, Contract
from bota_emulator.contract.operations import Operation
from bota_emulator.state.database import State, token_hash

API_KEY = "apiKey"
RESTRICTED_READ = "rk_test_read"
RESTRICTED_WRITE = "rk_test_write"
DEVICE_TOKEN = "dtok_test"  # noqa: S105 - a name that only the emulator knows


@dataclasses.dataclass(frozen=True)
class Caller:
    """Who sent a request.

    Attributes:
        scheme: The contract's security scheme: `apiKey`, `deviceToken` or `uploadToken`.
        identity: Tells callers apart without naming their token.
        scopes: What an API key may do.
        device_id: The device that a device token stands for.
        end_user_id: The end user that a device token stands for.
        recording_id: The one recording of an upload token.

    """

    scheme: str
    identity: str
    scopes: frozenset[str] = frozenset()
    device_id: str | None = None
    end_user_id: str | None = None
    recording_id: str | None = None


class Gate:
    """Knows every token.

    Args:
        api_key: The secret key with all scopes.
        contract: Has the scopes and the security schemes.
        state: Keeps tokens and restricted keys.
        clock: Ends upload tokens.

    """

    def __init__(self, api_key: str, contract: Contract, state: State, clock: Clock) -> None:
        self._schemes = contract.security_schemes
        self._scopes = contract.scopes
        self._state = state
        self._clock = clock
        keys = {
            RESTRICTED_READ: frozenset(s for s in contract.scopes if s.endswith(":read")),
            RESTRICTED_WRITE: frozenset(s for s in contract.scopes if not s.endswith(":read")),
            api_key: contract.scopes,
        }
        # By hash, so that no key can turn up in a repr or a traceback.
        self._callers = {
            token_hash(key): Caller(API_KEY, token_hash(key), scopes)
            for key, scopes in keys.items()
        }
        device = token_hash(DEVICE_TOKEN)
        self._callers[device] = Caller(DEVICE, device, device_id="dev_test", end_user_id="eu_test")

    def upload_token(self, recording_id: str, seconds: float) -> str:
        """Return a new token for the upload of one recording.

        Args:
            recording_id: Which one.
            seconds: The token's life by the emulator's clock.

        """
        token = f"up_{secrets.token_hex(16)}"
        facts = {"scheme": UPLOAD, "recording_id": recording_id}
        self._state.add_token(token, recording_id, facts, self._clock.time() + seconds)
        return token

    def device_token(self, device_id: str, end_user_id: str) -> str:
        """Return a new token for a device that belongs to an end user, good until it is revoked."""
        token = f"dtok_{secrets.token_hex(16)}"
        facts = {"scheme": DEVICE, "device_id": device_id, "end_user_id": end_user_id}
        self._state.add_token(token, device_id, facts, None)
        return token

    def restricted_key(self, scopes: Collection[str]) -> str:
        """Return a new API key that may do no more than some scopes allow.

        Raises:
            ValueError: The contract has no such scope.

        """
        unknown = sorted(set(scopes) - self._scopes)
        if unknown:
            known = ", ".join(sorted(self._scopes))
            raise ValueError(f"no such scope: {', '.join(unknown)}; the contract has {known}")
        key = f"rk_test_{secrets.token_hex(16)}"
        self._state.add_token(key, key[:12], {"scheme": API_KEY, "scopes": list(scopes)}, None)
        return key

    def admit(self, request: Request, operation: Operation, path: dict[str, str]) -> Caller | None:
        """Return who calls; None when the operation is open to everyone.

        Args:
            request: Has the key or token where one of the contract's security schemes puts it.
            operation: What is called.
            path: The path's parameters, of which upload tokens cover one recording.

        Raises:
            ApiError: 401 without a good token, 403 when it is not good for this.

        """
        if not operation.security:
            return None
        names = {name for alternative in operation.security for name in alternative}
        tokens = [t for name in names if (t := sent_token(request, self._schemes.get(name, {})))]
        if not tokens:
            raise ApiError(
                401, "No API key was sent", headers={"WWW-Authenticate": 'Bearer realm="bota"'}
            )
        caller = self._caller(tokens[0])
        if caller is None:
            raise ApiError(
                401,
                "Invalid API key",
                headers={"WWW-Authenticate": 'Bearer realm="bota", error="invalid_token"'},
            )
        lacking: set[str] = set()
        for alternative in operation.security:
            if fits(alternative, caller):
                lacking = {s for scopes in alternative.values() for s in scopes} - caller.scopes
                if not lacking:
                    break
        else:
            what = f"lacks the scope {', '.join(sorted(lacking))}" if lacking else "cannot do this"
            raise ApiError(403, f"This key {what}")
        if caller.recording_id not in (None, path.get("id")):
            raise ApiError(403, "This upload token is for another recording")
        return caller

    def _caller(self, token: str) -> Caller | None:
        known = self._callers.get(token_hash(token))
        if known is not None:
            return known
        facts = self._state.token(token, self._clock.time())
        if facts is None:
            return None
        scopes = frozenset(facts.pop("scopes", ()))
        return Caller(identity=token_hash(token), scopes=scopes, **facts)


def fits(alternative: dict[str, list[str]], caller: Caller) -> bool:
    """Return whether a caller's kind of token is what an alternative of a contract asks for.

    An API key fits every scheme, whatever a contract calls it, but those of the tokens.
    """
    if caller.scheme == API_KEY:
        return not set(TOKEN_SCHEMES) & set(alternative)
    return set(alternative) == {caller.scheme}


def sent_token(request: Request, scheme: dict[str, Any]) -> str | None:
    """Return the key or token that a request has by a security scheme; None without one.

    Args:
        request: The request.
        scheme: The security scheme object of the contract.

    """
    if scheme.get("type") == "apiKey":
        place = {"query": request.query_params, "cookie": request.cookies}.get(
            scheme.get("in", ""), request.headers
        )
        return place.get(scheme.get("name", "")) or None
    word, _, text = request.headers.get("authorization", "").partition(" ")
    wanted = "basic" if scheme.get("scheme", "").lower() == "basic" else "bearer"
    if word.lower() != wanted:
        return None
    if wanted == "basic":
        try:
            # As the user's name, or as the password of whatever name.
            name, _, password = base64.b64decode(text, validate=True).decode().partition(":")
        except (binascii.Error, ValueError):
            return None
        return password or name or None
    return text.strip() or None
