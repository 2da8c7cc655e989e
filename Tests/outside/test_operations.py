"""What an operator meets: help, first start, health, a clean end, and refusals that explain."""

from __future__ import annotations

import json
import re
import socket
import sqlite3
import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from conftest import Place
from crowd import Sent, send_all
from laurel import Caller, Laurel, encoded, event_body, run, send, serving

# The command line.


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        pytest.param(["--help"], ["serve", "keys", "demo"], id="--help"),
        pytest.param(["help"], ["serve", "keys", "demo"], id="help"),
        pytest.param(
            ["help", "serve"], ["--host", "--port", "--database", "127.0.0.1", "8080"], id="serve"
        ),
        pytest.param(["help", "demo"], ["--database"], id="demo"),
        pytest.param(["serve", "--help"], ["--host", "--port", "--database"], id="serve --help"),
    ],
)
def test_help(binary: Path, arguments: list[str], words: list[str]) -> None:
    answer = run(binary, *arguments)
    assert (answer.returncode, answer.stderr) == (0, "")
    for word in words:
        assert word in answer.stdout
    assert max(len(line) for line in answer.stdout.splitlines()) <= 100


def test_version(binary: Path) -> None:
    answer = run(binary, "--version")
    assert answer.returncode == 0
    assert re.search(r"\d+\.\d+", answer.stdout)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        pytest.param(["serve", "--colour"], "--colour", id="unknown option"),
        pytest.param(["serve", "--port"], "--port", id="option without a value"),
        pytest.param(["serve", "--port", "many"], "--port", id="port of words"),
        pytest.param(["serve", "--port", "70000"], "--port", id="port too great"),
        pytest.param(["serve", "--port", "-1"], "--port", id="port too small"),
        pytest.param(["serve", "more"], "more", id="one word too many"),
        pytest.param(["dance"], "dance", id="unknown command"),
        pytest.param(["help", "dance"], "dance", id="help on nothing"),
        pytest.param(["--colour"], "--colour", id="unknown option alone"),
        pytest.param(["demo", "--colour"], "--colour", id="unknown option of demo"),
    ],
)
def test_a_wrong_call_is_2_and_says_what_is_wrong(
    binary: Path, tmp_path: Path, arguments: list[str], word: str
) -> None:
    answer = run(binary, *arguments)
    assert answer.returncode == 2, answer
    assert word in answer.stderr
    assert answer.stdout == ""


# The first start.


def test_the_first_start_says_how_to_get_a_key(binary: Path, tmp_path: Path) -> None:
    server = Laurel(binary, tmp_path / "laurel.db").start()
    server.close()
    assert "laurel keys create" in server.log
    assert str(server.database) in server.log


def test_with_a_key_the_start_says_nothing_of_keys(binary: Path, tmp_path: Path) -> None:
    server = Laurel(binary, tmp_path / "laurel.db")
    server.key()
    server.start()
    server.close()
    assert "laurel keys create" not in server.log


def test_the_demo_is_ready_to_be_called(binary: Path, tmp_path: Path) -> None:
    database = tmp_path / "demo.db"
    made = run(binary, "demo", "--database", str(database))
    assert made.returncode == 0, made.stderr
    assert "curl" in made.stdout
    keys = set(re.findall(r"[\w-]{4,}\.[\w-]{20,}", made.stdout))
    assert len(keys) == 1, made.stdout
    with serving(binary, database) as server:
        caller = server.caller(server.keep_secret(keys.pop()))
        metrics = caller.get("/admin/v1/metrics").expect(200).json()
        users = caller.get("/admin/v1/users").expect(200).json()["users"]
        assert metrics and users
        assert caller.get("/admin/v1/attributes").expect(200).json()
        user = users[0]["id"]
        assert list(caller.events(user))
        caller.event(user, 1, metric=metrics[0]["key"]).expect(201)


def test_a_second_demo_changes_nothing(binary: Path, tmp_path: Path) -> None:
    database = tmp_path / "demo.db"
    run(binary, "demo", "--database", str(database))
    with serving(binary, database) as server:
        caller = server.caller()
        before = caller.get("/admin/v1/users?limit=100").expect(200).json()
        again = server.command("demo", "--database", str(database))
        assert again.returncode == 0, again.stderr
        assert again.stdout or again.stderr
        assert caller.get("/admin/v1/users?limit=100").json() == before


# Health.


