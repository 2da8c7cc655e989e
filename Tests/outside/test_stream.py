"""Live updates: whoever comes back misses nothing, gets nothing twice, and costs little."""

from __future__ import annotations

import http.client
import resource
import socket
import threading
import time
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Place, unique
from laurel import Caller, Laurel, serving
from stream import Reader, refusal

IDLE_SUBSCRIBERS = 1_000
MEBIBYTE = 1 << 20


def streaking(server: Laurel) -> Caller:
    """An admin of a sandbox in which every page counts for a daily streak."""
    caller = server.caller()
    caller.create_metric("pages")
    caller.post(
        "/admin/v1/streaks/definitions",
        [
            {
                "key": "reading",
                "name": "Reading",
                "isPrimary": True,
                "sources": [{"metric": "pages"}],
                "window": {"period": "daily"},
            }
        ],
    ).expect(201)
    return caller


@pytest.fixture(scope="module")
def reading(server: Laurel) -> Caller:
    return streaking(server)


def begin_streaks(caller: Caller, users: list[str], threads: int = 8) -> None:
    """Each user reads a page for the first time; repeated until it is known to be stored."""

    def send(share: list[str]) -> None:
        for user in share:
            while True:
                try:
                    answer = caller.event(user, idempotency_key="first")
                except (OSError, http.client.HTTPException):
                    time.sleep(0.05)
                    continue
                if answer.status in (201, 202):
                    break
                time.sleep(0.05)

    senders = [threading.Thread(target=send, args=(users[n::threads],)) for n in range(threads)]
    for sender in senders:
        sender.start()
    for sender in senders:
        sender.join()


def assert_each_once(reader: Reader, users: list[str]) -> None:
    wanted = set(users)
    reader.wait_for(lambda events: wanted <= {event.user for event in list(events)})
    time.sleep(0.3)  # Whatever is told twice has had its time.
    assert Counter(event.user for event in reader.events) == Counter(users)
    assert len({event.id for event in reader.events}) == len(users)
    assert {event.type for event in reader.events} == {"streak.incremented"}


def test_what_happens_is_told_at_once(reading: Caller, user: str) -> None:
    reader = Reader(reading, f"?userId={user}").start()
    started = time.monotonic()
    reading.event(user).expect(201)
    reader.wait_for(lambda events: len(events) == 1, deadline=5)
    assert time.monotonic() - started < 3
    event = reader.events[0]
    assert event.type == "streak.incremented"
    assert set(event.data) == {"user_id", "definition_id", "new_count", "occurred_at"}
    assert (event.user, event.data["new_count"]) == (user, 1)
    reader.stop()


def test_a_reader_that_is_cut_off_again_and_again(reading: Caller) -> None:
    users = [unique("reader") for _ in range(400)]
    reader = Reader(reading, "?type=streak.incremented").start()
    begins = len(reader.events)
    assert begins == 0
    sender = threading.Thread(target=begin_streaks, args=(reading, users))
    sender.start()
    while sender.is_alive():
        time.sleep(0.03)
        reader.cut()
    sender.join()
    assert_each_once(reader, users)
    assert reader.connection_count > 3
    reader.stop()


def test_a_server_that_is_killed_again_and_again(binary: Path, database: Place) -> None:
    with serving(binary, database) as server:
        caller = streaking(server)
        users = [unique("reader") for _ in range(300)]
        reader = Reader(caller).start()
        sender = threading.Thread(target=begin_streaks, args=(caller, users))
        sender.start()
        for _ in range(3):
            count = len(reader.events)
            reader.wait_for(lambda events: len(events) > count + 20)
            server.kill()
            server.start()
        sender.join()
        assert_each_once(reader, users)
        assert reader.connection_count >= 4
        reader.stop()


def test_filters(reading: Caller) -> None:
    one, two, three = unique("reader"), unique("reader"), unique("reader")
    pair = Reader(reading, f"?userId={one}&userId={two}").start()
    none = Reader(reading, "?type=streak.broken").start()
    begin_streaks(reading, [one, two, three])
    pair.wait_for(lambda events: len(events) == 2)
    after = Reader(reading, f"?userId={one},{two}", last_id=pair.events[0].id).start()
    after.wait_for(lambda events: len(events) == 1)
    assert after.events == pair.events[1:]
    assert none.events == []
    for reader in (pair, none, after):
        reader.stop()


def test_what_is_refused(reading: Caller, server: Laurel, user: str) -> None:
    told = refusal(reading, "?type=streak.eaten").expect(400).json()["error"]
    assert told["code"] == "INVALID_INPUT" and "streak.eaten" in told["message"]
    assert refusal(Caller(server, "nonsense")).status == 401
    own = server.caller(server.key(scope="application", user=user))
    assert refusal(own, "?userId=somebody").status == 403
    reader = Reader(own).start()
    begin_streaks(reading, [unique("reader"), user])
    reader.wait_for(lambda events: len(events) == 1)
    assert reader.events[0].user == user
    reader.stop()


def test_a_place_of_another_database_is_told(reading: Caller) -> None:
    reader = Reader(reading, last_id="1-1-1-1-1").start()
    reader.wait_for(lambda events: len(events) >= 1)
    assert reader.events[0].type == "stream.reset"
    assert reader.events[0].data["reason"] == "unknown"
    reader.stop()


