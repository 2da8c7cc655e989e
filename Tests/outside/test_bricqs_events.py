"""Bricqs' reference beside its page on streaks: events, definitions by id, and the end of a participant."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bricqs import DAILY_LOGIN, USER, Backend
from laurel import Caller

PURCHASE = {
    "participant_id": USER,
    "event_name": "purchase_completed",
    "properties": {"amount": 49.99, "currency": "USD", "product_id": "prod_abc"},
    "timestamp": "2026-02-14T10:00:00Z",
    "idempotency_key": "purchase_ord_001",
}


def events(backend: Backend, participant: str = USER) -> list[dict[str, Any]]:
    return list(Caller(backend.server, backend.key).events(participant))


def test_an_event_is_answered_as_the_reference_has_it(backend: Backend) -> None:
    answer = backend.call("POST", "/events", PURCHASE).expect(200).json()
    assert list(answer) == ["event_id", "fact_id", "status"]
    assert answer["status"] == "processed"
    assert backend.call("POST", "/events", PURCHASE).expect(200).json() == answer
    [event] = events(backend)
    assert event["eventId"] == answer["event_id"]
    assert event["metricKey"] == "purchase_completed"
    assert event["attributes"] == {"amount": "49.99", "currency": "USD", "product_id": "prod_abc"}
    assert Caller(backend.server, backend.key).total(USER, "purchase_completed") == 1


def test_a_key_in_the_head_counts_once_also_when_many_send_it_at_once(backend: Backend) -> None:
    body = {"participant_id": USER, "event_name": "video_watched"}
    with ThreadPoolExecutor(32) as pool:
        answers = list(
            pool.map(
                lambda _: backend.call("POST", "/events", body, idempotency_key="watch:1").expect(200),
                range(100),
            )
        )
    assert len({answer.json()["event_id"] for answer in answers}) == 1
    assert len(events(backend)) == 1


def test_a_batch_tells_what_became_of_each_event(backend: Backend) -> None:
    sent = [
        {"participant_id": USER, "event_name": "page_view", "idempotency_key": "p-1"},
        {"participant_id": USER},
        {"participant_id": "", "event_name": "page_view"},
        {"participant_id": USER, "event_name": "page_view", "timestamp": "2026-05-24T08:15:00Z"},
        {"participant_id": USER, "event_name": "page_view", "idempotency_key": "p-1"},
        "nonsense",
        {"participant_id": "ada", "event_name": "add_to_cart", "properties": {"quantity": 1}},
    ]
    answer = backend.call("POST", "/events/batch", {"events": sent}).expect(200).json()
    assert (answer["accepted"], answer["rejected"]) == (3, 4)
    told = [result["error"] for result in answer["results"]]
    for error, word in zip(
        told, [None, "event_name", "participant_id", "timestamp", None, "events[5]", None], strict=True
    ):
        assert error is None if word is None else word in error, (error, word)
    ids = [result["event_id"] for result in answer["results"]]
    assert ids[0] == ids[4] and ids[1] is None
    assert (len(events(backend)), len(events(backend, "ada"))) == (1, 1)


def test_batches_survive_a_kill_and_are_counted_once(backend: Backend) -> None:
    # The names come to be before the storm, so that the kill hits events alone.
    backend.call("POST", "/events", {"participant_id": "setup", "event_name": "page_view"}).expect(200)
    batches = [
        {"events": [{"participant_id": f"u{n % 7}", "event_name": "page_view"} for n in range(20)]}
        for _ in range(40)
    ]

    def send(index: int) -> int:
        try:
            answer = backend.call(
                "POST", "/events/batch", batches[index], idempotency_key=f"import-{index}"
            )
        except OSError:
            return 0
        if index == 15:
            backend.server.kill()
        return answer.status

    with ThreadPoolExecutor(4) as pool:
        first = list(pool.map(send, range(len(batches))))
    assert 200 in first, "some batches were answered before the kill"
    backend.server.start()
    for index, batch in enumerate(batches):
        answer = backend.call("POST", "/events/batch", batch, idempotency_key=f"import-{index}")
        assert answer.expect(200).json()["accepted"] == 20
    counted = Counter(
        participant for n in range(7) for participant in [f"u{n}"] * len(events(backend, f"u{n}"))
    )
    assert counted == Counter(f"u{n % 7}" for _ in batches for n in range(20))


def test_an_event_moves_a_streak_that_counts_its_metric(backend: Backend) -> None:
    admin = Caller(backend.server, backend.key)
    admin.create_metric("lesson")
    definition = {
        "key": "learning",
        "name": "Learning",
        "sources": [{"metric": "lesson"}],
        "window": {"period": "daily"},
    }
    admin.post("/admin/v1/streaks/definitions", [definition]).expect(201)
    for day in ("2026-05-22", "2026-05-23"):
        body = {"participant_id": USER, "event_name": "lesson", "timestamp": f"{day}T08:00:00"}
        backend.call("POST", "/events", body).expect(200)
    [streak] = backend.streaks()
    assert (streak["code"], streak["current_count"]) == ("learning", 2)


def test_definitions_by_id(backend: Backend) -> None:
    made = {
        "code": "daily_login",
        "name": "Daily Login Streak",
        "description": "Log in every day to build your streak",
        "period": "daily",
        "grace_period_hours": 24,
        "display_order": 1,
    }
    created = backend.call("POST", "/admin/streaks", made).expect(201).json()
    path = f"/admin/streaks/{created['id']}"
    assert created["grace_periods"] == 1 and created["grace_period_hours"] == 24
    assert backend.call("GET", path).expect(200).json() == created
    listed = backend.call("GET", "/admin/streaks?is_active=true").expect(200).json()
    assert listed == {"streaks": [created], "total": 1, "page": 1, "page_size": 50}
    backend.record().expect(200)
    backend.call("PATCH", path, {"grace_period_hours": 36}).expect(400)
    changed = backend.call("PATCH", path, {"grace_period_hours": 48}).expect(200).json()
    assert changed == {**created, "grace_periods": 2, "grace_period_hours": 48}
    backend.call("DELETE", path).expect(204)
    backend.record().expect(404)
    assert backend.call("GET", path).expect(200).json()["is_active"] is False
    backend.call("PATCH", path, {"is_active": True}).expect(200)
    [streak] = backend.streaks()
    assert streak["current_count"] == 1, "it stood still"


def test_a_participant_who_is_erased_is_gone(backend: Backend) -> None:
    backend.create(**DAILY_LOGIN)
    backend.record().expect(200)
    backend.call("POST", "/events", PURCHASE).expect(200)
    application = Backend(backend.server, backend.server.key("sandbox", "application"))
    application.call("DELETE", f"/admin/participants/{USER}").expect(403)
    backend.call("DELETE", f"/admin/participants/{USER}").expect(204)
    backend.call("GET", f"/participants/{USER}/state").expect(404)
    assert backend.streaks() == []
    backend.call("DELETE", f"/admin/participants/{USER}").expect(404)
    assert backend.record().json()["longest_count"] == 1, "somebody new"
    answer = backend.call("POST", "/events", PURCHASE).expect(200).json()
    assert [event["eventId"] for event in events(backend) if event["metricKey"] != "streak:daily_login"] == [
        answer["event_id"]
    ]
