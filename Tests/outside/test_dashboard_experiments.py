"""Experiments in the dashboard: set up, started, read out, and nothing for whoever may only look."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from browser import Visitor, make_admin
from dashboard import counted, create, furnish
from eventually import eventually
from laurel import Caller, Laurel
from playwright.sync_api import Browser, expect

ENGINES = ("sqlite",)


@pytest.fixture(scope="module")
def live(server: Laurel) -> Caller:
    make_admin(server, "editor")
    make_admin(server, "viewer")
    caller = server.caller(environment="live")
    counted(caller, furnish(caller, days=10))
    return caller


@pytest.fixture
def visit(browser: Browser, server: Laurel, live: Caller) -> Iterator:
    visitors = []

    def come(role: str) -> Visitor:
        visitor = Visitor.come(browser, server)
        visitors.append(visitor)
        visitor.sign_in(f"{role}@example.com")
        return visitor

    yield come
    for visitor in visitors:
        visitor.leave()


def test_an_experiment_is_set_up_started_and_read_out(visit, live: Caller) -> None:
    visitor = visit("editor")
    page = visitor.page
    page.get_by_role("link", name="Experiments").click()
    expect(page.get_by_text("No experiments yet")).to_be_visible()
    page.get_by_role("link", name="New experiment").click()
    visitor.settle()
    page.get_by_label("Name").first.fill("One more miss")
    page.get_by_label("Key").first.fill("a key with blanks")
    page.get_by_label("Periods that a run may miss").nth(1).fill("3")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert page.get_by_label("Key").first.get_attribute("aria-invalid") == "true"
    page.get_by_label("Key").first.fill("grace")
    page.get_by_role("button", name="Make it").click()
    expect(page.get_by_role("heading", name="One more miss")).to_be_visible()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("dialog").get_by_role("button", name="Start it").click()
    expect(page.get_by_text("The experiment runs")).to_be_visible()
    arms = live.get("/admin/v1/experiments").expect(200).json()[0]["arms"]
    assert arms[0]["rule"] is None and arms[1]["rule"]["gracePeriods"] == 3

    # Who is in which arm is read out once somebody has an event.
    for index in range(40):
        live.event(f"entrant-{index}", metric="lessons").expect(201)
    path = "/admin/v1/experiments/grace/results"
    eventually(lambda: live.get(path).expect(200).json()["users"], 40)
    page.get_by_role("link", name="Results").click()
    visitor.settle()
    expect(page.get_by_role("columnheader", name="Active days")).to_be_visible()
    page.get_by_role("table", name="Arms").get_by_role("link").first.click()
    visitor.settle()
    expect(page.get_by_role("link", name="entrant-", exact=False).first).to_be_visible()


def test_a_viewer_looks_and_changes_nothing(visit, live: Caller) -> None:
    create(
        live, "/admin/v1/experiments",
        {"key": "looked-at", "name": "Looked at", "subject": {"type": "streak", "key": "running"},
         "arms": [{"key": "a"}, {"key": "b", "rule": {"gracePeriods": 2}}]},
    )  # fmt: skip
    visitor = visit("viewer")
    page = visitor.page
    visitor.open("/experiments")
    expect(page.get_by_role("link", name="Looked at")).to_be_visible()
    expect(page.get_by_role("link", name="New experiment")).to_have_count(0)
    visitor.open("/experiments/looked-at")
    expect(page.get_by_text("Nobody takes part yet")).to_be_visible()
    expect(page.get_by_role("button", name="Start")).to_have_count(0)
    visitor.open("/experiments/looked-at/setup")
    expect(page.get_by_label("Name").first).to_be_disabled()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
