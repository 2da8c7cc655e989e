"""What webhooks are told of leaderboards, in Trophy's words."""

from __future__ import annotations

from typing import Any

from conftest import unique
from laurel import Caller
from test_webhooks import admin, server, told  # noqa: F401 (fixtures)

TYPES = ["leaderboard.started", "leaderboard.changed", "leaderboard.finished", "leaderboard.rank_changed"]
BOARD = {"id", "key", "name", "rankBy", "breakdownAttributes", "userAttributes", "start", "end", "maxParticipants"}


def board(admin: Caller, **fields: Any) -> str:  # noqa: F811
    metric = unique("steps")
    admin.create_metric(metric)
    metrics = admin.get("/admin/v1/metrics?limit=100").expect(200).json()
    identifier = next(each["id"] for each in metrics if each["key"] == metric)
    item = {"name": "Top", "key": metric, "rankBy": "metric", "metricId": identifier, "status": "active", **fields}
    answer = admin.post("/admin/v1/leaderboards", [item]).expect(201).json()
    assert not answer["issues"], answer
    return metric


def test_trophys_four_types_of_leaderboards(admin: Caller, told: Any) -> None:  # noqa: F811
    receiver, _ = told(dialect="trophy", kinds=TYPES)
    key = board(admin, runUnit="day", runInterval=1)
    ada, bob = unique("ada"), unique("bob")
    admin.event(ada, 5, key).expect(201)
    admin.event(bob, 7.5, key).expect(201)

    def about(kind: str, count: int) -> list[dict[str, Any]]:
        bodies = [each.json() for each in receiver.of_kind(kind, count)]
        return [body for body in bodies if body["leaderboard"]["key"] == key]

    (started, *_) = about("leaderboard.started", 1)
    assert list(started)[:2] == ["timestamp", "type"] and started["leaderboard"]["rankings"] == []
    ranks = {body["user"]["id"]: body["leaderboard"] for body in about("leaderboard.rank_changed", 2)}
    assert set(ranks) == {ada, bob}
    for each in ranks.values():
        assert BOARD | {"rank", "value", "previousRank", "previousValue"} <= set(each)
        assert each["previousRank"] is None and each["previousValue"] is None
    assert ranks[bob]["value"] == 7 and ranks[bob]["rank"] == 1
    (changed, *_) = about("leaderboard.changed", 1)
    assert "user" not in changed
    rankings = changed["leaderboard"]["rankings"]
    assert [(each["userId"], each["rank"], each["value"]) for each in rankings] == [(bob, 1, 7), (ada, 2, 5)]
    assert changed["leaderboard"]["status"] == "active"


def test_the_end_of_a_run_is_told_with_its_first_ten(admin: Caller, told: Any) -> None:  # noqa: F811
    """By the clock of the sandbox, which is moved over the end of a run."""
    admin.set_clock("2026-03-01T12:00:00Z")
    receiver, _ = told(dialect="trophy", kinds=["leaderboard.finished"])
    key = board(admin, runUnit="day", runInterval=1)
    for number in range(12):
        admin.event(unique("user"), number + 1, key).expect(201)
    admin.set_clock("2026-03-03T12:00:00Z")
    (finished, *_) = [each.json() for each in receiver.of_kind("leaderboard.finished")]
    rankings = finished["leaderboard"]["rankings"]
    assert [each["value"] for each in rankings] == list(range(12, 2, -1))
    assert finished["leaderboard"]["start"] == "2026-03-01"
    assert finished["leaderboard"]["status"] == "finished"
