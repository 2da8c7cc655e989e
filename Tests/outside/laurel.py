"""One running `laurel`, seen from outside: start it, kill it, restart it, call it.

Every answer passes the rules that hold for all of them (`Answer.follows_the_rules`), so that no
single test has to remember to look.
"""

from __future__ import annotations

import http.client
import json
import os
import re
import select
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
from contract import contract
from examples import record
from trophy import AsyncTrophyApi, TrophyApi
from trophy.environment import TrophyApiEnvironment

START_DEADLINE = 30.0
STOP_DEADLINE = 30.0
ANSWER_DEADLINE = 60.0

Body = bytes | str | dict[str, Any] | list[Any] | None
"""Bytes and text are sent as they are; everything else as JSON."""


@dataclass(frozen=True)
class Answer:
    status: int
    headers: dict[str, str]
    body: bytes

    @staticmethod
    def read(response: http.client.HTTPResponse) -> Answer:
        headers = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, headers, response.read())

    def json(self) -> Any:
        return json.loads(self.body)

    def exact(self) -> Any:
        """The JSON with its numbers as the decimals that were written."""
        return json.loads(self.body, parse_float=Decimal, parse_int=Decimal)

    @property
    def error(self) -> str:
        assert self.status >= 400, f"expected an error, got {self}"
        document = self.json()
        return document["detail"] if "detail" in document else document["error"]

    def expect(self, *statuses: int) -> Answer:
        assert self.status in statuses, f"expected {statuses}, got {self}"
        return self

    def follows_the_rules(self, path: str = "") -> Answer:
        """No 500, ever; every error is JSON with a sentence: in `error`, or in Bricqs' `detail`."""
        name = "detail" if path.startswith("/api/v1") else "error"
        assert self.status != 500, f"the server blamed itself: {self}"
        if path == "/ready":
            # Its answer is for tools that look at the status alone, and for whoever reads the reason.
            assert set(self.json()) == ({"status"} if self.status == 200 else {"status", "reason"})
        elif path.startswith("/mail/") and self.status not in (204, 405):
            # Pages for people, who came by a link of a mail.
            assert self.headers.get("content-type", "").startswith("text/html"), self
        elif self.status >= 400:
            assert self.headers.get("content-type", "").startswith("application/json"), self
            error = self.json().get(name)
            if isinstance(error, dict):
                # Phoenix's envelope: a code, a sentence, and the status once more.
                assert set(error) == {"code", "message", "status"}, self
                assert error["status"] == self.status and error["code"].isupper(), self
                error = error["message"]
            assert isinstance(error, str) and error, self
        return self


