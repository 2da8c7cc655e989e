"""The official SDK's asynchronous client: the same wire, so one way through is enough."""

from __future__ import annotations

import asyncio

from laurel import Caller, Laurel
from trophy import UpsertedUser


def test_one_way_through(server: Laurel, admin: Caller, user: str) -> None:
    async def go() -> None:
        client = server.asynchronous_sdk(admin.key)
        await client.users.create(id=user, tz="Europe/London")
        calls = [
            client.metrics.event("pages", user=UpsertedUser(id=user), value=0.1) for _ in range(20)
        ]
        totals = sorted(event.total for event in await asyncio.gather(*calls))
        assert totals == [round(0.1 * count, 1) for count in range(1, 21)]
        assert (await client.users.single_metric(user, "pages")).current == 2
        assert "pages" in {metric.key for metric in await client.admin.metrics.list()}

    asyncio.run(go())
