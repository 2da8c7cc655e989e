"""Points seen from outside: what 64 callers and a power cut leave of a ledger, and what time brings."""

from __future__ import annotations

import http.client
import random
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conftest import Place
from crowd import Count
from laurel import Caller, send, serving

USER = "ada"
THREADS = 64
ORDERS = 4_000
GIVES, PAGES = 7, 2
"""So many points for each so many pages."""
PRICE = 3
"""What a bit of energy costs; an event that one cannot pay is refused."""


@dataclass(frozen=True)
class Order:
    """Something that changes the user's points, once under its key."""

    kind: str
    amount: int
    key: str

    def request(self, system: str) -> tuple[str, dict[str, Any]]:
        if self.kind in ("pages", "energy"):
            path = f"/v1/metrics/{self.kind}/event"
            return path, {"user": {"id": USER}, "value": self.amount}
        amount = self.amount if self.kind == "grant" else -self.amount
        body = {"userId": USER, "amount": amount, "reason": self.kind, "idempotencyKey": self.key}
        return f"/admin/v1/points/{system}/awards", body


def orders() -> list[Order]:
    chance = random.Random(14)
    kinds = ["grant", "spend", "spend", "pages", "energy"]
    return [
        Order(chance.choice(kinds), chance.randint(1, 9), f"order-{number}")
        for number in range(ORDERS)
    ]


def set_up(caller: Caller) -> str:
    """A system that gives for pages and takes for energy, and a user with nothing."""
    pages, energy = caller.create_metric("pages"), caller.create_metric("energy")
    caller.put(f"/v1/users/{USER}", {}).expect(200)
    gives = {"metricId": pages, "metricThreshold": PAGES, "points": GIVES}
    takes = {"metricId": energy, "metricThreshold": 1, "points": -PRICE, "blockIfOutOfPoints": True}
    common = {"type": "metric", "status": "active"}
    triggers = [{**common, **gives}, {**common, **takes}]
    levels = [{"name": f"L{n}", "key": f"l{n}", "points": n * 25} for n in range(1, 6)]
    system = {"name": "XP", "key": "xp", "levels": levels, "triggers": triggers}
    answer = caller.post("/admin/v1/points", [system]).expect(201).json()
    assert answer["issues"] == []
    return answer["created"][0]["id"]


def send_all(caller: Caller, system: str, todo: list[Order], count: Count) -> dict[str, int]:
    """What every order was answered; nothing of those whose connection broke."""

    def send_share(share: list[Order]) -> dict[str, int]:
        connection = caller.server.connection()
        statuses: dict[str, int] = {}
        for order in share:
            path, body = order.request(system)
            headers = caller.headers({"Idempotency-Key": order.key})
            try:
                answer = send(connection, "POST", path, body, headers)
            except (OSError, http.client.HTTPException):
                break
            statuses[order.key] = answer.expect(200, 201, 202, 422).status
            count.raise_by_one()
        connection.close()
        return statuses

    with ThreadPoolExecutor(THREADS) as pool:
        shares = [todo[start::THREADS] for start in range(THREADS)]
        found: dict[str, int] = {}
        for statuses in pool.map(send_share, shares):
            found |= statuses
        return found


def killed_after(caller: Caller, system: str, todo: list[Order], enough: int) -> dict[str, int]:
    count = Count.until(enough)
    with ThreadPoolExecutor(1) as pool:

        def cut_the_power() -> None:
            assert count.reached.wait(120)
            caller.server.kill()

        power = pool.submit(cut_the_power)
        statuses = send_all(caller, system, todo, count)
        power.result()
    return statuses


def ledger(caller: Caller, system: str, user: str = USER) -> list[dict[str, Any]]:
    """Every row of the user, oldest first."""
    path = f"/admin/v1/points/{system}/ledger?userId={user}"
    return list(caller.pages(path, "rows", 100))[::-1]


