"""Bricqs' wire: what its page on streaks prints, asked of a running server and compared field for field."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from bricqs import DAILY_LOGIN, GAMIFY, USER, WEEKLY_WORKOUT, Backend
from laurel import Answer, Caller, Laurel, send

def outcome(count: int, longest: int, record: bool = False, again: bool = False) -> dict[str, Any]:
    return {
        "streak_code": "daily_login",
        "new_count": count,
        "longest_count": longest,
        "is_new_record": record,
        "already_recorded": again,
    }


# What the page prints.


def test_the_definition_is_the_one_of_the_page(backend: Backend) -> None:
    assert backend.create(**DAILY_LOGIN) == DAILY_LOGIN
    assert backend.call("GET", "/streaks/daily_login").expect(200).json() == DAILY_LOGIN


def test_the_first_three_ticks_of_the_page(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    first = backend.record("2026-05-23T08:15:00Z").expect(200)
    assert first.json() == outcome(1, 1, record=True)
    assert list(first.json()) == list(outcome(1, 1)), "in the order of the page"
    assert backend.record("2026-05-23T08:15:00Z").json() == outcome(1, 1, again=True)
    backend.set_clock("2026-05-24T08:15:00Z")
    assert backend.record().json() == outcome(2, 2, record=True)


def test_the_five_cases_of_a_tick(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    for now, expected in [
        ("2026-05-10T08:00:00Z", outcome(1, 1, record=True)),
        ("2026-05-10T23:59:59Z", outcome(1, 1, again=True)),
        ("2026-05-11T08:00:00Z", outcome(2, 2, record=True)),
        # A day was missed, and grace covered it; the next miss finds no credit left.
        ("2026-05-13T08:00:00Z", outcome(3, 3, record=True)),
        ("2026-05-15T08:00:00Z", outcome(1, 3)),
    ]:
        backend.set_clock(now)
        assert backend.record().json() == expected, now


def test_the_streaks_of_a_participant_are_those_of_the_page(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    backend.create(**WEEKLY_WORKOUT)
    for start, count in [("2026-04-10", 21), ("2026-05-17", 6)]:
        for day in range(count):
            backend.record(f"{date(start, day)}T08:15:00Z").expect(200)
    for start, count in [("2026-01-05", 12), ("2026-05-04", 3)]:
        for week in range(count):
            backend.record(f"{date(start, 7 * week)}T17:42:00Z", code="weekly_workout").expect(200)
    assert backend.record("2026-05-23T08:15:00Z").json() == outcome(7, 21)

    backend.set_clock("2026-05-24T10:00:00Z")
    assert backend.streaks() == [
        {
            "code": "daily_login",
            "name": "Daily Login",
            "current_count": 7,
            "longest_count": 21,
            "last_recorded_at": "2026-05-23T08:15:00Z",
            "is_at_risk": False,
            "period": "daily",
        },
        {
            "code": "weekly_workout",
            "name": "Weekly Workout",
            "current_count": 3,
            "longest_count": 12,
            "last_recorded_at": "2026-05-18T17:42:00Z",
            "is_at_risk": True,
            "period": "weekly",
        },
    ]


def test_the_calls_that_manage_definitions(backend: Backend) -> None:
    bare = {"code": "daily_login", "name": "Daily Login", "period": "daily", "grace_periods": 1}
    made = {**DAILY_LOGIN, "description": None}
    assert backend.create(**bare) == made
    assert backend.call("GET", "/streaks").expect(200).json() == {"streaks": [made]}
    changed = backend.call("PATCH", "/streaks/daily_login", {"grace_periods": 2}).expect(200)
    assert changed.json() == {**made, "grace_periods": 2}
    backend.call("DELETE", "/streaks/daily_login").expect(204)
    backend.call("GET", "/streaks/daily_login").expect(404)
    assert backend.create(**bare) == made, "the code is free again"


def test_a_paused_streak_answers_404(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    backend.record().expect(200)
    backend.call("PATCH", "/streaks/daily_login", {"is_active": False}).expect(200)
    assert "daily_login" in backend.record().expect(404).error
    assert backend.streaks() == []


def test_a_kept_count_lapses_and_goes_on(backend: Backend) -> None:
    backend.create(**{**DAILY_LOGIN, "grace_periods": 0, "reset_on_miss": False})
    backend.record("2026-05-01T08:00:00Z").expect(200)
    backend.record("2026-05-02T08:00:00Z").expect(200)
    [lapsed] = backend.streaks()
    assert (lapsed["current_count"], lapsed["is_at_risk"]) == (2, False)
    assert backend.record().json() == outcome(3, 3, record=True)


# Pattern 4: a day in the participant's own zone.


def test_the_zone_of_the_participant_cuts_the_days(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    sydney = {"participant_id": "sydney", "timezone": "Australia/Sydney"}
    backend.call("POST", "/participants", sydney).expect(201)
    # 23:30 and, forty minutes later, 00:10 in Sydney: one day in UTC, two days there.
    times = ["2026-05-20T13:30:00Z", "2026-05-20T14:10:00Z"]
    counts = {
        who: [backend.record(time, who).json()["new_count"] for time in times]
        for who in ("sydney", "somebody")
    }
    assert counts == {"sydney": [1, 2], "somebody": [1, 1]}


def test_the_zone_of_the_definition_is_for_those_who_have_none(backend: Backend) -> None:
    backend.create(**{**DAILY_LOGIN, "timezone": "Australia/Sydney"})
    backend.call(
        "POST", "/participants", {"participant_id": "ada", "timezone": "Europe/London"}
    ).expect(201)
    times = ["2026-05-20T13:30:00Z", "2026-05-20T14:10:00Z"]
    counts = {
        who: [backend.record(time, who).json()["new_count"] for time in times]
        for who in ("ada", "somebody")
    }
    assert counts == {"ada": [1, 1], "somebody": [1, 2]}


# Pattern 3: a badge at a milestone.


def test_a_milestone_is_awarded_once(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    badge = {"name": "Week Warrior", "status": "active", "trigger": "api", "key": "week_warrior"}
    Caller(backend.server, backend.key).post("/admin/v1/achievements", [badge]).expect(201)
    award = {"participant_id": USER, "badge_code": "week_warrior"}
    told = []
    for day in range(8):
        count = backend.record(f"{date('2026-05-16', day)}T08:00:00Z").json()["new_count"]
        if count >= 7:
            told.append(backend.call("POST", "/badges/award", award).expect(200).json())
    first = {**award, "already_earned": False, "earned_at": "2026-05-23T08:15:00Z"}
    assert told == [first, {**first, "already_earned": True}]
    backend.call("POST", "/badges/award", {**award, "badge_code": "nothing"}).expect(404)
    state = backend.call("GET", f"/participants/{USER}/state").expect(200).json()
    assert [streak["current_count"] for streak in state["streaks"]] == [8]
    assert [badge["code"] for badge in state["badges"]] == ["week_warrior"]


def test_a_badge_sent_by_many_at_once_is_earned_once(backend: Backend) -> None:
    badge = {"name": "Tour", "status": "active", "trigger": "api", "key": "tour"}
    Caller(backend.server, backend.key).post("/admin/v1/achievements", [badge]).expect(201)
    award = {"participant_id": USER, "badge_code": "tour"}
    with ThreadPoolExecutor(32) as pool:
        answers = list(
            pool.map(lambda _: backend.call("POST", "/badges/award", award).expect(200), range(100))
        )
    assert Counter(answer.json()["already_earned"] for answer in answers) == {False: 1, True: 99}


# A storm of retries.


def test_two_hundred_identical_ticks_at_once_count_once(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    headers = {"Authorization": f"Bearer {backend.key}"}
    body = {"participant_id": USER, "streak_code": "daily_login"}

    def tick(_: int) -> Answer:
        connection = backend.server.connection()
        try:
            return send(connection, "POST", f"{GAMIFY}/streaks/record", body, headers)
        finally:
            connection.close()

    with ThreadPoolExecutor(64) as pool:
        answers = list(pool.map(tick, range(200)))
    assert Counter(answer.status for answer in answers) == {200: 200}
    told = Counter(tuple(answer.json().values()) for answer in answers)
    assert told == {
        tuple(outcome(1, 1, record=True).values()): 1,
        tuple(outcome(1, 1, again=True).values()): 199,
    }
    assert len(list(Caller(backend.server, backend.key).events(USER))) == 1


def test_a_tick_survives_a_kill(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    backend.record().expect(200)
    backend.server.kill()
    backend.server.start()
    assert backend.record().json() == outcome(1, 1, again=True)


# Keys, errors and limits.


def test_a_key_is_taken_from_either_header(backend: Backend) -> None:
    for headers, status in [
        ({"Authorization": f"Bearer {backend.key}"}, 200),
        ({"authorization": f"bearer {backend.key}"}, 200),
        ({"X-API-Key": backend.key}, 200),
        ({"X-API-Key": backend.key, "Authorization": f"Bearer {backend.key}"}, 200),
        ({"X-API-Key": backend.key, "Authorization": "Bearer another"}, 400),
        ({"Authorization": f"Basic {backend.key}"}, 401),
        ({"Authorization": "Bearer nonsense"}, 401),
        ({}, 401),
    ]:
        answer = backend.server.request("GET", f"{GAMIFY}/streaks", headers=headers)
        assert answer.status == status, headers


def test_live_and_sandbox_share_nothing(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    live = Backend(backend.server, backend.server.key("live"))
    assert backend.key.startswith("sandbox_") and live.key.startswith("live_")
    live.record().expect(404)
    live.create(**DAILY_LOGIN)
    live.record().expect(200)
    assert backend.streaks() == []


def test_an_application_key_ticks_but_sets_nothing_up(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    application = Backend(backend.server, backend.server.key("sandbox", "application"))
    assert application.key.startswith("app_sandbox_")
    application.record().expect(200)
    application.call("POST", "/streaks", WEEKLY_WORKOUT).expect(403)
    application.call("GET", "/streaks").expect(403)


@pytest.mark.parametrize(
    "fields, named",
    [
        ({"code": "no spaces"}, "code"),
        ({"code": ""}, "code"),
        ({"code": 7}, "code"),
        ({"name": ""}, "name"),
        ({"period": "yearly"}, "period"),
        ({"period": None}, "period"),
        ({"grace_periods": -1}, "grace_periods"),
        ({"grace_periods": 1.5}, "grace_periods"),
        ({"grace_periods": 101}, "grace_periods"),
        ({"reset_on_miss": "no"}, "reset_on_miss"),
        ({"is_active": 1}, "is_active"),
        ({"description": 7}, "description"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"week_start": 1}, "week_start"),
    ],
)
def test_a_bad_field_of_a_definition_is_named(
    server: Laurel, admin: Caller, fields: dict[str, Any], named: str
) -> None:
    answer = Backend(server, admin.key).call("POST", "/streaks", {**DAILY_LOGIN, **fields})
    assert named in answer.expect(400).error


def test_errors_below_the_prefix_have_detail(server: Laurel, admin: Caller) -> None:
    backend = Backend(server, admin.key)
    backend.call("GET", "/nothing").expect(404)
    assert backend.call("PUT", "/streaks").expect(405).headers["allow"] == "GET, HEAD, POST"
    backend.call("POST", "/streaks", "{").expect(400)
    backend.call("POST", "/streaks", "x" * (2 << 20)).expect(413)
    backend.call("GET", "/participants/%ff/streaks").expect(400)
    server.request("GET", "/api/v1/elsewhere").expect(404)
    backend.call("POST", "/streaks", DAILY_LOGIN).expect(201)
    backend.call("POST", "/streaks", DAILY_LOGIN).expect(409)


def test_a_key_that_asks_too_often_is_told_when_to_come_back(fresh: Laurel) -> None:
    fresh.stop()
    fresh.start("--rate-limit", "60")
    backend = Backend(fresh, fresh.key())
    answers = [backend.call("GET", "/streaks") for _ in range(80)]
    statuses = Counter(answer.status for answer in answers)
    # A minute's worth passes at once, and one more with every second.
    assert 60 <= statuses[200] < 80 and statuses[429] == 80 - statuses[200]
    assert answers[0].headers["x-ratelimit-limit"] == "60"
    assert answers[0].headers["x-ratelimit-remaining"] == "59"
    refused = answers[-1]
    assert refused.headers["x-ratelimit-remaining"] == "0"
    assert 1 <= int(refused.headers["retry-after"]) <= 2
    assert int(refused.headers["x-ratelimit-reset"]) > dt.datetime.now(dt.timezone.utc).timestamp()
    # Another key has a minute of its own.
    Backend(fresh, fresh.key()).call("GET", "/streaks").expect(200)


def date(start: str, days: int) -> str:
    return (dt.date.fromisoformat(start) + dt.timedelta(days)).isoformat()
