"""Files that cannot be written, disks that are full, and files of others: told, not adopted."""

from __future__ import annotations

import os
import re
import shutil
import sqlite3
import stat
import subprocess
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from harden import SIZE, gave
from laurel import STOP_DEADLINE, Caller, Laurel, run, serving

ENGINES = ("sqlite",)
NOBODY = 65_534


@pytest.fixture
def disk() -> Iterator[Path]:
    """A small disk of its own."""
    folder = Path(tempfile.mkdtemp(prefix="laurel-disk-"))
    options = ["-t", "tmpfs", "-o", f"size={16 * SIZE}m,mode=0755", "none", str(folder)]
    if os.geteuid() != 0 or subprocess.run(["mount", *options], check=False).returncode != 0:
        folder.rmdir()
        pytest.skip("making a disk takes root")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", str(folder)], check=True)
        folder.rmdir()


def fill(disk: Path, room: int = 0) -> Path:
    """Leaves no room on a disk, or a little; the file that is given takes all of it."""
    ballast = disk / "ballast"
    with ballast.open("ab", buffering=0) as file:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while file.write(b"x" * size) == size:
                    pass
            except OSError:
                pass
    os.truncate(ballast, max(0, ballast.stat().st_size - room))
    return ballast


def stored_until_refused(caller: Caller, user: str) -> set[str]:
    """Sends large events until the disk refuses one, and gives the keys of those that were stored."""
    stored = set()
    for number in range(20_000):
        key = f"{user}-{threading.get_ident()}-{number}-" + "k" * 180
        answer = caller.event(user, 1, idempotency_key=key)
        if answer.expect(201, 503).status == 503:
            assert "disk is full" in answer.error
            assert int(answer.headers["retry-after"]) >= 1
            return stored
        stored.add(key)
    raise AssertionError("the disk never got full")


def stored_until_all_are_refused(caller: Caller, user: str) -> set[str]:
    with ThreadPoolExecutor(16) as pool:
        jobs = [pool.submit(stored_until_refused, caller, user) for _ in range(16)]
        return set().union(*(job.result() for job in jobs))


# A disk that gets full.


def test_a_full_disk_is_told_by_ready_until_there_is_room(binary: Path, disk: Path) -> None:
    with serving(binary, disk / "laurel.db") as server:
        caller = server.caller()
        caller.create_metric("pages")
        for round in range(2 * SIZE):
            server.request("GET", "/ready").expect(200)
            ballast = fill(disk, room=1 << 20)
            user = f"user-{round}"
            stored = stored_until_all_are_refused(caller, user)
            assert server.request("GET", "/ready").expect(503).json() == {
                "status": "database unavailable",
                "reason": "disk full",
            }
            assert caller.get("/v1/users/nobody").status == 404, "reads go on"
            ballast.unlink()
            started = time.monotonic()
            while server.request("GET", "/ready").status != 200:
                assert time.monotonic() < started + 10
                time.sleep(0.05)
            gave("disk", fillings=1, seconds=time.monotonic() - started)
            found = [event["idempotencyKey"] for event in caller.events(user)]
            extra = len(found) - len(stored & set(found))
            gave("disk", stored=len(stored), lost=len(stored - set(found)), extra=extra)
            assert sorted(found) == sorted(stored)
            caller.event(user, 1).expect(201)
            assert caller.total(user) == len(stored) + 1


def test_a_full_disk_is_told_before_anybody_writes(binary: Path, disk: Path) -> None:
    """By a server that is idle within two seconds, and by one that starts on it at once."""
    full = {"status": "database unavailable", "reason": "disk full"}
    with serving(binary, disk / "laurel.db") as server:
        server.caller().create_metric("pages")
        server.request("GET", "/ready").expect(200)
        ballast = fill(disk)
        started = time.monotonic()
        while server.request("GET", "/ready").status == 200:
            assert time.monotonic() < started + 2
            time.sleep(0.05)
        gave("disk", told=time.monotonic() - started)
        assert server.request("GET", "/ready").json() == full
        server.stop()
        server.start()
        started = time.monotonic()
        assert server.request("GET", "/ready").expect(503).json() == full
        gave("disk", told=time.monotonic() - started)
        ballast.unlink()
        started = time.monotonic()
        while server.request("GET", "/ready").status != 200:
            assert time.monotonic() < started + 2
            time.sleep(0.05)


def test_refused_writes_are_one_line_a_second(binary: Path, disk: Path) -> None:
    with serving(binary, disk / "laurel.db") as server:
        caller = server.caller()
        caller.create_metric("pages")
        ballast = fill(disk)
        stored_until_refused(caller, "ada")
        time.sleep(1.1)
        before = len(server.output)
        started = time.monotonic()
        count = 500 * SIZE

        def refused(number: int) -> int:
            answer = caller.event("ada", 1, idempotency_key=f"more-{number}-" + "k" * 200)
            return int(answer.expect(201, 503).status == 503)

        with ThreadPoolExecutor(16) as pool:
            refusals = sum(pool.map(refused, range(count)))
        assert refusals > count / 2
        seconds = time.monotonic() - started
        deadline = time.monotonic() + 10
        told = 0
        while told < refusals and time.monotonic() < deadline:
            time.sleep(0.1)
            lines = [line for line in server.output[before:] if "Z failed " in line]
            told = sum(int((re.findall(r"times=(\d+)", line) or ["1"])[0]) for line in lines)
        gave("log", refusals=refusals, seconds=seconds, lines=len(lines), told=told)
        assert told == refusals
        assert len(lines) <= seconds + 4, lines
        ballast.unlink()


