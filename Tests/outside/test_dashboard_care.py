"""Support in the dashboard: notes, an event that was wrong, time zones, and two records of one person."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import Visitor, make_admin
from dashboard import furnish
from laurel import Caller, Laurel
from playwright.sync_api import Browser, expect

ENGINES = ("sqlite",)


@pytest.fixture(scope="module")
def live(server: Laurel) -> Caller:
    caller = server.caller(environment="live")
    furnish(caller, days=10)
    make_admin(server, "support")
    make_admin(server, "viewer")
    return caller


@pytest.fixture
def support(browser: Browser, server: Laurel, live: Caller) -> Iterator[Visitor]:
    visitor = Visitor.come(browser, server)
    visitor.sign_in("support@example.com")
    yield visitor
    visitor.leave()


def test_a_note_is_written_changed_and_removed(support: Visitor) -> None:
    support.open("/users/ada")
    page = support.page
    page.get_by_role("link", name="Notes").click()
    expect(page.get_by_text("No notes yet")).to_be_visible()
    page.get_by_label("A new note").fill("Ticket 4711: <b>promised</b> a freeze")
    page.get_by_role("button", name="Keep it").click()
    note = page.get_by_role("listitem").filter(has_text="Ticket 4711: <b>promised</b> a freeze")
    expect(note).to_contain_text("support@example.com")
    note.get_by_role("button", name="Change").click()
    page.get_by_label("The note").fill("Ticket 4712")
    page.get_by_role("listitem").get_by_role("button", name="Keep it").click()
    expect(page.get_by_text("Ticket 4712")).to_be_visible()
    page.get_by_role("button", name="Remove the note").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove the note").click()
    expect(page.get_by_text("No notes yet")).to_be_visible()


def test_a_wrong_event_is_corrected(support: Visitor, live: Caller) -> None:
    live.event("corrected", 30, metric="pages").expect(201)
    support.open("/users/corrected/timeline")
    page = support.page
    page.get_by_role("button", name="Correct the event").click()
    value = page.get_by_role("dialog").get_by_label("Value")
    expect(value).to_have_value("30")
    value.fill("3")
    page.get_by_role("button", name="Correct it").click()
    expect(page.get_by_text("The event is corrected")).to_be_visible()
    expect(page.locator(".timeline").get_by_text("deleted")).to_be_visible()
    assert live.total("corrected", "pages") == 3
    events = list(live.pages("/admin/v1/users/corrected/events", "events", 10))
    assert sorted((each["value"], bool(each["deletedAt"])) for each in events) == [(3, False), (30, True)]
    assert events[0]["occurredAt"] == events[1]["occurredAt"]


def test_where_a_user_lived_is_shown(support: Visitor, live: Caller) -> None:
    live.put("/v1/users/mover", {"tz": "Europe/London"}).expect(200)
    live.put("/v1/users/mover", {"tz": "America/New_York"}).expect(200)
    support.open("/users/mover/profile")
    page = support.page
    page.get_by_role("button", name="Earlier ones").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("America/New York")
    expect(dialog).to_contain_text("Europe/London")
    assert support.violations() == []


def test_two_records_are_merged_after_one_has_seen_what_that_does(
    support: Visitor, live: Caller
) -> None:
    live.event("device-17", 12, metric="pages").expect(201)
    before = live.total("ada", "pages")
    support.open("/users/ada/profile")
    page = support.page
    page.get_by_role("link", name="Merge").click()
    page.get_by_label("The other user").fill("device")
    page.get_by_role("button", name="device-17").click()
    expect(page.get_by_role("heading", name="device-17 becomes a part of ada")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Pages")).to_contain_text(f"{before + 12:,}")
    assert support.violations() == []
    page.get_by_label("Reason").fill("Ticket 4711")
    page.get_by_role("button", name="Merge", exact=True).click()
    merge = page.get_by_role("dialog").get_by_role("button", name="Merge them")
    expect(merge).to_be_disabled()
    page.get_by_role("dialog").get_by_role("textbox").fill("device-17")
    merge.click()
    expect(page.get_by_text("device-17 is a part of ada")).to_be_visible()
    assert live.total("ada", "pages") == before + 12
    assert live.get("/v1/users/device-17").status == 404
    audit = live.get("/admin/v1/audit?kind=user&item=ada").json()
    assert "Ticket 4711" in str(audit)
    assert "support@example.com" in str(audit)
    assert str(audit).count("merge") == 1


def test_a_viewer_sees_what_a_merge_would_do_and_no_button_that_would_fail(
    browser: Browser, server: Laurel, live: Caller
) -> None:
    live.event("device-18", 1, metric="pages").expect(201)
    viewer = Visitor.come(browser, server)
    viewer.sign_in("viewer@example.com")
    viewer.open("/users/grace/merge?from=device-18")
    expect(viewer.page.get_by_role("heading", name="device-18 becomes a part of grace")).to_be_visible()
    assert viewer.page.get_by_role("button", name="Merge", exact=True).count() == 0
    viewer.open("/users/grace/notes")
    assert viewer.page.get_by_role("button", name="Keep it").count() == 0
    for path in ("merge", "notes"):
        answer = viewer.api(f"/admin/v1/users/grace/{path}", method="POST", body="{}")
        assert answer["status"] == 403
    viewer.leave()
