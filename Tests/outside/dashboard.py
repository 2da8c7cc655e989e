"""A team's Laurel with people in it, for those who look at it in a browser."""

from __future__ import annotations

import random
import time
from datetime import datetime, timedelta, timezone

from laurel import Caller, Laurel

NAMES = (
    "Ada Lovelace", "Grace Hopper", "Alan Turing", "Katherine Johnson", "Edsger Dijkstra",
    "Barbara Liskov", "Donald Knuth", "Radia Perlman", "Tim Berners-Lee", "Margaret Hamilton",
    "Niklaus Wirth", "Frances Allen", "John Backus", "Hedy Lamarr", "Dennis Ritchie",
    "Sophie Wilson", "Ken Thompson", "Shafi Goldwasser", "Leslie Lamport", "Jean Bartik",
)  # fmt: skip
FIRST = ("Amara", "Bruno", "Chidi", "Dana", "Elif", "Farid", "Greta", "Hugo", "Ines", "Jonas", "Kemi", "Lena")
LAST = ("Abara", "Bauer", "Costa", "Demir", "Eriksen", "Fischer", "Garcia", "Haddad", "Ito", "Jansen")
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


def furnish(caller: Caller, days: int = 40, learners: int = 0) -> int:
    """Rules of every kind, and twenty people with some weeks behind them; gives how many events.

    Learners come besides, week by week, and most of them stay away again: a crowd to be counted.
    """
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
    start = (datetime.now(timezone.utc) - timedelta(days=27)).date().isoformat()
    create(
        caller, "/admin/v1/leaderboards",
        {"name": "Lessons of the week", "key": "week", "rankBy": "metric", "metricId": lessons,
         "start": start, "runUnit": "day", "runInterval": 7, "status": "active"},
        {"name": "All time", "key": "ever", "rankBy": "points", "pointsSystemId": system["id"],
         "start": start, "maxParticipants": None, "status": "active"},
    )  # fmt: skip
    # Nothing is sent to this machine itself, so the screens show what a failure looks like.
    hook = {
        "url": "http://127.0.0.1:9/laurel", "description": "The app's own server",
        "kinds": ["streak.lost", "achievement.completed"],
    }  # fmt: skip
    caller.post("/admin/v1/webhooks", hook).expect(201)
    return crowd(caller, learners) + people(caller, days)


def crowd(caller: Caller, count: int, weeks: int = 13) -> int:
    """Users who signed up in the course of some weeks; who pays stays longer."""
    chance = random.Random(19)
    now = datetime.now(timezone.utc)
    events = []
    for index in range(count):
        age = 7 * weeks - index * 7 * weeks // count
        plan = chance.choice(("free", "free", "team", "pro"))
        user = {
            "id": f"learner-{index + 1:03}",
            "name": f"{chance.choice(FIRST)} {chance.choice(LAST)}",
            "tz": ZONES[index % len(ZONES)],
            "signUpDate": (now - timedelta(days=age)).date().isoformat(),
            "attributes": {"plan": plan},
        }
        keen = chance.uniform(0.2, 0.95) * {"free": 0.75, "team": 0.9, "pro": 1}[plan]
        for day in range(age + 1):
            at = now - timedelta(days=age - day, minutes=chance.randrange(5, 300))
            if day == 0 or chance.random() < keen * 0.97**day:
                events.append(event("lessons", user, chance.choice((1, 1, 2)), at))
    return send(caller, events)


def people(caller: Caller, days: int) -> int:
    chance = random.Random(18)
    now = datetime.now(timezone.utc)
    events = []
    for index, name in enumerate(NAMES):
        user = {
            "id": name.split()[0].lower(),
            "name": name,
            "email": f"{name.split()[-1].lower()}@example.com",
            "tz": ZONES[index % len(ZONES)],
            "signUpDate": (now - timedelta(days=days - index % 4)).date().isoformat(),
            "attributes": {"plan": ("free", "team", "pro")[index % 3]},
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
    return send(caller, events)


def send(caller: Caller, events: list[dict]) -> int:
    events.sort(key=lambda one: one["timestamp"])
    for start in range(0, len(events), 500):
        caller.post("/admin/v1/metrics/events", events[start : start + 500]).expect(202)
    return len(events)


def tried(server: Laurel, tenant: str = "acme") -> None:
    """A tenant in whose sandbox an experiment has run for five weeks, with a rule that keeps people."""
    server.caller().post("/admin/v1/tenants", [{"customerId": tenant, "name": "Acme"}]).expect(201)
    caller = server.caller(tenant=tenant)
    chance, noon = random.Random(20), datetime.now(timezone.utc).replace(hour=12) - timedelta(days=38)
    create(caller, "/admin/v1/metrics", {"key": "lessons", "name": "Lessons"})
    create(
        caller, "/admin/v1/streaks/definitions",
        {"key": "daily", "name": "Three lessons a day", "primary": True,
         "sources": [{"metric": "lessons"}], "window": {"period": "daily"},
         "condition": {"type": "sum", "min": 3}},
    )  # fmt: skip
    caller.set_clock(noon.strftime("%Y-%m-%dT%H:%M:%SZ"))
    create(
        caller, "/admin/v1/experiments",
        {"key": "lower-goal", "name": "A lower goal", "status": "running",
         "description": "More come back on day 7. We look once, after five weeks.",
         "subject": {"type": "streak", "key": "daily"},
         "arms": [{"key": "three", "name": "Three a day"},
                  {"key": "one", "name": "One a day",
                   "rule": {"condition": {"type": "sum", "min": 1}}}]},
        {"key": "grace", "name": "A day of grace", "share": 50,
         "subject": {"type": "streak", "key": "daily"},
         "arms": [{"key": "none", "name": "No grace"},
                  {"key": "one", "name": "One day", "rule": {"gracePeriods": 1}}]},
    )  # fmt: skip
    keen: dict[str, float] = {}
    total = 0
    for day in range(37):
        at = noon + timedelta(days=day, hours=1)
        caller.set_clock(at.strftime("%Y-%m-%dT%H:%M:%SZ"))
        if day == 0:
            for index in range(400):
                user = {"id": f"learner-{index + 1:03}", "tz": "UTC"}
                body = {"user": user, "value": 1}
                answer = caller.post("/v1/metrics/lessons/event", body).expect(201).json()
                keen[user["id"]] = {"three": 0.3, "one": 0.42}[answer["experiments"]["lower-goal"]]
                total += 1
            continue
        events = [
            event("lessons", {"id": user, "tz": "UTC"}, 1, at)
            for user, share in keen.items()
            if chance.random() < share * 0.985**day
        ]
        for each in events:
            del each["attributes"]
        total += send(caller, events)
    counted(caller, total, noon)


def counted(caller: Caller, events: int, since: datetime | None = None) -> None:
    """Waits until the roll-ups have so many events; they follow within moments."""
    deadline = time.monotonic() + 120
    since = since or datetime.now(timezone.utc) - timedelta(days=700)
    first = since.date().isoformat()
    path = f"/admin/v1/analytics/active?from={first}&days=workspace"
    while sum(row["events"] for row in caller.get(path).expect(200).json()["rows"]) < events:
        assert time.monotonic() < deadline, "the roll-ups do not follow"
        time.sleep(0.2)


def event(metric: str, user: dict, value: float, at: datetime) -> dict:
    return {
        "key": metric,
        "user": user,
        "value": value,
        "timestamp": at.isoformat(timespec="seconds"),
        "attributes": {"device": "ios" if len(user["id"]) % 2 else "web"},
    }
