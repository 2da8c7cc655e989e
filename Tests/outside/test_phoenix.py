"""Phoenix's wire: events in, streaks out, with tokens, as its reference has them."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import subprocess
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from conftest import unique
from laurel import Answer, Caller, Laurel
from stream import Reader

VERIFICATION = "/admin/v1/token-verification"
NOBODY = "550e8400-e29b-41d4-a716-446655440000"


# Tokens, made by another implementation than the server's.


def encoded(data: bytes | dict[str, Any]) -> str:
    data = data if isinstance(data, bytes) else json.dumps(data).encode()
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def hs256(claims: dict[str, Any], secret: bytes, algorithm: str = "HS256") -> str:
    content = f"{encoded({'alg': algorithm, 'typ': 'JWT'})}.{encoded(claims)}"
    return f"{content}.{encoded(hmac.new(secret, content.encode(), hashlib.sha256).digest())}"


@dataclass
class Phoenix:
    """A workspace whose tokens are signed with one secret, and who calls it."""

    admin: Caller
    secret: str
    tenant_id: str

    @staticmethod
    def of(admin: Caller) -> Phoenix:
        secret = admin.server.keep_secret(secrets.token_hex(32))
        shown = admin.put(VERIFICATION, {"algorithm": "HS256", "secret": secret}).expect(200)
        return Phoenix(admin, secret, shown.json()["tenantId"])

    def token(self, user: str | None = None, **claims: Any) -> str:
        subject = {"sub": user} if user else {}
        standard = {"tenant_id": self.tenant_id, "exp": int(time.time()) + 3600}
        return hs256({**standard, **subject, **claims}, self.secret.encode())

    def call(
        self, method: str, path: str, body: Any = None, *, token: str | None = None, **claims: Any
    ) -> Answer:
        headers = {"Authorization": f"Bearer {token or self.token(**claims)}"}
        return self.admin.server.request(method, path, body, headers)

    def define(self, name: str, **config: Any) -> str:
        config = {
            "event_types": ["user.login"],
            "window": {"type": "calendar", "period": "daily"},
            "condition": {"type": "count", "min": 1},
            **config,
        }
        body = {"name": name, "config": config}
        return self.call("POST", "/v1/streaks", body, scope="admin").expect(201).json()["id"]

    def send(self, user: str, event_type: str = "user.login", **fields: Any) -> Answer:
        body = {"event_id": unique("event"), "event_type": event_type, "user_id": user, **fields}
        return self.call("POST", "/v1/events", body).expect(202)

    def streak(self, user: str, definition: str) -> dict[str, Any]:
        return self.call("GET", f"/v1/streaks/user/{user}/{definition}").expect(200).json()

    def at(self, moment: str) -> None:
        self.admin.set_clock(moment)


@pytest.fixture
def phoenix(fresh: Laurel) -> Phoenix:
    return Phoenix.of(fresh.caller())


# The reference's three answers.


def test_the_answers_of_the_reference(phoenix: Phoenix) -> None:
    definition = phoenix.define(
        "Daily Login Streak", milestones=[{"threshold": 7}, {"threshold": 30}]
    )
    phoenix.call(
        "PATCH",
        f"/v1/streaks/{definition}",
        {"description": "Track consecutive days users log in"},
        scope="admin",
    ).expect(200)
    for day in range(1, 16):
        moment = f"2025-01-{day:02}T08:30:00Z"
        phoenix.at(moment)
        phoenix.send("user-12345", timestamp=moment)
    # The reference's own numbers: 16 hours are left at eight, before its last login.
    phoenix.at("2025-01-15T08:00:00Z")

    milestones = [
        {"threshold": 7, "reward_item_id": None, "repeatable": False},
        {"threshold": 30, "reward_item_id": None, "repeatable": False},
    ]
    window = {"type": "calendar", "period": "daily", "timezone": "UTC", "reset_time": "00:00"}
    condition = {"type": "count", "min": 1}
    definitions = phoenix.call("GET", "/v1/streaks/definitions").expect(200).json()
    assert definitions == {
        "definitions": [
            {
                "id": definition,
                "tenant_id": phoenix.tenant_id,
                "name": "Daily Login Streak",
                "description": "Track consecutive days users log in",
                "config": {
                    "event_types": ["user.login"],
                    "window": window,
                    "condition": condition,
                    "milestones": milestones,
                },
                "status": "active",
            }
        ]
    }
    streak = phoenix.streak("user-12345", definition)
    assert streak == {
        "id": streak["id"],
        "definition_id": definition,
        "definition_name": "Daily Login Streak",
        "tenant_id": phoenix.tenant_id,
        "user_id": "user-12345",
        "current_count": 15,
        "current_window_key": "2025-01-15",
        "current_window_progress": {"count": 1, "sum": 0, "distinct": []},
        "current_window_satisfied": True,
        "last_activity_at": "2025-01-15T08:30:00Z",
        "seconds_until_window_close": 57600,
        "next_milestone": 30,
        "earned_milestones": [7],
        "window": window,
        "condition": condition,
        "milestones": milestones,
    }
    everything = phoenix.call("GET", "/v1/streaks/user/user-12345").expect(200).json()
    assert everything == {"streaks": [streak], "total": 1}


def test_the_progress_of_the_reference(phoenix: Phoenix) -> None:
    count = phoenix.define("Count", condition={"type": "count", "min": 3})
    total = phoenix.define(
        "Sum",
        event_types=["game.played"],
        condition={"type": "sum", "field": "points", "min": 500},
    )
    modes = phoenix.define(
        "Modes",
        event_types=["mode.played"],
        condition={"type": "distinct", "field": "mode", "min": 5},
    )
    for _ in range(2):
        phoenix.send("ada")
    for points in (100, 100.5, "50", 50, 50):
        phoenix.send("ada", "game.played", attributes={"points": points})
    for mode in ("arcade", "ranked", "casual"):
        phoenix.send("ada", "mode.played", attributes={"mode": mode})
    shown = [phoenix.streak("ada", id)["current_window_progress"] for id in (count, total, modes)]
    assert shown == [
        {"count": 2, "sum": 0, "distinct": []},
        {"count": 5, "sum": 350.5, "distinct": []},
        {"count": 3, "sum": 0, "distinct": ["arcade", "ranked", "casual"]},
    ]


# Windows across a night in which clocks are changed.


def test_a_day_has_the_hours_that_its_zone_gives_it(phoenix: Phoenix) -> None:
    window = {"type": "calendar", "period": "daily", "timezone": "America/New_York"}
    definition = phoenix.define("Daily", window=window)
    for moment in ("2025-03-09T04:59:59Z", "2025-03-09T05:00:00Z", "2025-03-10T03:59:59Z"):
        phoenix.at(moment)
        phoenix.send("ada")
    phoenix.at("2025-03-09T05:00:00Z")
    assert phoenix.streak("ada", definition)["seconds_until_window_close"] == 23 * 3600
    phoenix.at("2025-03-10T03:59:59Z")
    shown = phoenix.streak("ada", definition)
    assert shown["current_window_key"] == "2025-03-09" and shown["current_count"] == 2
    assert shown["current_window_progress"]["count"] == 2
    phoenix.at("2025-03-10T04:00:00Z")
    assert phoenix.streak("ada", definition)["current_window_key"] == "2025-03-10"
    phoenix.at("2025-11-02T04:00:00Z")
    phoenix.send("ada")
    assert phoenix.streak("ada", definition)["seconds_until_window_close"] == 25 * 3600


def test_a_rolling_window_counts_hours_alone(phoenix: Phoenix) -> None:
    definition = phoenix.define("Rolling", window={"type": "rolling", "period": "daily"})
    phoenix.at("2025-03-08T23:00:00Z")
    phoenix.send("ada")
    phoenix.at("2025-03-09T22:59:59Z")
    open_ = phoenix.streak("ada", definition)
    assert open_["current_window_key"] == "2025-03-08T23:00:00Z"
    assert open_["seconds_until_window_close"] == 1
    phoenix.at("2025-03-09T23:00:00Z")
    waiting = phoenix.streak("ada", definition)
    assert waiting["current_window_key"] is None and waiting["current_count"] == 1
    phoenix.send("ada")
    assert phoenix.streak("ada", definition)["current_count"] == 2
    phoenix.at("2025-03-11T23:00:00Z")
    over = phoenix.streak("ada", definition)
    assert over["current_count"] == 0 and over["seconds_until_window_close"] is None


# Events.


def test_an_event_happens_once_whatever_is_sent_again(phoenix: Phoenix) -> None:
    definition = phoenix.define("Both", event_types=["a", "b"])
    event = {"event_id": "e-1", "event_type": "a", "user_id": "ada"}
    first = phoenix.call("POST", "/v1/events", event).expect(202).json()
    assert first == {"status": "accepted", "event_id": "e-1", "duplicate": False}
    again = [event, {**event, "event_type": "b"}, {**event, "event_id": "e-2"}]
    bulk = phoenix.call("POST", "/v1/events/bulk", {"events": again}).expect(202).json()
    assert [item["duplicate"] for item in bulk["events"]] == [True, True, False]
    phoenix.admin.server.kill()
    phoenix.admin.server.start()
    phoenix.call("POST", "/v1/events", {**event, "event_type": "b"}).expect(202)
    assert phoenix.streak("ada", definition)["current_window_progress"]["count"] == 2


def test_milestones_and_risks_are_told_and_stay(phoenix: Phoenix) -> None:
    definition = phoenix.define(
        "Play",
        milestones=[{"threshold": 2, "reward_item_id": "hat", "repeatable": True}],
        at_risk_seconds=3600,
    )
    reader = Reader(phoenix.admin).start()
    for day in (1, 2, 5, 6):
        phoenix.at(f"2025-01-0{day}T12:00:00Z")
        phoenix.send("ada")
    shown = phoenix.streak("ada", definition)
    assert shown["current_count"] == 2 and shown["earned_milestones"] == [2]
    assert shown["next_milestone"] is None
    phoenix.at("2025-01-09T12:00:00Z")
    later = phoenix.streak("ada", definition)
    assert later["current_count"] == 0 and later["earned_milestones"] == [2]
    assert later["next_milestone"] == 2

    def told(kind: str) -> list[dict[str, Any]]:
        facts = phoenix.admin.get("/admin/v1/facts?limit=1000").expect(200).json()["facts"]
        return [fact for fact in facts if fact["type"] == kind]

    # What time has brought is told by rounds, one a second.
    deadline = time.monotonic() + 20
    while len(told("streak.at_risk")) < 2 and time.monotonic() < deadline:
        time.sleep(0.1)
    assert [(fact["count"], fact["rewardItemId"]) for fact in told("streak.milestone_reached")] == [
        (2, "hat"),
        (2, "hat"),
    ]
    assert [(fact["at"], fact["endsAt"]) for fact in told("streak.at_risk")] == [
        ("2025-01-03T23:00:00.000Z", "2025-01-04T00:00:00.000Z"),
        ("2025-01-07T23:00:00.000Z", "2025-01-08T00:00:00.000Z"),
    ]
    # The stream has the reference's payloads.
    reader.wait_for(lambda events: sum(event.type == "streak.broken" for event in events) == 2)
    reader.stop()
    about = {"user_id": "ada", "definition_id": definition}
    seen = {event.type: event.data for event in reader.events}
    assert all(data.pop("occurred_at") for data in seen.values())
    assert seen == {
        "streak.incremented": {**about, "new_count": 2},
        "streak.milestone_reached": {**about, "threshold": 2, "reward_id": "hat"},
        "streak.at_risk": {
            **about,
            "current_count": 2,
            "window_ends_at": "2025-01-08T00:00:00.000Z",
        },
        "streak.broken": {**about, "final_count": 2},
    }


# Who is let in.


def refused(answer: Answer, status: int, code: str) -> None:
    error = answer.expect(status).json()["error"]
    assert set(error) == {"code", "message", "status"}
    assert error["code"] == code and error["status"] == status and error["message"]


@pytest.fixture
def key_pair(tmp_path: Path) -> tuple[Path, str]:
    private = tmp_path / "private.pem"
    made = ["openssl", "genpkey", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"]
    subprocess.run([*made, "-out", str(private)], check=True, capture_output=True)
    public = subprocess.run(
        ["openssl", "pkey", "-in", str(private), "-pubout"],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return private, public


def test_tokens_that_do_not_hold_are_refused(
    phoenix: Phoenix, key_pair: tuple[Path, str]
) -> None:
    admin = phoenix.admin
    admin.post("/admin/v1/tenants", [{"customerId": "acme", "name": "Acme"}]).expect(201)
    other = Phoenix.of(Caller(admin.server, admin.key, "acme"))
    now = int(time.time())
    claims = {"tenant_id": phoenix.tenant_id}
    unsigned = f"{encoded({'alg': 'none'})}.{encoded(claims)}."
    bad = {
        "alg none": unsigned,
        "alg none with a signature": unsigned + phoenix.token().rpartition(".")[2],
        "wrong key": hs256(claims, secrets.token_bytes(32)),
        "expired": phoenix.token(exp=now - 1),
        "not yet": phoenix.token(nbf=now + 3600),
        "another tenant's key": hs256(claims, other.secret.encode()),
        "another tenant's name": hs256(
            {"tenant_id": other.tenant_id}, phoenix.secret.encode()
        ),
        "no tenant": hs256({}, phoenix.secret.encode()),
        "not a token": "abc",
    }
    for name, token in bad.items():
        answer = phoenix.call("GET", "/v1/streaks/definitions", token=token)
        assert answer.status == 401, name
        refused(answer, 401, "UNAUTHORIZED")
    refused(admin.server.request("GET", "/v1/streaks/definitions"), 401, "UNAUTHORIZED")

    # A public key is no secret: whoever signs with it, as if it were one, is not let in.
    _, public = key_pair
    admin.put(VERIFICATION, {"algorithm": "RS256", "publicKey": public}).expect(200)
    for algorithm in ("HS256", "RS256"):
        forged = hs256(claims, public.encode(), algorithm)
        refused(
            phoenix.call("GET", "/v1/streaks/definitions", token=forged), 401, "UNAUTHORIZED"
        )


def test_a_tenant_sees_nothing_of_another(phoenix: Phoenix) -> None:
    admin = phoenix.admin
    admin.post("/admin/v1/tenants", [{"customerId": "acme", "name": "Acme"}]).expect(201)
    other = Phoenix.of(Caller(admin.server, admin.key, "acme"))
    definition = phoenix.define("Mine")
    phoenix.send("ada")
    path = f"/v1/streaks/user/ada/{definition}"
    refused(other.call("GET", path), 404, "NOT_FOUND")
    refused(other.call("DELETE", f"/v1/streaks/{definition}", scope="admin"), 404, "NOT_FOUND")
    assert other.call("GET", "/v1/streaks/user/ada").json() == {"streaks": [], "total": 0}


def test_a_user_sends_and_reads_for_nobody_else(phoenix: Phoenix) -> None:
    definition = phoenix.define("Mine")
    event = {"event_id": "1", "event_type": "user.login"}
    ada, ben = phoenix.token("ada"), phoenix.token("ben")
    phoenix.call("POST", "/v1/events", event, token=ada).expect(202)
    path = f"/v1/streaks/user/ada/{definition}"
    phoenix.call("GET", path, token=ada).expect(200)
    refused(phoenix.call("GET", path, token=ben), 403, "FORBIDDEN")
    refused(
        phoenix.call("POST", "/v1/events", {**event, "user_id": "ada"}, token=ben),
        403,
        "FORBIDDEN",
    )
    refused(phoenix.call("POST", "/v1/streaks", {}, token=ada), 403, "FORBIDDEN")


def test_every_error_has_the_envelope(phoenix: Phoenix) -> None:
    server = phoenix.admin.server
    refused(phoenix.call("GET", "/v1/streaks/user/ada/none"), 400, "INVALID_INPUT")
    refused(phoenix.call("GET", f"/v1/streaks/user/ada/{NOBODY}"), 404, "NOT_FOUND")
    refused(phoenix.call("GET", "/v1/streaks/a/b/c/d"), 404, "NOT_FOUND")
    refused(phoenix.call("PUT", "/v1/events", {}), 405, "METHOD_NOT_ALLOWED")
    refused(phoenix.call("POST", "/v1/events", "{"), 400, "INVALID_INPUT")
    refused(phoenix.call("POST", "/v1/events/bulk", []), 400, "INVALID_INPUT")
    refused(phoenix.call("POST", "/v1/events", b" " * (1 << 21)), 413, "PAYLOAD_TOO_LARGE")
    assert server.request("GET", "/v1/streaks/definitions").headers["content-type"].startswith(
        "application/json"
    )


def test_types_that_come_at_once_are_one_metric(phoenix: Phoenix) -> None:
    def send(number: int) -> int:
        body = {"event_id": f"e-{number}", "event_type": "game.new", "user_id": f"u{number % 4}"}
        return phoenix.call("POST", "/v1/events", body).status

    with ThreadPoolExecutor(16) as pool:
        assert set(pool.map(send, range(64))) == {202}
    metrics = phoenix.admin.get("/admin/v1/metrics?limit=100").expect(200).json()
    assert str(metrics).count("'game.new'") == 2  # its key, and its name
    totals = [phoenix.admin.total(f"u{user}", "game.new") for user in range(4)]
    assert totals == [16] * 4


def test_one_id_sent_by_many_at_once_counts_once(phoenix: Phoenix) -> None:
    phoenix.define("Both", event_types=["a", "b"])

    def send(number: int) -> bool:
        body = {"event_id": "one", "event_type": "ab"[number % 2], "user_id": "ada"}
        return phoenix.call("POST", "/v1/events", body).expect(202).json()["duplicate"]

    with ThreadPoolExecutor(16) as pool:
        assert sorted(pool.map(send, range(64))) == [False] + [True] * 63
