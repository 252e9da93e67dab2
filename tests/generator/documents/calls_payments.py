"""What an application does with the payment service's client."""

from __future__ import annotations

from typing import assert_type

from payments_api import models
from payments_api.resources import AsyncResources, Resources


def call(bota: Resources) -> None:
    charge = bota.default.create_charge(
        amount=1000, currency="eur", capture=False, expand=["customer"], idempotency_key="k"
    )
    assert_type(charge, models.Charge)
    assert (charge.status, dict(charge.metadata.to_dict())) == ("succeeded", {"more": "text"})
    method = charge.payment_method_details
    assert isinstance(method, models.CardPayment)
    assert method.last4 == "text"
    page = bota.default.list_charges(created={"gte": 5}, starting_after="ch_1", limit=2)
    assert [each.amount for each in page.data] == [3]
    assert bota.default.capture_charge("ch_1", amount=500).id == "text"

    wallet = models.WalletPayment(type="wallet", wallet="w")
    made = bota.default.create_payment_method(method=wallet)
    assert isinstance(made, models.CardPayment)
    event = bota.default.get_event("evt_1")
    assert isinstance(event, models.ChargeEvent)
    assert event.data.object.currency == "text"
    assert event.created.year == 2026
    events = bota.default.get_events(types=["charge.failed", "customer.deleted"])
    assert_type(events, list[models.ChargeEvent | models.CustomerEvent | models.UnknownVariant])
    assert bota.default.delete_customers_customer("cus_1").deleted is True


async def call_async(bota: AsyncResources) -> None:
    event = await bota.default.get_event("evt_1")
    assert_type(event, models.ChargeEvent | models.CustomerEvent | models.UnknownVariant)
