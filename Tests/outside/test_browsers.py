"""What pages of other origins may do: preflights, who may read answers, and tickets for streams."""

from __future__ import annotations

import http.client
import threading
import time
from urllib.parse import quote

import pytest
from conftest import furnished, unique
from laurel import Answer, Caller, Laurel

APP = "https://app.example.com"
OTHER = "https://other.example.com"


@pytest.fixture(scope="module")
def admin(server: Laurel) -> Caller:
    caller = furnished(server.caller())
    caller.patch("/admin/v1/settings", {"allowedOrigins": [APP]}).expect(200)
    return caller


def asked_before(server: Laurel, method: str, path: str, origin: str = APP) -> Answer:
    headers = {
        "Origin": origin,
        "Access-Control-Request-Method": method,
        "Access-Control-Request-Headers": "x-api-key,content-type",
    }
    return server.request("OPTIONS", path, headers=headers)


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/v1/users/ada"),
        ("PATCH", "/v1/users/ada"),
        ("POST", "/v1/metrics/pages/event"),
        ("GET", "/v1/users/ada/streak"),
        ("GET", "/v1/stream"),
        ("POST", "/v1/stream/ticket"),
        ("GET", "/v1/streaks/definitions"),
        ("GET", "/api/v1/gamify/participants/ada/streaks"),
    ],
)
def test_a_browser_may_ask_before(server: Laurel, method: str, path: str) -> None:
    answer = asked_before(server, method, path).expect(204)
    assert answer.headers["access-control-allow-origin"] == APP
    assert method in answer.headers["access-control-allow-methods"].split(", ")
    assert answer.headers["access-control-allow-headers"] == "x-api-key,content-type"
    assert "Origin" in answer.headers["vary"]
    assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("method", "path"),
    [("GET", "/admin/v1/users"), ("POST", "/admin/v1/webhooks"), ("PATCH", "/admin/v1/settings")],
)
def test_administrators_calls_stay_at_home(server: Laurel, admin: Caller, method: str, path: str) -> None:
    answer = asked_before(server, method, path)
    assert answer.status == 405
    assert "access-control-allow-origin" not in answer.headers
    told = admin.call("GET", "/admin/v1/users", Origin=APP).expect(200)
    assert "access-control-allow-origin" not in told.headers


def test_answers_say_who_may_read_them(admin: Caller, user: str) -> None:
    admin.event(user).expect(201)
    for path, status in ((f"/v1/users/{user}", 200), ("/v1/users/nobody-at-all", 404)):
        mine = admin.call("GET", path, Origin=APP).expect(status)
        assert mine.headers["access-control-allow-origin"] == APP
        assert mine.headers["vary"] == "Origin"
        for origin in (OTHER, "null", f"{APP}.evil.example", f"{APP}/", APP.upper(), "https://app.example.com:8443"):
            other = admin.call("GET", path, Origin=origin).expect(status)
            assert "access-control-allow-origin" not in other.headers
            assert other.headers["vary"] == "Origin"
        assert admin.get(path).headers["vary"] == "Origin"


def test_a_tenants_list_is_its_own(admin: Caller, user: str) -> None:
    customer = unique("customer")
    admin.post("/admin/v1/tenants", [{"customerId": customer, "name": "One"}]).expect(201)
    tenant = Caller(admin.server, admin.key, customer)
    tenant.create_metric("pages")
    tenant.patch("/admin/v1/settings", {"allowedOrigins": [OTHER]}).expect(200)
    tenant.event(user).expect(201)
    mine = tenant.call("GET", f"/v1/users/{user}", Origin=OTHER).expect(200)
    assert mine.headers["access-control-allow-origin"] == OTHER
    homes = tenant.call("GET", f"/v1/users/{user}", Origin=APP).expect(200)
    assert "access-control-allow-origin" not in homes.headers


@pytest.mark.parametrize("origins", [["*"], ["app.example.com"], [f"{APP}/"], [f"{APP}/a"], ["HTTPS://A.B"], [1], ["null"], "x"])
def test_what_is_no_origin_is_refused(admin: Caller, origins: object) -> None:
    admin.patch("/admin/v1/settings", {"allowedOrigins": origins}).expect(422)


# Tickets.


def ticket(caller: Caller) -> str:
    made = caller.post("/v1/stream/ticket").expect(201).json()
    return made["ticket"]


def opened(server: Laurel, text: str, more: str = "") -> http.client.HTTPResponse:
    connection = server.connection()
    connection.request("GET", f"/v1/stream?ticket={quote(text)}{more}", headers={"Origin": APP})
    return connection.getresponse()


def test_a_ticket_opens_one_stream(server: Laurel, admin: Caller, user: str) -> None:
    text = ticket(admin)
    stream = opened(server, text, "&type=user.created")
    assert stream.status == 200
    assert stream.headers["access-control-allow-origin"] == APP
    threading.Timer(0.5, lambda: admin.event(user)).start()
    deadline = time.monotonic() + 20
    seen = b""
    while user.encode() not in seen and time.monotonic() < deadline:
        seen += stream.readline()
    assert user.encode() in seen
    stream.close()
    assert opened(server, text).status == 401


def test_a_users_ticket_reads_that_user_alone(server: Laurel, admin: Caller, user: str) -> None:
    caller = Caller(server, server.key(scope="application", user=user))
    text = ticket(caller)
    assert opened(server, text, "&userId=somebody-else").status == 403
    stream = opened(server, ticket(caller), f"&userId={user}")
    assert stream.status == 200
    stream.close()


@pytest.mark.parametrize("text", ["", "x", "A" * 43, "../..", "%00", "A" * 3_000])
def test_what_is_no_ticket_opens_nothing(server: Laurel, text: str) -> None:
    assert opened(server, text).status == 401


def test_a_ticket_opens_nothing_but_a_stream(server: Laurel, admin: Caller) -> None:
    text = ticket(admin)
    assert server.request("GET", f"/v1/users/ada?ticket={text}").status == 401
    assert server.request("POST", f"/v1/stream/ticket?ticket={text}").status == 401
