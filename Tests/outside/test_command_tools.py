"""What looks a database over, tries another rule, and serves tools: all beside a server."""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

from conftest import furnished
from laurel import Caller, Laurel

ENGINES = ("sqlite",)
DAY = 86_400


def with_streak(server: Laurel) -> Caller:
    admin = furnished(server.caller())
    streak = {
        "key": "daily", "name": "Daily", "primary": True,
        "sources": [{"metric": "pages"}], "window": {"period": "daily"},
    }  # fmt: skip
    admin.post("/admin/v1/streaks/definitions", [streak]).expect(201)
    now = int(time.time())
    for user, days in {"ada": [1, 2, 4, 5, 6], "ben": [1, 2, 3]}.items():
        for day in days:
            at = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(now - day * DAY))
            admin.event(user, 1, timestamp=at).expect(200, 201)
    return admin


# Doctor.


def doctor(server: Laurel, *words: str) -> subprocess.CompletedProcess[str]:
    return server.command("doctor", "--database", str(server.database), *words)


def test_a_sound_database_has_nothing_bad(fresh: Laurel, tmp_path: Path) -> None:
    with_streak(fresh)
    (tmp_path / "today.db").write_bytes(b"x")
    made = doctor(fresh, "--backups", str(tmp_path))
    assert made.returncode == 0, made.stdout
    assert "2 users replayed, 8 events" in made.stdout
    assert "the newest is 0 h old" in made.stdout
    assert made.stdout.splitlines()[-1].endswith(" 0 bad")


def test_what_does_not_follow_from_the_events_is_found(fresh: Laurel, tmp_path: Path) -> None:
    with_streak(fresh)
    fresh.stop()
    with sqlite3.connect(str(fresh.database)) as database:
        database.execute("UPDATE metric_day SET total = total + 1000000")
        database.execute("DELETE FROM streak_period WHERE opens = (SELECT min(opens) FROM streak_period)")
    made = doctor(fresh)
    assert made.returncode == 1
    assert "the total of pages is" in made.stdout
    assert "the streak daily is not what its events come to" in made.stdout


def test_no_backup_is_bad(fresh: Laurel, tmp_path: Path) -> None:
    made = doctor(fresh, "--backups", str(tmp_path))
    assert made.returncode == 1 and "there is none" in made.stdout


# What if.


def test_another_rule_is_tried_on_everybody(fresh: Laurel, tmp_path: Path) -> None:
    admin = with_streak(fresh)
    before = admin.get("/v1/users/ada/streak").json()
    wish, table = tmp_path / "wish.json", tmp_path / "out.csv"
    wish.write_text(json.dumps({"key": "daily", "gracePeriods": 1}))
    words = ("--environment", "sandbox", "--definition", str(wish), "--output", str(table))
    made = fresh.command("whatif", "--database", str(fresh.database), *words)
    assert made.returncode == 0, made.stderr
    assert made.stdout.splitlines()[-1] == "2 users: 1 gain, 0 lose, 0 of them everything"
    assert sorted(table.read_text().splitlines()[1:]) == ["ada,2,5,3,5", "ben,3,3,3,3"]
    assert admin.get("/v1/users/ada/streak").json() == before


def test_a_rule_that_cannot_be_is_told(fresh: Laurel, tmp_path: Path) -> None:
    with_streak(fresh)
    wish = tmp_path / "wish.json"
    for text, reason in [
        ('{"key": "daily", "gracePeriods": -1}', "gracePeriods"),
        ('{"key": "other"}', "name is required"),
        ("{", "Malformed JSON"),
    ]:
        wish.write_text(text)
        words = ("--environment", "sandbox", "--definition", str(wish))
        made = fresh.command("whatif", "--database", str(fresh.database), *words)
        assert made.returncode == 1 and reason in made.stderr, made.stderr


# Tools.


class Tools:
    def __init__(self, server: Laurel, key: str, *words: str) -> None:
        self._process = subprocess.Popen(
            [str(server.binary), "mcp", "--database", str(server.database), *words],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            env={**os.environ, "LAUREL_API_KEY": key},
        )
        self._number = 0

    def ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._number += 1
        message = {"jsonrpc": "2.0", "id": self._number, "method": method, "params": parameters}
        return self.say(json.dumps(message))

    def say(self, line: str) -> dict[str, Any]:
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return json.loads(self._process.stdout.readline())

    def call(self, name: str, **arguments: Any) -> tuple[bool, Any]:
        result = self.ask("tools/call", name=name, arguments=arguments)["result"]
        return result["isError"], json.loads(result["content"][0]["text"])

    def end(self) -> int:
        self._process.stdin.close()
        return self._process.wait(20)


def test_tools_answer_what_the_calls_answer(fresh: Laurel) -> None:
    admin = with_streak(fresh)
    tools = Tools(fresh, admin.key)
    told = tools.ask("initialize", protocolVersion="2025-03-26", capabilities={})["result"]
    assert told["protocolVersion"] == "2025-03-26" and told["serverInfo"]["name"] == "laurel"
    listed = tools.ask("tools/list")["result"]["tools"]
    names = [each["name"] for each in listed]
    assert "explain" in names[0] and len(names) == len(set(names))
    assert all(each["annotations"]["readOnlyHint"] for each in listed)
    assert all(name.startswith("get_") for name in names)
    failed, streak = tools.call("get_v1_users_id_streak", id="ada")
    assert not failed and streak == admin.get("/v1/users/ada/streak").json()
    assert tools.call("get_v1_users_id_streak", id="no body/else")[0]
    assert tools.ask("tools/call", name="post_admin_v1_metrics")["error"]["code"] == -32602
    assert tools.ask("tools/shout")["error"]["code"] == -32601
    assert tools.say("{")["error"]["code"] == -32700
    assert tools.end() == 0


def test_changes_are_offered_only_where_they_are_allowed(fresh: Laurel) -> None:
    admin = furnished(fresh.caller())
    tools = Tools(fresh, admin.key, "--allow-writes")
    failed, _ = tools.call("post_admin_v1_metrics", body=[{"key": "runs", "name": "Runs"}])
    assert not failed
    assert any(each["key"] == "runs" for each in admin.get("/admin/v1/metrics").json())
    audit = admin.get("/admin/v1/audit").json()
    assert audit["entries"][0]["author"]["name"] == admin.key.split(".")[0]
    assert tools.end() == 0
