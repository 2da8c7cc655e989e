"""Callers who never stop: they send events through every process, and repeat what was refused."""

from __future__ import annotations

import http.client
import itertools
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass, field

from crowd import Sent
from laurel import Answer, Caller, send


@dataclass
class Told:
    """What callers were told, and when."""

    acknowledged: dict[str, str] = field(default_factory=dict)
    """Event ids by idempotency key."""
    sent: dict[str, Sent] = field(default_factory=dict)
    keyless_ids: list[str] = field(default_factory=list)
    open_keyless: int = 0
    """Events without a key of which nobody can say whether they were stored."""
    refusals: list[Answer] = field(default_factory=list)
    successes: list[tuple[float, float]] = field(default_factory=list)
    """When an event that was then acknowledged was sent, and when it was acknowledged."""
    reads: int = 0
    broken: list[str] = field(default_factory=list)


class Load:
    """Threads that send events until they are told to stop."""

    def __init__(self, callers: Sequence[Caller], users: Sequence[str], threads: int = 8) -> None:
        self.callers = callers
        self.users = users
        self.told = Told()
        self._lock = threading.Lock()
        self._numbers = itertools.count()
        self._is_over = threading.Event()
        works = [self._send_keyed] * threads + [self._send_keyless, self._read] * len(callers)
        self._threads = [
            threading.Thread(target=self._work, args=(work, index), daemon=True)
            for index, work in enumerate(works)
        ]

    def start(self) -> Load:
        for thread in self._threads:
            thread.start()
        return self

    def stop(self) -> Told:
        self._is_over.set()
        for thread in self._threads:
            thread.join(120)
            assert not thread.is_alive(), "a caller never got an answer"
        return self.told

    def _work(self, work, index: int) -> None:
        connections = Connections(self.callers, index)
        try:
            while not self._is_over.is_set():
                work(connections)
        except AssertionError as error:
            with self._lock:
                self.told.broken.append(str(error))
        connections.close()

    # What a caller does, again and again.

    def _send_keyed(self, connections: Connections) -> None:
        number = next(self._numbers)
        key = f"key-{number}"
        value = f"{number % 97}.{number % 1_000_000:06d}"
        event = Sent(self.users[number % len(self.users)], value, key)
        with self._lock:
            self.told.sent[key] = event
        # Sent until it is acknowledged, even after the end: an event must not stay open.
        deadline = time.monotonic() + 90
        while time.monotonic() < deadline:
            sent_at = time.monotonic()
            answer = connections.post(event)
            if answer is not None and answer.status in (201, 202):
                self._note_success(event, answer, sent_at)
                return
            self._note_refusal(answer)
            connections.turn()
        raise AssertionError(f"{event} was refused for 90 seconds")

    def _send_keyless(self, connections: Connections) -> None:
        sent_at = time.monotonic()
        answer = connections.post(Sent("keyless", "1"))
        if answer is not None and answer.status == 201:
            with self._lock:
                self.told.keyless_ids.append(answer.json()["eventId"])
                self.told.successes.append((sent_at, time.monotonic()))
            return
        self._note_refusal(answer)
        if answer is None or "not known" in answer.error:
            with self._lock:
                self.told.open_keyless += 1
        else:
            assert "Nothing was stored" in answer.error, answer

    def _read(self, connections: Connections) -> None:
        answer = connections.get(f"/v1/users/{self.users[0]}/metrics/pages")
        if answer is None or answer.status not in (200, 404):
            self._note_refusal(answer)
        with self._lock:
            self.told.reads += 1
        time.sleep(0.01)

    # Notes.

    def _note_success(self, event: Sent, answer: Answer, sent_at: float) -> None:
        id = answer.json()["eventId"]
        with self._lock:
            assert self.told.acknowledged.setdefault(event.key, id) == id, "one key, two events"
            self.told.successes.append((sent_at, time.monotonic()))

    def _note_refusal(self, answer: Answer | None) -> None:
        assert answer is not None, "the server hung up"
        with self._lock:
            self.told.refusals.append(answer)
        # A client that heeds Retry-After would wait for a whole second; the test is in a hurry.
        time.sleep(0.05)


class Connections:
    """One connection to each process, of which one is used at a time."""

    def __init__(self, callers: Sequence[Caller], turn: int) -> None:
        self._callers = callers
        self._connections = [caller.server.connection() for caller in callers]
        self._turn = turn % len(callers)

    def turn(self) -> None:
        """Tries the next process from now on."""
        self._turn = (self._turn + 1) % len(self._callers)

    def post(self, event: Sent) -> Answer | None:
        key = {} if event.key is None else {"Idempotency-Key": event.key}
        return self._send("POST", f"/v1/metrics/{event.metric}/event", event.body, key)

    def get(self, path: str) -> Answer | None:
        return self._send("GET", path, None, {})

    def close(self) -> None:
        for connection in self._connections:
            connection.close()

    def _send(self, method: str, path: str, body: str | None, headers: dict[str, str]) -> Answer | None:
        connection, caller = self._connections[self._turn], self._callers[self._turn]
        try:
            return send(connection, method, path, body, caller.headers(headers))
        except (OSError, http.client.HTTPException):
            connection.close()
            return None
