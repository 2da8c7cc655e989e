"""Experiments over HTTP: who is in which arm, what holds there, and what is read out."""

from __future__ import annotations

import math
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from eventually import eventually
from laurel import Caller, Laurel, serving

START = datetime(2026, 3, 2, 12, tzinfo=UTC)


def streak(caller: Caller, key: str, metric: str, **fields: Any) -> str:
    body = {
        "key": key,
        "name": key,
        "sources": [{"metric": metric}],
        "window": {"period": "daily"},
        "condition": {"type": "sum", "min": 10},
        **fields,
    }
    answer = caller.post("/admin/v1/streaks/definitions", [body]).expect(201).json()
    assert answer["issues"] == []
    return answer["created"][0]["id"]


def experiment(caller: Caller, key: str, **fields: Any) -> dict[str, Any]:
    body = {"key": key, "name": key, **fields}
    answer = caller.post("/admin/v1/experiments", [body]).expect(201).json()
    assert answer["issues"] == []
    return answer["created"][0]


def issues(caller: Caller, **fields: Any) -> list[str]:
    body = {"key": "other", "name": "Other", **fields}
    answer = caller.post("/admin/v1/experiments", [body]).expect(200).json()
    return [each["message"] for each in answer["issues"]]


LOWER = {"condition": {"type": "sum", "min": 5}}


@pytest.fixture(scope="module")
def caller(server: Laurel) -> Caller:
    caller = server.caller()
    for metric in ("pages", "laps", "words", "coins"):
        caller.create_metric(metric)
    caller.set_clock(START.strftime("%Y-%m-%dT%H:%M:%SZ"))
    return caller


def test_a_streak_is_judged_by_the_rule_of_the_arm(caller: Caller) -> None:
    definition = streak(caller, "reading", "pages", primary=True)
    made = experiment(
        caller,
        "goal",
        subject={"type": "streak", "key": "reading"},
        arms=[{"key": "ten"}, {"key": "five", "rule": LOWER}],
    )
    assert made["status"] == "draft" and made["started"] is None
    assert [arm["rule"] and arm["rule"]["condition"]["min"] for arm in made["arms"]] == [None, 5]
    answer = caller.event("nobody", 5).expect(201).json()
    assert "experiments" not in answer and answer["currentStreak"]["length"] == 0

    started = [{"id": made["id"], "status": "running"}]
    updated = caller.patch("/admin/v1/experiments", started).expect(200).json()["updated"]
    assert [each["status"] for each in updated] == ["running"]

    lengths: dict[str, set[int]] = defaultdict(set)
    for number in range(30):
        answer = caller.event(f"goal-{number}", 5).expect(201).json()
        arm = answer["experiments"]["goal"]
        lengths[arm].add(answer["currentStreak"]["length"])
        assert caller.put(f"/v1/users/goal-{number}", {}).json()["experiments"] == {"goal": arm}
        explained = caller.get(f"/v1/users/goal-{number}/streaks/reading/explain").expect(200).json()
        assert explained["experiments"] == {"goal": arm}
        assert ("5" in explained["rule"]) == (arm == "five")
    assert lengths == {"ten": {0}, "five": {1}}
    # Who was there before is in an arm, too, and is judged by it from the start on.
    known = caller.event("nobody", 0).expect(201).json()
    assert known["currentStreak"]["length"] == (known["experiments"]["goal"] == "five")

    # The rule of the streak stays as it is as long as the experiment runs.
    change = [{"id": definition, "gracePeriods": 3}]
    refused = caller.patch("/admin/v1/streaks/definitions", change).expect(200).json()
    assert "goal" in refused["issues"][0]["message"]
    refused = caller.delete(f"/admin/v1/streaks/definitions?ids={definition}").json()
    assert "goal" in refused["issues"][0]["message"]
    renamed = [{"id": definition, "name": "Reading"}]
    assert caller.patch("/admin/v1/streaks/definitions", renamed).json()["issues"] == []

    ended = [{"id": made["id"], "status": "ended"}]
    assert caller.patch("/admin/v1/experiments", ended).json()["issues"] == []
    assert "experiments" not in caller.event("goal-0", 1).expect(201).json()
    assert caller.patch("/admin/v1/streaks/definitions", change).json()["issues"] == []
    trail = caller.get("/admin/v1/audit?kind=experiment").expect(200).json()["entries"]
    assert [each["action"] for each in trail] == ["changed", "changed", "created"]


