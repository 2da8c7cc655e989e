"""The clock of a sandbox, timestamps, late events, zones, and what deletion does to history."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from laurel import Answer, Caller, Laurel

NOW = "2026-03-15T12:00:00Z"  # A Sunday.


def instant(text: str) -> dt.datetime:
    return dt.datetime.fromisoformat(text)


@pytest.fixture(scope="module")
def world(admin: Caller) -> Caller:
    """The sandbox, whose clock stands at NOW at the start of every test."""
    return admin


@pytest.fixture(autouse=True)
def at_noon(world: Caller) -> None:
    world.set_clock(NOW)


def summary(
    caller: Caller, user: str, start: str, end: str, aggregation: str = "daily"
) -> dict[str, tuple[float, float]]:
    """The periods in which something changed: their total and their change."""
    path = f"/v1/users/{user}/metrics/pages/event-summary"
    query = f"aggregation={aggregation}&startDate={start}&endDate={end}"
    items = caller.get(f"{path}?{query}").expect(200).json()
    dates = [item["date"] for item in items]
    assert dates == sorted(set(dates)), "periods come once each, in order"
    return {
        item["date"]: (item["total"], item["change"]) for item in items if item["change"] != 0
    }


def dates_of(caller: Caller, user: str) -> list[str]:
    return [event["date"] for event in caller.events(user)]


# The clock.


def test_the_clock_is_set_held_and_returned(fresh: Laurel) -> None:
    caller = fresh.caller()

    def read(answer: Answer) -> tuple[dt.datetime, str]:
        document = answer.expect(200).json()
        assert set(document) == {"now", "mode"}
        assert document["now"].endswith("Z")
        return instant(document["now"]), document["mode"]

    def is_now(answer: Answer) -> bool:
        now, mode = read(answer)
        age = abs(dt.datetime.now(dt.timezone.utc) - now)
        return mode == "system" and age < dt.timedelta(minutes=1)

    assert is_now(caller.get("/admin/v1/clock"))
    held = (instant(NOW), "manual")
    assert read(caller.put("/admin/v1/clock", {"now": NOW})) == held
    assert read(caller.get("/admin/v1/clock")) == held
    assert read(caller.get("/admin/v1/clock")) == held
    assert is_now(caller.delete("/admin/v1/clock"))
    assert is_now(caller.get("/admin/v1/clock"))


@pytest.mark.parametrize("given", ["2026-03-15T14:00:00+02:00", "2026-03-15T12:00:00.000Z"])
def test_the_clock_takes_any_way_of_writing_an_instant(world: Caller, given: str) -> None:
    document = world.put("/admin/v1/clock", {"now": given}).expect(200).json()
    assert instant(document["now"]) == instant(NOW)


def test_the_clock_of_live_cannot_be_touched(server: Laurel) -> None:
    live = server.caller(environment="live")
    live.put("/admin/v1/clock", {"now": NOW}).expect(403)
    live.delete("/admin/v1/clock").expect(403)
    live.get("/admin/v1/clock").expect(403)
    live.create_metric("pages")
    live.event("ada").expect(201)
    created = live.get("/v1/users/ada").expect(200).json()["created"]
    age = abs(dt.datetime.now(dt.timezone.utc) - instant(created))
    assert age < dt.timedelta(minutes=1), "the clock of the sandbox reached live"


def test_users_and_events_are_dated_by_the_clock(world: Caller, user: str) -> None:
    world.event(user).expect(201)
    found = world.get(f"/v1/users/{user}").expect(200).json()
    assert instant(found["created"]) == instant(NOW)
    [event] = world.events(user)
    assert instant(event["occurredAt"]) == instant(NOW)
    assert event["date"] == "2026-03-15"

    world.set_clock("2026-03-16T00:00:00Z")
    world.patch(f"/v1/users/{user}", {"name": "Ada"}).expect(200)
    world.event(user).expect(201)
    found = world.get(f"/v1/users/{user}").json()
    assert instant(found["created"]) == instant(NOW)
    assert instant(found["updated"]) == instant("2026-03-16T00:00:00Z")
    assert dates_of(world, user) == ["2026-03-16", "2026-03-15"]


@pytest.mark.parametrize("zone", ["Pacific/Kiritimati", "UTC", "Pacific/Honolulu", None])
def test_sign_up_date_has_begun_somewhere(world: Caller, user: str, zone: str | None) -> None:
    world.put(f"/v1/users/{user}", {"tz": zone}).expect(200)
    for day in ("2026-03-15", "2026-03-16"):
        world.patch(f"/v1/users/{user}", {"signUpDate": day}).expect(200)
    world.patch(f"/v1/users/{user}", {"signUpDate": "2026-03-17"}).expect(422)


# Timestamps.


@pytest.mark.parametrize(
    ("timestamp", "status"),
    [
        pytest.param("2026-03-15T12:04:59Z", 201, id="within five minutes"),
        pytest.param("2026-03-15T12:05:00Z", 201, id="five minutes"),
        pytest.param("2026-03-15T12:05:01Z", 422, id="more than five minutes"),
        pytest.param("2026-03-15T14:04:59+02:00", 201, id="within, in another zone"),
        pytest.param("2026-03-15T14:05:01+02:00", 422, id="more, in another zone"),
        pytest.param("2026-03-15T12:00:00.123Z", 201, id="milliseconds"),
        pytest.param("2016-12-31T23:59:59Z", 201, id="ten years ago"),
        pytest.param("1970-01-01T00:00:00Z", 201, id="the first second"),
        pytest.param("2024-02-29T12:00:00Z", 201, id="a leap day"),
        pytest.param("2026-02-29T12:00:00Z", 422, id="no leap day"),
    ],
)
def test_timestamps(world: Caller, user: str, timestamp: str, status: int) -> None:
    answer = world.event(user, timestamp=timestamp).expect(status)
    if status == 201:
        [event] = world.events(user)
        assert instant(event["occurredAt"]) == instant(timestamp)
    else:
        assert "timestamp" in answer.error


def test_events_are_listed_by_when_they_happened(world: Caller, user: str) -> None:
    days = ["2026-03-10", "2026-03-14", "2026-03-12", "2026-03-11", "2026-03-13"]
    for day in days:
        world.event(user, timestamp=f"{day}T08:00:00Z").expect(201)
    expected = sorted(days, reverse=True)
    assert [event["date"] for event in world.events(user, limit=100)] == expected
    assert [event["date"] for event in world.events(user, limit=2)] == expected


def test_a_batch_carries_timestamps(world: Caller, user: str) -> None:
    items = [
        {"key": "pages", "user": {"id": user}, "value": day, "timestamp": f"2026-03-{day}T10:00:00Z"}
        for day in (12, 10, 11)
    ]
    world.post("/admin/v1/metrics/events", items).expect(202)
    assert dates_of(world, user) == ["2026-03-12", "2026-03-11", "2026-03-10"]
    assert summary(world, user, "2026-03-01", "2026-03-15") == {
        "2026-03-10": (10, 10),
        "2026-03-11": (21, 11),
        "2026-03-12": (33, 12),
    }


# Summaries.


def test_a_late_event_changes_its_own_day_and_every_later_total(world: Caller, user: str) -> None:
    world.event(user, 4).expect(201)
    world.event(user, 1, timestamp="2026-03-10T09:00:00Z").expect(201)
    late = world.event(user, 2, timestamp="2026-03-05T09:00:00Z").expect(201).json()
    assert late["total"] == 7
    assert summary(world, user, "2026-03-01", "2026-03-15") == {
        "2026-03-05": (2, 2),
        "2026-03-10": (3, 1),
        "2026-03-15": (7, 4),
    }


def test_a_total_holds_what_came_before_the_range(world: Caller, user: str) -> None:
    world.event(user, 10, timestamp="2025-06-01T09:00:00Z").expect(201)
    world.event(user, 1.5, timestamp="2026-03-10T09:00:00Z").expect(201)
    assert summary(world, user, "2026-03-09", "2026-03-12") == {"2026-03-10": (11.5, 1.5)}


def test_both_ends_of_a_range_are_in_it(world: Caller, user: str) -> None:
    for day in ("09", "10", "11", "12"):
        world.event(user, 1, timestamp=f"2026-03-{day}T09:00:00Z").expect(201)
    assert list(summary(world, user, "2026-03-10", "2026-03-11")) == ["2026-03-10", "2026-03-11"]


def test_weeks_start_on_sunday(world: Caller, user: str) -> None:
    for day in ("2026-02-28", "2026-03-01", "2026-03-07", "2026-03-08"):
        world.event(user, 1, timestamp=f"{day}T12:00:00Z").expect(201)
    assert summary(world, user, "2026-02-22", "2026-03-14", "weekly") == {
        "2026-02-22": (1, 1),
        "2026-03-01": (3, 2),
        "2026-03-08": (4, 1),
    }


def test_months_start_on_the_first(world: Caller, user: str) -> None:
    for day in ("2025-12-31", "2026-01-01", "2026-01-31", "2026-02-28"):
        world.event(user, 1, timestamp=f"{day}T12:00:00Z").expect(201)
    assert summary(world, user, "2025-12-01", "2026-02-28", "monthly") == {
        "2025-12-01": (1, 1),
        "2026-01-01": (3, 2),
        "2026-02-01": (4, 1),
    }


def test_a_range_of_400_days(world: Caller, user: str) -> None:
    world.event(user).expect(201)
    end = dt.date(2026, 3, 15)
    start = end - dt.timedelta(days=400)
    assert summary(world, user, str(start), str(end)) == {"2026-03-15": (1, 1)}


# Zones.


@pytest.mark.parametrize(
    ("zone", "timestamp", "date"),
    [
        pytest.param("Pacific/Auckland", "2026-01-10T10:59:59Z", "2026-01-10", id="before midnight"),
        pytest.param("Pacific/Auckland", "2026-01-10T11:00:00Z", "2026-01-11", id="midnight"),
        pytest.param("America/New_York", "2026-01-11T04:59:59Z", "2026-01-10", id="winter, before"),
        pytest.param("America/New_York", "2026-01-11T05:00:00Z", "2026-01-11", id="winter"),
        pytest.param("America/New_York", "2025-07-11T03:59:59Z", "2025-07-10", id="summer, before"),
        pytest.param("America/New_York", "2025-07-11T04:00:00Z", "2025-07-11", id="summer"),
        pytest.param("America/New_York", "2026-03-09T03:59:59Z", "2026-03-08", id="the short day"),
        pytest.param("America/New_York", "2025-11-03T04:59:59Z", "2025-11-02", id="the long day"),
        pytest.param("Asia/Kathmandu", "2026-01-10T18:14:59Z", "2026-01-10", id="+05:45, before"),
        pytest.param("Asia/Kathmandu", "2026-01-10T18:15:00Z", "2026-01-11", id="+05:45"),
        pytest.param("Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29", id="the last second"),
        pytest.param("Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31", id="the day that was not"),
        pytest.param("Etc/GMT+12", "2026-01-11T11:59:59Z", "2026-01-10", id="the westernmost"),
        pytest.param(None, "2026-01-10T23:59:59Z", "2026-01-10", id="no zone is UTC"),
    ],
)
def test_an_event_belongs_to_a_day_of_its_user(
    world: Caller, user: str, zone: str | None, timestamp: str, date: str
) -> None:
    who: dict[str, Any] = {"id": user} | ({"tz": zone} if zone else {})
    world.event(who, 3, timestamp=timestamp).expect(201)
    assert dates_of(world, user) == [date]
    assert summary(world, user, date, str(dt.date.fromisoformat(date) + dt.timedelta(days=1))) == {
        date: (3, 3)
    }


def test_a_change_of_zone_moves_nothing_that_happened(world: Caller, user: str) -> None:
    world.event({"id": user, "tz": "UTC"}, 1).expect(201)
    world.set_clock("2026-03-17T12:00:00Z")
    world.patch(f"/v1/users/{user}", {"tz": "Pacific/Kiritimati"}).expect(200)
    world.event(user, 2).expect(201)
    # At this instant the user still lived in UTC, whatever the zone is by now.
    world.event(user, 4, timestamp="2026-03-16T11:00:00Z").expect(201)
    assert summary(world, user, "2026-03-14", "2026-03-19") == {
        "2026-03-15": (1, 1),
        "2026-03-16": (5, 4),
        "2026-03-18": (7, 2),
    }
    zones = world.get(f"/admin/v1/users/{user}/export").expect(200).json()["zones"]
    assert len(zones) == 2


# Deletion.


def test_a_deleted_event_leaves_totals_and_summaries(world: Caller, user: str) -> None:
    keep = world.event(user, 4, timestamp="2026-03-10T09:00:00Z").expect(201).json()["eventId"]
    drop = world.event(user, 2.5, timestamp="2026-03-05T09:00:00Z", idempotency_key="late")
    dropped = drop.expect(201).json()["eventId"]
    assert world.delete(f"/admin/v1/events/{dropped}").expect(200).json() == {"id": dropped}
    assert world.total(user) == 4
    assert summary(world, user, "2026-03-01", "2026-03-15") == {"2026-03-10": (4, 4)}
    marks = {event["eventId"]: event["deletedAt"] for event in world.events(user)}
    assert marks[keep] is None
    assert marks.get(dropped, NOW) is not None
    world.delete(f"/admin/v1/events/{dropped}").expect(404)
    # The key of a deleted event stays used: a retry must not bring the event back.
    world.event(user, 2.5, idempotency_key="late").expect(202)
    assert world.total(user) == 4


def test_an_event_of_another_environment_cannot_be_deleted(server: Laurel, world: Caller) -> None:
    event = world.event("keeper", 1).expect(201).json()["eventId"]
    server.caller(environment="live").delete(f"/admin/v1/events/{event}").expect(404)
    assert world.total("keeper") == 1
