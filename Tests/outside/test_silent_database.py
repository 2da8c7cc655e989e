"""A PostgreSQL that stands still without being gone: nobody waits for it longer than seconds."""

from __future__ import annotations

import re
import subprocess
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import pytest
from harden import ROUNDS_OF_SILENCE, SIZE, gave
from laurel import Answer, Caller, Laurel, serving
from postgres import SUPERUSER, Node, private_server, program

PATIENCE = 20.0
"""The longest that anybody may wait: what is promised is about half of it."""
READY = 2.5


@pytest.fixture(scope="module")
def node() -> Iterator[Node]:
    """A server for this file alone, since it is stopped again and again."""
    with private_server() as node:
        yield node


@pytest.fixture
def own(binary: Path, node: Node, request: pytest.FixtureRequest) -> Iterator[Laurel]:
    name = re.sub(r"\W", "_", request.node.name)[:50]
    with serving(binary, node.create_database(name)) as server:
        yield server


@contextmanager
def silence(node: Node) -> Iterator[None]:
    node.pause()
    try:
        yield
    finally:
        node.resume()


def timed(call: Callable[[], Answer]) -> tuple[Answer, float]:
    started = time.monotonic()
    answer = call()
    return answer, time.monotonic() - started


def assert_refused_in_time(attack: str, answer: Answer, seconds: float) -> None:
    refused = int(answer.status == 503)
    gave(attack, **{"stuck" if attack == "lock" else "refused": refused}, slowest=seconds)
    answer.expect(503)
    assert int(answer.headers["retry-after"]) >= 1
    assert seconds < PATIENCE, f"{seconds:.1f} s: {answer}"


def until_ready(server: Laurel) -> None:
    deadline = time.monotonic() + PATIENCE
    while server.request("GET", "/ready").status != 200:
        assert time.monotonic() < deadline, "it did not get ready again"


def test_everybody_is_answered_while_the_database_is_silent(own: Laurel, node: Node) -> None:
    caller = own.caller()
    caller.create_metric("pages")
    caller.event("ada", 1).expect(201)
    for round in range(ROUNDS_OF_SILENCE):
        keys = [f"{round}-{number}" for number in range(24)]
        with silence(node), ThreadPoolExecutor(48) as pool:
            events = [
                pool.submit(timed, lambda key=key: caller.event("ada", 1, idempotency_key=key))
                for key in keys
            ]
            reads = [pool.submit(timed, lambda: caller.get("/v1/users/ada")) for _ in keys]
            for _ in range(4):
                answer, seconds = timed(lambda: own.request("GET", "/ready"))
                assert answer.expect(503).json()["status"] == "database unavailable"
                assert answer.json()["reason"] in ("no answer", "no connection")
                gave("silence", ready=seconds)
                assert seconds < READY
            assert own.request("GET", "/health").status == 200
            for job in [*events, *reads]:
                assert_refused_in_time("silence", *job.result())
        until_ready(own)
        # An event whose commit was not heard is counted once, whether or not it was made.
        for key in keys:
            caller.event("ada", 1, idempotency_key=key).expect(201, 202)
        assert caller.total("ada") == 1 + 24 * (round + 1)


def test_silence_under_load_loses_nothing_and_counts_nothing_twice(own: Laurel, node: Node) -> None:
    caller = own.caller()
    caller.create_metric("pages")
    keys = [f"key-{number}" for number in range(400 * SIZE)]

    def send(key: str) -> tuple[str, int]:
        answer, seconds = timed(lambda: caller.event("ada", 1, idempotency_key=key))
        assert seconds < PATIENCE
        return key, answer.expect(201, 202, 503).status

    with ThreadPoolExecutor(16) as pool:
        jobs = [pool.submit(send, key) for key in keys]
        for _ in range(SIZE):
            with silence(node):
                time.sleep(1)
        first = dict(job.result() for job in jobs)
    until_ready(own)
    again = {key: caller.event("ada", 1, idempotency_key=key).expect(201, 202) for key in keys}
    lost = [key for key in keys if again[key].status == 201 and first[key] != 503]
    twice = int(caller.total("ada")) - len(keys)
    gave("silence", events=len(keys), lost=len(lost), twice=max(0, twice))
    assert lost == [], "an acknowledged event was lost"
    assert twice == 0


