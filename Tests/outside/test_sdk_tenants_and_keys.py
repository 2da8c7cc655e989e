"""The official SDK: `admin.tenants.*` and `admin.application_api_keys.*`."""

from __future__ import annotations

from typing import Any

import pytest
from laurel import Laurel
from trophy import (
    CreateApplicationKeyRequestItem,
    CreateMetricRequestItem,
    CreateTenantRequestItem,
    TrophyApi,
    UpdateTenantRequestItem,
    UpsertedUser,
)
from trophy.core.api_error import ApiError
from trophy.errors import (
    ForbiddenError,
    NotFoundError,
    UnauthorizedError,
    UnprocessableEntityError,
)

UNKNOWN = "01890000-0000-7000-8000-000000000000"


def create_tenants(sdk: TrophyApi, *customers: str) -> Any:
    items = [CreateTenantRequestItem(customer_id=each, name=each.title()) for each in customers]
    return sdk.admin.tenants.with_raw_response.create(request=items)


def create_pages(sdk: TrophyApi) -> None:
    sdk.admin.metrics.create(request=[CreateMetricRequestItem(name="Pages", key="pages")])


def test_a_tenant_is_created_read_updated_and_archived(fresh: Laurel) -> None:
    sdk = fresh.sdk()
    created = create_tenants(sdk, "acme", "globex")
    assert (created.status_code, created.data.issues) == (201, [])
    acme, globex = created.data.created
    assert (acme.customer_id, acme.name, acme.status) == ("acme", "Acme", "active")
    assert acme.created == acme.updated
    assert sdk.admin.tenants.get(acme.id) == acme
    assert sdk.admin.tenants.list() == [acme, globex]
    assert sdk.admin.tenants.list(limit=1, skip=1) == [globex]

    change = UpdateTenantRequestItem(id=acme.id, name="Acme Corporation", customer_id="acme-2")
    updated = sdk.admin.tenants.update(request=[change])
    [renamed] = updated.updated
    assert (renamed.name, renamed.customer_id) == ("Acme Corporation", "acme-2")
    assert renamed.updated >= acme.updated

    deleted = sdk.admin.tenants.with_raw_response.delete(ids=[acme.id])
    assert deleted.status_code == 200
    assert [resource.id for resource in deleted.data.deleted] == [acme.id]


def test_issues_of_tenants(fresh: Laurel) -> None:
    sdk = fresh.sdk()
    acme, globex = create_tenants(sdk, "acme", "globex").data.created
    again = create_tenants(sdk, "acme")
    assert (again.status_code, again.data.created) == (200, [])
    assert again.data.issues[0].index == 0
    message = 'Customer ID "acme" already exists in this environment'
    assert again.data.issues[0].message == message

    clash = UpdateTenantRequestItem(id=globex.id, customer_id="acme")
    nothing = UpdateTenantRequestItem(id=acme.id)
    lost = UpdateTenantRequestItem(id=UNKNOWN, name="Lost")
    answer = sdk.admin.tenants.update(request=[clash, nothing, lost])
    assert answer.updated == []
    assert [issue.id for issue in answer.issues] == [globex.id, acme.id, UNKNOWN]
    assert answer.issues[0].message == message
    assert "not found" in answer.issues[2].message.lower()

    deleted = sdk.admin.tenants.delete(ids=[UNKNOWN, "not-a-uuid"])
    assert deleted.deleted == []
    assert [issue.id for issue in deleted.issues] == [UNKNOWN, "not-a-uuid"]
    with pytest.raises(NotFoundError):
        sdk.admin.tenants.get(UNKNOWN)


@pytest.mark.parametrize(
    ("customer", "name", "word"),
    [("", "Acme", "customerId"), ("a" * 256, "Acme", "customerId"), ("acme", "n" * 256, "name")],
)
def test_a_bad_tenant_is_an_issue(sdk: TrophyApi, customer: str, name: str, word: str) -> None:
    item = CreateTenantRequestItem(customer_id=customer, name=name)
    answer = sdk.admin.tenants.with_raw_response.create(request=[item])
    assert (answer.status_code, answer.data.created) == (200, [])
    assert word in answer.data.issues[0].message


def test_tenants_are_worlds_of_their_own(fresh: Laurel) -> None:
    key = fresh.key()
    house = fresh.sdk(key)
    create_tenants(house, "acme", "globex")
    acme, globex = (fresh.sdk(key, tenant) for tenant in ("acme", "globex"))
    for world in (house, acme):
        create_pages(world)
    assert globex.admin.metrics.list() == []

    acme.metrics.event("pages", user=UpsertedUser(id="ada", name="Ada of Acme"), value=3)
    house.metrics.event("pages", user=UpsertedUser(id="ada", name="Ada of the house"), value=5)
    assert acme.users.single_metric("ada", "pages").current == 3
    assert house.users.single_metric("ada", "pages").current == 5
    assert acme.users.get("ada").name == "Ada of Acme"
    with pytest.raises(UnprocessableEntityError):
        globex.metrics.event("pages", user=UpsertedUser(id="ada"), value=1)
    with pytest.raises(ApiError) as raised:
        globex.users.get("ada")
    assert raised.value.status_code == 404


