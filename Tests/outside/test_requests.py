"""What holds for requests on every wire: names, compression, links to help, and strictness."""

from __future__ import annotations

import gzip
import json
import re

import pytest
from contract import DOCUMENTS
from documents import DOCS, Page
from laurel import Caller, Laurel

ENGINES = ("sqlite",)
NAME = "X-Request-ID"
LONG = 4_096


# Names.


@pytest.mark.parametrize("path", ["/health", "/v1/users/nobody", "/api/v1/none", "/v1/streaks/none", "/"])
def test_a_request_keeps_the_name_that_its_client_gives(server: Laurel, path: str) -> None:
    answer = server.request("GET", path, None, {NAME: "checkout-42/a:1"})
    assert answer.headers["x-request-id"] == "checkout-42/a:1"


@pytest.mark.parametrize("name", ["", "a b", 'a"b', "é", "x" * 129, "a;b"])
def test_a_name_that_a_log_could_not_hold_is_replaced(server: Laurel, name: str) -> None:
    answer = server.request("GET", "/health", None, {NAME: name.encode()})
    assert re.fullmatch(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", answer.headers["x-request-id"])


def test_two_requests_without_a_name_have_different_ones(server: Laurel) -> None:
    names = {server.request("GET", "/health").headers["x-request-id"] for _ in range(20)}
    assert len(names) == 20


# Compression.


@pytest.mark.parametrize("path", ["/openapi", "/v1/openapi", "/docs/text/api.trophy.md"])
def test_a_long_answer_is_compressed_for_those_who_take_it(server: Laurel, path: str) -> None:
    plain = server.request("GET", path)
    packed = server.request("GET", path, None, {"Accept-Encoding": "br, gzip;q=0.8"}, checked=False)
    assert "content-encoding" not in plain.headers and len(plain.body) > LONG
    assert packed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in packed.headers["vary"] and "Accept-Encoding" in plain.headers["vary"]
    assert gzip.decompress(packed.body) == plain.body
    assert len(packed.body) < len(plain.body) / 2
    refused = server.request("GET", path, None, {"Accept-Encoding": "gzip;q=0, *;q=0"})
    assert "content-encoding" not in refused.headers


def test_a_compressed_answer_is_revalidated(server: Laurel) -> None:
    packed = server.request("GET", "/openapi", None, {"Accept-Encoding": "gzip"}, checked=False)
    tag = packed.headers["etag"]
    assert tag.startswith('W/"')
    again = server.request("GET", "/openapi", None, {"Accept-Encoding": "gzip", "If-None-Match": tag})
    assert again.status == 304 and again.body == b""


def test_a_short_answer_is_not_compressed(server: Laurel, admin: Caller) -> None:
    admin.event("short").expect(201)
    answer = admin.call("GET", "/v1/users/short", **{"Accept-Encoding": "gzip"})
    assert len(answer.body) < LONG and "content-encoding" not in answer.headers


def test_the_head_of_a_compressed_answer_has_its_length(server: Laurel) -> None:
    headers = {"Accept-Encoding": "gzip"}
    whole = server.request("GET", "/openapi", None, headers, checked=False)
    head = server.request("HEAD", "/openapi", None, headers, checked=False)
    assert head.headers["content-length"] == str(len(whole.body)) and head.body == b""


# Help.


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", "/v1/users/a", None, 401),
        ("PATCH", "/health", None, 405),
        ("GET", "/v1/none", None, 404),
        ("POST", "/v1/metrics/none/event", {"user": {"id": "a"}, "value": 1}, 422),
        ("POST", "/v1/users", "{", 400),
        ("POST", "/api/v1/gamify/streaks/record", {}, 400),
    ],
)
def test_an_error_links_to_its_explanation(
    server: Laurel, admin: Caller, method: str, path: str, body: object, status: int
) -> None:
    key = {} if status == 401 else {"X-API-KEY": admin.key}
    answer = server.request(method, path, body, key).expect(status)
    found = re.fullmatch(r'</docs/troubleshooting#([^>]+)>; rel="help"', answer.headers["link"])
    assert found and found[1].startswith(str(status))
    assert found[1] in Page.read(DOCS / "troubleshooting.md").anchors()


def test_every_link_to_help_leads_to_a_heading(server: Laurel) -> None:
    source = (DOCS.parent / "Sources/laurel/Serving/HelpPage.swift").read_text()
    anchors = re.findall(r'\], "([^"]+)"\)', source)
    assert len(anchors) == 9
    assert set(anchors) <= Page.read(DOCS / "troubleshooting.md").anchors()
    assert server.request("GET", "/docs/troubleshooting").status == 200


