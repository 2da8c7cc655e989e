"""The screens of analytics: what is chosen is in the address, every number can be had and understood."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from browser import Visitor, make_admin
from dashboard import counted, furnish
from laurel import Caller, Laurel
from playwright.sync_api import Browser, expect

ENGINES = ("sqlite",)
SCREENS = ("", "/retention", "/funnel", "/streaks", "/achievements", "/points", "/boards")


@pytest.fixture(scope="module")
def live(server: Laurel) -> Caller:
    make_admin(server, "owner")
    make_admin(server, "viewer")
    caller = server.caller(environment="live")
    caller_events = furnish(caller, days=40, learners=60)
    caller.patch("/admin/v1/settings", {"analytics": {"attributes": ["plan"]}}).expect(200)
    counted(caller, caller_events)
    return caller


@pytest.fixture
def visitor(browser: Browser, server: Laurel, live: Caller) -> Iterator[Visitor]:
    visitor = Visitor.come(browser, server)
    visitor.sign_in("viewer@example.com")
    yield visitor
    visitor.leave()


def test_what_is_chosen_is_in_the_address(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/analytics")
    page.locator("select[name=days]").select_option("90 days")
    page.locator("select[name=by]").select_option("Plan")
    expect(page.get_by_text(re.compile("free [0-9]+ · ")).first).to_be_visible()
    assert "days=90" in page.url and "by=plan" in page.url
    page.reload()
    visitor.settle()
    expect(page.locator("select[name=days]")).to_have_value("90")
    expect(page.locator("select[name=by]")).to_have_value("plan")
    # The same days and groups on the next screen, and nothing chosen where one begins anew.
    page.get_by_role("navigation", name="Analytics").get_by_role("link", name="Streaks").click()
    expect(page.locator("select[name=days]")).to_have_value("90")
    page.get_by_role("link", name="Analytics", exact=True).click()
    expect(page.locator("select[name=days]")).to_have_value("28")


def test_own_days_are_chosen(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/analytics")
    page.locator("select[name=days]").select_option("From … to …")
    page.locator("input[name=from]").fill("2026-01-01")
    page.locator("input[name=to]").fill("2026-01-03")
    expect(page.get_by_role("heading", name="Active users")).to_be_visible()
    expect(page.get_by_text("3 Jan 2026: Day 0")).to_be_visible()
    assert "from=2026-01-01" in page.url and "to=2026-01-03" in page.url


@pytest.mark.parametrize("screen", SCREENS)
def test_a_screen_asks_three_times_at_most(visitor: Visitor, screen: str) -> None:
    asked: list[str] = []
    visitor.open("/log")
    visitor.page.on("request", lambda one: asked.append(one.url) if "/admin/v1/" in one.url else None)
    visitor.open(f"/analytics{screen}")
    # One of them, once a visit, is who is signed in.
    assert len([url for url in asked if not url.endswith("/session")]) <= 3, asked


def test_every_number_is_explained_to_whoever_comes_by_keyboard(visitor: Visitor) -> None:
    visitor.open("/analytics")
    help_button = visitor.page.get_by_role("button", name="What “Active users” is")
    tip = visitor.page.get_by_role("tooltip").first
    expect(tip).to_be_hidden()
    help_button.focus()
    expect(tip).to_be_visible()
    expect(tip).to_contain_text("Users with an event on that day")


def test_arrows_go_from_day_to_day(visitor: Visitor) -> None:
    visitor.open("/analytics")
    marks = visitor.page.locator("l-plot").first.locator("a.mark")
    marks.first.focus()
    said = visitor.page.locator("l-plot .said").first
    expect(said).to_contain_text("Day")
    first = said.text_content()
    visitor.page.keyboard.press("ArrowRight")
    expect(said).not_to_have_text(first or "")
    assert marks.nth(1).evaluate("element => element === document.activeElement")


@pytest.mark.parametrize(
    ("screen", "bar", "title"),
    [
        ("", "Active users", "Active on "),
        ("/streaks?streak=daily", "Lengths now", "A streak of "),
        ("/achievements", "Completed", "Completed "),
        ("/boards", "Scores", "Lessons of the week"),
        ("/retention?days=90", "Retention", "Active day "),
        ("/retention?days=90", "By the week of sign-up", "Active day "),
        ("/funnel?days=90", "The first 30 days", "in their first 30 days"),
        ("/streaks?streak=daily&days=90", "Begun, lost and saved", ": daily on "),
        ("/streaks?streak=daily", "Lengths over time", "A streak of "),
        ("/points", "Points given and taken", "Points "),
        ("/points", "Levels", "On the level "),
    ],
)
def test_a_bar_leads_to_its_users(visitor: Visitor, screen: str, bar: str, title: str) -> None:
    page = visitor.page
    visitor.open(f"/analytics{screen}")
    sheet = page.locator("section.sheet").filter(has=page.get_by_role("heading", name=bar, exact=True))
    sheet.locator("a.mark").first.focus()
    page.keyboard.press("Enter")
    visitor.settle()
    expect(page.get_by_role("heading", level=1)).to_contain_text(title)
    expect(page.locator("main table a[href*='/users/']").first).to_be_visible()


def test_the_other_numbers_of_a_day_are_beside_it(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/analytics/points")
    page.locator("l-plot").first.locator("a.mark").first.focus()
    page.keyboard.press("Enter")
    visitor.settle()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Points given on ")
    expect(page.locator("main table a[href*='/users/']").first).to_be_visible()
    page.get_by_role("navigation", name="Users").get_by_role("link", name="Expired").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Points expired on ")
    expect(page.locator("main").get_by_text("Nobody", exact=True)).to_be_visible()


def test_every_number_of_a_table_leads_to_its_users(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/analytics/retention?days=90&compare=streak&streak=daily")
    page.get_by_text("As a table").first.click()
    table = page.get_by_role("region", name="Retention, as a table")
    row = table.get_by_role("row").filter(has=page.get_by_role("link")).nth(1)
    count = row.get_by_role("link").inner_text()
    row.get_by_role("link").click()
    visitor.settle()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Active day ")
    expect(page.get_by_text(re.compile(rf"^{count} users?$"))).to_be_visible()


def test_a_chart_is_a_table_and_a_file_too(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/analytics/streaks?streak=daily")
    table = page.get_by_role("region", name="Streaks alive, as a table")
    expect(table).to_have_count(0)
    page.get_by_text("As a table").first.click()
    expect(table.get_by_role("row")).to_have_count(29)
    with page.expect_download() as download:
        page.get_by_role("button", name="CSV: Streaks alive").click()
    text = download.value.path().read_text()
    assert text.startswith("day,segment,alive,begun,lost,saved,kept,atRisk")
    assert download.value.suggested_filename.startswith("streaks 20")


def test_retention_says_whether_a_difference_may_be_chance(visitor: Visitor) -> None:
    page = visitor.page
    visitor.open("/analytics/retention?days=90")
    page.get_by_label("Compare those with").select_option("An early streak")
    expect(page.get_by_text(re.compile("Day 7: [0-9.]+ points (more|fewer) come back"))).to_be_visible()
    assert "compare=streak" in page.url and "streak=daily" in page.url
    page.get_by_label("A streak of").select_option("5")
    expect(page.get_by_text("Streak of 5 in 7 days").first).to_be_visible()


def test_what_is_printed_has_definitions_and_no_controls(visitor: Visitor) -> None:
    visitor.open("/analytics")
    page = visitor.page
    page.emulate_media(media="print")
    expect(page.locator(".side")).to_be_hidden()
    expect(page.locator("select[name=days]")).to_be_hidden()
    expect(page.get_by_role("button", name="CSV: Active users")).to_be_hidden()
    expect(page.locator(".sheet .only-print").first).to_be_visible()
    assert page.pdf().startswith(b"%PDF")


def test_a_workspace_without_rules_says_what_to_do(visitor: Visitor) -> None:
    for screen, action in {
        "/streaks": "New streak", "/achievements": "New achievement", "/boards": "Boards",
    }.items():  # fmt: skip
        visitor.open(f"/analytics{screen}?in=sandbox")
        expect(visitor.page.locator(".empty").get_by_role("link", name=action)).to_be_visible()