def test_the_ledger_is_exact_after_64_callers_and_power_cuts(binary: Path, database: Place) -> None:
    with serving(binary, database) as server:
        caller = server.caller()
        system = set_up(caller)
        todo = orders()
        done: dict[str, int] = {}
        for enough in (ORDERS // 4, ORDERS // 4):
            unheard = [order for order in todo if order.key not in done]
            answered = killed_after(caller, system, unheard, enough)
            assert 0 < len(answered) < len(unheard), "the kill came too late to mean anything"
            done |= answered
            server.start()
        # All of it once more: what was done is answered as before, and the rest is done.
        again = send_all(caller, system, todo, Count.until(ORDERS + 1))
        assert len(again) == ORDERS
        kinds = {order.key: order.kind for order in todo}
        for key, status in done.items():
            replayed = 202 if kinds[key] in ("pages", "energy") else 200
            assert status == 422 or again[key] == replayed, f"{key} was done twice"
        assert_exact(caller, system, todo, again)


def assert_exact(
    caller: Caller, system: str, todo: list[Order], statuses: dict[str, int]
) -> None:
    did = [order for order in todo if statuses[order.key] != 422]
    sums = Counter({kind: 0 for kind in ("grant", "spend", "pages", "energy")})
    for order in did:
        sums[order.kind] += order.amount
    assert min(sums.values()) > 0, "every kind of order was done"
    assert any(status == 422 for status in statuses.values()), "and some were refused"

    rows = ledger(caller, system)
    total = 0
    for row in rows:
        total += row["amount"]
        assert row["total"] == total >= 0, row
    expected = sums["grant"] - sums["spend"]
    expected += sums["pages"] // PAGES * GIVES - sums["energy"] * PRICE
    found = caller.get(f"/v1/users/{USER}/points/xp").expect(200).json()
    assert found["total"] == total == expected

    by_hand = Counter(row["idempotencyKey"] for row in rows if row["kind"] in ("grant", "spend"))
    assert set(by_hand) == {order.key for order in did if order.kind in ("grant", "spend")}
    assert set(by_hand.values()) == {1}
    by_events = Counter(row["eventId"] for row in rows if row["kind"] in ("award", "deduction"))
    assert set(by_events.values()) == {1}
    assert caller.total(USER, "pages") == sums["pages"]
    assert caller.total(USER, "energy") == sums["energy"]

    # The facts say the same, each change once.
    told = facts(caller, "points.changed")
    assert sum(fact["added"] for fact in told) == total
    numbers = [n for fact in told for n in range(fact["firstRow"], fact["lastRow"] + 1)]
    assert sorted(numbers) == list(range(1, len(rows) + 1))
    # So does the export.
    export = caller.get(f"/admin/v1/users/{USER}/export").expect(200).json()
    assert [row["id"] for row in export["pointsLedger"]] == [row["id"] for row in rows]
    assert export["points"][0]["total"] == total


def test_deletions_by_64_callers_and_a_power_cut_take_back_once(
    binary: Path, database: Place
) -> None:
    chance = random.Random(28)
    with serving(binary, database) as server:
        caller = server.caller()
        system = set_up(caller)
        ids: dict[str, int] = {}
        for _ in range(400):
            value = chance.randint(-2, 7)
            body = {"user": {"id": USER}, "value": value}
            answer = caller.post("/v1/metrics/pages/event", body).expect(200, 201)
            ids[answer.json()["eventId"]] = value
        doomed = chance.sample(list(ids), 300)
        gone = deleted(caller, doomed, 100, server)
        assert 0 < len(gone) < len(doomed), "the kill came too late to mean anything"
        server.start()
        # Those of which nobody heard are deleted, or can be.
        gone |= deleted(caller, [event for event in doomed if event not in gone], len(doomed))
        assert gone.keys() == set(doomed)

        left = sum(value for event, value in ids.items() if event not in gone)
        assert caller.total(USER, "pages") == left
        rows = ledger(caller, system)
        total = 0
        for row in rows:
            total += row["amount"]
            assert row["total"] == total, row
        assert total == left // PAGES * GIVES
        # No award gives back more than it gave.
        nets = Counter({row["id"]: row["amount"] for row in rows})
        for row in rows:
            if row["kind"] == "correction":
                nets[row["corrects"]] += row["amount"]
        assert all(nets[row["id"]] >= 0 for row in rows if row["kind"] == "award")


def deleted(
    caller: Caller, events: list[str], enough: int, server: Any = None
) -> dict[str, int]:
    """What the deletion of each event was answered; with a server, the power goes when enough were."""
    count = Count.until(enough)

    def delete_share(share: list[str]) -> dict[str, int]:
        connection = caller.server.connection()
        statuses: dict[str, int] = {}
        for event in share:
            path = f"/admin/v1/events/{event}"
            try:
                answer = send(connection, "DELETE", path, None, caller.headers({}))
            except (OSError, http.client.HTTPException):
                break
            statuses[event] = answer.expect(200, 204, 404).status
            count.raise_by_one()
        connection.close()
        return statuses

    def cut_the_power() -> None:
        assert count.reached.wait(120)
        server.kill()

    found: dict[str, int] = {}
    with ThreadPoolExecutor(THREADS + 1) as pool:
        power = pool.submit(cut_the_power) if server else None
        for statuses in pool.map(delete_share, [events[start::THREADS] for start in range(THREADS)]):
            found |= statuses
        if power:
            power.result()
    return found


def facts(caller: Caller, kind: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = []
    after = ""
    while True:
        path = f"/admin/v1/facts?type={kind}&limit=1000" + (f"&after={after}" if after else "")
        page = caller.get(path).expect(200).json()
        if not page["facts"]:
            return found
        found += page["facts"]
        after = page["nextAfter"]


def test_three_days_of_silence_bring_each_tick_once(binary: Path, database: Place) -> None:
    users = [f"user-{number}" for number in range(40)]
    with serving(binary, database) as server:
        caller = server.caller()
        caller.set_clock("2026-03-01T00:30:00Z")
        hourly = {"timeUnit": "hours", "timeInterval": 1, "points": 1}
        daily = {"timeUnit": "days", "timeInterval": 1, "points": 10}
        common = {"type": "time", "status": "active"}
        system = {"name": "XP", "key": "xp", "triggers": [{**common, **hourly}, {**common, **daily}]}
        made = caller.post("/admin/v1/points", [system]).expect(201).json()["created"][0]["id"]
        for user in users:
            caller.put(f"/v1/users/{user}", {}).expect(200)
        # Three days pass at once, and the power goes while rounds are giving what they brought.
        for _ in range(3):
            caller.set_clock("2026-03-04T00:30:00Z")
            server.kill()
            server.start()
        for user in users:
            found = caller.get(f"/v1/users/{user}/points/xp").expect(200).json()
            assert found["total"] == 72 + 30
            rows = ledger(caller, made, user)
            assert Counter(row["amount"] for row in rows) == {1: 72, 10: 3}
            # Each of its own trigger and moment.
            assert len({(row["triggerId"], row["at"]) for row in rows}) == 75
            assert [row["at"] for row in rows] == sorted(row["at"] for row in rows)