def test_the_end_comes_while_the_database_is_silent(own: Laurel, node: Node) -> None:
    caller = own.caller()
    caller.create_metric("pages")
    with silence(node), ThreadPoolExecutor(32) as pool:
        jobs = [pool.submit(timed, lambda: caller.event("ada")) for _ in range(32)]
        time.sleep(0.5)
        started = time.monotonic()
        own.terminate()
        assert own.wait() == 0, own.log
        seconds = time.monotonic() - started
        gave("silence", end=seconds)
        assert seconds < 30
        for job in jobs:
            if job.exception() is None:
                assert_refused_in_time("silence", *job.result())
    own.start()


@contextmanager
def locked(node: Node, database: str, table: str) -> Iterator[None]:
    """A table that somebody holds for as long as the block lasts."""
    with subprocess.Popen(
        [program("psql"), "-XqAt", "-h", node.folder, "-U", SUPERUSER, "-d", database],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as session:
        session.stdin.write(f"BEGIN; LOCK TABLE {table} IN ACCESS EXCLUSIVE MODE; SELECT 'held';\n")
        session.stdin.flush()
        assert session.stdout.readline().strip() == "held"
        yield
        session.stdin.write("ROLLBACK;\n")
        session.stdin.close()


def test_a_locked_table_keeps_nobody_for_long(own: Laurel, node: Node) -> None:
    caller = own.caller()
    caller.create_metric("pages")
    caller.event("ada", 1).expect(201)
    database = node.sql("SELECT datname FROM pg_database ORDER BY oid DESC LIMIT 1")

    def others(call: Caller) -> tuple[Answer, float]:
        return timed(lambda: call.get("/admin/v1/users?limit=1"))

    with locked(node, database, "event"), ThreadPoolExecutor(64) as pool:
        stuck = [
            pool.submit(timed, lambda: caller.get("/admin/v1/users/ada/events"))
            for _ in range(24 * SIZE)
        ]
        time.sleep(0.2)
        free = [pool.submit(others, caller) for _ in range(8)]
        ready, seconds = timed(lambda: own.request("GET", "/ready"))
        assert ready.status == 200 and seconds < READY
        for job in stuck:
            assert_refused_in_time("lock", *job.result())
        for job in free:
            answer, seconds = job.result()
            answer.expect(200, 503)
            gave("lock", others=seconds)
            assert seconds < 10, f"{seconds:.1f} s"
    caller.get("/admin/v1/users/ada/events").expect(200)


STAMP = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z ")


def test_what_the_database_says_has_a_time_before_it(own: Laurel, node: Node) -> None:
    """Whatever a server says unasked, and libpq with it, comes as lines of ours."""
    caller = own.caller()
    caller.create_metric("pages")
    database = node.sql("SELECT datname FROM pg_database ORDER BY oid DESC LIMIT 1")
    # Each connection that is made anew is greeted with a warning.
    node.sql(
        "UPDATE pg_database SET datcollversion = 'of long ago' WHERE datname = '" + database + "'"
    )
    terminated = 0
    for _ in range(5 * SIZE):
        with ThreadPoolExecutor(8) as pool:
            list(pool.map(lambda _: caller.event("ada"), range(16)))
        terminated += int(
            node.sql(
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
                "WHERE datname <> 'postgres'"
            )
        )
    assert terminated > 0
    until_ready(own)
    own.close()
    said = [line for line in own.output if re.search("FATAL|WARNING|terminat|collation", line)]
    assert said, "nothing was said that could have come without a time"
    for line in said:
        assert STAMP.match(line), line
    own.start()
