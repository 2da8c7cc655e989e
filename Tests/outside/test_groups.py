"""Groups of users who keep a streak together, over HTTP, on SQLite and on PostgreSQL."""

from __future__ import annotations

from typing import Any

import pytest
from eventually import eventually
from laurel import Caller, Laurel

PATH = "/admin/v1/streaks/groups"


@pytest.fixture(scope="module")
def caller(server: Laurel) -> Caller:
    caller = server.caller()
    caller.set_clock("2026-03-01T12:00:00Z")
    caller.create_metric("pages")
    body = {"key": "reading", "name": "Reading", "primary": True, "sources": [{"metric": "pages"}], "window": {"period": "daily"}}
    assert caller.post("/admin/v1/streaks/definitions", [body]).expect(201).json()["issues"] == []
    rolling = {"key": "rolling", "name": "Rolling", "sources": [{"metric": "pages"}], "window": {"type": "rolling", "period": "daily"}}
    assert caller.post("/admin/v1/streaks/definitions", [rolling]).expect(201).json()["issues"] == []
    return caller


def did(caller: Caller, *users: str, at: str | None = None) -> None:
    for user in users:
        caller.event(user, 1, metric="pages", **({"timestamp": at} if at else {})).expect(201)


def create(caller: Caller, group: str, users: list[str], members: str | int = "all", **fields: Any) -> dict[str, Any]:
    body = {"id": group, "name": group, "members": members, "users": [{"id": user} for user in users], **fields}
    return caller.post(PATH, body).expect(201).json()


def length(caller: Caller, group: str) -> int:
    return caller.get(f"/v1/streaks/groups/{group}").expect(200).json()["length"]


def told(caller: Caller, group: str) -> list[tuple[str, int]]:
    kinds = ",".join(f"group_streak.{kind}" for kind in ("started", "extended", "lost", "corrected"))
    facts = caller.get(f"/admin/v1/facts?type={kinds}&limit=1000").expect(200).json()["facts"]
    assert all(fact["userId"] is None for fact in facts)
    return [(fact["type"].split(".")[1], fact["length"]) for fact in facts if fact["groupId"] == group]


def test_a_pair_lives_through_a_week(caller: Caller) -> None:
    caller.set_clock("2026-03-01T12:00:00Z")
    did(caller, "ada", "bob")
    made = create(caller, "pair", ["ada", "bob"], maxUsers=2)
    assert (made["length"], made["status"], made["started"]) == (1, "extended", "2026-03-01")
    eventually(lambda: told(caller, "pair"), [("started", 1)])

    caller.set_clock("2026-03-02T12:00:00Z")
    did(caller, "ada")
    shown = caller.get("/v1/streaks/groups/pair?periods=1").json()
    assert (shown["status"], shown["deadline"]) == ("alive", "2026-03-03T00:00:00.000Z")
    assert (shown["periods"][0]["done"], shown["periods"][0]["missing"]) == (["ada"], ["bob"])
    did(caller, "bob")
    expected = [("started", 1), ("extended", 2)]
    eventually(lambda: told(caller, "pair"), expected)

    # Nobody does anything, and time alone is enough.
    caller.set_clock("2026-03-04T12:00:00Z")
    assert length(caller, "pair") == 0
    expected.append(("lost", 2))
    eventually(lambda: told(caller, "pair"), expected)

    # Late events bring it back.
    did(caller, "ada", "bob", at="2026-03-03T09:00:00Z")
    assert length(caller, "pair") == 3
    expected.append(("corrected", 3))
    eventually(lambda: told(caller, "pair"), expected)
    did(caller, "ada", "bob")
    expected.append(("extended", 4))
    eventually(lambda: told(caller, "pair"), expected)
    assert [each["id"] for each in caller.get("/v1/users/bob/groups").json()] == ["pair"]

    # Who is erased has never belonged to it, and a pair of one is none.
    caller.delete("/admin/v1/users/bob").expect(200)
    assert length(caller, "pair") == 0
    assert [user["id"] for user in caller.get(f"{PATH}/pair").json()["users"]] == ["ada"]
    caller.delete(f"{PATH}/pair").expect(204)
    caller.get("/v1/streaks/groups/pair").expect(404)


