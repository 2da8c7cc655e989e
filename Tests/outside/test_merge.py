"""Two records of one person become one, and notes about people: as whoever runs an application sees it."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

from conftest import Place
from laurel import Caller, Laurel, event_body, serving

EVENTS = 2_000
KILLS = 4


def test_everything_of_both_is_one_users(admin: Caller, user: str, name: str) -> None:
    admin.create_metric(name)
    for owner, value, key in ((user, 3, "a"), (f"{user}-2", 4, "b"), (f"{user}-2", 3, "a")):
        admin.event(owner, value, metric=name, idempotency_key=key).expect(201)
    before = admin.get(f"/admin/v1/users/{user}/merge?from={user}-2").expect(200).json()
    assert before["merged"] is None
    done = admin.post(f"/admin/v1/users/{user}/merge", {"from": f"{user}-2"}).expect(200)
    assert done.json() == before | {"merged": done.json()["merged"]}
    assert (done.json()["events"], done.json()["repeatedEvents"]) == (1, 1)
    assert admin.total(user, name) == Decimal(7)
    assert admin.get(f"/v1/users/{user}-2").status == 404
    # A repeated call is told the same, and does nothing.
    again = admin.post(f"/admin/v1/users/{user}/merge", {"from": f"{user}-2"}).expect(200)
    assert again.body == done.body
    told = admin.get(f"/admin/v1/facts?userId={user}&type=user.merged").json()["facts"]
    assert [fact["mergedUserId"] for fact in told] == [f"{user}-2"]
    audit = admin.get(f"/admin/v1/audit?kind=user&item={user}").json()
    assert f"merge {user}-2" in str(audit)


def test_what_cannot_be_merged_says_why(admin: Caller, user: str) -> None:
    admin.put(f"/v1/users/{user}", {}).expect(200)
    path = f"/admin/v1/users/{user}/merge"
    assert "nobody" in admin.post(path, {"from": "nobody"}).expect(404).error
    assert "another user" in admin.post(path, {"from": user}).expect(422).error
    assert admin.post(path, {}).expect(422).error
    assert admin.get(path).expect(422).error
    admin.post("/admin/v1/users/nobody/merge", {"from": user}).expect(404)


def test_too_much_is_refused_and_the_other_way_round_is_not(admin: Caller, user: str, name: str) -> None:
    admin.create_metric(name)
    admin.event(user, 1, metric=name).expect(201)
    body = [event_body(f"{user}-2", key=name) for _ in range(500)]
    for _ in range(21):
        admin.post("/admin/v1/metrics/events", body).expect(202)
    refused = admin.post(f"/admin/v1/users/{user}/merge", {"from": f"{user}-2"}).expect(422)
    assert "the other way round" in refused.error
    admin.post(f"/admin/v1/users/{user}-2/merge", {"from": user}).expect(200)
    assert admin.total(f"{user}-2", name) == Decimal(10_501)


def test_a_merge_is_whole_or_not_at_all_when_the_server_is_killed(
    binary: Path, new_database: Callable[[], Place]
) -> None:
    chance = random.Random(18)
    with serving(binary, new_database()) as server:
        caller = server.caller()
        caller.create_metric("pages")
        for number in range(KILLS):
            keep, other = f"keep-{number}", f"other-{number}"
            caller.event(keep, 1).expect(201)
            body = [event_body(other, key="pages") for _ in range(500)]
            for _ in range(EVENTS // 500):
                caller.post("/admin/v1/metrics/events", body).expect(202)
            kill = threading.Timer(chance.uniform(0.0, 0.8), server.kill)
            kill.start()
            try:
                caller.post(f"/admin/v1/users/{keep}/merge", {"from": other})
            except OSError:
                pass
            kill.join()
            server.start()
            if caller.get(f"/v1/users/{other}").status == 404:
                assert caller.total(keep) == EVENTS + 1
            else:
                assert (caller.total(keep), caller.total(other)) == (1, EVENTS)
            caller.post(f"/admin/v1/users/{keep}/merge", {"from": other}).expect(200)
            assert caller.total(keep) == EVENTS + 1
            assert caller.get(f"/v1/users/{other}").status == 404


def test_notes_are_kept_until_the_user_is_erased(admin: Caller, user: str) -> None:
    admin.put(f"/v1/users/{user}", {}).expect(200)
    path = f"/admin/v1/users/{user}/notes"
    note = admin.post(path, {"text": "Called twice."}).expect(201).json()
    assert note["author"]["kind"] == "key"
    time.sleep(0.01)
    changed = admin.patch(f"{path}/{note['id']}", {"text": "Called\nthrice."}).expect(200).json()
    assert changed["updated"] > note["updated"]
    assert admin.get(path).json() == {"notes": [changed]}
    assert admin.get(f"/admin/v1/users/{user}/export").json()["notes"] == [changed]
    assert admin.post(path, {"text": "x" * 4_001}).status == 422
    assert admin.post(path, {"text": ""}).status == 422
    admin.patch(f"{path}/00000000-0000-7000-8000-000000000000", {"text": "x"}).expect(404)
    admin.delete(f"{path}/{note['id']}").expect(204)
    admin.post(path, {"text": "Again."}).expect(201)
    admin.delete(f"/admin/v1/users/{user}").expect(200)
    admin.get(path).expect(404)
    admin.put(f"/v1/users/{user}", {}).expect(200)
    assert admin.get(path).json() == {"notes": []}


def test_notes_have_a_limit(admin: Caller, user: str) -> None:
    admin.put(f"/v1/users/{user}", {}).expect(200)
    path = f"/admin/v1/users/{user}/notes"
    for number in range(200):
        admin.post(path, {"text": f"Note {number}"}).expect(201)
    assert "200" in admin.post(path, {"text": "One more"}).expect(422).error


def test_a_users_own_key_sees_no_notes(server: Laurel, admin: Caller, user: str) -> None:
    admin.put(f"/v1/users/{user}", {}).expect(200)
    own = server.caller(server.key(scope="application", user=user))
    for path in ("notes", "merge?from=x", "zones"):
        assert own.get(f"/admin/v1/users/{user}/{path}").status == 403


def test_the_zones_that_a_user_lived_in_are_told(admin: Caller, user: str) -> None:
    admin.put(f"/v1/users/{user}", {"tz": "Europe/London"}).expect(200)
    admin.put(f"/v1/users/{user}", {"tz": "Asia/Tokyo"}).expect(200)
    zones = admin.get(f"/admin/v1/users/{user}/zones").json()["zones"]
    assert [zone["tz"] for zone in zones] == ["Europe/London", "Asia/Tokyo"]
    assert zones[0]["from"] is None