def test_ids_of_one_tenant_are_unknown_in_another(fresh: Laurel) -> None:
    key = fresh.key()
    create_tenants(fresh.sdk(key), "acme", "globex")
    acme, globex = (fresh.sdk(key, tenant) for tenant in ("acme", "globex"))
    create_pages(acme)
    [metric] = acme.admin.metrics.list()
    with pytest.raises(NotFoundError):
        globex.admin.metrics.get(metric.id)
    assert globex.admin.metrics.delete(ids=[metric.id]).deleted == []
    assert acme.admin.metrics.list() == [metric]


def test_the_tenant_header_is_ignored_without_tenants(fresh: Laurel) -> None:
    key = fresh.key()
    house = fresh.sdk(key)
    create_pages(house)
    stranger = fresh.sdk(key, "whoever")
    stranger.metrics.event("pages", user=UpsertedUser(id="ada"), value=1)
    assert house.users.single_metric("ada", "pages").current == 1


def test_an_unknown_or_archived_tenant_is_422(fresh: Laurel) -> None:
    key = fresh.key()
    house = fresh.sdk(key)
    acme = create_tenants(house, "acme", "globex").data.created[0]
    house.admin.tenants.delete(ids=acme.id)
    for tenant in ("acme", "nobody"):
        with pytest.raises(UnprocessableEntityError) as raised:
            fresh.sdk(key, tenant).admin.metrics.list()
        assert tenant in raised.value.body["error"]
    assert fresh.sdk(key, "globex").admin.metrics.list() == []


# Application keys.


def create_keys(server: Laurel, sdk: TrophyApi, *users: str) -> Any:
    items = [CreateApplicationKeyRequestItem(user_id=each) for each in users]
    answer = sdk.admin.application_api_keys.with_raw_response.create(request=items)
    for made in answer.data.created:
        server.keep_secret(made.key)
    return answer


def test_application_keys_are_made_and_deleted(server: Laurel, sdk: TrophyApi, user: str) -> None:
    sdk.users.create(id=user)
    answer = create_keys(server, sdk, user)
    assert (answer.status_code, answer.data.issues) == (201, [])
    [made] = answer.data.created
    assert made.user_id == user
    assert made.prefix.startswith("app_")
    assert made.key.startswith(f"{made.prefix}.")

    own = server.sdk(made.key)
    assert own.metrics.event("pages", user=UpsertedUser(id=user), value=2).total == 2
    assert own.users.single_metric(user, "pages").current == 2

    deleted = sdk.admin.application_api_keys.delete(ids=[made.id])
    assert [resource.id for resource in deleted.deleted] == [made.id]
    with pytest.raises(UnauthorizedError):
        own.users.single_metric(user, "pages")


def test_issues_of_application_keys(server: Laurel, sdk: TrophyApi) -> None:
    deleted = sdk.admin.application_api_keys.delete(ids=[UNKNOWN, "not-a-uuid"])
    assert deleted.deleted == []
    assert [(issue.id, issue.message) for issue in deleted.issues] == [
        (UNKNOWN, "Application API key not found by ID"),
        ("not-a-uuid", "id must be a valid UUID"),
    ]
    refused = create_keys(server, sdk, "u" * 256, "")
    assert (refused.status_code, refused.data.created) == (200, [])
    assert [issue.index for issue in refused.data.issues] == [0, 1]
    assert all("userId" in issue.message for issue in refused.data.issues)


def test_an_application_key_is_for_one_user(server: Laurel, sdk: TrophyApi, user: str) -> None:
    sdk.users.create(id=user)
    sdk.users.create(id=f"{user}-other")
    own = server.sdk(create_keys(server, sdk, user).data.created[0].key)
    assert own.users.get(user).id == user
    for other in (f"{user}-other", "nobody"):
        for call in (
            lambda: own.users.get(other),
            lambda: own.users.create(id=other),
            lambda: own.users.identify(other, name="Mallory"),
            lambda: own.users.update(other, name="Mallory"),
            lambda: own.users.all_metrics(other),
            lambda: own.users.single_metric(other, "pages"),
            lambda: own.metrics.event("pages", user=UpsertedUser(id=other), value=1),
        ):
            with pytest.raises(ApiError) as raised:
                call()
            assert raised.value.status_code == 403
    assert sdk.users.get(f"{user}-other").name is None


def test_an_application_key_is_no_admin(server: Laurel, sdk: TrophyApi, user: str) -> None:
    sdk.users.create(id=user)
    own = server.sdk(create_keys(server, sdk, user).data.created[0].key)
    for call in (own.admin.metrics.list, own.admin.settings.get, own.admin.environments.list):
        with pytest.raises(ApiError) as raised:
            call()
        assert raised.value.status_code == 403
    with pytest.raises(ForbiddenError):
        create_keys(server, own, user)
