"""Mail servers that workspaces name themselves: used instead of the server's, and never a way to more."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.smtp import AuthResult
from conftest import Place, furnished
from laurel import Caller, Laurel
from mail_server import Mailbox, taking_mail
from receiver import wait_until
from test_reminders import KINDS, PUBLIC, SETTINGS

MAIL = "/admin/v1/reminders/mail"
PASSWORD = "correct-horse-battery"
NOTHING = {"source": "none", "url": None, "from": None, "passwordSetAt": None}


@dataclass
class World:
    """A server with a workspace, a mail server of its operator, and one of a workspace."""

    laurel: Laurel
    admin: Caller
    usual: Mailbox
    own: Mailbox
    signed_in: list[tuple[bytes, bytes]]

    @property
    def address(self) -> str:
        return f"smtp://127.0.0.1:{self.own.port}"

    def test_mail(self, to: str) -> Any:
        body = {"kind": "reactivation", "userId": "ada", "to": to}
        return self.admin.post("/admin/v1/messages/test", body)


@pytest.fixture(scope="module")
def world(
    binary: Path, new_database: Callable[[], Place], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    signed_in: list[tuple[bytes, bytes]] = []

    def authenticate(server: Any, session: Any, envelope: Any, mechanism: str, data: Any) -> AuthResult:
        signed_in.append((data.login, data.password))
        return AuthResult(success=data.password == PASSWORD.encode())

    with (
        taking_mail() as usual,
        taking_mail(authenticator=authenticate, auth_require_tls=False) as own,
    ):
        place = new_database()
        laurel = Laurel(binary, place).start(
            "--smtp", f"smtp://127.0.0.1:{usual.port}", "--mail-from", "Pages <mail@pages.example>",
            "--public-url", PUBLIC, "--secret-key-file", str(tmp_path_factory.mktemp("key") / "secret.key"),
            "--webhook-allow", "127.0.0.1",
        )  # fmt: skip
        try:
            admin = furnished(laurel.caller())
            admin.put("/v1/users/ada", {"email": "ada@example.com", "tz": "UTC"}).expect(200, 201)
            yield World(laurel, admin, usual, own, signed_in)
        finally:
            laurel.close()


def test_mails_go_to_the_workspaces_own_server_and_back(world: World) -> None:
    shown = world.admin.get(MAIL).expect(200).json()
    assert shown == {**NOTHING, "source": "server", "from": "mail@pages.example"}
    url = world.address.replace("//", "//ada@")
    body = {"url": url, "from": "Ada <mail@ada.example>", "password": PASSWORD}
    answer = world.admin.put(MAIL, body).expect(200)
    assert PASSWORD not in answer.body.decode()
    made = answer.json()
    assert (made["source"], made["url"], made["from"]) == ("workspace", url, "Ada <mail@ada.example>")
    assert made["passwordSetAt"]
    assert world.admin.get(MAIL).expect(200).json() == made

    world.test_mail("ben@example.com").expect(200)
    [mail] = world.own.to("ben@example.com")
    assert mail.sender == "mail@ada.example" and mail.message["From"].endswith("<mail@ada.example>")
    assert world.signed_in == [(b"ada", PASSWORD.encode())]
    assert world.usual.to("ben@example.com") == []

    # Who sends the rest again keeps the password, and nobody sends it to another server.
    rest = {"url": url, "from": made["from"]}
    assert world.admin.put(MAIL, rest).expect(200).json() == made
    other = {**rest, "url": "smtp://ada@mail.example.com:587"}
    assert "password" in world.admin.put(MAIL, other).expect(422).json()["error"]
    assert world.admin.get(MAIL).expect(200).json() == made

    world.admin.delete(MAIL).expect(200)
    world.admin.delete(MAIL).expect(404)
    world.test_mail("cleo@example.com").expect(200)
    assert len(world.usual.to("cleo@example.com")) == 1 and world.own.to("cleo@example.com") == []


def test_a_reminder_goes_to_the_own_server(world: World) -> None:
    """On time, once, with the own sender; the rest of the way is the server's."""
    admin = world.admin
    admin.set_clock("2026-11-09T12:00:00Z")
    streaks = {"metrics": [{"key": "pages", "threshold": 1}], "frequency": "daily"}
    admin.patch("/admin/v1/streaks/settings", streaks).expect(200)
    admin.put(SETTINGS, {"kinds": KINDS}).expect(200)
    admin.put(MAIL, {"url": world.address, "from": "mail@own.example"}).expect(200)
    assert admin.get(SETTINGS).expect(200).json()["openChannels"] == ["email"]
    admin.put("/v1/users/dora", {"email": "dora@example.com", "tz": "UTC"}).expect(200, 201)
    admin.event("dora").expect(200, 201)
    day = "from=2026-11-09T12:00:00Z&to=2026-11-11T00:00:00Z"
    wait_until(lambda: admin.get(f"/admin/v1/reminders/due?{day}").json()["reminders"])
    admin.set_clock("2026-11-10T20:00:00Z")
    wait_until(lambda: world.own.to("dora@example.com"))
    wait_until(lambda: admin.get("/admin/v1/reminders?status=sent").json()["reminders"])
    assert world.own.to("dora@example.com")[0].message["From"] == "mail@own.example"
    assert world.usual.to("dora@example.com") == []
    admin.delete(MAIL).expect(200)