# Methods and caching.


def paths(server: Laurel) -> list[tuple[str, set[str]]]:
    """Every path of the documents, with something for its parameters, and its methods."""
    found: dict[str, set[str]] = {}
    for document in DOCUMENTS:
        for path, methods in server.request("GET", document).json()["paths"].items():
            filled = re.sub(r"\{\w+\}", "x", path)
            found.setdefault(filled, set()).update(method.upper() for method in methods)
    return sorted(found.items())


def test_every_path_tells_its_methods(server: Laurel) -> None:
    for path, methods in paths(server):
        answer = server.request("OPTIONS", path).expect(204)
        allowed = set(answer.headers["allow"].split(", "))
        assert allowed >= methods | {"OPTIONS"} and ("HEAD" in allowed) == ("GET" in allowed), path
        assert answer.body == b"" and answer.headers["x-request-id"]
        refused = server.request("PROPFIND", path).expect(405)
        assert set(refused.headers["allow"].split(", ")) >= methods, path
        assert 'rel="help"' in refused.headers["link"]


def test_the_head_of_every_path_is_that_of_its_answer(server: Laurel, admin: Caller) -> None:
    changing = {"date", "x-request-id", "x-ratelimit-remaining", "x-ratelimit-reset"}
    for path, methods in paths(server):
        if "GET" not in methods or path == "/v1/stream":
            continue
        whole, head = admin.get(path), admin.call("HEAD", path)
        assert head.status == whole.status and head.body == b"", path
        for name in (set(whole.headers) | set(head.headers)) - changing:
            assert head.headers.get(name) == whole.headers.get(name), (path, name)


@pytest.mark.parametrize(
    "path",
    ["/v1/leaderboards", "/admin/v1/leaderboards", "/admin/v1/webhooks", "/admin/v1/reminders/settings",
     "/admin/v1/messages/templates/streak_reminder", "/admin/v1/metrics", "/admin/v1/settings", "/openapi"],
)  # fmt: skip
def test_configuration_is_revalidated(admin: Caller, path: str) -> None:
    tag = admin.get(path).expect(200).headers["etag"]
    for sent in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        again = admin.call("GET", path, **{"If-None-Match": sent}).expect(304)
        assert again.body == b"" and again.headers["etag"] == tag
        assert "Accept-Encoding" in again.headers["vary"]
    admin.call("GET", path, **{"If-None-Match": '"other"'}).expect(200)


def test_pages_of_other_origins_may_read_the_name_of_a_request(fresh: Laurel) -> None:
    admin = fresh.caller()
    admin.patch("/admin/v1/settings", {"allowedOrigins": ["https://app.example.com"]}).expect(200)
    answer = admin.call("GET", "/v1/users/nobody", Origin="https://app.example.com").expect(404)
    exposed = answer.headers["access-control-expose-headers"].split(", ")
    assert {"X-Request-ID", "Link", "Retry-After", "X-RateLimit-Limit"} <= set(exposed)


# Strictness.


def test_a_strict_request_with_an_unknown_field_is_refused(admin: Caller, name: str) -> None:
    item = [{"key": name, "name": "A", "colour": "red", "units": ""}]
    answer = admin.post("/admin/v1/metrics?strict=true", item).expect(422)
    assert answer.error == 'Unknown fields: "[0].colour". Check their names. Nothing was stored.'
    assert admin.post("/admin/v1/metrics?strict=false", item).expect(201).json()["issues"] == []
    event = {"user": {"id": "strict", "colour": "red"}, "value": 1, "extra": {"a": 1}}
    answer = admin.post(f"/v1/metrics/{name}/event?strict=true", event).expect(422)
    assert '"user.colour", "extra"' in answer.error
    admin.get("/v1/users/strict").expect(404)
    admin.post(f"/v1/metrics/{name}/event", event).expect(201)
    tick = {"participant_id": "a", "streak_code": "b", "colour": "red"}
    answer = admin.post("/api/v1/gamify/streaks/record?strict=true", tick).expect(400)
    assert '"colour"' in answer.error


