"""A crowd of browsers on the stream: half of them leave again and again, and come back with their last id.

Each asks for a ticket with its user's own key, opens a stream with it, as `EventSource` would, and
counts. Small here; `make harden` has 1,000 of them, who come back every ten seconds.
"""

from __future__ import annotations

import asyncio
import json
import random
import resource
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from conftest import furnished
from harden import SIZE, gave, resident_bytes
from laurel import Caller, Laurel, serving

MEBIBYTE = 1 << 20
BROWSERS = 100 * min(SIZE, 10)
USERS = 20 if SIZE == 1 else 50
SECONDS = 10 if SIZE == 1 else 120
STAY = 1.5 if SIZE == 1 else 10.0
"""How long after it was opened a stream is opened again by those who leave."""
BEAT = 0.2 if SIZE == 1 else 1.0
"""How often something happens to every user."""
PATIENCE = 60.0


@dataclass
class Browser:
    """A page of a user, which knows what it was told."""

    port: int
    key: str
    leaves: bool
    total: int = 0
    missing: int = 0
    twice: int = 0
    told: int = 0
    opened: int = 0
    last_id: str = ""
    refused: list[str] = field(default_factory=list)

    async def run(self, end: asyncio.Event) -> None:
        rest = random.Random(self.key + str(id(self)))
        while not end.is_set():
            stay = STAY * rest.uniform(0.8, 1.2) if self.leaves else 1e9
            reading = asyncio.create_task(self.read())
            ending = asyncio.create_task(end.wait())
            await asyncio.wait({reading, ending}, timeout=stay, return_when=asyncio.FIRST_COMPLETED)
            for task in (reading, ending):
                task.cancel()
            done = await asyncio.gather(reading, ending, return_exceptions=True)
            if isinstance(done[0], Exception) and not isinstance(done[0], OSError):
                raise done[0]

    async def read(self) -> None:
        """Asks for a ticket, opens a stream with it, and reads until it is told to leave."""
        ticket = json.loads(await self.ask("POST", "/v1/stream/ticket"))["ticket"]
        query = f"type=points.changed&ticket={ticket}&lastEventId={self.last_id}".removesuffix("&lastEventId=")
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            writer.write(f"GET /v1/stream?{query} HTTP/1.1\r\nHost: l\r\n\r\n".encode())
            head = await reader.readuntil(b"\r\n\r\n")
            if head.startswith(b"HTTP/1.1 503 "):
                await asyncio.sleep(1)
                return
            if not head.startswith(b"HTTP/1.1 200 "):
                self.refused.append(head.decode())
                return
            self.opened += 1
            text = b""
            while (size := int(await reader.readline(), 16)) > 0:
                text += (await reader.readexactly(size + 2))[:-2]
                *blocks, text = text.split(b"\n\n")
                for block in blocks:
                    self.take(block.decode())
        except asyncio.IncompleteReadError:
            pass
        finally:
            writer.transport.abort()

    async def ask(self, method: str, path: str) -> bytes:
        """Asks again where the server has too much to do, as it says."""
        while True:
            head, _, body = (await self.ask_once(method, path)).partition(b"\r\n\r\n")
            if not head.startswith(b"HTTP/1.1 503 ") or b"Retry-After: " not in head:
                assert head.startswith(b"HTTP/1.1 201 "), head
                return body
            await asyncio.sleep(1)

    async def ask_once(self, method: str, path: str) -> bytes:
        reader, writer = await asyncio.open_connection("127.0.0.1", self.port)
        try:
            lines = [f"{method} {path} HTTP/1.1", "Host: l", f"X-API-KEY: {self.key}"]
            lines += ["Content-Length: 0", "Connection: close"]
            writer.write("\r\n".join([*lines, "", ""]).encode())
            return await reader.read()
        finally:
            writer.close()

    def take(self, block: str) -> None:
        """A block of the stream: every event that its user was told before has another total."""
        fields = dict(line.partition(": ")[::2] for line in block.splitlines() if ": " in line)
        assert fields.get("event", "points.changed") == "points.changed", block
        if "data" in fields:
            total = json.loads(fields["data"])["total"]
            self.told += 1
            self.twice += total <= self.total
            self.missing += max(0, total - self.total - 1)
            self.total = max(self.total, total)
        # A place may also be told by a block without an event.
        self.last_id = fields.get("id", self.last_id)


