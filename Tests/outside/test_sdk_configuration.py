"""The official SDK: `admin.metrics.*`, `admin.attributes.*`, `admin.settings.*`,
`admin.environments.list`."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from laurel import Caller, Laurel
from trophy import (
    CreateAttributeRequestItem,
    CreateMetricRequestItem,
    TrophyApi,
    UpdateAdminSettingsBranding,
    UpdateAdminSettingsBrandingLogo,
    UpdateAdminSettingsExperimentation,
    UpdateAttributeRequestItem,
    UpdateMetricRequestItem,
    UpsertedUser,
)
from trophy.errors import NotFoundError, UnauthorizedError, UnprocessableEntityError

UNKNOWN = "01890000-0000-7000-8000-000000000000"


def told(issues: list[Any]) -> list[tuple[Any, ...]]:
    """Issues as tuples: where, how bad, what."""
    return [
        (issue.index if issue.id is None else issue.id, issue.severity, issue.message)
        for issue in issues
    ]


# Metrics.


def create_metric(sdk: TrophyApi, key: str, **fields: Any) -> Any:
    item = CreateMetricRequestItem(name=key.title(), key=key, **fields)
    return sdk.admin.metrics.with_raw_response.create(request=[item])


def test_a_metric_is_created_read_updated_and_deleted(sdk: TrophyApi, name: str) -> None:
    created = create_metric(sdk, name)
    assert (created.status_code, created.data.issues) == (201, [])
    [metric] = created.data.created
    assert uuid.UUID(metric.id).version == 7
    assert (metric.name, metric.key, metric.unit_type, metric.units) == (
        name.title(),
        name,
        "number",
        "",
    )
    assert sdk.admin.metrics.get(metric.id) == metric

    change = UpdateMetricRequestItem(id=metric.id, name="Renamed", units="pages")
    updated = sdk.admin.metrics.with_raw_response.update(request=[change])
    assert (updated.status_code, updated.data.issues) == (200, [])
    assert updated.data.updated == [sdk.admin.metrics.get(metric.id)]
    assert (updated.data.updated[0].name, updated.data.updated[0].units) == ("Renamed", "pages")
    assert updated.data.updated[0].key == name

    deleted = sdk.admin.metrics.with_raw_response.delete(ids=[metric.id])
    assert (deleted.status_code, deleted.data.issues) == (200, [])
    assert [resource.id for resource in deleted.data.deleted] == [metric.id]
    with pytest.raises(NotFoundError):
        sdk.admin.metrics.get(metric.id)


def test_an_empty_answer_is_200_and_a_mixed_one_201(sdk: TrophyApi, name: str) -> None:
    create_metric(sdk, name)
    again = create_metric(sdk, name)
    assert (again.status_code, again.data.created) == (200, [])
    assert told(again.data.issues) == [(0, "error", "Key already in use by another metric")]
    mixed = sdk.admin.metrics.with_raw_response.create(
        request=[
            CreateMetricRequestItem(name="Taken", key=name),
            CreateMetricRequestItem(name="New", key=f"{name}-new"),
            CreateMetricRequestItem(name="Twice", key=f"{name}-new"),
        ]
    )
    assert mixed.status_code == 201
    assert [metric.key for metric in mixed.data.created] == [f"{name}-new"]
    assert [issue.index for issue in mixed.data.issues] == [0, 2]


def test_the_key_of_a_deleted_metric_no_longer_takes_events(
    sdk: TrophyApi, user: str, name: str
) -> None:
    metric = create_metric(sdk, name).data.created[0]
    sdk.metrics.event(name, user=UpsertedUser(id=user), value=1)
    sdk.admin.metrics.delete(ids=metric.id)
    with pytest.raises(UnprocessableEntityError):
        sdk.metrics.event(name, user=UpsertedUser(id=user), value=1)
    with pytest.raises(NotFoundError):
        sdk.users.single_metric(user, name)


@pytest.mark.parametrize(
    ("fields", "word"),
    [
        pytest.param({"key": "with space"}, "key", id="key with a space"),
        pytest.param({"key": "with/slash"}, "key", id="key with a slash"),
        pytest.param({"key": ""}, "key", id="empty key"),
        pytest.param({"key": "ünï"}, "key", id="key beyond ASCII"),
        pytest.param({"name": ""}, "name", id="empty name"),
        pytest.param({"unit_type": "furlongs"}, "unitType", id="unknown unit type"),
        pytest.param({"unit_type": "currency", "units": "XXZ"}, "units", id="unknown currency"),
        pytest.param({"unit_type": "currency"}, "units", id="currency without a code"),
    ],
)
def test_a_bad_metric_is_an_issue(
    sdk: TrophyApi, name: str, fields: dict[str, str], word: str
) -> None:
    item = CreateMetricRequestItem(**{"name": "Bad", "key": name, **fields})
    answer = sdk.admin.metrics.with_raw_response.create(request=[item])
    assert (answer.status_code, answer.data.created) == (200, [])
    [issue] = answer.data.issues
    assert (issue.index, issue.severity) == (0, "error")
    assert word.lower() in issue.message.lower()


@pytest.mark.parametrize("item", [{"key": "k"}, {"name": 5, "key": "k"}, {"name": None, "key": "k"}])
def test_a_metric_without_a_name_is_an_issue(admin: Caller, item: dict[str, Any]) -> None:
    answer = admin.post("/admin/v1/metrics", [item]).expect(200).json()
    assert answer["created"] == []
    assert answer["issues"][0]["index"] == 0
    assert "name" in answer["issues"][0]["message"].lower()


def test_currencies(sdk: TrophyApi, name: str) -> None:
    metric = create_metric(sdk, name, unit_type="currency", units="USD").data.created[0]
    assert (metric.unit_type, metric.units) == ("currency", "USD")
    change = UpdateMetricRequestItem(id=metric.id, unit_type="number", units="dollars")
    number = sdk.admin.metrics.update(request=[change]).updated[0]
    assert (number.unit_type, number.units) == ("number", "dollars")
    back = UpdateMetricRequestItem(id=metric.id, unit_type="currency", units="pebbles")
    refused = sdk.admin.metrics.update(request=[back])
    assert refused.updated == []
    assert refused.issues[0].id == metric.id
    assert sdk.admin.metrics.get(metric.id) == number


def test_issues_of_updates_and_deletes_carry_the_id(sdk: TrophyApi, name: str) -> None:
    metric = create_metric(sdk, name).data.created[0]
    updated = sdk.admin.metrics.update(
        request=[
            UpdateMetricRequestItem(id=metric.id, name="Fine"),
            UpdateMetricRequestItem(id=UNKNOWN, name="Lost"),
            UpdateMetricRequestItem(id="not-a-uuid", name="Odd"),
        ]
    )
    assert [one.name for one in updated.updated] == ["Fine"]
    expected = [
        (UNKNOWN, "error", "Metric not found by ID"),
        ("not-a-uuid", "error", "id must be a valid UUID"),
    ]
    assert told(updated.issues) == expected
    deleted = sdk.admin.metrics.delete(ids=[metric.id, UNKNOWN, "not-a-uuid"])
    assert [resource.id for resource in deleted.deleted] == [metric.id]
    assert told(deleted.issues) == expected
    again = sdk.admin.metrics.delete(ids=[metric.id])
    assert told(again.issues) == [(metric.id, "error", "Metric not found by ID")]


def test_ids_may_be_joined_by_commas(sdk: TrophyApi, name: str) -> None:
    first = create_metric(sdk, f"{name}-1").data.created[0].id
    second = create_metric(sdk, f"{name}-2").data.created[0].id
    deleted = sdk.admin.metrics.delete(ids=f"{first},{second}")
    assert {resource.id for resource in deleted.deleted} == {first, second}


def test_lists_keep_the_order_of_creation(fresh: Laurel) -> None:
    sdk = fresh.sdk()
    keys = [f"metric-{number}" for number in range(12)]
    items = [CreateMetricRequestItem(name=key, key=key) for key in keys]
    sdk.admin.metrics.create(request=items)
    assert [metric.key for metric in sdk.admin.metrics.list()] == keys[:10]
    assert [metric.key for metric in sdk.admin.metrics.list(limit=100)] == keys
    assert [metric.key for metric in sdk.admin.metrics.list(limit=5, skip=3)] == keys[3:8]
    assert [metric.key for metric in sdk.admin.metrics.list(skip=10)] == keys[10:]
    assert sdk.admin.metrics.list(skip=12) == []


@pytest.mark.parametrize(("limit", "skip"), [(0, 0), (101, 0), (-1, 0), (10, -1)])
def test_lists_refuse_odd_pages(sdk: TrophyApi, limit: int, skip: int) -> None:
    for listed in (sdk.admin.metrics.list, sdk.admin.attributes.list, sdk.admin.tenants.list):
        with pytest.raises(UnprocessableEntityError) as raised:
            listed(limit=limit, skip=skip)
        assert ("skip" if skip < 0 else "limit") in raised.value.body["error"]


# Attributes.


def test_an_attribute_is_created_read_updated_and_deleted(sdk: TrophyApi, name: str) -> None:
    item = CreateAttributeRequestItem(name="Plan", key=name, type="user")
    created = sdk.admin.attributes.with_raw_response.create(request=[item])
    assert (created.status_code, created.data.issues) == (201, [])
    [attribute] = created.data.created
    assert (attribute.name, attribute.key, attribute.type) == ("Plan", name, "user")
    assert sdk.admin.attributes.get(attribute.id) == attribute

    change = UpdateAttributeRequestItem(id=attribute.id, name="Tariff")
    updated = sdk.admin.attributes.update(request=[change])
    assert (updated.updated[0].name, updated.updated[0].key) == ("Tariff", name)
    assert sdk.admin.attributes.get(attribute.id) == updated.updated[0]

    deleted = sdk.admin.attributes.delete(ids=[attribute.id])
    assert [resource.id for resource in deleted.deleted] == [attribute.id]
    with pytest.raises(NotFoundError) as raised:
        sdk.admin.attributes.get(attribute.id)
    assert raised.value.body["error"]


def test_a_key_is_unique_for_its_type(sdk: TrophyApi, name: str) -> None:
    def create(kind: str) -> Any:
        item = CreateAttributeRequestItem(name="Plan", key=name, type=kind)
        return sdk.admin.attributes.with_raw_response.create(request=[item])

    assert [create("user").status_code, create("event").status_code] == [201, 201]
    again = create("user")
    assert again.status_code == 200
    assert told(again.data.issues) == [
        (0, "error", "Key already in use by another attribute of this type")
    ]


@pytest.mark.parametrize(
    ("fields", "word"),
    [({"type": "planet"}, "type"), ({"key": "a b"}, "key"), ({"name": ""}, "name")],
)
def test_a_bad_attribute_is_an_issue(
    sdk: TrophyApi, name: str, fields: dict[str, str], word: str
) -> None:
    item = CreateAttributeRequestItem(**{"name": "Plan", "key": name, "type": "user", **fields})
    answer = sdk.admin.attributes.with_raw_response.create(request=[item])
    assert (answer.status_code, answer.data.created) == (200, [])
    assert word in answer.data.issues[0].message.lower()


def test_issues_of_attributes_carry_the_id(sdk: TrophyApi) -> None:
    change = [UpdateAttributeRequestItem(id=UNKNOWN, name="Lost")]
    expected = [(UNKNOWN, "error", "Attribute not found by ID")]
    assert told(sdk.admin.attributes.update(request=change).issues) == expected
    deleted = sdk.admin.attributes.delete(ids=[UNKNOWN, "not-a-uuid"])
    assert deleted.deleted == []
    assert told(deleted.issues) == expected + [("not-a-uuid", "error", "id must be a valid UUID")]


def test_attributes_are_listed_in_order(fresh: Laurel) -> None:
    sdk = fresh.sdk()
    keys = [f"attribute-{number}" for number in range(11)]
    sdk.admin.attributes.create(
        request=[CreateAttributeRequestItem(name=key, key=key, type="event") for key in keys]
    )
    assert [attribute.key for attribute in sdk.admin.attributes.list()] == keys[:10]
    assert [attribute.key for attribute in sdk.admin.attributes.list(limit=2, skip=9)] == keys[9:]


def test_a_deleted_attribute_is_unknown_to_users(sdk: TrophyApi, user: str, name: str) -> None:
    item = CreateAttributeRequestItem(name="Plan", key=name, type="user")
    attribute = sdk.admin.attributes.create(request=[item]).created[0]
    sdk.users.create(id=user, attributes={name: "pro"})
    sdk.admin.attributes.delete(ids=attribute.id)
    with pytest.raises(UnprocessableEntityError) as raised:
        sdk.users.update(user, attributes={name: "free"})
    assert name in raised.value.body["error"]


# Settings.


def test_settings_are_merged_field_by_field(fresh: Laurel) -> None:
    sdk = fresh.sdk()
    before = sdk.admin.settings.get()
    assert before.aggregation_period in ("weekly", "monthly")
    logo = UpdateAdminSettingsBrandingLogo(url="https://example.com/logo.png")
    after = sdk.admin.settings.update(
        branding=UpdateAdminSettingsBranding(
            app_name="Reader", app_url="https://example.com", brand_color="#1a2b3c", logo=logo
        ),
        experimentation=UpdateAdminSettingsExperimentation(control_ratio=10),
        aggregation_period="monthly",
    )
    assert (after.branding.app_name, after.branding.brand_color) == ("Reader", "#1a2b3c")
    assert after.branding.logo.url == "https://example.com/logo.png"
    assert after.branding.font == before.branding.font
    assert after.experimentation.control_ratio == 10
    window = before.experimentation.user_activation_window
    assert after.experimentation.user_activation_window == window
    assert after.aggregation_period == "monthly"
    assert sdk.admin.settings.get() == after

    more = sdk.admin.settings.update(branding=UpdateAdminSettingsBranding(font="MONOSPACE"))
    assert (more.branding.font, more.branding.app_name) == ("MONOSPACE", "Reader")
    cleared = sdk.admin.settings.update(branding=UpdateAdminSettingsBranding(logo=None))
    assert cleared.branding.logo is None
    assert sdk.admin.settings.update() == cleared


@pytest.mark.parametrize("color", ["#abc", "#a1b2c3", "rgb(1, 2, 3)", "rgba(1, 2, 3, 0.5)"])
def test_brand_colors(sdk: TrophyApi, color: str) -> None:
    branding = UpdateAdminSettingsBranding(brand_color=color)
    assert sdk.admin.settings.update(branding=branding).branding.brand_color == color


def test_a_refused_change_of_settings_changes_nothing(sdk: TrophyApi) -> None:
    before = sdk.admin.settings.get()
    with pytest.raises(UnprocessableEntityError) as raised:
        sdk.admin.settings.update(
            branding=UpdateAdminSettingsBranding(app_name="Never"),
            experimentation=UpdateAdminSettingsExperimentation(control_ratio=101),
        )
    assert "controlRatio" in raised.value.body["error"]
    assert sdk.admin.settings.get() == before


def test_the_control_group(fresh: Laurel) -> None:
    sdk = fresh.sdk()
    everybody = UpdateAdminSettingsExperimentation(control_ratio=100)
    sdk.admin.settings.update(experimentation=everybody)
    assert sdk.users.create(id="ada").control is True
    nobody = UpdateAdminSettingsExperimentation(control_ratio=0)
    sdk.admin.settings.update(experimentation=nobody)
    assert sdk.users.create(id="grace").control is False
    # The ratio is for new users: whoever is in the group stays.
    assert sdk.users.identify("ada").control is True


# Environments.


def test_environments(sdk: TrophyApi) -> None:
    environments = sdk.admin.environments.list()
    assert [(one.key, one.priority) for one in environments] == [("production", 1), ("sandbox", 2)]
    assert all(one.name for one in environments)


def test_admin_calls_with_a_wrong_key_are_401(server: Laurel) -> None:
    stranger = server.sdk("wrong.key").admin
    for call in (
        stranger.metrics.list,
        stranger.attributes.list,
        stranger.tenants.list,
        stranger.settings.get,
        stranger.environments.list,
    ):
        with pytest.raises(UnauthorizedError) as raised:
            call()
        assert raised.value.body["error"]
