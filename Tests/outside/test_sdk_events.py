"""The official SDK: `metrics.event` and `admin.metrics.batch_events`."""

from __future__ import annotations

import uuid
from decimal import Decimal

import pytest
from laurel import Caller
from trophy import BatchMetricEvent, BatchMetricEventUser, TrophyApi, UpsertedUser
from trophy.core.api_error import ApiError
from trophy.errors import NotFoundError, UnauthorizedError, UnprocessableEntityError


def test_an_event_answers_with_the_new_total(sdk: TrophyApi, user: str) -> None:
    event = sdk.metrics.with_raw_response.event("pages", user=UpsertedUser(id=user), value=2.5)
    assert event.status_code == 201
    assert uuid.UUID(event.data.event_id).version == 7
    assert event.data.metric_id == sdk.users.single_metric(user, "pages").id
    assert event.data.total == 2.5
    assert (event.data.achievements, event.data.points, event.data.leaderboards) == ([], {}, {})
    streak = event.data.current_streak
    assert (streak.length, streak.frequency, streak.extended) == (0, "daily", False)
    assert (streak.started, streak.period_start, streak.period_end) == (None, None, None)
    assert streak.expires is None
    assert event.data.idempotency_key is None
    assert event.data.idempotent_replayed is None


def test_the_answer_holds_exactly_the_keys_of_the_wire(admin: Caller, user: str) -> None:
    document = admin.event(user).expect(201).json()
    assert set(document) == {
        "eventId",
        "metricId",
        "total",
        "achievements",
        "currentStreak",
        "points",
        "leaderboards",
    }
    keyed = admin.event(user, idempotency_key="once").expect(201).json()
    assert set(keyed) - set(document) == {"idempotencyKey", "idempotentReplayed"}
    assert set(document["currentStreak"]) >= {
        "length",
        "frequency",
        "started",
        "periodStart",
        "periodEnd",
        "expires",
        "extended",
    }


@pytest.mark.parametrize(
    ("values", "total"),
    [
        pytest.param(["0.1", "0.2"], "0.3", id="tenths are exact"),
        pytest.param(["5", "-7.5"], "-2.5", id="negative values subtract"),
        pytest.param(["0"], "0", id="nothing is something"),
        pytest.param(["0.000001", "0.000002"], "0.000003", id="six places"),
        pytest.param(["1000000000000"], "1000000000000", id="the greatest value"),
        pytest.param(["-1000000000000"], "-1000000000000", id="the least value"),
        pytest.param(["123456789012.123456"], "123456789012.123456", id="eighteen digits"),
        pytest.param(["1e3", "2.5E-1"], "1000.25", id="exponents"),
        pytest.param(["1.10", "1.90"], "3", id="trailing zeros"),
    ],
)
def test_values_add_up_as_decimals(
    admin: Caller, user: str, values: list[str], total: str
) -> None:
    for value in values:
        # Written by hand, so that the digits on the wire are the digits of the table.
        body = f'{{"user": {{"id": "{user}"}}, "value": {value}}}'
        answer = admin.post("/v1/metrics/pages/event", body).expect(201)
    assert Decimal(answer.exact()["total"]) == Decimal(total)
    assert Decimal(admin.total(user)) == Decimal(total)


def test_an_event_updates_its_user(sdk: TrophyApi, user: str) -> None:
    first = UpsertedUser(id=user, name="Ada", tz="Europe/London", attributes={"plan": "free"})
    sdk.metrics.event("pages", user=first, value=1)
    second = UpsertedUser(id=user, email="ada@example.com")
    sdk.metrics.event("pages", user=second, value=1)
    ada = sdk.users.get(user)
    assert (ada.name, ada.tz, ada.email) == ("Ada", "Europe/London", "ada@example.com")
    assert ada.attributes == {"plan": "free"}


def test_event_attributes_are_kept(sdk: TrophyApi, admin: Caller, user: str) -> None:
    sdk.metrics.event("pages", user=UpsertedUser(id=user), value=1, attributes={"source": "app"})
    [event] = admin.events(user)
    assert event["attributes"] == {"source": "app"}
    assert (event["metricKey"], event["value"], event["deletedAt"]) == ("pages", 1, None)


def test_unknown_event_attributes_are_named(sdk: TrophyApi, admin: Caller, user: str) -> None:
    with pytest.raises(UnprocessableEntityError) as raised:
        sdk.metrics.event(
            "pages", user=UpsertedUser(id=user), value=1, attributes={"device": "phone"}
        )
    assert raised.value.body["error"].startswith("Invalid attribute keys: device.")
    admin.get(f"/v1/users/{user}").expect(404)


def test_an_unknown_metric_is_422(sdk: TrophyApi, user: str) -> None:
    with pytest.raises(UnprocessableEntityError) as raised:
        sdk.metrics.event("nothing", user=UpsertedUser(id=user), value=1)
    assert "nothing" in raised.value.body["error"]


def test_a_wrong_key_is_401(server, user: str) -> None:
    with pytest.raises(UnauthorizedError):
        server.sdk("wrong.key").metrics.event("pages", user=UpsertedUser(id=user), value=1)


# Idempotency.


