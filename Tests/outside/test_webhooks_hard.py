"""Webhooks when things go wrong: dead receivers and hostile ones."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Callable
from contextlib import ExitStack
from pathlib import Path

import pytest
from conftest import Place, furnished, unique
from harden import SIZE, gave
from laurel import Caller, Laurel
from receiver import Reply, receiving, wait_until
from test_webhooks import HOOKS, LOCAL, deliveries, hook

EVENTS = 400 * min(SIZE, 5)
HANGING = 80


def serve(binary: Path, place: Place, key: Path, *arguments: str) -> Laurel:
    return Laurel(binary, place).start("--secret-key-file", str(key), *arguments)


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
            for _ in range(EVENTS):
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
            gave("dead", events=EVENTS, median=delays[len(delays) // 2], seconds=p99)
            assert p99 < 1
    finally:
        server.secrets = set()
        server.close()


def test_webhooks_that_hang_do_not_delay_one_of_which_nothing_is_known(
    binary: Path, engine: str, new_database: Callable[[], Place], tmp_path: Path
) -> None:
    """Together they have more to be told than there are connections, from the first moment on."""
    server = serve(binary, new_database(), tmp_path / "key", *LOCAL)
    admin = furnished(server.caller())
    try:
        with receiving(lambda _: Reply(after=60)) as hanging, receiving() as living:
            for _ in range(HANGING):
                hook(admin, hanging.url, kinds=["user.created"])
            hook(admin, living.url, kinds=["user.created"])
            sent: dict[str, float] = {}
            for _ in range(40):
                user = unique("hang")
                sent[user] = time.monotonic()
                admin.event(user).expect(201)
            living.wait(len(sent))
            delays = [each.at - sent[each.json()["userId"]] for each in living.deliveries]
            gave("hanging", webhooks=HANGING, seconds=max(delays))
            assert max(delays) < 5
    finally:
        server.secrets = set()
        server.close()


# Hostile receivers.


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "127.1", "2130706433", "0x7f.1", "0x7f000001", "0177.0.0.1", "017700000001", "0",
        "0.0.0.0", "127.0.0.1.", "localhost", "LocalHost", "[::1]", "[::]", "[::127.0.0.1]",
        "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[0:0:0:0:0:ffff:7f00:1]", "[64:ff9b::127.0.0.1]",
        "[64:ff9b::7f00:1]", "[64:ff9b:1::7f00:1]", "[2002:7f00:1::1]", "[2001:0:7f00:1::]", "[fe80::1]",
        "[fe80::1%25lo]", "[fc00::1]", "[fd00:ec2::254]", "[fec0::1]", "[ff02::1]", "10.0.0.1", "10.1",
        "172.16.0.1", "172.31.255.254", "192.168.0.1", "192.168.257", "100.64.0.1", "169.254.169.254",
        "0xa9fea9fe", "2852039166", "[::ffff:169.254.169.254]", "[64:ff9b::a9fe:a9fe]", "168.63.129.16",
        "192.0.0.192", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255",
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
