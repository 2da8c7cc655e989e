"""`laurel facts follow`: lines of JSON, one worker of a name, and nothing lost when that is killed."""

from __future__ import annotations

import json
import os
import queue
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest
from conftest import furnished
from laurel import Caller, Laurel

TAKEOVER = 10.0
"""The seconds within which another process goes on, as the page promises."""
DEADLINE = 60.0


class Follower:
    """One running `laurel facts follow`, and the lines that it has printed."""

    def __init__(self, server: Laurel, name: str, *arguments: str) -> None:
        self.process = subprocess.Popen(
            [str(server.binary), "facts", "follow", "--database", str(server.database),
             "--name", name, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
        self.notes: queue.Queue[str] = queue.Queue()
        self.facts: queue.Queue[dict[str, Any]] = queue.Queue()
        for pipe, line_read in (
            (self.process.stderr, self.notes.put),
            (self.process.stdout, lambda line: self.facts.put(json.loads(line))),
        ):
            threading.Thread(target=self._read, args=(pipe, line_read), daemon=True).start()

    @staticmethod
    def _read(pipe: Any, line_read: Any) -> None:
        for line in pipe:
            line_read(line)

    def take(self, count: int) -> list[dict[str, Any]]:
        """The next so many facts."""
        return [self.facts.get(timeout=DEADLINE) for _ in range(count)]

    def users(self, count: int) -> list[str]:
        return [fact["userId"] for fact in self.take(count)]

    def expect_note(self, words: str) -> None:
        note = self.notes.get(timeout=DEADLINE)
        assert words in note, note

    def end(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(DEADLINE)

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


@pytest.fixture
def followers() -> Iterator[list[Follower]]:
    running: list[Follower] = []
    yield running
    for follower in running:
        if follower.process.poll() is None:
            follower.kill()


@pytest.fixture
def walkers(fresh: Laurel) -> Caller:
    """An admin of a sandbox where whoever does something begins a streak."""
    caller = furnished(fresh.caller())
    streak = {"metrics": [{"key": "pages", "threshold": 1}]}
    caller.patch("/admin/v1/streaks/settings", streak).expect(200)
    return caller


def test_every_fact_is_a_line_and_a_name_goes_on_where_it_stopped(
    walkers: Caller, followers: list[Follower]
) -> None:
    server = walkers.server
    tour = {"name": "Tour", "trigger": "api", "key": "tour", "status": "active"}
    walkers.post("/admin/v1/achievements", [tour]).expect(201)
    walkers.event("ada").expect(201)
    walkers.post("/v1/achievements/tour/complete", {"user": {"id": "ada"}})
    follower = Follower(server, "first")
    followers.append(follower)
    follower.expect_note("following as first")
    started, completed = follower.take(2)
    assert set(started) == {
        "cursor", "type", "workspace", "userId", "subject", "at", "told", "data",
    }  # fmt: skip
    assert started["type"] == "streak.started"
    assert started["data"] == {"length": 1, "previousLength": 0, "freezes": 0, "count": 0}
    assert (completed["type"], completed["userId"]) == ("achievement.completed", "ada")
    assert completed["data"]["key"] == "tour"
    listed = walkers.get("/admin/v1/facts").json()["facts"]
    assert [fact["cursor"] for fact in listed] == [started["cursor"], completed["cursor"]]
    assert follower.end() == 0
    walkers.event("ben").expect(201)
    again = Follower(server, "first")
    followers.append(again)
    assert again.users(1) == ["ben"]
    other = Follower(server, "second", "--kinds", "achievement.completed")
    followers.append(other)
    assert [fact["cursor"] for fact in other.take(1)] == [completed["cursor"]]
    assert again.end() == other.end() == 0


def test_another_process_takes_over_after_a_kill_and_nothing_is_lost(
    walkers: Caller, followers: list[Follower]
) -> None:
    server = walkers.server
    first = Follower(server, "mail")
    followers.append(first)
    first.expect_note("following as mail")
    second = Follower(server, "mail")
    followers.append(second)
    second.expect_note("another process follows as mail")
    before = [f"before-{index}" for index in range(20)]
    for user in before:
        walkers.event(user).expect(201)
    assert first.users(len(before)) == before
    assert second.facts.empty()

    first.kill()
    killed = time.monotonic()
    after = [f"after-{index}" for index in range(20)]
    for user in after:
        walkers.event(user).expect(201)
    seen = second.users(1)
    elapsed = time.monotonic() - killed
    while seen[-1] != after[-1]:
        seen += second.users(1)
    # What the first one printed last may come again; nothing is missing, and the order holds.
    repeated = [user for user in seen if user in before]
    assert repeated == before[len(before) - len(repeated) :]
    assert [user for user in seen if user not in before] == after
    assert elapsed < TAKEOVER, f"taken over after {elapsed:.1f} s"
    assert second.end() == 0


def test_killed_again_and_again_while_events_come_in(
    walkers: Caller, followers: list[Follower]
) -> None:
    server = walkers.server
    sent: list[str] = []
    seen: list[str] = []
    for turn in range(3):
        pair = [Follower(server, "hard"), Follower(server, "hard")]
        followers.extend(pair)
        for index in range(10):
            sent.append(f"turn-{turn}-{index}")
            walkers.event(sent[-1]).expect(201)
        deadline = time.monotonic() + DEADLINE
        while sent[-1] not in seen:
            assert time.monotonic() < deadline, f"{sent[-1]} never came: {seen}"
            for follower in pair:
                while not follower.facts.empty():
                    seen.append(follower.facts.get()["userId"])
            time.sleep(0.01)
        for follower in pair:
            follower.kill()
    assert sorted(set(seen)) == sorted(sent)


def test_a_pipe_that_nobody_reads_leaves_the_place_where_it_was(
    walkers: Caller, followers: list[Follower]
) -> None:
    server = walkers.server
    walkers.event("ada").expect(201)
    reading, writing = os.pipe()
    os.close(reading)
    answer = subprocess.run(
        [str(server.binary), "facts", "follow", "--database", str(server.database),
         "--name", "pipe"],
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        timeout=DEADLINE,
    )  # fmt: skip
    os.close(writing)
    assert answer.returncode == 1
    assert "standard output cannot be written" in answer.stderr
    again = Follower(server, "pipe")
    followers.append(again)
    assert again.users(1) == ["ada"]
    assert again.end() == 0


@pytest.mark.parametrize(
    ("arguments", "problem"),
    [
        ((), "--name"),
        (("--name", "a b"), "option --name must be 1 to 100 letters"),
        (("--name", "a", "--kinds", "streak.lsot"), 'not "streak.lsot"'),
        (("--name", "a", "--from", "then"), "option --from must be start or now"),
    ],
)
def test_what_cannot_be_meant_is_refused(
    server: Laurel, arguments: tuple[str, ...], problem: str
) -> None:
    answer = server.command("facts", "follow", "--database", str(server.database), *arguments)
    assert answer.returncode == 2
    assert problem in answer.stderr
