"""The demo application: from the first paint to an achievement, without loading the page again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visitor
from laurel import Laurel, run
from playwright.sync_api import Browser

ENGINES = ("sqlite",)


@pytest.fixture
def demo(binary: Path, tmp_path: Path) -> Iterator[tuple[Laurel, str]]:
    """A server with the demo workspace, and what stands behind the `#` of the application's address."""
    database = tmp_path / "demo.db"
    made = run(binary, "demo", "--app", "--database", str(database))
    assert made.returncode == 0, made.stderr
    address = re.search(r"http://\S+/ui/app/(#\S+)", made.stdout)
    assert address, made.stdout
    server = Laurel(binary, database).start()
    yield server, address[1]
    server.close()


def test_an_achievement_appears_without_a_reload_and_with_a_restart_in_between(
    browser: Browser, demo: tuple[Laurel, str]
) -> None:
    server, session = demo
    visitor = Visitor.come(browser, server)
    page = visitor.page
    page.goto(f"{server.address}/ui/app/{session}")
    page.get_by_role("heading", name="Saluton, Lena!").wait_for()
    assert "key" not in page.url, "the key left the address"
    page.locator("laurel-provider[state='live']").wait_for()
    page.locator("laurel-streak-badge", has_text="2 days").wait_for()
    page.locator("laurel-leaderboard-card", has_text="This week").wait_for()
    assert visitor.violations() == []
    # Nothing that is there for readers of the screen alone makes the page longer.
    below = "document.documentElement.scrollHeight - document.querySelector('laurel-provider').getBoundingClientRect().bottom"
    assert page.evaluate(below) <= 1
    page.evaluate("window.sameLoad = true")

    # The server goes away; what was known stays, and the page says so.
    port = server.port
    server.stop()
    page.locator("laurel-provider[state='offline']").wait_for()
    assert "You are offline" in page.locator("laurel-provider [part=notice]").inner_text()
    page.locator("laurel-streak-badge", has_text="2 days").wait_for()
    server.start(port=port)
    page.locator("laurel-provider[state='live']").wait_for()

    lesson(visitor, "Who are you?", ["I am Ada", "vi", "am, are, is"])
    toast = page.locator("laurel-toast .toast", has_text="Warmed up")
    toast.wait_for()
    assert "Achievement unlocked" in toast.inner_text()
    page.locator("laurel-streak-badge", has_text="3 days").wait_for()
    page.locator("laurel-points-badge", has_text="30 XP").wait_for()
    assert page.evaluate("window.sameLoad") is True
    visitor.wrong = [wrong for wrong in visitor.wrong if "ERR_" not in wrong]
    visitor.leave()


def lesson(visitor: Visitor, title: str, right: list[str]) -> None:
    visitor.page.get_by_role("button", name=title).click()
    for index, answer in enumerate(right):
        visitor.page.get_by_role("button", name=answer, exact=True).click()
        last = index + 1 == len(right)
        visitor.page.get_by_role("button", name="Finish" if last else "Next").click()


def test_it_uses_nothing_but_the_kit_and_the_public_api() -> None:
    folder = Path(__file__).resolve().parents[2] / "Sources/UIKitPages/app"
    imports = re.findall(r'^import .*?"(.*?)";', (folder / "app.js").read_text(), re.M)
    assert imports == ["/ui/laurel.js", "/ui/more.js", "./lessons.js"]
    assert "/admin/" not in (folder / "app.js").read_text()


def test_without_a_key_it_says_what_to_do(browser: Browser, server: Laurel) -> None:
    visitor = Visitor.come(browser, server, 360, "dark")
    visitor.page.goto(f"{server.address}/ui/app/")
    visitor.page.get_by_text("laurel demo --app").wait_for()
    assert visitor.violations() == []
    assert visitor.overflow() <= 0
    visitor.leave()
