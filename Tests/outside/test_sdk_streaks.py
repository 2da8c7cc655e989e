"""Streaks through the official SDK: what users see, choose and are given, every field."""

from __future__ import annotations

import datetime as dt

import pytest
from conftest import furnished
from laurel import Caller, Laurel
from trophy import StreakSettingsMetric, TrophyApi, UpdateStreakSettingsFreezes
from trophy.admin.streaks import (
    CreateStreakFreezesRequestFreezesItem as Freeze,
)
from trophy.admin.streaks import (
    CreateStreakPausesRequestPausesItem as Pause,
)
from trophy.admin.streaks import (
    ResetStreaksRequestUsersItem as Reset,
)
from trophy.admin.streaks import (
    RestoreStreaksRequestUsersItem as Restore,
)
from trophy.core.api_error import ApiError

NOON = dt.datetime(2026, 3, 15, 12, tzinfo=dt.timezone.utc)  # A Sunday.


def day(number: int) -> str:
    return (NOON.date() + dt.timedelta(days=number)).isoformat()


@pytest.fixture
def world(fresh: Laurel) -> Caller:
    """A sandbox with a daily streak of pages, whose clock stands at noon."""
    admin = furnished(fresh.caller())
    admin.set_clock(NOON.isoformat())
    return admin


@pytest.fixture
def sdk(fresh: Laurel, world: Caller) -> TrophyApi:
    sdk = fresh.sdk(world.key)
    sdk.admin.streaks.settings.update(
        metrics=[StreakSettingsMetric(key="pages", threshold=1)],
        freezes=UpdateStreakSettingsFreezes(
            start_count=1, max_count=2, auto_earn_interval=30, auto_earn_amount=1
        ),
    )
    return sdk


def at(world: Caller, number: int, hour: int = 12) -> None:
    world.set_clock((NOON + dt.timedelta(days=number, hours=hour - 12)).isoformat())


def read(sdk: TrophyApi, user: str, value: float = 5):
    return sdk.metrics.event("pages", user={"id": user}, value=value)


def test_a_streak_grows_is_frozen_and_breaks(world: Caller, sdk: TrophyApi, user: str) -> None:
    first = read(sdk, user).current_streak
    assert (first.length, first.extended, first.frequency) == (1, True, "daily")
    assert (first.started, first.period_start, first.period_end) == (day(0), day(0), day(0))
    assert first.expires == day(1)
    assert (first.freezes, first.max_freezes) == (1, 2)
    assert (first.freeze_auto_earn_interval, first.freeze_auto_earn_amount) == (30, 1)
    assert not read(sdk, user).current_streak.extended

    at(world, 2)
    streak = sdk.users.streak(user, history_periods=3)
    assert (streak.length, streak.freezes, streak.expires) == (1, 0, day(2))
    assert streak.extended == NOON
    history = streak.streak_history
    assert [item.period_start for item in history] == [day(n) for n in range(3)]
    assert [item.length for item in history] == [1, 1, 1]
    assert [item.used_freeze for item in history] == [False, True, False]
    assert [item.used_pause for item in history] == [False, False, False]
    assert streak.pauses == []
    assert read(sdk, user).current_streak.length == 2

    at(world, 4)
    broken = sdk.users.streak(user)
    assert (broken.length, broken.started, broken.expires, broken.extended) == (0, None, None, None)
    assert len(broken.streak_history) == 7


def test_many_streaks_come_longest_first(world: Caller, sdk: TrophyApi) -> None:
    read(sdk, "ben")
    at(world, 1)
    for user in ("ada", "ben"):
        read(sdk, user)
    items = sdk.streaks.list(user_ids=["zoe", "ada", "ben"])
    assert [(item.user_id, item.streak_length) for item in items] == [
        ("ben", 2),
        ("ada", 1),
        ("zoe", 0),
    ]
    assert items[0].extended is not None and items[2].extended is None
    with pytest.raises(ApiError) as refused:
        sdk.streaks.list(user_ids=[str(number) for number in range(101)])
    assert refused.value.status_code == 422


