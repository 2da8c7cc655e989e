"""Three people's ways through the dashboard, from signing in to done, and what others may not do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import PASSWORD, ROLES, Visitor, make_admin
from dashboard import furnish
from laurel import Caller, Laurel, serving
from playwright.sync_api import Browser, expect

ENGINES = ("sqlite",)


@pytest.fixture(scope="module")
def live(server: Laurel) -> Caller:
    """Production, with people in it; and an admin of each role."""
    for role in ROLES:
        make_admin(server, role)
    caller = server.caller(environment="live")
    furnish(caller)
    return caller


@pytest.fixture
def visit(browser: Browser, server: Laurel, live: Caller) -> Iterator:
    visitors = []

    def come(role: str, width: int = 1280) -> Visitor:
        visitor = Visitor.come(browser, server, width)
        visitors.append(visitor)
        visitor.sign_in(f"{role}@example.com")
        return visitor

    yield come
    for visitor in visitors:
        visitor.leave()


def test_the_product_manager_forgives_two_days_and_sees_whom_that_touches(visit) -> None:
    visitor = visit("editor")
    page = visitor.page
    page.get_by_role("link", name="Streaks").click()
    page.get_by_role("link", name="Edit A lesson a day").click()
    page.get_by_role("button", name="1 day", exact=True).click()
    page.get_by_label("Periods that a run may miss").fill("2")
    expect(page.get_by_role("button", name="2 days", exact=True)).to_be_visible()
    page.get_by_label("Takes effect").select_option("all")
    expect(page.get_by_text(re.compile(r"\d+ of 20 lengths change"))).to_be_visible()
    # Whom it touches depends on the day on which the demo's lives end.
    expect(page.get_by_text(re.compile(r"(nobody|\d+ (person|people)) loses? a streak"))).to_be_visible()
    expect(page.get_by_text("As if the rule had always held")).to_be_visible()
    page.get_by_role("button", name="Save the rule").click()
    expect(page.get_by_text("The rule is saved")).to_be_visible()
    expect(page.locator(".sentence")).to_contain_text("Each run may miss 2 days")
    expect(page.get_by_text("editor@example.com changed")).to_be_visible()


def test_the_support_agent_tells_why_a_streak_broke_and_makes_it_right(visit, live: Caller) -> None:
    visitor = visit("support")
    page = visitor.page
    page.get_by_role("link", name="Users").click()
    page.get_by_role("searchbox", name="Find").fill("love")
    page.get_by_role("searchbox", name="Find").fill("lovelace@ex")
    page.get_by_role("link", name="ada", exact=True).click()
    visitor.settle()
    expect(page.get_by_role("heading", name="Ada Lovelace")).to_be_visible()
    expect(page.locator(".explained")).to_contain_text("On 20")
    page.get_by_role("button", name="Reset").click()
    page.get_by_label("Reason").fill("ticket 4711")
    page.get_by_role("dialog").get_by_role("button", name="Reset").click()
    expect(page.get_by_text("The streak is reset")).to_be_visible()
    assert live.get("/v1/users/ada/streak").json()["length"] == 0
    page.get_by_role("button", name="Restore").click()
    page.get_by_role("dialog").get_by_role("button", name="Restore").click()
    expect(page.get_by_text("The streak is back")).to_be_visible()
    audit = live.get("/admin/v1/audit?kind=user").json()["entries"]
    assert [one["after"].get("reason") for one in audit] == [None, "ticket 4711"]
    assert {one["author"]["name"] for one in audit} == {"support@example.com"}


def test_a_user_is_shown_by_the_elements_that_users_see(visit, live: Caller) -> None:
    """The dashboard uses the UI kit as any page does: by properties and events."""
    visitor = visit("viewer")
    page = visitor.page
    visitor.open("/users/katherine")
    calendar = page.locator("laurel-streak-calendar")
    expect(page.locator(".explained")).to_be_visible()
    day = calendar.locator("[data-state='done']").first
    date = day.get_attribute("data-day")
    day.click()
    expect(page.locator(".explained")).to_contain_text(f"On {date}")
    expect(calendar.locator("[aria-selected='true']")).to_have_attribute("data-day", date)
    visitor.open("/users/katherine/boards")
    own = page.locator("laurel-leaderboard-rankings tr[aria-current]")
    expect(own).to_contain_text("Katherine Johnson")
    places = live.get("/v1/leaderboards/week?userId=katherine").json()["rankings"]
    rank = next(place["rank"] for place in places if place["userId"] == "katherine")
    expect(page.get_by_text(f"Rank {rank}", exact=True)).to_be_visible()
    visitor.open("/users/katherine/points")
    expect(page.locator("laurel-points-badge")).to_contain_text("XP")
    expect(page.locator("laurel-points-awards")).to_contain_text("Lessons")
    visitor.open("/users/katherine/achievements")
    page.locator("laurel-achievement-list").get_by_role("button", name="Bookworm").click()
    expect(page.get_by_role("heading", name="Bookworm")).to_be_visible()


def test_the_support_agent_is_told_beside_the_button_what_cannot_be_done(visit) -> None:
    page = visit("support").page
    page.goto(page.url.split("/dashboard")[0] + "/dashboard/users/grace")
    page.get_by_role("button", name="Pause").click()
    page.get_by_label("Last day").fill("2020-01-01")
    page.get_by_role("dialog").get_by_role("button", name="Pause").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_be_visible()


def test_the_developer_finds_the_event_that_was_refused(visit, live: Caller) -> None:
    live.event("alan", "many").expect(422)
    page = visit("viewer").page
    page.get_by_role("link", name="Log", exact=True).first.click()
    page.get_by_label("Outcome").select_option("refused")
    page.get_by_label("User").fill("alan")
    row = page.get_by_role("button", name="value must be a number")
    row.click()
    expect(page.get_by_text('"value": "many"')).to_be_visible()
    expect(page.get_by_role("button", name="Copy as curl")).to_be_visible()
    assert "user=alan" in page.url and "outcome=refused" in page.url


def test_a_new_server_leads_its_owner_to_the_first_event(
    browser: Browser, binary: Path, tmp_path: Path
) -> None:
    with serving(binary, tmp_path / "new.db", "--public-url", "http://127.0.0.1:1") as server:
        link = server.said(r"http://127\.0\.0\.1:1(/dashboard/first-run#\w+)")
        visitor = Visitor.come(browser, server)
        page = visitor.page
        page.goto(server.address + link[1])
        page.get_by_label("E-mail").fill("first@example.com")
        page.get_by_label("Password").fill("short")
        page.get_by_role("button", name="Make the owner").click()
        expect(page.get_by_role("alert")).to_contain_text("at least 10 characters")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Make the owner").click()
        page.get_by_role("button", name="Make the metric").click()
        page.get_by_role("button", name="Make a daily streak").click()
        page.get_by_role("button", name="Make a key").click()
        key = page.get_by_label("The key", exact=True).inner_text()
        assert f"{server.address}/v1/metrics/lessons/event" in page.get_by_label("Example").inner_text()
        Caller(server, server.keep_secret(key)).event("ada", metric="lessons").expect(201)
        expect(page.get_by_role("link", name="ada")).to_be_visible()
        page.goto(server.address + link[1])
        page.get_by_label("E-mail").fill("second@example.com")
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Make the owner").click()
        expect(page.get_by_role("alert")).to_contain_text("does not work any more")
        visitor.leave()


def test_a_wrong_password_is_told_and_a_shared_address_is_come_back_to(
    browser: Browser, server: Laurel, live: Caller
) -> None:
    visitor = Visitor.come(browser, server)
    page = visitor.page
    page.goto(f"{server.address}/dashboard/users/ada/timeline")
    page.get_by_label("E-mail").fill("viewer@example.com")
    page.get_by_label("Password").fill("not the password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("E-mail or password is wrong")
    page.get_by_label("Password").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Timeline")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("button", name="Sign in")).to_be_visible()
    assert visitor.api("/admin/v1/session")["status"] == 401
    visitor.leave()


FORBIDDEN = re.compile(
    r"^(New |Add|Edit|Delete|Save|Archive|Remove|Erase|Export|Reset|Restore|Pause|Give|Make|Rotate|End )"
)


@pytest.mark.parametrize(
    "path",
    ["/", "/users", "/users/ada", "/users/ada/timeline", "/users/ada/profile", "/streaks", "/metrics",
     "/achievements", "/points", "/settings", "/settings/keys", "/settings/team", "/settings/tenants"],
)  # fmt: skip
def test_a_viewer_sees_no_button_that_would_fail(visit, path: str) -> None:
    visitor = visit("viewer")
    visitor.open(path)
    names = [button.inner_text().strip() for button in visitor.page.locator("main button, main a.button").all()]
    assert [name for name in names if FORBIDDEN.match(name)] == []


def test_the_api_refuses_what_a_page_was_tricked_into(visit) -> None:
    visitor = visit("viewer")
    calls = [
        ("POST", "/admin/v1/metrics", '[{"key":"x","name":"X"}]'),
        ("DELETE", "/admin/v1/users/ada", ""),
        ("POST", "/admin/v1/streaks/reset", '{"users":[{"id":"ada"}]}'),
        ("POST", "/v1/metrics/lessons/event", '{"user":{"id":"ada"},"value":1}'),
        ("POST", "/admin/v1/keys", '{"scope":"admin"}'),
        ("POST", "/admin/v1/admins", '{"email":"x@y.z","password":"0123456789","role":"owner"}'),
    ]
    for method, path, body in calls:
        assert visitor.api(path, method=method, body=body)["status"] == 403, path


def test_everything_is_found_by_keyboard(visit) -> None:
    visitor = visit("editor")
    page = visitor.page
    visitor.settle()
    page.keyboard.press("Control+k")
    page.keyboard.type("grace")
    expect(page.get_by_role("option", name="Grace Hopper")).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Grace Hopper")).to_be_visible()
    page.keyboard.press("g")
    page.keyboard.press("s")
    expect(page.get_by_role("heading", name="Streaks")).to_be_visible()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Shortcuts")
    page.keyboard.press("Escape")
    before = page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
    page.keyboard.press("t")
    assert page.evaluate("getComputedStyle(document.documentElement).backgroundColor") != before
    # Every control can be reached, one after the other, and shows that it has the focus.
    page.evaluate("document.activeElement.blur()")
    reached = set()
    for _ in range(60):
        page.keyboard.press("Tab")
        reached.add(page.evaluate("document.activeElement.outerHTML.slice(0, 200)"))
        if page.evaluate("document.activeElement !== document.body"):
            assert page.evaluate("getComputedStyle(document.activeElement).boxShadow") != "none"
    wanted = page.locator("a[href]:visible, button:visible").count()
    assert len(reached) >= min(wanted, 40)


def test_a_screen_asks_three_times_at_most(visit) -> None:
    visitor = visit("owner")
    page = visitor.page
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    for path in ["/users", "/", "/users/ada", "/users/ada/timeline", "/users/ada/points",
                 "/users/ada/boards", "/log", "/streaks", "/achievements",
                 "/points", "/boards", "/webhooks", "/metrics", "/settings", "/settings/keys", "/settings/audit"]:  # fmt: skip
        asked.clear()
        page.evaluate(f"history.pushState(null, '', '/dashboard{path}'); dispatchEvent(new PopStateEvent('popstate'))")
        visitor.settle()
        page.wait_for_timeout(150)
        calls = [url for url in asked if "/v1/" in url and "/v1/stream?" not in url]
        assert 1 <= len(calls) <= 3, (path, calls)


def test_what_one_environment_has_is_carried_over_with_what_it_needs_and_taken_back(
    visit, server: Laurel
) -> None:
    sandbox = server.caller()
    visitor = visit("editor")
    page = visitor.page
    visitor.open("/settings/environments?in=sandbox")
    page.get_by_label(re.compile("A lesson a day")).check()
    expect(page.get_by_label(re.compile("Lessons.*needed"))).to_be_checked()
    page.get_by_role("button", name="Carry 3 changes over to the sandbox").click()
    expect(page.get_by_text("3 changes carried over")).to_be_visible()
    made = sandbox.get("/admin/v1/streaks/definitions").json()
    assert [one["key"] for one in made] == ["daily"] and len(made[0]["sources"]) == 2
    sandbox.patch("/admin/v1/streaks/definitions", [{"id": made[0]["id"], "gracePeriods": 5}])
    visitor.open("/settings/environments?in=sandbox")
    expect(page.get_by_text("differs")).to_be_visible()
    page.get_by_label(re.compile("A lesson a day")).check()
    page.get_by_role("button", name="Carry 1 change over").click()
    expect(page.get_by_text("1 change carried over")).to_be_visible()
    assert sandbox.get("/admin/v1/streaks/definitions").json()[0]["gracePeriods"] in (1, 2)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_text("Taken back")).to_be_visible()
    assert sandbox.get("/admin/v1/streaks/definitions").json()[0]["gracePeriods"] == 5
