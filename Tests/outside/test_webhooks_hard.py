"""Webhooks when things go wrong: servers and receivers that are killed, dead and hostile ones."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

import pytest
from conftest import Place, furnished, unique
from laurel import Caller, Laurel
from receiver import KillableReceiver, Receiver, Reply, receiving, wait_until
from test_webhooks import HOOKS, LOCAL, deliveries, hook

FACTS = int(os.environ.get("LAUREL_WEBHOOK_FACTS", "3000"))
"""How many facts the trial with kills has; the real one has 200,000."""


def serve(binary: Path, place: Place, key: Path, *arguments: str) -> Laurel:
    return Laurel(binary, place).start("--secret-key-file", str(key), *arguments)


# Crashes.


def send_users(callers: list[Caller], first: int, count: int) -> int:
    """Has so many users seen for the first time, each a fact; what is not answered is sent again."""

    def send(number: int) -> None:
        events = [
            {"key": "pages", "user": {"id": f"u{index}"}, "value": 1, "idempotencyKey": "1"}
            for index in range(number, min(number + 100, first + count))
        ]
        for attempt in range(200):
            try:
                caller = callers[attempt % len(callers)]
                if caller.post("/admin/v1/metrics/events", events).status == 202:
                    return
            except OSError:
                pass
            time.sleep(0.1)
        raise AssertionError(f"events from {number} on were never taken")

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(send, range(first, first + count, 100)))
    return count


@pytest.mark.parametrize("ordered", [False, True])
def test_every_fact_arrives_whoever_is_killed(
    binary: Path, engine: str, new_database: Callable[[], Place], tmp_path: Path, ordered: bool
) -> None:
    """At least once, under one id, in order where that was asked for."""
    count = FACTS if not ordered else FACTS // 5
    processes = 2 if engine == "postgres" else 1
    place, key = new_database(), tmp_path / "key"
    arguments = (*LOCAL, "--webhook-retries", ",".join(["1"] * 50))
    servers = [serve(binary, place, key, *arguments) for _ in range(processes)]
    receiver = KillableReceiver(tmp_path, fail=10, hang=0 if ordered else 100).start()
    admin = furnished(servers[0].caller())
    made = hook(admin, receiver.url, kinds=["user.created"], ordered=ordered)
    rest = random.Random(12)
    try:
        callers = [Caller(server, admin.key) for server in servers]
        kills = 0
        part = count // 5
        for turn in range(5):
            sending = threading.Thread(target=send_users, args=(callers, turn * part, part))
            sending.start()
            time.sleep(rest.uniform(0.2, 1.5))
            victim = servers[turn % processes]
            victim.kill()
            kills += 1
            if turn in (1, 3):
                receiver.kill()
                receiver.start()
            victim.start("--secret-key-file", str(key), *arguments)
            sending.join()
        wait_until(lambda: len(set(receiver.taken())) >= count, 180, lambda: len(set(receiver.taken())))
        taken = receiver.taken()
        ids = {identifier for identifier, _ in taken}
        assert len(set(taken)) == len(ids)
        assert len(ids) == count and kills == 5
        if ordered:
            told = list(dict.fromkeys(identifier for identifier, _ in taken))
            page = ordered_ids(admin, made)
            assert told == page
    finally:
        receiver.kill()
        for server in servers:
            server.secrets = set()
            server.close()


def ordered_ids(admin: Caller, made: dict[str, object]) -> list[str]:
    """The ids of all deliveries, in the order of facts."""
    ids: list[str] = []
    cursor = ""
    while cursor is not None:
        page = admin.get(f"{HOOKS}/{made['id']}/deliveries?limit=100{cursor}").expect(200).json()
        ids += [each["id"] for each in page["deliveries"]]
        cursor = page["nextCursor"] and f"&cursor={page['nextCursor']}"
    return ids[::-1]


# One among many.


def test_a_dead_webhook_does_not_delay_the_others(
    binary: Path, engine: str, new_database: Callable[[], Place], tmp_path: Path
) -> None:
    server = serve(binary, new_database(), tmp_path / "key", *LOCAL)
    admin = furnished(server.caller())
    try:
        with ExitStack() as stack:
            living = [stack.enter_context(receiving()) for _ in range(9)]
            dead = stack.enter_context(receiving(lambda _: Reply(after=60)))
            for receiver in [*living, dead]:
                hook(admin, receiver.url, kinds=["user.created"])
            sent: dict[str, float] = {}
            for _ in range(400):
                user = unique("dead")
                sent[user] = time.monotonic()
                admin.event(user).expect(201)
            for receiver in living:
                receiver.wait(len(sent))
            delays = sorted(
                delivery.at - sent[delivery.json()["userId"]]
                for receiver in living
                for delivery in receiver.deliveries
            )
            p99 = delays[len(delays) * 99 // 100]
            print(f"\np50 {delays[len(delays) // 2]:.3f} s, p99 {p99:.3f} s, most {delays[-1]:.3f} s")
            assert p99 < 1
    finally:
        server.secrets = set()
        server.close()


# Hostile receivers.


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0177.0.0.1", "0", "localhost", "[::1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::127.0.0.1]", "169.254.169.254",
    ],
)
def test_no_private_address_is_told_anything(
    fresh_closed: Laurel, closed_admin: Caller, host: str
) -> None:
    with receiving() as receiver:
        made = hook(closed_admin, f"http://{host}:{receiver.port}/", kinds=["streak.lost"])
        closed_admin.post(f"{HOOKS}/{made['id']}/test").expect(202)
        wait_until(lambda: deliveries(closed_admin, made)[0]["attempts"])
        (attempt,) = deliveries(closed_admin, made)[0]["attempts"]
        assert attempt["status"] is None
        assert "public Internet" in attempt["answer"] or "resolve" in attempt["answer"].lower()
        assert not receiver.deliveries
        closed_admin.delete(f"{HOOKS}/{made['id']}").expect(200)


@pytest.fixture(scope="module")
def fresh_closed(binary: Path, new_database: Callable[[], Place], tmp_path_factory: pytest.TempPathFactory):
    key = tmp_path_factory.mktemp("closed") / "key"
    server = serve(binary, new_database(), key, "--webhook-retries", "600")
    try:
        yield server
    finally:
        server.secrets = set()
        server.close()


@pytest.fixture(scope="module")
def closed_admin(fresh_closed: Laurel) -> Caller:
    return fresh_closed.caller()


RESOLVER = r"""
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <dlfcn.h>
#include <netdb.h>
#include <string.h>