def test_an_achievement_and_a_trigger_are_as_the_arm_has_them(caller: Caller) -> None:
    metrics = {each["key"]: each["id"] for each in caller.get("/admin/v1/metrics").json()}
    body = {
        "name": "Hundred",
        "trigger": "metric",
        "metricId": metrics["words"],
        "metricValue": 100,
        "status": "active",
    }
    created = caller.post("/admin/v1/achievements", [body]).expect(201).json()
    achievement = created["created"][0]["id"]
    system = {
        "name": "XP",
        "key": "xp",
        "triggers": [
            {
                "type": "metric",
                "metricId": metrics["coins"],
                "metricThreshold": 1,
                "points": 10,
                "status": "active",
            }
        ],
    }
    created = caller.post("/admin/v1/points", [system]).expect(201).json()["created"][0]
    triggers = caller.get(f"/admin/v1/points/{created['id']}/triggers").expect(200).json()
    early = [f"early-{number}" for number in range(12)]
    for user in early:
        assert caller.event(user, 70, metric="words").expect(201).json()["achievements"] == []
    experiment(
        caller,
        "words",
        status="running",
        subject={"type": "achievement", "id": achievement},
        arms=[{"key": "a"}, {"key": "b", "rule": {"metricValue": 50}}],
    )
    experiment(
        caller,
        "coins",
        status="running",
        subject={"type": "pointsTrigger", "id": triggers[0]["id"]},
        arms=[{"key": "ten"}, {"key": "thirty", "rule": {"points": 30}}],
    )
    found: set[tuple[str, int]] = set()
    given: set[tuple[str, int]] = set()
    for number in range(20):
        user = f"words-{number}"
        answer = caller.event(user, 60, metric="words").expect(201).json()
        found.add((answer["experiments"]["words"], len(answer["achievements"])))
        answer = caller.event(user, 1, metric="coins").expect(201).json()
        given.add((answer["experiments"]["coins"], answer["points"]["xp"]["added"]))
    assert found == {("a", 0), ("b", 1)}
    # Who had enough for the arm before it began is found in the background.
    arms = {user: caller.get(f"/v1/users/{user}").json()["experiments"]["words"] for user in early}
    expected = {user: int(arm == "b") for user, arm in arms.items()}
    eventually(
        lambda: {user: len(caller.get(f"/v1/users/{user}/achievements").json()) for user in early},
        expected,
    )
    assert given == {("ten", 10), ("thirty", 30)}


def test_what_makes_no_sense_is_refused(caller: Caller) -> None:
    streak(caller, "swimming", "laps")
    over = {"type": "streak", "key": "swimming"}
    two = [{"key": "a"}, {"key": "b"}]
    assert "streak" in issues(caller, subject={"type": "streak", "key": "none"}, arms=two)[0]
    assert "2 to 4" in issues(caller, subject=over, arms=[{"key": "a"}])[0]
    assert issues(caller, subject=over, arms=[{"key": "a"}, {"key": "a"}])
    assert issues(caller, subject=over, arms=[{"key": "a"}, {"key": "b", "rule": {"points": 3}}])
    assert "share" in issues(caller, subject=over, arms=two, share=0)[0]
    made = experiment(caller, "swim", status="running", subject=over, arms=two)
    fixed = [{"id": made["id"], "share": 50}]
    assert "fixed" in caller.patch("/admin/v1/experiments", fixed).json()["issues"][0]["message"]
    assert "swim" in issues(caller, status="running", subject=over, arms=two)[0]
    caller.delete(f"/admin/v1/experiments?ids={made['id']}").expect(200)
    shown = caller.get(f"/admin/v1/experiments/{made['id']}").expect(200).json()
    assert shown["status"] == "archived" and shown["ended"] is not None
    assert made["id"] not in [each["id"] for each in caller.get("/admin/v1/experiments").json()]
    caller.get("/admin/v1/experiments/never/results").expect(404)


USERS = 2_000
DAYS = 9


