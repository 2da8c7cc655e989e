"""Two Laurel processes on one PostgreSQL: to callers, they are one."""

from __future__ import annotations

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from itertools import accumulate
from pathlib import Path

import pytest
from conftest import Place, furnished, unique
from crowd import Outcome, Sent, send_all
from laurel import Caller, Laurel, serving
from postgres import Node

ENGINES = ("postgres",)
EVENTS = 1_000
KEY_AGE = 0.005
"""How old what a process knows of keys may be, in seconds, as docs/architecture.md says."""


@pytest.fixture(scope="module")
def pair(binary: Path, new_database: Callable[[], Place]) -> Iterator[tuple[Caller, Caller]]:
    """One admin, who calls two processes with the same key."""
    place = new_database()
    with serving(binary, place) as one, serving(binary, place) as two:
        caller = furnished(one.caller())
        yield caller, two.caller(caller.key)


def send_through_both(
    pair: Sequence[Caller], shares: Sequence[Sequence[Sent]], threads: int = 32
) -> list[Outcome]:
    """Each process is sent its share, at the same time."""
    with ThreadPoolExecutor(len(pair)) as pool:
        jobs = [pool.submit(send_all, each, share, threads) for each, share in zip(pair, shares)]
        return [outcome for job in jobs for outcome in job.result()]


def statuses(outcomes: Sequence[Outcome]) -> Counter[int | None]:
    return Counter(answer and answer.status for _, answer in outcomes)


# Events.


def test_events_for_one_user_stay_exact(pair: tuple[Caller, Caller], user: str) -> None:
    events = [Sent(user, f"{number % 7}.{number:06d}") for number in range(EVENTS)]
    outcomes = send_through_both(pair, [events[::2], events[1::2]])
    assert statuses(outcomes) == {201: EVENTS}
    for caller in pair:
        assert caller.total(user) == sum(Decimal(sent.value) for sent in events)
        assert len(list(caller.events(user))) == EVENTS


