"""Histories from files: with their dates, once, and whole, whoever is killed."""

from __future__ import annotations

import gzip
import json
import os
import random
import subprocess
import time
from pathlib import Path
from typing import Any

from conftest import furnished
from laurel import Caller, Laurel

ENGINES = ("sqlite",)
DAY = 86_400
START = 1_735_732_800  # 2025-01-01 12:00 UTC
USERS = 60


def stamp(second: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(second))


def write(path: Path, lines: list[dict[str, Any]]) -> Path:
    text = "".join(json.dumps(line) + "\n" for line in lines)
    if path.suffix == ".gz":
        path.write_bytes(gzip.compress(text.encode()))
    else:
        path.write_text(text)
    return path


def histories(seed: int) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    chance = random.Random(seed)
    zones = ["Europe/London", "Asia/Tokyo", "America/Lima"]
    users = [{"id": f"u{n}", "name": f"U {n}", "tz": zones[n % 3]} for n in range(USERS)]
    events = [
        {
            "user": f"u{n}",
            "metric": chance.choice(["pages", "words"]),
            "value": chance.randint(1, 9),
            "timestamp": stamp(START + day * DAY + chance.randint(0, DAY - 1)),
        }
        for n in range(USERS)
        for day in range(40)
        if chance.random() < 0.8
    ]
    chance.shuffle(events)
    return users, events


def command(server: Laurel, *arguments: str, **options: Any) -> subprocess.CompletedProcess[str]:
    place = ("--database", str(server.database), "--environment", "sandbox")
    words = [str(server.binary), "import", *place, *arguments]
    return subprocess.run(words, capture_output=True, text=True, timeout=300, **options)


def imported(server: Laurel, *arguments: str, **options: Any) -> str:
    made = command(server, *arguments, **options)
    assert made.returncode == 0, made.stdout + made.stderr
    return made.stdout


def set_up(admin: Caller) -> None:
    window = {"period": "daily"}
    streak = {"key": "daily", "name": "Daily", "primary": True, "sources": [{"metric": "pages"}], "window": window}
    admin.post("/admin/v1/streaks/definitions", [streak]).expect(201)


def answers(admin: Caller) -> dict[str, Any]:
    told = {}
    for n in range(USERS):
        user = f"u{n}"
        told[user] = [
            admin.get(f"/v1/users/{user}/streak").json(),
            admin.get(f"/v1/users/{user}/metrics/pages").json()["current"],
            [
                {k: v for k, v in event.items() if k not in ("eventId", "receivedAt", "metricId")}
                for event in admin.get(f"/admin/v1/users/{user}/events?limit=100").json()["events"]
            ],
        ]
    return told


def test_what_is_imported_is_there_once(fresh: Laurel, tmp_path: Path) -> None:
    admin = furnished(fresh.caller())
    users, events = histories(1)
    people = write(tmp_path / "users.ndjson", users)
    deeds = write(tmp_path / "events.ndjson.gz", events)
    made = imported(fresh, "--create-metrics", "--users", str(people), "--events", str(deeds))
    assert f"{USERS} new" in made and f"{len(events):,} events (0 were there" in made
    first = answers(admin)
    again = imported(fresh, "--users", str(people), "--events", str(deeds))
    assert f"0 events ({len(events):,} were there" in again
    assert answers(admin) == first
    assert not Path(f"{fresh.database}.import").exists()


