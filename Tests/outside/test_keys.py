"""Keys: the command line, the walls between environments, and secrets that stay secret."""

from __future__ import annotations

import base64
import time
from pathlib import Path

import pytest
from conftest import Place
from laurel import Answer, Caller, Laurel, run


def prefix_of(key: str) -> str:
    return key.partition(".")[0]


def row_of(server: Laurel, key: str) -> str:
    """The line about one key in the list."""
    listed = server.keys("list")
    assert listed.returncode == 0, listed.stderr
    [row] = [line for line in listed.stdout.splitlines() if prefix_of(key) in line]
    return " ".join(row.split())


@pytest.mark.parametrize("environment", ["sandbox", "live"])
@pytest.mark.parametrize(("scope", "user"), [("admin", None), ("application", "ada")])
def test_create_prints_the_key_alone(
    server: Laurel, environment: str, scope: str, user: str | None
) -> None:
    key = server.key(environment, scope, user)
    assert "\n" not in key and " " not in key
    prefix, _, secret = key.partition(".")
    assert prefix and len(secret) >= 20


def test_keys_are_never_the_same(server: Laurel) -> None:
    keys = {server.key() for _ in range(5)}
    assert len(keys) == len({prefix_of(key) for key in keys}) == 5


def test_a_key_works_at_once_while_serving(server: Laurel) -> None:
    server.caller(server.key()).get("/admin/v1/metrics").expect(200)


def test_a_key_made_before_the_first_start_works(binary: Path, database: Place) -> None:
    server = Laurel(binary, database)
    caller = server.caller()
    server.start()
    caller.get("/admin/v1/metrics").expect(200)
    server.close()


@pytest.mark.parametrize("verb", ["create", "list", "revoke"])
def test_an_empty_database_is_not_made_one_silently(
    binary: Path, database: Place, verb: str
) -> None:
    if isinstance(database, Path):
        database.touch()
    server = Laurel(binary, database)
    words = {"create": ["--environment", "sandbox", "--scope", "admin"], "revoke": ["app"]}
    made = server.keys(verb, *words.get(verb, []))
    assert made.returncode == 1 and made.stdout == ""
    assert " is empty" in made.stderr, made.stderr
    if verb == "create":
        assert "--create" in made.stderr
    if isinstance(database, Path):
        assert database.stat().st_size == 0, "it was left as it is"
    again = server.keys(verb, *words.get(verb, []))
    assert " is empty" in again.stderr, "nothing was made of it"
    assert server.key()


def test_the_list_tells_all_but_the_secret(server: Laurel, user: str) -> None:
    key = server.key("live", "application", user)
    row = row_of(server, key)
    for word in ("live", "application", user):
        assert word in row
    listed = server.keys("list").stdout
    for secret in server.secrets:
        assert secret not in listed


def test_the_list_tells_the_last_use(fresh: Laurel) -> None:
    used, unused = fresh.key(), fresh.key()
    before = [row_of(fresh, key) for key in (used, unused)]
    fresh.caller(used).get("/admin/v1/metrics").expect(200)
    # Uses may be gathered before they are written; the end of the server writes them.
    fresh.stop()
    after = [row_of(fresh, key) for key in (used, unused)]
    assert after[0] != before[0]
    assert after[1] == before[1]


def test_a_revoked_key_is_refused_and_listed(server: Laurel) -> None:
    key, other = server.key(), server.key()
    caller = server.caller(key)
    caller.get("/admin/v1/metrics").expect(200)
    before = row_of(server, key)
    revoked = server.keys("revoke", prefix_of(key))
    assert revoked.returncode == 0, revoked.stderr
    caller.get("/admin/v1/metrics").expect(401)
    assert row_of(server, key) != before
    assert "revoked" in row_of(server, key).lower()
    server.caller(other).get("/admin/v1/metrics").expect(200)


