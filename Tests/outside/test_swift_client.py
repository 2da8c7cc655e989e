"""The Swift package of clients/swift: its program of the quick start, and a queue that loses nothing."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from bad_network import unreliable
from documents import DOCS, Page
from laurel import Laurel

ENGINES = ("sqlite",)
ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "clients/swift"
KILLS = int(os.environ.get("LAUREL_CLIENT_KILLS", "50"))
EVENTS = 8


def swift() -> str:
    found = os.environ.get("SWIFT") or shutil.which("swift") or "/opt/swift/usr/bin/swift"
    assert Path(shutil.which(found) or found).exists(), "scripts/setup says how to install Swift"
    return found


@pytest.fixture(scope="module")
def programs() -> Path:
    """The folder of the package's programs, which are built first."""
    command = [swift(), "build", "--package-path", str(PACKAGE)]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    assert "warning: var" not in built.stdout
    return Path(
        subprocess.run([*command, "--show-bin-path"], capture_output=True, text=True, check=True).stdout.strip()
    )


def test_the_program_of_the_quick_start_prints_what_its_page_says(fresh: Laurel, programs: Path) -> None:
    environment = {**os.environ, "LAUREL": fresh.address, "KEY": fresh.key()}
    ended = subprocess.run(
        [programs / "quickstart"], env=environment, capture_output=True, text=True, timeout=60, check=False
    )
    assert ended.returncode == 0, ended.stdout + ended.stderr
    shown = Page.read(DOCS / "start/swift.md").blocks[-1].text
    assert ended.stdout == shown


def test_the_queue_loses_nothing_and_sends_nothing_twice(fresh: Laurel, programs: Path, tmp_path: Path) -> None:
    admin = fresh.caller()
    admin.create_metric("lessons")
    chance = random.Random(17)
    file = tmp_path / "events.queue"
    said: list[str] = []
    with unreliable(fresh.port, chance) as (port, _):
        for round in range(KILLS):
            process = start(programs, port, admin.key, file, round * EVENTS, EVENTS)
            try:
                out, _ = process.communicate(timeout=chance.uniform(0.02, 0.6))
            except subprocess.TimeoutExpired:
                process.kill()
                out, _ = process.communicate()
            said += out.splitlines()
        out, _ = start(programs, port, admin.key, file, 0, 0).communicate(timeout=60)
        assert out.splitlines() == ["sent"]
    recorded = [line.split()[1] for line in said if line.startswith("recorded ")]
    assert recorded and not [line for line in said if line.startswith("refused")]
    events = list(admin.events("ada"))
    keys = [event["idempotencyKey"] for event in events]
    assert len(keys) == len(set(keys)) == int(admin.total("ada", "lessons"))
    # What was said to be kept has arrived; one event a kill may have been kept and not said.
    assert {f"event-{number}" for number in recorded} <= set(keys)
    assert len(keys) - len(recorded) <= KILLS
    # Each has the time at which it happened.
    assert all(event["occurredAt"].startswith("2026-03-04") for event in events)


def start(programs: Path, port: int, key: str, file: Path, first: int, count: int) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [programs / "queuetrial", file, str(first), str(count)],
        env={**os.environ, "LAUREL": f"http://127.0.0.1:{port}", "KEY": key},
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip


@pytest.fixture(scope="module")
def suites(programs: Path) -> list[str]:
    """The command that runs the package's tests, which are built first."""
    command = [swift(), "build", "--package-path", str(PACKAGE), "--build-tests"]
    built = subprocess.run(command, capture_output=True, text=True, check=False)
    assert built.returncode == 0, built.stdout[-3000:] + built.stderr[-3000:]
    return [swift(), "test", "--package-path", str(PACKAGE), "--skip-build"]


def test_every_call_of_the_client_works_with_a_running_server(fresh: Laurel, suites: list[str]) -> None:
    environment = {**os.environ, "LAUREL": fresh.address, "KEY": fresh.key()}
    assert "aBatchAndTheStream() passed" in passed(suites, environment)


def test_nothing_is_lost_or_counted_twice_over_a_bad_network(fresh: Laurel, suites: list[str]) -> None:
    with unreliable(fresh.port, random.Random(5)) as (port, seen):
        environment = {**os.environ, "LAUREL": fresh.address, "KEY": fresh.key()}
        environment["LAUREL_PROXY"] = f"http://127.0.0.1:{port}"
        told = passed([*suites, "--filter", "NetworkTests"], environment)
    assert "nothingIsCountedTwiceAndNothingIsLost() passed" in told
    assert len([each for each in seen if each.endswith(b"/event")]) > 60, "no event was sent again"
    assert seen.count(b"POST /admin/v1/tenants") == 20


def passed(command: list[str], environment: dict[str, str]) -> str:
    """What a suite says that passes."""
    ended = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert ended.returncode == 0, ended.stdout[-6000:] + ended.stderr[-2000:]
    return ended.stdout + ended.stderr


def test_the_calls_have_the_names_of_the_official_sdk() -> None:
    environment = {**os.environ, "SWIFT": swift()}
    command = [sys.executable, str(PACKAGE / "make-client"), "--check"]
    subprocess.run(command, env=environment, check=True)