def test_two_processes(binary: Path, new_database, engine: str) -> None:
    place = new_database()
    with serving(binary, place) as one, serving(binary, place) as two:
        first = streaking(one)
        second = two.caller(first.key)
        readers = [Reader(first).start(), Reader(second).start()]
        shares = [[unique("reader") for _ in range(150)] for _ in range(2)]
        senders = [
            threading.Thread(target=begin_streaks, args=(caller, share))
            for caller, share in zip((first, second), shares)
        ]
        for sender in senders:
            sender.start()
        while any(sender.is_alive() for sender in senders):
            time.sleep(0.05)
            # Each goes on at the other process.
            for reader in readers:
                reader.caller = second if reader.caller is first else first
                reader.cut()
        for reader in readers:
            assert_each_once(reader, shares[0] + shares[1])
        orders = [[event.id for event in reader.events] for reader in readers]
        assert orders[0] == orders[1]
        for reader in readers:
            reader.stop()


def test_a_transaction_that_goes_on(reading: Caller, request, engine: str, user: str) -> None:
    """It holds back what was told after it began, whoever's it is, and nothing is lost."""
    if engine != "postgres":
        pytest.skip("SQLite has one writer")
    node = request.getfixturevalue("postgres")
    reader = Reader(reading, f"?userId={user}").start()
    slow = threading.Thread(
        target=node.sql,
        args=("BEGIN; SELECT pg_current_xact_id(); SELECT pg_sleep(3); COMMIT",),
    )
    slow.start()
    time.sleep(0.7)
    reading.event(user).expect(201)
    time.sleep(0.7)
    assert reader.events == []
    slow.join()
    reader.wait_for(lambda events: len(events) == 1, deadline=5)
    reader.stop()


def test_a_shutdown_ends_streams_at_once(binary: Path, database: Place) -> None:
    with serving(binary, database) as server:
        caller = streaking(server)
        wire = open_stream(caller)
        started = time.monotonic()
        assert server.stop() == 0
        assert time.monotonic() - started < 10
        assert wire.makefile("rb").read().endswith(b"0\r\n\r\n")
        wire.close()


# What a thousand cost.


def test_a_thousand_idle_subscribers(binary: Path, database: Place) -> None:
    allow_files(IDLE_SUBSCRIBERS + 500)
    with serving(binary, database) as server:
        caller = streaking(server)
        # What the first few take is there for good.
        begin_streaks(caller, [unique("reader") for _ in range(50)])
        for wire in [open_stream(caller) for _ in range(20)]:
            wire.close()
        before = figures(server)
        wires = [open_stream(caller) for _ in range(IDLE_SUBSCRIBERS)]
        time.sleep(2)
        after = figures(server)
        cost = (after["VmRSS"] - before["VmRSS"]) / MEBIBYTE
        print(f"{IDLE_SUBSCRIBERS} subscribers: {cost:.1f} MiB, {after['Threads']} threads")
        assert after["Threads"] <= before["Threads"] + 4
        assert cost < 50

        # All of them are told.
        caller.event("everybody").expect(201)
        for wire in wires:
            assert b"everybody" in read_to(wire, b"}\n\n")
        for wire in wires:
            wire.close()


def test_a_thousand_come_back_at_once(binary: Path, database: Place) -> None:
    allow_files(IDLE_SUBSCRIBERS + 500)
    with serving(binary, database) as server:
        caller = streaking(server)
        reader = Reader(caller).start()
        last_id = reader.last_id
        assert last_id is not None
        reader.stop()
        users = [unique("reader") for _ in range(5)]
        begin_streaks(caller, users, threads=1)
        server.kill()
        server.start()
        with ThreadPoolExecutor(32) as pool:
            wires = list(pool.map(lambda _: open_stream(caller, last_id), range(IDLE_SUBSCRIBERS)))
            ends = list(pool.map(lambda wire: read_to(wire, users[-1].encode()), wires))
        for text in ends:
            assert all(user.encode() in text for user in users)
        for wire in wires:
            wire.close()


def read_to(wire: socket.socket, piece: bytes) -> bytes:
    """What comes up to a piece."""
    wire.settimeout(20)
    seen = b""
    while piece not in seen:
        more = wire.recv(4096)
        assert more, "a stream ended"
        seen += more
    return seen


def figures(server: Laurel) -> dict[str, int]:
    """The memory in bytes, and the threads, of the server's process."""
    lines = Path(f"/proc/{server._process.pid}/status").read_text().splitlines()
    fields = dict(line.split(":", 1) for line in lines)
    return {
        "VmRSS": int(fields["VmRSS"].split()[0]) * 1024,
        "Threads": int(fields["Threads"]),
    }


def open_stream(caller: Caller, last_id: str = "") -> socket.socket:
    """A stream that has begun, as a bare connection."""
    wire = socket.create_connection(("127.0.0.1", caller.server.port), 30)
    lines = ["GET /v1/stream HTTP/1.1", "Host: x", f"X-API-KEY: {caller.key}"]
    lines += [f"Last-Event-ID: {last_id}"] if last_id else []
    wire.sendall(("\r\n".join(lines) + "\r\n\r\n").encode())
    seen = b""
    while b"id: " not in seen or not seen.endswith(b"\n\n\r\n"):
        # No more than the first block, which the opening of the stream is.
        more = wire.recv(1)
        assert more, seen
        seen += more
    assert seen.startswith(b"HTTP/1.1 200 ")
    return wire


def allow_files(count: int) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < count:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(count, hard), hard))
