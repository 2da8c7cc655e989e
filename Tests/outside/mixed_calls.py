"""A long script of mixed calls, the same for every seed: what a busy caller, a careless one and an
administrator would send, one after the other.

Nothing in a call is specific to a server: ids that servers give are named by the order in which
they were first seen (`#7`), and whoever sends the script puts in the server's own.
"""

from __future__ import annotations

import datetime as dt
import json
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

START = dt.datetime(2019, 3, 1, 9, 0, tzinfo=dt.timezone.utc)
USERS = 250
METRICS = ["pages", "words", "minutes", "steps", "nothing"]
ZONES = ["Europe/London", "America/New_York", "Asia/Kathmandu", "Pacific/Apia", "UTC", None]
TEXTS = ["Ada", "", "O'Hara", 'a "quoted" one', "back\\slash", "{a,b}", "NULL", "ZOË 🦉", "a\tb\nc", None]
ODD_IDS = ["a/b", "with space", "émile", "Émile", "🦉", "%", "_", "NULL", "{x}", "'; --", 'q"uote', "\\"]
VALUES = ["1", "2.5", "0.000001", "-3", "1000000", "0", "-0.25", "12345.678901", "1e3"]
BAD_VALUES = ['"five"', "1e30", "0.0000001", "null", "true", "[]", "1000000000001"]
ADMIN = "/admin/v1"


@dataclass(frozen=True)
class Call:
    method: str
    path: str
    body: str | None = None
    idempotency_key: str | None = None
    tenant: str | None = None