/* Names that end in .test are looked up here: to the public at first, and to this machine later. */
int getaddrinfo(const char *name, const char *service, const struct addrinfo *hints,
                struct addrinfo **found) {
    static int calls = 0;
    int (*real)(const char *, const char *, const struct addrinfo *, struct addrinfo **) =
        dlsym(RTLD_NEXT, "getaddrinfo");
    if (!name || !strstr(name, ".test")) return real(name, service, hints, found);
    const char *address = "127.0.0.1";
    if (strstr(name, "rebind")) address = calls++ == 0 ? "198.51.100.7" : "127.0.0.1";
    if (strstr(name, "metadata")) address = "169.254.169.254";
    return real(address, service, hints, found);
}
"""


def test_no_answer_of_a_resolver_leads_inside(
    binary: Path, engine: str, new_database: Callable[[], Place], tmp_path: Path
) -> None:
    """A name of a private address, and one that becomes such a name between two look-ups."""
    source, library = tmp_path / "resolver.c", tmp_path / "resolver.so"
    source.write_text(RESOLVER)
    compiler = next(
        each for each in ("cc", "clang", "/opt/swift/usr/bin/clang") if shutil.which(each)
    )
    command = [compiler, "-shared", "-fPIC", "-o", str(library), str(source), "-ldl"]
    subprocess.run(command, check=True)
    server = Laurel(binary, new_database())
    os.environ["LD_PRELOAD"] = str(library)
    try:
        allowed = ("--webhook-allow", "198.51.100.0/24", "--webhook-retries", "0")
        server.start("--secret-key-file", str(tmp_path / "key"), *allowed)
    finally:
        del os.environ["LD_PRELOAD"]
    try:
        admin = server.caller()
        with receiving() as receiver:
            # A name that was looked up is remembered for a while with its port, so the second look-up
            # of the same name is for another one.
            for name, port, is_closed in (
                ("inside.test", receiver.port, True),
                ("metadata.test", 80, True),
                ("rebind.test", 9, False),
                ("rebind.test", receiver.port, True),
            ):
                made = hook(admin, f"http://{name}:{port}/", kinds=["streak.lost"])
                admin.post(f"{HOOKS}/{made['id']}/test").expect(202)
                wait_until(lambda: deliveries(admin, made, "?status=failed"), 60)
                (dead,) = deliveries(admin, made)
                assert len(dead["attempts"]) == 2
                # Where it may go, nobody or somebody of the network answers; that is not looked at.
                for attempt in dead["attempts"]:
                    assert ("public Internet" in attempt["answer"]) == is_closed
                    assert attempt["status"] is None or not is_closed
            assert not receiver.deliveries
    finally:
        server.secrets = set()
        server.close()


def test_a_redirect_is_not_followed_and_answers_have_an_end(
    binary: Path, engine: str, new_database: Callable[[], Place], tmp_path: Path
) -> None:
    server = serve(binary, new_database(), tmp_path / "key", *LOCAL, "--webhook-retries", "600")
    try:
        admin = server.caller()
        with receiving() as target, receiving(
            lambda _: Reply(307, headers=(f"Location: {target.url}",))
        ) as door, receiving(lambda _: Reply(200, body=b"x" * 5_000_000)) as loud:
            for receiver in (door, loud):
                made = hook(admin, receiver.url)
                admin.post(f"{HOOKS}/{made['id']}/test").expect(202)
                receiver.wait(1)
                wait_until(lambda: deliveries(admin, made, "?kind=webhook.test")[0]["attempts"])
                (attempt,) = deliveries(admin, made, "?kind=webhook.test")[0]["attempts"]
                assert attempt["status"] == (307 if receiver is door else 200)
                assert len(attempt["answer"]) <= 16 << 10
            assert not target.deliveries
    finally:
        server.secrets = set()
        server.close()


def test_without_a_key_no_webhook_is_set_up(
    binary: Path, engine: str, new_database: Callable[[], Place], tmp_path: Path
) -> None:
    """PostgreSQL has no folder to keep a key in, so somebody has to say where it is."""
    place = new_database()
    server = Laurel(binary, place).start()
    try:
        answer = server.caller().post(HOOKS, {"url": "https://example.com/"})
        if engine == "postgres":
            assert "--secret-key-file" in answer.expect(503).error
        else:
            answer.expect(201)
            key = Path(f"{place}.key")
            assert key.stat().st_mode & 0o777 == 0o600
            secret = answer.json()["secret"]
            assert secret.removeprefix("whsec_").encode() not in Path(place).read_bytes()
    finally:
        server.close()
