"""Attacks on the edge of the server: half requests, floods of bodies, streams that nobody reads.

Each is small here, and larger in `make harden`.
"""

from __future__ import annotations

import json
import re
import resource
import select
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
from harden import BODY_MEBIBYTES, CONNECTIONS, gave, resident_bytes
from laurel import Caller, Laurel, serving

ENGINES = ("sqlite",)
MEBIBYTE = 1 << 20
UNREAD_KIBIBYTES = 32
"""What docs/api/stream.md says that a stream holds at most which nobody reads."""

# A path of each wire, and where its errors have their sentence.
WIRES = {
    "trophy": ("/v1/metrics/pages/event", lambda body: body["error"]),
    "trophy's admin interface": ("/admin/v1/metrics", lambda body: body["error"]),
    "bricqs": ("/api/v1/gamify/streaks/record", lambda body: body["detail"]),
    "phoenix": ("/v1/streaks", lambda body: body["error"]["message"]),
    "the stream": ("/v1/stream", lambda body: body["error"]["message"]),
}

CHUNKED = "Transfer-Encoding: chunked"
BEHIND = b"GET /health HTTP/1.1\r\nHost: laurel\r\n\r\n"
SMUGGLED = {
    "a space before the colon of a coding": ("Transfer-Encoding : chunked", b"0\r\n\r\n"),
    "a space before the colon of a length": ("Content-Length : 5", b"aaaaa"),
    "a tab before the colon of a length": ("Content-Length\t: 5", b"aaaaa"),
    "two hosts": ("Host: other", b""),
    "a carriage return in a value": ("X-Note: a\rContent-Length: 5", b"aaaaa"),
    "a length and a coding": (f"Content-Length: 5\r\n{CHUNKED}", b"0\r\n\r\n"),
    "two lengths": ("Content-Length: 5\r\nContent-Length: 6", b"aaaaaa"),
    "a header on two lines": ("X-Note: a\r\n b", b""),
}
SMUGGLED_BODIES = {
    "a line feed in a chunk's extension": b"5;a\nb\r\naaaaa\r\n0\r\n\r\n",
    "a line feed after a size": b"5\naaaaa\r\n0\r\n\r\n",
    "a chunk longer than its size": b"2\r\naaaaa\r\n0\r\n\r\n",
    "a space before the colon of a trailer": b"0\r\nX-Sum : 1\r\n\r\n",
}


@pytest.fixture(scope="module")
def server(binary: Path, new_database) -> Iterator[Laurel]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 3 * CONNECTIONS)), hard))
    maximum = ["--max-connections", str(CONNECTIONS)]
    address = ["--max-connections-per-address", str(10 * CONNECTIONS)]
    memory = ["--max-body-memory", str(BODY_MEBIBYTES)]
    with serving(binary, new_database(), *maximum, *address, *memory) as running:
        yield running


def connect(server: Laurel) -> socket.socket:
    return socket.create_connection(("127.0.0.1", server.port), 20)


def answer_of(server: Laurel, sent: bytes) -> bytes:
    """Everything that the server says until it closes."""
    with connect(server) as wire:
        wire.sendall(sent)
        received = b""
        try:
            while part := wire.recv(65536):
                received += part
        except ConnectionResetError:
            pass
        return received


def answer_count(received: bytes) -> int:
    return len(re.findall(rb"HTTP/1\.1 \d\d\d ", received))


def note_smuggling(received: bytes) -> None:
    refused = int(received.startswith(b"HTTP/1.1 400 "))
    gave("smuggling", tried=1, refused=refused, taken=answer_count(received) - 1)


@pytest.mark.parametrize("wire", WIRES)
@pytest.mark.parametrize("attack", [*SMUGGLED, *SMUGGLED_BODIES])
def test_nothing_is_smuggled(server: Laurel, admin: Caller, wire: str, attack: str) -> None:
    path, sentence = WIRES[wire]
    fields, body = SMUGGLED.get(attack) or (CHUNKED, SMUGGLED_BODIES[attack])
    head = f"POST {path} HTTP/1.1\r\nHost: laurel\r\nX-API-KEY: {admin.key}\r\n{fields}\r\n\r\n"
    if attack in SMUGGLED_BODIES and wire == "the stream":
        pytest.skip("the stream takes no body")
    received = answer_of(server, head.encode() + body + BEHIND)
    head_received, _, body_received = received.partition(b"\r\n\r\n")
    note_smuggling(received)
    assert head_received.startswith(b"HTTP/1.1 400 "), received
    assert b"connection: close" in head_received.lower()
    assert answer_count(received) == 1, "what stood behind was run"
    assert sentence(json.loads(body_received)).endswith(".")


def test_a_coding_on_an_old_version(server: Laurel) -> None:
    received = answer_of(
        server, f"POST /v1/users HTTP/1.0\r\n{CHUNKED}\r\n\r\n0\r\n\r\n".encode() + BEHIND
    )
    note_smuggling(received)
    assert received.startswith(b"HTTP/1.1 400 ") and answer_count(received) == 1