def test_a_replay_counts_nothing(sdk: TrophyApi, user: str) -> None:
    def send(value: float, key: str):
        return sdk.metrics.with_raw_response.event(
            "pages", user=UpsertedUser(id=user), value=value, idempotency_key=key
        )

    first = send(5, "one")
    assert first.status_code == 201
    assert (first.data.idempotency_key, first.data.idempotent_replayed) == ("one", False)
    assert send(2, "two").data.total == 7
    # The value is not compared, and the total is today's, not that of the first answer.
    replay = send(99, "one")
    assert replay.status_code == 202
    assert replay.data.event_id == first.data.event_id
    assert (replay.data.total, replay.data.idempotent_replayed) == (7, True)
    assert replay.data.idempotency_key == "one"
    assert sdk.users.single_metric(user, "pages").current == 7


def test_a_key_belongs_to_its_user_and_metric(sdk: TrophyApi, user: str) -> None:
    def send(who: str, metric: str) -> int:
        return sdk.metrics.with_raw_response.event(
            metric, user=UpsertedUser(id=who), value=1, idempotency_key="shared"
        ).status_code

    other = f"{user}-other"
    assert [send(user, "pages"), send(user, "words"), send(other, "pages")] == [201, 201, 201]
    assert [send(user, "pages"), send(user, "words"), send(other, "pages")] == [202, 202, 202]


@pytest.mark.parametrize("key", ["k", "k" * 255, "with space", "a/b?c=d", "{}", "%41"])
def test_keys_of_every_shape(admin: Caller, user: str, key: str) -> None:
    first = admin.event(user, idempotency_key=key).expect(201).json()
    second = admin.event(user, idempotency_key=key).expect(202).json()
    assert first["eventId"] == second["eventId"]
    assert first["idempotencyKey"] == key


def test_a_refused_event_does_not_use_its_key(admin: Caller, user: str) -> None:
    admin.event(user, "five", idempotency_key="once").expect(422)
    admin.event(user, 5, idempotency_key="once").expect(201)


# Batches.


def item(who: str, value: float = 1, key: str = "pages", **fields) -> BatchMetricEvent:
    return BatchMetricEvent(key=key, user=BatchMetricEventUser(id=who), value=value, **fields)


def test_a_batch_is_counted_when_it_is_answered(sdk: TrophyApi, user: str) -> None:
    events = [item(f"{user}-{number % 7}", number) for number in range(70)]
    answer = sdk.admin.metrics.with_raw_response.batch_events(request=events)
    assert (answer.status_code, answer.data.accepted) == (202, 70)
    totals = [sdk.users.single_metric(f"{user}-{number}", "pages").current for number in range(7)]
    assert totals == [sum(range(number, 70, 7)) for number in range(7)]


def test_a_batch_of_a_thousand(sdk: TrophyApi, user: str) -> None:
    answer = sdk.admin.metrics.batch_events(request=[item(user, 0.001)] * 1000)
    assert answer.accepted == 1000
    assert sdk.users.single_metric(user, "pages").current == 1


def test_a_batch_carries_users_attributes_and_several_metrics(
    sdk: TrophyApi, admin: Caller, user: str
) -> None:
    ada = BatchMetricEventUser(id=user, name="Ada", tz="Asia/Tokyo", attributes={"plan": "pro"})
    sdk.admin.metrics.batch_events(
        request=[
            BatchMetricEvent(key="pages", user=ada, value=1, attributes={"source": "web"}),
            item(user, 2, "words"),
        ]
    )
    found = sdk.users.get(user)
    assert (found.name, found.tz, found.attributes) == ("Ada", "Asia/Tokyo", {"plan": "pro"})
    assert {event["metricKey"]: event["value"] for event in admin.events(user)} == {
        "pages": 1,
        "words": 2,
    }


def test_used_keys_in_a_batch_are_ignored(sdk: TrophyApi, user: str) -> None:
    sdk.metrics.event("pages", user=UpsertedUser(id=user), value=1, idempotency_key="single")
    events = [
        item(user, 10, idempotency_key="single"),
        item(user, 100, idempotency_key="twice"),
        item(user, 1000, idempotency_key="twice"),
    ]
    sdk.admin.metrics.batch_events(request=events)
    sdk.admin.metrics.batch_events(request=events)
    assert sdk.users.single_metric(user, "pages").current == 101
    replay = sdk.metrics.with_raw_response.event(
        "pages", user=UpsertedUser(id=user), value=1, idempotency_key="twice"
    )
    assert replay.status_code == 202


def test_an_unknown_metric_in_a_batch_is_404(sdk: TrophyApi, user: str) -> None:
    with pytest.raises(NotFoundError) as raised:
        sdk.admin.metrics.batch_events(request=[item(user), item(user, 1, "nothing")])
    assert "nothing" in raised.value.body["error"]


def test_a_refused_batch_leaves_nothing(sdk: TrophyApi, user: str) -> None:
    for refused in (item(user, 1, "nothing"), item("")):
        with pytest.raises(ApiError):
            sdk.admin.metrics.batch_events(request=[item(user), refused])
    with pytest.raises(ApiError) as raised:
        sdk.users.get(user)
    assert raised.value.status_code == 404


@pytest.mark.parametrize("count", [0, 1001])
def test_a_batch_has_one_to_a_thousand_events(sdk: TrophyApi, user: str, count: int) -> None:
    with pytest.raises(UnprocessableEntityError) as raised:
        sdk.admin.metrics.batch_events(request=[item(user)] * count)
    assert "1,000" in raised.value.body["error"] or "1000" in raised.value.body["error"]
