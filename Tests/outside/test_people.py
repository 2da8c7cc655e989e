"""What an administrator does with people: find, read, take out, and erase them."""

from __future__ import annotations

import pytest
from laurel import Caller, Laurel


@pytest.fixture
def crowd(fresh: Laurel) -> Caller:
    caller = fresh.caller()
    caller.create_metric("pages")
    for number in range(25):
        body = {"id": f"user-{number:02}", "name": f"Name {number}", "email": f"u{number}@example.com"}
        caller.post("/v1/users", body).expect(201)
    caller.post("/v1/users", {"id": "ada", "name": "Ada Lovelace"}).expect(201)
    return caller


@pytest.mark.parametrize("limit", [1, 7, 26, 100])
def test_every_user_is_on_exactly_one_page(crowd: Caller, limit: int) -> None:
    found = [user["id"] for user in crowd.pages("/admin/v1/users", "users", limit)]
    assert sorted(found) == sorted([f"user-{number:02}" for number in range(25)] + ["ada"])


def test_pages_hold_while_users_come_and_go(crowd: Caller) -> None:
    first = crowd.get("/admin/v1/users?limit=10").expect(200).json()
    seen = [user["id"] for user in first["users"]]
    crowd.delete(f"/admin/v1/users/{seen[3]}").expect(200)
    crowd.post("/v1/users", {"id": "new"}).expect(201)
    rest = crowd.get(f"/admin/v1/users?limit=100&cursor={first['nextCursor']}").expect(200).json()
    ids = seen + [user["id"] for user in rest["users"]]
    assert len(ids) == len(set(ids))
    assert {f"user-{number:02}" for number in range(25)} <= set(ids)


def test_users_are_found_by_their_id(crowd: Caller) -> None:
    document = crowd.get("/admin/v1/users?search=ada").expect(200).json()
    assert [user["id"] for user in document["users"]] == ["ada"]
    assert document["nextCursor"] is None
    assert document["users"][0] == crowd.get("/v1/users/ada").json()
    assert crowd.get("/admin/v1/users?search=nobody").json() == {"users": [], "nextCursor": None}


@pytest.mark.parametrize("search", ["%25", "_", "%27", "a%25a"])
def test_a_search_is_text_and_no_pattern(crowd: Caller, search: str) -> None:
    assert crowd.get(f"/admin/v1/users?search={search}").expect(200).json()["users"] == []


def test_export_holds_everything(crowd: Caller) -> None:
    crowd.event({"id": "ada", "tz": "Europe/London"}, 2.5, idempotency_key="one").expect(201)
    crowd.event("ada", 1).expect(201)
    document = crowd.get("/admin/v1/users/ada/export").expect(200).json()
    assert document["user"] == crowd.get("/v1/users/ada").json()
    assert [event["value"] for event in document["events"]] in ([2.5, 1], [1, 2.5])
    assert "one" in {event["idempotencyKey"] for event in document["events"]}
    assert document["zones"]
    assert document["metrics"]


def test_erasure_leaves_nothing(crowd: Caller) -> None:
    crowd.event({"id": "ada", "email": "ada@example.com"}, 5, idempotency_key="one").expect(201)
    crowd.event("user-01", 7).expect(201)
    assert crowd.delete("/admin/v1/users/ada").expect(200).json() == {"id": "ada"}
    for path in ("/v1/users/ada", "/v1/users/ada/metrics", "/admin/v1/users/ada/events"):
        crowd.get(path).expect(404)
    crowd.get("/admin/v1/users/ada/export").expect(404)
    crowd.delete("/admin/v1/users/ada").expect(404)
    assert crowd.get("/admin/v1/users?search=ada").json()["users"] == []
    assert crowd.total("user-01") == 7


def test_whoever_comes_back_after_erasure_is_new(crowd: Caller) -> None:
    crowd.event("ada", 5, idempotency_key="one").expect(201)
    crowd.delete("/admin/v1/users/ada").expect(200)
    again = crowd.event("ada", 2, idempotency_key="one").expect(201).json()
    assert again["total"] == 2
    assert crowd.get("/v1/users/ada").json()["name"] is None


def test_an_application_key_dies_with_its_user(fresh: Laurel) -> None:
    caller = fresh.caller()
    caller.post("/v1/users", {"id": "ada"}).expect(201)
    own = fresh.caller(fresh.key(scope="application", user="ada"))
    own.get("/v1/users/ada").expect(200)
    caller.delete("/admin/v1/users/ada").expect(200)
    own.get("/v1/users/ada").expect(401, 404)


def test_events_of_a_user_have_every_field(crowd: Caller) -> None:
    crowd.create_attribute("source", "event")
    made = crowd.event("ada", 2.5, idempotency_key="one", attributes={"source": "web"})
    document = made.expect(201).json()
    [event] = crowd.events("ada")
    assert set(event) == {
        "eventId",
        "metricId",
        "metricKey",
        "value",
        "occurredAt",
        "receivedAt",
        "date",
        "attributes",
        "idempotencyKey",
        "deletedAt",
    }
    assert (event["eventId"], event["metricId"]) == (document["eventId"], document["metricId"])
    assert (event["metricKey"], event["value"], event["idempotencyKey"]) == ("pages", 2.5, "one")
    assert (event["attributes"], event["deletedAt"]) == ({"source": "web"}, None)
    assert event["occurredAt"].endswith("Z") and event["receivedAt"].endswith("Z")


@pytest.mark.parametrize("limit", [1, 3, 10, 100])
def test_every_event_is_on_exactly_one_page(crowd: Caller, limit: int) -> None:
    # All at one instant, so that the order within it must be stable too.
    crowd.set_clock("2026-03-15T12:00:00Z")
    made = [crowd.event("ada", number).expect(201).json()["eventId"] for number in range(10)]
    assert sorted(event["eventId"] for event in crowd.events("ada", limit)) == sorted(made)
