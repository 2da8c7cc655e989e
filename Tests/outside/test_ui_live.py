"""Elements on a team's own page, with data that changes: one connection, its breaks, and what is shown then."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visitor
from laurel import Laurel, serving
from playwright.sync_api import Browser, Request, Route, expect
from site_beside import learner, site

ENGINES = ("sqlite",)
PAGE = """<!doctype html><html lang="en"><title>Lessons</title><link rel="icon" href="data:,">
<script type="module" src="/page.js"></script>
<laurel-provider id="laurel">
  <laurel-streak-badge></laurel-streak-badge><laurel-streak-calendar></laurel-streak-calendar>
  <laurel-streak-card></laurel-streak-card><laurel-achievement-grid id="grid"></laurel-achievement-grid>
  <laurel-achievement-card></laurel-achievement-card><laurel-achievement-list></laurel-achievement-list>
</laurel-provider>
<laurel-points-levels-list src="/levels.json" current-points="120"></laurel-points-levels-list></html>"""
LEVELS = [{"name": "Seed", "points": 0}, {"name": "Tree", "points": 100}]


@pytest.fixture(scope="module")
def own(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laurel]:
    """A server that these tests may stop and start."""
    with serving(binary, tmp_path_factory.mktemp("live") / "laurel.db") as running:
        yield running


@pytest.fixture(scope="module")
def session(own: Laurel) -> dict[str, str]:
    return learner(own)


@pytest.fixture
def page_of(browser: Browser, own: Laurel, session: dict[str, str]) -> Iterator:
    """Opens the page; its script is what a test gives, with the module of the kit inside of it."""
    visitors: list[Visitor] = []
    # The module comes from the team's own site, which is there when Laurel is not.
    kit = own.request("GET", "/ui/laurel.js").body.decode()
    files = {"/": PAGE, "/laurel.js": kit, "/levels.json": json.dumps(LEVELS)}
    with site(own, files) as origin:

        def come(properties: str = "", before: dict[str, object] | None = None) -> Visitor:
            files["/page.js"] = f"""
                import "./laurel.js";
                const session = {json.dumps({**session, "address": own.address})};
                Object.assign(document.getElementById("laurel"), session, {{ {properties} }});
            """
            visitor = Visitor.come(browser, own)
            visitors.append(visitor)
            for pattern, answer in (before or {}).items():
                visitor.page.route(pattern, answer)
            visitor.page.goto(origin)
            return visitor

        yield come
    for visitor in visitors:
        visitor.wrong = [wrong for wrong in visitor.wrong if "ERR_" not in wrong and "server key" not in wrong]
        visitor.leave()


def test_many_elements_share_one_connection(page_of) -> None:
    asked: list[str] = []

    def note(route: Route) -> None:
        asked.append(f"{route.request.method} {route.request.url.split('/v1/')[1].split('?')[0]}")
        route.continue_()

    visitor = page_of(before={"**/v1/**": note})
    expect(visitor.page.locator("laurel-provider")).to_have_attribute("state", "live")
    expect(visitor.page.locator("laurel-streak-card")).to_contain_text("1 day")
    expect(visitor.page.locator("laurel-achievement-list")).to_contain_text("First lesson")
    gets = sorted(one for one in asked if one.startswith("GET"))
    assert gets == [
        "GET stream", "GET users/ada", "GET users/ada/achievements", "GET users/ada/streak", "GET users/ada/streaks",
    ]  # fmt: skip


def test_an_address_gives_data_without_a_provider(page_of) -> None:
    levels = page_of().page.locator("laurel-points-levels-list")
    expect(levels.locator("[aria-current]")).to_contain_text("Tree")


def test_what_fails_once_is_asked_again_and_nothing_is_offline(page_of) -> None:
    """As a leaderboard answers that is being counted: 503, and when to come back."""
    failed: list[str] = []

    def once(route: Route) -> None:
        if failed:
            return route.continue_()
        failed.append(route.request.url)
        allowed = {"Access-Control-Allow-Origin": "*", "Access-Control-Expose-Headers": "Retry-After"}
        route.fulfill(status=503, headers={**allowed, "Retry-After": "1"}, json={"error": "It is being counted."})

    visitor = page_of(before={"**/v1/users/ada/achievements*": once})
    grid = visitor.page.locator("#grid")
    expect(grid.get_by_role("status")).to_be_attached()
    assert grid.get_by_role("alert").count() == 0
    expect(grid).to_contain_text("First lesson")
    assert failed
    expect(visitor.page.locator("laurel-provider")).to_have_attribute("state", "live")


def test_a_request_without_an_answer_is_not_the_end(page_of) -> None:
    failed: list[str] = []

    def once(route: Route) -> None:
        failed.append(route.request.url)
        route.abort() if len(failed) == 1 else route.continue_()

    visitor = page_of(before={"**/v1/users/ada/achievements*": once})
    expect(visitor.page.locator("#grid")).to_contain_text("First lesson")
    expect(visitor.page.locator("laurel-provider")).to_have_attribute("state", "live")


def test_a_token_that_has_expired_is_replaced(page_of) -> None:
    tokens: list[str] = []

    def check(route: Route) -> None:
        token = route.request.headers.get("authorization", "")
        tokens.append(token)
        allowed = {"Access-Control-Allow-Origin": "*"}
        if token == "Bearer token-1":
            return route.fulfill(status=401, headers=allowed, json={"error": "The token has expired."})
        route.fulfill(headers=allowed, json={})

    giving = "apiKey: '', token: () => `token-${window.count = (window.count ?? 0) + 1}`"
    visitor = page_of(giving, {"**/v1/**": check})
    visitor.page.wait_for_function("window.count >= 2")
    expect(visitor.page.locator("laurel-streak-badge [part=loading]")).to_have_count(0)
    assert tokens[0] == "Bearer token-1" and tokens[-1] == "Bearer token-2", tokens


def test_a_key_of_a_server_is_not_taken(page_of, own: Laurel) -> None:
    asked: list[str] = []
    visitor = page_of("apiKey: 'live_abc.def'", {"**/v1/**": lambda route: asked.append(route.request.url)})
    expect(visitor.page.locator("laurel-streak-badge [part=loading]")).to_be_attached()
    assert asked == []
    visitor.wrong = [wrong for wrong in visitor.wrong if "this is a key of your servers" not in wrong]


def test_without_a_connection_the_last_state_is_shown_also_after_a_reload(page_of, own: Laurel) -> None:
    visitor = page_of()
    page = visitor.page
    provider, badge = page.locator("laurel-provider"), page.locator("laurel-streak-badge")
    expect(provider).to_have_attribute("state", "live")
    expect(badge).to_contain_text("1 day")
    # What was known is written a moment later.
    page.wait_for_function("Object.keys(localStorage).some((key) => localStorage[key].includes('streakHistory'))")
    kept = page.evaluate("JSON.stringify(localStorage)")
    port = own.port
    own.stop()
    expect(provider).to_have_attribute("state", "offline")
    expect(provider).to_contain_text("You are offline. You see what was known")
    page.reload()
    expect(badge).to_contain_text("1 day")
    expect(page.locator("#grid")).to_contain_text("First lesson")
    expect(provider).to_have_attribute("state", "offline")
    own.start(port=port)
    expect(provider).to_have_attribute("state", "live")
    expect(provider.locator("[part=notice]")).to_have_count(0)
    assert "app_" not in kept and "apiKey" not in kept, "a key is not kept"


def test_after_a_break_the_stream_goes_on_where_it_was(page_of, own: Laurel) -> None:
    visitor = page_of()
    page = visitor.page
    expect(page.locator("laurel-provider")).to_have_attribute("state", "live")
    page.evaluate("document.getElementById('laurel').addEventListener('laurel-fact', () => window.isTold = true)")
    own.caller(environment="live").event("ada", metric="lessons", value=5).expect(201)
    page.wait_for_function("window.isTold")
    expect(page.locator("#grid")).to_contain_text("Unlocked")
    resumed: list[str] = []

    def note(request: Request) -> None:
        if "/v1/stream" in request.url:
            resumed.append(request.headers.get("last-event-id", ""))

    page.on("request", note)
    port = own.port
    own.stop()
    own.start(port=port)
    expect(page.locator("laurel-provider")).to_have_attribute("state", "live")
    assert resumed and all(resumed), resumed