def test_so_many_of_a_team_are_enough(caller: Caller) -> None:
    caller.set_clock("2026-03-10T12:00:00Z")
    team = [f"team-{number}" for number in range(4)]
    did(caller, *team)
    create(caller, "team", team, 2)
    create(caller, "team-any", team, "any")
    create(caller, "team-all", team)
    caller.set_clock("2026-03-11T12:00:00Z")
    did(caller, *team[:2])
    caller.set_clock("2026-03-12T12:00:00Z")
    did(caller, *team[2:3])
    lengths = [length(caller, group) for group in ("team", "team-any", "team-all")]
    assert lengths == [2, 3, 0]
    # A pause of the others keeps the streak of all, and makes it no longer.
    paused = [{"userId": user, "start": "2026-03-12", "end": "2026-03-12"} for user in team]
    caller.post("/admin/v1/streaks/pauses", {"pauses": paused}).expect(200, 201)
    shown = caller.get("/v1/streaks/groups/team?periods=1").json()["periods"][0]
    assert {each["by"] for each in shown["covered"]} == {"pause"}
    assert shown["done"] == ["team-2"]


def test_only_members_see_a_group_with_keys_of_their_own(server: Laurel, caller: Caller) -> None:
    caller.set_clock("2026-03-20T12:00:00Z")
    did(caller, "mia", "noa", "oli")
    create(caller, "own", ["mia", "noa"])
    for user, status in (("mia", 200), ("oli", 404)):
        made = caller.post("/admin/v1/application-api-keys", [{"userId": user}]).expect(201).json()
        own = server.caller(made["created"][0]["key"])
        own.get("/v1/streaks/groups/own").expect(status)
        own.get("/v1/users/mia/groups").expect(200 if user == "mia" else 403)
        own.get(f"{PATH}/own").expect(403)


@pytest.mark.parametrize(
    ("change", "status", "words"),
    [
        ({"members": "most"}, 422, "members"),
        ({"members": 0}, 422, "members"),
        ({"members": 51}, 422, "members"),
        ({"members": 1.5}, 422, "members"),
        ({"streak": "none"}, 422, "streak"),
        ({"streak": "rolling"}, 422, "rolling"),
        ({"timezone": "Mars/Base"}, 422, "timezone"),
        ({"users": []}, 422, "users"),
        ({"users": [{"id": "nobody"}]}, 404, "nobody"),
        ({"users": [{"id": "zoe"}, {"id": "zoe"}]}, 409, "zoe"),
        ({"users": [{"id": "zoe", "joinedOn": "2026-03-31"}]}, 422, "2026-03-31"),
        ({"users": [{"id": "zoe", "joinedOn": "yesterday"}]}, 422, "joinedOn"),
        ({"maxUsers": 1}, 422, "maxUsers"),
        ({"maxUsers": 51}, 422, "maxUsers"),
        ({"id": "a/b"}, 422, "id"),
        ({"name": ""}, 422, "name"),
        ({"name": "x" * 201}, 422, "name"),
    ],
)
def test_a_wrong_group_says_what_is_wrong(caller: Caller, change: dict[str, Any], status: int, words: str) -> None:
    caller.set_clock("2026-03-30T12:00:00Z")
    did(caller, "zoe")
    body = {"id": "wrong", "name": "Wrong", "members": "all", "users": [{"id": "zoe"}]}
    assert words in caller.post(PATH, body | change).expect(status).error
    caller.get(f"{PATH}/wrong").expect(404)


def test_what_does_not_change_says_so(caller: Caller) -> None:
    caller.set_clock("2026-03-30T12:00:00Z")
    did(caller, "xia", "yui")
    create(caller, "fixed", ["xia", "yui"])
    assert "id" in caller.post(PATH, {"id": "fixed", "name": "f", "members": "all", "users": [{"id": "xia"}]}).expect(409).error
    for field, value in (("members", "any"), ("timezone", "UTC"), ("streak", "reading"), ("users", [])):
        assert field in caller.patch(f"{PATH}/fixed", {field: value}).expect(422).error
    assert "nobody" in caller.post(f"{PATH}/fixed/users", {"id": "nobody"}).expect(404).error
    changed = caller.patch(f"{PATH}/fixed", {"name": "Fixed", "maxUsers": 2}).expect(200).json()
    assert (changed["name"], changed["maxUsers"]) == ("Fixed", 2)
    did(caller, "zia")
    assert "maxUsers" in caller.post(f"{PATH}/fixed/users", {"id": "zia"}).expect(422).error
    caller.delete(f"{PATH}/fixed/users/zia").expect(404)
    left = caller.delete(f"{PATH}/fixed/users/yui?leftOn=2026-03-30").expect(200).json()
    assert [user["id"] for user in left["users"]] == ["xia"]
    caller.post(f"{PATH}/none/users", {"id": "xia"}).expect(404)
    caller.patch(f"{PATH}/none", {"name": "x"}).expect(404)
    caller.delete(f"{PATH}/none").expect(404)