def test_preferences(world: Caller, sdk: TrophyApi, user: str) -> None:
    read(sdk, user)
    assert sdk.users.get_preferences(user).streak is None
    chosen = sdk.users.update_preferences(
        user, notifications={"recap": ["email"], "streak_reminder": []}
    )
    assert chosen.notifications.recap == ["email"]
    assert chosen.notifications.streak_reminder == []
    assert chosen.notifications.reactivation is None
    off = sdk.users.update_preferences(user, streak={"enabled": False})
    assert off.streak.enabled is False
    assert sdk.users.streak(user).length == 0
    sdk.users.update_preferences(user, streak={"enabled": True})
    assert sdk.users.streak(user).length == 1
    mine = {"evaluationMode": "AND", "metrics": [{"key": "words", "threshold": 500}]}
    with pytest.raises(ApiError) as refused:
        sdk.users.update_preferences(user, streak=mine)
    assert refused.value.status_code == 403
    sdk.admin.streaks.settings.update(customization_enabled=True)
    custom = sdk.users.update_preferences(user, streak=mine)
    assert custom.streak.evaluation_mode == "AND"
    assert [(m.key, m.threshold) for m in custom.streak.metrics] == [("words", 500)]
    at(world, 1)
    assert not read(sdk, user).current_streak.extended
    words = sdk.metrics.event("words", user={"id": user}, value=500)
    assert (words.current_streak.extended, words.current_streak.length) == (True, 2)
    with pytest.raises(ApiError) as unknown:
        sdk.users.get_preferences("nobody")
    assert unknown.value.status_code == 404


def test_freezes(world: Caller, sdk: TrophyApi, user: str) -> None:
    read(sdk, user)
    issues = sdk.admin.streaks.freezes.create(
        freezes=[Freeze(user_id=user), Freeze(user_id=user), Freeze(user_id="nobody")]
    ).issues
    assert [(i.user_id, i.severity, i.message) for i in issues] == [
        (user, "warning", "Would exceed maximum freeze limit"),
        ("nobody", "error", "User does not exist"),
    ]
    assert sdk.users.streak(user).freezes == 2


def test_pauses(world: Caller, sdk: TrophyApi, user: str) -> None:
    read(sdk, user)
    answer = sdk.admin.streaks.pauses.create(
        pauses=[
            Pause(user_id=user, start=day(1), end=day(8)),
            Pause(user_id="nobody", start=day(1), end=day(2)),
        ]
    )
    pause = answer.created[0]
    assert (pause.user_id, pause.start, pause.end, pause.status) == (
        user,
        day(1),
        day(8),
        "active",
    )
    assert [issue.message for issue in answer.issues] == ["User does not exist"]
    at(world, 6)
    streak = sdk.users.streak(user)
    assert (streak.length, streak.freezes) == (1, 1)
    assert [item.used_pause for item in streak.streak_history] == [False] + [True] * 6
    assert [(item.id, item.start) for item in streak.pauses] == [(pause.id, day(1))]
    ended = sdk.admin.streaks.pauses.delete(ids=[pause.id])
    assert [item.id for item in ended.deleted] == [pause.id]
    again = sdk.admin.streaks.pauses.delete(ids=[pause.id])
    assert again.deleted == []


def test_restore_and_reset(world: Caller, sdk: TrophyApi, user: str) -> None:
    for number in range(3):
        at(world, number)
        read(sdk, user)
    at(world, 6)
    assert sdk.users.streak(user).length == 0
    users = [Restore(id=user), Restore(id="nobody")]
    restored = sdk.admin.streaks.restore(users=users)
    assert restored.restored_users == [user]
    assert [issue.message for issue in restored.issues] == ["User does not exist"]
    assert sdk.users.streak(user).length == 3
    nothing = sdk.admin.streaks.restore(users=users[:1])
    assert nothing.restored_users == []
    assert [(i.severity, i.message) for i in nothing.issues] == [("warning", "No streak to restore")]

    at(world, 6, hour=13)
    assert read(sdk, user).current_streak.length == 4
    at(world, 6, hour=14)
    reset = sdk.admin.streaks.reset(users=[Reset(id=user)])
    assert reset.reset_users == [user]
    streak = sdk.users.streak(user)
    assert streak.length == 0
    assert streak.streak_history[-1].reset_at == NOON + dt.timedelta(days=6, hours=2)
    at(world, 6, hour=15)
    assert read(sdk, user).current_streak.length == 1