class Script:
    """The calls, made up as it goes on; `learn` tells it what ids and cursors there are by now."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.now = START
        self.ids: list[str] = []
        self.cursors: list[tuple[str, str]] = []
        self._keys: list[str] = []
        self._ticks = 0
        self._is_clock_used = False
        self._kinds: list[tuple[int, Callable[[], Call]]] = [
            (34, self._event),
            (4, self._batch),
            (10, self._change_of_a_user),
            (8, self._read_of_a_user),
            (8, self._summary),
            (7, self._list),
            (5, self._next_page),
            (4, self._deleted_event),
            (2, self._export),
            (1, self._erased_user),
            (4, self._metric),
            (3, self._attribute),
            (2, self._achievement),
            (3, self._completion),
            (2, self._tenant),
            (1, self._settings),
            (3, self._by_id),
            (2, self._deletion_by_ids),
            (2, self._nonsense),
        ]

    def learn(self, ids: list[str], cursor: tuple[str, str] | None) -> None:
        """What an answer has told: ids not seen before, and where a list goes on."""
        self.ids += ids
        if cursor is not None:
            self.cursors.append(cursor)
            del self.cursors[:-10]

    def calls(self, count: int) -> Iterator[Call]:
        prologue = [self._clock(), self._creation("metrics", METRICS[:4]), self._attributes()]
        yield from prologue
        weights, kinds = zip(*self._kinds)
        for _ in range(count - len(prologue)):
            # Lists are in the order of creation, so no two users may be created in one instant.
            if self._is_clock_used:
                yield self._clock()
            else:
                yield self.random.choices(kinds, weights)[0]()

    # The clock.

    def _clock(self) -> Call:
        self._is_clock_used = False
        self._ticks += 1
        step = dt.timedelta(minutes=self.random.choice([1, 1, 10, 300]))
        back = dt.timedelta(days=2) if self.random.random() < 0.01 else dt.timedelta()
        self.now = (self.now + step - back).replace(microsecond=self._ticks)
        return Call("PUT", f"{ADMIN}/clock", json.dumps({"now": self.now.isoformat()}))

    def _moment(self) -> str:
        pick = self.random.random()
        if pick < 0.05:
            return self.random.choice(["yesterday", "2019-02-30T00:00:00Z", "", "2019-13-01"])
        days = self.random.choice([0, 0, 1, 2, 7, 40]) if pick < 0.95 else -3
        moment = self.now - dt.timedelta(days=days, seconds=self.random.randrange(86_400))
        return moment.isoformat()

    # Users and events.

    def _user(self) -> str:
        if self.random.random() < 0.06:
            return self.random.choice(ODD_IDS)
        return f"user-{self.random.randrange(USERS):03}"

    def _known_user(self) -> str:
        return f"user-{self.random.randrange(USERS // 4):03}"

    def _user_fields(self, share: float) -> dict[str, Any]:
        chosen: dict[str, Callable[[], Any]] = {
            "name": lambda: self.random.choice(TEXTS),
            "email": lambda: self.random.choice(["ada@example.com", "no address", None, "é@x.org"]),
            "tz": lambda: self.random.choice([*ZONES, *ZONES, *ZONES, "Mars/Base"]),
            "signUpDate": lambda: self.random.choice(["2018-12-24", "2019-02-30", None]),
            "deviceTokens": lambda: self.random.choice([[], ["a", 'b"\\'], None]),
            "subscribeToEmails": lambda: self.random.choice([True, False]),
            "attributes": lambda: {self._attribute_key(): self.random.choice(["pro", "", "a,b"])},
        }
        return {name: value() for name, value in chosen.items() if self.random.random() < share}

    def _attribute_key(self) -> str:
        return self.random.choice(["plan", "plan", "plan", "source", "unknown"])

    def _event_fields(self) -> str:
        """Written by hand, so that a value is sent as it stands."""
        user = json.dumps({"id": self._user(), **self._user_fields(0.05)})
        values = BAD_VALUES if self.random.random() < 0.06 else VALUES
        fields = [f'"user": {user}', f'"value": {self.random.choice(values)}']
        if self.random.random() < 0.25:
            fields.append(f'"timestamp": {json.dumps(self._moment())}')
        if self.random.random() < 0.15:
            key = self.random.choice(["source", "source", "plan", "unknown"])
            fields.append(f'"attributes": {{"{key}": {json.dumps(self.random.choice(TEXTS[:8]))}}}')
        return ", ".join(fields)

    def _idempotency_key(self) -> str | None:
        pick = self.random.random()
        if pick < 0.3:
            return None
        if pick < 0.5 and self._keys:
            return self.random.choice(self._keys[-50:])
        self._keys.append(self.random.choice(["key", "k/", "=", "#", "K y"]) + str(len(self._keys)))
        return self._keys[-1]

    def _event(self) -> Call:
        self._is_clock_used = True
        metric = self.random.choice(METRICS[:4] * 5 + METRICS)
        path = f"/v1/metrics/{metric}/event"
        return Call("POST", path, f"{{{self._event_fields()}}}", self._idempotency_key())

    def _batch(self) -> Call:
        """Of one user who may be new and many who are known, for the same reason as above."""
        self._is_clock_used = True
        user = self._known_user()
        items = []
        for _ in range(self.random.choice([0, 1, 5, 30])):
            item: dict[str, Any] = {"key": self.random.choice(METRICS[:4]), "user": {"id": user}}
            item["value"] = self.random.choice([1, 2, -1, 0.5])
            if self.random.random() < 0.3:
                item["timestamp"] = self._moment() if self.random.random() < 0.1 else START.isoformat()
            if key := self._idempotency_key():
                item["idempotencyKey"] = key
            items.append(item)
        return Call("POST", f"{ADMIN}/metrics/events", json.dumps(items))

    def _change_of_a_user(self) -> Call:
        self._is_clock_used = True
        fields = self._user_fields(0.3)
        user = self._user()
        match self.random.choice(["POST", "PUT", "PATCH"]):
            case "POST":
                return Call("POST", "/v1/users", json.dumps({"id": user, **fields}))
            case method:
                return Call(method, f"/v1/users/{quote(user, safe='')}", json.dumps(fields))

    def _path_of_a_user(self) -> str:
        return f"/v1/users/{quote(self._user(), safe='')}"

    def _read_of_a_user(self) -> Call:
        metric = self.random.choice(METRICS)
        suffix = self.random.choice(["", "/metrics", f"/metrics/{metric}", "/achievements"])
        return Call("GET", self._path_of_a_user() + suffix)

    def _summary(self) -> Call:
        first = START.date() + dt.timedelta(days=self.random.randrange(-50, 100))
        last = first + dt.timedelta(days=self.random.choice([-1, 0, 6, 60]))
        unit = self.random.choice(["daily", "weekly", "monthly", "yearly"])
        query = f"aggregation={unit}&startDate={first}&endDate={last}"
        metric = self.random.choice(METRICS)
        return Call("GET", f"{self._path_of_a_user()}/metrics/{metric}/event-summary?{query}")

    # Administration.

    def _list(self) -> Call:
        limit = self.random.choice([1, 2, 7, 100, 0])
        user = quote(self._known_user(), safe="")
        search = quote(self.random.choice(["", "user-0", "ada", "%", "_", "É", "zoë", "Ë", "O'", "\\", "!"]))
        paths = [f"users?limit={limit}&search={search}", f"users/{user}/events?limit={limit}"]
        paths += [f"{name}?limit={limit}" for name in ("metrics", "attributes", "tenants")]
        return Call("GET", f"{ADMIN}/{self.random.choice(paths[:2] * 3 + paths)}")

    def _next_page(self) -> Call:
        if not self.cursors:
            return self._list()
        path, cursor = self.random.choice(self.cursors)
        return Call("GET", f"{path.partition('&cursor=')[0]}&cursor={cursor}")

    def _id(self) -> str:
        unknown = "01890000-0000-7000-8000-000000000000"
        return self.random.choice([*self.ids[-300:], unknown, "not-an-id"])

    def _deleted_event(self) -> Call:
        return Call("DELETE", f"{ADMIN}/events/{self._id()}")

    def _export(self) -> Call:
        return Call("GET", f"{ADMIN}/users/{quote(self._known_user(), safe='')}/export")

    def _erased_user(self) -> Call:
        return Call("DELETE", f"{ADMIN}/users/{quote(self._user(), safe='')}")

    def _creation(self, name: str, keys: list[str], **fields: str) -> Call:
        items = [{"name": key.title(), "key": key, **fields} for key in keys]
        return Call("POST", f"{ADMIN}/{name}", json.dumps(items))

    def _attributes(self) -> Call:
        items = [("plan", "user"), ("source", "event")]
        body = [{"name": key.title(), "key": key, "type": kind} for key, kind in items]
        return Call("POST", f"{ADMIN}/attributes", json.dumps(body))

    def _renaming(self, name: str) -> Call:
        items = [{"id": self._id(), "name": self.random.choice(TEXTS)} for _ in range(2)]
        return Call("PATCH", f"{ADMIN}/{name}", json.dumps(items))

    def _metric(self) -> Call:
        if self.random.random() < 0.3:
            return self._renaming("metrics")
        keys = [*METRICS[:4], f"metric-{self.random.randrange(20)}", "no good key"]
        return self._creation("metrics", self.random.sample(keys, 2))

    def _attribute(self) -> Call:
        if self.random.random() < 0.3:
            return self._renaming("attributes")
        keys = ["plan", "source", f"trait-{self.random.randrange(20)}"]
        kind = self.random.choice(["user", "event", "thing"])
        return self._creation("attributes", self.random.sample(keys, 2), type=kind)

    def _achievement(self) -> Call:
        """Of kinds for which nobody is searched: when that is done is not for the script to say."""
        if self.random.random() < 0.4:
            return Call("GET", "/v1/achievements?userAttributes=plan:pro")
        status = self.random.choice(["active", "active", "locked", "inactive", "open"])
        return self._creation("achievements", self._tours(2), trigger="api", status=status)

    def _completion(self) -> Call:
        self._is_clock_used = True
        body = {"user": {"id": self._user(), **self._user_fields(0.05)}}
        return Call("POST", f"/v1/achievements/{self._tours(1)[0]}/complete", json.dumps(body))

    def _tours(self, count: int) -> list[str]:
        return self.random.sample([f"tour-{number}" for number in range(9)], count)

    def _tenant(self) -> Call:
        """A tenant's own answers are tried elsewhere: with one, the house itself has no header."""
        customer = self.random.choice(["acme", "globex", f"customer-{self.random.randrange(9)}", ""])
        items = [{"customerId": customer, "name": self.random.choice(TEXTS)}]
        if self.random.random() < 0.4:
            return Call("GET", f"{ADMIN}/metrics", tenant=customer)
        return Call("POST", f"{ADMIN}/tenants", json.dumps(items))

    def _settings(self) -> Call:
        change = self.random.choice(
            [{"aggregationPeriod": "monthly"}, {"aggregationPeriod": "never"}, {"nothing": 1}, []]
        )
        return self.random.choice(
            [
                Call("PATCH", f"{ADMIN}/settings", json.dumps(change)),
                Call("GET", f"{ADMIN}/settings"),
                Call("GET", f"{ADMIN}/environments"),
            ]
        )

    def _by_id(self) -> Call:
        name = self.random.choice(["metrics", "attributes", "tenants", "achievements"])
        return Call("GET", f"{ADMIN}/{name}/{self._id()}")

    def _deletion_by_ids(self) -> Call:
        """Seldom hits the metric that events need, and leaves its key free to be used again."""
        name = self.random.choice(["metrics", "attributes", "achievements"])
        return Call("DELETE", f"{ADMIN}/{name}?ids={self._id()},{self._id()}")

    def _nonsense(self) -> Call:
        return self.random.choice(
            [
                Call("POST", "/v1/metrics/pages/event", '{"user": '),
                Call("POST", "/v1/users", '{"id": "a\\u0000b"}'),
                Call("PUT", "/v1/users/a%00b", "{}"),
                Call("GET", f"{ADMIN}/users?search=a%00b"),
                Call("GET", f"{ADMIN}/users?limit=5&cursor=nonsense"),
                Call("POST", "/v1/users", '{"id": "\\ud800"}'),
                Call("GET", "/nothing"),
                Call("DELETE", "/v1/users/user-001"),
            ]
        )
