"""The gallery of the UI kit in a real browser: every element in every state, for everybody."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visitor
from laurel import Laurel
from playwright.sync_api import Browser, Locator

ENGINES = ("sqlite",)
PICTURES = Path(__file__).resolve().parents[2] / "docs/ui"
NOW = "2026-11-30T05:30:00Z"
"""Still the 29th in Honolulu, and afternoon in Tokyo."""

WAYS = {
    "light": "theme=light", "dark": "theme=dark", "german": "lang=de&theme=light",
    "arabic": "lang=ar&dir=rtl&theme=light", "arabic-dark": "lang=ar&dir=rtl&theme=dark",
}  # fmt: skip


WITHOUT_TEN_YEARS = "document.querySelectorAll('laurel-streak-calendar')[3].remove()"
"""Thousands of days that look like those of the year beside them, and are looked at once."""


@pytest.fixture
def visitor(browser: Browser, server: Laurel) -> Iterator[Visitor]:
    visitor = Visitor.come(browser, server)
    visitor.page.clock.set_fixed_time(NOW)
    yield visitor
    visitor.leave()


def gallery(visitor: Visitor, query: str = "") -> None:
    visitor.page.goto(f"{visitor.server.address}/ui/?{query}")
    visitor.page.wait_for_selector("html[data-ready]")
    # Words of other languages are fetched; until then elements show that they are loading.
    visitor.page.wait_for_selector("laurel-wrapped .figure")


def said(element: Locator) -> str:
    """What an element shows; `inner_text` is what stands in it, not in its shadow."""
    return element.evaluate("(element) => element.shadowRoot.textContent")


@pytest.mark.parametrize("way", WAYS)
def test_every_state_is_whole_and_for_everybody(visitor: Visitor, way: str) -> None:
    gallery(visitor, WAYS[way])
    assert visitor.overflow() <= 0
    if way != "light":
        visitor.page.evaluate(WITHOUT_TEN_YEARS)
    assert visitor.violations() == []
    if os.environ.get("LAUREL_PICTURES"):
        PICTURES.mkdir(exist_ok=True)
        visitor.page.evaluate("document.querySelector('.bar').remove()")
        for tag in ("laurel-streak-calendar", "laurel-achievement-grid", "laurel-leaderboard-card"):
            states = visitor.page.locator(f"section#{tag} .states")
            states.screenshot(path=PICTURES / f"{tag.removeprefix('laurel-')}-{way}.png", animations="disabled")


def test_it_is_whole_on_a_narrow_screen(browser: Browser, server: Laurel) -> None:
    visitor = Visitor.come(browser, server, 360, "dark")
    visitor.page.clock.set_fixed_time(NOW)
    gallery(visitor)
    assert visitor.overflow() <= 0
    visitor.page.evaluate(WITHOUT_TEN_YEARS)
    assert visitor.violations() == []
    visitor.leave()


@pytest.mark.parametrize(
    ("zone", "today"), [("Europe/London", "2026-11-30"), ("Asia/Tokyo", "2026-11-30"), ("Pacific/Honolulu", "2026-11-29")]
)
def test_today_is_the_users_day_and_not_the_browsers(visitor: Visitor, zone: str, today: str) -> None:
    gallery(visitor, f"zone={zone}")
    cells = visitor.page.locator("laurel-streak-calendar .today")
    days = {cell.get_attribute("data-day") for cell in cells.all()}
    assert days == {today}


def test_languages_are_spoken(visitor: Visitor) -> None:
    gallery(visitor, "lang=de")
    assert "23 Tage" in said(visitor.page.locator("laurel-streak-badge").first)
    assert "November 2026" in said(visitor.page.locator("laurel-streak-calendar").first)
    gallery(visitor, "lang=ar&dir=rtl")
    text = said(visitor.page.locator("laurel-achievement-card").first)
    assert "الإنجازات" in text and "Achievements" not in text
    column = "getComputedStyle(document.querySelector('laurel-streak-card')).direction"
    assert visitor.page.evaluate(column) == "rtl"
    gallery(visitor, "lang=ja")
    assert "2026年11月" in said(visitor.page.locator("laurel-streak-calendar").first)


def test_a_calendar_is_used_by_keyboard(visitor: Visitor) -> None:
    gallery(visitor, "zone=Europe/London")
    calendar = visitor.page.locator("laurel-streak-calendar").first
    calendar.locator("[tabindex='0']").first.focus()
    focused = "document.activeElement.shadowRoot.activeElement.dataset.day"
    assert visitor.page.evaluate(focused) == "2026-11-30"
    visitor.page.keyboard.press("ArrowLeft")
    assert visitor.page.evaluate(focused) == "2026-11-29"
    visitor.page.keyboard.press("ArrowUp")
    assert visitor.page.evaluate(focused) == "2026-11-22"
    visitor.page.keyboard.press("Home")
    assert visitor.page.evaluate(focused) == "2026-11-01"
    visitor.page.keyboard.press("Enter")
    assert re.match(r'laurel-day: \{"date":"2026-11-01","state":"done"', visitor.page.locator(".log").inner_text())
    calendar.get_by_role("button", name="Earlier").press("Enter")
    assert "October 2026" in said(calendar)


def test_what_was_missed_is_not_shown_as_done(visitor: Visitor) -> None:
    gallery(visitor)
    missed = visitor.page.locator("laurel-streak-calendar").first.locator("[data-state='missed']")
    assert missed.count() == 1
    assert missed.get_attribute("aria-label") == "Saturday, November 7, 2026: missed"


def test_a_locked_achievement_shows_how_far_it_is(visitor: Visitor) -> None:
    gallery(visitor)
    badge = visitor.page.locator("laurel-achievement-badge").nth(1)
    assert badge.locator(".ring .part").get_attribute("stroke-dashoffset") == "31.6"
    assert "342 of 500" in said(badge)


def test_the_dialog_opens_and_closes(visitor: Visitor) -> None:
    gallery(visitor)
    visitor.page.get_by_role("button", name="Open the dialog").first.click()
    dialog = visitor.page.get_by_role("dialog")
    dialog.wait_for()
    visitor.page.evaluate(WITHOUT_TEN_YEARS)
    assert visitor.violations() == []
    assert "A week in a row" in dialog.inner_text()
    visitor.page.keyboard.press("Escape")
    dialog.wait_for(state="hidden")
    assert visitor.page.locator(".log").inner_text() == "laurel-open: false"


SLOTS = """async () => {
    const wrong = [];
    const told = (await (await fetch("/ui/custom-elements.json")).json()).modules.flatMap((one) => one.declarations);
    for (const { tagName, slots } of told) {
        const shown = [...document.querySelectorAll(tagName)];
        const found = new Set();
        for (const element of shown) {
            for (const slot of element.shadowRoot.querySelectorAll("slot")) found.add(slot.name);
        }
        for (const { name } of slots) {
            if (!found.has(name)) wrong.push(`${tagName} ${name}`);
        }
    }
    return wrong;
}"""


def test_every_slot_that_is_told_of_is_there(visitor: Visitor) -> None:
    gallery(visitor)
    missing = visitor.page.evaluate(SLOTS)
    # These are there while a server is away, and what is always whole has neither.
    away = {"retry", "offline", "refused"}
    whole = {"laurel-achievement-unlocked", "laurel-toast", "laurel-provider"}
    found = [one.split(" ") for one in missing]
    lacking = [(tag, name) for tag, name in found if name not in away and tag not in whole]
    assert lacking == [], lacking


def test_code_can_be_copied(visitor: Visitor) -> None:
    visitor.context.grant_permissions(["clipboard-read", "clipboard-write"])
    gallery(visitor)
    section = visitor.page.locator("section#laurel-streak-badge")
    section.get_by_role("button", name="Vue").click()
    section.get_by_role("button", name="Copy").click()
    section.get_by_role("button", name="Copied").wait_for()
    copied = visitor.page.evaluate("navigator.clipboard.readText()")
    assert "<laurel-streak-badge :length.prop=" in copied


def test_nothing_moves_when_data_comes(visitor: Visitor) -> None:
    """What loads keeps the place of what comes: here a list of three."""
    gallery(visitor)
    heights = visitor.page.evaluate(
        """async () => {
            const heights = {};
            const rest = () => new Promise((resolve) => setTimeout(resolve));
            const achievements = document.querySelector("laurel-achievement-list").achievements.slice(2, 5);
            const rankings = document.querySelector("laurel-leaderboard-podium").rankings;
            const cases = [["laurel-streak-badge", { length: 3 }], ["laurel-points-badge", { name: "XP", total: 30 }],
                ["laurel-leaderboard-podium", { rankings }], ["laurel-streak-calendar", { streak: [] }]];
            for (const [tag, properties] of cases) {
                const element = Object.assign(document.createElement(tag), { loading: true });
                document.body.append(element);
                await rest();
                const before = element.getBoundingClientRect().height;
                Object.assign(element, { loading: false }, properties);
                await rest();
                heights[tag] = [before, element.getBoundingClientRect().height];
                element.remove();
            }
            return heights;
        }"""
    )
    for tag, (before, after) in heights.items():
        assert abs(before - after) <= 0.15 * after, heights
