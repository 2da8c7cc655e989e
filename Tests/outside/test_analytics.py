"""Roll-ups against a count: every number of analytics is counted once more from the exported events,
slowly and by other means, after a random history of late, repeated, corrected and deleted events,
erased users, and users who move."""

from __future__ import annotations

import csv
import io
import random
from collections import Counter, defaultdict
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from eventually import eventually
from laurel import Caller, Laurel

START = datetime(2026, 3, 2, 9, tzinfo=UTC)
DAYS = 45
ZONES = ["Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"]
WORKSPACE_ZONE = "America/New_York"


class History:
    """What happened, told to the server, and remembered by nobody: it is read back."""

    def __init__(self, caller: Caller, seed: int) -> None:
        self.caller = caller
        self.random = random.Random(seed)
        self.now = START
        self.users = [f"user-{number}" for number in range(14)]
        self.movers = set(self.users[:4])
        self.erased: set[str] = set()
        self.events: list[str] = []

    def prepare(self) -> None:
        caller = self.caller
        caller.create_metric("pages")
        caller.create_metric("minutes")
        for key in ("mover", "plan"):
            caller.create_attribute(key, "user")
        streak = {
            "key": "daily",
            "name": "Daily",
            "sources": [{"metric": "pages"}],
            "window": {"period": "daily"},
        }
        caller.post("/admin/v1/streaks/definitions", [streak]).expect(201)
        metrics = {each["key"]: each["id"] for each in caller.get("/admin/v1/metrics").json()}
        achievement = {"name": "Reader", "trigger": "metric", "metricId": metrics["pages"], "metricValue": 10}
        caller.post("/admin/v1/achievements", [{**achievement, "status": "active"}]).expect(201)
        trigger = {"type": "metric", "metricId": metrics["pages"], "metricThreshold": 5, "points": 7}
        levels = [{"name": f"L{points}", "key": f"l{points}", "points": points} for points in (1, 20, 60)]
        system = {"name": "XP", "key": "xp", "levels": levels, "triggers": [{**trigger, "status": "active"}]}
        caller.post("/admin/v1/points", [system]).expect(201)
        # The days of the workspace are in its zone from before the first event on.
        self.caller.set_clock("2026-01-05T00:00:00Z")
        settings = {"analytics": {"attributes": ["mover", "plan"]}, "defaultTimeZone": WORKSPACE_ZONE}
        caller.patch("/admin/v1/settings", settings).expect(200)
        self.set_clock()
        trial = {"key": "trial", "name": "Trial", "subject": {"type": "streak", "key": "daily"}}
        arms = [{"key": "a"}, {"key": "b"}]
        caller.post("/admin/v1/experiments", [{**trial, "arms": arms, "status": "running"}]).expect(201)
        for user in self.users:
            self.tell(user, ZONES[self.random.randrange(len(ZONES))])

    def set_clock(self) -> None:
        self.caller.set_clock(self.now.strftime("%Y-%m-%dT%H:%M:%SZ"))

    def tell(self, user: str, zone: str | None = None) -> None:
        plan = self.random.choice(["free", "pro"])
        mover = "yes" if user in self.movers else "no"
        body: dict[str, Any] = {"attributes": {"mover": mover, "plan": plan}}
        if zone is not None:
            body["tz"] = zone
        self.caller.put(f"/v1/users/{user}", body).expect(200, 201)

    def run(self) -> None:
        for _ in range(DAYS):
            for _ in range(self.random.randrange(3, 12)):
                self.act()
            self.now += timedelta(hours=24)
            self.set_clock()

    def act(self) -> None:
        roll = self.random.random()
        user = self.random.choice(self.users)
        if roll < 0.04 and len(self.erased) < 3:
            self.erased.add(user)
            self.caller.delete(f"/admin/v1/users/{user}").expect(200, 404)
        elif roll < 0.08 and user in self.movers and user not in self.erased:
            self.tell(user, self.random.choice(ZONES))
        elif roll < 0.12 and user not in self.erased:
            self.tell(user)
        elif roll < 0.2 and self.events:
            event = self.events.pop(self.random.randrange(len(self.events)))
            self.caller.delete(f"/admin/v1/events/{event}").expect(200, 404)
        elif user not in self.erased:
            self.record(user)

    def record(self, user: str) -> None:
        late = timedelta(seconds=0)
        if self.random.random() < 0.3:
            late = timedelta(seconds=self.random.randrange(1, 12 * 86_400))
        moment = max(self.now - late, START - timedelta(days=20))
        answer = self.caller.event(
            user,
            self.random.choice([1, 2.5, 7]),
            metric=self.random.choice(["pages", "pages", "minutes"]),
            timestamp=moment.strftime("%Y-%m-%dT%H:%M:%SZ"),
        )
        self.events.append(answer.expect(201, 202).json()["eventId"])