def test_health_and_readiness_need_no_key(server: Laurel) -> None:
    assert server.request("GET", "/health").expect(200).json() == {"status": "ok"}
    server.request("GET", "/ready").expect(200)


def test_metrics_are_prometheus_text(server: Laurel, admin: Caller, user: str) -> None:
    admin.event(user).expect(201)
    admin.event(user, "bad").expect(422)
    answer = server.request("GET", "/metrics").expect(200)
    assert answer.headers["content-type"].startswith("text/plain")
    text = answer.body.decode()
    sample = re.compile(r'^[a-zA-Z_:][\w:]*(\{[\w]+="[^"]*"(,[\w]+="[^"]*")*,?\})? [-+.\w]+$')
    for line in text.splitlines():
        assert line == "" or line.startswith("#") or sample.match(line), line
    assert "# TYPE" in text
    for word in ("request", "group", "queue", "database"):
        assert word in text
    # A path with the caller's ids in it would make a series for each user.
    assert user not in text


def test_methods_that_a_caller_makes_up_share_a_label(server: Laurel) -> None:
    for number in range(20):
        line = f"MADEUP{number} /health HTTP/1.1\r\nHost: laurel\r\n\r\n"
        assert server.raw(line.encode()) is not None
    text = server.request("GET", "/metrics").expect(200).body.decode()
    assert "MADEUP" not in text
    assert 'method="other"' in text


def test_metrics_count_requests(server: Laurel, admin: Caller, user: str) -> None:
    def requests() -> float:
        text = server.request("GET", "/metrics").expect(200).body.decode()
        counted = re.findall(r"^\w*requests_total(?:\{[^}]*\})? ([\d.e+]+)$", text, re.MULTILINE)
        return sum(float(number) for number in counted)

    before = requests()
    for _ in range(10):
        admin.event(user).expect(201)
    assert requests() >= before + 10


