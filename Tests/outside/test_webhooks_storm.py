"""Webhooks in a storm: receivers that fail, hang and are killed, while servers are killed too.

Small here; `make harden` tells 200,000 facts on each engine.
"""

from __future__ import annotations

import http.client
import random
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from conftest import Place, furnished
from harden import SIZE, gave
from laurel import Caller, Laurel
from receiver import KillableReceiver, wait_until
from test_webhooks import HOOKS, LOCAL, deliveries, hook

FACTS = 3_000 if SIZE == 1 else min(20_000 * SIZE, 200_000)
EVERY = 20 if SIZE == 1 else 100
"""Of so many users one is told to the ordered webhook too: it has one request at a time."""
TURNS = 5
"""Each with a `kill -9` of a server; in two of them the receivers are killed as well."""


def send_users(callers: list[Caller], first: int, count: int) -> None:
    """Has so many users seen for the first time, each a fact; what is not answered is sent again."""

    def send(number: int) -> None:
        events = [
            {
                "key": "words" if index % EVERY == 0 else "pages",
                "user": {"id": f"u{index}"},
                "value": 1,
                "idempotencyKey": "1",
            }
            for index in range(number, min(number + 100, first + count))
        ]
        for attempt in range(200):
            try:
                caller = callers[attempt % len(callers)]
                if caller.post("/admin/v1/metrics/events", events).status == 202:
                    return
            except (OSError, http.client.HTTPException):
                pass
            time.sleep(0.1)
        raise AssertionError(f"events from {number} on were never taken")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(first, first + count, 100)))


def give_points(admin: Caller) -> None:
    """A word gives a point, so that its user has a fact more."""
    metrics = admin.get("/admin/v1/metrics?limit=100").expect(200).json()
    words = next(each["id"] for each in metrics if each["key"] == "words")
    trigger = {"type": "metric", "points": 1, "status": "active", "metricId": words, "metricThreshold": 1}
    admin.post("/admin/v1/points", [{"name": "XP", "key": "xp", "triggers": [trigger]}]).expect(201)


def ids_in_order(admin: Caller, made: dict[str, Any]) -> list[str]:
    """The ids of all deliveries, in the order of facts."""
    ids: list[str] = []
    cursor = ""
    while cursor is not None:
        page = admin.get(f"{HOOKS}/{made['id']}/deliveries?limit=100{cursor}").expect(200).json()
        ids += [each["id"] for each in page["deliveries"]]
        cursor = page["nextCursor"] and f"&cursor={page['nextCursor']}"
    return ids[::-1]


RETRIES = ("--webhook-retries", ",".join(["1"] * 50))


def begin(server: Laurel, folder: Path) -> Laurel:
    return server.start(*LOCAL, *RETRIES, "--secret-key-file", str(folder / "key"))


@contextmanager
def running(binary: Path, place: Place, folder: Path, count: int) -> Iterator[list[Laurel]]:
    servers = [begin(Laurel(binary, place), folder) for _ in range(count)]
    try:
        yield servers
    finally:
        for server in servers:
            # What a killed server wrote last may be cut off anywhere; secrets are looked for elsewhere.
            server.secrets = set()
            server.close()


def storm(
    servers: list[Laurel], receivers: list[KillableReceiver], key: str, folder: Path
) -> int:
    """Tells all facts, and kills meanwhile; says how often a server was killed."""
    rest = random.Random(12)
    callers = [Caller(server, key) for server in servers]
    part = FACTS // TURNS
    for turn in range(TURNS):
        sending = threading.Thread(target=send_users, args=(callers, turn * part, part))
        sending.start()
        time.sleep(rest.uniform(0.2, 1.5))
        victim = servers[turn % len(servers)]
        victim.kill()
        if turn in (1, 3):
            for receiver in receivers:
                receiver.kill()
                receiver.start()
        begin(victim, folder)
        sending.join()
    return TURNS


def test_every_fact_arrives_whoever_is_killed(
    binary: Path, engine: str, new_database: Callable[[], Place], tmp_path: Path
) -> None:
    """At least once, under one id, and in order where that was asked for."""
    processes = 2 if engine == "postgres" else 1
    many = KillableReceiver(tmp_path, fail=10, hang=100).start()
    # One that waits for what hangs is told of fewer facts, and hangs less often.
    ordered = KillableReceiver(tmp_path, fail=10, hang=500).start()
    try:
        with running(binary, new_database(), tmp_path, processes) as servers:
            admin = furnished(servers[0].caller())
            give_points(admin)
            all_users = hook(admin, many.url, kinds=["user.created"])
            in_order = hook(admin, ordered.url, kinds=["points.changed"], ordered=True)
            started = time.monotonic()
            kills = storm(servers, [many, ordered], admin.key, tmp_path)
            for receiver, made, count in (
                (many, all_users, FACTS),
                (ordered, in_order, FACTS // EVERY),
            ):
                # The ordered one waits for whatever fails.
                receiver.wait(count, 120 + count / (50 if receiver is many else 2))
                wait_until(lambda: not deliveries(admin, made, "?status=pending&limit=1"))
                assert not deliveries(admin, made, "?status=failed&limit=1")
            seconds = time.monotonic() - started
            told = ids_in_order(admin, in_order)
        check(many, ordered, told, kills, seconds)
    finally:
        many.kill()
        ordered.kill()


def check(
    many: KillableReceiver,
    ordered: KillableReceiver,
    told: list[str],
    kills: int,
    seconds: float,
) -> None:
    taken = many.taken()
    ids, facts = {identifier for identifier, _ in taken}, {fact for _, fact in taken}
    first_taken = list(dict.fromkeys(identifier for identifier, _ in ordered.taken()))
    disordered = sum(1 for mine, theirs in zip(told, first_taken) if mine != theirs)
    gave("storm", facts=FACTS, kills=kills, lost=FACTS - len(facts), renamed=len(set(taken)) - len(facts))
    gave("storm", ordered=len(told), disordered=disordered, again=len(taken) - len(ids), seconds=seconds)
    assert len(facts) == len(ids) == len(set(taken)) == FACTS
    assert first_taken == told and len(told) == FACTS // EVERY