def test_the_password_is_nowhere_to_be_read(world: World) -> None:
    """Not in the audit log, not in the settings' versions, not in the files of the database."""
    body = {"url": "smtp://ada@mail.example.com", "from": "mail@ada.example", "password": PASSWORD}
    world.admin.put(MAIL, body).expect(200)
    log = world.admin.get("/admin/v1/audit?kind=settings").expect(200)
    newest = log.json()["entries"][0]
    assert newest["after"]["settings"]["mail"]["url"] == body["url"]
    assert newest["after"]["settings"]["mail"]["password"] == ""
    assert PASSWORD not in log.body.decode()
    for path in (MAIL, SETTINGS, "/admin/v1/settings"):
        assert PASSWORD not in world.admin.get(path).expect(200).body.decode()
    world.admin.delete(MAIL).expect(200)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"url": "http://mail.example.com"}, "must begin with smtp:// or smtps://"),
        ({"url": "mail.example.com"}, "must begin with smtp:// or smtps://"),
        ({"url": "smtp://ada:secret@mail.example.com"}, "must have no password in it"),
        ({"url": "smtp://"}, "must be an address such as"),
        ({"url": "smtp://mail.example.com/x"}, "must be an address such as"),
        ({"url": "smtp://mail.example.com#x"}, "must be an address such as"),
        ({"url": "smtp://mail.example.com\r\nRSET"}, "must be an address such as"),
        ({"url": 1}, "must begin with smtp:// or smtps://"),
        ({"from": "nobody"}, "must be an address such as"),
        ({"from": None}, "from"),
        ({"password": ""}, "must have 1 to 1000 bytes"),
        ({"password": "a\nb"}, "no control characters"),
        ({"password": "secret"}, "must say who signs in"),
        ({"host": "mail.example.com"}, "host"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said(world: World, change: dict[str, Any], words: str) -> None:
    body = {"url": "smtp://mail.example.com", "from": "mail@ada.example"} | change
    assert words in world.admin.put(MAIL, body).expect(422).json()["error"]
    assert world.admin.get(MAIL).expect(200).json()["source"] == "server"


@pytest.mark.parametrize(
    "host", ["127.0.0.2", "localhost", "2130706434", "0x7f.2", "[::1]", "10.0.0.1", "169.254.169.254"]
)
def test_no_private_network_is_reached(
    binary: Path, new_database: Callable[[], Place], tmp_path: Path, host: str
) -> None:
    """As with webhooks: the address counts that a name was looked up to."""
    laurel = Laurel(binary, new_database()).start(
        "--public-url", PUBLIC, "--secret-key-file", str(tmp_path / "key")
    )
    try:
        admin = furnished(laurel.caller())
        admin.put("/v1/users/ada", {"email": "ada@example.com", "tz": "UTC"}).expect(200, 201)
        with taking_mail() as box:
            url = f"smtp://{host}:{box.port}"
            admin.put(MAIL, {"url": url, "from": "mail@ada.example"}).expect(200)
            body = {"kind": "reactivation", "userId": "ada", "to": "ben@example.com"}
            answer = admin.post("/admin/v1/messages/test", body).expect(503)
            assert "is not on the public Internet" in answer.json()["error"]
            assert box.mails == []
    finally:
        laurel.close()


def test_without_an_address_of_its_own_no_links_and_no_mail(
    binary: Path, new_database: Callable[[], Place]
) -> None:
    laurel = Laurel(binary, new_database()).start()
    try:
        admin = furnished(laurel.caller())
        assert admin.get(MAIL).expect(200).json() == NOTHING
        body = {"url": "smtp://mail.example.com", "from": "mail@ada.example"}
        assert "--public-url" in admin.put(MAIL, body).expect(422).json()["error"]
    finally:
        laurel.close()