class Count:
    """The slow count: over every event that can still be read."""

    def __init__(self, history: History) -> None:
        self.today = history.now.astimezone(ZoneInfo(WORKSPACE_ZONE)).date()
        self.last = START.date() + timedelta(days=DAYS)
        caller = history.caller
        self.users = {
            each["id"]: each for each in caller.pages("/admin/v1/users", "users", 100)
        }
        self.events = {
            user: [each for each in caller.events(user) if each["deletedAt"] is None]
            for user in self.users
        }
        self.attributes = {user: each["attributes"] for user, each in self.users.items()}

    def days(self, user: str, zone: str | None = None, metric: str | None = None) -> Counter[date]:
        counted: Counter[date] = Counter()
        for event in self.events[user]:
            if metric is None or event["metricKey"] == metric:
                counted[self.day(event, zone)] += 1
        return counted

    @staticmethod
    def day(event: dict[str, Any], zone: str | None) -> date:
        if zone is None:
            return date.fromisoformat(event["date"])
        return datetime.fromisoformat(event["occurredAt"]).astimezone(ZoneInfo(zone)).date()

    def activity(self, users: list[str], first: date, last: date, zone: str | None) -> list[list[int]]:
        active = {user: self.days(user, zone) for user in users}
        rows = []
        day = first
        while day <= last:
            within = [
                sum(
                    any(active[user][day - timedelta(days=back)] for back in range(length))
                    for user in users
                )
                for length in (1, 7, 30)
            ]
            rows.append([*within, sum(active[user][day] for user in users)])
            day += timedelta(days=1)
        return rows

    def retention(self, users: list[str], age: int, cohorts: set[date]) -> tuple[int, int]:
        members = [user for user in users if self.cohort(user) in cohorts]
        came = [
            user for user in members if self.days(user)[self.signed_up(user) + timedelta(days=age)]
        ]
        return len(members), len(came)

    def signed_up(self, user: str) -> date:
        # Everybody was told of at the start, at a known moment in a known zone.
        return START.astimezone(ZoneInfo(self.first_zone[user])).date()

    first_zone: dict[str, str] = {}

    def cohort(self, user: str) -> date:
        day = self.signed_up(user)
        return day - timedelta(days=day.weekday())

    def streaks(self, users: list[str], first: date, last: date) -> dict[date, Counter[str]]:
        """Daily streaks of those who never move: begun, lost, and alive at the end of each day."""
        counted: dict[date, Counter[str]] = defaultdict(Counter)
        for user in users:
            days = set(self.days(user, metric="pages"))
            zone = ZoneInfo(self.first_zone[user])
            now = self.now.astimezone(zone).date()
            length = 0
            day = min(days, default=now)
            while day <= last + timedelta(days=2):
                if day in days:
                    length += 1
                    counted[day]["begun"] += length == 1
                    counted[day]["alive"] += 1
                elif length:
                    # A day that is not over breaks nothing, and until it is over the streak stands.
                    counted[day]["alive"] += 1
                    if day < now:
                        counted[day]["lost"] += 1
                        length = 0
                day += timedelta(days=1)
        return counted

    now = START


def rows(caller: Caller, path: str) -> list[dict[str, Any]]:
    answer = caller.get(f"/admin/v1/analytics/{path}").expect(200).json()
    return answer["rows"] if answer["complete"] else []


@pytest.fixture(scope="module")
def counted(server: Laurel) -> tuple[History, Count]:
    history = History(server.caller(), seed=20260302)
    history.prepare()
    count = Count
    count.first_zone = {
        user: history.caller.get(f"/v1/users/{user}").json()["tz"] for user in history.users
    }
    history.run()
    count.now = history.now
    return history, count(history)


