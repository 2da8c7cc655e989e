"""The official SDK: `achievements.*`, `users.achievements`, `admin.achievements.*`."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from conftest import unique
from laurel import Caller
from trophy import (
    CreateAchievementRequestItem,
    CreateAchievementRequestItemBadge,
    CreateAchievementRequestItemEventAttributesItem,
    CreateAchievementRequestItemUserAttributesItem,
    TrophyApi,
    UpdateAchievementRequestItem,
    UpsertedUser,
)
from trophy.errors import NotFoundError, UnprocessableEntityError

UNKNOWN = "01890000-0000-7000-8000-000000000000"


def create(sdk: TrophyApi, **fields: Any) -> Any:
    """One achievement, active unless said otherwise."""
    item = CreateAchievementRequestItem(**{"name": "Done", "status": "active", **fields})
    answer = sdk.admin.achievements.create(request=[item])
    assert answer.issues == []
    return answer.created[0]


def metric_id(sdk: TrophyApi, key: str) -> str:
    [found] = [metric.id for metric in sdk.admin.metrics.list(limit=100) if metric.key == key]
    return found


def attribute_id(sdk: TrophyApi, key: str) -> str:
    [found] = [each.id for each in sdk.admin.attributes.list(limit=100) if each.key == key]
    return found


# Setting up.


def test_an_achievement_is_created_read_updated_and_deleted(sdk: TrophyApi, name: str) -> None:
    item = CreateAchievementRequestItem(name="Tour", trigger="api", key=name)
    created = sdk.admin.achievements.with_raw_response.create(request=[item])
    assert (created.status_code, created.data.issues) == (201, [])
    [achievement] = created.data.created
    assert uuid.UUID(achievement.id).version == 7
    assert (achievement.name, achievement.trigger, achievement.key, achievement.status) == (
        "Tour",
        "api",
        name,
        "inactive",
    )
    assert (achievement.description, achievement.badge) == (None, None)
    assert achievement.user_attributes == []
    assert sdk.admin.achievements.get(achievement.id).name == "Tour"
    assert achievement.id in [each.id for each in sdk.admin.achievements.list(limit=100)]

    change = UpdateAchievementRequestItem(
        id=achievement.id, status="active", badge={"url": "https://example.com/b.png"}
    )
    updated = sdk.admin.achievements.update(request=[change])
    assert updated.issues == []
    assert (updated.updated[0].status, updated.updated[0].badge.url) == (
        "active",
        "https://example.com/b.png",
    )
    cleared = sdk.admin.achievements.update(
        request=[UpdateAchievementRequestItem(id=achievement.id, badge=None, description=None)]
    )
    assert cleared.updated[0].badge is None

    deleted = sdk.admin.achievements.delete(ids=[achievement.id])
    assert [each.id for each in deleted.deleted] == [achievement.id]
    with pytest.raises(NotFoundError):
        sdk.admin.achievements.get(achievement.id)
    [issue] = sdk.admin.achievements.delete(ids=[achievement.id]).issues
    assert (issue.id, issue.message) == (achievement.id, "Achievement not found by ID")


def test_every_trigger_comes_back_as_it_was_told(sdk: TrophyApi, name: str) -> None:
    metric = metric_id(sdk, "pages")
    source = attribute_id(sdk, "source")
    plan = attribute_id(sdk, "plan")
    read = create(
        sdk,
        trigger="metric",
        metric_id=metric,
        metric_value=2.5,
        event_attributes=[
            CreateAchievementRequestItemEventAttributesItem(
                attribute_id=source, attribute_value="ios"
            )
        ],
        status="inactive",
    )
    assert (read.metric_id, read.metric_value) == (metric, 2.5)
    assert [(each.attribute_id, each.attribute_value) for each in read.event_attributes] == [
        (source, "ios")
    ]
    assert create(sdk, trigger="streak", streak_length=7, status="inactive").streak_length == 7
    years = create(sdk, trigger="anniversary", anniversary_years=3, status="inactive")
    assert years.anniversary_years == 3
    whole = create(
        sdk, trigger="achievement", achievement_ids=[read.id, years.id], status="inactive"
    )
    assert whole.achievement_ids == [read.id, years.id]
    pro = create(
        sdk,
        trigger="api",
        key=name,
        badge=CreateAchievementRequestItemBadge(url="https://example.com/pro.png"),
        user_attributes=[
            CreateAchievementRequestItemUserAttributesItem(
                attribute_id=plan, attribute_value="pro"
            )
        ],
    )
    assert [(each.attribute_id, each.attribute_value) for each in pro.user_attributes] == [
        (plan, "pro")
    ]
    [shown] = [each for each in sdk.achievements.all_() if each.id == pro.id]
    assert [(each.key, each.value) for each in shown.user_attributes] == [("plan", "pro")]
    open_to = [each.id for each in sdk.achievements.all_(user_attributes="plan:free")]
    assert pro.id not in open_to


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        pytest.param(
            {"trigger": "metric"}, "metricId is required for metric achievements", id="no metric"
        ),
        pytest.param(
            {"trigger": "metric", "metric_id": UNKNOWN, "metric_value": 1},
            "Metric not found by ID",
            id="unknown metric",
        ),
        pytest.param(
            {"trigger": "api"}, "key is required for api achievements", id="no key"
        ),
    ],
)
def test_a_bad_achievement_is_an_issue(
    sdk: TrophyApi, fields: dict[str, Any], message: str
) -> None:
    item = CreateAchievementRequestItem(name="Bad", **fields)
    answer = sdk.admin.achievements.with_raw_response.create(request=[item])
    assert (answer.status_code, answer.data.created) == (200, [])
    assert [(issue.index, issue.message) for issue in answer.data.issues] == [(0, message)]


# Reaching.


def test_an_event_reaches_an_achievement_and_its_whole_once(
    sdk: TrophyApi, user: str, name: str
) -> None:
    metric = sdk.admin.metrics.create(request=[{"name": name, "key": name}]).created[0].id
    part = create(sdk, name="Part", trigger="metric", metric_id=metric, metric_value=10)
    whole = create(sdk, name="Whole", trigger="achievement", achievement_ids=[part.id])
    told = UpsertedUser(id=user)
    assert sdk.metrics.event(name, user=told, value=9).achievements == []
    reached = sdk.metrics.event(name, user=told, value=1).achievements
    assert [each.id for each in reached] == [part.id, whole.id]
    assert reached[0].achieved_at is not None
    assert reached[0].metric_value == 10
    assert sdk.metrics.event(name, user=told, value=100).achievements == []

    [single] = sdk.users.single_metric(user, name).achievements
    assert (single.id, single.achieved_at) == (part.id, reached[0].achieved_at)
    mine = sdk.users.achievements(user)
    assert {each.id for each in mine} == {part.id, whole.id}
    assert all(each.completions == 1 and each.rarity > 0 for each in mine)


def test_a_call_completes_an_achievement_and_is_answered_alike_again(
    sdk: TrophyApi, user: str, name: str
) -> None:
    achievement = create(sdk, trigger="api", key=name)
    everything = sdk.users.with_raw_response
    first = sdk.achievements.with_raw_response.complete(name, user=UpsertedUser(id=user))
    assert first.status_code == 201
    assert first.data.achievement.id == achievement.id
    assert first.data.points == {}
    again = sdk.achievements.with_raw_response.complete(name, user=UpsertedUser(id=user))
    assert (again.status_code, again.data) == (201, first.data)
    listed = everything.achievements(user).data
    assert [(each.id, each.achieved_at) for each in listed] == [
        (achievement.id, first.data.achievement.achieved_at)
    ]


def test_incomplete_achievements_have_progress(sdk: TrophyApi, user: str, name: str) -> None:
    metric = sdk.admin.metrics.create(request=[{"name": name, "key": name}]).created[0].id
    achievement = create(sdk, trigger="metric", metric_id=metric, metric_value=8)
    sdk.metrics.event(name, user=UpsertedUser(id=user), value=2)
    assert achievement.id not in [each.id for each in sdk.users.achievements(user)]
    listed = sdk.users.achievements(user, include_incomplete="true")
    [shown] = [each for each in listed if each.id == achievement.id]
    assert shown.achieved_at is None
    assert shown.progress == {"current": 2, "target": 8, "percent": 25}


def test_unknown_and_locked_achievements(sdk: TrophyApi, user: str, name: str) -> None:
    with pytest.raises(NotFoundError):
        sdk.achievements.complete("nope", user=UpsertedUser(id=user))
    create(sdk, trigger="api", key=name, status="locked")
    with pytest.raises(UnprocessableEntityError):
        sdk.achievements.complete(name, user=UpsertedUser(id=user))
    with pytest.raises(NotFoundError):
        sdk.users.achievements(unique("nobody"))


def test_an_application_key_acts_for_its_own_user(admin: Caller, sdk: TrophyApi, user: str, name: str) -> None:
    create(sdk, trigger="api", key=name)
    made = admin.post("/admin/v1/application-api-keys", [{"userId": user}]).expect(201).json()
    own = Caller(admin.server, admin.server.keep_secret(made["created"][0]["key"]))
    path = f"/v1/achievements/{name}/complete"
    own.post(path, {"user": {"id": user}}).expect(201)
    own.post(path, {"user": {"id": unique("other")}}).expect(403)
    own.get(f"/v1/users/{user}/achievements").expect(200)
    own.get("/admin/v1/achievements").expect(403)
