"""The official SDK: `points.*`, `users.points*`, `admin.points.*`, and points in other answers."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from laurel import Caller
from trophy import (
    CreateAchievementRequestItem,
    CreatePointsBoostRequestItem,
    CreatePointsBoostRequestItemUserAttributesItem,
    CreatePointsLevelRequestItem,
    CreatePointsSystemRequestItem,
    CreatePointsTriggerRequestItem,
    CreatePointsTriggerRequestItemUserAttributesItem,
    PatchPointsBoostsRequestItem,
    PatchPointsLevelsRequestItem,
    PatchPointsTriggersRequestItem,
    TrophyApi,
    UpdatePointsSystemRequestItem,
    UpsertedUser,
)
from trophy.errors import NotFoundError, UnprocessableEntityError

UNKNOWN = "01890000-0000-7000-8000-000000000000"
LEVELS = (("start", 0), ("silver", 20), ("gold", 50))


def today(days: int = 0) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


def create(sdk: TrophyApi, key: str, **fields: Any) -> Any:
    """One system, with what it begins with."""
    item = CreatePointsSystemRequestItem(**{"name": "XP", "key": key, **fields})
    answer = sdk.admin.points.systems.create(request=[item])
    assert answer.issues == []
    return answer.created[0]


def metric_id(sdk: TrophyApi, key: str) -> str:
    [found] = [metric.id for metric in sdk.admin.metrics.list(limit=100) if metric.key == key]
    return found


def attribute_id(sdk: TrophyApi, key: str) -> str:
    [found] = [each.id for each in sdk.admin.attributes.list(limit=100) if each.key == key]
    return found


def levels() -> list[CreatePointsLevelRequestItem]:
    return [
        CreatePointsLevelRequestItem(name=key.title(), key=key, points=points)
        for key, points in LEVELS
    ]


def trigger(**fields: Any) -> CreatePointsTriggerRequestItem:
    return CreatePointsTriggerRequestItem(**{"status": "active", **fields})


def by_pages(sdk: TrophyApi, points: int = 10, threshold: int = 3, **fields: Any) -> Any:
    """A trigger of the metric `pages`."""
    return trigger(
        type="metric",
        points=points,
        metric_id=metric_id(sdk, "pages"),
        metric_threshold=threshold,
        **fields,
    )


def read(sdk: TrophyApi, user: str, value: float) -> Any:
    return sdk.metrics.event("pages", user=UpsertedUser(id=user), value=value)


# Setting up.


def test_a_system_is_created_read_updated_and_deleted(sdk: TrophyApi, name: str) -> None:
    created = create(sdk, name, description="Experience", badge={"url": "https://e.com/x.png"})
    assert uuid.UUID(created.id).version == 7
    assert (created.name, created.key, created.status) == ("XP", name, "active")
    assert (created.description, created.badge.url) == ("Experience", "https://e.com/x.png")
    assert created.max_points is None
    assert sdk.admin.points.systems.get(created.id).key == name
    assert created.id in [each.id for each in sdk.admin.points.systems.list(limit=100)]
    change = UpdatePointsSystemRequestItem(id=created.id, name="Coins", max_points=500, badge=None)
    updated = sdk.admin.points.systems.update(request=[change]).updated[0]
    assert (updated.name, updated.max_points, updated.badge) == ("Coins", 500, None)
    deleted = sdk.admin.points.systems.delete(ids=[created.id])
    assert [each.id for each in deleted.deleted] == [created.id]
    with pytest.raises(NotFoundError):
        sdk.admin.points.systems.get(created.id)
    with pytest.raises(NotFoundError):
        sdk.points.system(name)


def test_what_comes_with_a_system_is_told_with_it(sdk: TrophyApi, name: str) -> None:
    boost = CreatePointsBoostRequestItem(name="Double", start=today(), multiplier=2)
    created = create(sdk, name, levels=levels(), boosts=[boost], triggers=[by_pages(sdk)])
    assert [each.key for each in created.levels] == ["start", "silver", "gold"]
    assert [(each.name, each.multiplier) for each in created.boosts] == [("Double", 2)]
    [made] = created.triggers
    assert (made.type, made.points, made.metric_threshold, made.status) == ("metric", 10, 3, "active")
    shown = sdk.points.system(name)
    assert (shown.id, shown.name, len(shown.triggers)) == (created.id, "XP", 1)
    assert (shown.triggers[0].metric_name, shown.triggers[0].event_attributes) == ("Pages", [])
    assert [(each.key, each.points) for each in sdk.points.levels(name)] == list(LEVELS)


def test_levels_are_created_read_updated_and_deleted(sdk: TrophyApi, name: str) -> None:
    system = create(sdk, name).id
    calls = sdk.admin.points.levels
    [first, *_] = calls.create(system, request=levels()).created
    assert (first.name, first.points, first.description, first.badge) == ("Start", 0, "", None)
    assert calls.get(system, first.id).key == "start"
    assert [each.key for each in calls.list(system, limit=2, skip=1)] == ["silver", "gold"]
    change = PatchPointsLevelsRequestItem(id=first.id, points=5, description="d")
    updated = calls.update(system, request=[change]).updated[0]
    assert (updated.points, updated.description, updated.name) == (5, "d", "Start")
    again = calls.create(system, request=levels()[:1])
    assert (again.created, again.issues[0].message) == ([], "Key already in use by another level")
    assert calls.delete(system, ids=first.id).deleted[0].id == first.id
    with pytest.raises(NotFoundError):
        calls.get(system, first.id)
    with pytest.raises(NotFoundError):
        calls.list(UNKNOWN)


def test_boosts_are_created_read_updated_and_deleted(
    sdk: TrophyApi, name: str, user: str
) -> None:
    system = create(sdk, name).id
    sdk.users.create(id=user)
    calls = sdk.admin.points.boosts
    plan = CreatePointsBoostRequestItemUserAttributesItem(
        attribute_id=attribute_id(sdk, "plan"), attribute_value="pro"
    )
    made = calls.create(
        system,
        request=[
            CreatePointsBoostRequestItem(name="All", start=today(-1), multiplier=1.5),
            CreatePointsBoostRequestItem(
                name="Pros", start=today(2), end=today(3), multiplier=3, user_attributes=[plan]
            ),
            CreatePointsBoostRequestItem(
                name="Ada", start=today(-9), end=today(-5), multiplier=2, rounding="up", user_id=user
            ),
            CreatePointsBoostRequestItem(name="Nothing", start=today(), multiplier=1),
            CreatePointsBoostRequestItem(
                name="Nobody", start=today(), multiplier=2, user_id=user + "-nobody"
            ),
        ],
    )
    assert [each.status for each in made.created] == ["active", "scheduled", "finished"]
    assert [each.user_id for each in made.created] == [None, None, user]
    assert made.created[1].user_attributes[0].attribute_value == "pro"
    assert (made.created[0].user_attributes, made.created[2].user_attributes) == ([], None)
    assert [issue.index for issue in made.issues] == [3, 4]
    assert made.issues[1].message == f'No user has the id "{user}-nobody"'
    ids = [each.id for each in made.created]
    assert calls.get(system, ids[2]).rounding == "up"
    assert [each.id for each in calls.list(system)] == ids
    change = PatchPointsBoostsRequestItem(id=ids[1], start=today(-1), end=None, rounding="nearest")
    updated = calls.update(system, request=[change]).updated[0]
    assert (updated.status, updated.end, updated.rounding) == ("active", None, "nearest")
    assert [each.name for each in sdk.points.boosts(name)] == ["All"]
    assert calls.delete(system, ids=ids[0]).deleted[0].id == ids[0]
    assert sdk.points.boosts(name, include_finished=True) == []


def test_triggers_are_created_read_updated_and_deleted(sdk: TrophyApi, name: str) -> None:
    system = create(sdk, name).id
    calls = sdk.admin.points.triggers
    plan = CreatePointsTriggerRequestItemUserAttributesItem(
        attribute_id=attribute_id(sdk, "plan"), attribute_value="pro"
    )
    item = CreateAchievementRequestItem(name="Tour", trigger="api", key=name, status="active")
    achievement = sdk.admin.achievements.create(request=[item]).created[0].id
    made = calls.create(
        system,
        request=[
            by_pages(sdk, user_attributes=[plan]),
            trigger(type="achievement", points=5, achievement_id=achievement),
            trigger(type="streak", points=7, streak_length=7),
            trigger(type="time", points=-1, time_unit="hours", time_interval=2, status="inactive"),
            CreatePointsTriggerRequestItem(type="user_creation", points=100),
            trigger(type="user_creation", points=0),
        ],
    )
    assert [issue.index for issue in made.issues] == [5]
    pages, tour, week, hours, new = made.created
    assert (pages.user_attributes[0].attribute_value, pages.event_attributes) == ("pro", [])
    assert (tour.achievement_id, week.streak_length) == (achievement, 7)
    assert (hours.time_unit, hours.time_interval, hours.status) == ("hours", 2, "inactive")
    assert (new.status, new.block_if_out_of_points) == ("inactive", False)
    assert calls.get(system, week.id).points == 7
    assert [each.id for each in calls.list(system, limit=2)] == [pages.id, tour.id]
    change = PatchPointsTriggersRequestItem(id=hours.id, type="streak", streak_length=3)
    assert calls.update(system, request=[change]).updated[0].type == "streak"
    change = PatchPointsTriggersRequestItem(id=pages.id, type="user_creation")
    assert calls.update(system, request=[change]).issues[0].id == pages.id
    # Applications are shown those that are active, in their own words.
    shown = {each.type: each for each in sdk.points.system(name).triggers}
    assert set(shown) == {"metric", "achievement", "streak"}
    assert shown["metric"].user_attributes[0].key == "plan"
    assert (shown["achievement"].achievement_name, shown["streak"].streak_length_threshold) == (
        "Tour",
        7,
    )
    assert calls.delete(system, ids=new.id).deleted[0].id == new.id
    with pytest.raises(NotFoundError):
        calls.get(system, new.id)


# Giving.


def test_an_event_tells_what_it_gave_and_the_level_that_changed(
    sdk: TrophyApi, name: str, user: str
) -> None:
    create(sdk, name, description="d", levels=levels(), triggers=[by_pages(sdk)])
    first = read(sdk, user, 7).points[name]
    assert (first.key, first.name, first.description) == (name, "XP", "d")
    assert (first.added, first.total, first.level.key) == (20, 20, "silver")
    [award] = first.awards
    assert (award.awarded, award.total, award.trigger.metric_threshold) == (20, 20, 3)
    assert (award.trigger.metric_name, award.boosts) == ("Pages", [])
    assert read(sdk, user, 1).points == {}
    second = read(sdk, user, 1).points[name]
    assert (second.added, second.total, "level" in second.model_fields_set) == (10, 30, False)


GOLDEN = {
    "name": "XP",
    "description": None,
    "badgeUrl": None,
    "maxPoints": None,
    "total": 120,
    "added": 20,
    "level": {"key": "silver", "name": "Silver", "description": "", "badgeUrl": None, "points": 110},
    "awards": [
        {
            "awarded": 20,
            "total": 120,
            "trigger": {
                "type": "metric",
                "points": 10,
                "status": "active",
                "metricName": "Pages",
                "metricThreshold": 5,
                "userAttributes": [],
                "eventAttributes": [],
            },
            "boosts": [
                {"name": "2x", "status": "active", "end": None, "multiplier": 2, "rounding": "down"}
            ],
        }
    ],
}
"""What the reference shows of points in the answer to an event, ids and times aside."""


def has(found: Any, expected: Any) -> bool:
    """Whether an answer has all that is expected; it may have more fields."""
    if isinstance(expected, dict):
        return all(key in found and has(found[key], each) for key, each in expected.items())
    if isinstance(expected, list):
        return len(found) == len(expected) and all(map(has, found, expected))
    return found == expected


def test_points_of_an_event_are_those_of_the_reference(
    sdk: TrophyApi, admin: Caller, name: str, user: str
) -> None:
    level = CreatePointsLevelRequestItem(name="Silver", key="silver", points=110)
    boost = CreatePointsBoostRequestItem(name="2x", start=today(-2), multiplier=2)
    system = create(
        sdk, name, levels=[level], boosts=[boost], triggers=[by_pages(sdk, threshold=5)]
    )
    read(sdk, user, 25)
    found = admin.event(user, 5).expect(201).json()["points"][name]
    assert (found["id"], found["key"]) == (system.id, name)
    assert has(found, GOLDEN), found
    award = found["awards"][0]
    assert set(award) == {"id", "awarded", "date", "total", "trigger", "boosts", "kind"}
    assert set(award["trigger"]) - set(GOLDEN["awards"][0]["trigger"]) == {
        "id", "metricId", "created", "updated"
    }
    assert set(award["boosts"][0]) - set(GOLDEN["awards"][0]["boosts"][0]) == {"id", "start"}


def test_an_event_that_is_deleted_takes_back_what_it_gave(
    sdk: TrophyApi, name: str, user: str
) -> None:
    create(sdk, name, levels=levels(), triggers=[by_pages(sdk)])
    read(sdk, user, 6)
    answer = read(sdk, user, -4)
    assert (answer.points[name].added, answer.points[name].level.key) == (-20, "start")
    assert sdk.users.points(user, name).total == 0


def test_points_of_a_user_have_the_newest_awards_first(
    sdk: TrophyApi, name: str, user: str
) -> None:
    create(sdk, name, levels=levels(), triggers=[by_pages(sdk, threshold=1)])
    for value in (1, 2, 3):
        read(sdk, user, value)
    found = sdk.users.points(user, name, awards=2)
    assert (found.total, found.level.key, found.max_points) == (60, "gold", None)
    assert [(each.awarded, each.total) for each in found.awards] == [(30, 60), (20, 30)]
    with pytest.raises(NotFoundError):
        sdk.users.points(user, name + "-none")
    with pytest.raises(UnprocessableEntityError):
        sdk.users.points(user, name, awards=101)
    with pytest.raises(NotFoundError):
        sdk.users.points(user + "-nobody", name)


def test_a_user_without_points_has_none(sdk: TrophyApi, name: str, user: str) -> None:
    create(sdk, name, levels=levels()[1:])
    sdk.users.create(id=user)
    found = sdk.users.points(user, name)
    assert (found.total, found.level, found.awards) == (0, None, [])


def test_an_achievement_gives_points_with_its_answer(
    sdk: TrophyApi, name: str, user: str
) -> None:
    item = CreateAchievementRequestItem(name="Tour", trigger="api", key=name, status="active")
    achievement = sdk.admin.achievements.create(request=[item]).created[0].id
    create(sdk, name, triggers=[trigger(type="achievement", points=50, achievement_id=achievement)])
    answer = sdk.achievements.complete(name, user=UpsertedUser(id=user))
    assert (answer.points[name].added, answer.points[name].total) == (50, 50)
    assert answer.points[name].awards[0].trigger.achievement_name == "Tour"
    sdk.achievements.complete(name, user=UpsertedUser(id=user))
    assert sdk.users.points(user, name).total == 50


def test_boosts_multiply_what_is_given(sdk: TrophyApi, name: str, user: str) -> None:
    boosts = [
        CreatePointsBoostRequestItem(name="Half more", start=today(-2), multiplier=1.5),
        CreatePointsBoostRequestItem(
            name="Mine", start=today(-2), multiplier=3, rounding="up", user_id=user
        ),
        CreatePointsBoostRequestItem(name="Later", start=today(5), multiplier=9),
    ]
    sdk.users.create(id=user)
    create(sdk, name, boosts=boosts, triggers=[by_pages(sdk, points=1, threshold=1)])
    [award] = read(sdk, user, 1).points[name].awards
    assert (award.awarded, [each.name for each in award.boosts]) == (5, ["Half more", "Mine"])
    assert [each.name for each in sdk.users.points_boosts(user, name)] == ["Half more", "Mine"]
    other = read(sdk, user + "-b", 1).points[name]
    assert other.added == 1
    assert [each.name for each in sdk.users.points_boosts(user + "-b", name)] == ["Half more"]


def test_an_event_that_would_take_too_much_is_refused(
    sdk: TrophyApi, name: str, user: str
) -> None:
    system = create(
        sdk,
        name,
        triggers=[
            trigger(type="user_creation", points=5),
            by_pages(sdk, points=-2, threshold=1, block_if_out_of_points=True),
        ],
    )
    sdk.users.create(id=user)
    assert read(sdk, user, 2).points[name].total == 1
    with pytest.raises(UnprocessableEntityError):
        read(sdk, user, 1)
    assert sdk.users.points(user, name).total == 1
    [metric] = [each for each in sdk.users.all_metrics(user) if each.key == "pages"]
    assert metric.current == 2
    # The others of this file read pages too.
    sdk.admin.points.systems.delete(ids=[system.id])


def test_the_summary_of_a_user_has_a_day_each(sdk: TrophyApi, name: str, user: str) -> None:
    create(sdk, name, triggers=[by_pages(sdk, threshold=1)])
    read(sdk, user, 3)
    points = sdk.users.points_event_summary(
        user, name, aggregation="daily", start_date=today(-1), end_date=today()
    )
    assert [(each.date, each.total, each.change) for each in points] == [
        (today(-1), 0, 0),
        (today(), 30, 30),
    ]


def test_summaries_count_users_by_points_and_levels(sdk: TrophyApi, name: str, user: str) -> None:
    create(sdk, name, levels=levels(), triggers=[by_pages(sdk, threshold=1)])
    for number, value in enumerate((1, 3, 64)):
        sdk.metrics.event(
            "pages",
            user=UpsertedUser(id=f"{user}-{number}", attributes={"plan": "pro" if number else "x"}),
            value=value,
        )
    ranges = sdk.points.summary(name)
    assert [(each.from_, each.to) for each in ranges][:3] == [(0, 0), (1, 100), (101, 200)]
    assert (len(ranges), ranges[-1].to) == (11, 1_000)
    assert [each.users for each in ranges[1:]] == [2, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    filtered = sdk.points.summary(name, user_attributes="plan:pro")
    assert [each.users for each in filtered[1:]] == [1, 0, 0, 0, 0, 0, 1, 0, 0, 0]
    counts = {each.level.key: each.users for each in sdk.points.level_summary(name)}
    assert (counts["silver"], counts["gold"]) == (1, 1)
    create(sdk, name + "-flat")
    with pytest.raises(UnprocessableEntityError):
        sdk.points.level_summary(name + "-flat")
