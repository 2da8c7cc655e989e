"""Reminders as users get them: which mails arrive, at which hour of their own clocks, and once."""

from __future__ import annotations

import random
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from conftest import Place, furnished
from laurel import Caller, Laurel
from mail_server import Mailbox, taking_mail
from receiver import receiving, wait_until

SETTINGS = "/admin/v1/reminders/settings"
KINDS = {"streak_reminder": {"enabled": True}}
PUBLIC = "http://laurel.example.com"


@contextmanager
def reminding(
    binary: Path, place: Place, box: Mailbox, folder: Path, *arguments: str
) -> Iterator[Laurel]:
    """A server that hands mails to a box."""
    laurel = Laurel(binary, place).start(*options(box, folder), *arguments)
    try:
        yield laurel
    finally:
        laurel.close()


def options(box: Mailbox, folder: Path) -> tuple[str, ...]:
    return (
        "--smtp", f"smtp://127.0.0.1:{box.port}", "--mail-from", "Pages <mail@pages.example>",
        "--public-url", PUBLIC, "--secret-key-file", str(folder / "secret.key"),
    )  # fmt: skip


@dataclass
class World:
    """A sandbox whose clock is held, and the mails that come of it."""

    admin: Caller
    box: Mailbox
    probes: int = 0
    laurel: Laurel | None = None

    def begin(self, now: str, settings: dict[str, Any] | None = None) -> None:
        self.admin.set_clock(now)
        streaks = {"metrics": [{"key": "pages", "threshold": 1}], "frequency": "daily",
                   "freezes": {"startCount": 0, "maxCount": 3}}
        self.admin.patch("/admin/v1/streaks/settings", streaks).expect(200)
        self.admin.put(SETTINGS, settings or {"kinds": KINDS}).expect(200)

    def user(self, name: str, zone: str, **fields: Any) -> None:
        body = {"email": f"{name}@example.com", "name": name.title(), "tz": zone, **fields}
        self.admin.put(f"/v1/users/{name}", body).expect(200, 201)

    def move(self, now: datetime) -> None:
        self.admin.set_clock(stamp(now))

    def settle(self) -> None:
        """Waits until what has happened is planned, and what is due has been decided and sent."""
        self.probes += 1
        probe = f"probe-{self.probes}"
        self.admin.put(f"/v1/users/{probe}", {"tz": "UTC"}).expect(200, 201)
        self.admin.event(probe).expect(200, 201)
        now = self.now()
        later = stamp(now + timedelta(days=3))
        # Facts are planned for in their order, so everything before this is planned, too.
        wait_until(lambda: probe in self.planned(stamp(now), later), told=lambda: probe)
        self.admin.delete(f"/admin/v1/users/{probe}").expect(200)
        begin, end = "2020-01-01T00:00:00Z", stamp(now + timedelta(seconds=1))
        wait_until(lambda: not self.planned(begin, end))
        wait_until(lambda: not self.log("pending") and not self.log("sending"))

    def now(self) -> datetime:
        text = self.admin.get("/admin/v1/clock").expect(200).json()["now"]
        return datetime.fromisoformat(text.replace("Z", "+00:00"))

    def planned(self, start: str, end: str) -> dict[str, str]:
        path = f"/admin/v1/reminders/due?from={start}&to={end}&limit=100"
        page = self.admin.get(path).expect(200).json()["reminders"]
        return {each["userId"]: each["at"] for each in page}

    def log(self, status: str = "", user: str = "") -> list[dict[str, Any]]:
        query = "&".join(f"{k}={v}" for k, v in (("status", status), ("userId", user)) if v)
        return self.admin.get(f"/admin/v1/reminders?{query}").expect(200).json()["reminders"]

    def facts(self, user: str) -> list[tuple[str, str]]:
        kinds = "reminder.due,reminder.sent,reminder.moved,reminder.dropped,reminder.failed"
        page = self.admin.get(f"/admin/v1/facts?userId={user}&type={kinds}").expect(200).json()
        return [(fact["type"], fact.get("reason", "")) for fact in page["facts"]]


def stamp(moment: datetime) -> str:
    return moment.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%SZ")


def local(text: str, zone: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(zone))


