"""The official SDK: `leaderboards.*`, `users.leaderboard`, `users.wrapped`, `admin.leaderboards.*`."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from trophy import (
    CreateLeaderboardRequestItem,
    UpdateLeaderboardRequestItem,
    TrophyApi,
    UpsertedUser,
)
from trophy.core.api_error import ApiError
from trophy.errors import NotFoundError, UnprocessableEntityError

UNKNOWN = "01890000-0000-7000-8000-000000000000"


def today(days: int = 0) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def metric_id(sdk: TrophyApi, key: str) -> str:
    [found] = [metric.id for metric in sdk.admin.metrics.list(limit=100) if metric.key == key]
    return found


def attribute_id(sdk: TrophyApi, key: str) -> str:
    [found] = [each.id for each in sdk.admin.attributes.list(limit=100) if each.key == key]
    return found


def create(sdk: TrophyApi, key: str, **fields: Any) -> Any:
    item = CreateLeaderboardRequestItem(
        **{
            "name": "Top",
            "key": key,
            "rank_by": "metric",
            "metric_id": metric_id(sdk, "pages"),
            "status": "active",
            **fields,
        }
    )
    answer = sdk.admin.leaderboards.create(request=[item])
    assert answer.issues == []
    return answer.created[0]


def whole(call: Callable[[], Any]) -> Any:
    """The answer of a leaderboard, once it has been filled."""
    for _ in range(10):
        try:
            return call()
        except ApiError as error:
            assert error.status_code == 503
            time.sleep(0.5)
    raise AssertionError("the leaderboard was never filled")


def event(sdk: TrophyApi, user: str, value: float, **attributes: str) -> Any:
    return sdk.metrics.event(
        "pages", user=UpsertedUser(id=user, attributes=attributes or None), value=value
    )


@pytest.fixture
def board(sdk: TrophyApi, name: str) -> str:
    """The key of a leaderboard of the week that answers."""
    create(sdk, name, start=today(), run_unit="day", run_interval=7, max_participants=3)
    whole(lambda: sdk.leaderboards.get(name))
    return name


def test_an_event_tells_the_rank(sdk: TrophyApi, board: str, user: str) -> None:
    others = [f"{user}-{index}" for index in range(3)]
    for index, other in enumerate(others):
        told = event(sdk, other, 1000 + index).leaderboards[board]
    assert (told.rank, told.previous_rank, told.threshold) == (1, None, 1001)
    assert (told.start, told.end) == (today(), today(6))
    assert (told.rank_by, told.metric_key, told.run_interval) == ("metric", "pages", 7)
    low = event(sdk, user, 10.5).leaderboards[board]
    assert (low.rank, low.previous_rank) == (None, None)
    high = event(sdk, user, 990).leaderboards[board]
    assert (high.rank, high.previous_rank, high.threshold) == (3, None, 1001)
    page = sdk.leaderboards.get(board, limit=3)
    assert [(each.user_id, each.rank, each.value) for each in page.rankings] == [
        (others[2], 1, 1002),
        (others[1], 2, 1001),
        (user, 3, 1000),
    ]
    assert page.status == "active"
    near = sdk.leaderboards.get(board, user_id=others[1], limit=1)
    assert [each.rank for each in near.rankings] == [2]
    assert [each.rank for each in sdk.leaderboards.get(board, offset=2).rankings] == [3]
    assert sdk.leaderboards.get(board, run=today(3)).rankings[0].user_id == others[2]


def test_a_user_has_a_history(sdk: TrophyApi, board: str, user: str) -> None:
    event(sdk, user, 5000)
    shown = sdk.users.leaderboard(user, board, num_events=3)
    assert (shown.rank, shown.value, shown.key) == (1, 5000, board)
    [row] = shown.history
    assert (row.date, row.rank, row.value, row.previous_rank) == (today(), 1, 5000, None)
    with pytest.raises(NotFoundError):
        sdk.users.leaderboard(user, "none")
    with pytest.raises(NotFoundError):
        sdk.users.leaderboard("nobody", board)


def test_groups_are_ranked_apart(sdk: TrophyApi, name: str, user: str) -> None:
    create(sdk, name, breakdown_attributes=[attribute_id(sdk, "plan")])
    whole(lambda: sdk.leaderboards.get(name, user_attributes="plan:gold"))
    told = event(sdk, user, 70, plan=f"gold-{user}").leaderboards[name]
    assert told.rank == 1
    assert [(each.key, each.value) for each in told.breakdown_attribute_values or []] == [
        ("plan", f"gold-{user}")
    ]
    page = sdk.leaderboards.get(name, user_attributes=f"plan:gold-{user}")
    assert [each.user_id for each in page.rankings] == [user]
    assert page.breakdown_attributes == ["plan"]
    with pytest.raises(UnprocessableEntityError):
        sdk.leaderboards.get(name)


def test_the_list_has_what_is_open(sdk: TrophyApi, name: str) -> None:
    create(sdk, name, start=today(30), status="scheduled")
    create(sdk, f"{name}-past", start=today(-9), end=today(-3), status="finished")
    listed = {board.key: board.status for board in sdk.leaderboards.all_()}
    assert listed[name] == "scheduled"
    assert f"{name}-past" not in listed
    every = {board.key: board.status for board in sdk.leaderboards.all_(include_finished=True)}
    assert every[f"{name}-past"] == "finished"


def test_leaderboards_are_set_up(sdk: TrophyApi, name: str) -> None:
    made = create(sdk, name, status=None, max_participants=None, end=today(60))
    assert (made.status, made.max_participants, made.rank_by) == ("inactive", None, "metric")
    assert made.metric_id == metric_id(sdk, "pages")
    with pytest.raises(NotFoundError):
        sdk.leaderboards.get(name)
    shown = sdk.admin.leaderboards.get(made.id)
    assert (shown.key, shown.start, shown.end) == (name, today(), today(60))
    assert any(each.id == made.id for each in sdk.admin.leaderboards.list(limit=100))
    answer = sdk.admin.leaderboards.update(
        request=[
            UpdateLeaderboardRequestItem(id=made.id, name="Best", status="active"),
            UpdateLeaderboardRequestItem(id=UNKNOWN, name="None"),
        ]
    )
    assert (answer.updated[0].name, answer.updated[0].status) == ("Best", "active")
    assert answer.issues[0].id == UNKNOWN
    streaks = CreateLeaderboardRequestItem(
        name="S", key=f"{name}-s", rank_by="streak", run_unit="day", run_interval=1
    )
    refused = sdk.admin.leaderboards.create(request=[streaks])
    assert "cannot repeat" in refused.issues[0].message
    taken = sdk.admin.leaderboards.create(
        request=[CreateLeaderboardRequestItem(name="S", key=name, rank_by="streak")]
    )
    assert taken.issues[0].message == "Key already in use by another leaderboard"
    gone = sdk.admin.leaderboards.delete(ids=[made.id])
    assert [each.id for each in gone.deleted] == [made.id]
    with pytest.raises(NotFoundError):
        sdk.admin.leaderboards.get(made.id)


def test_a_year_is_reviewed(sdk: TrophyApi, name: str, user: str) -> None:
    create(sdk, name, max_participants=None)
    whole(lambda: sdk.leaderboards.get(name))
    event(sdk, user, 30, plan="pro")
    sdk.metrics.event(
        "pages", user=UpsertedUser(id=user), value=12, attributes={"source": "web"}
    )
    sdk.metrics.event("words", user=UpsertedUser(id=user), value=7)
    wrapped = sdk.users.wrapped(user)
    activity = wrapped.activity
    assert wrapped.user.id == user
    assert (activity.days_active, activity.weeks_active, activity.months_active) == (1, 1, 1)
    assert activity.most_active_day.date == today()
    assert activity.most_active_month.month == datetime.now(UTC).month - 1
    pages = activity.entire_year.metrics["pages"]
    assert (pages.current_total, pages.change_this_period, pages.percent_change) == (42, 42, 100)
    assert pages.percentile_this_period is not None
    assert activity.most_active_day.metrics["pages"].percentile_this_period is None
    assert pages.by_attribute["source"]["web"].change_this_period == 12
    assert activity.entire_year.leaderboards[name].value == 42
    before = sdk.users.wrapped(user, year=2020).activity
    assert (before.days_active, before.entire_year.metrics) == (0, {})
    with pytest.raises(NotFoundError):
        sdk.users.wrapped(f"nobody-{uuid.uuid4()}")
