"""Facts as lines and as files: nothing missing, nothing twice, whoever is killed."""

from __future__ import annotations

import gzip
import hashlib
import json
import os
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
from s3 import KEY, SECRET, Store

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

    def __init__(self, server: Laurel, folder: Path, *arguments: str, **environment: str) -> None:
        folder.mkdir(exist_ok=True)
        self._environment = {**os.environ, **environment}
        self.folder = folder
        self._command = [str(server.binary), "export", "facts", "--database", str(server.database)]
        self._command += ["--directory", str(folder), *arguments]
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> Exporter:
        self._process = subprocess.Popen(
            self._command, stderr=subprocess.DEVNULL, env=self._environment
        )
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

    def unsent(self) -> list[str]:
        """Finished files that are still here."""
        return [each.name for each in self.files() if each.exists()]

    def cursors(self) -> list[str]:
        """Of every fact that is in a file, finished or open."""
        read = [content(each) for each in self.files()]
        read += [text_of(each) for each in self.folder.glob(".open-*")]
        return [line["cursor"] for text in read for line in lines(text)]


def text_of(file: Path) -> str:
    """What is in a file, or nothing of one that has just got another name."""
    try:
        return file.read_text()
    except FileNotFoundError:
        return ""


def content(file: Path) -> str:
    try:
        return unpacked(file.name, file.read_bytes())
    except FileNotFoundError:
        return ""


def unpacked(name: str, stored: bytes) -> str:
    if name.endswith(".gz"):
        return gzip.decompress(stored).decode()
    if name.endswith(".zst"):
        return subprocess.run(["zstd", "-dcq"], input=stored, capture_output=True, check=True).stdout.decode()
    return stored.decode()


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


@pytest.mark.parametrize("packing", ["", "--gzip", "--zstd"])
def test_each_hour_is_a_file_with_a_manifest(fresh: Laurel, tmp_path: Path, packing: str) -> None:
    admin = furnished(fresh.caller())
    send(admin, 0, 300)
    move_back(fresh, 3, 0.7)
    move_back(fresh, 2, 0.4)
    everything = exported(fresh)
    arguments = (packing,) if packing else ()
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


def in_store(store: Store) -> list[str]:
    """The cursors of every fact that the store has, in the order of files."""
    names = sorted(name for name in store.objects if not name.endswith(".manifest.json"))
    return [line["cursor"] for name in names for line in lines(unpacked(name, store.objects[name]))]


def test_finished_files_are_sent_to_a_store(fresh: Laurel, tmp_path: Path) -> None:
    admin = furnished(fresh.caller())
    send(admin, 0, 300)
    move_back(fresh, 3, 0.7)
    move_back(fresh, 2, 0.4)
    everything = [line["cursor"] for line in exported(fresh)]
    with Store(region="eu-central-1", token="temporary/token+=") as store:
        exporter = Exporter(
            fresh, tmp_path / "facts", "--zstd", "--s3", f"{store.url}/", "--s3-region", "eu-central-1",
            AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET, AWS_SESSION_TOKEN="temporary/token+=",
        ).start()  # fmt: skip
        wait_until(lambda: len(store.names) == 4, 60, lambda: (store.names, store.problems))
        assert exporter.stop() == 0
        assert not store.problems
        # A file comes before its manifest, and nothing comes twice.
        assert store.names == sorted(store.names)
        for name in store.names[::2]:
            manifest = json.loads(store.objects[f"{name}.manifest.json"])
            assert manifest["sha256"] == hashlib.sha256(store.objects[name]).hexdigest()
        sent = in_store(store)
        assert sent == everything[: len(sent)] and len(sent) >= 200
        # What was sent is gone here, but for the last manifest, and the hour that is not over stays.
        left = sorted(each.name for each in (tmp_path / "facts").iterdir())
        assert [each for each in left if each.startswith("facts-")] == [store.names[-1]]
        opened = [each for each in left if each.startswith(".open-")]
        rest = [line["cursor"] for each in opened for line in lines((tmp_path / "facts" / each).read_text())]
        assert sent + rest == everything


def test_a_store_that_fails_and_a_power_cut_lose_nothing(fresh: Laurel, tmp_path: Path) -> None:
    admin = furnished(fresh.caller())
    rest = random.Random(11)
    with Store(behave=lambda _: rest.choice((200, 200, 500, 503))) as store:
        exporter = Exporter(
            fresh, tmp_path / "facts", "--gzip", "--s3", store.url,
            AWS_ACCESS_KEY_ID=KEY, AWS_SECRET_ACCESS_KEY=SECRET,
        ).start()  # fmt: skip
        for turn in range(4):
            send(admin, turn * 500, 500)
            time.sleep(rest.uniform(0, 2))
            exporter.kill()
            move_back(fresh, 1, 1)
            exporter.start()
        everything = [line["cursor"] for line in exported(fresh)]
        wait_until(
            lambda: len(in_store(store)) + len(exporter.cursors()) >= len(everything),
            120,
            lambda: (store.names, store.refused, store.problems),
        )
        store.behave = lambda _: 200
        wait_until(lambda: len(exporter.files()) <= 1 and not exporter.unsent(), 60)
        exporter.kill()
        assert not store.problems
        assert in_store(store) + exporter.cursors() == everything


@pytest.mark.parametrize(
    ("arguments", "environment"),
    [
        (("--s3", "https://host/bucket"), {"AWS_ACCESS_KEY_ID": KEY}),
        (("--s3", "ftp://host/bucket"), {"AWS_ACCESS_KEY_ID": KEY, "AWS_SECRET_ACCESS_KEY": SECRET}),
        (("--gzip", "--zstd"), {}),
    ],
)
def test_what_cannot_be_sent_is_said_at_once(
    fresh: Laurel, tmp_path: Path, arguments: tuple[str, ...], environment: dict[str, str]
) -> None:
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        environment.setdefault(name, os.environ.get(name, ""))
    environment = {name: value for name, value in environment.items() if value}
    command = [str(fresh.binary), "export", "facts", "--database", str(fresh.database)]
    command += ["--directory", str(tmp_path), *arguments]
    made = subprocess.run(command, env={**os.environ, **environment}, capture_output=True, timeout=30)
    assert made.returncode != 0 and b"--" in made.stderr, made