def span(count: Count) -> tuple[date, date, str]:
    first, last = START.date() - timedelta(days=20), count.today
    return first, last, f"from={first}&to={last}"


@pytest.mark.parametrize("zone", [None, WORKSPACE_ZONE])
def test_activity(counted: tuple[History, Count], zone: str | None) -> None:
    history, count = counted
    first, last, query = span(count)
    days = "user" if zone is None else "workspace"

    def found() -> list[list[int]]:
        return [
            [each["active"], each["week"], each["month"], each["events"]]
            for each in rows(history.caller, f"active?{query}&days={days}")
        ]

    eventually(found, count.activity(list(count.users), first, last, zone))


@pytest.mark.parametrize("metric", ["pages", "minutes"])
def test_totals(counted: tuple[History, Count], metric: str) -> None:
    history, count = counted
    expected: Counter[str] = Counter()
    for events in count.events.values():
        for event in events:
            if event["metricKey"] == metric:
                expected[event["date"]] += event["value"]

    def found() -> dict[str, float]:
        listed = rows(history.caller, f"active?{span(count)[2]}&metric={metric}")
        return {each["day"]: each["total"] for each in listed if each["events"]}

    eventually(found, dict(expected))


@pytest.mark.parametrize("key", ["plan", "mover"])
def test_groups(counted: tuple[History, Count], key: str) -> None:
    history, count = counted
    first, last, query = span(count)
    groups: dict[str, list[str]] = defaultdict(list)
    for user, attributes in count.attributes.items():
        groups[attributes.get(key, "")].append(user)
    expected = {
        value: count.activity(users, first, last, None) for value, users in sorted(groups.items())
    }

    def found() -> dict[str, list[list[int]]]:
        table: dict[str, list[list[int]]] = defaultdict(list)
        for each in rows(history.caller, f"active?{query}&by={key}"):
            table[each["segment"]].append([each["active"], each["week"], each["month"], each["events"]])
        return dict(table)

    eventually(found, expected)


def test_retention(counted: tuple[History, Count]) -> None:
    history, count = counted
    users = [user for user in count.users if user in count.first_zone]
    expected = {}
    for age in range(31):
        over = {
            count.cohort(user)
            for user in users
            if count.cohort(user) + timedelta(days=6 + age) < count.today
        }
        if over:
            expected[age] = count.retention(users, age, over)

    def found() -> dict[int, tuple[int, int]]:
        listed = rows(history.caller, f"retention?{span(count)[2]}")
        return {each["age"]: (each["users"], each["active"]) for each in listed}

    eventually(found, expected)


def test_streaks(counted: tuple[History, Count]) -> None:
    history, count = counted
    first, last, query = span(count)
    still = [user for user in count.users if count.attributes[user].get("mover") == "no"]
    expected = count.streaks(still, first, last)

    def found() -> list[list[Any]]:
        return [
            [each["day"], each["alive"], each["begun"], each["lost"]]
            for each in rows(history.caller, f"streaks?{query}&by=mover&streak=daily")
            if each["segment"] == "no"
        ]

    days = [first + timedelta(days=number) for number in range((last - first).days + 1)]
    wanted = [
        [str(day), *(expected[day][name] for name in ("alive", "begun", "lost"))] for day in days
    ]
    eventually(found, wanted)


def test_lengths_add_up_to_streaks(counted: tuple[History, Count]) -> None:
    history, count = counted
    _, last, _ = span(count)
    alive = rows(history.caller, f"streaks?from={last}&to={last}")[0]["alive"]
    lengths = rows(history.caller, f"lengths?from={last}&to={last}")
    assert sum(each["users"] for each in lengths) == alive


def test_funnel(counted: tuple[History, Count]) -> None:
    history, count = counted
    users = [user for user in count.users if user in count.first_zone]
    over = [
        user for user in users if count.cohort(user) + timedelta(days=6 + 29) < count.today
    ]
    early = {
        user: sum(
            bool(count.days(user)[count.signed_up(user) + timedelta(days=age)]) for age in range(30)
        )
        for user in over
    }
    expected = {
        "signedUp": len(over),
        "active": sum(days >= 1 for days in early.values()),
        "returned": sum(days >= 2 for days in early.values()),
    }

    def found() -> dict[str, int]:
        listed = rows(history.caller, f"funnel?{span(count)[2]}&streak=daily")
        return {each["step"]: each["users"] for each in listed if each["step"] in expected}

    eventually(found, expected)


