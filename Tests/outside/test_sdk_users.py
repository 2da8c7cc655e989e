"""The official SDK: `users.*`."""

from __future__ import annotations

import datetime as dt

import pytest
from laurel import Caller
from trophy import TrophyApi, UpsertedUser
from trophy.core.api_error import ApiError
from trophy.errors import NotFoundError, UnauthorizedError, UnprocessableEntityError


def test_create_gives_the_user_with_every_field(sdk: TrophyApi, user: str) -> None:
    made = sdk.users.with_raw_response.create(
        id=user,
        email="ada@example.com",
        name="Ada",
        tz="Europe/London",
        sign_up_date="2024-02-29",
        device_tokens=["one", "two"],
        subscribe_to_emails=True,
        attributes={"plan": "pro"},
    )
    assert made.status_code == 201
    ada = made.data
    assert (ada.id, ada.email, ada.name, ada.tz) == (user, "ada@example.com", "Ada", "Europe/London")
    assert (ada.sign_up_date, ada.device_tokens) == ("2024-02-29", ["one", "two"])
    assert (ada.subscribe_to_emails, ada.attributes, ada.control) == (True, {"plan": "pro"}, False)
    assert ada.created == ada.updated
    assert abs(dt.datetime.now(dt.timezone.utc) - ada.created) < dt.timedelta(minutes=1)


def test_a_bare_user_has_defaults(sdk: TrophyApi, user: str) -> None:
    bare = sdk.users.create(id=user)
    assert (bare.email, bare.name, bare.tz, bare.sign_up_date) == (None, None, None, None)
    assert bare.subscribe_to_emails is True
    assert bare.attributes == {}


def test_create_again_updates_and_answers_200(sdk: TrophyApi, user: str) -> None:
    first = sdk.users.create(id=user, name="Ada", tz="Europe/London")
    again = sdk.users.with_raw_response.create(id=user, name="Ada L.")
    assert again.status_code == 200
    assert (again.data.name, again.data.tz) == ("Ada L.", "Europe/London")
    assert again.data.created == first.created


def test_get_gives_what_create_gave(sdk: TrophyApi, user: str) -> None:
    assert sdk.users.create(id=user, name="Ada") == sdk.users.get(user)


def test_get_of_an_unknown_user_is_404(sdk: TrophyApi) -> None:
    # The SDK declares no 404 for this call, so it raises its general error.
    with pytest.raises(ApiError) as raised:
        sdk.users.get("nobody")
    assert raised.value.status_code == 404
    assert "nobody" in raised.value.body["error"]


def test_identify_creates_and_then_updates(sdk: TrophyApi, user: str) -> None:
    first = sdk.users.with_raw_response.identify(user, name="Ada", attributes={"plan": "free"})
    second = sdk.users.with_raw_response.identify(user, tz="Asia/Tokyo")
    assert (first.status_code, second.status_code) == (200, 200)
    assert (second.data.name, second.data.tz) == ("Ada", "Asia/Tokyo")
    assert second.data.attributes == {"plan": "free"}
    assert sdk.users.get(user) == second.data


def test_update_changes_only_what_is_named(sdk: TrophyApi, user: str) -> None:
    before = sdk.users.create(id=user, name="Ada", email="ada@example.com", tz="Europe/London")
    after = sdk.users.update(user, name="Ada L.")
    assert (after.name, after.email, after.tz) == ("Ada L.", "ada@example.com", "Europe/London")
    assert after.created == before.created
    assert after.updated >= before.updated


def test_update_of_an_unknown_user_is_404(sdk: TrophyApi) -> None:
    with pytest.raises(NotFoundError) as raised:
        sdk.users.update("nobody", name="Nobody")
    assert "nobody" in raised.value.body["error"]


def test_null_clears_and_absence_keeps(admin: Caller, user: str) -> None:
    admin.put(f"/v1/users/{user}", {"tz": "Asia/Tokyo", "deviceTokens": ["one"]}).expect(200)
    kept = admin.patch(f"/v1/users/{user}", {"name": "Ada"}).expect(200).json()
    assert (kept["tz"], kept["deviceTokens"]) == ("Asia/Tokyo", ["one"])
    cleared = admin.patch(f"/v1/users/{user}", {"tz": None, "deviceTokens": None})
    document = cleared.expect(200).json()
    assert document["tz"] is None
    assert not document["deviceTokens"]
    assert document["name"] == "Ada"


def test_attributes_are_merged_by_key(sdk: TrophyApi, admin: Caller, user: str, name: str) -> None:
    admin.create_attribute(name, "user")
    sdk.users.create(id=user, attributes={"plan": "free", name: "red"})
    changed = sdk.users.update(user, attributes={"plan": "pro"})
    assert changed.attributes["plan"] == "pro"


def test_without_emails_no_address_is_kept(sdk: TrophyApi, user: str) -> None:
    silent = sdk.users.create(id=user, email="ada@example.com", subscribe_to_emails=False)
    assert (silent.email, silent.subscribe_to_emails) == (None, False)
    assert sdk.users.get(user).email is None


def test_unsubscribing_forgets_the_address(sdk: TrophyApi, user: str) -> None:
    sdk.users.create(id=user, email="ada@example.com")
    assert sdk.users.update(user, subscribe_to_emails=False).email is None


def test_emails_without_an_address_are_refused(sdk: TrophyApi, user: str) -> None:
    with pytest.raises(UnprocessableEntityError) as raised:
        sdk.users.create(id=user, subscribe_to_emails=True)
    assert "email" in raised.value.body["error"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        pytest.param("2024-02-29", "2024-02-29", id="a date stays"),
        pytest.param("2026-01-05T23:30:00-05:00", "2026-01-06", id="an instant is its UTC day"),
        pytest.param("2026-01-06T00:30:00Z", "2026-01-06", id="an instant in UTC"),
    ],
)
def test_sign_up_date(sdk: TrophyApi, user: str, given: str, kept: str) -> None:
    assert sdk.users.create(id=user, sign_up_date=given).sign_up_date == kept


