"""What webhooks are told of users in Trophy's words: each type with its body, as a user's days go by.

Those of leaderboards are in test_webhooks_boards.py, and those of mails in test_reminders.py.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Place, furnished
from laurel import Caller, Laurel
from receiver import Delivery, Receiver, receiving
from test_webhooks import HOOKS, LOCAL, hook

TYPES = [
    "achievement.completed", "streak.started", "streak.extended", "streak.lost",
    "streak.freeze_consumed", "streak.freeze_earned", "points.changed", "points.level_changed",
    "points.boost_started", "points.boost_finished",
]  # fmt: skip
BOOST = {
    "id", "name", "status", "userId", "pointsSystemId", "pointsSystemKey", "pointsSystemName",
    "start", "end", "multiplier", "rounding",
}  # fmt: skip
USER = {"id", "name", "email", "tz", "subscribeToEmails", "control", "created", "updated"}


@pytest.fixture(scope="module")
def told(
    binary: Path, engine: str, new_database: Callable[[], Place], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Caller, Receiver, str]]:
    """A sandbox on the first of May, in which a page gives a point and ten a level, and the receiver."""
    key = tmp_path_factory.mktemp("key") / "key"
    server = Laurel(binary, new_database()).start(*LOCAL, "--secret-key-file", str(key))
    admin = furnished(server.caller())
    admin.set_clock("2026-05-01T12:00:00Z")
    freezes = {"startCount": 0, "maxCount": 2, "autoEarnInterval": 3, "autoEarnAmount": 1}
    streaks = {"metrics": [{"key": "pages", "threshold": 1}], "frequency": "daily", "freezes": freezes}
    admin.patch("/admin/v1/streaks/settings", streaks).expect(200)
    metrics = admin.get("/admin/v1/metrics?limit=100").expect(200).json()
    pages = next(each["id"] for each in metrics if each["key"] == "pages")
    trigger = {"type": "metric", "points": 1, "status": "active", "metricId": pages, "metricThreshold": 1}
    level = {"name": "Bronze", "key": "bronze", "points": 10}
    system = {"name": "XP", "key": "xp", "levels": [level], "triggers": [trigger]}
    made = admin.post("/admin/v1/points", [system]).expect(201).json()
    assert not made["issues"], made
    first = {"name": "Ten", "trigger": "metric", "status": "active", "metricId": pages, "metricValue": 10}
    admin.post("/admin/v1/achievements", [first]).expect(201)
    try:
        with receiving() as receiver:
            secret = hook(admin, receiver.url, dialect="trophy", kinds=TYPES)["secret"]
            live_through(admin, made["created"][0]["id"])
            yield admin, receiver, secret
    finally:
        server.close()


def live_through(admin: Caller, system: str) -> None:
    """Ada reads on six days, misses one with a freeze and then one without, while a boost holds."""
    admin.event({"id": "ada", "tz": "Europe/Berlin"}, 4, "pages").expect(201)
    boost = {"name": "Double", "multiplier": 2, "userId": "ada"}
    boost |= {"start": "2026-05-02", "end": "2026-05-03"}
    made = admin.post(f"/admin/v1/points/{system}/boosts", [boost]).expect(201).json()
    assert not made["issues"], made
    for day in range(2, 7):
        admin.set_clock(f"2026-05-{day:02}T12:00:00Z")
        admin.event("ada", 4, "pages").expect(201)
    admin.set_clock("2026-05-12T12:00:00Z")


def of_type(receiver: Receiver, kind: str, count: int = 1) -> list[dict[str, Any]]:
    return [each.json() for each in receiver.of_kind(kind, count)]


def test_streaks(told: tuple[Caller, Receiver, str]) -> None:
    _, receiver, _ = told
    (started,) = of_type(receiver, "streak.started")
    assert started["timestamp"].startswith("2026-05-01T12:00:00") and started["streak"]["length"] == 1
    extended = of_type(receiver, "streak.extended", 5)
    assert [each["streak"]["length"] for each in extended] == [2, 3, 4, 5, 6]
    earned = of_type(receiver, "streak.freeze_earned")
    assert all(set(each) == {"timestamp", "type", "user", "earned", "freezes"} for each in earned)
    assert earned[0]["earned"] == 1 and earned[0]["freezes"] == 1
    consumed = of_type(receiver, "streak.freeze_consumed")
    assert all(set(each) == {"timestamp", "type", "user", "consumed", "freezes"} for each in consumed)
    (lost,) = of_type(receiver, "streak.lost")
    assert set(lost) == {"timestamp", "type", "user", "length"} and lost["length"] == 6


def test_achievements(told: tuple[Caller, Receiver, str]) -> None:
    _, receiver, _ = told
    (completed,) = of_type(receiver, "achievement.completed")
    assert set(completed) == {"timestamp", "type", "user", "achievement"}
    achievement = completed["achievement"]
    assert (achievement["name"], achievement["trigger"], achievement["metricValue"]) == ("Ten", "metric", 10)
    assert achievement["achievedAt"].startswith("2026-05-03T12:00:00")


def test_points(told: tuple[Caller, Receiver, str]) -> None:
    _, receiver, _ = told
    (changed, *_) = of_type(receiver, "points.changed")
    assert set(changed) == {"timestamp", "type", "user", "points"}
    # What comes together is told together.
    points = changed["points"]
    assert points["key"] == "xp" and points["added"] == points["total"] == sum(
        award["awarded"] for award in points["awards"]
    )
    (level,) = of_type(receiver, "points.level_changed")
    assert set(level) == {"timestamp", "type", "user", "points", "previousLevel", "newLevel"}
    assert level["previousLevel"] is None and level["newLevel"]["key"] == "bronze"
    assert level["points"]["key"] == "xp" and level["points"]["total"] >= 10


def test_boosts(told: tuple[Caller, Receiver, str]) -> None:
    _, receiver, _ = told
    for kind, status, at in (
        ("points.boost_started", "active", "2026-05-01T22:00:00.000Z"),
        ("points.boost_finished", "finished", "2026-05-03T22:00:00.000Z"),
    ):
        (body,) = of_type(receiver, kind)
        assert body["timestamp"] == at
        assert BOOST <= set(body["boost"]), body
        assert (body["boost"]["status"], body["boost"]["userId"]) == (status, "ada")


def test_whatever_is_told_begins_alike_and_is_signed(told: tuple[Caller, Receiver, str]) -> None:
    admin, receiver, secret = told
    for kind in TYPES:
        receiver.of_kind(kind)
    for delivery in receiver.deliveries:
        body = delivery.json()
        assert list(body)[:2] == ["timestamp", "type"] and body["type"] in TYPES
        assert "user" not in body or USER <= set(body["user"]), body
        assert verified(delivery, secret)
        assert not verified(Delivery(delivery.headers, delivery.body + b" ", 0), secret)
    assert admin.get(HOOKS).expect(200).json()["webhooks"][0]["failingSince"] is None


def verified(delivery: Delivery, secret: str) -> bool:
    """As Trophy documents it."""
    digest = hmac.new(secret.encode(), delivery.body, hashlib.sha256).digest()
    return hmac.compare_digest(delivery.headers["x-trophy-signature"], base64.b64encode(digest).decode())