def test_each_answer_has_a_total_of_its_own(pair: tuple[Caller, Caller], user: str) -> None:
    half = [Sent(user, "1")] * (EVENTS // 2)
    outcomes = send_through_both(pair, [half, half])
    totals = sorted(answer.json()["total"] for _, answer in outcomes if answer)
    assert totals == list(accumulate([1] * EVENTS))


def test_a_key_sent_to_both_counts_once(pair: tuple[Caller, Caller], user: str) -> None:
    events = [Sent(user, f"{number}.5", f"key-{number}") for number in range(EVENTS // 2)]
    outcomes = send_through_both(pair, [events, events])
    assert statuses(outcomes) == {201: len(events), 202: len(events)}
    ids: dict[str | None, set[str]] = {}
    for sent, answer in outcomes:
        ids.setdefault(sent.key, set()).add(answer.json()["eventId"])
    assert all(len(known) == 1 for known in ids.values()), "one key was given two events"
    assert pair[0].total(user) == sum(Decimal(sent.value) for sent in events)


def test_new_users_sent_to_both_are_made_once(pair: tuple[Caller, Caller], user: str) -> None:
    """The crowd makes groups, of which only some users are known to the other process already."""
    events = [Sent(f"{user}-{number % 100}", "1") for number in range(EVENTS // 2)]
    outcomes = send_through_both(pair, [events, list(reversed(events))])
    assert statuses(outcomes) == {201: EVENTS}
    found = [each["id"] for each in pair[0].pages(f"/admin/v1/users?search={user}-", "users", 100)]
    assert sorted(found) == sorted({sent.user for sent in events})
    assert {pair[1].total(each) for each in found} == {Decimal(EVENTS // 100)}


def test_two_new_users_at_once_again_and_again(pair: tuple[Caller, Caller], user: str) -> None:
    for number in range(50):
        name = f"{user}-{number}"
        outcomes = send_through_both(pair, [[Sent(name, "2")], [Sent(name, "3")]], threads=1)
        assert statuses(outcomes) == {201: 2}
        assert pair[0].total(name) == 5


def test_batches_that_cross_do_not_block_each_other(pair: tuple[Caller, Caller], user: str) -> None:
    names = [f"{user}-{number}" for number in range(40)]

    def send_batches(caller: Caller, order: Sequence[str]) -> None:
        for _ in range(15):
            items = [{"key": "pages", "user": {"id": name}, "value": 1} for name in order]
            caller.post("/admin/v1/metrics/events", items).expect(202)

    with ThreadPoolExecutor(4) as pool:
        orders = [names, names[::-1], names[20:] + names[:20], names[::2] + names[1::2]]
        jobs = [pool.submit(send_batches, pair[each % 2], orders[each]) for each in range(4)]
        for job in jobs:
            job.result()
    assert {pair[0].total(name) for name in names} == {Decimal(60)}


def test_achievements_are_completed_once_by_both(
    pair: tuple[Caller, Caller], user: str, name: str
) -> None:
    metric = pair[0].create_metric(name)
    item = {"name": "Done", "status": "active", "trigger": "metric", "metricId": metric}
    items = [{**item, "metricValue": value} for value in (1, 5, 50)]
    tour = {"name": "Tour", "status": "active", "trigger": "api", "key": name}
    made = pair[0].post("/admin/v1/achievements", [*items, tour]).expect(201).json()["created"]
    names = [f"{user}-{number}" for number in range(5)]

    events = [Sent(each, "1", metric=name) for each in names * 20]
    told: Counter[tuple[str, str]] = Counter()
    for sent, answer in send_through_both(pair, [events, events]):
        told.update((sent.user, each["id"]) for each in answer.expect(201).json()["achievements"])

    def complete(caller: Caller) -> set[str]:
        path, body = f"/v1/achievements/{name}/complete", {"user": {"id": names[0]}}
        return {caller.post(path, body).expect(201).json()["completionId"] for _ in range(50)}

    with ThreadPoolExecutor(8) as pool:
        completions = set().union(*pool.map(complete, pair * 4))
    assert len(completions) == 1
    # Every user had 40 events: past the first two thresholds, and not the third.
    assert told == {(each, made[index]["id"]): 1 for each in names for index in (0, 1)}
    for caller in pair:
        listed = caller.get("/v1/achievements").expect(200).json()
        counts = {each["id"]: each["completions"] for each in listed}
        assert [counts[each["id"]] for each in made] == [5, 5, 0, 1]


def test_late_events_through_both_stay_exact(pair: tuple[Caller, Caller], user: str) -> None:
    """Events of the past change every later total, whichever process takes them in."""

    def send_late(caller: Caller, first: int) -> None:
        for number in range(first, 60, 2):
            day = f"2026-01-{number % 28 + 1:02}T12:00:00Z"
            caller.event(user, 1, timestamp=day).expect(201)

    with ThreadPoolExecutor(2) as pool:
        for job in [pool.submit(send_late, caller, first) for first, caller in enumerate(pair)]:
            job.result()
    path = f"/v1/users/{user}/metrics/pages/event-summary"
    query = "aggregation=daily&startDate=2026-01-01&endDate=2026-01-28"
    for caller in pair:
        days = caller.get(f"{path}?{query}").expect(200).json()
        changes = [item["change"] for item in days]
        assert changes == [3] * 4 + [2] * 24
        assert [item["total"] for item in days] == list(accumulate(changes))


def test_connections_that_break_lose_and_double_nothing(
    pair: tuple[Caller, Caller], user: str, postgres: Node
) -> None:
    """Also events without a key, whose COMMIT may have been carried out or not."""
    is_over = threading.Event()

    def break_connections() -> None:
        while not is_over.wait(0.03):
            postgres.sql(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE application_name = 'laurel'"
            )

    breaker = threading.Thread(target=break_connections)
    breaker.start()
    keyed = [Sent(user, "0.5", f"key-{number}") for number in range(EVENTS)]
    keyless = [Sent(f"{user}-{number % 10}", "1") for number in range(EVENTS)]
    try:
        outcomes = send_through_both(pair, [keyed, keyless])
    finally:
        is_over.set()
        breaker.join()
    # A read, such as that of a key, is not tried again when it is broken off in the middle.
    for sent, answer in outcomes:
        assert answer is not None and answer.expect(201, 503)
    kept = Counter(sent.user for sent, answer in outcomes if answer and answer.status == 201)
    assert sum(kept.values()) > EVENTS
    assert pair[0].total(user) == Decimal(kept.pop(user)) / 2
    for name, count in kept.items():
        assert pair[1].total(name) == count
        assert len(list(pair[0].events(name))) == count


# Configuration.


def test_a_metric_is_known_to_the_other_at_once(pair: tuple[Caller, Caller], user: str) -> None:
    one, two = pair
    for _ in range(20):
        key = unique("metric")
        metric = one.create_metric(key)
        two.event(user, 1, metric=key).expect(201)
        two.delete(f"/admin/v1/metrics?ids={metric}").expect(200)
        one.event(user, 1, metric=key).expect(422)
        one, two = two, one


def test_a_revoked_key_is_refused_by_the_other_at_once(
    pair: tuple[Caller, Caller], user: str
) -> None:
    one, two = pair
    for _ in range(10):
        key = one.server.key()
        mine, theirs = one.server.caller(key), two.server.caller(key)
        mine.event(user).expect(201)
        theirs.event(user).expect(201)
        revoked = one.server.keys("revoke", key.partition(".")[0])
        assert revoked.returncode == 0, revoked.stderr
        theirs.event(user).expect(401)
        mine.event(user).expect(401)


def test_an_application_key_deleted_by_one_is_refused_by_the_other(
    pair: tuple[Caller, Caller], user: str
) -> None:
    one, two = pair
    one.event(user).expect(201)
    made = one.post("/admin/v1/application-api-keys", [{"userId": user}]).expect(201).json()
    [key] = made["created"]
    own = two.server.caller(two.server.keep_secret(key["key"]))
    own.event(user).expect(201)
    one.delete(f"/admin/v1/application-api-keys?ids={key['id']}").expect(200)
    time.sleep(2 * KEY_AGE)
    own.event(user).expect(401)


def test_a_clock_set_by_one_dates_the_events_of_the_other(
    pair: tuple[Caller, Caller], user: str
) -> None:
    one, two = pair
    try:
        for day in range(1, 10):
            one.set_clock(f"2025-06-{day:02}T12:00:00Z")
            two.event(user).expect(201)
        assert [each["date"] for each in two.events(user)] == [
            f"2025-06-{day:02}" for day in range(9, 0, -1)
        ]
    finally:
        one.delete("/admin/v1/clock").expect(200)


def test_metrics_made_by_both_at_once_are_made_once(pair: tuple[Caller, Caller]) -> None:
    keys = [unique("metric") for _ in range(20)]
    items = [[{"name": key, "key": key}] for key in keys]

    def create(caller: Caller) -> list[int]:
        answers = [caller.post("/admin/v1/metrics", item).expect(200, 201) for item in items]
        return [len(answer.json()["created"]) for answer in answers]

    with ThreadPoolExecutor(2) as pool:
        made = [sum(counts) for counts in zip(*pool.map(create, pair))]
    assert made == [1] * len(keys)


# The first start.


def test_the_first_start_of_both_at_once(
    binary: Path, new_database: Callable[[], Place], postgres: Node
) -> None:
    for _ in range(3):
        place = new_database()
        servers = [Laurel(binary, place) for _ in range(4)]
        with ThreadPoolExecutor(len(servers)) as pool:
            list(pool.map(Laurel.start, servers))
        caller = servers[0].caller()
        caller.create_metric("pages")
        for server in servers:
            server.caller(caller.key).event("ada").expect(201)
        assert caller.total("ada") == len(servers)
        versions = postgres.sql("SELECT version FROM schema_migration ORDER BY 1", place)
        assert versions.split() == [str(n) for n in range(1, len(versions.split()) + 1)]
        assert postgres.sql("SELECT count(*) FROM installation", place) == "1"
        assert postgres.sql("SELECT count(*) FROM workspace", place) == "2"
        for server in servers:
            server.close()
