"""`kill -9` at any instant: what was acknowledged is there, once; nothing is there twice."""

from __future__ import annotations

import sqlite3
import threading
from collections import Counter
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

from conftest import Place
from crowd import Count, Outcome, Sent, send_all
from harden import KILLS, gave
from laurel import Caller, Laurel, serving

EVENTS = 5_000
USERS = [f"user-{number}" for number in range(10)]
AT_ONCE = 600
"""How many events are on their way between one kill and the next."""


def planned(count: int = EVENTS) -> list[Sent]:
    """Events of different values, so that one too many cannot make up for one too few."""
    return [
        Sent(USERS[number % len(USERS)], f"{number % 97}.{number:06d}", f"key-{number}")
        for number in range(count)
    ]


def killed_after(caller: Caller, events: Sequence[Sent], enough: int) -> list[Outcome]:
    """Sends events until `enough` are acknowledged, then cuts the power while the rest arrive."""
    count = Count.until(enough)

    def cut_the_power() -> None:
        count.reached.wait(60)
        caller.server.kill()
        gave("kills", kills=1)

    power = threading.Thread(target=cut_the_power)
    power.start()
    outcomes = send_all(caller, events, answered=count.raise_by_one)
    power.join()
    return outcomes


def acknowledged(outcomes: Sequence[Outcome]) -> dict[str, str]:
    """Event ids by idempotency key, of the events that were answered."""
    return {
        sent.key: answer.json()["eventId"]
        for sent, answer in outcomes
        if answer is not None and answer.expect(201, 202)
    }


def assert_each_once(caller: Caller, events: Sequence[Sent], known: dict[str, str]) -> None:
    """Totals, and the list of events, hold each event once, under the id that was answered."""
    for user in USERS:
        own = [sent for sent in events if sent.user == user]
        stored = list(caller.events(user))
        keys = Counter(event["idempotencyKey"] for event in stored)
        gave("kills", twice=keys.total() - len(keys))
        assert keys == Counter(sent.key for sent in own)
        assert caller.total(user) == sum(Decimal(sent.value) for sent in own)
        for event in stored:
            assert known[event["idempotencyKey"]] == event["eventId"]


def note_lost(before: dict[str, str], after: Sequence[Outcome]) -> None:
    """Who is stored only now although it was acknowledged before had been lost."""
    again = {sent.key for sent, answer in after if answer is not None and answer.status == 202}
    gave("kills", acknowledged=len(before), lost=len(before.keys() - again))


def assert_sound(database: Place) -> None:
    if not isinstance(database, Path):
        return  # Of PostgreSQL nobody was killed here.
    with sqlite3.connect(database) as connection:
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    connection.close()


def test_kill_while_5000_events_arrive(binary: Path, database: Place) -> None:
    with serving(binary, database) as server:
        caller = server.caller()
        caller.create_metric("pages")
        events = planned()
        before = acknowledged(killed_after(caller, events, EVENTS * 2 // 5))
        assert EVENTS * 2 // 5 <= len(before) < EVENTS, "the kill came too late to mean anything"

        server.start()
        after = send_all(caller, events)
        note_lost(before, after)
        for sent, answer in after:
            assert answer is not None
            expected = (202,) if sent.key in before else (201, 202)
            document = answer.expect(*expected).json()
            assert document["eventId"] == before.get(sent.key, document["eventId"])
            assert document["idempotentReplayed"] is (answer.status == 202)
        assert_each_once(caller, events, acknowledged(after))
    assert_sound(server.database)


def test_kills_in_a_row(binary: Path, database: Place) -> None:
    with serving(binary, database) as server:
        caller = server.caller()
        caller.create_metric("pages")
        events = planned(AT_ONCE * KILLS)
        known: dict[str, str] = {}
        for kill in range(KILLS):
            # Those first that the kill before left without an answer.
            unheard = [sent for sent in events if sent.key not in known][:AT_ONCE]
            enough = 100 + kill * 61 % 300
            for key, id in acknowledged(killed_after(caller, unheard, enough)).items():
                assert known.setdefault(key, id) == id, "one event was answered with two ids"
            server.start()
        after = send_all(caller, events)
        note_lost(known, after)
        for key, id in acknowledged(after).items():
            assert known.setdefault(key, id) == id, "an acknowledged event was stored again"
        assert_each_once(caller, events, known)
    assert_sound(server.database)


def test_kill_during_a_batch_keeps_all_of_it_or_nothing(binary: Path, database: Place) -> None:
    with serving(binary, database) as server:
        caller = server.caller()
        caller.create_metric("pages")
        answered = [0]
        first = threading.Event()

        def send_batches() -> None:
            for _ in range(200):
                try:
                    items = [{"key": "pages", "user": {"id": "ada"}, "value": 1}] * 1000
                    caller.post("/admin/v1/metrics/events", items).expect(202)
                except OSError:
                    return
                answered[0] += 1
                if answered[0] == 3:
                    first.set()

        sender = threading.Thread(target=send_batches)
        sender.start()
        assert first.wait(60)
        server.kill()
        sender.join()

        server.start()
        total = int(caller.total("ada"))
        assert total % 1000 == 0
        # The last batch may have been committed without its answer having arrived.
        assert answered[0] <= total // 1000 <= answered[0] + 1
    assert_sound(server.database)


def test_configuration_survives_a_kill(binary: Path, database: Place) -> None:
    with serving(binary, database) as server:
        caller = server.caller()
        metric = caller.create_metric("pages")
        caller.create_attribute("plan", "user")
        caller.patch("/admin/v1/settings", {"aggregationPeriod": "monthly"}).expect(200)
        caller.set_clock("2026-03-01T12:00:00Z")
        caller.put("/v1/users/ada", {"tz": "Asia/Tokyo", "attributes": {"plan": "pro"}})
        server.kill()
        server.start()
        assert caller.get(f"/admin/v1/metrics/{metric}").expect(200).json()["key"] == "pages"
        assert caller.get("/admin/v1/settings").json()["aggregationPeriod"] == "monthly"
        assert caller.get("/admin/v1/clock").json()["mode"] == "manual"
        ada = caller.get("/v1/users/ada").expect(200).json()
        assert (ada["tz"], ada["attributes"]) == ("Asia/Tokyo", {"plan": "pro"})


def test_a_restart_changes_nothing(binary: Path, database: Place) -> None:
    server = Laurel(binary, database).start()
    caller = server.caller()
    caller.create_metric("pages")
    first = caller.event("ada", 2.5, idempotency_key="once").expect(201).json()
    before = caller.get("/admin/v1/users/ada/export").expect(200).json()
    server.close()
    server.start()
    assert caller.get("/admin/v1/users/ada/export").expect(200).json() == before
    replay = caller.event("ada", 2.5, idempotency_key="once").expect(202).json()
    assert (replay["eventId"], replay["total"]) == (first["eventId"], 2.5)
    server.close()
