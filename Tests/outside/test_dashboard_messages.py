"""Messages in the dashboard: switched on, written, tried, and what came of them, by a person."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import datetime, timezone
from pathlib import Path

import pytest
from browser import Visitor, chromium, make_admin
from conftest import Place, furnished
from mail_server import Mail, taking_mail
from playwright.sync_api import Browser, Page, expect
from receiver import wait_until
from test_dashboard_screens import look
from test_reminders import SETTINGS, World, act, freeze, reminding

ENGINES = ("sqlite",)
SCREENS = {
    "messages": "/messages", "message-log": "/messages/log",
    "message-decisions": "/messages/log?of=decisions", "suppressions": "/messages/suppressions",
    "user-messages": "/users/dora/messages", "templates": "/messages/templates",
    "template": "/messages/templates/streak_reminder",
}  # fmt: skip
KINDS = {
    "streak_reminder": {"enabled": True, "channels": ["email"], "hoursBefore": 4},
    "achievement": {"enabled": True, "channels": ["email", "push"]},
    "reactivation": {"enabled": True, "channels": ["email"], "afterDays": [3, 7]},
}


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def world(
    binary: Path, new_database: Callable[[], Place], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """An evening on which some get their mails, and others not."""

    def behave(mail: Mail) -> str:
        gone = mail.recipient.startswith("dora")
        return "550 5.1.1 <dora@example.com>: no such mailbox" if gone else "250 2.0.0 Ok: queued"

    with (
        taking_mail() as box,
        reminding(binary, new_database(), box, tmp_path_factory.mktemp("key")) as laurel,
    ):
        for role in ("editor", "support", "viewer"):
            make_admin(laurel, role)
        box.behave = behave
        world = World(furnished(laurel.caller()), box)
        world.begin("2026-11-09T12:00:00Z", {"kinds": KINDS})
        branding = {"appName": "Pages", "appUrl": "https://pages.example", "brandColor": "#3355ff"}
        world.admin.patch("/admin/v1/settings", {"branding": branding}).expect(200)
        for name in ("ada", "ben", "dora", "grace"):
            world.user(name, "UTC")
            act(world, name)
        world.user("carl", "UTC", email=None)
        act(world, "carl")
        world.settle()
        world.move(datetime(2026, 11, 10, 9, tzinfo=timezone.utc))
        freeze(world, "ben")
        world.move(datetime(2026, 11, 10, 20, tzinfo=timezone.utc))
        world.settle()
        world.laurel = laurel
        yield world


@pytest.fixture
def editor(browser: Browser, world: World) -> Iterator[Visitor]:
    visitor = Visitor.come(browser, world.laurel)
    visitor.sign_in("editor@example.com")
    yield visitor
    visitor.leave()


def address(path: str) -> str:
    return f"{path}{'&' if '?' in path else '?'}in=sandbox"


def test_every_screen_of_messages_is_whole_and_for_everybody(
    browser: Browser, world: World
) -> None:
    visitor = Visitor.come(browser, world.laurel)
    visitor.sign_in("editor@example.com")
    problems = []
    for name, path in SCREENS.items():
        asked: list[str] = []
        listener = lambda request: asked.append(request.url)  # noqa: E731
        visitor.page.on("request", listener)
        visitor.open(address(path))
        visitor.page.remove_listener("request", listener)
        calls = [url for url in asked if "/v1/" in url and "/admin/v1/session" not in url]
        # A user's screen asks for the user first; whether the address is suppressed, where it may be.
        assert len(calls) <= (4 if name == "user-messages" else 3), (name, calls)
        problems += look(visitor, name)
    assert problems == []
    visitor.leave()


def frame_text(page: Page) -> str:
    return page.frame_locator("iframe.mail").locator("body").inner_text()


def test_a_product_manager_writes_a_template_and_tries_it(editor: Visitor, world: World) -> None:
    page = editor.page
    editor.open(address("/"))
    page.get_by_role("link", name="Messages").click()
    page.get_by_label("Messages", exact=True).get_by_role("link", name="Templates").click()
    page.locator("a.card[href*='streak_reminder?locale=en']").click()
    expect(page.get_by_role("heading", name="Preview")).to_be_visible()
    page.get_by_role("textbox", name="Subject 1").fill("{{streak.hoursLeft}} {{streak.hoursLeft # hour # hours}} left, {{user.name | you}}")
    expect(page.locator(".preview .subject")).to_contain_text("left, ", timeout=15_000)
    assert "{{" not in page.locator(".preview .subject").inner_text()
    page.get_by_role("button", name="Another user").click()
    page.get_by_role("dialog").get_by_role("button", name="Grace").click()
    expect(page.locator(".preview .subject")).to_contain_text("Grace", timeout=15_000)
    page.locator("form").get_by_role("button", name="Heading").click()
    last = page.locator(".block").last
    last.locator("input").first.fill("See you, ")
    page.get_by_text("Values that a text may ask for").click()
    page.get_by_role("button", name="{{user.name | there}}").click()
    expect(last.locator("input").first).to_have_value("See you, {{user.name | there}}")
    wait_until(lambda: "See you, Grace" in frame_text(page), told=lambda: frame_text(page))
    last.get_by_label("only if").fill("streak.length >=")
    expect(page.get_by_role("alert").filter(has_text="condition")).to_be_visible(timeout=15_000)
    last.get_by_label("only if").fill("streak.length >= 1")

    before = len(world.box.mails)
    page.get_by_role("button", name="Send a test").click()
    page.get_by_role("dialog").get_by_label("To").fill("pm@example.com")
    page.get_by_role("dialog").get_by_role("button", name="Send").click()
    expect(page.get_by_text("Sent. The mail server said: 250")).to_be_visible()
    [mail] = world.box.mails[before:]
    assert mail.recipient == "pm@example.com"
    assert "See you, Grace" in mail.part("plain") and mail.message["Subject"].endswith(", Grace")

    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("yours, version 1")).to_be_visible()
    kept = world.admin.get("/admin/v1/messages/templates/streak_reminder").expect(200).json()
    assert kept["version"] == 1 and kept["blocks"][-1]["if"] == "streak.length >= 1"
    page.get_by_role("button", name="Versions").click()
    expect(page.get_by_role("dialog").get_by_text("editor@example.com")).to_be_visible()
    page.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="Back to the server's words").click()
    page.get_by_role("dialog").get_by_role("button", name="Go back").click()
    expect(page.get_by_text("the server's own words")).to_be_visible()


def test_a_mail_is_looked_at_narrow_and_wide_in_light_and_dark(editor: Visitor) -> None:
    editor.open(address("/messages/templates/streak_reminder"))
    page = editor.page
    frame = page.locator("iframe.mail")
    grounds = set()
    for width in ("320", "700"):
        page.get_by_role("button", name=width).click()
        expect(frame).to_have_css("width", f"{width}px")
        for colours in ("Light", "Dark"):
            page.get_by_role("group", name="Colours").get_by_role("button", name=colours).click()
            expect(frame).to_have_css("color-scheme", colours.lower())
            inside = page.frame_locator("iframe.mail")
            shown = inside.locator("body").evaluate(
                """body => {
                    const wide = [body, ...body.querySelectorAll("*")];
                    const ground = wide.map(one => getComputedStyle(one).backgroundColor)
                        .filter(color => color !== "rgba(0, 0, 0, 0)");
                    const { scrollWidth, clientWidth } = body.ownerDocument.documentElement;
                    return [ground[0], scrollWidth - clientWidth];
                }"""
            )
            grounds.add(shown[0])
            assert shown[1] <= 0, f"{shown[1]} pixels wider than {width}"
    assert len(grounds) == 2, "the mail is another one in the dark"
    page.get_by_role("group", name="What is shown").get_by_role("button", name="Text").click()
    expect(page.get_by_label("The text")).to_contain_text("Unsubscribe")


def test_reminders_are_switched_on_and_what_is_wrong_is_said(editor: Visitor, world: World) -> None:
    editor.open(address("/messages"))
    page = editor.page
    page.get_by_role("checkbox", name="Recap").check()
    page.get_by_role("textbox", name="After days without anything").fill("7, 3")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("alert")).to_contain_text("numbers of days that grow")
    page.get_by_role("textbox", name="After days without anything").fill("3, 7, 14")
    page.get_by_label("At most, a day").fill("1")
    page.get_by_label("From").fill("21:00")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved. What is planned is planned anew.")).to_be_visible()
    kept = world.admin.get(SETTINGS).expect(200).json()
    assert kept["kinds"]["recap"]["enabled"] and kept["caps"]["perDay"] == 1
    assert kept["kinds"]["reactivation"]["afterDays"] == [3, 7, 14]
    assert kept["quietHours"]["from"] == "21:00" and kept["openChannels"] == ["email"]
    assert kept["kinds"]["achievement"]["channels"] == ["email", "push"]


def test_a_mail_server_of_its_own_is_set_and_removed(editor: Visitor, world: World) -> None:
    editor.open(address("/messages"))
    page = editor.page
    page.get_by_label("Mail server").fill("smtp://ada:secret@mail.example.com")
    page.get_by_label("Sender").fill("Ada <mail@ada.example>")
    page.get_by_role("button", name="Use this server").click()
    expect(page.get_by_role("alert")).to_contain_text("Must have no password in it")
    page.get_by_label("Mail server").fill("smtp://ada@mail.example.com")
    page.locator("#field-password").fill("correct-horse")
    page.get_by_role("button", name="Use this server").click()
    expect(page.get_by_text("Mails go to this server from now on.")).to_be_visible()
    kept = world.admin.get("/admin/v1/reminders/mail").expect(200).json()
    assert kept["source"] == "workspace" and kept["passwordSetAt"]
    expect(page.locator("#field-password")).to_have_value("")
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_role("button", name="Remove it").click()
    expect(page.get_by_role("button", name="Remove", exact=True)).to_be_hidden()
    assert world.admin.get("/admin/v1/reminders/mail").expect(200).json()["source"] == "server"


def test_the_log_says_what_came_of_each_and_why_not(editor: Visitor) -> None:
    editor.open(address("/messages/log"))
    page = editor.page
    page.get_by_role("button", name="to dora").click()
    expect(page.get_by_text("550 5.1.1 <dora@example.com>: no such mailbox")).to_be_visible()
    page.get_by_label("State").select_option("sent")
    expect(page.get_by_role("button", name="to ada")).to_be_visible()
    expect(page.get_by_role("button", name="to dora")).to_have_count(0)
    page.get_by_label("What").select_option("decisions")
    page.get_by_label("State").select_option("reminder.dropped")
    expect(page.get_by_text("a freeze keeps the streak")).to_be_visible()
    expect(page.get_by_text("the user has no address")).to_be_visible()
    page.get_by_label("User").fill("ben")
    expect(page.get_by_text("the user has no address")).to_have_count(0)
    page.reload()
    expect(page.get_by_text("a freeze keeps the streak")).to_be_visible()


def test_support_finds_why_a_user_gets_no_mail_and_mends_it(
    browser: Browser, world: World
) -> None:
    visitor = Visitor.come(browser, world.laurel, 360)
    visitor.sign_in("support@example.com")
    page = visitor.page
    visitor.open(address("/messages/suppressions"))
    expect(page.get_by_text("no such mailbox")).to_be_visible()
    page.get_by_label("Address").fill("eve@example.com")
    page.get_by_role("button", name="Look up").click()
    expect(page.get_by_text("It gets mail.")).to_be_visible()
    page.get_by_role("button", name="Suppress it").click()
    expect(page.get_by_text("It gets no mail: by hand")).to_be_visible()
    visitor.open(address("/users/dora/messages"))
    expect(page.get_by_text("a mail came back")).to_be_visible()
    page.get_by_role("button", name="Let it get mail").click()
    page.get_by_role("dialog").get_by_role("button", name="Let it get mail").click()
    expect(page.get_by_text("The address gets mail again")).to_be_visible()
    world.admin.get("/admin/v1/reminders/suppressions/dora@example.com").expect(404)
    # One in the list has no address, and is named by its digest.
    visitor.open(address("/messages/suppressions"))
    page.get_by_role("button", name="Allow").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Let it get mail").click()
    expect(page.get_by_text("No address is suppressed")).to_be_visible()
    world.admin.get("/admin/v1/reminders/suppressions/eve@example.com").expect(404)
    visitor.leave()


def test_a_viewer_is_offered_nothing_that_would_fail(browser: Browser, world: World) -> None:
    visitor = Visitor.come(browser, world.laurel)
    visitor.sign_in("viewer@example.com")
    offered = []
    for path in SCREENS.values():
        visitor.open(address(path))
        offered += [button.inner_text() for button in visitor.page.locator("main button").all()]
    forbidden = ("Save", "Discard", "Send", "Allow", "Suppress", "Let it", "Back to", "Another l")
    assert [name for name in offered if name.strip().startswith(forbidden)] == []
    visitor.leave()


def test_the_page_of_a_mail_looks_like_the_application(browser: Browser, world: World) -> None:
    [mail] = world.box.to("ada@example.com")
    page = browser.new_context().new_page()
    for path in ("preferences", "unsubscribe"):
        page.goto(world.laurel.address + mail.link(path))
        button = page.get_by_role("button")
        expect(button).to_have_css("background-color", "rgb(51, 85, 255)")
        expect(page.get_by_text("Pages")).to_be_visible()
        if os.environ.get("LAUREL_PICTURES"):
            docs = Path(__file__).resolve().parents[2] / "docs/mails"
            page.set_viewport_size({"width": 700, "height": 640})
            page.screenshot(path=docs / f"{path}-page.png")
    page.context.close()