@pytest.fixture(scope="module")
def world(
    binary: Path, new_database: Callable[[], Place], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    with (
        taking_mail() as box,
        reminding(binary, new_database(), box, tmp_path_factory.mktemp("key")) as laurel,
    ):
        yield World(furnished(laurel.caller()), box)


NEW_YORK, LORD_HOWE = "America/New_York", "Australia/Lord_Howe"
KIRITIMATI, HONOLULU = "Pacific/Kiritimati", "Pacific/Honolulu"

Action = Callable[[World, str], None]


def act(world: World, user: str) -> None:
    world.admin.event(user).expect(200, 201)


def freeze(world: World, user: str) -> None:
    body = {"freezes": [{"userId": user}]}
    world.admin.post("/admin/v1/streaks/freezes", body).expect(201)


def pause(world: World, user: str) -> None:
    today = world.now().date()
    dates = {"start": str(today), "end": str(today + timedelta(days=3))}
    body = {"pauses": [{"userId": user, **dates}]}
    world.admin.post("/admin/v1/streaks/pauses", body).expect(200, 201)


def prefer(**preferences: Any) -> Action:
    def choose(world: World, user: str) -> None:
        world.admin.patch(f"/v1/users/{user}/preferences", preferences).expect(200)

    return choose


def erase(world: World, user: str) -> None:
    world.admin.delete(f"/admin/v1/users/{user}").expect(200)


def live_in(zone: str) -> Action:
    return lambda world, user: world.user(user, zone)


@dataclass(frozen=True)
class Life:
    """A user, what happens at which local times, and when mails come by the local clock."""

    user: str
    zone: str
    actions: tuple[tuple[str, Action], ...]
    mails: tuple[datetime, ...] = ()
    reasons: tuple[str, ...] = ()


def mail(text: str, zone: str) -> datetime:
    return local(text, zone)


LIVES = [
    Life("spring", NEW_YORK, (("2026-03-07T12:00", act),), (mail("2026-03-08T20:00", NEW_YORK),)),
    Life("howe", LORD_HOWE, (("2026-10-03T12:00", act),), (mail("2026-10-04T20:00", LORD_HOWE),)),
    Life("york", NEW_YORK, (("2026-11-09T12:00", act),), (mail("2026-11-10T20:00", NEW_YORK),)),
    Life(
        "second",
        NEW_YORK,
        (("2026-11-09T12:00", act), ("2026-11-10T19:59:59", act)),
        (mail("2026-11-11T20:00", NEW_YORK),),
        ("extended",),
    ),
    Life(
        "mover",
        KIRITIMATI,
        (("2026-11-09T12:00", act), ("2026-11-10T10:00", live_in(HONOLULU))),
        (mail("2026-11-10T20:00", HONOLULU),),
    ),
    Life("frozen", NEW_YORK, (("2026-11-09T12:00", act), ("2026-11-10T09:00", freeze)),
         (mail("2026-11-11T20:00", NEW_YORK),), ("frozen",)),
    Life("holiday", NEW_YORK, (("2026-11-09T12:00", act), ("2026-11-10T09:00", pause)), (),
         ("paused",)),
    Life("off", NEW_YORK, (("2026-11-09T12:00", act),
                           ("2026-11-10T09:00", prefer(streak={"enabled": False}))), (),
         ("streak_off",)),
    Life("quiet", NEW_YORK,
         (("2026-11-09T12:00", act),
          ("2026-11-10T09:00", prefer(notifications={"streak_reminder": []}))), (),
         ("preference",)),
    Life("erased", NEW_YORK, (("2026-11-09T12:00", act), ("2026-11-10T09:00", erase))),
]  # fmt: skip


@pytest.fixture(scope="module")
def lived(world: World) -> World:
    """The world after all lives, whichever test comes first."""
    world.begin("2026-03-01T12:00:00Z")
    moments: dict[datetime, list[tuple[Life, Action]]] = {}
    for life in LIVES:
        for text, action in life.actions:
            moments.setdefault(local(text, life.zone), []).append((life, action))
        for moment in life.mails:
            moments.setdefault(moment - timedelta(seconds=1), [])
            moments.setdefault(moment, [])
    # The evenings on which nobody is to be written to.
    moments.setdefault(local("2026-11-12T22:30", NEW_YORK), [])
    for moment in sorted(moments):
        world.move(moment)
        for life, action in moments[moment]:
            if action is act and world.admin.get(f"/v1/users/{life.user}").status == 404:
                world.user(life.user, life.zone)
            action(world, life.user)
        world.settle()
    return world


def test_each_life_gets_exactly_its_mails(lived: World) -> None:
    """On the days on which clocks change, and when something changes between planning and sending."""
    for life in LIVES:
        arrived = [each.at for each in lived.box.to(f"{life.user}@example.com")]
        assert arrived == [stamp(moment) for moment in life.mails], life.user
        if life.user != "erased":
            dropped = {why for kind, why in lived.facts(life.user) if kind == "reminder.dropped"}
            assert set(life.reasons) <= dropped, (life.user, lived.facts(life.user))


def test_every_decision_is_listed_with_its_reason(lived: World) -> None:
    """Newest first, of all users or one, in pages."""

    def listed(**query: str) -> list[dict[str, Any]]:
        path = "/admin/v1/reminders/decisions?" + "&".join(f"{k}={v}" for k, v in query.items())
        return list(lived.admin.pages(path, "decisions", 5))

    everything = listed()
    assert [one["told"] for one in everything] == sorted(
        (one["told"] for one in everything), reverse=True
    )
    dropped = listed(type="reminder.dropped")
    for life in LIVES:
        reasons = {one["reason"] for one in dropped if one["userId"] == life.user}
        assert set(life.reasons) <= reasons, life.user
    [one] = listed(type="reminder.dropped", userId="holiday")[:1]
    assert one["reminder"] == "streak_reminder" and one["reason"] == "paused"
    assert {one["userId"] for one in listed(userId="york")} == {"york"}
    lived.admin.get("/admin/v1/reminders/decisions?type=streak.lost").expect(422)
    lived.admin.get("/admin/v1/reminders/decisions?userId=nobody").expect(404)
    of_kind = lived.admin.get("/admin/v1/reminders?kind=recap").expect(200).json()
    assert of_kind["reminders"] == []


def test_a_mail_is_one_that_programs_show(lived: World) -> None:
    [mail] = lived.box.to("york@example.com")
    message = mail.message
    assert message["From"] == '"Pages" <mail@pages.example>' or "mail@pages.example" in str(
        message["From"]
    )
    assert message["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert message["List-Unsubscribe"].strip("<>").startswith(f"{PUBLIC}/mail/unsubscribe?t=")
    assert message["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in message.walk()] == [
        "multipart/alternative", "text/plain", "text/html",
    ]  # fmt: skip
    assert mail.sender.startswith("bounce-") and mail.sender.endswith("@pages.example")
    assert "York" in mail.part("html") and "{{" not in mail.part("html") + mail.part("plain")
    assert all(len(line) <= 78 for line in mail.content.split(b"\r\n")[40:])


def test_unsubscribing_takes_one_click_and_not_a_look(lived: World) -> None:
    [mail] = lived.box.to("york@example.com")
    link = mail.link("unsubscribe")
    before = lived.admin.get("/v1/users/york/preferences").json()
    for _ in range(2):
        page = lived.admin.get(link).expect(200)
        assert page.headers["content-type"].startswith("text/html")
    assert lived.admin.get("/v1/users/york/preferences").json() == before
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    lived.admin.call("POST", link, "List-Unsubscribe=One-Click", **form).expect(200)
    after = lived.admin.get("/v1/users/york/preferences").json()["notifications"]
    assert "email" not in after["streak_reminder"]
    chosen = "kind=streak_reminder&kind=recap"
    page = lived.admin.call("POST", mail.link("preferences"), chosen, **form).expect(200)
    assert page.body.count(b"checked") == 2
    after = lived.admin.get("/v1/users/york/preferences").json()["notifications"]
    assert "email" in after["streak_reminder"] and "email" not in after["reactivation"]
    forged = link[:-4] + ("AAAA" if link[-4:] != "AAAA" else "BBBB")
    assert lived.admin.get(forged).status == 404


def test_a_mail_that_came_back_is_the_last_one(lived: World) -> None:
    [mail] = lived.box.to("spring@example.com")
    body = {"kind": "bounce", "returnPath": mail.sender, "detail": "550 5.1.1 no such user"}
    done = lived.admin.post("/admin/v1/reminders/bounces", body).expect(200).json()
    assert done == {"suppressed": 1}
    path = "/admin/v1/reminders/suppressions/spring@example.com"
    assert lived.admin.get(path).expect(200).json()["reason"] == "bounce"
    postmark = {"RecordType": "SpamComplaint", "Email": "howe@example.com", "Details": "spam"}
    done = lived.admin.post("/admin/v1/reminders/bounces", postmark).expect(200).json()
    assert done == {"suppressed": 1}
    listed = lived.admin.get("/admin/v1/reminders/suppressions").expect(200).json()["suppressions"]
    assert [one["reason"] for one in listed] == ["complaint", "bounce"]
    assert all("@" not in one["digest"] for one in listed)
    digest = listed[0]["digest"]
    lived.admin.delete(f"/admin/v1/reminders/suppressions/{digest}").expect(200)
    lived.admin.get("/admin/v1/reminders/suppressions/howe@example.com").expect(404)
    now = lived.now()
    act(lived, "spring")
    lived.move(local("2026-11-14T12:00", NEW_YORK))
    act(lived, "spring")
    lived.settle()
    lived.move(local("2026-11-15T20:00", NEW_YORK))
    lived.settle()
    assert len(lived.box.to("spring@example.com")) == 1, now
    assert ("reminder.dropped", "suppressed") in lived.facts("spring")
    lived.admin.delete(path).expect(200)
    lived.admin.get(path).expect(404)


def evening(world: World, count: int, name: str) -> list[str]:
    """Some users whose reminders are due at the same moment, on the next evening."""
    world.begin("2026-11-09T12:00:00Z")
    users = [f"{name}-{number}" for number in range(count)]
    for user in users:
        world.user(user, "UTC")
        act(world, user)
    world.settle()
    return users


def test_a_connection_that_dies_after_the_mail_is_not_tried_again(
    binary: Path, database: Place, tmp_path: Path
) -> None:
    with taking_mail() as box, reminding(binary, database, box, tmp_path) as laurel:
        world = World(furnished(laurel.caller()), box)
        users = evening(world, 3, "dropped")
        box.behave = lambda mail: "drop"
        world.move(datetime(2026, 11, 10, 20, tzinfo=timezone.utc))
        world.settle()
        assert len(box.mails) == 3
        assert {each["status"] for each in world.log()} == {"unknown"}
        assert all("may have taken it" in each["detail"] for each in world.log())
        assert world.facts(users[0])[-1][0] == "reminder.failed"


def test_a_refusal_suppresses_and_a_delay_is_tried_again(
    binary: Path, database: Place, tmp_path: Path
) -> None:
    with taking_mail() as box, reminding(binary, database, box, tmp_path) as laurel:
        world = World(furnished(laurel.caller()), box)
        gone, busy = evening(world, 2, "refused")
        answers = {gone: "550 5.1.1 no such user", busy: "451 4.3.0 come back later"}
        box.behave = lambda mail: answers[mail.recipient.split("@")[0]]
        world.move(datetime(2026, 11, 10, 20, tzinfo=timezone.utc))
        wait_until(lambda: {one["tries"] for one in world.log()} == {1}, told=world.log)
        wait_until(lambda: world.log(user=gone)[0]["status"] == "failed", told=world.log)
        wait_until(lambda: world.log(user=busy)[0]["status"] == "pending", told=world.log)
        path = f"/admin/v1/reminders/suppressions/{gone}@example.com"
        assert world.admin.get(path).expect(200).json()["detail"].startswith("550 5.1.1")


def test_nobody_is_written_to_twice_though_the_server_is_killed(
    binary: Path, database: Place, tmp_path: Path
) -> None:
    with taking_mail() as box:
        laurel = Laurel(binary, database).start(*options(box, tmp_path))
        try:
            caller = furnished(laurel.caller())
            world = World(caller, box)
            users = evening(world, 80, "killed")
            dice = random.Random(20)

            def slowly(mail: Any) -> str:
                time.sleep(0.01)
                return "250 OK"

            box.behave = slowly
            world.move(datetime(2026, 11, 10, 20, tzinfo=timezone.utc))
            for _ in range(4):
                before = len(box.mails)
                # The lease of a process that was killed runs out first.
                wait_until(lambda: len(box.mails) > before)
                time.sleep(dice.uniform(0, 0.2))
                laurel.kill()
                laurel.start(*options(box, tmp_path))
                world.admin = laurel.caller(caller.key)
            world.settle()
            log = list(world.admin.pages("/admin/v1/reminders", "reminders", 100))
        finally:
            laurel.close()
    arrived = [mail.recipient.split("@")[0] for mail in box.mails]
    assert len(arrived) == len(set(arrived)), "somebody was written to twice"
    logged = {each["userId"]: each["status"] for each in log}
    assert set(logged) == set(users)
    assert set(logged.values()) <= {"sent", "unknown"}
    # Whoever is not known to have got it may have, and everybody else has.
    assert {user for user, status in logged.items() if status == "sent"} <= set(arrived)
    assert len(arrived) > len(users) // 2


def test_a_server_that_is_killed_between_two_steps_goes_on_with_the_next(
    binary: Path, database: Place, tmp_path: Path
) -> None:
    """After planning, while some are on their way and others wait, and after all is done."""
    taking = threading.Event()

    def when_let(mail: Any) -> str:
        assert taking.wait(60)
        return "250 OK"

    with taking_mail() as box:
        laurel = Laurel(binary, database).start(*options(box, tmp_path))
        try:
            caller = furnished(laurel.caller())
            world = World(caller, box)
            users = evening(world, 20, "step")

            def again() -> None:
                laurel.kill()
                laurel.start(*options(box, tmp_path))
                world.admin = laurel.caller(caller.key)

            again()
            box.behave = when_let
            world.move(datetime(2026, 11, 10, 20, tzinfo=timezone.utc))
            wait_until(lambda: len(world.log("sending")) == 8, told=world.log)
            assert len(world.log("pending")) == 12
            again()
            taking.set()
            world.settle()
            log = list(world.admin.pages("/admin/v1/reminders", "reminders", 100))
            # Of those that were on their way nobody knows; they are not sent again.
            assert sorted(each["status"] for each in log) == ["sent"] * 12 + ["unknown"] * 8
            before = len(box.mails)
            again()
            world.settle()
            assert len(box.mails) == before
        finally:
            taking.set()
            laurel.close()
    arrived = [mail.recipient.split("@")[0] for mail in box.mails]
    assert len(arrived) == len(set(arrived)), "somebody was written to twice"
    sent = {each["userId"] for each in log if each["status"] == "sent"}
    assert sent <= set(arrived) <= set(users)


def test_teams_that_send_by_themselves_are_told(
    binary: Path, database: Place, tmp_path: Path
) -> None:
    """Without a mail server, by a webhook in Trophy's words and by the list of what is planned."""
    laurel = Laurel(binary, database).start(
        "--webhook-allow", "127.0.0.0/8", "--secret-key-file", str(tmp_path / "secret.key")
    )
    try:
        with receiving() as receiver:
            world = World(furnished(laurel.caller()), Mailbox())
            kinds = {
                kind: {"enabled": True}
                for kind in ("streak_reminder", "achievement", "recap", "reactivation")
            }
            world.begin("2026-11-08T12:00:00Z", {"kinds": kinds, "caps": {"perDay": 9}})
            metric = world.admin.get("/admin/v1/metrics").json()[0]["id"]
            achievement = {
                "name": "First", "trigger": "metric", "metricId": metric, "metricValue": 1,
                "status": "active",
            }  # fmt: skip
            world.admin.post("/admin/v1/achievements", [achievement]).expect(201)
            names = ("streak_reminder", "achievement", "recap", "reactivation")
            hook = {
                "url": receiver.url, "dialect": "trophy",
                "kinds": [f"emails.{name}_due" for name in names],
            }  # fmt: skip
            world.admin.post("/admin/v1/webhooks", hook).expect(201)
            world.user("ada", "Europe/Berlin")
            act(world, "ada")
            world.settle()
            planned = world.planned("2026-11-08T12:00:00Z", "2026-11-20T00:00:00Z")
            assert "ada" in planned
            berlin = "Europe/Berlin"
            for text in (
                "2026-11-08T17:00", "2026-11-09T08:00", "2026-11-09T20:00", "2026-11-11T10:00",
            ):  # fmt: skip
                world.move(local(text, berlin))
                world.settle()
            wait_until(lambda: len(receiver.deliveries) >= 4, told=lambda: world.facts("ada"))
            bodies = {body["type"]: body for body in (d.json() for d in receiver.deliveries)}
            assert set(bodies) == set(hook["kinds"])
            assert bodies["emails.achievement_due"]["achievement"]["name"] == "First"
            assert bodies["emails.achievement_due"]["timestamp"] == "2026-11-08T16:00:00.000Z"
            recap = {"periodStart": "2026-11-02", "periodEnd": "2026-11-08"}
            assert bodies["emails.recap_due"]["recap"] == recap
            assert bodies["emails.recap_due"]["timestamp"] == "2026-11-09T07:00:00.000Z"
            streak = bodies["emails.streak_reminder_due"]["streak"]
            assert streak["length"] == 1 and len(streak["streakHistory"]) > 0
            silence = bodies["emails.reactivation_due"]["reactivation"]
            assert silence == {"messageNumber": 1, "daysSinceLastActive": 3}
            assert all(body["user"]["id"] == "ada" for body in bodies.values())
            assert {each["status"] for each in world.log(user="ada")} == {"told"}
    finally:
        laurel.close()