def test_achievements(counted: tuple[History, Count]) -> None:
    history, count = counted
    caller = history.caller
    achievement = caller.get("/admin/v1/achievements").json()[0]["id"]
    expected: Counter[str] = Counter()
    for user in count.users:
        for each in caller.get(f"/v1/users/{user}/achievements").expect(200).json():
            # Those who move are on the days of where they were then: told by nobody.
            if each["id"] == achievement and count.attributes[user].get("mover") == "no":
                moment = datetime.fromisoformat(each["achievedAt"])
                expected[str(moment.astimezone(ZoneInfo(count.first_zone[user])).date())] += 1

    def found() -> dict[str, int]:
        query = f"{span(count)[2]}&achievement={achievement}&by=mover"
        listed = rows(caller, f"achievements?{query}")
        return {each["day"]: each["completed"] for each in listed if each["segment"] == "no"}

    assert expected.total() > 3
    eventually(found, dict(expected))


def test_points_and_levels(counted: tuple[History, Count]) -> None:
    history, count = counted
    caller = history.caller
    given = taken = 0
    levels: Counter[str] = Counter()
    system = caller.get("/admin/v1/points").expect(200).json()[0]["id"]
    for user in count.users:
        total = 0
        for row in caller.pages(f"/admin/v1/points/{system}/ledger?userId={user}", "rows", 100):
            amount = row["amount"]
            total += amount
            given, taken = given + max(0, amount), taken - min(0, amount)
        reached = [points for points in (1, 20, 60) if total >= points]
        if reached:
            levels[f"L{reached[-1]}"] += 1
    assert given > 50 and taken > 0

    def found() -> tuple[int, int]:
        listed = rows(caller, f"points?{span(count)[2]}&system=xp")
        return sum(each["given"] for each in listed), sum(each["taken"] for each in listed)

    def standing() -> dict[str, int]:
        listed = rows(caller, f"levels?{span(count)[2]}&system=xp")
        return {each["name"]: each["users"] for each in listed if each["users"]}

    eventually(found, (given, taken))
    eventually(standing, dict(levels))


def test_arms_of_an_experiment(counted: tuple[History, Count]) -> None:
    history, count = counted
    caller = history.caller
    expected: dict[str, dict[str, Any]] = {}
    for key in ("a", "b"):
        entered: list[tuple[date, Counter[date]]] = []
        for user in count.users:
            if caller.get(f"/v1/users/{user}").json()["experiments"]["trial"] != key:
                continue
            events = [
                each for each in count.events[user] if datetime.fromisoformat(each["occurredAt"]) >= START
            ]
            if events:
                first = min(events, key=lambda each: each["occurredAt"])["date"]
                days = Counter(date.fromisoformat(each["date"]) for each in events)
                entered.append((date.fromisoformat(first), days))
        retention = []
        for age in (1, 7, 30):
            over = [(day, days) for day, days in entered if day + timedelta(days=age) < count.today]
            active = sum(bool(days[day + timedelta(days=age)]) for day, days in over)
            retention.append([age, len(over), active])
        sums = [0, 0]
        for first, days in entered:
            early = [days[first + timedelta(days=age)] for age in range(30)]
            sums = [sums[0] + sum(map(bool, early)), sums[1] + sum(early)]
        means = [round(each / len(entered), 6) if entered else None for each in sums]
        expected[key] = {"users": len(entered), "retention": retention, "means": means}

    def found() -> dict[str, dict[str, Any]]:
        answer = caller.get("/admin/v1/experiments/trial/results").expect(200).json()
        return {
            arm["key"]: {
                "users": arm["users"],
                "retention": [[each[name] for name in ("day", "users", "active")] for each in arm["retention"]],
                "means": [
                    None if each["mean"] is None else round(each["mean"], 6) for each in arm["activity"]
                ],
            }
            for arm in answer["arms"]
        }

    assert sum(each["users"] for each in expected.values()) > 5
    eventually(found, expected)


