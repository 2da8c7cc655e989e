"""The patterns of Bricqs' page on streaks, from the tick to the push and the badge, with a receiver that
verifies what it is sent as Bricqs has it."""

from __future__ import annotations

import hashlib
import hmac
import http.client
import json
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from bricqs import DAILY_LOGIN, GAMIFY, USER, Backend
from conftest import Place
from laurel import Caller, Laurel
from receiver import Delivery, Receiver, Reply, wait_until
from test_webhooks import LOCAL, hook

START = datetime.fromisoformat("2026-05-01T08:15:00+00:00")
MILESTONE_BADGES = {"daily_login": {3: "week_warrior", 5: "month_master"}}


@pytest.fixture
def backend(
    binary: Path, engine: str, new_database: Callable[[], Place], tmp_path: Path
) -> Iterator[Backend]:
    server = Laurel(binary, new_database())
    server.start(*LOCAL, "--secret-key-file", str(tmp_path / "key"), "--webhook-retries", "1,1,1")
    backend = Backend(server, server.key())
    backend.set_clock(START.isoformat())
    backend.create(**DAILY_LOGIN)
    try:
        yield backend
    finally:
        server.close()


class Consumer:
    """A handler of POST /webhooks/bricqs: it verifies the signature, then does something with the event."""

    def __init__(self, backend: Backend, kinds: list[str], handle: Callable[[dict[str, Any]], None]) -> None:
        self.handle = handle
        self.refused: list[Delivery] = []
        self.secret = b""
        self.receiver = Receiver(self.take)
        admin = Caller(backend.server, backend.key)
        made = hook(admin, self.receiver.url, dialect="bricqs", kinds=kinds)
        self.secret = made["secret"].encode()

    def take(self, delivery: Delivery) -> Reply:
        expected = "sha256=" + hmac.new(self.secret, delivery.body, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(expected, delivery.headers.get("x-bricqs-signature", "")):
            self.refused.append(delivery)
            return Reply(401)
        event = json.loads(delivery.body)
        assert delivery.headers["x-bricqs-event"] == event["type"]
        assert delivery.headers["x-bricqs-delivery"] == delivery.id
        assert delivery.headers["x-bricqs-tenant"] == event["tenant_id"]
        assert set(event) >= {"id", "type", "occurred_at", "tenant_id", "data"}
        self.handle(event)
        return Reply(200)


def day(number: int, hour: int = 8) -> str:
    return (START + timedelta(days=number)).replace(hour=hour).isoformat()


def test_pattern_1_every_login_ticks_and_a_day_counts_once(backend: Backend) -> None:
    events: list[dict[str, Any]] = []
    consumer = Consumer(backend, ["behavior.streak_recorded"], events.append)
    for number in range(3):
        backend.set_clock(day(number, 20))
        for hour in (8, 9, 12, 18, 20):
            recorded = backend.record(day(number, hour)).expect(200).json()
            assert recorded["new_count"] == number + 1
            assert recorded["already_recorded"] == (hour != 8)
    consumer.receiver.wait(3)
    assert [event["data"]["count"] for event in events] == [1, 2, 3]
    assert {event["data"]["streak_code"] for event in events} == {"daily_login"}
    assert {event["data"]["participant_id"] for event in events} == {USER}
    assert not consumer.refused
    consumer.receiver.close()


def test_pattern_2_whoever_is_at_risk_of_losing_much_is_pushed_to(backend: Backend) -> None:
    """The campaign asks for those at risk whose streak is worth saving, and never for the others."""
    for number in range(8):
        backend.set_clock(day(number))
        backend.record(day(number)).expect(200)
        if number >= 6:
            backend.record(day(number), participant="newcomer").expect(200)
    backend.set_clock(day(9))
    admin = Caller(backend.server, backend.key)
    path = "/admin/v1/streaks/at-risk?definition=daily_login&minLength=7"
    rows = admin.get(path).expect(200).json()["streaks"]
    pushed = [f"Don't lose your {row['length']}-day streak" for row in rows]
    assert [row["userId"] for row in rows] == [USER]
    assert pushed == ["Don't lose your 8-day streak"]
    assert backend.streaks()[0]["is_at_risk"]


def test_pattern_3_a_milestone_awards_its_badge_once(backend: Backend) -> None:
    admin = Caller(backend.server, backend.key)
    badges = [
        {"name": code, "status": "active", "trigger": "api", "key": code}
        for code in ("week_warrior", "month_master")
    ]
    admin.post("/admin/v1/achievements", badges).expect(201)
    awarded: list[tuple[str, bool]] = []

    def award(event: dict[str, Any]) -> None:
        # As the page has it: `const { streak_code, count } = event.payload`.
        badge = MILESTONE_BADGES.get(event["payload"]["streak_code"], {}).get(event["payload"]["count"])
        if badge is None:
            return
        body = {"participant_id": event["participant_id"], "badge_code": badge}
        connection = http.client.HTTPConnection("127.0.0.1", backend.server.port)
        headers = {"Authorization": f"Bearer {backend.key}", "Content-Type": "application/json"}
        connection.request("POST", f"{GAMIFY}/badges/award", json.dumps(body), headers)
        answer = json.loads(connection.getresponse().read())
        awarded.append((answer["badge_code"], answer["already_earned"]))

    consumer = Consumer(backend, ["behavior.streak_recorded"], award)
    for number in range(6):
        backend.set_clock(day(number))
        backend.record(day(number)).expect(200)
    wait_until(lambda: len(awarded) == 2)
    assert awarded == [("week_warrior", False), ("month_master", False)]
    # A delivery that comes twice awards nothing twice.
    hooks = admin.get("/admin/v1/webhooks").expect(200).json()["webhooks"]
    again = {"kinds": ["behavior.streak_recorded"]}
    # What arrived is stored as such a moment later, and only then can it be replayed.
    done = f"/admin/v1/webhooks/{hooks[0]['id']}/deliveries?status=delivered&limit=100"
    wait_until(lambda: len(admin.get(done).expect(200).json()["deliveries"]) == 6)
    count = admin.post(f"/admin/v1/webhooks/{hooks[0]['id']}/replay", again).expect(202).json()
    assert count == {"replayed": 6}
    wait_until(lambda: len(awarded) == 4)
    assert awarded[2:] == [("week_warrior", True), ("month_master", True)]
    earned = backend.call("GET", f"/participants/{USER}/badges?earned_only=true").expect(200).json()
    assert {badge["code"] for badge in earned["badges"]} == {"week_warrior", "month_master"}
    consumer.receiver.close()
