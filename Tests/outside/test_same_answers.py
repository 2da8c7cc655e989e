"""Both engines give the same answers, byte for byte, to a long script of mixed calls.

Ids, cursors and secrets are each server's own, so they are compared by the order in which they were
first seen. The sandbox clock is held years ago, so times are compared as they are; only of what is
done now, such as making a tenant, the moment is left open.
"""

from __future__ import annotations

import http.client
import itertools
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path

from laurel import Answer, Caller, send, serving
from mixed_calls import Call, Script
from postgres import Node

CALLS = 10_000
SEED = 20_260_301

ID = re.compile(rb"\b[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}\b")
CURSOR = re.compile(rb'"nextCursor":"([^"]+)"')
NOW = re.compile(rb"\b20[2-9][0-9]-[0-9]{2}-[0-9]{2}T[0-9:.]+Z")
OWN_HEADERS = {"date", "content-length", "etag", "x-request-id"}
"""An entity tag is made of the answer, and so of ids that each server gives by itself; each request gets its own id."""


class Voice:
    """One server, and the names of what it alone has a say in."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.connection: http.client.HTTPConnection = caller.server.connection()
        self.names: dict[bytes, bytes] = {}
        self.meanings: dict[str, str] = {}

    def answer(self, call: Call) -> tuple[int, dict[str, str], bytes]:
        """What the server says to a call, in words that every server would use."""
        headers = {} if call.idempotency_key is None else {"Idempotency-Key": call.idempotency_key}
        if call.tenant is not None:
            headers["Tenant-ID"] = call.tenant
        path = re.sub("#[0-9]+|@[0-9]+", lambda found: self.meanings[found[0]], call.path)
        body = call.body and re.sub('"(#[0-9]+)"', self._meaning_in_json, call.body)
        answer = send(self.connection, call.method, path, body, self.caller.headers(headers))
        return answer.status, self._headers(answer), self._plain(answer.body)

    def new_names(self, known: int) -> list[str]:
        """The names given after so many."""
        return list(itertools.islice(self.meanings, known, None))

    def _meaning_in_json(self, found: re.Match[str]) -> str:
        return f'"{self.meanings.get(found[1], found[1])}"'

    def _headers(self, answer: Answer) -> dict[str, str]:
        return {name: text for name, text in answer.headers.items() if name not in OWN_HEADERS}

    def _plain(self, body: bytes) -> bytes:
        body = NOW.sub(b"(now)", body)
        body = CURSOR.sub(lambda found: b'"nextCursor":"' + self._name(found[1], b"@") + b'"', body)
        return ID.sub(lambda found: self._name(found[0], b"#"), body)

    def _name(self, text: bytes, mark: bytes) -> bytes:
        if text not in self.names:
            self.names[text] = mark + str(len(self.names)).encode()
            self.meanings[self.names[text].decode()] = text.decode()
        return self.names[text]


def test_same_answers(binary: Path, tmp_path: Path, postgres: Node) -> None:
    places = [tmp_path / "laurel.db", postgres.create_database("same-answers")]
    with ExitStack() as stack:
        servers = [stack.enter_context(serving(binary, place)) for place in places]
        voices = [Voice(server.caller()) for server in servers]
        pool = stack.enter_context(ThreadPoolExecutor(len(voices)))
        statuses: Counter[int] = Counter()
        script = Script(SEED)
        known = 0
        for number, call in enumerate(script.calls(CALLS)):
            said, heard = pool.map(Voice.answer, voices, [call] * len(voices))
            assert said == heard, f"call {number}: {call}"
            statuses[said[0]] += 1
            new = voices[0].new_names(known)
            known += len(new)
            cursors = [(call.path, name) for name in new if name.startswith("@")]
            script.learn(
                [name for name in new if name.startswith("#")], cursors[-1] if cursors else None
            )
    assert_mixed(statuses)


def assert_mixed(statuses: Counter[int]) -> None:
    """A script in which nearly everything fails, or nothing does, would prove little."""
    assert sum(statuses.values()) == CALLS
    for status, share in [(200, 0.2), (201, 0.15), (202, 0.01), (404, 0.02), (422, 0.05)]:
        assert statuses[status] >= share * CALLS, statuses
