"""What the measurements share: servers of a release build, load by wrk, medians and their table."""

from __future__ import annotations

import argparse
import datetime as dt
import http.client
import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from pathlib import Path

HERE = Path(__file__).resolve().parent

METRIC = "pages"
BATCH = 1_000
START_DEADLINE = 30.0


@dataclass(frozen=True)
class Figure:
    """One line of the table: how many a second, and how long one took, in milliseconds."""

    name: str
    per_second: float
    p50: float | None = None
    p99: float | None = None
    refused: int = 0
    broken: int = 0
    is_event: bool = True
    """Whether it may be compared with the yardstick, which stores events."""
    cost: str = ""
    """What one of them cost the server."""


@dataclass(frozen=True)
class Table:
    """The figures of one engine; the last one is the yardstick of the others."""

    engine: str
    yardstick: str
    figures: list[Figure]


@dataclass(frozen=True)
class Round:
    """What one run of wrk says."""

    requests: int
    seconds: float
    p50: float
    p99: float
    refused: int
    broken: int

    @property
    def per_second(self) -> float:
        return self.requests / self.seconds


def common_options(parser: argparse.ArgumentParser) -> None:
    """What every measurement can be told."""
    parser.add_argument("--laurel", type=Path, default=Path(".build/release/laurel"))
    parser.add_argument("--users", type=int, default=100_000)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--seconds", type=int, default=10, help="length of a round")
    parser.add_argument("--rounds", type=int, default=3, help="the median counts")
    parser.add_argument(
        "--directory",
        type=Path,
        default=Path(".build/bench"),
        help="where the databases are put: the disk that is measured",
    )
    parser.add_argument(
        "--engine", choices=["sqlite", "postgres"], action="append", help="only this one"
    )
    parser.add_argument("--append", type=Path, metavar="FILE", help="add the figures as a line of JSON")


def check_options(parser: argparse.ArgumentParser, options: argparse.Namespace) -> None:
    if options.users % BATCH or not 0 < options.users <= 1_000_000:
        parser.error(f"--users must be a multiple of {BATCH}, up to 1,000,000")
    options.laurel = options.laurel.resolve()
    options.directory = options.directory.resolve()
    if not options.laurel.exists():
        parser.error(f"{options.laurel} does not exist; run `make build`")
    options.directory.mkdir(parents=True, exist_ok=True)


# The server.


def create_key(laurel: Path, database: str, environment: str = "live") -> str:
    command = [laurel, "keys", "create", "--create", "--database", database]
    command += ["--environment", environment, "--scope", "admin"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


@contextmanager
def serving(laurel: Path, database: str, log: Path) -> Iterator[int]:
    """A server on a free port; its log goes to a file, so that a full pipe cannot stop it."""
    with log.open("wb") as output:
        command = [laurel, "serve", "--port", "0", "--database", database]
        process = subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT)
    try:
        yield port_of(process, log)
    finally:
        process.terminate()
        process.wait()


def port_of(process: subprocess.Popen[bytes], log: Path) -> int:
    deadline = time.monotonic() + START_DEADLINE
    while time.monotonic() < deadline and process.poll() is None:
        found = re.search(r"http://[^\s/:]+:(\d+)", log.read_text(errors="replace"))
        if found:
            return int(found.group(1))
        time.sleep(0.02)
    raise SystemExit(f"the server did not start:\n{log.read_text(errors='replace')}")


def server_of(place: str) -> Path | None:
    """The folder in /proc of the server of a database."""
    for process in Path("/proc").iterdir():
        try:
            command = (process / "cmdline").read_bytes().split(b"\0") if process.name.isdigit() else []
        except OSError:
            continue
        if b"serve" in command and place.encode() in command:
            return process
    return None


