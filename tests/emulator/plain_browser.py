"""A browser of the emulator's page that runs no script."""

from __future__ import annotations

import html
import re

import requests
from bota_emulator import Emulator

from tests.ticks import HANG


class Page:
    """A browser of this emulator that runs no script."""

    def __init__(self, emulator: Emulator) -> None:
        self.root = f"{emulator.page_url}_page"
        self.session = requests.Session()
        self.session.trust_env = False

    def get(self, path: str = "/", status: int = 200) -> str:
        response = self.session.get(self.root + path, timeout=HANG)
        assert response.status_code == status, text_of(response.text)
        assert response.headers["Content-Type"] == "text/html; charset=utf-8"
        return response.text

    def post(self, path: str, expected: int = 200, /, **form: str) -> str:
        """Send a form; the browser follows to the page that shows what came of it."""
        response = self.session.post(self.root + path, data=form, timeout=HANG)
        assert response.status_code == expected, text_of(response.text)
        return response.text


def text_of(page: str) -> str:
    """What a reader sees, in one line."""
    shown = re.sub(r"<(script|style)\b.*?</\1>|<[^>]+>", " ", page, flags=re.DOTALL)
    return " ".join(html.unescape(shown).split())


def rows(page: str) -> list[str]:
    return [text_of(row) for row in re.findall(r"<tr id=.*?</tr>", page, re.DOTALL)]