def test_bad_lines_are_told_and_kept_and_nothing_is_imported(fresh: Laurel, tmp_path: Path) -> None:
    admin = furnished(fresh.caller())
    good = {"user": "ada", "metric": "pages", "value": 1, "timestamp": stamp(START)}
    bad = [
        ({**good, "metric": "no such"}, "metric"),
        ({**good, "value": "many"}, "value must be a number"),
        ({**good, "timestamp": "2025-02-30T00:00:00Z"}, "timestamp"),
        ({**good, "timestamp": stamp(int(time.time()) + DAY)}, "must not be in the future"),
        ({**good, "colour": "red"}, "colour is not a field here"),
        ({"metric": "pages", "timestamp": stamp(START)}, "user is required"),
        ({"id": "ada", "tz": "Europe/Atlantis"}, "tz"),
        ({"user": "ada", "mark": "zone"}, "tz is required"),
        ({"user": "ada", "mark": "achievement", "achievement": "none"}, "achievement is unknown"),
        ({"user": "ada"}, "A line needs"),
    ]
    path = write(tmp_path / "mixed.ndjson", [good, *(line for line, _ in bad), good])
    path.write_text(path.read_text() + "{broken\n")
    rejects = tmp_path / "rejects.ndjson"
    made = command(fresh, "--create-metrics", "--dry-run", "--rejects", str(rejects), str(path))
    assert made.returncode == 1
    told = made.stdout.splitlines()
    assert len(told) == len(bad) + 2
    for number, (_, reason) in enumerate(bad):
        assert told[number].startswith(f"{path}:{number + 2}: ") and reason in told[number], told
    assert f"{path}:{len(bad) + 3}: Malformed JSON" in told[-2]
    assert told[-1].endswith(f"{len(bad) + 1} bad; nothing was imported")
    kept = rejects.read_text().splitlines()
    assert [json.loads(line) for line in kept[:-1]] == [line for line, _ in bad]
    assert kept[-1] == "{broken"
    refused = command(fresh, "--create-metrics", str(path))
    assert refused.returncode == 1 and "nothing was imported" in refused.stderr
    assert admin.get("/admin/v1/users").json()["users"] == []
    assert "1 new" in imported(fresh, "--create-metrics", "--skip-bad", str(path))


def test_an_import_that_is_killed_goes_on(fresh: Laurel, tmp_path: Path) -> None:
    admin = furnished(fresh.caller())
    set_up(admin)
    users, events = histories(2)
    path = write(tmp_path / "all.ndjson", users + events)
    work = tmp_path / "work"
    words = [str(fresh.binary), "import", "--database", str(fresh.database)]
    words += ["--environment", "sandbox", "--work", str(work), str(path)]
    kills = 0
    for _ in range(200):
        process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        known = len((work / "done").read_text().split()) if (work / "done").exists() else 0
        while process.poll() is None and kills < 3:
            done = len((work / "done").read_text().split()) if (work / "done").exists() else 0
            if (work / "import.json").exists() and (done > known or kills == 0):
                process.kill()
                kills += 1
            time.sleep(0.002)
        out, err = process.communicate(timeout=120)
        if process.returncode == 0:
            break
        assert process.returncode == -9, err
    assert kills == 3 and process.returncode == 0
    assert not work.exists()
    killed = answers(admin)

    # The same, without anybody being killed, in a database of its own.
    other = Laurel(fresh.binary, tmp_path / "whole.db").start()
    try:
        calm = furnished(other.caller())
        set_up(calm)
        imported(other, str(path))
        assert answers(calm) == killed
    finally:
        other.kill()


def test_tables_and_standard_input(fresh: Laurel) -> None:
    admin = furnished(fresh.caller())
    table = "who,what,howMuch,when,note\r\n" + "\r\n".join(
        [
            'ada,pages,2,2025-01-05 09:00:00,"one, ""two"""',
            f"ada,pages,1.5,{START * 1000},",
            f"ben,pages,1,{START},x",
        ]
    )
    mapping = "user=who,metric=what,value=howMuch,timestamp=when,attributes.note=note"
    made = imported(
        fresh, "--create-metrics", "--create-attributes", "--events", "-", "--map-events", mapping,
        input=table,
    )  # fmt: skip
    assert "2 new" in made and "3 events" in made
    events = admin.get("/admin/v1/users/ada/events").json()["events"]
    assert [(e["value"], e["occurredAt"], e["attributes"]) for e in events] == [
        (2, "2025-01-05T09:00:00.000Z", {"note": 'one, "two"'}),
        (1.5, "2025-01-01T12:00:00.000Z", {}),
    ]