def processor_seconds(place: str) -> float:
    """What the server of a database has used so far, which says more than the time on a busy machine."""
    if not (process := server_of(place)):
        return 0.0
    fields = (process / "stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def written_bytes(place: str) -> int:
    """How much the server of a database has had written to the disk so far."""
    if not (process := server_of(place)):
        return 0
    found = re.search(r"^write_bytes: (\d+)$", (process / "io").read_text(), re.MULTILINE)
    return int(found.group(1)) if found else 0


class Meter:
    """What the server of a database has used since some moment."""

    def __init__(self, place: str) -> None:
        self.place = place
        self.seconds = processor_seconds(place)
        self.bytes = written_bytes(place)

    def each_of(self, count: int) -> str:
        """What it has used for each of so many requests."""
        microseconds = (processor_seconds(self.place) - self.seconds) / count * 1e6
        kilobytes = (written_bytes(self.place) - self.bytes) / count / 1e3
        return f"{microseconds:.1f} µs of the server's processor time, {kilobytes:.1f} KB written"


# The load.


def prepare(port: int, key: str, achievements: int = 0) -> None:
    """A metric, and achievements of it that no event reaches."""
    metric = json.dumps([{"name": METRIC.title(), "key": METRIC}])
    connection = http.client.HTTPConnection("127.0.0.1", port)
    made = post(connection, key, "/admin/v1/metrics", metric, 201)
    id = json.loads(made)["created"][0]["id"]
    for first in range(0, achievements, 100):
        items = [
            {
                "name": f"Number {number}",
                "status": "active",
                "trigger": "metric",
                "metricId": id,
                "metricValue": 1_000_000_000 + number,
            }
            for number in range(first, min(first + 100, achievements))
        ]
        post(connection, key, "/admin/v1/achievements", json.dumps(items), 201)
    connection.close()


def create_users(port: int, key: str, count: int) -> Figure:
    """One batch call after the other, each of 1,000 new users with their first event."""
    batches = [batch_of(first) for first in range(0, count, BATCH)]
    connection = http.client.HTTPConnection("127.0.0.1", port)
    lengths = []
    for number, batch in enumerate(batches, start=1):
        started = time.perf_counter()
        post(connection, key, "/admin/v1/metrics/events", batch, 202)
        lengths.append(time.perf_counter() - started)
        progress(f"creating users: {number * BATCH:,} of {count:,}")
    connection.close()
    p50, p99 = milliseconds(lengths, 50), milliseconds(lengths, 99)
    return Figure(f"batch events, new users ({BATCH:,} a call)", count / sum(lengths), p50, p99)


def batch_of(first: int) -> str:
    return json.dumps(
        [
            {"key": METRIC, "user": {"id": f"user-{number:06}", "tz": "Europe/London"}, "value": 1}
            for number in range(first, first + BATCH)
        ]
    )


def reads(options: argparse.Namespace, port: int, key: str, name: str, suffix: str) -> Figure:
    rounds = []
    for number in range(1, options.rounds + 1):
        progress(f"{name}: round {number} of {options.rounds}")
        rounds.append(wrk(options, port, "read.lua", [key, suffix, str(options.users)]))
    return replace(median_of(name, rounds), is_event=False)


# How it is measured.


def wrk(options: argparse.Namespace, port: int, script: str, arguments: list[str]) -> Round:
    command = ["wrk", "-t1", f"-c{options.connections}", f"-d{options.seconds}s", "--latency"]
    command += ["-s", script, f"http://127.0.0.1:{port}", "--", *arguments]
    # The scripts find each other in the folder they are run in.
    run = subprocess.run(command, cwd=HERE, capture_output=True, text=True)
    found = re.search(r"^figures (\{.*\})$", run.stdout, re.MULTILINE)
    if run.returncode != 0 or not found:
        raise SystemExit(f"wrk failed:\n{run.stdout}{run.stderr}")
    return Round(**json.loads(found.group(1)))


def median_of(name: str, rounds: list[Round]) -> Figure:
    """The round in the middle by rate; what failed in any round is counted."""
    middle = sorted(rounds, key=lambda each: each.per_second)[len(rounds) // 2]
    refused = sum(each.refused for each in rounds)
    broken = sum(each.broken for each in rounds)
    return Figure(name, middle.per_second, middle.p50, middle.p99, refused, broken)


def post(
    connection: http.client.HTTPConnection, key: str, path: str, body: str, expected: int
) -> bytes:
    headers = {"X-API-KEY": key, "Content-Type": "application/json"}
    connection.request("POST", path, body, headers)
    response = connection.getresponse()
    answer = response.read()
    if response.status != expected:
        raise SystemExit(f"POST {path} answered {response.status}: {answer[:500]!r}")
    return answer


def milliseconds(lengths: list[float], percentile: int) -> float:
    ordered = sorted(lengths)
    return 1000 * ordered[min(len(ordered) - 1, len(ordered) * percentile // 100)]


def progress(text: str) -> None:
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


# What is said.


def report(options: argparse.Namespace, tables: list[Table]) -> None:
    progress("")
    machine = describe_machine(options.directory)
    print(f"{machine['processors']} x {machine['model']}, {machine['filesystem']}, {machine['system']}")
    print(f"median of {options.rounds} rounds of {options.seconds} s")
    for table in tables:
        bare = table.figures[-1].per_second
        ratio = f"/ {table.yardstick}"
        print(f"\n{table.engine:48} {'a second':>10} {'p50 ms':>8} {'p99 ms':>8} {ratio:>9} {'failed':>7}")
        for figure in table.figures:
            print(line_of(figure, bare))
        for figure in table.figures:
            if figure.cost:
                print(f"{figure.name}: {figure.cost} each")
    if options.append:
        append(options.append, machine, tables)


def line_of(figure: Figure, bare: float) -> str:
    p50, p99 = (("-" if each is None else f"{each:.2f}") for each in (figure.p50, figure.p99))
    failed = figure.refused + figure.broken
    ratio = f"{figure.per_second / bare:.2f}" if figure.is_event else "-"
    return (
        f"{figure.name:48} {figure.per_second:>10,.0f} {p50:>8} {p99:>8} {ratio:>9} {failed:>7}"
    )


def describe_machine(directory: Path) -> dict[str, str | int]:
    cpuinfo = Path("/proc/cpuinfo").read_text() if Path("/proc/cpuinfo").exists() else ""
    model = re.search(r"^model name\s*:\s*(.+)$", cpuinfo, re.MULTILINE)
    stat = subprocess.run(["stat", "-f", "-c", "%T", directory], capture_output=True, text=True)
    return {
        "processors": len(os.sched_getaffinity(0)),
        "model": model.group(1) if model else os.uname().machine,
        "filesystem": stat.stdout.strip() or "unknown file system",
        "system": f"{os.uname().sysname} {os.uname().release}",
    }


def append(file: Path, machine: dict[str, str | int], tables: list[Table]) -> None:
    now = dt.datetime.now(dt.timezone.utc).isoformat(timespec="seconds")
    line = {"at": now, "machine": machine, "engines": [asdict(table) for table in tables]}
    with file.open("a") as output:
        output.write(json.dumps(line) + "\n")
