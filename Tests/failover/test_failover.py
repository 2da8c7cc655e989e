"""The database dies under load, three times, and another machine takes its place.

No acknowledged event is lost, none is counted twice, and whoever was refused was told so clearly.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Iterator
from decimal import Decimal

import pytest
from laurel import Caller, Laurel, default_binary, serving
from load import Load, Told
from postgres import folder_for_servers
from trio import Trio

USERS = [f"user-{number}" for number in range(20)]
QUIET = 2.0
"""How long events flow undisturbed between one death and the next, in seconds."""
LAG = 1.0
"""For how long one standby falls behind before a death."""
SILENCE = 0.5
"""For how long no standby confirms anything before a death."""
DELAYS = (0.0, 10.0, 0.0)
"""How long nobody is promoted: at once, and longer than callers are kept waiting."""


@pytest.fixture
def trio() -> Iterator[Trio]:
    with folder_for_servers() as folder:
        trio = Trio(folder)
        try:
            yield trio.start()
        finally:
            trio.stop()


def test_three_failovers_under_load(trio: Trio) -> None:
    binary = default_binary()
    trio.nodes[trio.primary].create_database("laurel")
    place = trio.url("laurel")
    with serving(binary, place) as one, serving(binary, place) as two:
        caller = one.caller()
        caller.create_metric("pages")
        callers = [caller, two.caller(caller.key)]
        load = Load(callers, USERS).start()
        deaths = [fail_over(trio, delay) for delay in DELAYS]
        time.sleep(QUIET)
        told = load.stop()
        assert told.broken == []
        report(told, deaths)
        assert_refusals_were_clear(told)
        for each in callers:
            assert_each_once(each, told)
            assert_keyless_once(each, told)
        assert_healthy(one, two)


def fail_over(trio: Trio, delay: float) -> float:
    """One death and what follows it; gives the moment of the death."""
    time.sleep(QUIET)
    slow, quick = trio.standbys
    with trio.deaf(slow):
        # The other one confirms every commit now, and only it may be promoted.
        time.sleep(LAG)
        with trio.deaf(quick):
            # Nobody confirms: whoever is told of success now has been told a lie.
            time.sleep(SILENCE)
            died_at = time.monotonic()
            dead = trio.kill_primary()
    time.sleep(delay)
    promoted = trio.promote()
    ready = time.monotonic() - died_at
    trio.rejoin(dead)
    joined = time.monotonic() - died_at
    print(
        f"\n{dead} killed; after {ready:.1f} s {promoted} took writes, "
        f"after {joined:.1f} s {dead} followed it",
        end="",
    )
    return died_at


def report(told: Told, deaths: list[float]) -> None:
    gaps = [unavailability(told, died_at) for died_at in deaths]
    print(f"\nwrites were unavailable for {', '.join(f'{gap:.1f} s' for gap in gaps)}")
    statuses = Counter(answer.status for answer in told.refusals)
    print(
        f"{len(told.acknowledged):,} events with a key and {len(told.keyless_ids):,} without "
        f"acknowledged, {told.reads:,} reads; refused: {dict(statuses)}, "
        f"{told.open_keyless} of them with an unknown outcome"
    )
    assert max(gaps) < max(DELAYS) + 15, "events did not flow again"


def unavailability(told: Told, died_at: float) -> float:
    """From a death to the first acknowledgement that the dead node can have had no part in."""
    others = [
        done for sent, done in told.successes if sent > died_at or done > died_at + 0.5
    ]
    return min(done for done in others if done > died_at) - died_at


def assert_refusals_were_clear(told: Told) -> None:
    assert told.refusals, "nobody was refused, although nobody took writes for 10 seconds"
    for answer in told.refusals:
        answer.expect(503)
        assert int(answer.headers["retry-after"]) >= 1, answer
        assert "Nothing was stored" in answer.error or "not known" in answer.error, answer


def assert_each_once(caller: Caller, told: Told) -> None:
    assert told.acknowledged.keys() == told.sent.keys()
    for user in USERS:
        own = {key: sent for key, sent in told.sent.items() if sent.user == user}
        stored = list(caller.events(user))
        assert Counter(event["idempotencyKey"] for event in stored) == Counter(own.keys())
        for event in stored:
            assert told.acknowledged[event["idempotencyKey"]] == event["eventId"]
        assert caller.total(user) == sum(Decimal(sent.value) for sent in own.values())


def assert_keyless_once(caller: Caller, told: Told) -> None:
    """Those that were acknowledged are there once; of those left open, some may be."""
    stored = [event["eventId"] for event in caller.events("keyless")]
    assert len(stored) == len(set(stored)) == caller.total("keyless")
    assert set(told.keyless_ids) <= set(stored)
    assert len(set(told.keyless_ids)) == len(told.keyless_ids), "two callers were told one id"
    assert len(stored) - len(told.keyless_ids) <= told.open_keyless


def assert_healthy(*servers: Laurel) -> None:
    for server in servers:
        server.request("GET", "/ready").expect(200)
