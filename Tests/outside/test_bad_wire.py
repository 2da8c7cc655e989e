"""Bytes that are no good HTTP: the server answers or closes, and goes on."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator

import pytest
from bad_input import ADMIN, EVENT
from harden import gave
from laurel import Answer, Caller, Laurel

MEBIBYTE = b"x" * (1 << 20)


@pytest.fixture(autouse=True)
def still_alive(server: Laurel, admin: Caller) -> Iterator[None]:
    """After whatever a test did, the server answers, and counts right."""
    before = admin.event("survivor", 0).expect(201).json()["total"]
    yield
    is_healthy = server.is_healthy()
    after = admin.event("survivor", 1).expect(201).json()["total"]
    gave("bytes", tried=1, alive=int(is_healthy and after == before + 1))
    assert is_healthy
    assert after == before + 1


def head(method: str, path: str, caller: Caller, *more: str) -> bytes:
    lines = [f"{method} {path} HTTP/1.1", "Host: laurel", f"X-API-KEY: {caller.key}", *more]
    return ("\r\n".join(lines) + "\r\n\r\n").encode()


def assert_it_says_too_large(answer: Answer | None) -> None:
    assert answer is not None, "the server closed without an answer"
    assert answer.status == 413
    assert json.loads(answer.body)["error"]


@pytest.mark.parametrize("path", [EVENT, "/v1/users", f"{ADMIN}/metrics/events"])
def test_a_body_over_the_limit_is_413(server: Laurel, admin: Caller, path: str) -> None:
    declared = head("POST", path, admin, f"Content-Length: {8 << 20}")
    assert_it_says_too_large(server.raw(declared, *[MEBIBYTE] * 8))


def test_an_endless_body_is_cut(server: Laurel, admin: Caller) -> None:
    """Reading on to be polite has an end; a caller who sends on is cut, and nobody else notices."""
    declared = head("POST", EVENT, admin, f"Content-Length: {1 << 40}")
    answer = server.raw(declared, *[MEBIBYTE] * 64)
    assert answer is None or answer.status == 413
    assert server.is_healthy()


def test_a_chunked_body_over_the_limit_is_413(server: Laurel, admin: Caller) -> None:
    chunk = b"100000\r\n" + MEBIBYTE + b"\r\n"
    declared = head("POST", EVENT, admin, "Transfer-Encoding: chunked")
    assert_it_says_too_large(server.raw(declared, *[chunk] * 4, b"0\r\n\r\n"))


def test_a_chunked_body_is_a_body(server: Laurel, admin: Caller, user: str) -> None:
    body = json.dumps({"user": {"id": user}, "value": 2}).encode()
    chunks = b"".join(b"1\r\n%c\r\n" % byte for byte in body)
    declared = head("POST", EVENT, admin, "Transfer-Encoding: chunked", "Connection: close")
    answer = server.raw(declared + chunks + b"0\r\n\r\n")
    assert answer is not None and answer.status == 201
    assert admin.total(user) == 2


def test_a_large_body_within_the_limit_is_read(admin: Caller, user: str) -> None:
    # The largest call there is: 1,000 events with an idempotency key each.
    item = {"key": "pages", "user": {"id": user, "name": "n" * 200}, "value": 1}
    items = [{**item, "idempotencyKey": f"{number:0>200}"} for number in range(1000)]
    admin.post(f"{ADMIN}/metrics/events", items).expect(202)
    assert admin.total(user) == 1000


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param(b"\x00\x01\x02\x03\r\n\r\n", id="bytes"),
        pytest.param(b"\r\n\r\n\r\n\r\n", id="line breaks"),
        pytest.param(b"GET\r\n\r\n", id="half a request line"),
        pytest.param(b"GET / HTTP/9.9\r\nHost: laurel\r\n\r\n", id="a version to come"),
        pytest.param(b"GET /\xff\xfe HTTP/1.1\r\nHost: laurel\r\n\r\n", id="a path that is not UTF-8"),
        pytest.param(b"GET /%zz HTTP/1.1\r\nHost: laurel\r\n\r\n", id="an escape that is none"),
        pytest.param(b"GET / HTTP/1.1\r\nno colon\r\n\r\n", id="a header without a colon"),
        pytest.param(b"GET / HTTP/1.1\r\n\r\n", id="no host"),
        pytest.param(b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: l\r\n\r\n", id="a path of 100 kB"),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: l\r\nX: " + b"a" * 1_000_000 + b"\r\n\r\n", id="a header of 1 MB"
        ),
        pytest.param(
            b"GET / HTTP/1.1\r\nHost: l\r\n" + b"X: y\r\n" * 100_000 + b"\r\n", id="100,000 headers"
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: l\r\nContent-Length: -1\r\n\r\n", id="a negative length"
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: l\r\nContent-Length: 99999999999999999999\r\n\r\n",
            id="an endless length",
        ),
        pytest.param(
            b"POST / HTTP/1.1\r\nHost: l\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n", id="no chunk"
        ),
    ],
)
def test_no_good_http(server: Laurel, sent: bytes) -> None:
    # A nudge at the end, so that a server that waits for more sees that no more will come.
    with socket.create_connection(("127.0.0.1", server.port), 20) as wire:
        try:
            wire.sendall(sent)
            wire.shutdown(socket.SHUT_WR)
            answer = wire.recv(65536)
        except OSError:
            answer = b""
    assert answer == b"" or answer.startswith(b"HTTP/1."), answer
    status = answer.split(b" ")[1:2]
    assert status == [] or b"400" <= status[0] < b"500" or status[0] in (b"501", b"505"), answer


def test_a_caller_who_leaves_in_the_middle(server: Laurel, admin: Caller, user: str) -> None:
    declared = head("POST", EVENT, admin, "Content-Length: 1000")
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", server.port), 20) as wire:
            wire.sendall(declared + b'{"user": ')
    admin.get(f"/v1/users/{user}").expect(404)


def test_a_caller_who_does_not_wait_for_the_answer(
    server: Laurel, admin: Caller, user: str
) -> None:
    body = json.dumps({"user": {"id": user}, "value": 1}).encode()
    sent = head("POST", EVENT, admin, f"Content-Length: {len(body)}") + body
    for _ in range(50):
        with socket.create_connection(("127.0.0.1", server.port), 20) as wire:
            wire.sendall(sent)
    # Whoever does not read the answer does not know; either is right, half an event is not.
    admin.event(user, 0).expect(201)
    assert 0 <= admin.total(user) <= 50


def test_several_requests_in_one_go(server: Laurel, admin: Caller, user: str) -> None:
    body = json.dumps({"user": {"id": user}, "value": 1}).encode()
    one = head("POST", EVENT, admin, f"Content-Length: {len(body)}") + body
    last = head("POST", EVENT, admin, f"Content-Length: {len(body)}", "Connection: close") + body
    with socket.create_connection(("127.0.0.1", server.port), 20) as wire:
        wire.sendall(one * 4 + last)
        received = b"".join(iter(lambda: wire.recv(65536), b""))
    assert received.count(b"HTTP/1.1 201") == 5
    assert admin.total(user) == 5


def test_many_idle_callers_keep_nobody_out(server: Laurel, admin: Caller, user: str) -> None:
    idle = [socket.create_connection(("127.0.0.1", server.port), 20) for _ in range(200)]
    try:
        for wire in idle[::2]:
            wire.sendall(b"POST /v1/users HTTP/1.1\r\nHost: laurel\r\n")
        admin.event(user).expect(201)
    finally:
        for wire in idle:
            wire.close()