class Simulation:
    """Users of whom more come back in one arm than in the other, and what they did."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.random = random.Random(19)
        self.users = [f"sim-{number}" for number in range(USERS)]
        self.arms: dict[str, str] = {}
        self.days: dict[str, Counter[date]] = defaultdict(Counter)

    def tell(self, users: list[str], now: datetime) -> None:
        timestamp = now.strftime("%Y-%m-%dT%H:%M:%SZ")
        for first in range(0, len(users), 1_000):
            events = [
                {"key": "laps", "user": {"id": user, "tz": "UTC"}, "value": 1, "timestamp": timestamp}
                for user in users[first : first + 1_000]
            ]
            self.caller.post("/admin/v1/metrics/events", events).expect(202)
        for user in users:
            self.days[user][now.date()] += 1

    def run(self) -> None:
        now = START
        for day in range(DAYS):
            self.caller.set_clock(now.strftime("%Y-%m-%dT%H:%M:%SZ"))
            if day == 0:
                self.tell(self.users, now)
                for user in self.users:
                    answer = self.caller.put(f"/v1/users/{user}", {}).expect(200)
                    self.arms[user] = answer.json()["experiments"]["back"]
            else:
                chance = {"as-it-is": 0.3, "kinder": 0.45}
                coming = [each for each in self.users if self.random.random() < chance[self.arms[each]]]
                self.tell(coming, now)
                self.tell(self.random.sample(coming, len(coming) // 4), now)
            now += timedelta(days=1)
        self.today = (now - timedelta(days=1)).date()

    def members(self, arm: str) -> list[str]:
        return [each for each in self.users if self.arms[each] == arm]

    def counts(self, arm: str) -> dict[str, Any]:
        """The same as the server's, counted anew."""
        members = self.members(arm)
        back = {
            day: sum(bool(self.days[each][START.date() + timedelta(days=day)]) for each in members)
            for day in (1, 7)
        }
        days = [sum(bool(count) for count in self.days[each].values()) for each in members]
        events = [self.days[each].total() for each in members]
        return {
            "users": len(members),
            "retention": [[1, len(members), back[1]], [7, len(members), back[7]], [30, 0, 0]],
            "activity": [round(sum(each) / len(members), 9) for each in (days, events)],
        }


def counted(arm: dict[str, Any]) -> dict[str, Any]:
    return {
        "users": arm["users"],
        "retention": [[each["day"], each["users"], each["active"]] for each in arm["retention"]],
        "activity": [round(each["mean"] or 0, 9) for each in arm["activity"]],
    }


@pytest.fixture(scope="module")
def apart(binary: Path, new_database: Callable[[], Path | str]) -> Iterator[Laurel]:
    """A server with no users but the simulated."""
    with serving(binary, new_database()) as running:
        yield running


@pytest.fixture(scope="module")
def simulated(apart: Laurel) -> Simulation:
    caller = apart.caller()
    caller.create_metric("laps")
    streak(caller, "lapping", "laps", condition={"type": "count", "min": 1})
    caller.set_clock(START.strftime("%Y-%m-%dT%H:%M:%SZ"))
    experiment(
        caller,
        "back",
        status="running",
        subject={"type": "streak", "key": "lapping"},
        arms=[{"key": "as-it-is"}, {"key": "kinder", "rule": {"gracePeriods": 2}}],
    )
    simulation = Simulation(caller)
    simulation.run()
    return simulation


def results(simulation: Simulation) -> dict[str, Any]:
    return simulation.caller.get("/admin/v1/experiments/back/results").expect(200).json()


def settled(simulation: Simulation) -> None:
    """Waits until what the server has counted is what is counted here."""
    expected = [simulation.counts(arm) for arm in ("as-it-is", "kinder")]
    eventually(lambda: [counted(arm) for arm in results(simulation)["arms"]], expected)


def test_results_are_those_of_an_independent_count(simulated: Simulation) -> None:
    settled(simulated)
    found = results(simulated)
    assert found["complete"] and found["users"] == USERS
    # Users are divided by a secret of the server's own: a split so uneven is one of millions.
    assert found["sampleRatio"]["chiSquared"] < 25
    assert found["through"] == str(simulated.today - timedelta(days=1))


def test_a_planted_uplift_is_found(simulated: Simulation) -> None:
    settled(simulated)
    first, second = results(simulated)["arms"]
    day = second["retention"][0]
    base, other = (
        arm["retention"][0]["active"] / arm["retention"][0]["users"] for arm in (first, second)
    )
    assert day["isCertain"] and 0 < day["differenceLow"] < day["difference"] < day["differenceHigh"]
    assert math.isclose(day["difference"], other - base)
    assert math.isclose(day["uplift"], (other - base) / base)
    assert all(each["isCertain"] and each["upliftLow"] > 0 for each in second["activity"])
    assert first["retention"][0]["difference"] is None
    # Welch's interval, once more.
    samples = [
        [len([1 for count in simulated.days[user].values() if count]) for user in simulated.members(arm)]
        for arm in ("as-it-is", "kinder")
    ]
    errors = 0.0
    for sample in samples:
        mean = sum(sample) / len(sample)
        variance = sum((each - mean) ** 2 for each in sample) / (len(sample) - 1)
        errors += variance / len(sample)
    days = second["activity"][0]
    reach = 1.959963984540054 * math.sqrt(errors)
    assert math.isclose(days["differenceHigh"] - days["difference"], reach, rel_tol=1e-6)


def test_an_arm_leads_to_its_users(simulated: Simulation) -> None:
    settled(simulated)
    path = "/admin/v1/analytics/users?experiment=back&arm=kinder"
    found = {each["id"] for each in simulated.caller.pages(path, "users", 100)}
    assert found == set(simulated.members("kinder"))