def test_what_is_exported_is_imported_on_the_other_engine(
    fresh: Laurel, tmp_path: Path, postgres: Any
) -> None:
    admin = furnished(fresh.caller())
    set_up(admin)
    achievement = {
        "name": "Ten pages", "status": "active", "trigger": "metric", "metricValue": 10,
        "metricId": admin.get("/admin/v1/metrics").json()[0]["id"],
    }  # fmt: skip
    admin.post("/admin/v1/achievements", [achievement]).expect(201)
    users, events = histories(3)
    marks = [
        {"user": "u1", "mark": "freezes", "on": "2025-01-10", "count": 1},
        {"user": "u2", "mark": "pause", "start": "2025-01-12", "end": "2025-01-15"},
        {"user": "u3", "mark": "reset", "at": stamp(START + 20 * DAY)},
        {"user": "u4", "mark": "zone", "tz": "Asia/Tokyo"},
        {"user": "u4", "mark": "zone", "tz": "Europe/Rome", "from": stamp(START + 9 * DAY)},
    ]
    imported(fresh, str(write(tmp_path / "all.ndjson", users + events + marks)))
    admin.event("u5", 3, idempotency_key="live").expect(200, 201)

    url = postgres.create_database("laurel_import_target")
    other = Laurel(fresh.binary, url).start()
    try:
        config, data = tmp_path / "config.json", tmp_path / "data.ndjson"
        config.write_text(exported(fresh, "export", "config"))
        data.write_text(exported(fresh, "export", "data"))
        target = ("--database", str(url), "--environment", "sandbox")
        applied = other.command("apply", *target, str(config))
        assert applied.returncode == 0, applied.stderr
        work = str(tmp_path / "work")
        imported(other, "--work", work, str(data))
        calm = other.caller()
        assert answers(calm) == answers(admin)
        for n in range(USERS):
            mine, theirs = (
                [
                    (each["name"], each["achievedAt"])
                    for each in caller.get(f"/v1/users/u{n}/achievements").json()
                ]
                for caller in (admin, calm)
            )
            assert mine == theirs
        assert exported(other, "export", "config") == config.read_text()
        again = exported(other, "export", "data")
        assert sorted(again.splitlines()) == sorted(data.read_text().splitlines())
    finally:
        other.kill()


def exported(server: Laurel, *words: str) -> str:
    place = ("--database", str(server.database), "--environment", "sandbox")
    made = server.command(*words, *place)
    assert made.returncode == 0, made.stderr
    return made.stdout


def test_a_running_server_takes_files_in_over_http(fresh: Laurel, tmp_path: Path) -> None:
    admin = furnished(fresh.caller())
    users, events = histories(4)
    path = write(tmp_path / "all.ndjson.gz", users + events)
    words = [str(fresh.binary), "import", "--server", f"http://127.0.0.1:{fresh.port}"]
    words += ["--work", str(tmp_path / "work")]

    def run(*more: str) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "LAUREL_API_KEY": admin.key}
        return subprocess.run(
            [*words, *more], capture_output=True, text=True, timeout=120, env=environment
        )

    made = run(str(path))
    assert made.returncode == 0, made.stdout + made.stderr
    assert f"{USERS} new" in made.stdout and f"{len(events):,} events (0 were there" in made.stdout
    first = answers(admin)
    assert f"0 events ({len(events):,} were there" in run(str(path)).stdout
    assert answers(admin) == first

    bad = write(tmp_path / "bad.ndjson", [events[0], {**events[1], "metric": "no"}])
    bad.write_text(bad.read_text() + "{broken\n")
    refused = run("--rejects", str(tmp_path / "rejects"), str(bad))
    assert refused.returncode == 1 and "nothing was imported" in refused.stdout
    assert f'{bad}:2: metric is unknown: "no"' in refused.stdout
    assert f"{bad}:3: Malformed JSON" in refused.stdout
    assert len((tmp_path / "rejects").read_text().splitlines()) == 2
    assert run("--dry-run", str(path)).returncode == 0
    assert run("--skip-bad", str(bad)).returncode == 0


def test_a_history_goes_into_a_workspace_with_leaderboards(fresh: Laurel) -> None:
    """It tells several facts, which are taken back; leaderboards had counted them."""
    admin = furnished(fresh.caller())
    metric = next(each["id"] for each in admin.get("/admin/v1/metrics").json() if each["key"] == "pages")
    trigger = {"type": "metric", "metricId": metric, "metricThreshold": 1, "points": 10, "status": "active"}
    welcome = {"type": "user_creation", "points": 5, "status": "active"}
    system = {"name": "XP", "key": "xp", "triggers": [trigger, welcome]}
    system = admin.post("/admin/v1/points", [system]).expect(201).json()["created"][0]["id"]
    board = {"name": "Ever", "key": "ever", "rankBy": "points", "pointsSystemId": system, "start": "2025-01-01",
             "status": "active"}  # fmt: skip
    assert admin.post("/admin/v1/leaderboards", [board]).expect(201).json()["issues"] == []
    line = {"user": "moved", "metric": "pages", "value": 3, "timestamp": "2025-03-01T12:00:00Z"}
    taken = admin.post("/admin/v1/imports", {"lines": [line]}).expect(200).json()
    assert (taken["users"], taken["events"]) == (1, 1)
    assert admin.get("/v1/users/moved/points/xp").expect(200).json()["total"] == 35
    assert fresh.is_healthy()
