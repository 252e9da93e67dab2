"""What an application does with the aquarium's client."""

from __future__ import annotations

import datetime
import uuid
from typing import assert_type

from aquarium_api import models
from aquarium_api.resources import AsyncResources, Resources


def call(bota: Resources) -> None:
    hours = bota.operations.get_opening_hours(start_date=datetime.date(2026, 1, 2), limit=3)
    assert_type(hours, list[models.OpeningHours])
    assert (hours[0].time_open, hours[0].date) == ("09:00", datetime.date(2026, 10, 29))

    dates = [datetime.date(2026, 1, 2)]
    event = bota.events.create_special(
        name="Octopus", location="Pool 2", event_description="At night", dates=dates, price=12.5
    )
    assert_type(event, models.SpecialEvent)
    assert event.dates == [datetime.date(2026, 10, 29)]
    id = uuid.UUID("dad4bce8-f5cb-4078-a211-995864315e39")
    assert bota.events.get_special(id).name == bota.events.update_special(id, price=10).name
    assert [each.price for each in bota.events.list_special(end_date=dates[0])] == [25]
    assert_type(bota.events.delete_special(id), None)

    bought = bota.tickets.buy(ticket_type="general", ticket_date=dates[0], email="a@b.example")
    assert bought.confirmation_code == "ticket-event-a98c8f-7eb12"
    assert assert_type(bota.tickets.get_code(id), bytes) == b"\x89PNG"


async def call_async(bota: AsyncResources) -> None:
    assert_type(await bota.tickets.get_code(uuid.UUID(int=1)), bytes)
