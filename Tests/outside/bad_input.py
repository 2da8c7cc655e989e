"""Tables of bad requests: what is sent, and what must come back.

A row's error must contain its `word`, which is the name of the field or thing at fault, so that
whoever sent the request knows what to change.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from laurel import Body

EVENT = "/v1/metrics/pages/event"
ADMIN = "/admin/v1"
UNKNOWN = "01890000-0000-7000-8000-000000000000"
LONG = "x" * 10_000
DEEP = b"[" * 100_000


@dataclass(frozen=True)
class Row:
    name: str
    method: str
    path: str
    body: Body
    status: int | tuple[int, ...]
    word: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def statuses(self) -> tuple[int, ...]:
        return self.status if isinstance(self.status, tuple) else (self.status,)


def event(name: str, body: Any, status: int, word: str, **headers: str) -> Row:
    """A bad event. A dictionary is laid over a good event; a value of `...` removes the field."""
    if isinstance(body, dict):
        body = {"user": {"id": "ada"}, "value": 1, **body}
        body = {key: value for key, value in body.items() if value is not ...}
    named = {key.replace("_", "-"): value for key, value in headers.items()}
    return Row(f"event: {name}", "POST", EVENT, body, status, word, named)


def user_of_event(name: str, user: Any, word: str) -> Row:
    return event(name, {"user": user}, 422, word)


def value_of_event(name: str, value: str, status: int = 422) -> Row:
    body = f'{{"user": {{"id": "ada"}}, "value": {value}}}'
    return event(name, body, status, "value" if status == 422 else "JSON")


NOT_JSON: list[tuple[str, bytes]] = [
    ("no body", b""),
    ("words", b"not json"),
    ("cut off", b'{"user": {"id": "ada"}, "value": '),
    ("NaN", b'{"user": {"id": "ada"}, "value": NaN}'),
    ("Infinity", b'{"user": {"id": "ada"}, "value": Infinity}'),
    ("more after the end", b'{"user": {"id": "ada"}, "value": 1} {}'),
    ("single quotes", b"{'user': {'id': 'ada'}, 'value': 1}"),
    ("a comma too many", b'{"user": {"id": "ada"}, "value": 1,}'),
    ("not UTF-8", b'{"user": {"id": "\xff\xfe"}, "value": 1}'),
    ("a raw control character", b'{"user": {"id": "a\nb"}, "value": 1}'),
    ("a leading zero", b'{"user": {"id": "ada"}, "value": 01}'),
    ("a hexadecimal number", b'{"user": {"id": "ada"}, "value": 0x10}'),
    ("UTF-16", '{"user": {"id": "ada"}, "value": 1}'.encode("utf-16")),
]

BODIES = [
    *(event(f"not JSON: {name}", body, 400, "JSON") for name, body in NOT_JSON),
    *(
        Row(f"user: not JSON: {name}", method, path, body, 400, "JSON")
        for name, body in NOT_JSON[:4]
        for method, path in [("POST", "/v1/users"), ("PUT", "/v1/users/ada"), ("PATCH", "/v1/users/ada")]
    ),
    Row("event: half a surrogate", "POST", EVENT, b'{"user": {"id": "\\ud83d"}, "value": 1}', (400, 422)),
    Row("event: too deep", "POST", EVENT, DEEP, (400, 422)),
    Row("batch: too deep", "POST", f"{ADMIN}/metrics/events", DEEP, (400, 422)),
    Row("metrics: too deep", "POST", f"{ADMIN}/metrics", DEEP, 422),
    event("an array", b"[]", 422, "object"),
    event("a string", b'"event"', 422, "object"),
    event("null", b"null", 422, "object"),
    event("a number", b"5", 422, "object"),
]

VALUES = [
    event("value missing", {"value": ...}, 422, "value"),
    event("value a string", {"value": "5"}, 422, "value"),
    event("value true", {"value": True}, 422, "value"),
    event("value null", {"value": None}, 422, "value"),
    event("value an array", {"value": [1]}, 422, "value"),
    value_of_event("value 1e400", "1e400"),
    value_of_event("value -1e400", "-1e400"),
    value_of_event("value 1e308", "1e308"),
    value_of_event("value just too great", "1000000000001"),
    value_of_event("value just too small", "-1000000000000.000001"),
    value_of_event("value of a thousand digits", "9" * 1000),
    value_of_event("value with an endless exponent", "1e999999999999999999999"),
    value_of_event("value -Infinity", "-Infinity", 400),
]

USERS_OF_EVENTS = [
    event("user missing", {"user": ...}, 422, "user"),
    user_of_event("user null", None, "user"),
    user_of_event("user a string", "ada", "user"),
    user_of_event("user an array", ["ada"], "user"),
    user_of_event("user without an id", {}, "user.id"),
    user_of_event("id a number", {"id": 5}, "user.id"),
    user_of_event("id null", {"id": None}, "user.id"),
    user_of_event("id empty", {"id": ""}, "user.id"),
    user_of_event("id of 256 characters", {"id": "x" * 256}, "user.id"),
    user_of_event("id of 10 kB", {"id": LONG}, "user.id"),
    user_of_event("id with a line break", {"id": "a\nb"}, "user.id"),
    user_of_event("id with a zero", {"id": "a\0b"}, "user.id"),
    user_of_event("id with a delete character", {"id": "a\x7fb"}, "user.id"),
    user_of_event("zone unknown", {"id": "ada", "tz": "Mars/Olympus"}, "user.tz"),
    user_of_event("zone a path", {"id": "ada", "tz": "../../../etc/passwd"}, "user.tz"),
    user_of_event("zone an absolute path", {"id": "ada", "tz": "/etc/localtime"}, "user.tz"),
    user_of_event("zone a folder", {"id": "ada", "tz": "Europe"}, "user.tz"),
    user_of_event("zone a number", {"id": "ada", "tz": 1}, "user.tz"),
    user_of_event("zone of 10 kB", {"id": "ada", "tz": LONG}, "user.tz"),
    user_of_event("zone with a zero", {"id": "ada", "tz": "UTC\0"}, "user.tz"),
    user_of_event("email a number", {"id": "ada", "email": 5}, "user.email"),
    user_of_event("name an object", {"id": "ada", "name": {}}, "user.name"),
    user_of_event("tokens a string", {"id": "ada", "deviceTokens": "t"}, "user.deviceTokens"),
    user_of_event("tokens of numbers", {"id": "ada", "deviceTokens": [1]}, "user.deviceTokens"),
    user_of_event(
        "subscription a string", {"id": "ada", "subscribeToEmails": "yes"}, "user.subscribeToEmails"
    ),
    user_of_event(
        "subscription without an address", {"id": "zoe", "subscribeToEmails": True}, "email"
    ),
    user_of_event("attributes an array", {"id": "ada", "attributes": []}, "user.attributes"),
    user_of_event("attribute a number", {"id": "ada", "attributes": {"plan": 1}}, "user.attributes"),
    user_of_event(
        "attribute unknown", {"id": "ada", "attributes": {"hat": "red"}}, "Invalid attribute keys: hat."
    ),
]

EVENTS = [
    event("attributes a string", {"attributes": "source"}, 422, "attributes"),
    event("attribute a number", {"attributes": {"source": 1}}, 422, "attributes"),
    event("attribute null", {"attributes": {"source": None}}, 422, "attributes"),
    event("attribute unknown", {"attributes": {"device": "x"}}, 422, "Invalid attribute keys: device."),
    event("timestamp of words", {"timestamp": "yesterday"}, 422, "timestamp"),
    event("timestamp without a zone", {"timestamp": "2026-01-01T00:00:00"}, 422, "timestamp"),
    event("timestamp a number", {"timestamp": 1767225600}, 422, "timestamp"),
    event("timestamp no real day", {"timestamp": "2026-02-30T00:00:00Z"}, 422, "timestamp"),
    event("timestamp no real hour", {"timestamp": "2026-02-01T25:00:00Z"}, 422, "timestamp"),
    event("timestamp far ahead", {"timestamp": "2999-01-01T00:00:00Z"}, 422, "timestamp"),
    event("timestamp empty", {"timestamp": ""}, 422, "timestamp"),
    event("key empty", {}, 422, "Idempotency-Key", Idempotency_Key=""),
    event("key of 256 characters", {}, 422, "Idempotency-Key", Idempotency_Key="k" * 256),
    Row("event: metric unknown", "POST", "/v1/metrics/nothing/event", {"user": {"id": "ada"}, "value": 1}, 422, "nothing"),
    Row("event: metric with a space", "POST", "/v1/metrics/no%20thing/event", {"user": {"id": "ada"}, "value": 1}, 422, "no thing"),
]


def user(name: str, body: Any, word: str) -> list[Row]:
    """A bad user, sent in each of the three ways."""
    rows = [("PUT", "/v1/users/ada", body), ("PATCH", "/v1/users/ada", body)]
    if isinstance(body, dict):
        rows.append(("POST", "/v1/users", {"id": "ada", **body}))
    return [
        Row(f"user: {name}: {method}", method, path, json.dumps(each), 422, word)
        for method, path, each in rows
    ]


USERS = [
    *user("an array", [], "object"),
    *user("zone unknown", {"tz": "Mars/Olympus"}, "tz"),
    *user("email a number", {"email": 5}, "email"),
    *user("name an array", {"name": []}, "name"),
    *user("sign-up date of words", {"signUpDate": "soon"}, "signUpDate"),
    *user("sign-up date no real day", {"signUpDate": "2026-02-30"}, "signUpDate"),
    *user("sign-up date ahead", {"signUpDate": "2999-01-01"}, "signUpDate"),
    *user("attribute unknown", {"attributes": {"hat": "red"}}, "Invalid attribute keys: hat."),
    *user("attribute a number", {"attributes": {"plan": 5}}, "attributes"),
    *user("tokens a string", {"deviceTokens": "one"}, "deviceTokens"),
    Row("user: id missing", "POST", "/v1/users", {}, 422, "id"),
    Row("user: id a number", "POST", "/v1/users", {"id": 7}, 422, "id"),
    Row("user: id empty", "POST", "/v1/users", {"id": ""}, 422, "id"),
    Row("user: id of 10 kB", "POST", "/v1/users", {"id": LONG}, 422, "id"),
    Row("user: unknown: PATCH", "PATCH", "/v1/users/nobody", {"name": "Nobody"}, 404, "nobody"),
    Row("user: unknown: GET", "GET", "/v1/users/nobody", None, 404, "nobody"),
    Row("user: unknown with a slash", "GET", "/v1/users/no%2Fbody", None, 404, "no/body"),
    Row("user: unknown with an emoji", "GET", "/v1/users/%F0%9F%8F%86", None, 404, "🏆"),
    Row("user: id of 256 characters in a path", "PUT", f"/v1/users/{'x' * 256}", {}, 422, "id"),
    Row("user: id of 10 kB in a path", "GET", f"/v1/users/{LONG}", None, (414, 422)),
    Row("user: id with a zero in a path", "PUT", "/v1/users/a%00b", {}, (400, 404, 422)),
    Row("user: id not UTF-8 in a path", "PUT", "/v1/users/%FF%FE", {}, (400, 404, 422)),
    Row("user: id with half an escape", "PUT", "/v1/users/a%2", {}, (200, 400, 404, 422)),
]

SUMMARY = "/v1/users/ada/metrics/pages/event-summary"
RANGE = "startDate=2026-01-01&endDate=2026-01-31"

READS = [
    Row("metrics: user unknown", "GET", "/v1/users/nobody/metrics", None, 404, "nobody"),
    Row("metric: user unknown", "GET", "/v1/users/nobody/metrics/pages", None, 404, "nobody"),
    Row("metric: unknown", "GET", "/v1/users/ada/metrics/nothing", None, 404, "nothing"),
    Row("summary: user unknown", "GET", f"/v1/users/nobody/metrics/pages/event-summary?aggregation=daily&{RANGE}", None, 404, "nobody"),
    Row("summary: metric unknown", "GET", f"/v1/users/ada/metrics/nothing/event-summary?aggregation=daily&{RANGE}", None, 404, "nothing"),
    Row("summary: no query", "GET", SUMMARY, None, 422, "aggregation"),
    Row("summary: aggregation missing", "GET", f"{SUMMARY}?{RANGE}", None, 422, "aggregation"),
    Row("summary: aggregation unknown", "GET", f"{SUMMARY}?aggregation=yearly&{RANGE}", None, 422, "aggregation"),
    Row("summary: start missing", "GET", f"{SUMMARY}?aggregation=daily&endDate=2026-01-31", None, 422, "startDate"),
    Row("summary: end missing", "GET", f"{SUMMARY}?aggregation=daily&startDate=2026-01-01", None, 422, "endDate"),
    Row("summary: start of words", "GET", f"{SUMMARY}?aggregation=daily&startDate=soon&endDate=2026-01-31", None, 422, "startDate"),
    Row("summary: end no real day", "GET", f"{SUMMARY}?aggregation=daily&startDate=2026-01-01&endDate=2026-02-30", None, 422, "endDate"),
    Row("summary: backward", "GET", f"{SUMMARY}?aggregation=daily&startDate=2026-02-01&endDate=2026-01-01", None, 422, "Date"),
    Row("summary: too long", "GET", f"{SUMMARY}?aggregation=daily&startDate=2024-01-01&endDate=2026-01-01", None, 422, "400"),
]


def batch(name: str, item: Any, status: int, word: str) -> Row:
    """A bad item between two good ones."""
    good = {"key": "pages", "user": {"id": "ada"}, "value": 1}
    if isinstance(item, dict):
        item = {key: value for key, value in {**good, **item}.items() if value is not ...}
    return Row(f"batch: {name}", "POST", f"{ADMIN}/metrics/events", [good, item, good], status, word)


BATCHES = [
    *(
        Row(f"batch: not JSON: {name}", "POST", f"{ADMIN}/metrics/events", body, 400, "JSON")
        for name, body in NOT_JSON[:4]
    ),
    Row("batch: an object", "POST", f"{ADMIN}/metrics/events", {}, 422, "array"),
    Row("batch: empty", "POST", f"{ADMIN}/metrics/events", [], 422, "000"),
    batch("item a string", "event", 422, "object"),
    batch("metric missing", {"key": ...}, 422, "key"),
    batch("metric a number", {"key": 5}, 422, "key"),
    batch("metric unknown", {"key": "nothing"}, 404, "nothing"),
    batch("user missing", {"user": ...}, 422, "user"),
    batch("id empty", {"user": {"id": ""}}, 422, "user.id"),
    batch("zone unknown", {"user": {"id": "ada", "tz": "Mars/Olympus"}}, 422, "user.tz"),
    batch("value missing", {"value": ...}, 422, "value"),
    batch("value a string", {"value": "1"}, 422, "value"),
    batch("attribute unknown", {"attributes": {"device": "x"}}, 422, "Invalid attribute keys: device."),
    batch("timestamp of words", {"timestamp": "yesterday"}, 422, "timestamp"),
    batch("timestamp far ahead", {"timestamp": "2999-01-01T00:00:00Z"}, 422, "timestamp"),
    batch("key a number", {"idempotencyKey": 5}, 422, "idempotencyKey"),
    batch("key empty", {"idempotencyKey": ""}, 422, "idempotencyKey"),
    batch("key of 256 characters", {"idempotencyKey": "k" * 256}, 422, "idempotencyKey"),
]

COLLECTIONS = ["metrics", "attributes", "tenants", "application-api-keys", "streaks/definitions"]
ITEM = {"name": "n", "key": "k", "type": "user", "customerId": "c", "userId": "u", "id": UNKNOWN}


def collection(name: str) -> list[Row]:
    path = f"{ADMIN}/{name}"
    writes = ["POST"] if name == "application-api-keys" else ["POST", "PATCH"]
    many = "&".join(f"ids={UNKNOWN}" for _ in range(101))
    rows = [
        Row(f"{name}: DELETE without ids", "DELETE", path, None, 422, "ids"),
        Row(f"{name}: DELETE of nothing", "DELETE", f"{path}?ids=", None, 422, "ids"),
        Row(f"{name}: DELETE of 101", "DELETE", f"{path}?{many}", None, (414, 422)),
    ]
    for method in writes:
        rows += [
            Row(f"{name}: {method} not JSON", method, path, b"not json", 422, "JSON"),
            Row(f"{name}: {method} no body", method, path, b"", 422, "JSON"),
            Row(f"{name}: {method} an object", method, path, {}, 422, "array"),
            Row(f"{name}: {method} empty", method, path, [], 422, "100"),
            Row(f"{name}: {method} of 101", method, path, [ITEM] * 101, 422, "100"),
        ]
    if name != "application-api-keys":
        rows += [
            Row(f"{name}: GET unknown", "GET", f"{path}/{UNKNOWN}", None, 404),
            Row(f"{name}: GET of words", "GET", f"{path}/not-a-uuid", None, (404, 422)),
            Row(f"{name}: limit of words", "GET", f"{path}?limit=many", None, 422, "limit"),
            Row(f"{name}: limit 0", "GET", f"{path}?limit=0", None, 422, "limit"),
            Row(f"{name}: limit 101", "GET", f"{path}?limit=101", None, 422, "limit"),
            Row(f"{name}: limit endless", "GET", f"{path}?limit={'9' * 40}", None, 422, "limit"),
            Row(f"{name}: skip -1", "GET", f"{path}?skip=-1", None, 422, "skip"),
        ]
    return rows


def settings(name: str, body: Any, word: str) -> Row:
    return Row(f"settings: {name}", "PATCH", f"{ADMIN}/settings", body, 422, word)


def streak_settings(name: str, body: Any, word: str) -> Row:
    return Row(f"streak settings: {name}", "PATCH", f"{ADMIN}/streaks/settings", body, 422, word)


ADMINISTRATION = [
    *(row for name in COLLECTIONS for row in collection(name)),
    settings("not JSON", b"not json", "JSON"),
    settings("an array", [], "object"),
    settings("branding null", {"branding": None}, "branding"),
    settings("experimentation null", {"experimentation": None}, "experimentation"),
    settings("color of words", {"branding": {"brandColor": "blue"}}, "brandColor"),
    settings("color cut off", {"branding": {"brandColor": "#12"}}, "brandColor"),
    settings("color too great", {"branding": {"brandColor": "rgb(1,2,300)"}}, "brandColor"),
    settings("font unknown", {"branding": {"font": "COMIC"}}, "font"),
    settings("logo a string", {"branding": {"logo": "x"}}, "logo"),
    settings("name a number", {"branding": {"appName": 5}}, "appName"),
    settings("ratio 101", {"experimentation": {"controlRatio": 101}}, "controlRatio"),
    settings("ratio -1", {"experimentation": {"controlRatio": -1}}, "controlRatio"),
    settings("ratio a half", {"experimentation": {"controlRatio": 0.5}}, "controlRatio"),
    settings("window 2", {"experimentation": {"userActivationWindow": 2}}, "userActivationWindow"),
    settings("window 31", {"experimentation": {"userActivationWindow": 31}}, "userActivationWindow"),
    settings("period unknown", {"aggregationPeriod": "daily"}, "aggregationPeriod"),
    streak_settings("not JSON", b"not json", "JSON"),
    streak_settings("an array", [], "object"),
    streak_settings("frequency null", {"frequency": None}, "frequency"),
    streak_settings("frequency unknown", {"frequency": "hourly"}, "frequency"),
    streak_settings("mode unknown", {"evaluationMode": "ALL"}, "evaluationMode"),
    streak_settings("days a number", {"daysOff": 1}, "daysOff"),
    streak_settings("day endless", {"daysOff": [10**40]}, "daysOff"),
    streak_settings("day a half", {"daysOff": [0.5]}, "daysOff"),
    streak_settings("days of a month", {"frequency": "monthly", "daysOff": [1]}, "daysOff"),
    streak_settings("metrics an object", {"metrics": {}}, "metrics"),
    streak_settings("metric unknown", {"metrics": [{"key": "k", "threshold": 1}]}, "metrics"),
    streak_settings("freezes a number", {"freezes": 3}, "freezes"),
    streak_settings("freezes empty", {"freezes": {}}, "startCount"),
    streak_settings("freezes 101", {"freezes": {"startCount": 0, "maxCount": 101}}, "maxCount"),
    Row("users: limit 0", "GET", f"{ADMIN}/users?limit=0", None, 422, "limit"),
    Row("users: limit of words", "GET", f"{ADMIN}/users?limit=many", None, 422, "limit"),
    Row("users: cursor of words", "GET", f"{ADMIN}/users?cursor=!!!", None, 422, "cursor"),
    Row("users: DELETE unknown", "DELETE", f"{ADMIN}/users/nobody", None, 404, "nobody"),
    Row("users: export unknown", "GET", f"{ADMIN}/users/nobody/export", None, 404, "nobody"),
    Row("users: events of unknown", "GET", f"{ADMIN}/users/nobody/events", None, 404, "nobody"),
    Row("users: events limit 0", "GET", f"{ADMIN}/users/ada/events?limit=0", None, 422, "limit"),
    Row("users: events cursor of words", "GET", f"{ADMIN}/users/ada/events?cursor=!!!", None, 422, "cursor"),
    Row("events: DELETE unknown", "DELETE", f"{ADMIN}/events/{UNKNOWN}", None, 404),
    Row("events: DELETE of words", "DELETE", f"{ADMIN}/events/not-a-uuid", None, (404, 422)),
    Row("clock: not JSON", "PUT", f"{ADMIN}/clock", b"not json", 422, "JSON"),
    Row("clock: now missing", "PUT", f"{ADMIN}/clock", {}, 422, "now"),
    Row("clock: now of words", "PUT", f"{ADMIN}/clock", {"now": "noon"}, 422, "now"),
    Row("clock: now a number", "PUT", f"{ADMIN}/clock", {"now": 5}, 422, "now"),
    Row("clock: now no real day", "PUT", f"{ADMIN}/clock", {"now": "2026-02-30T00:00:00Z"}, 422, "now"),
    Row("clock: now without a zone", "PUT", f"{ADMIN}/clock", {"now": "2026-02-01T00:00:00"}, 422, "now"),
]

ROUTES = [
    Row("route: nothing there", "GET", "/nothing", None, 404),
    Row("route: nothing in v1", "GET", "/v1/nothing", None, 404),
    Row("route: nothing in admin", "GET", f"{ADMIN}/nothing", None, 404),
    Row("route: an empty id", "GET", "/v1/users/", None, (404, 422)),
    Row("route: one part too many", "GET", "/v1/users/ada/metrics/pages/more/parts", None, 404),
    Row("route: a doubled slash", "GET", "//v1//users//ada", None, 404),
    Row("route: dots", "GET", "/v1/../../../../etc/passwd", None, (400, 404)),
]

METHODS = [
    ("GET", EVENT, "POST"),
    ("DELETE", "/v1/users/ada", "GET, PATCH, PUT"),
    ("POST", "/v1/users/ada", "GET, PATCH, PUT"),
    ("PUT", f"{ADMIN}/metrics", "DELETE, GET, PATCH, POST"),
    ("POST", f"{ADMIN}/environments", "GET"),
    ("PATCH", f"{ADMIN}/clock", "DELETE, GET, PUT"),
    ("GET", f"{ADMIN}/application-api-keys", "DELETE, POST"),
    ("POST", "/health", "GET"),
    ("BREW", "/v1/users/ada", "GET, PATCH, PUT"),
]

# Every table of one request each. Rows of the shared server: `ada` exists, `hat` and `device` do not.
ROWS = BODIES + VALUES + USERS_OF_EVENTS + EVENTS + USERS + READS + BATCHES + ADMINISTRATION + ROUTES
