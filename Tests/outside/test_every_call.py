"""Calls that no other suite makes, each once: so every call is held to its document and has an example."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from browser import PASSWORD, make_admin
from contract import DOCUMENTS, contract
from dashboard import counted, furnish
from examples import record
from laurel import Caller, Laurel, serving
from mail_server import Mailbox, taking_mail

ENGINES = ("sqlite",)
OWNER = "owner@example.com"
JSON = {"Content-Type": "application/json"}


@pytest.fixture(scope="module")
def box() -> Iterator[Mailbox]:
    with taking_mail() as box:
        yield box


@pytest.fixture(scope="module")
def house(binary: Path, tmp_path_factory: pytest.TempPathFactory, box: Mailbox) -> Iterator[Caller]:
    """The admin of a sandbox where all kinds of things are set up, and people did something."""
    folder = tmp_path_factory.mktemp("house")
    options = (
        "--smtp", f"smtp://127.0.0.1:{box.port}", "--mail-from", "Pages <mail@pages.example>",
        "--public-url", "https://laurel.example.com",
        "--secret-key-file", str(folder / "secret.key"),
    )  # fmt: skip
    with serving(binary, folder / "laurel.db", *options) as server:
        caller = server.caller()
        counted(caller, furnish(caller, days=20))
        yield caller


def one(answer: Any) -> dict[str, Any]:
    """The first of a list."""
    document = answer.expect(200).json()
    return document[0] if isinstance(document, list) else next(iter(document.values()))[0]


def test_documents_describe_themselves(house: Caller) -> None:
    for path in DOCUMENTS:
        assert house.get(path).expect(200).json()["openapi"] == "3.1.0"


def test_users_and_streaks(house: Caller) -> None:
    house.get("/v1/users/ada/streaks/daily/explain?periods=3").expect(200)
    house.get("/v1/streaks/rankings?limit=2").expect(200)
    house.get("/admin/v1/streaks/at-risk?definition=daily&limit=2").expect(200)
    house.patch("/admin/v1/users/ada", {"hiddenFromLeaderboards": False}).expect(200)
    house.put("/admin/v1/users/ada/metrics/pages", {"total": 12}).expect(200)
    house.post("/v1/stream/ticket").expect(201)
    lines = [
        {"id": "moved", "name": "Mia", "tz": "Europe/Berlin"},
        {"user": "moved", "metric": "lessons", "value": 1, "timestamp": "2025-03-01T12:00:00Z"},
    ]
    house.post("/admin/v1/imports", {"lines": lines}).expect(200)


def test_the_stream(house: Caller) -> None:
    """Its answer does not end, so it is read by hand as far as its first event."""
    house.event("streamer", metric="lessons").expect(201)
    head = f"GET /v1/stream?lastEventId=0 HTTP/1.1\r\nHost: laurel\r\nX-API-KEY: {house.key}\r\n\r\n"
    with socket.create_connection(("127.0.0.1", house.server.port), 10) as wire:
        wire.sendall(head.encode())
        told = b""
        while told.count(b"data:") < 2:
            told += wire.recv(65536)
    body = b"\n".join(line for line in told.split(b"\r\n\r\n", 1)[1].split(b"\n") if b":" in line or not line)
    body = re.sub(rb"(?m)^[0-9a-f]+\r$\n?|\r", b"", body)
    contract("127.0.0.1", house.server.port).check("GET", "/v1/stream", 200, "text/event-stream", body)
    record("GET", "/v1/stream", None, 200, "text/event-stream", body)


def test_points_and_leaderboards(house: Caller) -> None:
    system = one(house.get("/admin/v1/points"))["id"]
    metric = one(house.get("/admin/v1/metrics"))["id"]
    trigger = {"type": "metric", "metricId": metric, "metricThreshold": 5, "points": 20}
    house.post(f"/admin/v1/points/{system}/triggers/preview", trigger).expect(200)
    boost = {"boost": {"start": "2026-02-01", "multiplier": 2}}
    house.post(f"/admin/v1/points/{system}/simulate", boost).expect(200)
    board = one(house.get("/admin/v1/leaderboards"))["id"]
    house.get(f"/admin/v1/leaderboards/{board}/corrections").expect(200)
    house.get("/api/v1/gamify/leaderboards/ever?limit=2").expect(200)
    house.get("/api/v1/gamify/leaderboards/ever/rank/ada").expect(200)


def test_participants(house: Caller) -> None:
    house.get("/api/v1/gamify/participants/ada").expect(200)
    house.patch("/api/v1/gamify/participants/ada", {"display_name": "Ada L."}).expect(200)
    house.get("/api/v1/gamify/participants/ada/badges").expect(200)


def test_previews_of_changes(house: Caller) -> None:
    daily = one(house.get("/admin/v1/streaks/definitions?limit=1"))
    draft = {
        "userId": "ada", "key": "weekly", "name": "A lesson a week",
        "sources": [{"metric": "lessons"}], "window": {"period": "weekly"},
    }  # fmt: skip
    house.post("/admin/v1/streaks/definitions/preview", draft).expect(200)
    path = f"/admin/v1/streaks/definitions/{daily['id']}/previews"
    made = house.post(path, {"gracePeriods": 0}).expect(202).json()["id"]
    house.get(f"/admin/v1/streaks/previews/{made}").expect(200)
    house.delete(f"/admin/v1/streaks/previews/{made}").expect(204)
    house.post("/admin/v1/streaks/settings/previews", {"frequency": "weekly"}).expect(202)


def test_groups(house: Caller) -> None:
    path = "/admin/v1/streaks/groups"
    house.put("/v1/users/ben", {"name": "Ben"}).expect(200, 201)
    house.put("/v1/users/cyd", {"name": "Cyd"}).expect(200, 201)
    pair = {
        "id": "ada-and-ben", "name": "Ada and Ben", "streak": "daily", "members": "all",
        "timezone": "Europe/Berlin", "users": [{"id": "ada"}, {"id": "ben"}],
    }  # fmt: skip
    house.post(path, pair).expect(201)
    house.get(path).expect(200)
    house.get(f"{path}/ada-and-ben").expect(200)
    house.patch(f"{path}/ada-and-ben", {"name": "The readers"}).expect(200)
    house.post(f"{path}/ada-and-ben/users", {"id": "cyd"}).expect(200)
    house.delete(f"{path}/ada-and-ben/users/cyd").expect(200)
    house.get("/v1/streaks/groups/ada-and-ben").expect(200)
    house.get("/v1/users/ada/groups").expect(200)
    house.delete(f"{path}/ada-and-ben").expect(204)


def test_amnesties(house: Caller) -> None:
    outage = {
        "from": (datetime.now(UTC) - timedelta(hours=26)).isoformat(),
        "to": (datetime.now(UTC) - timedelta(hours=22)).isoformat(),
        "reason": "The outage of yesterday",
        "definitions": ["daily"],
        "timezones": ["Europe/Berlin"],
    }
    path = "/admin/v1/streaks/amnesties"
    preview = house.post(f"{path}/previews", outage).expect(202).json()
    assert preview["status"] == "preview"
    house.delete(f"{path}/{preview['id']}").expect(204)
    made = house.post(path, outage).expect(201).json()
    assert made["definitions"] == ["daily"]
    assert [each["id"] for each in house.get(path).expect(200).json()] == [made["id"]]
    house.get(f"{path}/{made['id']}").expect(200)
    house.delete(f"{path}/{made['id']}").expect(204)
    house.delete(f"{path}/{made['id']}").expect(404)
    assert house.get(f"{path}/{made['id']}").json()["status"] == "revoked"
    for field, value in [("to", outage["from"]), ("timezones", ["Mars/Base"]), ("definitions", ["none"]), ("reason", "")]:
        house.post(path, outage | {field: value}).expect(422)
    code = {
        "code": "login", "name": "Daily login", "period": "daily", "grace_periods": 0,
    }  # fmt: skip
    house.post("/api/v1/gamify/streaks", code).expect(200, 201)
    path = "/api/v1/gamify/streaks/login/previews"
    made = house.post(path, {"grace_periods": 1}).expect(202).json()["id"]
    house.get(f"{path}/{made}").expect(200)


def test_definitions_of_phoenix(house: Caller) -> None:
    rule = {
        "name": "Three runs", "description": "Three runs a week",
        "config": {
            "event_types": ["run"], "window": {"type": "calendar", "period": "weekly"},
            "condition": {"type": "count", "min": 3},
        },
    }  # fmt: skip
    made = house.post("/v1/streaks", rule).expect(200, 201).json()["id"]
    path = f"/v1/streaks/{made}"
    house.get(path).expect(200)
    house.put(path, {**rule, "name": "Weekly runs"}).expect(200)
    house.post(f"{path}/pause").expect(200)
    house.post(f"{path}/resume").expect(200)
    preview = house.post(f"{path}/previews", {"name": "Runs"}).expect(202).json()["id"]
    house.get(f"{path}/previews/{preview}").expect(200)
    house.delete(path).expect(200)
    more = {"key": "short", "name": "Short", "sources": [{"metric": "pages"}], "window": {"period": "daily"}}
    short = house.post("/admin/v1/streaks/definitions", [more]).expect(201).json()["created"][0]["id"]
    house.delete(f"/admin/v1/streaks/definitions?ids={short}").expect(200)


@pytest.mark.parametrize(
    "report", ["achievements", "boards", "funnel", "lengths", "levels", "points", "retention", "streaks"]
)
def test_reports(house: Caller, report: str) -> None:
    house.get(f"/admin/v1/analytics/{report}").expect(200)
    table = house.get(f"/admin/v1/analytics/{report}.csv").expect(200)
    assert table.headers["content-type"].startswith("text/csv")


def test_what_reports_can_be_about(house: Caller) -> None:
    subjects = house.get("/admin/v1/analytics/subjects").expect(200).json()
    assert all(subjects[name] for name in ("metrics", "streaks", "achievements", "systems", "boards"))


def test_scores_of_a_metric_are_counted_as_people_see_them(house: Caller) -> None:
    highest = house.get("/v1/leaderboards/week?limit=1").expect(200).json()["rankings"][0]["value"]
    rows = house.get("/admin/v1/analytics/boards?board=week").expect(200).json()["rows"]
    assert rows[-1]["first"] <= highest <= rows[-1]["last"]


def test_what_was_asked_and_how_it_stands(house: Caller) -> None:
    house.get("/v1/users/nobody").expect(404)
    house.get("/admin/v1/log?outcome=refused&limit=1").expect(200)
    house.get("/admin/v1/overview").expect(200)
    house.get("/admin/v1/reminders/settings").expect(200)
    house.get("/admin/v1/reminders/mail").expect(200)
    house.put(f"/admin/v1/reminders/suppressions/{quote('gone@example.com')}").expect(200)
    house.get("/admin/v1/reminders/suppressions?limit=1").expect(200)
    house.get("/admin/v1/reminders/decisions?limit=1").expect(200)


def test_what_mails_say(house: Caller) -> None:
    path = "/admin/v1/messages/templates/recap"
    blocks = [{"type": "text", "text": "A week of lessons."}]
    house.put(path, {"subjects": ["Your week"], "preview": "What you did.", "blocks": blocks}).expect(200)
    shown = house.get(path).expect(200).json()
    assert (shown["subjects"], shown["version"]) == (["Your week"], 1)
    assert any(each["kind"] == "recap" for each in house.get("/admin/v1/messages/templates").expect(200).json()["templates"])
    assert len(house.get(f"{path}/versions").expect(200).json()["versions"]) == 1
    house.delete(path).expect(200)


def test_mails_to_look_at(house: Caller, box: Mailbox) -> None:
    house.event({"id": "reader", "email": "reader@example.com", "subscribeToEmails": True}, metric="lessons").expect(201)
    test = {"kind": "streak_reminder", "userId": "reader", "to": "team@example.com"}
    house.post("/admin/v1/messages/test", test).expect(200)
    [mail] = box.to("team@example.com")
    token = re.search(r"/mail/unsubscribe\?t=([\w.-]+)", mail.content.decode().replace("=\r\n", ""))
    assert token, mail.content.decode()
    house.server.request("GET", f"/mail/preferences?t={token[1]}").expect(200)


def test_keys(house: Caller) -> None:
    made = house.post("/admin/v1/keys", {"scope": "application", "userId": "ada"}).expect(201).json()
    house.get("/admin/v1/keys").expect(200)
    house.delete(f"/admin/v1/keys/{made['prefix']}").expect(204)


class Session(Caller):
    """Somebody who signed in: a cookie stands in for the key."""

    def headers(self, more: dict[str, str]) -> dict[str, str]:
        return {**self.more_headers, **more}


def signed_in(server: Laurel, email: str, password: str = PASSWORD) -> Session:
    answer = server.request("POST", "/admin/v1/sessions", {"email": email, "password": password}, JSON).expect(201)
    caller = Session(server, "")
    caller.more_headers = {
        "Cookie": answer.headers["set-cookie"].split(";")[0], "Laurel-Environment": "sandbox",
    }  # fmt: skip
    return caller


def test_admins_and_their_sessions(house: Caller) -> None:
    owner = signed_in(house.server, make_admin(house.server, "owner"))
    owner.get("/admin/v1/session").expect(200)
    draft = {"email": "editor@example.com", "password": PASSWORD, "role": "editor"}
    editor = owner.post("/admin/v1/admins", draft).expect(201).json()["id"]
    owner.get("/admin/v1/admins").expect(200)
    other = signed_in(house.server, draft["email"])
    new = {"password": PASSWORD, "newPassword": PASSWORD + " staple"}
    other.put("/admin/v1/session/password", new).expect(204)
    sessions = owner.get("/admin/v1/sessions").expect(200).json()
    theirs = next(each["id"] for each in sessions if each["email"] == draft["email"])
    owner.delete(f"/admin/v1/sessions/{theirs}").expect(204)
    owner.patch(f"/admin/v1/admins/{editor}", {"role": "viewer"}).expect(200)
    owner.delete(f"/admin/v1/admins/{editor}").expect(204)
    owner.delete("/admin/v1/session").expect(204)


def test_the_first_admin(fresh: Laurel) -> None:
    secret = fresh.said(r"/dashboard/first-run#(\w+)")[1]
    body = {"email": OWNER, "password": PASSWORD, "secret": secret}
    fresh.request("POST", "/admin/v1/first-admin", body, JSON).expect(201)