def behind(caller: Caller, query: str) -> set[str]:
    return {each["id"] for each in caller.pages(f"/admin/v1/analytics/users?{query}", "users", 3)}


@pytest.mark.parametrize("zone", [None, WORKSPACE_ZONE])
def test_a_day_leads_to_its_users(counted: tuple[History, Count], zone: str | None) -> None:
    history, count = counted
    days = "user" if zone is None else "workspace"
    for age in (3, 10, 30):
        day = START.date() + timedelta(days=age)
        for metric in (None, "minutes"):
            expected = {user for user in count.users if count.days(user, zone, metric)[day]}
            query = f"active={day}&days={days}" + (f"&metric={metric}" if metric else "")
            eventually(lambda query=query: behind(history.caller, query), expected)
            pro = {user for user in expected if count.attributes[user].get("plan") == "pro"}
            query += "&by=plan&segment=pro"
            eventually(lambda query=query: behind(history.caller, query), pro)


def test_lengths_and_achievements_lead_to_their_users(counted: tuple[History, Count]) -> None:
    history, count = counted
    caller = history.caller
    day = START.date() + timedelta(days=20)
    for each in rows(caller, f"lengths?from={day}&to={day}&streak=daily"):
        last = "" if each["last"] is None else f"&last={each['last']}"
        found = behind(caller, f"streak=daily&on={day}&first={each['first']}{last}")
        assert len(found) == each["users"], each
    for each in rows(caller, f"achievements?{span(count)[2]}"):
        users = {
            user
            for user in count.users
            if caller.get(f"/v1/users/{user}/achievements").json()
        }
        assert behind(caller, f"achievement={each['achievementId']}") == users
        assert each["completed"] == len(users)


def test_cells_of_retention_lead_to_their_users(counted: tuple[History, Count]) -> None:
    history, count = counted
    caller = history.caller
    grid = rows(caller, f"retention?{span(count)[2]}&view=cohorts")
    assert len(grid) > 20
    for each in grid:
        cohort = date.fromisoformat(each["cohort"])
        users = {
            user
            for user in count.users
            if count.cohort(user) == cohort
            and count.days(user)[count.signed_up(user) + timedelta(days=each["age"])]
        }
        assert behind(caller, f"age={each['age']}&from={cohort}&to={cohort}") == users, each
        assert each["active"] == len(users)


@pytest.mark.parametrize("split", ["streak=daily&length=3&within=7", "freeze=daily", "achievement={achievement}"])
@pytest.mark.parametrize("unit", ["day", "week"])
def test_groups_of_retention_lead_to_their_users(
    counted: tuple[History, Count], unit: str, split: str
) -> None:
    history, count = counted
    caller = history.caller
    achievement = caller.get("/admin/v1/achievements").json()[0]["id"]
    query = f"{span(count)[2]}&unit={unit}&{split.format(achievement=achievement)}"
    listed = [each for each in rows(caller, f"retention?{query}") if each["age"] in (0, 1, 2, 7)]
    assert {each["group"] for each in listed} == {"those", "others"}
    for each in listed:
        users = behind(caller, f"{query}&age={each['age']}&group={each['group']}")
        assert len(users) == each["active"], each


def test_steps_of_the_funnel_lead_to_their_users(counted: tuple[History, Count]) -> None:
    history, count = counted
    caller = history.caller
    early = {
        user: sum(
            bool(count.days(user)[count.signed_up(user) + timedelta(days=age)]) for age in range(30)
        )
        for user in count.users
        if count.cohort(user) + timedelta(days=6 + 29) < count.today
    }
    least = {"signedUp": 0, "active": 1, "returned": 2}
    query = f"{span(count)[2]}&streak=daily"
    for each in rows(caller, f"funnel?{query}"):
        found = behind(caller, f"{query}&step={each['step']}")
        assert len(found) == each["users"], each
        if each["step"] in least:
            assert found == {user for user, days in early.items() if days >= least[each["step"]]}


