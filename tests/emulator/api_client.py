from __future__ import annotations

import hashlib
from typing import Any

import requests
from bota_emulator import Emulator

from tests.ticks import HANG


class Api:
    """A plain HTTP client of an emulator, which shares no code with the SDK."""

    def __init__(self, emulator: Emulator, token: str | None = None) -> None:
        self.emulator = emulator
        self.session = requests.Session()
        self.session.trust_env = False
        self.token = emulator.api_key if token is None else token

    def __call__(
        self, method: str, path: str, *, headers: dict[str, str] | None = None, **how: Any
    ) -> requests.Response:
        sent = {"Authorization": f"Bearer {self.token}"} if self.token else {}
        return self.session.request(
            method,
            self.emulator.base_url + path,
            headers=sent | (headers or {}),
            timeout=HANG,
            **how,
        )

    def control(self, method: str, path: str, json: Any = None) -> requests.Response:
        root = self.emulator.base_url.removesuffix("/v1")
        return self.session.request(method, f"{root}/_control{path}", json=json, timeout=HANG)

    def create(self, **fields: Any) -> str:
        answer = self("POST", "/recordings", json={"end_user_id": "eu_1", **fields})
        assert answer.status_code == 201, answer.text
        return str(answer.json()["id"])

    def grant(self, id: str, **fields: Any) -> dict[str, Any]:
        body = {"content_type": "audio/wav", **fields}
        answer = self("POST", f"/recordings/{id}/upload-url", json=body)
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    def put(self, grant: dict[str, Any], body: Any) -> requests.Response:
        return self.session.put(
            grant["upload_url"], data=body, headers=grant.get("headers"), timeout=HANG
        )

    def complete(self, id: str, **fields: Any) -> requests.Response:
        return self("POST", f"/recordings/{id}/upload-complete", json=fields or None)

    def upload(self, body: bytes, **fields: Any) -> str:
        rec = self.create(**fields)
        assert self.put(self.grant(rec), body).status_code == 200
        answer = self.complete(rec, content_sha256=hashlib.sha256(body).hexdigest())
        assert answer.status_code == 200, answer.text
        return rec


def error(response: requests.Response) -> dict[str, Any]:
    """Return what the service says is wrong."""
    found: dict[str, Any] = response.json()["error"]
    return found
