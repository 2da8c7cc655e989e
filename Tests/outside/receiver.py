"""A server that webhooks are told to: it notes whatever arrives, and behaves as it is told.

In a test it runs on a thread. `python receiver.py PORT FILE FAIL HANG` is one that can be killed: it
writes every delivery that it took to a file before it answers.
"""

from __future__ import annotations

import asyncio
import json
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

PATIENCE = 30.0


@dataclass(frozen=True)
class Delivery:
    """A request as it arrived."""

    headers: dict[str, str]
    body: bytes
    at: float

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]

    def json(self) -> Any:
        return json.loads(self.body)


@dataclass(frozen=True)
class Reply:
    """What is answered, after how long, with which header lines."""

    status: int = 200
    after: float = 0.0
    headers: tuple[str, ...] = ()
    body: bytes = b"ok"


Behaviour = Callable[[Delivery], Reply]


async def read_request(reader: asyncio.StreamReader) -> Delivery | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except (asyncio.IncompleteReadError, ConnectionError):
        return None
    lines = head.decode("latin-1").split("\r\n")[1:]
    headers = {
        name.strip().lower(): value.strip()
        for name, _, value in (line.partition(":") for line in lines if line)
    }
    body = await reader.readexactly(int(headers.get("content-length", 0)))
    return Delivery(headers, body, time.monotonic())


def answer(reply: Reply) -> bytes:
    lines = [f"HTTP/1.1 {reply.status} Said", f"Content-Length: {len(reply.body)}", *reply.headers]
    return ("\r\n".join(lines) + "\r\n\r\n").encode() + reply.body


async def serve(listening: socket.socket, behave: Behaviour) -> asyncio.Server:
    async def talk(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while delivery := await read_request(reader):
                reply = behave(delivery)
                if reply.after:
                    await asyncio.sleep(reply.after)
                writer.write(answer(reply))
                await writer.drain()
        except (ConnectionError, asyncio.CancelledError):
            # The other side is gone, or the test is over.
            pass
        finally:
            writer.close()

    return await asyncio.start_server(talk, sock=listening, backlog=512)


@dataclass
class Receiver:
    """A receiver on a thread of the test."""

    behave: Behaviour = lambda _: Reply()
    deliveries: list[Delivery] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._listening = socket.create_server(("127.0.0.1", 0))
        self._loop = asyncio.new_event_loop()
        self._end = asyncio.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()

    @property
    def port(self) -> int:
        return self._listening.getsockname()[1]

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    def _take(self, delivery: Delivery) -> Reply:
        self.deliveries.append(delivery)
        return self.behave(delivery)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        self._loop.run_until_complete(self._serve())
        self._loop.close()

    async def _serve(self) -> None:
        await serve(self._listening, self._take)
        await self._end.wait()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)
        await asyncio.sleep(0)

    def close(self) -> None:
        self._loop.call_soon_threadsafe(self._end.set)
        self._thread.join(PATIENCE)

    def wait(self, count: int, patience: float = PATIENCE) -> list[Delivery]:
        """The deliveries, once so many have arrived."""
        wait_until(lambda: len(self.deliveries) >= count, patience, lambda: self.deliveries)
        return list(self.deliveries)

    def of_kind(self, kind: str, count: int = 1, patience: float = PATIENCE) -> list[Delivery]:
        """The deliveries whose type is this, once so many have arrived."""

        def found() -> list[Delivery]:
            return [each for each in list(self.deliveries) if kind in type_of(each)]

        wait_until(lambda: len(found()) >= count, patience, lambda: self.deliveries)
        return found()


def type_of(delivery: Delivery) -> tuple[str, ...]:
    body = delivery.json()
    return tuple(body[name] for name in ("type", "event_type") if name in body)


@contextmanager
def receiving(behave: Behaviour = lambda _: Reply()) -> Iterator[Receiver]:
    receiver = Receiver(behave)
    try:
        yield receiver
    finally:
        receiver.close()


def wait_until(
    condition: Callable[[], bool], patience: float = PATIENCE, told: Callable[[], Any] = str
) -> None:
    deadline = time.monotonic() + patience
    while not condition():
        assert time.monotonic() < deadline, f"it did not happen in time: {str(told())[-2000:]}"
        time.sleep(0.02)


class KillableReceiver:
    """A receiver in a process of its own, with a file of what it took."""

    def __init__(self, folder: Path, fail: int = 0, hang: int = 0) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.file = folder / f"taken-{self.port}.txt"
        self._arguments = [str(self.port), str(self.file), str(fail), str(hang)]
        self._process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/hooks"

    def start(self) -> KillableReceiver:
        self._process = subprocess.Popen(
            [sys.executable, __file__, *self._arguments], stdout=subprocess.PIPE, text=True
        )
        assert self._process.stdout.readline() == "listening\n"
        return self

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def wait(self, count: int, patience: float) -> None:
        """Until so many deliveries were taken, whatever came twice."""
        deadline = time.monotonic() + patience
        while (taken := len({identifier for identifier, _ in self.taken()})) < count:
            assert time.monotonic() < deadline, f"{taken} of {count} were taken"
            # A long file is read as a whole each time.
            time.sleep(0.2 + count / 50_000)

    def taken(self) -> list[tuple[str, int]]:
        """The ids of deliveries and what they say, in the order in which they were taken."""
        lines = self.file.read_text().split("\n")[:-1] if self.file.exists() else []
        return [(line.split(" ")[0], int(line.split(" ")[1])) for line in lines if " " in line]


def main() -> None:
    port, file, fail, hang = int(sys.argv[1]), sys.argv[2], int(sys.argv[3]), int(sys.argv[4])
    log = open(file, "ab", buffering=0)
    count = 0

    def behave(delivery: Delivery) -> Reply:
        nonlocal count
        count += 1
        if hang and count % hang == 0:
            return Reply(503, after=60)
        if fail and count % fail == 0:
            return Reply(500)
        sequence = delivery.json().get("sequence", 0)
        log.write(f"{delivery.id} {sequence}\n".encode())
        return Reply()

    async def run() -> None:
        listening = socket.create_server(("127.0.0.1", port), backlog=512)
        server = await serve(listening, behave)
        print("listening", flush=True)
        await server.serve_forever()

    asyncio.run(run())


if __name__ == "__main__":
    main()