def test_a_strict_request_without_one_is_as_always(admin: Caller, name: str) -> None:
    item = {"key": name, "name": "A"}
    admin.post("/admin/v1/metrics?strict=true", [item]).expect(201)
    event = {"user": {"id": "strict-too", "tz": "Europe/London", "attributes": {"plan": "pro"}}, "value": 1,
             "timestamp": "2026-03-01T12:00:00Z", "attributes": {"source": "ios"}}  # fmt: skip
    admin.post(f"/v1/metrics/{name}/event?strict=true", event).expect(201)
    admin.post(f"/v1/metrics/{name}/event?strict=maybe", event).expect(422)


def test_a_strict_call_of_which_nothing_is_done_fails(admin: Caller, name: str) -> None:
    items = [{"key": name}, {"name": "A"}]
    answer = admin.post("/admin/v1/metrics", items).expect(200)
    assert answer.json()["created"] == [] and len(answer.json()["issues"]) == 2
    answer = admin.post("/admin/v1/metrics?strict=true", items).expect(422)
    assert answer.error.startswith("Nothing was done. Issues: 2. The first: ")
    some = [{"key": name, "name": "A"}, {"name": "B"}]
    assert len(admin.post("/admin/v1/metrics?strict=true", some).expect(201).json()["issues"]) == 1


def test_a_strict_call_of_which_something_is_done_does_not_say_nothing(admin: Caller, user: str) -> None:
    """Freezes are given without a list of what was given."""
    admin.patch("/admin/v1/streaks/settings", {"freezes": {"startCount": 0, "maxCount": 3}}).expect(200)
    admin.event(user).expect(201)
    both = {"freezes": [{"userId": user}, {"userId": "strict-nobody"}]}
    answer = admin.post("/admin/v1/streaks/freezes?strict=true", both).expect(200, 201)
    assert len(answer.json()["issues"]) == 1
    none = {"freezes": [{"userId": "strict-nobody"}]}
    admin.post("/admin/v1/streaks/freezes?strict=true", none).expect(422)


NOWHERE = "019a97c1-7d3e-7c4a-9a53-000000000001"


def test_a_strict_call_that_ends_nothing_fails(admin: Caller, name: str) -> None:
    made = admin.create_metric(name)
    admin.delete(f"/admin/v1/metrics?ids={NOWHERE}").expect(200)
    answer = admin.delete(f"/admin/v1/metrics?ids={NOWHERE}&strict=true").expect(422)
    assert answer.error == "Nothing was done. Issues: 1. The first: Metric not found by ID"
    admin.delete(f"/admin/v1/metrics?ids={NOWHERE},{made}&strict=true").expect(200)


def test_a_strict_batch_of_which_nothing_is_accepted_fails(admin: Caller) -> None:
    batch = {"awards": [{"participant_id": "a", "amount": -1}]}
    path = "/api/v1/gamify/points/award-batch"
    assert admin.post(path, batch).expect(200).json()["rejected"] == 1
    answer = admin.post(f"{path}?strict=true", batch).expect(400, 422)
    assert "Nothing was done. Issues: 1. The first: " in answer.json()["detail"]


def test_a_workspace_can_be_strict(fresh: Laurel) -> None:
    admin = fresh.caller()
    assert "strictRequests" not in admin.get("/admin/v1/settings").json()
    answer = admin.patch("/admin/v1/settings", {"strictRequests": True}).expect(200)
    assert answer.json()["strictRequests"] is True
    user = {"id": "a", "colour": "red"}
    admin.post("/v1/users", user).expect(422)
    admin.post("/v1/users?strict=false", user).expect(201)
    # It holds after other settings have changed, and for this environment alone.
    admin.patch("/admin/v1/settings", {"branding": {"appName": "A"}}).expect(200)
    admin.post("/v1/users", user).expect(422)
    fresh.caller(environment="live").post("/v1/users", user).expect(201)
    answer = admin.patch("/admin/v1/settings", {"strictRequests": None}).expect(200)
    assert "strictRequests" not in answer.json()
    admin.post("/v1/users", user).expect(200)


def test_our_own_answers_name_fields_that_were_ignored(admin: Caller) -> None:
    webhook = {"url": "https://example.com/a", "colour": "red"}
    made = admin.post("/admin/v1/webhooks", webhook).expect(201).json()
    assert made["warnings"] == ['The field "colour" is unknown, and was ignored.']
    assert json.loads(json.dumps(made))["url"] == webhook["url"]
    made = admin.post("/admin/v1/webhooks", {"url": "https://example.com/b"}).expect(201).json()
    assert "warnings" not in made
    # Trophy's answers are Trophy's.
    answer = admin.post("/v1/users", {"id": "warned", "colour": "red"}).expect(201)
    assert "warnings" not in answer.json()
