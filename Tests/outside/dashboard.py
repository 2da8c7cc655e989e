"""A team's Laurel with people in it, for those who look at it in a browser."""

from __future__ import annotations

import random
from datetime import datetime, timedelta, timezone

from laurel import Caller

NAMES = (
    "Ada Lovelace", "Grace Hopper", "Alan Turing", "Katherine Johnson", "Edsger Dijkstra",
    "Barbara Liskov", "Donald Knuth", "Radia Perlman", "Tim Berners-Lee", "Margaret Hamilton",
    "Niklaus Wirth", "Frances Allen", "John Backus", "Hedy Lamarr", "Dennis Ritchie",
    "Sophie Wilson", "Ken Thompson", "Shafi Goldwasser", "Leslie Lamport", "Jean Bartik",
)  # fmt: skip
ZONES = ("Europe/London", "Asia/Tokyo", "America/New_York", "Europe/Berlin", "Australia/Sydney")
BADGES = {
    "Ten lessons": ("#22704a", "M32 12v40M32 34c-14 0-18-8-18-20 14 0 18 8 18 20Z"),
    "A week": ("#b4471c", "M32 10c2 12 16 18 16 32a16 16 0 0 1-32 0c0-8 4-12 8-16 1 6 4 8 6 10Z"),
    "Bookworm": ("#2a64a8", "M12 16h18v34H12ZM34 16h18v34H34Z"),
}


def badge(caller: Caller, name: str) -> dict[str, str]:
    color, path = BADGES[name]
    image = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64" viewBox="0 0 64 64">'
        f'<circle cx="32" cy="32" r="31" fill="{color}"/>'
        f'<path d="{path}" fill="none" stroke="#fff" stroke-width="4"/></svg>'
    )
    return {"url": caller.post("/admin/v1/badges", image.encode()).expect(200, 201).json()["url"]}


def create(caller: Caller, path: str, *items: dict) -> list[dict]:
    answer = caller.post(path, list(items)).expect(201).json()
    assert answer["issues"] == [], answer
    return answer["created"]


def furnish(caller: Caller, days: int = 40) -> None:
    """Rules of every kind, and twenty people with some weeks behind them."""
    metrics = create(
        caller, "/admin/v1/metrics",
        {"key": "lessons", "name": "Lessons"},
        {"key": "pages", "name": "Pages", "units": "pages"},
        {"key": "kilometres", "name": "Kilometres", "units": "km"},
    )  # fmt: skip
    lessons, pages = metrics[0]["id"], metrics[1]["id"]
    create(
        caller, "/admin/v1/attributes",
        {"key": "plan", "name": "Plan", "type": "user"},
        {"key": "device", "name": "Device", "type": "event"},
    )  # fmt: skip
    create(
        caller, "/admin/v1/streaks/definitions",
        {
            "key": "daily", "name": "A lesson a day", "primary": True,
            "sources": [{"metric": "lessons"}, {"metric": "pages", "threshold": 10}],
            "window": {"period": "daily", "resetTime": "04:00"},
            "gracePeriods": 1, "daysOff": [0],
            "freezes": {"startCount": 1, "maxCount": 3, "autoEarnInterval": 7, "autoEarnAmount": 1},
            "milestones": [{"threshold": 7}, {"threshold": 30}, {"threshold": 100}],
        },
        {
            "key": "running", "name": "Three runs a week", "sources": [{"metric": "kilometres"}],
            "window": {"period": "weekly", "weekStart": 1}, "condition": {"type": "count", "min": 3},
        },
    )  # fmt: skip
    create(
        caller, "/admin/v1/achievements",
        {"name": "Ten lessons", "status": "active", "trigger": "metric", "metricId": lessons,
         "metricValue": 10, "badge": badge(caller, "Ten lessons"),
         "description": "Ten lessons are behind you."},
        {"name": "A week", "status": "active", "trigger": "streak", "streakLength": 7,
         "badge": badge(caller, "A week")},
        {"name": "Bookworm", "status": "active", "trigger": "metric", "metricId": pages,
         "metricValue": 500, "badge": badge(caller, "Bookworm")},
        {"name": "Took the tour", "status": "locked", "trigger": "api", "key": "tour"},
    )  # fmt: skip
    system = create(
        caller, "/admin/v1/points",
        {"name": "XP", "key": "xp",
         "levels": [{"name": "Bronze", "key": "bronze", "points": 1},
                    {"name": "Silver", "key": "silver", "points": 150},
                    {"name": "Gold", "key": "gold", "points": 400}],
         "triggers": [{"type": "user_creation", "points": 5, "status": "active"},
                      {"type": "metric", "metricId": lessons, "metricThreshold": 1, "points": 10,
                       "status": "active"}]},
    )[0]  # fmt: skip
    create(
        caller, f"/admin/v1/points/{system['id']}/boosts",
        {"name": "Double weekend", "start": "2099-01-01", "end": "2099-01-02", "multiplier": 2},
    )  # fmt: skip
    people(caller, days)


def people(caller: Caller, days: int) -> None:
    chance = random.Random(18)
    now = datetime.now(timezone.utc)
    events = []
    for index, name in enumerate(NAMES):
        user = {
            "id": name.split()[0].lower(),
            "name": name,
            "email": f"{name.split()[-1].lower()}@example.com",
            "tz": ZONES[index % len(ZONES)],
        }
        diligence = 0.55 + 0.44 * (index % 5) / 4
        for ago in range(days, -1, -1):
            at = now - timedelta(days=ago, minutes=chance.randrange(5, 300))
            if chance.random() < diligence:
                events.append(event("lessons", user, chance.choice((1, 1, 2, 3)), at))
            if chance.random() < 0.3:
                events.append(event("pages", user, chance.randrange(3, 25), at))
            if chance.random() < 0.25:
                events.append(event("kilometres", user, chance.randrange(3, 12), at))
    events.sort(key=lambda one: one["timestamp"])
    for start in range(0, len(events), 500):
        caller.post("/admin/v1/metrics/events", events[start : start + 500]).expect(202)


def event(metric: str, user: dict, value: float, at: datetime) -> dict:
    return {
        "key": metric,
        "user": user,
        "value": value,
        "timestamp": at.isoformat(timespec="seconds"),
        "attributes": {"device": "ios" if len(user["id"]) % 2 else "web"},
    }