def test_a_revoked_key_stays_revoked(binary: Path, database: Place) -> None:
    server = Laurel(binary, database).start()
    caller = server.caller()
    server.keys("revoke", prefix_of(caller.key))
    server.close()
    server.start()
    caller.get("/admin/v1/metrics").expect(401)
    server.close()


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        pytest.param(["create", "--scope", "admin"], "--environment", id="no environment"),
        pytest.param(["create", "--environment", "sandbox"], "--scope", id="no scope"),
        pytest.param(
            ["create", "--environment", "moon", "--scope", "admin"], "moon", id="odd environment"
        ),
        pytest.param(["create", "--environment", "live", "--scope", "god"], "god", id="odd scope"),
        pytest.param(
            ["create", "--environment", "live", "--scope", "admin", "--color"],
            "--color",
            id="odd option",
        ),
        pytest.param(["revoke", "nothing"], "nothing", id="unknown prefix"),
        pytest.param(["burn"], "burn", id="odd verb"),
    ],
)
def test_a_wrong_call_says_what_is_wrong(
    server: Laurel, arguments: list[str], word: str
) -> None:
    verb, *rest = arguments
    answer = server.keys(verb, *rest)
    assert answer.returncode > 0, answer
    assert word in answer.stderr
    assert answer.stdout == ""


def test_a_secret_is_nowhere_in_the_database(
    request: pytest.FixtureRequest, engine: str, binary: Path, database: Place
) -> None:
    server = Laurel(binary, database).start()
    caller = server.caller()
    caller.post("/v1/users", {"id": "ada"}).expect(201)
    made = caller.post("/admin/v1/application-api-keys", [{"userId": "ada"}]).expect(201).json()
    own = server.caller(server.keep_secret(made["created"][0]["key"]))
    own.get("/v1/users/ada").expect(200)
    server.close()
    if engine == "postgres":
        content = [request.getfixturevalue("postgres").dump(database)]
    else:
        content = [file.read_bytes() for file in Path(database).parent.iterdir()]
    for part in content:
        assert len(part) > 1000
        for secret in server.secrets:
            assert secret.encode() not in part, "the database holds a secret"


def test_secrets_are_never_logged(binary: Path, database: Place) -> None:
    """Also when they come in a wrong place, or with a request that fails."""
    server = Laurel(binary, database).start()
    caller = server.caller()
    caller.post("/v1/metrics/pages/event", b"not json").expect(400)
    caller.get("/nothing").expect(404)
    wrong = server.keep_secret(f"{prefix_of(caller.key)}.almost-right-and-still-secret")
    server.request("GET", "/v1/users/ada", None, {"X-API-KEY": wrong}).expect(401)
    server.close()  # Looks through all that was written.
    assert "almost-right" not in server.log


# One way in.

WAYS = {
    "X-API-KEY": lambda key: {"X-API-KEY": key},
    "Bearer": lambda key: {"Authorization": f"Bearer {key}"},
    "both": lambda key: {"X-API-KEY": key, "Authorization": f"Bearer {key}"},
    "behind a proxy": lambda key: {"X-API-KEY": key, "Authorization": "Basic YTpi"},
}
FACES = ["/v1/achievements", "/api/v1/gamify/participants/ada/streaks", "/v1/streaks/user/ada"]


def sentence(answer: Answer) -> str:
    """What an error says, in whichever dialect."""
    body = answer.json()
    error = body.get("detail") or body["error"]
    return error if isinstance(error, str) else error["message"]


@pytest.mark.parametrize("face", FACES)
@pytest.mark.parametrize("way", WAYS)
def test_a_key_is_taken_in_every_way_on_every_face(server: Laurel, face: str, way: str) -> None:
    for scope, user in (("admin", None), ("application", None), ("application", "ada")):
        key = server.key("live", scope, user)
        server.request("GET", face, None, WAYS[way](key)).expect(200)
    unknown = server.keep_secret(f"live_abcdefgh.{48 * '7'}")
    server.request("GET", face, None, WAYS[way](unknown)).expect(401)


@pytest.mark.parametrize("face", FACES)
def test_a_misplaced_key_is_told_so_and_never_repeated(server: Laurel, face: str) -> None:
    key = server.key()
    basic = base64.b64encode(f"{key}:".encode()).decode()
    for path, headers, word in [
        (face, {"Authorization": f"Basic {basic}"}, "Basic"),
        (face, {"Authorization": key}, "Bearer"),
        (face, {"Api-Key": key}, "Api-Key"),
        (f"{face}?api_key={key}", {}, "query"),
        (face, {"X-API-KEY": f"Bearer {key}"}, "X-API-KEY"),
        (face, {}, "Authorization: Bearer"),
    ]:
        answer = server.request("GET", path, None, headers).expect(401)
        assert word in sentence(answer), (path, headers)
        assert key not in answer.body.decode() and basic not in answer.body.decode()
    if face.startswith("/api/v1"):
        assert "X-API-KEY" not in sentence(server.request("GET", face, None, {}))