@pytest.mark.parametrize("begun", [b"", b"GET /hea", b"GET /health HTTP/1.1\r\nHo"])
def test_who_leaves_in_the_middle_keeps_no_place(
    server: Laurel, admin: Caller, begun: bytes
) -> None:
    for _ in range(CONNECTIONS + 100):
        with connect(server) as wire:
            wire.sendall(begun)
    started = time.monotonic()
    assert server.is_healthy()
    seconds = time.monotonic() - started
    gave("slow", left=CONNECTIONS + 100, seconds=seconds)
    assert seconds < 5


@pytest.mark.parametrize("begun", [b"", b"GET /hea", b"GET /health HTTP/1.1\r\nHo"])
def test_who_stays_in_the_middle_keeps_nobody_out(
    server: Laurel, admin: Caller, begun: bytes
) -> None:
    with ExitStack() as stack:
        for _ in range(CONNECTIONS + 100):
            stack.enter_context(connect(server)).sendall(begun)
        started = time.monotonic()
        assert server.is_healthy()
        admin.event("in-the-crowd").expect(201)
        seconds = time.monotonic() - started
        gave("slow", stayed=CONNECTIONS + 100, seconds=seconds)
        assert seconds < 5


@contextmanager
def flood(server: Laurel, count: int, head: str, megabytes: float) -> Iterator[list[socket.socket]]:
    """Connections each of which sends a part of a body that does not end."""
    part = b" " * int(megabytes * MEBIBYTE)
    wires = [connect(server) for _ in range(count)]
    try:
        for wire in wires:
            wire.setblocking(False)
            pending = memoryview(head.encode() + part)
            deadline = time.monotonic() + 2
            while pending and time.monotonic() < deadline:
                try:
                    pending = pending[wire.send(pending) :]
                except BlockingIOError:
                    time.sleep(0.001)
                except OSError:
                    break
        yield wires
    finally:
        for wire in wires:
            wire.close()