def test_what_befell_a_streak_leads_to_its_users(counted: tuple[History, Count]) -> None:
    history, count = counted
    first, last, query = span(count)
    still = [user for user in count.users if count.attributes[user].get("mover") == "no"]
    own = {user: count.streaks([user], first, last) for user in still}
    seen: Counter[str] = Counter()
    for each in rows(history.caller, f"streaks?{query}&by=mover&streak=daily"):
        if each["segment"] != "no":
            continue
        day = date.fromisoformat(each["day"])
        for what in ("begun", "lost"):
            users = {user for user in still if own[user][day][what]}
            if not users and seen[f"none {what}"] > 3:
                continue
            seen[what if users else f"none {what}"] += 1
            path = f"what={what}&streak=daily&on={day}&by=mover&segment=no"
            assert behind(history.caller, path) == users, each
    assert seen["begun"] > 5 and seen["lost"] > 5


def test_points_and_levels_lead_to_their_users(counted: tuple[History, Count]) -> None:
    history, count = counted
    caller = history.caller
    system = caller.get("/admin/v1/points").expect(200).json()[0]["id"]
    levels: dict[str, set[str]] = defaultdict(set)
    flows: dict[tuple[str, str], set[str]] = defaultdict(set)
    for user in count.users:
        total = 0
        for row in caller.pages(f"/admin/v1/points/{system}/ledger?userId={user}", "rows", 100):
            total += row["amount"]
            flows[row["day"], "given" if row["amount"] > 0 else "taken"].add(user)
        reached = [points for points in (1, 20, 60) if total >= points]
        if reached:
            levels[f"L{reached[-1]}"].add(user)
    for each in rows(caller, f"levels?{span(count)[2]}&system=xp"):
        found = behind(caller, f"level={each['levelId']}&on={count.today}")
        assert found == levels[each["name"]], each
    assert {flow for _, flow in flows} == {"given", "taken"}
    for (day, flow), users in flows.items():
        assert behind(caller, f"points={flow}&system=xp&on={day}") == users, (day, flow)


def test_csv_has_the_same_rows(counted: tuple[History, Count]) -> None:
    history, count = counted
    query = span(count)[2]
    listed = rows(history.caller, f"active?{query}&by=plan")
    answer = history.caller.get(f"/admin/v1/analytics/active.csv?{query}&by=plan").expect(200)
    assert answer.headers["content-type"].startswith("text/csv")
    table = list(csv.DictReader(io.StringIO(answer.body.decode())))
    assert [(each["day"], each["segment"], each["active"]) for each in table] == [
        (each["day"], each["segment"], str(each["active"])) for each in listed
    ]


def test_recomputing_changes_nothing(counted: tuple[History, Count]) -> None:
    history, count = counted
    paths = [f"{name}?{span(count)[2]}" for name in ("active", "streaks", "retention", "funnel")]
    before = [rows(history.caller, path) for path in paths]
    trial = "/admin/v1/experiments/trial/results"
    arms = history.caller.get(trial).json()["arms"]
    answer = history.caller.server.command(
        "recompute", "analytics", "--database", str(history.caller.server.database)
    )
    assert answer.returncode == 0, answer.stderr
    assert "users" in answer.stderr and "recomputed" in answer.stdout
    for path, kept in zip(paths, before, strict=True):
        eventually(lambda path=path: rows(history.caller, path), kept)
    eventually(lambda: history.caller.get(trial).json()["arms"], arms)


@pytest.mark.parametrize(
    "query",
    [
        "active?from=soon",
        "active?from=2026-03-02&to=2026-03-01",
        "active?from=2020-01-01&to=2026-03-01",
        "active?by=shoes",
        "active?metric=none",
        "active?days=mine",
        "retention?streak=daily&within=8",
        "retention?streak=daily&within=7&length=8",
        "retention?achievement=none",
        "retention?unit=year",
        "streaks?streak=none",
        "users",
        "users?active=soon",
        "users?streak=daily&first=0",
        "users?streak=daily&first=5&last=4",
        "users?experiment=none&arm=a",
        "users?age=31",
        "users?age=52&unit=week",
        "users?age=3&group=those",
        "users?age=3&streak=daily",
        "users?age=3&from=2026-03-02&to=2026-03-01",
        "users?step=none",
        "users?what=none",
        "users?points=none",
        "users?level=none",
    ],
)
def test_what_makes_no_sense_is_refused(counted: tuple[History, Count], query: str) -> None:
    history, _ = counted
    answer = history.caller.get(f"/admin/v1/analytics/{query}")
    assert answer.status == 422, answer
    assert answer.error
