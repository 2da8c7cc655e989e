"""Reminders on devices: browsers, Apple's and Google's, each read by somebody else's library."""

from __future__ import annotations

import base64
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs

import http_ece
import pytest
from conftest import Place, furnished
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from laurel import Laurel
from mail_server import Mailbox
from push_double import Push, Service, taking_pushes
from py_vapid import Vapid02
from receiver import Delivery, Receiver, Reply, receiving, wait_until
from test_reminders import World, act
from test_webhooks_tls import authority

KINDS = {"streak_reminder": {"enabled": True, "channels": ["push"]}}
EVENING = datetime(2026, 11, 10, 20, tzinfo=timezone.utc)
PEM = (
    serialization.Encoding.PEM,
    serialization.PrivateFormat.PKCS8,
    serialization.NoEncryption(),
)


def coded(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def decoded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


class Browser:
    """A browser that has subscribed: it opens what it is sent."""

    def __init__(self, port: int, name: str) -> None:
        self.path = f"/web/{name}"
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = os.urandom(16)
        point = self._key.public_key().public_bytes(
            serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint
        )
        keys = {"p256dh": coded(point), "auth": coded(self._secret)}
        endpoint = f"https://127.0.0.1:{port}{self.path}"
        self.token = json.dumps({"endpoint": endpoint, "expirationTime": None, "keys": keys})

    def opened(self, push: Push) -> dict[str, Any]:
        text = http_ece.decrypt(
            push.body, private_key=self._key, auth_secret=self._secret, version="aes128gcm"
        )
        return json.loads(text)


@dataclass
class Google:
    """Firebase: it gives tokens for those that the account has signed, and takes messages."""

    receiver: Receiver
    key: rsa.RSAPrivateKey

    @property
    def tokens(self) -> list[Delivery]:
        return [each for each in self.receiver.deliveries if b"assertion=" in each.body]

    @property
    def messages(self) -> list[Delivery]:
        return [each for each in self.receiver.deliveries if b"assertion=" not in each.body]

    def claims(self) -> dict[str, Any]:
        [assertion] = parse_qs(self.tokens[0].body.decode())["assertion"]
        signed, _, signature = assertion.rpartition(".")
        self.key.public_key().verify(
            decoded(signature), signed.encode(), padding.PKCS1v15(), hashes.SHA256()
        )
        return json.loads(decoded(signed.split(".")[1]))


def google(delivery: Delivery) -> Reply:
    if b"assertion=" in delivery.body:
        return Reply(body=b'{"access_token": "ya29.token", "expires_in": 3599}')
    if json.loads(delivery.body)["message"]["token"].startswith("gone"):
        return Reply(404, body=b'{"error": {"status": "NOT_FOUND"}}')
    return Reply(body=b'{"name": "projects/pages/messages/1"}')


@dataclass
class Phones:
    """A server that reaches devices of every kind, and their services."""

    world: World
    service: Service
    google: Google
    apple: ec.EllipticCurvePrivateKey
    laurel: Laurel
    options: tuple[str, ...]

    def user(self, name: str, *tokens: str) -> None:
        self.world.user(name, "UTC", deviceTokens=list(tokens))
        act(self.world, name)

    def evening(self) -> None:
        self.world.settle()
        self.world.move(EVENING)

    def tokens(self, name: str) -> list[str]:
        return self.world.admin.get(f"/v1/users/{name}").expect(200).json()["deviceTokens"]

    def status(self, name: str) -> str:
        return self.world.log(user=name)[0]["status"] if self.world.log(user=name) else ""


@contextmanager
def reaching(binary: Path, place: Place, folder: Path) -> Iterator[Phones]:
    chain, key, root = authority(folder)
    apple = ec.generate_private_key(ec.SECP256R1())
    (folder / "apple.p8").write_bytes(apple.private_bytes(*PEM))
    account = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    with taking_pushes(chain, key) as service, receiving(google) as receiver:
        base = receiver.url.removesuffix("/hooks")
        (folder / "account.json").write_text(
            json.dumps(
                {
                    "client_email": "laurel@pages.example", "project_id": "pages",
                    "private_key": account.private_bytes(*PEM).decode(),
                    "token_uri": f"{base}/token",
                }
            )
        )  # fmt: skip
        (folder / "push.json").write_text(
            json.dumps(
                {
                    "web": {"contact": "mailto:ops@pages.example"},
                    "apns": {
                        "keyFile": str(folder / "apple.p8"), "keyId": "KEY1234567",
                        "teamId": "TEAM123456", "topic": "example.pages.app",
                        "url": f"https://127.0.0.1:{service.port}",
                    },
                    "fcm": {"accountFile": str(folder / "account.json"), "url": base},
                }
            )
        )  # fmt: skip
        options = (
            "--push", str(folder / "push.json"), "--push-ca", str(root),
            "--webhook-allow", "127.0.0.0/8", "--secret-key-file", str(folder / "secret.key"),
            "--public-url", "https://laurel.example.com",
        )  # fmt: skip
        laurel = Laurel(binary, place).start(*options)
        try:
            world = World(furnished(laurel.caller()), Mailbox())
            world.begin("2026-11-09T12:00:00Z", {"kinds": KINDS})
            yield Phones(world, service, Google(receiver, account), apple, laurel, options)
        finally:
            laurel.close()


@pytest.fixture
def phones(binary: Path, database: Place, tmp_path: Path) -> Iterator[Phones]:
    with reaching(binary, database, tmp_path) as running:
        yield running


APPLE = "ab" * 32
FIREBASE = "dGVzdA:APA91bHPRgkF3JUikC4ENAHEeMrd41Zxv3hVZjC9KtT8OvPVGJ"


def test_devices_of_every_kind_show_what_their_user_is_reminded_of(phones: Phones) -> None:
    browser = Browser(phones.service.port, "ada")
    phones.user("ada", browser.token, APPLE, FIREBASE)
    phones.user("ben", FIREBASE)
    phones.evening()
    wait_until(lambda: phones.status("ada") == "sent" and phones.status("ben") == "sent")

    [push] = phones.service.to(browser.path)
    shown = browser.opened(push)
    assert "streak" in shown["title"] and "{{" not in shown["title"] + shown["body"]
    assert shown["kind"] == "streak_reminder" and shown["url"] == "https://laurel.example.com"
    assert push.headers["ttl"] == "14400" and push.headers["urgency"] == "high"
    assert push.headers["content-encoding"] == "aes128gcm"
    assert len(push.headers["topic"]) <= 32
    assert Vapid02.verify(push.headers["authorization"])
    parts = dict(part.split("=", 1) for part in push.headers["authorization"][6:].split(","))
    key = phones.world.admin.get("/push/key").expect(200).json()["publicKey"]
    assert parts["k"] == key
    claims = json.loads(decoded(parts["t"].split(".")[1]))
    assert claims["aud"] == f"https://127.0.0.1:{phones.service.port}"
    assert claims["sub"] == "mailto:ops@pages.example"
    assert 0 < claims["exp"] - time.time() <= 24 * 3_600

    [push] = phones.service.to(f"/3/device/{APPLE}")
    assert json.loads(push.body)["aps"]["alert"]["title"] == shown["title"]
    assert push.headers["apns-topic"] == "example.pages.app"
    assert push.headers["apns-push-type"] == "alert"
    assert 0 < int(push.headers["apns-expiration"]) - time.time() <= 14_400
    assert len(push.headers["apns-collapse-id"]) <= 64
    signed, _, signature = push.headers["authorization"].removeprefix("bearer ").rpartition(".")
    numbers = decoded(signature)
    asn1 = encode_dss_signature(
        int.from_bytes(numbers[:32], "big"), int.from_bytes(numbers[32:], "big")
    )
    phones.apple.public_key().verify(asn1, signed.encode(), ec.ECDSA(hashes.SHA256()))
    head, claims = (json.loads(decoded(part)) for part in signed.split("."))
    assert head["kid"] == "KEY1234567" and head["alg"] == "ES256"
    assert claims["iss"] == "TEAM123456" and abs(claims["iat"] - time.time()) < 60

    assert len(phones.google.messages) == 2 and len(phones.google.tokens) == 1, "a token is reused"
    assert phones.google.claims()["iss"] == "laurel@pages.example"
    sent = phones.google.messages[0]
    assert sent.headers["authorization"] == "Bearer ya29.token"
    message = json.loads(sent.body)["message"]
    assert message["token"] == FIREBASE and message["android"]["ttl"] == "14400s"
    assert message["android"]["collapse_key"] == push.headers["apns-collapse-id"]


def test_devices_that_are_gone_are_forgotten(phones: Phones) -> None:
    port = phones.service.port
    lost, kept = Browser(port, "lost"), Browser(port, "kept")
    dead = "cd" * 32
    answers = {lost.path: (410, b""), f"/3/device/{dead}": (410, b'{"reason": "Unregistered"}')}
    phones.service.behave = lambda push: answers.get(push.path, (201, b""))
    phones.user("ada", lost.token, dead, f"gone{FIREBASE}", kept.token)
    phones.user("ben", dead)
    phones.evening()
    wait_until(lambda: phones.tokens("ada") == [kept.token], told=lambda: phones.tokens("ada"))
    wait_until(lambda: phones.tokens("ben") == [], told=lambda: phones.tokens("ben"))
    wait_until(lambda: phones.status("ada") == "sent" and phones.status("ben") == "failed")
    assert len(phones.service.to(lost.path)) == 1


def test_nobody_is_sent_again_what_a_device_may_have(phones: Phones) -> None:
    one, other = Browser(phones.service.port, "one"), Browser(phones.service.port, "other")
    answers = {one.path: None, other.path: (503, b"later")}
    phones.service.behave = lambda push: answers[push.path]
    phones.user("ada", one.token)
    phones.user("ben", other.token)
    phones.evening()
    wait_until(lambda: phones.status("ada") == "unknown", told=phones.world.log)
    wait_until(lambda: phones.world.log(user="ben")[0]["tries"] == 1, told=phones.world.log)
    wait_until(lambda: phones.status("ben") == "pending", told=phones.world.log)
    assert len(phones.service.to(one.path)) == 1


def test_a_service_that_does_not_answer_keeps_nobody_else_waiting(phones: Phones) -> None:
    """Those who are reached by it have to wait, and everybody else gets what is due meanwhile."""
    phones.service.behave = lambda push: "nothing" if push.path.startswith("/web/") else (200, b"")
    silent = [f"silent-{number}" for number in range(30)]
    for name in silent:
        phones.user(name, Browser(phones.service.port, name).token)
    quick = [f"quick-{number}" for number in range(30)]
    for number, name in enumerate(quick):
        phones.user(name, f"{number:02x}" * 32)
    both = Browser(phones.service.port, "both")
    phones.user("both", both.token, "ee" * 32)
    phones.evening()
    log = lambda: list(phones.world.admin.pages("/admin/v1/reminders", "reminders", 100))  # noqa: E731
    sent = lambda: {one["userId"] for one in log() if one["status"] == "sent"}  # noqa: E731
    begun = time.monotonic()
    wait_until(lambda: sent() >= set(quick), told=sent)
    # A service has ten seconds for each; nobody of the others has waited for that.
    assert time.monotonic() - begun < 8
    asked = {push.path.removeprefix("/web/") for push in phones.service.pushes} & set(silent)
    assert 0 < len(asked) <= 9, "as many are on their way to a slow service as is allowed"
    # What may have arrived is not sent again, and whoever has another device has got it there.
    wait_until(lambda: "both" in sent(), told=sent, patience=40)
    unknown = {one["userId"] for one in log() if one["status"] == "unknown"}
    assert unknown <= set(silent)
    assert len(phones.service.to(both.path)) <= 1


def test_who_wants_no_push_gets_none_and_a_key_stays(phones: Phones) -> None:
    key = phones.world.admin.get("/push/key").expect(200).json()["publicKey"]
    browser = Browser(phones.service.port, "ada")
    phones.user("ada", browser.token)
    phones.user("ben", "a-token-of-no-known-form")
    preferences = {"notifications": {"streak_reminder": ["email"]}}
    phones.world.admin.patch("/v1/users/ada/preferences", preferences).expect(200)
    phones.evening()
    wait_until(lambda: ("reminder.dropped", "preference") in phones.world.facts("ada"))
    wait_until(lambda: phones.status("ben") == "failed", told=phones.world.log)
    assert phones.service.pushes == []
    phones.laurel.stop()
    phones.laurel.start(*phones.options)
    assert phones.laurel.caller().get("/push/key").expect(200).json()["publicKey"] == key


FAKE = """
PushManager.prototype.subscribe = async function (options) {
  window.asked = options.applicationServerKey;
  return {toJSON: () => (%s)};
};
"""


def test_a_page_subscribes_and_its_worker_shows_messages(phones: Phones, browser: Any) -> None:
    """The page of the gallery; the browser's maker, who cannot be reached here, is made up."""
    admin = phones.world.admin
    phones.user("ada", APPLE)
    subscription = Browser(phones.service.port, "ada").token
    base = phones.laurel.address
    context = browser.new_context()
    context.grant_permissions(["notifications"], origin=base)
    page = context.new_page()
    page.add_init_script(FAKE % subscription)
    page.goto(f"{base}/ui/push/")
    page.locator("[name=user]").fill("ada")
    page.locator("[name=key]").fill(admin.key)
    page.get_by_role("button", name="Subscribe").click()
    page.get_by_text("This browser shows messages now.").wait_for()
    assert page.evaluate("asked") == admin.get("/push/key").json()["publicKey"]
    apple, web = phones.tokens("ada")
    assert apple == APPLE and json.loads(web) == json.loads(subscription)

    session = context.new_cdp_session(page)
    found: list[str] = []
    session.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda event: found.extend(each["registrationId"] for each in event["registrations"]),
    )
    session.send("ServiceWorker.enable")
    page.wait_for_function("navigator.serviceWorker.ready.then(() => true)")
    wait_until(lambda: page.wait_for_timeout(50) or bool(found))
    message = {"title": "Hi", "body": "There", "tag": "t", "url": base}
    session.send(
        "ServiceWorker.deliverPushMessage",
        {"origin": base, "registrationId": found[-1], "data": json.dumps(message)},
    )
    shown = "navigator.serviceWorker.ready.then(async (one) => (await one.getNotifications())[0]?.title)"
    wait_until(lambda: page.evaluate(shown) == "Hi")
    context.close()
