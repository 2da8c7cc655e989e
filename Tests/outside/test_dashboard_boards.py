"""Leaderboards and webhooks in the dashboard: made, read, changed, and mended, by a person."""

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
    make_admin(server, "editor")
    make_admin(server, "viewer")
    return caller


@pytest.fixture
def editor(browser: Browser, server: Laurel, live: Caller) -> Iterator[Visitor]:
    visitor = Visitor.come(browser, server)
    visitor.sign_in("editor@example.com")
    yield visitor
    visitor.leave()


def ranks(live: Caller, key: str) -> dict[str, int]:
    rankings = live.get(f"/v1/leaderboards/{key}?limit=100").json()["rankings"]
    return {place["userId"]: place["rank"] for place in rankings}


def test_a_board_is_made_and_shows_who_is_where(editor: Visitor, live: Caller) -> None:
    page = editor.page
    page.get_by_role("link", name="Boards").click()
    page.get_by_role("button", name="New board").click()
    page.locator("[name=name]").fill("Pages of the month")
    page.locator("[name=key]").fill("pages-month")
    page.locator("[name=metricId]").select_option(label="Pages")
    page.locator("[name=runUnit]").select_option("month")
    page.locator("[name=runInterval]").fill("1")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="Pages of the month")).to_be_visible()
    expect(page.get_by_text("By Pages, begins anew each month")).to_be_visible(timeout=30_000)
    live.event("ada", 1_000_000, metric="pages").expect(201)
    row = page.get_by_role("row", name="1 Ada Lovelace")
    expect(row).to_contain_text("1,000,", timeout=30_000)
    assert ranks(live, "pages-month")["ada"] == 1


def test_what_is_wrong_with_a_board_stands_beside_its_field(editor: Visitor, live: Caller) -> None:
    editor.open("/boards")
    page = editor.page
    page.get_by_role("button", name="New board").click()
    page.locator("[name=name]").fill("Again")
    page.locator("[name=key]").fill("week")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("dialog").get_by_role("alert")).to_contain_text("already in use")


def test_a_user_is_hidden_from_all_boards_and_put_back(editor: Visitor, live: Caller) -> None:
    editor.open("/boards")
    page = editor.page
    page.get_by_role("link", name="All time").click()
    first = next(user for user, rank in ranks(live, "ever").items() if rank == 1)
    row = page.get_by_role("row").filter(has_text=first).first
    row.get_by_role("button", name="Hide").click()
    page.get_by_role("button", name="Hide the user").click()
    expect(page.get_by_text("is hidden from all boards")).to_be_visible()
    assert first not in ranks(live, "ever")
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("row").filter(has_text=first).first).to_be_visible()
    assert first in ranks(live, "ever")


def test_earlier_runs_and_the_places_around_a_user_have_addresses(
    editor: Visitor, live: Caller
) -> None:
    editor.open("/boards")
    page = editor.page
    page.get_by_role("link", name="Lessons of the week").click()
    page.get_by_role("button", name="Earlier").click()
    page.wait_for_url("**run=*")
    page.get_by_label("Around a user").fill("nobody-here")
    expect(page.get_by_text("This user has no place here.")).to_be_visible()
    page.reload()
    expect(page.get_by_text("This user has no place here.")).to_be_visible()


def test_an_open_board_is_renamed_but_not_changed_in_what_it_ranks(
    editor: Visitor, live: Caller
) -> None:
    editor.open("/boards")
    page = editor.page
    page.get_by_role("link", name="All time").click()
    page.get_by_label("About the board").get_by_role("link", name="Settings").click()
    expect(page.locator("[name=rankBy]")).to_be_disabled()
    page.locator("[name=name]").fill("Of all times")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("heading", name="Of all times")).to_be_visible()
    names = [board["name"] for board in live.get("/admin/v1/leaderboards").json()]
    assert "Of all times" in names


def test_a_webhook_is_made_tested_and_its_failure_explained(editor: Visitor, live: Caller) -> None:
    page = editor.page
    page.get_by_role("link", name="Webhooks").click()
    page.get_by_role("button", name="New webhook").click()
    page.locator("[name=url]").fill("http://127.0.0.1:9/hook")
    page.locator("[name=description]").fill("Mail robot")
    page.locator("[name=kinds]").fill("streak.lost, achievement.completed")
    page.get_by_role("button", name="Make it").click()
    expect(page.locator("pre.code")).to_contain_text("whsec_")
    page.get_by_role("button", name="I have it").click()
    expect(page.get_by_role("heading", name="Mail robot")).to_be_visible()
    page.get_by_role("button", name="Send a test").click()
    row = page.get_by_role("button", name="webhook.test")
    expect(row).to_be_visible(timeout=15_000)
    row.click()
    expect(page.get_by_label("What came back").first).to_be_visible(timeout=15_000)
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_text("Deliveries wait until you let it go on.")).to_be_visible()
    hooks = live.get("/admin/v1/webhooks").json()["webhooks"]
    made = next(hook for hook in hooks if hook["description"] == "Mail robot")
    assert made["kinds"] == ["streak.lost", "achievement.completed"]
    assert made["status"] == "paused"


def test_a_webhook_is_given_another_secret_and_ended(editor: Visitor, live: Caller) -> None:
    made = live.post("/admin/v1/webhooks", {"url": "http://127.0.0.1:9/end"}).expect(201).json()
    editor.open(f"/webhooks/{made['id']}/settings")
    page = editor.page
    page.get_by_role("button", name="New secret").click()
    secret = page.locator("pre.code").inner_text()
    assert secret.startswith("whsec_") and secret != made["secret"]
    page.get_by_role("button", name="I have it").click()
    page.get_by_role("button", name="End the webhook").click()
    page.get_by_role("dialog").get_by_role("button", name="End the webhook").click()
    expect(page.get_by_role("heading", name="Webhooks")).to_be_visible()
    ids = [hook["id"] for hook in live.get("/admin/v1/webhooks").json()["webhooks"]]
    assert made["id"] not in ids


def test_a_viewer_is_offered_nothing_that_would_fail(
    browser: Browser, server: Laurel, live: Caller
) -> None:
    visitor = Visitor.come(browser, server)
    visitor.sign_in("viewer@example.com")
    board = live.get("/admin/v1/leaderboards").json()[0]["id"]
    hook = live.get("/admin/v1/webhooks").json()["webhooks"][0]["id"]
    offered = []
    for path in ("/boards", f"/boards/{board}", f"/boards/{board}/settings", "/webhooks",
                 f"/webhooks/{hook}", f"/webhooks/{hook}/settings"):  # fmt: skip
        visitor.open(path)
        offered += [button.inner_text() for button in visitor.page.locator("main button").all()]
    forbidden = ("New", "Hide", "Save", "Archive", "Pause", "Go on", "Send", "End")
    assert [name for name in offered if name.startswith(forbidden)] == []
    visitor.leave()
