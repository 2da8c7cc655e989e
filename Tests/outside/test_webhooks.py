"""Webhooks as their receivers see them: who is told what, signed how, and what happens when they fail."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any

import pytest
from conftest import Place, furnished, unique
from documents import DOCS
from jsonschema_rs import Draft202012Validator
from laurel import Caller, Laurel
from receiver import Delivery, Receiver, Reply, receiving, type_of, wait_until
from standardwebhooks import Webhook as StandardWebhook
from standardwebhooks import WebhookVerificationError as StandardError
from svix.webhooks import Webhook as SvixWebhook
from svix.webhooks import WebhookVerificationError as SvixError

LOCAL = ("--webhook-allow", "127.0.0.0/8")
HOOKS = "/admin/v1/webhooks"


@pytest.fixture(scope="module")
def server(
    binary: Path, new_database: Callable[[], Place], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Laurel]:
    """A server that may tell this machine, and tries again soon."""
    key = tmp_path_factory.mktemp("key") / "secret.key"
    arguments = (*LOCAL, "--webhook-retries", "1,1,1", "--secret-key-file", str(key))
    laurel = Laurel(binary, new_database()).start(*arguments)
    try:
        yield laurel
    finally:
        laurel.close()


@pytest.fixture(scope="module")
def admin(server: Laurel) -> Caller:
    caller = furnished(server.caller())
    streaks = {"metrics": [{"key": "pages", "threshold": 1}], "frequency": "daily"}
    caller.patch("/admin/v1/streaks/settings", streaks).expect(200)
    return caller


def hook(admin: Caller, url: str, **fields: Any) -> dict[str, Any]:
    """Sets a webhook up; its secret must never be seen in the log."""
    made = admin.post(HOOKS, {"url": url, **fields}).expect(201).json()
    admin.server.secrets.add(made["secret"].removeprefix("whsec_"))
    return made


@pytest.fixture
def told(admin: Caller) -> Iterator[Callable[..., tuple[Receiver, dict[str, Any]]]]:
    """Makes a receiver and its webhook, which are gone after the test."""
    receivers: list[Receiver] = []
    hooks: list[str] = []

    def make(behave: Any = lambda _: Reply(), **fields: Any) -> tuple[Receiver, dict[str, Any]]:
        receiver = Receiver(behave)
        receivers.append(receiver)
        made = hook(admin, receiver.url, **fields)
        hooks.append(made["id"])
        return receiver, made

    yield make
    for identifier in hooks:
        admin.delete(f"{HOOKS}/{identifier}")
    for receiver in receivers:
        receiver.close()


def deliveries(admin: Caller, made: dict[str, Any], query: str = "") -> list[dict[str, Any]]:
    return admin.get(f"{HOOKS}/{made['id']}/deliveries{query}").expect(200).json()["deliveries"]


# Setting up.


def test_a_webhook_is_an_item(admin: Caller) -> None:
    made = hook(admin, "https://example.com/hooks", description="ours", kinds=["streak.lost"])
    secret = made.pop("secret")
    assert secret.startswith("whsec_") and len(base64.b64decode(secret[6:])) == 32
    expected = {
        "url": "https://example.com/hooks",
        "description": "ours",
        "kinds": ["streak.lost"],
        "dialect": "laurel",
        "ordered": False,
        "status": "active",
    }
    assert expected.items() <= made.items()
    path = f"{HOOKS}/{made['id']}"
    assert admin.get(path).expect(200).json() == made
    listed = admin.get(HOOKS).expect(200).json()
    assert made in listed["webhooks"] and listed["nextCursor"] is None
    changed = admin.patch(path, {"status": "paused", "ordered": True}).expect(200).json()
    assert changed == {**made, "status": "paused", "ordered": True}
    audit = admin.get(f"/admin/v1/audit?itemId={made['id']}").expect(200).json()["entries"]
    assert [entry["action"] for entry in audit] == ["changed", "created"]
    assert secret not in json.dumps(audit)
    assert admin.delete(path).expect(200).json() == {"id": made["id"]}
    admin.get(path).expect(404)
    admin.delete(path).expect(404)
    admin.patch(path, {}).expect(404)


def test_lists_come_in_pages(admin: Caller) -> None:
    made = [hook(admin, f"https://example.com/{number}")["id"] for number in range(3)]
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = admin.get(f"{HOOKS}?limit=1{cursor}").expect(200).json()
        seen += [each["id"] for each in page["webhooks"]]
        cursor = page["nextCursor"] and f"&cursor={page['nextCursor']}"
    assert seen[-3:] == made
    for identifier in made:
        admin.delete(f"{HOOKS}/{identifier}").expect(200)


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"url": 1},
        {"url": ""},
        {"url": "example.com"},
        {"url": "ftp://example.com/"},
        {"url": "file:///etc/passwd"},
        {"url": "https://"},
        {"url": "https:///path"},
        {"url": "https://name:word@example.com/"},
        {"url": "https://example.com/#part"},
        {"url": "https://example.com/a b"},
        {"url": "https://example.com\\@127.0.0.1/"},
        {"url": "https://exämple.com/"},
        {"url": "https://example.com/" + "a" * 2_048},
        {"url": "https://example.com/", "kinds": []},
        {"url": "https://example.com/", "kinds": ["streak.unheard"]},
        {"url": "https://example.com/", "kinds": ["streak.lost", "streak.lost"]},
        {"url": "https://example.com/", "kinds": "*"},
        {"url": "https://example.com/", "dialect": "klingon"},
        {"url": "https://example.com/", "dialect": "phoenix", "kinds": ["points.changed"]},
        {"url": "https://example.com/", "dialect": "trophy", "cloudEvents": True},
        {"url": "https://example.com/", "ordered": "yes"},
        {"url": "https://example.com/", "status": "disabled"},
        {"url": "https://example.com/", "description": "d" * 1_001},
    ],
)
def test_what_is_no_webhook_is_refused(admin: Caller, body: dict[str, Any]) -> None:
    assert admin.post(HOOKS, body).expect(422).error


# Signatures.


def verifiers(secret: str) -> list[Callable[[bytes, dict[str, str]], Any]]:
    return [StandardWebhook(secret).verify, SvixWebhook(secret).verify]


def signed(delivery: Delivery) -> dict[str, str]:
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    return {name: delivery.headers[name] for name in names}


@pytest.mark.parametrize("dialect", ["laurel", "trophy", "bricqs", "phoenix"])
def test_every_verifier_accepts_every_delivery(
    admin: Caller, told: Any, dialect: str, user: str
) -> None:
    receiver, made = told(dialect=dialect)
    admin.post(f"{HOOKS}/{made['id']}/test").expect(202)
    admin.event(user).expect(201)
    kinds = {"laurel": 3, "trophy": 2, "bricqs": 2, "phoenix": 2}
    for delivery in receiver.wait(kinds[dialect]):
        headers = signed(delivery)
        for verify in verifiers(made["secret"]):
            verify(delivery.body, headers)
            changed = delivery.body.replace(b'"', b"'", 1)
            with pytest.raises((StandardError, SvixError)):
                verify(changed, headers)
            old = str(int(headers["webhook-timestamp"]) - 600)
            with pytest.raises((StandardError, SvixError)):
                verify(delivery.body, {**headers, "webhook-timestamp": old})
            with pytest.raises((StandardError, SvixError)):
                verify(delivery.body, {**headers, "webhook-id": "msg_other"})
        assert delivery.headers["content-type"] == "application/json"
        assert delivery.headers["user-agent"].startswith("Laurel/")


def test_a_signature_that_is_old_is_refused(admin: Caller, told: Any) -> None:
    """Signed right, and replayed: the verifiers look at the time that is signed too."""
    _, made = told()
    body = b"{}"
    seconds = int((datetime.now(timezone.utc) - timedelta(minutes=6)).timestamp())
    key = base64.b64decode(made["secret"].removeprefix("whsec_"))
    signature = hmac.new(key, f"msg_1.{seconds}.".encode() + body, hashlib.sha256).digest()
    headers = {
        "webhook-id": "msg_1",
        "webhook-timestamp": str(seconds),
        "webhook-signature": "v1," + base64.b64encode(signature).decode(),
    }
    for verify in verifiers(made["secret"]):
        with pytest.raises((StandardError, SvixError)):
            verify(body, headers)


def test_after_a_rotation_both_secrets_hold(admin: Caller, told: Any) -> None:
    receiver, made = told(kinds=["streak.lost"])
    rotated = admin.post(f"{HOOKS}/{made['id']}/rotate").expect(200).json()
    admin.server.secrets.add(rotated["secret"].removeprefix("whsec_"))
    assert rotated["secret"] != made["secret"]
    admin.post(f"{HOOKS}/{made['id']}/test").expect(202)
    (delivery,) = receiver.wait(1)
    assert len(delivery.headers["webhook-signature"].split(" ")) == 2
    for secret in (made["secret"], rotated["secret"]):
        for verify in verifiers(secret):
            verify(delivery.body, signed(delivery))


def test_trophys_documented_verification_accepts(admin: Caller, told: Any, user: str) -> None:
    receiver, made = told(dialect="trophy", kinds=["streak.started"])
    admin.event(user).expect(201)
    (delivery,) = receiver.wait(1)
    digest = hmac.new(made["secret"].encode(), delivery.body, hashlib.sha256).digest()
    assert delivery.headers["x-trophy-signature"] == base64.b64encode(digest).decode()
    body = delivery.json()
    assert list(body)[:2] == ["timestamp", "type"]
    assert body["type"] == "streak.started" and body["user"]["id"] == user
    assert body["streak"]["length"] == 1 and body["streak"]["frequency"] == "daily"
    assert set(body["streak"]) >= {"started", "periodStart", "periodEnd", "expires"}


# What is told.


def test_laurels_own_words(admin: Caller, told: Any, user: str) -> None:
    receiver, _ = told(kinds=["streak.started", "user.created"])
    admin.event(user).expect(201)
    created, started = receiver.wait(2)
    assert created.json()["type"] == "user.created"
    body = started.json()
    assert body["type"] == "streak.started" and body["userId"] == user
    assert body["data"]["length"] == 1 and body["data"]["streak"]
    assert body["sequence"] > created.json()["sequence"]
    assert started.id.startswith("msg_")


def test_every_event_is_as_the_schema_says(admin: Caller, told: Any, user: str) -> None:
    """Of all kinds that the other tests make happen here, and a few more."""
    schema = json.loads((DOCS / "api" / "events.schema.json").read_text())
    validator = Draft202012Validator(schema, validate_formats=True)
    receiver, _ = told()
    admin.create_metric(unique("metric"))
    admin.event({"id": user, "tz": "Europe/Berlin"}).expect(201)
    admin.patch(f"/v1/users/{user}", {"name": "A"}).expect(200)
    # What is told of a user goes with the user, so it has to have arrived before.
    for kind in ("configuration.changed", "user.created", "streak.started", "user.changed"):
        receiver.of_kind(kind)
    admin.delete(f"/admin/v1/users/{user}").expect(200)
    receiver.of_kind("user.erased")
    for delivery in list(receiver.deliveries):
        problems = [str(error) for error in validator.iter_errors(delivery.json())]
        assert not problems, (problems, delivery.body)
    documented = {rule["if"]["properties"]["type"]["const"] for rule in schema["allOf"]}
    page = (DOCS / "api" / "events.md").read_text()
    assert all(f"`{kind}`" in page for kind in documented)
    answer = admin.post(HOOKS, {"url": "https://example.com/", "kinds": ["none"]}).expect(422)
    assert set(answer.error.partition("one of ")[2].rstrip(".").split(", ")) == documented


def test_cloud_events(admin: Caller, told: Any, user: str) -> None:
    receiver, _ = told(kinds=["streak.started"], cloudEvents=True)
    admin.event(user).expect(201)
    (delivery,) = receiver.wait(1)
    assert delivery.headers["content-type"] == "application/cloudevents+json"
    event = delivery.json()
    assert event["specversion"] == "1.0" and event["type"] == "streak.started"
    assert event["subject"] == user and event["data"]["data"]["length"] == 1


def test_only_what_was_asked_for_and_only_from_now_on(
    admin: Caller, told: Any, user: str
) -> None:
    admin.event(user).expect(201)
    receiver, made = told(kinds=["achievement.completed"])
    admin.event(unique("user")).expect(201)
    admin.post(f"{HOOKS}/{made['id']}/test").expect(202)
    receiver.of_kind("webhook.test")
    assert len(receiver.deliveries) == 1
    assert [each["kind"] for each in deliveries(admin, made)] == ["webhook.test"]


def test_a_tenants_facts_are_its_own(admin: Caller, told: Any, user: str) -> None:
    customer = unique("customer")
    admin.post("/admin/v1/tenants", [{"customerId": customer, "name": "One"}]).expect(201)
    tenant = Caller(admin.server, admin.key, customer)
    tenant.create_metric("pages")
    home, _ = told(kinds=["user.created"])
    with receiving() as receiver:
        made = hook(tenant, receiver.url, kinds=["user.created"], dialect="laurel")
        tenant.event(user).expect(201)
        (delivery,) = receiver.wait(1)
        assert delivery.json()["tenantId"] == customer
        admin.get(f"{HOOKS}/{made['id']}").expect(404)
        tenant.delete(f"{HOOKS}/{made['id']}").expect(200)
    assert not home.deliveries


def test_points_are_told_to_trophys_webhooks_once_in_a_quarter_of_an_hour(
    admin: Caller, told: Any, user: str
) -> None:
    metric = unique("clicks")
    admin.create_metric(metric)
    system = {"name": "Gold", "key": unique("gold")}
    made = admin.post("/admin/v1/points", [system]).expect(201).json()["created"][0]
    metrics = admin.get("/admin/v1/metrics?limit=100").expect(200).json()
    identifier = next(each["id"] for each in metrics if each["key"] == metric)
    trigger = {"type": "metric", "points": 5, "status": "active", "metricId": identifier, "metricThreshold": 1}
    admin.post(f"/admin/v1/points/{made['id']}/triggers", [trigger]).expect(201)
    receiver, webhook = told(dialect="trophy", kinds=["points.changed"])
    admin.event(user, 1, metric).expect(201)
    (first,) = receiver.wait(1)
    points = first.json()["points"]
    assert (points["total"], points["added"], len(points["awards"])) == (5, 5, 1)
    for _ in range(3):
        admin.event(user, 1, metric).expect(201)

    def held_back() -> list[dict[str, Any]]:
        return [each for each in deliveries(admin, webhook) if each["status"] == "pending"]

    wait_until(lambda: [each["payload"]["points"]["total"] for each in held_back()] == [20])
    (pending,) = held_back()
    assert pending["payload"]["points"]["added"] == 15
    assert len(pending["payload"]["points"]["awards"]) == 3
    due = datetime.fromisoformat(pending["nextAttemptAt"].replace("Z", "+00:00"))
    assert 600 < (due - datetime.now(timezone.utc)).total_seconds() < 901
    assert len(receiver.deliveries) == 1


def test_phoenix_four_events(admin: Caller, told: Any, user: str) -> None:
    receiver, _ = told(dialect="phoenix")
    admin.event(user).expect(201)
    (delivery,) = receiver.of_kind("streak.incremented")
    body = delivery.json()
    assert body["user_id"] == user and body["new_count"] == 1 and body["definition_id"]


def test_an_erased_users_deliveries_are_gone(admin: Caller, told: Any, user: str) -> None:
    receiver, made = told(kinds=["streak.started"])
    admin.event(user).expect(201)
    receiver.wait(1)
    wait_until(lambda: deliveries(admin, made, "?status=delivered"))
    admin.delete(f"/admin/v1/users/{user}").expect(200)
    assert deliveries(admin, made) == []


# When it does not go well.


def test_what_fails_is_tried_again_under_its_id(admin: Caller, told: Any, user: str) -> None:
    statuses = iter([500, 302, 200])
    receiver, made = told(
        lambda _: Reply(next(statuses), headers=("Location: /elsewhere",)), kinds=["streak.started"]
    )
    admin.event(user).expect(201)
    arrived = receiver.wait(3)
    assert len({each.id for each in arrived}) == 1
    assert len({each.body for each in arrived}) == 1
    wait_until(lambda: deliveries(admin, made, "?status=delivered"))
    (delivery,) = deliveries(admin, made)
    assert delivery["id"] == arrived[0].id
    assert [each["status"] for each in delivery["attempts"]] == [500, 302, 200]
    assert delivery["attempts"][0]["answer"] == "ok"
    assert delivery["nextAttemptAt"] is None


def test_retry_after_is_heeded(admin: Caller, told: Any, user: str) -> None:
    replies = iter([Reply(429, headers=("Retry-After: 3",)), Reply()])
    receiver, _ = told(lambda _: next(replies), kinds=["streak.started"])
    admin.event(user).expect(201)
    first, second = receiver.wait(2)
    assert second.at - first.at > 2.9


def test_dead_letters_are_kept_and_replayed(admin: Caller, told: Any, user: str) -> None:
    healthy = False
    receiver, made = told(lambda _: Reply(200 if healthy else 500), kinds=["streak.started"])
    admin.event(user).expect(201)
    receiver.wait(4)
    wait_until(lambda: deliveries(admin, made, "?status=failed"))
    (dead,) = deliveries(admin, made)
    assert len(dead["attempts"]) == 4 and dead["nextAttemptAt"] is None
    assert admin.get(f"{HOOKS}/{made['id']}").json()["failingSince"]
    healthy = True
    path = f"{HOOKS}/{made['id']}/replay"
    assert admin.post(path, {"deliveryIds": [dead["id"]]}).expect(202).json() == {"replayed": 1}
    receiver.wait(5)
    wait_until(lambda: deliveries(admin, made, "?status=delivered"))
    assert len({each.id for each in receiver.deliveries}) == 1
    assert admin.get(f"{HOOKS}/{made['id']}").json()["failingSince"] is None
    body = {"from": "2020-01-01T00:00:00Z", "kinds": ["streak.started"], "status": "delivered"}
    assert admin.post(path, body).expect(202).json() == {"replayed": 1}
    receiver.wait(6)
    audit = admin.get(f"/admin/v1/audit?itemId={made['id']}&action=replayed").expect(200).json()
    assert len(audit["entries"]) == 2


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"deliveryIds": "all"},
        {"deliveryIds": ["msg_1"], "status": "failed"},
        {"from": "yesterday"},
        {"kinds": ["x'; DROP TABLE delivery"]},
        {"status": "lost"},
        {"deliveryIds": ["msg_1"] * 1_001},
    ],
)
def test_what_is_no_replay_is_refused(admin: Caller, told: Any, body: dict[str, Any]) -> None:
    _, made = told()
    admin.post(f"{HOOKS}/{made['id']}/replay", body).expect(422)


def test_unknown_deliveries_are_not_replayed(admin: Caller, told: Any) -> None:
    _, made = told()
    body = {"deliveryIds": ["msg_1", "", "msg_" + "0" * 32 + "_1", "x" * 10_000]}
    answer = admin.post(f"{HOOKS}/{made['id']}/replay", body).expect(202)
    assert answer.json() == {"replayed": 0}


def test_whoever_is_gone_is_told_nothing(admin: Caller, told: Any, user: str) -> None:
    watcher, _ = told(kinds=["webhook.disabled"])
    status = 410
    receiver, made = told(lambda _: Reply(status), kinds=["streak.started"])
    admin.event(user).expect(201)
    receiver.wait(1)
    wait_until(lambda: admin.get(f"{HOOKS}/{made['id']}").json()["status"] == "disabled")
    assert admin.get(f"{HOOKS}/{made['id']}").json()["disabledReason"] == "gone"
    (fact,) = watcher.wait(1)
    assert fact.json()["data"] == {"webhookId": made["id"], "reason": "gone"} | {
        "failingSince": fact.json()["data"]["failingSince"]
    }
    # What happens meanwhile waits; what somebody asks for is sent.
    admin.event(unique("user")).expect(201)
    wait_until(lambda: len(deliveries(admin, made)) == 2)
    status = 200
    (dead,) = deliveries(admin, made, "?status=failed")
    admin.post(f"{HOOKS}/{made['id']}/replay", {"deliveryIds": [dead["id"]]}).expect(202)
    receiver.wait(2)
    assert receiver.deliveries[1].id == dead["id"]
    admin.patch(f"{HOOKS}/{made['id']}", {"status": "active"}).expect(200)
    receiver.wait(3)


def test_a_paused_webhook_waits(admin: Caller, told: Any, user: str) -> None:
    receiver, made = told(kinds=["streak.started"])
    admin.patch(f"{HOOKS}/{made['id']}", {"status": "paused"}).expect(200)
    admin.event(user).expect(201)
    wait_until(lambda: deliveries(admin, made, "?status=pending"))
    time.sleep(1)
    assert not receiver.deliveries
    admin.patch(f"{HOOKS}/{made['id']}", {"status": "active"}).expect(200)
    receiver.wait(1)


def test_an_ordered_webhook_waits_for_what_failed(admin: Caller, told: Any) -> None:
    seen = 0

    def behave(delivery: Delivery) -> Reply:
        nonlocal seen
        seen += 1
        return Reply(500 if seen % 7 == 3 else 200)

    receiver, _ = told(behave, kinds=["user.created"], ordered=True)
    users = [unique("ordered") for _ in range(20)]
    for each in users:
        admin.event(each).expect(201)
    wait_until(lambda: len({each.id for each in receiver.deliveries}) == 20)
    order: list[str] = []
    for delivery in receiver.deliveries:
        if delivery.json()["userId"] not in order:
            order.append(delivery.json()["userId"])
    assert order == users


def test_deliveries_are_listed_by_what_they_are(admin: Caller, told: Any) -> None:
    receiver, made = told(kinds=["user.created", "streak.started"])
    for _ in range(5):
        admin.event(unique("user")).expect(201)
    receiver.wait(10)
    wait_until(lambda: len(deliveries(admin, made, "?status=delivered")) == 10)
    assert len(deliveries(admin, made, "?kind=user.created")) == 5
    assert len(deliveries(admin, made, "?kind=user.created,streak.started&limit=7")) == 7
    assert deliveries(admin, made, "?from=2099-01-01T00:00:00Z") == []
    seen: list[str] = []
    cursor = ""
    while cursor is not None:
        page = admin.get(f"{HOOKS}/{made['id']}/deliveries?limit=3{cursor}").expect(200).json()
        seen += [each["id"] for each in page["deliveries"]]
        cursor = page["nextCursor"] and f"&cursor={page['nextCursor']}"
    assert len(seen) == len(set(seen)) == 10
    for query in ("?status=lost", "?kind=unheard", "?from=now", "?cursor=x", "?limit=0"):
        admin.get(f"{HOOKS}/{made['id']}/deliveries{query}").expect(422)


# The command line.


def test_the_command_line_looks_after_webhooks(admin: Caller, told: Any) -> None:
    receiver, made = told(kinds=["streak.lost"])
    place = ("--database", str(admin.server.database))
    listed = admin.server.command("webhooks", "list", *place)
    assert made["id"] in listed.stdout and "whsec" not in listed.stdout
    tried = admin.server.command("webhooks", "test", *place, made["id"])
    assert tried.returncode == 0, tried.stderr
    receiver.of_kind("webhook.test")
    again = admin.server.command("webhooks", "replay", *place, "--kinds", "webhook.test", made["id"])
    assert again.stdout == "1 waits to be sent once more\n", again.stderr
    receiver.of_kind("webhook.test", 2)
    nobody = admin.server.command("webhooks", "test", *place, "nobody")
    assert nobody.returncode == 1 and "no webhook" in nobody.stderr