@pytest.fixture(scope="module")
def server(binary, new_database) -> Iterator[Laurel]:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, max(soft, 8 * BROWSERS)), hard))
    limits = ["--max-connections", str(4 * BROWSERS), "--max-connections-per-address", str(4 * BROWSERS)]
    with serving(binary, new_database(), *limits) as running:
        yield running


@pytest.fixture(scope="module")
def admin(server: Laurel) -> Caller:
    """Every page gives its user a point, so the total says how many have been read."""
    caller = furnished(server.caller())
    metrics = caller.get("/admin/v1/metrics?limit=100").expect(200).json()
    pages = next(each["id"] for each in metrics if each["key"] == "pages")
    trigger = {"type": "metric", "points": 1, "status": "active", "metricId": pages, "metricThreshold": 1}
    caller.post("/admin/v1/points", [{"name": "XP", "key": "xp", "triggers": [trigger]}]).expect(201)
    return caller


class Happenings:
    """Something happens to every user again and again, on a thread of its own."""

    def __init__(self, admin: Caller) -> None:
        self.count = 0
        self._admin = admin
        self._is_over = threading.Event()
        self._thread = threading.Thread(target=self._run)

    def _run(self) -> None:
        items = [{"key": "pages", "user": {"id": f"u{number}"}, "value": 1} for number in range(USERS)]
        while not self._is_over.wait(BEAT):
            self._admin.post("/admin/v1/metrics/events", items).expect(202)
            self.count += 1

    def __enter__(self) -> Happenings:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._is_over.set()
        self._thread.join()


async def until(condition, patience: float = PATIENCE) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        await asyncio.sleep(0.1)


async def watch(server: Laurel, admin: Caller, browsers: list[Browser]) -> tuple[int, list[int]]:
    """Has everybody read for a while; says what was told, and the server's sizes meanwhile."""
    end = asyncio.Event()
    crowd = [asyncio.create_task(browser.run(end)) for browser in browsers]
    await until(lambda: all(browser.last_id for browser in browsers))
    sizes: list[int] = []
    with Happenings(admin) as happenings:
        for _ in range(6):
            await asyncio.sleep(SECONDS / 6)
            sizes.append(resident_bytes(server.process_id))
    await until(lambda: all(browser.total >= happenings.count for browser in browsers))
    # Whatever is told twice has had its time.
    await asyncio.sleep(0.5)
    end.set()
    await asyncio.gather(*crowd)
    return happenings.count, sizes


def test_browsers_that_leave_and_come_back_miss_nothing(server: Laurel, admin: Caller) -> None:
    keys = [server.key(scope="application", user=f"u{number}") for number in range(USERS)]
    browsers = [
        Browser(server.port, keys[number % USERS], leaves=number % 2 == 0)
        for number in range(BROWSERS)
    ]
    count, sizes = asyncio.run(watch(server, admin, browsers))
    grown = (sizes[-1] - sizes[1]) / MEBIBYTE
    opened = sum(browser.opened for browser in browsers)
    told, missing, twice = (
        sum(getattr(browser, name) for browser in browsers) for name in ("told", "missing", "twice")
    )
    missing += sum(max(0, count - browser.total) for browser in browsers)
    gave("browsers", streams=BROWSERS, opened=opened, told=told, missing=missing, twice=twice)
    gave("browsers", mebibytes=max(0.0, grown))
    assert not [each for browser in browsers for each in browser.refused]
    assert (missing, twice, told) == (0, 0, count * BROWSERS)
    assert opened > BROWSERS + BROWSERS // 2 * 3
    assert grown < 12, [size / MEBIBYTE for size in sizes]
