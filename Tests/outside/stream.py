"""A reader of server-sent events, as a client of the stream is one."""

from __future__ import annotations

import http.client
import json
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from laurel import Answer, Caller

PATH = "/v1/stream"


@dataclass(frozen=True)
class Event:
    id: str
    type: str
    data: dict[str, Any]

    @property
    def user(self) -> str:
        return self.data.get("user_id", "")


class Reader:
    """Reads a stream on a thread of its own, and comes back with its last id when it is cut off."""

    def __init__(self, caller: Caller, query: str = "", last_id: str | None = None) -> None:
        self.caller = caller
        self.query = query
        self.last_id = last_id
        self.events: list[Event] = []
        self.connection_count = 0
        self.has_opened = threading.Event()
        self._is_over = threading.Event()
        self._connection: http.client.HTTPConnection | None = None
        self._thread = threading.Thread(target=self._run, daemon=True)

    def start(self) -> Reader:
        self._thread.start()
        assert self.has_opened.wait(30), "the stream did not open"
        return self

    def stop(self) -> None:
        self._is_over.set()
        self.cut()
        self._thread.join(30)

    def cut(self) -> None:
        """Ends the connection in the middle of whatever it was doing."""
        connection = self._connection
        if connection is not None and connection.sock is not None:
            try:
                connection.sock.shutdown(2)
            except OSError:
                pass

    def wait_for(self, condition: Callable[[list[Event]], bool], deadline: float = 60) -> None:
        end = time.monotonic() + deadline
        while not condition(self.events):
            assert time.monotonic() < end, f"{len(self.events)} events came"
            time.sleep(0.02)

    def _run(self) -> None:
        while not self._is_over.is_set():
            try:
                self._read_once()
            except (OSError, http.client.HTTPException, AttributeError):
                pass
            time.sleep(0.02)

    def _read_once(self) -> None:
        self._connection = connection = self.caller.server.connection()
        headers = {} if self.last_id is None else {"Last-Event-ID": self.last_id}
        connection.request("GET", PATH + self.query, headers=self.caller.headers(headers))
        response = connection.getresponse()
        if response.status != 200:
            response.read()
            return
        self.connection_count += 1
        fields: dict[str, str] = {}
        try:
            while line := response.readline():
                text = line.decode().rstrip("\n")
                if text:
                    name, _, value = text.partition(": ")
                    fields[name] = value
                    continue
                self._take(fields)
                fields = {}
                self.has_opened.set()
        finally:
            connection.close()

    def _take(self, fields: dict[str, str]) -> None:
        if "data" in fields:
            event = Event(fields["id"], fields["event"], json.loads(fields["data"]))
            self.events.append(event)
        self.last_id = fields.get("id", self.last_id)


def refusal(caller: Caller, query: str = "", **headers: str) -> Answer:
    """The answer to a stream that must not open."""
    return caller.call("GET", PATH + query, **headers)
