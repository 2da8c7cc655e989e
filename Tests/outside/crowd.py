"""Many callers at once, each on a connection of its own."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from laurel import Answer, Caller, send


@dataclass(frozen=True)
class Sent:
    """An event as a caller means it: written by hand, so that its value is exact."""

    user: str
    value: str
    key: str | None = None
    metric: str = "pages"

    @property
    def body(self) -> str:
        return f'{{"user": {{"id": "{self.user}"}}, "value": {self.value}}}'


@dataclass
class Count:
    """A number that many callers raise, and a moment at which it is enough."""

    enough: int
    reached: threading.Event
    value: int = 0

    def __post_init__(self) -> None:
        self._lock = threading.Lock()

    @staticmethod
    def until(enough: int) -> Count:
        return Count(enough, threading.Event())

    def raise_by_one(self) -> None:
        with self._lock:
            self.value += 1
            if self.value >= self.enough:
                self.reached.set()


Outcome = tuple[Sent, Answer | None]
"""An event and its answer; `None` when the connection broke first."""


def send_all(
    caller: Caller,
    events: Sequence[Sent],
    threads: int = 64,
    answered: Callable[[], None] = lambda: None,
) -> list[Outcome]:
    """Sends every event, shared out among the threads; a broken connection ends its thread."""
    shares = [events[start::threads] for start in range(threads)]
    with ThreadPoolExecutor(threads) as pool:
        jobs = [pool.submit(_send_share, caller, share, answered) for share in shares]
        return [outcome for job in jobs for outcome in job.result()]


def _send_share(
    caller: Caller, events: Iterable[Sent], answered: Callable[[], None]
) -> list[Outcome]:
    connection = caller.server.connection()
    outcomes: list[Outcome] = []
    is_broken = False
    for event in events:
        answer = None if is_broken else _send_one(caller, connection, event)
        is_broken = is_broken or answer is None
        outcomes.append((event, answer))
        if answer is not None:
            answered()
    connection.close()
    return outcomes


def _send_one(
    caller: Caller, connection: http.client.HTTPConnection, event: Sent
) -> Answer | None:
    key = {} if event.key is None else {"Idempotency-Key": event.key}
    path = f"/v1/metrics/{event.metric}/event"
    try:
        return send(connection, "POST", path, event.body, caller.headers(key))
    except (OSError, http.client.HTTPException):
        return None
