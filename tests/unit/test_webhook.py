"""What a webhook must be to count, by the table that every language reads."""

from __future__ import annotations

from typing import Any

import bota_sdk
import pytest
from bota_sdk import webhooks

from tests.vectors import load

VECTORS = load("webhook")


@pytest.mark.parametrize("row", VECTORS["verify"], ids=str)
def test_the_table(row: dict[str, Any]) -> None:
    case = {"tolerance": 300, **VECTORS["default"][0], **row}
    body = bytes.fromhex(case["hex"]) if "hex" in case else case["body"]
    headers = {"X-Bota-Timestamp": case["timestamp"]}
    if "signature" in case:
        headers["X-Bota-Signature"] = case["signature"]

    def verify() -> Any:
        options = {"tolerance": case["tolerance"], "now": case["now"]}
        return webhooks.verify(body, headers, case["secrets"], **options)

    if "error" in case:
        with pytest.raises(getattr(bota_sdk, case["error"]), match=case["words"]) as caught:
            verify()
        assert type(caught.value).__name__ == case["error"]
    else:
        assert verify().to_dict()["id"] == case["result"]