def test_a_new_database_on_a_full_disk_is_refused_as_such(binary: Path, disk: Path) -> None:
    for room in range(0, 64, max(1, 16 // SIZE)):
        # A little room lets it come to another step before there is none.
        ballast = fill(disk, room=room * 1024)
        answer = run(binary, "serve", "--port", "0", "--database", str(disk / "laurel.db"))
        gave("disk", starts=1, refused_starts=int("disk is full" in answer.stderr))
        assert answer.returncode == 1, answer
        assert "disk is full" in answer.stderr, answer.stderr
        for file in disk.glob("laurel.db*"):
            file.unlink()
        ballast.unlink()


# Files that cannot be written.


@pytest.fixture
def shared() -> Iterator[Path]:
    """A folder that everybody may enter and write, with the program in it."""
    folder = Path(tempfile.mkdtemp(prefix="laurel-shared-"))
    folder.chmod(0o777)
    try:
        yield folder
    finally:
        shutil.rmtree(folder)


def run_as_nobody(binary: Path, folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    if os.geteuid() != 0:
        return run(binary, *arguments)
    program = folder / "laurel"
    shutil.copy(binary, program)
    program.chmod(0o755)
    return subprocess.run(
        [str(program), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=STOP_DEADLINE,
        check=False,
        cwd="/",
        user=NOBODY,
        group=NOBODY,
        extra_groups=[],
    )


@pytest.mark.parametrize(
    ("file_mode", "folder_mode", "words"),
    [
        pytest.param(0o444, 0o777, "it cannot be written", id="a file that can only be read"),
        pytest.param(0o000, 0o777, "unable to open", id="a file that cannot be read"),
        pytest.param(0o644, 0o555, "folder cannot be written", id="a folder that takes no log"),
    ],
)
def test_a_file_that_cannot_be_written_is_refused_at_the_start(
    binary: Path, shared: Path, file_mode: int, folder_mode: int, words: str
) -> None:
    folder = shared / "data"
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    database = folder / "laurel.db"
    made = run_as_nobody(
        binary, shared, "keys", "create", "--create", "--database", str(database),
        "--environment", "live", "--scope", "admin",
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    # Without a log beside it, which would be used as it is.
    with sqlite3.connect(database) as connection:
        connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    assert [file.name for file in folder.iterdir()] == ["laurel.db"]
    database.chmod(file_mode)
    folder.chmod(folder_mode)
    answer = run_as_nobody(binary, shared, "serve", "--port", "0", "--database", str(database))
    assert answer.returncode == 1, answer
    assert str(database) in answer.stderr and words in answer.stderr, answer.stderr
    assert "listens" not in answer.stdout


@pytest.mark.parametrize("verb", ["serve", "demo"])
def test_the_database_of_another_program_is_left_alone(
    binary: Path, tmp_path: Path, verb: str
) -> None:
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as connection:
        connection.execute("CREATE TABLE customer (id INTEGER)")
    connection.close()
    before = path.read_bytes()
    words = ["--port", "0"] if verb == "serve" else []
    answer = run(binary, verb, *words, "--database", str(path))
    assert answer.returncode == 1
    assert "another program" in answer.stderr
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["other.db"]


# Who may read them.


@pytest.mark.parametrize("mask", [0o000, 0o022, 0o077])
def test_no_file_with_secrets_is_for_others(binary: Path, tmp_path: Path, mask: int) -> None:
    old = os.umask(mask)
    try:
        database = tmp_path / "laurel.db"
        with serving(binary, database) as server:
            server.caller().create_metric("pages")
            copy = tmp_path / "copy.db"
            backup = server.command("backup", "--database", str(database), "--to", str(copy))
            assert backup.returncode == 0, backup.stderr
            names = [database, Path(f"{database}-wal"), Path(f"{database}-shm"), copy]
            assert [stat.S_IMODE(name.stat().st_mode) for name in names] == [0o600] * 4
        other = tmp_path / "other.db"
        copied = run(binary, "copy", "--from", f"sqlite:{database}", "--to", f"sqlite:{other}")
        assert copied.returncode == 0, copied.stderr
        assert stat.S_IMODE(other.stat().st_mode) == 0o600
    finally:
        os.umask(old)


# Commands beside a busy server.


def test_keys_are_made_and_ended_while_a_heavy_import_runs(binary: Path, tmp_path: Path) -> None:
    with serving(binary, tmp_path / "laurel.db") as server:
        caller = server.caller()
        caller.create_metric("pages")
        ending = threading.Event()
        counts = [0] * 6

        def import_much(number: int) -> None:
            batch = [
                {"key": "pages", "user": {"id": f"{number}-{user}"}, "value": 1}
                for user in range(500)
            ]
            while not ending.is_set():
                caller.post("/admin/v1/metrics/events", batch).expect(202)
                counts[number] += 1

        with ThreadPoolExecutor(len(counts)) as pool:
            jobs = [pool.submit(import_much, number) for number in range(len(counts))]
            try:
                while sum(counts) < len(counts):
                    time.sleep(0.01)
                for _ in range(3 * SIZE):
                    key = server.key("live")
                    prefix = key.partition(".")[0]
                    revoked = server.keys("revoke", prefix)
                    assert revoked.returncode == 0, revoked.stderr
            finally:
                ending.set()
            for job in jobs:
                job.result()
        listed = server.keys("list")
        assert listed.stdout.count("revoked") == 3 * SIZE


def test_a_use_of_a_key_is_soon_seen_by_others(server: Laurel) -> None:
    key = server.key()
    server.caller(key).get("/admin/v1/metrics").expect(200)
    prefix = key.partition(".")[0]
    deadline = time.monotonic() + 8
    while True:
        line = next(line for line in server.keys("list").stdout.splitlines() if prefix in line)
        if "never" not in line:
            return
        assert time.monotonic() < deadline, line