@pytest.mark.parametrize("face", FACES)
def test_two_keys_are_refused(server: Laurel, face: str) -> None:
    headers = {"X-API-KEY": server.key(), "Authorization": f"Bearer {server.key()}"}
    answer = server.request("GET", face, None, headers).expect(400)
    assert "two different credentials" in sentence(answer)


# How often.


@pytest.mark.parametrize("limit", ["key", "workspace"])
def test_every_face_tells_a_limit_in_its_own_way(fresh: Laurel, limit: str) -> None:
    fresh.stop()
    for face in FACES:
        # A new process begins with no count.
        fresh.start(f"--rate-limit-{limit}", "5", "--rate-limit", "0")
        headers = {"Authorization": f"Bearer {fresh.key('live')}"}
        answers = [fresh.request("GET", face, None, headers) for _ in range(8)]
        assert [answer.status for answer in answers[:5]] == [200] * 5
        assert answers[0].headers["x-ratelimit-limit"] == "5"
        assert answers[0].headers["x-ratelimit-remaining"] == "4"
        refused = answers[-1]
        assert refused.status == 429
        assert refused.headers["x-ratelimit-remaining"] == "0"
        assert 1 <= int(refused.headers["retry-after"]) <= 12
        assert int(refused.headers["x-ratelimit-reset"]) > time.time()
        assert f"This {limit} may make 5 requests a minute." in sentence(refused)
        fresh.stop()
    fresh.start()


def test_guessing_keys_is_slowed_down(fresh: Laurel) -> None:
    fresh.stop()
    fresh.start("--rate-limit-address", "20")
    key = fresh.key("live")
    for number in range(20):
        guess = {"X-API-KEY": f"{prefix_of(key)}.{number:048x}"}
        fresh.request("GET", FACES[number % 3], None, guess).expect(401)
    for face in FACES:
        answer = fresh.request("GET", face, None, {"X-API-KEY": key})
        # A request comes back every three seconds.
        assert answer.status in (200, 429)
    refused = [fresh.request("GET", FACES[0], None, {"X-API-KEY": key}) for _ in range(3)]
    assert {answer.status for answer in refused} == {429}
    # Who asks for no key is not counted: a probe goes on.
    fresh.request("GET", "/health").expect(200)
    fresh.stop()
    fresh.start()


UNROUTED = [("GET", "/nope"), ("GET", "/v1/nope"), ("GET", "/api/v1/gamify/nope")]
UNROUTED += [("DELETE", "/v1/users"), ("GET", "/v1/users/%ff"), ("GET", "/v1/streaks/a/b/c/d/e")]


def test_requests_that_no_route_takes_are_counted(fresh: Laurel) -> None:
    fresh.stop()
    for method, path in UNROUTED:
        # A new process begins with no count.
        fresh.start("--rate-limit-address", "3")
        answers = [fresh.request(method, path) for _ in range(4)]
        assert all(400 <= answer.status < 429 for answer in answers[:3]), answers
        assert [answer.headers["x-ratelimit-remaining"] for answer in answers[:3]] == list("210")
        assert answers[3].status == 429, path
        assert int(answers[3].headers["retry-after"]) >= 1
        assert "This address may make 3 requests a minute." in answers[3].body.decode()
        # With a right key too.
        key = {"X-API-KEY": fresh.key("live")}
        fresh.request("GET", "/v1/achievements", None, key).expect(429)
        fresh.stop()
    fresh.start()


def test_nothing_is_limited_on_trophys_wire_at_first(server: Laurel) -> None:
    answer = server.caller(server.key()).get("/v1/achievements").expect(200)
    assert not [name for name in answer.headers if name.lower().startswith("x-ratelimit")]


# Walls.


@pytest.fixture(scope="module")
def live(server: Laurel) -> Caller:
    caller = server.caller(environment="live")
    caller.create_metric("pages")
    return caller


def test_live_and_sandbox_are_two_worlds(live: Caller, admin: Caller, user: str) -> None:
    admin.event({"id": user, "name": "Sandy"}, 3, idempotency_key="once").expect(201)
    live.get(f"/v1/users/{user}").expect(404)
    live.event({"id": user, "name": "Olivia"}, 5, idempotency_key="once").expect(201)
    assert (admin.total(user), live.total(user)) == (3, 5)
    assert admin.get(f"/v1/users/{user}").json()["name"] == "Sandy"
    live.delete(f"/admin/v1/users/{user}").expect(200)
    assert admin.total(user) == 3