class Laurel:
    """A server process on a free port, and its database: a file, or the URL of one elsewhere."""

    def __init__(self, binary: Path, database: Path | str) -> None:
        self.binary = binary
        self.database = database
        self.port = 0
        self.output: list[str] = []
        self.secrets: set[str] = set()
        self._process: subprocess.Popen[str] | None = None
        self._readers: list[threading.Thread] = []

    # The process.

    def start(self, *arguments: str, port: int = 0) -> Laurel:
        assert self._process is None, "the server is already running"
        command = [str(self.binary), "serve", "--port", str(port), "--database", str(self.database)]
        self._process = subprocess.Popen(
            command + list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
        )
        listening = threading.Event()
        self._readers = [
            threading.Thread(target=self._read, args=(pipe, listening), daemon=True)
            for pipe in (self._process.stdout, self._process.stderr)
        ]
        for reader in self._readers:
            reader.start()
        self._wait_until(listening)
        return self

    def _read(self, pipe: Any, listening: threading.Event) -> None:
        for line in pipe:
            self.output.append(line)
            found = re.search(r"http://[^\s/:]+:(\d+)", line)
            if found and not listening.is_set() and pipe is self._process.stdout:
                self.port = int(found.group(1))
                listening.set()

    def _wait_until(self, listening: threading.Event) -> None:
        deadline = time.monotonic() + START_DEADLINE
        while not listening.wait(0.02):
            ended = self._process.poll() is not None
            if ended or time.monotonic() > deadline:
                self.kill()
                raise AssertionError(f"the server did not say where it listens: {self.log}")

    @property
    def log(self) -> str:
        """All that the server has written to standard output and standard error."""
        return "".join(self.output)

    def said(self, pattern: str) -> re.Match[str]:
        """What the server writes, as soon as it has written it."""
        deadline = time.monotonic() + START_DEADLINE
        while not (found := re.search(pattern, self.log)):
            assert time.monotonic() < deadline, f"no {pattern} in {self.log}"
            time.sleep(0.02)
        return found

    @property
    def process_id(self) -> int:
        return self._process.pid

    @property
    def is_running(self) -> bool:
        return self._process is not None and self._process.poll() is None

    def stop(self) -> int:
        """Asks the server to end, and gives its exit code."""
        self.terminate()
        return self.wait()

    def terminate(self) -> None:
        self._process.send_signal(signal.SIGTERM)

    def wait(self) -> int:
        try:
            code = self._process.wait(STOP_DEADLINE)
        except subprocess.TimeoutExpired:
            self.kill()
            raise AssertionError(f"the server did not end: {self.log}") from None
        self._forget()
        return code

    def kill(self) -> None:
        """The power cord: SIGKILL, no goodbye."""
        self._process.kill()
        self._process.wait()
        self._forget()

    def _forget(self) -> None:
        for reader in self._readers:
            reader.join(STOP_DEADLINE)
        self._process = None

    def close(self) -> None:
        """Ends the server as every suite must leave it: healthy, and with no secret told."""
        crashed = self._process is not None and self._process.poll() is not None
        code = self.stop() if self.is_running else 0
        assert not crashed, f"the server ended by itself: {self.log}"
        assert code == 0, f"the server ended with {code}: {self.log}"
        for secret in self.secrets:
            assert secret not in self.log, "the server wrote a secret to its log"

    # The command line.

    def command(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return run(self.binary, *arguments)

    def keys(self, verb: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.command("keys", verb, "--database", str(self.database), *arguments)

    def key(
        self, environment: str = "sandbox", scope: str = "admin", user: str | None = None
    ) -> str:
        """A new key, made by the command line and remembered as a secret."""
        arguments = ["--environment", environment, "--scope", scope]
        if not self.is_running:
            # The server makes its database itself; before it first runs there may be none.
            arguments.append("--create")
        if user is not None:
            arguments += ["--user", user]
        made = self.keys("create", *arguments)
        assert made.returncode == 0, made.stderr
        return self.keep_secret(made.stdout.strip())

    def keep_secret(self, key: str) -> str:
        """Remembers the part of a key that must never be seen again; its prefix is public."""
        self.secrets.add(key.partition(".")[2] or key)
        return key

    # Calls.

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def connection(self) -> http.client.HTTPConnection:
        return http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_DEADLINE)

    def caller(
        self, key: str | None = None, tenant: str | None = None, environment: str = "sandbox"
    ) -> Caller:
        """Someone who calls with this key; without one, with a new admin key."""
        return Caller(self, key or self.key(environment), tenant)

    def request(
        self,
        method: str,
        path: str,
        body: Body = None,
        headers: dict[str, str] | None = None,
        *,
        checked: bool = True,
    ) -> Answer:
        """One request; what is compressed cannot be checked as it is."""
        connection = self.connection()
        try:
            return send(connection, method, path, body, headers, checked=checked)
        finally:
            connection.close()

    def raw(self, *parts: bytes) -> Answer | None:
        """Sends bytes until the server answers; `None` when it closes without a word."""
        with socket.create_connection(("127.0.0.1", self.port), ANSWER_DEADLINE) as wire:
            try:
                for part in parts:
                    if select.select([wire], [], [], 0)[0]:
                        break
                    wire.sendall(part)
                method = parts[0].split(b" ", 1)[0].decode()
                response = http.client.HTTPResponse(wire, method=method)
                response.begin()
                return Answer.read(response)
            except (http.client.HTTPException, OSError):
                return None

    def is_healthy(self) -> bool:
        return self.is_running and self.request("GET", "/health").status == 200

    # The official SDK.

    @property
    def environment(self) -> TrophyApiEnvironment:
        return TrophyApiEnvironment(api=f"{self.address}/v1", admin=f"{self.address}/admin/v1")

    def sdk(self, key: str | None = None, tenant: str | None = None) -> TrophyApi:
        # Without retries: a 5xx that a second try would hide is a failure here.
        return TrophyApi(
            environment=self.environment,
            api_key=key or self.key(),
            tenant_id=tenant,
            max_retries=0,
            httpx_client=httpx.Client(
                timeout=ANSWER_DEADLINE, event_hooks={"response": [_check_for_sdk]}
            ),
        )

    def asynchronous_sdk(self, key: str | None = None) -> AsyncTrophyApi:
        return AsyncTrophyApi(
            environment=self.environment,
            api_key=key or self.key(),
            max_retries=0,
            httpx_client=httpx.AsyncClient(
                timeout=ANSWER_DEADLINE, event_hooks={"response": [_check_for_async_sdk]}
            ),
        )


@dataclass
class Caller:
    """Requests in the name of one key, and of one tenant."""

    server: Laurel
    key: str
    tenant: str | None = None
    more_headers: dict[str, str] = field(default_factory=dict)

    def call(self, method: str, path: str, body: Body = None, **headers: str) -> Answer:
        return self.server.request(method, path, body, self.headers(headers))

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        tenant = {"Tenant-ID": self.tenant} if self.tenant else {}
        return {"X-API-KEY": self.key, **tenant, **self.more_headers, **more}

    def get(self, path: str) -> Answer:
        return self.call("GET", path)

    def post(self, path: str, body: Body = None) -> Answer:
        return self.call("POST", path, body)

    def put(self, path: str, body: Body = None) -> Answer:
        return self.call("PUT", path, body)

    def patch(self, path: str, body: Body = None) -> Answer:
        return self.call("PATCH", path, body)

    def delete(self, path: str) -> Answer:
        return self.call("DELETE", path)

    # The words that most suites use.

    def event(
        self,
        user: str | dict[str, Any],
        value: Any = 1,
        metric: str = "pages",
        idempotency_key: str | None = None,
        **fields: Any,
    ) -> Answer:
        headers = {} if idempotency_key is None else {"Idempotency-Key": idempotency_key}
        body = event_body(user, value, **fields)
        return self.call("POST", f"/v1/metrics/{metric}/event", body, **headers)

    def create_metric(self, key: str, **fields: Any) -> str:
        """Registers a metric and gives its id."""
        answer = self.post("/admin/v1/metrics", [{"name": key.title(), "key": key, **fields}])
        return answer.expect(201).json()["created"][0]["id"]

    def create_attribute(self, key: str, kind: str) -> str:
        item = {"name": key.title(), "key": key, "type": kind}
        answer = self.post("/admin/v1/attributes", [item]).expect(201)
        return answer.json()["created"][0]["id"]

    def total(self, user: str, metric: str = "pages") -> Decimal:
        answer = self.get(f"/v1/users/{quote(user, safe='')}/metrics/{metric}").expect(200)
        return answer.exact()["current"]

    def events(self, user: str, limit: int = 100) -> Iterator[dict[str, Any]]:
        """All events of a user, newest first, page after page."""
        yield from self.pages(f"/admin/v1/users/{quote(user, safe='')}/events", "events", limit)

    def pages(self, path: str, name: str, limit: int) -> Iterator[dict[str, Any]]:
        address = f"{path}{'&' if '?' in path else '?'}limit={limit}"
        cursor: str | None = ""
        while cursor is not None:
            page = self.get(address + (f"&cursor={quote(cursor, safe='')}" if cursor else ""))
            document = page.expect(200).json()
            assert len(document[name]) <= limit
            yield from document[name]
            cursor = document["nextCursor"]

    def set_clock(self, now: str) -> None:
        self.put("/admin/v1/clock", {"now": now}).expect(200)


def send(
    connection: http.client.HTTPConnection,
    method: str,
    path: str,
    body: Body = None,
    headers: dict[str, str] | None = None,
    *,
    checked: bool = True,
) -> Answer:
    """One request on a connection that the caller keeps."""
    payload = encoded(body)
    content = {"Content-Type": "application/json"} if payload is not None else {}
    connection.request(method, path, payload, {**content, **(headers or {})})
    answer = Answer.read(connection.getresponse())
    if method != "HEAD":
        answer.follows_the_rules(path)
    if not checked:
        return answer
    media_type = answer.headers.get("content-type", "")
    contract(connection.host, connection.port).check(
        method, path, answer.status, media_type, answer.body
    )
    record(method, path, payload, answer.status, media_type, answer.body)
    return answer


def _check_for_sdk(response: httpx.Response) -> None:
    """What the SDK is answered is held to the contract too."""
    response.read()
    _check_answer(response)


async def _check_for_async_sdk(response: httpx.Response) -> None:
    await response.aread()
    _check_answer(response)


def _check_answer(response: httpx.Response) -> None:
    url = response.request.url
    contract(url.host, url.port).check(
        response.request.method,
        url.raw_path.decode(),
        response.status_code,
        response.headers.get("content-type", ""),
        response.content,
    )
    record(
        response.request.method,
        url.raw_path.decode(),
        response.request.content,
        response.status_code,
        response.headers.get("content-type", ""),
        response.content,
    )


def encoded(body: Body) -> bytes | None:
    match body:
        case None | bytes():
            return body
        case str():
            return body.encode()
        case _:
            return json.dumps(body, ensure_ascii=False).encode()


def event_body(user: str | dict[str, Any], value: Any = 1, **fields: Any) -> dict[str, Any]:
    return {"user": {"id": user} if isinstance(user, str) else user, "value": value, **fields}


def run(binary: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """One call of the command line, to its end."""
    return subprocess.run(
        [str(binary), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=STOP_DEADLINE,
        check=False,
    )


@contextmanager
def serving(binary: Path, database: Path | str, *arguments: str) -> Iterator[Laurel]:
    """A server for the length of a block; checked, and ended, at its end."""
    server = Laurel(binary, database).start(*arguments)
    try:
        yield server
    except BaseException:
        if server.is_running:
            server.kill()
        raise
    server.close()


def default_binary() -> Path:
    root = Path(__file__).resolve().parents[2]
    return Path(os.environ.get("LAUREL", root / ".build/release/laurel"))