def test_bodies_of_strangers_take_no_memory(server: Laurel) -> None:
    before = resident_bytes(server.process_id)
    head = f"POST /admin/v1/metrics/events HTTP/1.1\r\nHost: l\r\nContent-Length: {4 * MEBIBYTE}\r\n\r\n"
    count = min(CONNECTIONS // 2, 2 * BODY_MEBIBYTES)
    with flood(server, count, head, 0.9):
        taken = resident_bytes(server.process_id) - before
        gave("bodies", strangers=count, strange_mebibytes=taken / MEBIBYTE)
        assert taken < 32 * MEBIBYTE + count * 64 * 1024
        assert server.is_healthy()


# What anybody may ask, without a key.
OPEN = ("/health", "/", "/ready", "/metrics", "/badges/" + "a" * 64)


@pytest.mark.parametrize("path", OPEN)
@pytest.mark.parametrize("framing", [f"Content-Length: {MEBIBYTE}", "Content-Length: 9", CHUNKED])
def test_bodies_of_strangers_are_not_waited_for_where_no_key_is_needed(
    server: Laurel, path: str, framing: str
) -> None:
    with connect(server) as wire:
        wire.settimeout(5)
        wire.sendall(f"GET {path} HTTP/1.1\r\nHost: l\r\n{framing}\r\n\r\n".encode())
        assert wire.recv(4096).startswith(b"HTTP/1.1 413 ")


def test_bodies_of_strangers_keep_nobody_with_a_key_out(server: Laurel, admin: Caller) -> None:
    ends = [f"Content-Length: {MEBIBYTE}\r\n\r\n", f"{CHUNKED}\r\n\r\nfffff\r\n"]
    count = min(CONNECTIONS // 2, BODY_MEBIBYTES + 8)
    for path in OPEN:
        for end in ends:
            head = f"GET {path} HTTP/1.1\r\nHost: l\r\n{end}"
            with flood(server, count, head, 0.95):
                figures = server.request("GET", "/metrics").expect(200).body.decode()
                held = re.search(r"^laurel_http_body_memory_bytes (\d+)", figures, re.M)
                assert int(held[1]) == 0, path
                admin.event("beside-strangers").expect(201)


def test_bodies_of_those_with_a_key_are_bounded_and_given_back(
    server: Laurel, admin: Caller
) -> None:
    head = (
        f"POST /admin/v1/metrics/events HTTP/1.1\r\nHost: l\r\nX-API-KEY: {admin.key}\r\n"
        f"Content-Length: {4 * MEBIBYTE}\r\n\r\n"
    )
    before = resident_bytes(server.process_id)
    count = max(8, BODY_MEBIBYTES // 2)
    with flood(server, count, head, 3.7) as wires:
        answered, _, _ = select.select(wires, [], [], 20)
        assert answered, "nobody was refused"
        answers = [wire.recv(4096) for wire in answered]
        assert all(answer.startswith(b"HTTP/1.1 503 ") for answer in answers), answers
        assert all(b"retry-after: " in answer.lower() for answer in answers)
        taken = resident_bytes(server.process_id) - before
        gave("bodies", senders=count, refused=len(answers), limit=float(BODY_MEBIBYTES))
        gave("bodies", mebibytes=taken / MEBIBYTE)
        # Growing copies: the old and the new memory of a body are there for a moment.
        assert taken < 2 * BODY_MEBIBYTES * MEBIBYTE
        admin.event("beside-the-flood").expect(201)
    deadline = time.monotonic() + 10
    while (left := resident_bytes(server.process_id) - before) > 24 * MEBIBYTE:
        assert time.monotonic() < deadline, f"{left} bytes stay"
        time.sleep(0.1)
    gave("bodies", left_mebibytes=left / MEBIBYTE)
    admin.event("after-the-flood").expect(201)


def test_streams_that_nobody_reads_take_little(server: Laurel, admin: Caller) -> None:
    """The facts are about users who are there: new ones would have the database's own memory of pages
    grow, by more than all streams together take."""
    count = CONNECTIONS // 2
    head = f"GET /v1/stream?type=user.changed HTTP/1.1\r\nHost: l\r\nX-API-KEY: {admin.key}\r\n\r\n"
    rounds = iter(range(20))

    def subscribe(stack: ExitStack) -> None:
        wire = stack.enter_context(socket.socket())
        wire.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        wire.connect(("127.0.0.1", server.port))
        wire.sendall(head.encode())

    def told(streams: int) -> int:
        """By how much the server has grown after 3,000 facts that so many streams do not read."""
        before = resident_bytes(server.process_id)
        name = f"name-{next(rounds)}"
        with ExitStack() as stack:
            for _ in range(streams):
                subscribe(stack)
            for start in range(0, 3_000, 1_000):
                users = [{"id": f"told-{n}", "name": name} for n in range(start, start + 1_000)]
                items = [{"key": "pages", "user": user, "value": 1} for user in users]
                admin.post("/admin/v1/metrics/events", items).expect(202)
            # They are taken as far as they are.
            time.sleep(2)
            assert server.is_healthy()
            return resident_bytes(server.process_id) - before

    # With some streams the server has grown by what all of them share, and whoever follows facts too.
    while told(8) > 3 * MEBIBYTE:
        assert next(rounds) < 18, "it grows and grows"
    each = told(count) / count
    gave("streams", streams=count, kibibytes=each / 1024)
    # The rest of what is shared: the texts of this time, and whatever it took to make them.
    assert each < UNREAD_KIBIBYTES * 1024 + 6 * MEBIBYTE / count, f"{each / 1024:.0f} KiB a stream"


def test_the_sending_side_may_be_closed(server: Laurel, admin: Caller) -> None:
    body = json.dumps({"user": {"id": "half-closed"}, "value": 1})
    head = (
        f"POST /v1/metrics/pages/event HTTP/1.1\r\nHost: l\r\nX-API-KEY: {admin.key}\r\n"
        f"Content-Length: {len(body)}\r\n\r\n"
    )
    with connect(server) as wire:
        wire.sendall((head + body).encode())
        wire.shutdown(socket.SHUT_WR)
        assert wire.recv(65536).startswith(b"HTTP/1.1 201 ")


def test_head_of_an_export_leaves_the_connection_in_order(server: Laurel, admin: Caller) -> None:
    admin.event("exported").expect(201)
    key = f"Host: l\r\nX-API-KEY: {admin.key}\r\n"
    with connect(server) as wire:
        wire.sendall(f"HEAD /admin/v1/users/exported/export HTTP/1.1\r\n{key}\r\n".encode())
        time.sleep(0.2)
        wire.sendall(f"GET /health HTTP/1.1\r\n{key}Connection: close\r\n\r\n".encode())
        received = b"".join(iter(lambda: wire.recv(65536), b""))
    first, second = received.split(b"\r\n\r\n", 1)
    assert first.startswith(b"HTTP/1.1 200 ")
    assert second.startswith(b"HTTP/1.1 200 "), received


@pytest.mark.parametrize(
    "path, headers, said",
    [
        ("/v1/users", {"Content-Encoding": "gzip"}, "Content-Encoding"),
        ("/admin/v1/badges", {"Content-Type": "multipart/form-data; boundary=a"}, "image/png"),
    ],
)
def test_forms_that_are_not_taken_are_415(
    admin: Caller, path: str, headers: dict[str, str], said: str
) -> None:
    answer = admin.call("POST", path, b"\x1f\x8b\x08", **headers).expect(415)
    assert said in answer.error


def test_too_few_descriptors_are_told_at_the_start(binary: Path, tmp_path: Path) -> None:
    ended = subprocess.run(
        ["sh", "-c", f"ulimit -n 24; exec {binary} serve --port 0 --database {tmp_path}/a.db"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 1
    assert "open files" in ended.stderr and "--max-connections" in ended.stderr
    assert "listens" not in ended.stdout
    assert list(tmp_path.iterdir()) == [], "nothing was opened before it was refused"