def test_metrics_tell_connections_and_the_memory_of_bodies(server: Laurel, admin: Caller) -> None:
    def gauge(name: str) -> float:
        text = server.request("GET", "/metrics").expect(200).body.decode()
        return float(re.search(rf"^laurel_http_{name} (\S+)$", text, re.MULTILINE).group(1))

    def until(holds: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 20
        while not holds():
            assert time.monotonic() < deadline

    head = f"POST /admin/v1/metrics/events HTTP/1.1\r\nHost: a\r\nX-API-KEY: {admin.key}\r\n"
    begun = (head + "Content-Length: 200000\r\n\r\n").encode() + b" " * 100_000
    before = gauge("connections")
    wires = [socket.create_connection(("127.0.0.1", server.port), 20) for _ in range(5)]
    try:
        for wire in wires:
            wire.sendall(begun)
        until(lambda: gauge("connections") >= before + 5 and gauge("body_memory_bytes") >= 500_000)
    finally:
        for wire in wires:
            wire.close()
    until(lambda: gauge("connections") <= before and gauge("body_memory_bytes") == 0)


def test_head_is_get_without_a_body(server: Laurel) -> None:
    answer = server.raw(b"HEAD /health HTTP/1.0\r\n\r\n")
    assert answer is not None and answer.status in (200, 405)


# The end.


def test_every_request_in_flight_is_answered_before_the_end(binary: Path, tmp_path: Path) -> None:
    server = Laurel(binary, tmp_path / "laurel.db").start()
    caller = server.caller()
    caller.create_metric("pages")
    caller.event("ada", 0).expect(201)
    callers = 32
    batch = encoded([{"key": "pages", **event_body("ada", 1)}] * 500)
    everybody = threading.Barrier(callers)
    first = threading.Event()

    def send_one() -> int:
        connection = server.connection()
        # An answered call first: the server knows this connection before the end begins.
        send(connection, "GET", "/v1/users/ada", None, caller.headers({})).expect(200)
        everybody.wait(60)
        headers = caller.headers({"Content-Type": "application/json"})
        answer = send(connection, "POST", "/admin/v1/metrics/events", batch, headers)
        first.set()
        return answer.expect(202, 503).status

    with ThreadPoolExecutor(callers) as pool:
        jobs = [pool.submit(send_one) for _ in range(callers)]
        assert first.wait(60)
        server.terminate()
        statuses = [job.result() for job in jobs]
    assert server.wait() == 0, server.log
    server.start()
    assert caller.total("ada") == 500 * statuses.count(202)
    server.close()


def test_what_was_answered_before_the_end_is_there_after_it(
    binary: Path, database: Place
) -> None:
    server = Laurel(binary, database).start()
    caller = server.caller()
    caller.create_metric("pages")
    answered = threading.Semaphore(0)

    def end_it() -> None:
        for _ in range(300):
            answered.acquire(timeout=60)
        server.terminate()

    ending = threading.Thread(target=end_it)
    ending.start()
    outcomes = send_all(caller, [Sent("ada", "1")] * 3000, 32, answered.release)
    ending.join()
    assert server.wait() == 0, server.log
    kept = sum(1 for _, answer in outcomes if answer is not None and answer.status == 201)
    assert kept >= 300
    server.start()
    # A connection that broke leaves its one event open: stored, or not.
    assert kept <= caller.total("ada") <= kept + 32
    server.close()


def test_the_end_does_not_wait_for_the_idle(binary: Path, tmp_path: Path) -> None:
    server = Laurel(binary, tmp_path / "laurel.db").start()
    idle = [server.connection() for _ in range(10)]
    for connection in idle:
        send(connection, "GET", "/health").expect(200)
    assert server.stop() == 0
    for connection in idle:
        connection.close()


# Refusals.


def test_a_port_in_use_is_told(binary: Path, server: Laurel, tmp_path: Path) -> None:
    answer = run(
        binary, "serve", "--port", str(server.port), "--database", str(tmp_path / "other.db")
    )
    assert answer.returncode > 0, answer
    assert str(server.port) in answer.stderr
    assert "in use" in answer.stderr.lower()


@pytest.mark.parametrize("database", ["/nowhere/at/all/laurel.db", "/proc/laurel.db", "/"])
def test_a_database_that_cannot_be_opened_is_told(binary: Path, database: str) -> None:
    answer = run(binary, "serve", "--port", "0", "--database", database)
    assert answer.returncode > 0, answer
    assert database in answer.stderr


def test_a_file_that_is_no_database_is_told(binary: Path, tmp_path: Path) -> None:
    file = tmp_path / "letter.txt"
    file.write_text("Dear reader, this is no database.\n" * 100)
    answer = run(binary, "serve", "--port", "0", "--database", str(file))
    assert answer.returncode > 0, answer
    assert str(file) in answer.stderr
    assert file.read_text().startswith("Dear reader")


def test_a_database_of_a_newer_version_is_refused(binary: Path, tmp_path: Path) -> None:
    server = Laurel(binary, tmp_path / "laurel.db")
    server.key()
    connection = sqlite3.connect(server.database)
    connection.execute(
        "INSERT INTO schema_migration (version, name, applied_at)"
        " SELECT 9999, 'from_the_future', applied_at FROM schema_migration LIMIT 1"
    )
    connection.commit()
    connection.close()
    for arguments in (["serve", "--port", "0"], ["keys", "list"]):
        answer = run(binary, *arguments, "--database", str(server.database))
        assert answer.returncode > 0, answer
        assert "newer" in answer.stderr.lower()
        assert "9999" in answer.stderr


def test_two_servers_on_one_database_do_no_harm(binary: Path, database: Place) -> None:
    """The second may work or be refused; either way no event is lost or counted twice."""
    with serving(binary, database) as one:
        caller = one.caller()
        caller.create_metric("pages")
        two = Laurel(binary, one.database)
        try:
            two.start()
            both = [caller, two.caller(caller.key)]
        except AssertionError:
            assert str(one.database) in two.log, "the refusal does not name the database"
            both = [caller]
        with ThreadPoolExecutor(2) as pool:
            events = [Sent("ada", "1", f"key-{number}") for number in range(200)]
            jobs = [pool.submit(send_all, each, events, 8) for each in both]
            answers = [answer for job in jobs for _, answer in job.result()]
        assert all(answer and answer.status in (201, 202) for answer in answers)
        assert caller.total("ada") == 200
        if len(both) == 2:
            two.close()
    if isinstance(database, Path):
        connection = sqlite3.connect(database)
        assert connection.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        connection.close()


def test_the_log_has_no_bodies(fresh: Laurel) -> None:
    caller = fresh.caller()
    caller.create_metric("pages")
    caller.event({"id": "ada", "email": "ada.lovelace@example.com"}).expect(201)
    caller.post("/v1/users", json.dumps({"id": "ada", "email": 5, "name": "Very Private"}))
    fresh.stop()
    assert "ada.lovelace@example.com" not in fresh.log
    assert "Very Private" not in fresh.log
