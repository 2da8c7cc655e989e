"""Commands that call a running server: a user's profile, explanation and events, and the stream."""

from __future__ import annotations

import json
import os
import random
import subprocess
from pathlib import Path
from urllib.parse import quote

import pytest
from bad_network import unreliable
from conftest import furnished
from laurel import Caller, Laurel

ENGINES = ("sqlite",)


@pytest.fixture
def reader(fresh: Laurel) -> Caller:
    """An admin of a sandbox with a streak, on a day that stands still."""
    admin = furnished(fresh.caller())
    admin.set_clock("2026-03-03T12:00:00Z")
    streak = {
        "key": "reading", "name": "Reading", "primary": True,
        "sources": [{"metric": "pages"}], "window": {"period": "daily"},
    }  # fmt: skip
    admin.post("/admin/v1/streaks/definitions", [streak]).expect(201)
    return admin


def remote(
    caller: Caller, *words: str, key: str | None = None, address: str | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(caller.server.binary), *words],
        env={
            **os.environ,
            "LAUREL_SERVER": address or caller.server.address,
            "LAUREL_API_KEY": caller.key if key is None else key,
        },
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip


def test_a_user_is_shown_whatever_the_id(reader: Caller) -> None:
    user = "a/b c?é%"
    reader.event({"id": user, "name": "Ada\x1b[31m", "tz": "Europe/London"}, 2.5).expect(201)
    shown = remote(reader, "users", "show", user)
    assert shown.returncode == 0, shown.stderr
    lines = [line.split() for line in shown.stdout.splitlines()]
    assert "\x1b" not in shown.stdout
    assert ["pages", "2.5"] in lines
    streak = reader.get(f"/v1/users/{quote(user, safe='')}/streaks").expect(200).json()[0]
    assert ["reading", streak["status"], "1", "1", "0"] in lines
    whole = json.loads(remote(reader, "users", "show", user, "--json").stdout)
    assert whole["user"]["id"] == user
    assert list(whole) == ["user", "metrics", "streaks", "achievements"]


def test_a_streak_is_explained(reader: Caller) -> None:
    reader.event("ada").expect(201)
    one = remote(reader, "users", "explain", "ada", "reading")
    assert one.returncode == 0, one.stderr
    answer = reader.get("/v1/users/ada/streaks/reading/explain").expect(200).json()
    assert one.stdout.splitlines() == answer["sentences"]
    assert remote(reader, "users", "explain", "ada").stdout == one.stdout
    assert json.loads(remote(reader, "users", "explain", "ada", "--json").stdout) == answer


def test_the_newest_events_are_listed(reader: Caller) -> None:
    for number in range(3):
        reader.event("ada", number, idempotency_key=f"key-{number}").expect(201)
    listed = remote(reader, "users", "events", "ada", "--limit", "2")
    assert listed.returncode == 0, listed.stderr
    rows = [line.split() for line in listed.stdout.splitlines()]
    assert rows[0] == ["OCCURRED", "METRIC", "VALUE", "ATTRIBUTES", "KEY"]
    assert [row[1:] for row in rows[1:]] == [["pages", "2", "key-2"], ["pages", "1", "key-1"]]


@pytest.mark.parametrize(
    ("words", "key", "expected"),
    [
        (["users", "show", "nobody"], None, 'answered 404: '),
        (["users", "events", "ada"], "sandbox_no.key", "answered 401: "),
        (["users", "explain", "ada"], "", "the variable LAUREL_API_KEY must have an API key"),
        (["users", "explain", "ada"], "a\nX-Other: 1", "has no control characters"),
        (["tail"], "sandbox_no.key", "answered 401: "),
        (["tail", "--type", "streak.flew"], None, "answered 400: "),
        (["users", "show", "ada", "--server", "http://127.0.0.1:9"], None, "cannot be reached: "),
    ],
)  # fmt: skip
def test_what_goes_wrong_is_told(
    reader: Caller, words: list[str], key: str | None, expected: str
) -> None:
    told = remote(reader, *words, key=key)
    assert told.returncode == 1
    assert told.stdout == ""
    assert told.stderr.startswith("laurel: ") and expected in told.stderr
    assert "sandbox_no" not in told.stderr


def test_the_tail_goes_on_after_the_last_event_over_a_bad_network(reader: Caller) -> None:
    users = [f"user-{number}" for number in range(12)]
    for user in users:
        reader.event(user).expect(201)
    with unreliable(reader.server.port, random.Random(3)) as (port, _):
        # An id of nowhere begins with everything there is, after a note.
        told = remote(
            reader, "tail", "--json", "--type", "streak.incremented", "--after", "0",
            "--count", str(len(users) + 1), address=f"http://127.0.0.1:{port}",
        )  # fmt: skip
    assert told.returncode == 0, told.stderr
    events = [json.loads(line) for line in told.stdout.splitlines()]
    assert events.pop(0)["type"] == "stream.reset"
    assert [event["data"]["user_id"] for event in events] == users
    assert len({event["id"] for event in events}) == len(users)
    again = remote(reader, "tail", "--after", events[-2]["id"], "--count", "1")
    line = again.stdout.split("  ")
    assert line[:3] == ["2026-03-03T12:00:00.000Z", "streak.incremented", users[-1]]


def test_no_key_is_on_a_command_line(binary: Path) -> None:
    for command in ("users show", "users explain", "users events", "tail"):
        text = subprocess.run([binary, "help", *command.split()], capture_output=True, text=True, check=True).stdout
        assert "--key" not in text and "LAUREL_API_KEY" in text