def test_configuration_is_not_shared(live: Caller, admin: Caller, name: str) -> None:
    metric = admin.create_metric(name)
    attribute = admin.create_attribute(name, "user")
    live.get(f"/admin/v1/metrics/{metric}").expect(404)
    live.get(f"/admin/v1/attributes/{attribute}").expect(404)
    assert live.delete(f"/admin/v1/metrics?ids={metric}").expect(200).json()["deleted"] == []
    change = [{"id": metric, "name": "Stolen"}]
    assert live.patch("/admin/v1/metrics", change).expect(200).json()["updated"] == []
    assert admin.get(f"/admin/v1/metrics/{metric}").json()["name"] == name.title()
    live.event("ada", 1, metric=name).expect(422)


def test_lists_show_only_their_own_world(live: Caller, admin: Caller, user: str) -> None:
    admin.event(user).expect(201)
    assert live.get(f"/admin/v1/users?search={user}").expect(200).json()["users"] == []
    live.get(f"/admin/v1/users/{user}/events").expect(404)
    live.get(f"/admin/v1/users/{user}/export").expect(404)


def test_an_application_key_of_live_is_for_live(server: Laurel, live: Caller, user: str) -> None:
    live.put(f"/v1/users/{user}", {"name": "Olivia"}).expect(200)
    own = server.caller(server.key("live", "application", user))
    assert own.get(f"/v1/users/{user}").expect(200).json()["name"] == "Olivia"


def test_an_application_key_made_by_a_tenant_is_for_that_tenant(fresh: Laurel) -> None:
    house = fresh.caller()
    house.post("/admin/v1/tenants", [{"customerId": "acme", "name": "Acme"}]).expect(201)
    acme = fresh.caller(house.key, tenant="acme")
    acme.create_metric("pages")
    acme.event({"id": "ada", "name": "Ada of Acme"}, 3).expect(201)
    house.post("/v1/users", {"id": "ada", "name": "Ada of the house"}).expect(201)
    made = acme.post("/admin/v1/application-api-keys", [{"userId": "ada"}]).expect(201).json()
    own = fresh.caller(fresh.keep_secret(made["created"][0]["key"]), tenant="acme")
    assert own.get("/v1/users/ada").expect(200).json()["name"] == "Ada of Acme"


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", "/v1/users/{other}", None),
        ("PUT", "/v1/users/{other}", {"name": "Mallory"}),
        ("PATCH", "/v1/users/{other}", {"name": "Mallory"}),
        ("POST", "/v1/users", {"id": "{other}"}),
        ("GET", "/v1/users/{other}/metrics", None),
        ("GET", "/v1/users/{other}/metrics/pages", None),
        ("POST", "/v1/metrics/pages/event", {"user": {"id": "{other}"}, "value": 1}),
    ],
)
def test_an_application_key_reaches_no_other_user(
    server: Laurel, admin: Caller, user: str, method: str, path: str, body: dict | None
) -> None:
    def named(value: object) -> object:
        match value:
            case dict():
                return {key: named(each) for key, each in value.items()}
            case str():
                return value.replace("{other}", f"{user}-other")
            case _:
                return value

    admin.event(f"{user}-other", 4).expect(201)
    own = server.caller(server.key(scope="application", user=user))
    own.call(method, named(path), named(body)).expect(403)
    assert admin.total(f"{user}-other") == 4
    assert admin.get(f"/v1/users/{user}-other").json()["name"] is None


def test_an_application_key_does_all_for_its_own_user(
    server: Laurel, admin: Caller, user: str
) -> None:
    own = server.caller(server.key(scope="application", user=user))
    own.event(user, 2).expect(201)
    own.get(f"/v1/users/{user}").expect(200)
    own.patch(f"/v1/users/{user}", {"name": "Ada"}).expect(200)
    own.put(f"/v1/users/{user}", {"tz": "Asia/Tokyo"}).expect(200)
    own.get(f"/v1/users/{user}/metrics").expect(200)
    assert own.total(user) == 2


def test_help_of_keys(binary: Path) -> None:
    answer = run(binary, "help", "keys")
    assert answer.returncode == 0
    for word in ("create", "list", "revoke", "--environment", "--scope", "--user", "--database"):
        assert word in answer.stdout
