"""Facts as lines and as files: nothing missing, nothing twice, whoever is killed."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import sqlite3
import subprocess
import time
from pathlib import Path
from typing import Any

import pytest
from conftest import furnished
from laurel import Caller, Laurel
from receiver import wait_until

ENGINES = ("sqlite",)
HOUR = 3_600_000_000


def lines(text: str) -> list[dict[str, Any]]:
    return [json.loads(line) for line in text.splitlines()]


def send(admin: Caller, first: int, count: int) -> None:
    events = [
        {"key": "pages", "user": {"id": f"u{number}"}, "value": 1}
        for number in range(first, first + count)
    ]
    admin.post("/admin/v1/metrics/events", events).expect(202)


def exported(server: Laurel, *arguments: str) -> list[dict[str, Any]]:
    place = ("--database", str(server.database))
    made = server.command("export", "facts", *place, *arguments)
    assert made.returncode == 0, made.stderr
    return lines(made.stdout)


def move_back(server: Laurel, hours: int, share: float) -> None:
    """Has the first facts been told some hours earlier."""
    with sqlite3.connect(str(server.database), timeout=30) as database:
        count = database.execute("SELECT count(*) FROM fact").fetchone()[0]
        database.execute(
            "UPDATE fact SET told_at = told_at - ? WHERE place IN "
            "(SELECT place FROM fact ORDER BY place, fact_number, user_key LIMIT ?)",
            (hours * HOUR, int(count * share)),
        )


class Exporter:
    """The command, which goes on until it is ended."""

    def __init__(self, server: Laurel, folder: Path, *arguments: str) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self._command = [str(server.binary), "export", "facts", "--database", str(server.database)]
        self._command += ["--directory", str(folder), *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Exporter:
        self._process = subprocess.Popen(self._command, stderr=subprocess.DEVNULL)
        return self

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def stop(self) -> int:
        self._process.terminate()
        return self._process.wait(30)

    def files(self) -> list[Path]:
        """Those that have a manifest, and so are whole."""
        return sorted(
            Path(str(each).removesuffix(".manifest.json"))
            for each in self.folder.glob("*.manifest.json")
        )

    def cursors(self) -> list[str]:
        """Of every fact that is in a file, finished or open."""
        read = [content(each) for each in self.files()]
        read += [each.read_text() for each in self.folder.glob(".open-*")]
        return [line["cursor"] for text in read for line in lines(text)]


def content(file: Path) -> str:
    packed = file.read_bytes()
    return (gzip.decompress(packed) if file.suffix == ".gz" else packed).decode()


def test_a_time_is_printed_as_lines(fresh: Laurel) -> None:
    admin = furnished(fresh.caller())
    send(admin, 0, 20)
    everything = exported(fresh)
    assert sum(line["type"] == "user.created" for line in everything) == 20
    assert exported(fresh, "--kinds", "user.created") == [
        line for line in everything if line["type"] == "user.created"
    ]
    assert exported(fresh, "--to", everything[0]["told"]) == []
    later = [line for line in everything if line["told"] >= everything[-1]["told"]]
    assert exported(fresh, "--from", everything[-1]["told"]) == later
    place = ("--database", str(fresh.database))
    for wrong in (("--from", "now"), ("--kinds", "none"), ("--directory", "/nowhere/at/all")):
        assert fresh.command("export", "facts", *place, *wrong).returncode != 0


@pytest.mark.parametrize("packed", [False, True])
def test_each_hour_is_a_file_with_a_manifest(fresh: Laurel, tmp_path: Path, packed: bool) -> None:
    admin = furnished(fresh.caller())
    send(admin, 0, 300)
    move_back(fresh, 3, 0.7)
    move_back(fresh, 2, 0.4)
    everything = exported(fresh)
    arguments = ("--gzip",) if packed else ()
    exporters = [
        Exporter(fresh, tmp_path / name, "--name", name, *arguments).start() for name in ("a", "b")
    ]
    for exporter in exporters:
        wait_until(lambda exporter=exporter: len(exporter.cursors()) == len(everything), 60)
        assert exporter.stop() == 0
        assert exporter.cursors() == [line["cursor"] for line in everything]
        assert len(exporter.files()) == 2
        for file in exporter.files():
            manifest = json.loads(Path(f"{file}.manifest.json").read_text())
            found = lines(content(file))
            assert manifest == {
                "file": file.name,
                "hour": f"{found[0]['told'][:13]}:00:00Z",
                "facts": len(found),
                "bytes": file.stat().st_size,
                "sha256": hashlib.sha256(file.read_bytes()).hexdigest(),
                "firstCursor": found[0]["cursor"],
                "lastCursor": found[-1]["cursor"],
            }
            assert file.name.startswith(f"facts-{found[0]['told'][:13]}_{found[0]['cursor']}.ndjson")
    first, second = ([(each.name, each.read_bytes()) for each in one.files()] for one in exporters)
    assert first == second


def test_nothing_is_missing_or_twice_after_the_power_went(fresh: Laurel, tmp_path: Path) -> None:
    admin = furnished(fresh.caller())
    exporter = Exporter(fresh, tmp_path / "facts", "--gzip").start()
    rest = random.Random(7)
    for turn in range(5):
        for part in range(4):
            send(admin, turn * 2_000 + part * 500, 500)
        time.sleep(rest.uniform(0, 1))
        exporter.kill()
        move_back(fresh, 1, 1)
        exporter.start()
    everything = [line["cursor"] for line in exported(fresh)]
    wait_until(lambda: len(exporter.cursors()) >= len(everything), 120)
    exporter.kill()
    assert exporter.cursors() == everything