def test_unknown_attributes_are_named(sdk: TrophyApi, user: str) -> None:
    with pytest.raises(UnprocessableEntityError) as raised:
        sdk.users.create(id=user, attributes={"plan": "pro", "device": "phone"})
    assert raised.value.body["error"].startswith("Invalid attribute keys: device.")
    with pytest.raises(ApiError):
        sdk.users.get(user)


def test_an_event_attribute_is_not_a_user_attribute(sdk: TrophyApi, user: str) -> None:
    with pytest.raises(UnprocessableEntityError) as raised:
        sdk.users.create(id=user, attributes={"source": "phone"})
    assert raised.value.body["error"].startswith("Invalid attribute keys: source.")


def test_an_unknown_zone_is_refused(sdk: TrophyApi, user: str) -> None:
    with pytest.raises(UnprocessableEntityError) as raised:
        sdk.users.create(id=user, tz="Mars/Olympus")
    assert "tz" in raised.value.body["error"]


def test_a_wrong_key_is_401(server, user: str) -> None:
    with pytest.raises(UnauthorizedError) as raised:
        server.sdk("wrong.key").users.create(id=user)
    assert raised.value.body["error"]


@pytest.mark.parametrize(
    "id",
    ["with space", "ünï-cödé", "🏆", "a+b&c=d", "50%", "user@example.com", "x" * 255],
)
def test_ids_that_the_sdk_can_send(sdk: TrophyApi, id: str) -> None:
    # The SDK leaves a percent sign in a path as it is, so a caller escapes that one alone.
    path = id.replace("%", "%25")
    sdk.users.create(id=id, name="first")
    assert sdk.users.get(path).id == id
    assert sdk.users.update(path, name="second").name == "second"
    assert sdk.metrics.event("pages", user=UpsertedUser(id=id), value=1).total == 1
    assert sdk.users.single_metric(path, "pages").current == 1


def test_all_metrics_lists_every_active_metric(server, fresh) -> None:
    caller = fresh.caller()
    ids = {key: caller.create_metric(key) for key in ("pages", "words", "runs")}
    sdk = fresh.sdk(caller.key)
    sdk.metrics.event("words", user=UpsertedUser(id="ada"), value=2.5)
    progress = {metric.key: metric for metric in sdk.users.all_metrics("ada")}
    assert {key: metric.id for key, metric in progress.items()} == ids
    assert {key: metric.current for key, metric in progress.items()} == {
        "pages": 0,
        "words": 2.5,
        "runs": 0,
    }
    assert all(metric.achievements == [] for metric in progress.values())
    sdk.admin.metrics.delete(ids=[ids["runs"]])
    assert {metric.key for metric in sdk.users.all_metrics("ada")} == {"pages", "words"}


def test_all_metrics_of_an_unknown_user_is_404(sdk: TrophyApi) -> None:
    with pytest.raises(NotFoundError):
        sdk.users.all_metrics("nobody")


def test_single_metric(sdk: TrophyApi, user: str) -> None:
    sdk.users.create(id=user)
    before = sdk.users.single_metric(user, "pages")
    assert (before.key, before.name, before.current, before.achievements) == (
        "pages",
        "Pages",
        0,
        [],
    )
    event = sdk.metrics.event("pages", user=UpsertedUser(id=user), value=3)
    after = sdk.users.single_metric(user, "pages")
    assert (after.id, after.current) == (event.metric_id, 3)


@pytest.mark.parametrize(("who", "what"), [("nobody", "pages"), (None, "nothing")])
def test_single_metric_of_nobody_or_nothing_is_404(
    sdk: TrophyApi, user: str, who: str | None, what: str
) -> None:
    sdk.users.create(id=user)
    with pytest.raises(NotFoundError) as raised:
        sdk.users.single_metric(who or user, what)
    assert (who or what) in raised.value.body["error"]


def test_metric_event_summary(sdk: TrophyApi, user: str) -> None:
    sdk.users.create(id=user, tz="UTC")
    sdk.metrics.event("pages", user=UpsertedUser(id=user), value=2)
    sdk.metrics.event("pages", user=UpsertedUser(id=user), value=1.5)
    today = dt.datetime.now(dt.timezone.utc).date()
    items = sdk.users.metric_event_summary(
        user,
        "pages",
        aggregation="daily",
        start_date=str(today - dt.timedelta(days=7)),
        end_date=str(today + dt.timedelta(days=1)),
    )
    assert sum(item.change for item in items) == 3.5
    assert items[-1].total == 3.5
    assert [item.date for item in items] == sorted({item.date for item in items})


def test_metric_event_summary_of_an_unknown_user_is_404(sdk: TrophyApi) -> None:
    with pytest.raises(NotFoundError):
        sdk.users.metric_event_summary(
            "nobody",
            "pages",
            aggregation="daily",
            start_date="2026-01-01",
            end_date="2026-01-31",
        )


def test_metric_event_summary_refuses_a_backward_range(sdk: TrophyApi, user: str) -> None:
    sdk.users.create(id=user)
    with pytest.raises(UnprocessableEntityError) as raised:
        sdk.users.metric_event_summary(
            user, "pages", aggregation="daily", start_date="2026-02-01", end_date="2026-01-01"
        )
    assert "endDate" in raised.value.body["error"] or "startDate" in raised.value.body["error"]
