"""The documentation that the server has with it, in a real browser: guides, reference, search, a try."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visitor
from documents import all_pages
from laurel import Caller, Laurel
from playwright.sync_api import Browser

ENGINES = ("sqlite",)
ROOT = Path(__file__).resolve().parents[2]
PAGES = {
    "first": "/docs/", "quick-start": "/docs/start/curl", "cookbook": "/docs/guides/cookbook",
    "rules": "/docs/streaks/rules", "project": "/docs/project/CHANGELOG",
    "reference": "/docs/reference/trophy", "calls": "/docs/reference/trophy/metrics",
    "webhooks": "/docs/reference/laurel/webhooks", "nowhere": "/docs/none",
}  # fmt: skip
FEW = {"first": "/docs/", "quick-start": "/docs/start/curl"}
WAYS = [(1280, "light", PAGES), (360, "dark", PAGES), (1280, "dark", FEW), (360, "light", FEW)]


@pytest.fixture
def visitor(browser: Browser, server: Laurel) -> Iterator[Visitor]:
    visitor = Visitor.come(browser, server)
    yield visitor
    visitor.leave()


def show(visitor: Visitor, path: str) -> None:
    visitor.page.goto(visitor.server.address + path)
    visitor.page.wait_for_selector("main h1")
    visitor.page.wait_for_selector("nav ul a", state="attached")
    visitor.page.evaluate("document.fonts.ready.then(() => true)")


def test_every_page_is_embedded(server: Laurel) -> None:
    checked = subprocess.run(
        [sys.executable, ROOT / "scripts/embed-docs", "--check"], capture_output=True, text=True, check=False
    )
    assert checked.returncode == 0, checked.stderr
    served = set(server.request("GET", "/docs/text/pages.json").json())
    assert {page.name for page in all_pages()} <= served
    for page in all_pages():
        name = page.name.removeprefix("docs/") if page.name.startswith("docs/") else f"..{page.name}"
        answer = server.request("GET", f"/docs/text/{name.replace('/', '.')}")
        assert answer.expect(200).body.decode() == page.text, page.name
    server.request("GET", "/docs/text/none.md").expect(404)
    server.request("GET", "/docs/assets/none.js").expect(404)


@pytest.mark.parametrize(("width", "scheme", "pages"), WAYS)
def test_every_page_is_whole_and_for_everybody(
    browser: Browser, server: Laurel, tmp_path: Path, width: int, scheme: str, pages: dict[str, str]
) -> None:
    visitor = Visitor.come(browser, server, width, scheme)
    elsewhere: list[str] = []
    visitor.page.on(
        "request", lambda one: None if one.url.startswith(server.address) else elsewhere.append(one.url)
    )
    folder = Path(os.environ.get("LAUREL_PICTURES_OF_DOCS", tmp_path))
    problems = []
    for name, path in pages.items():
        show(visitor, path)
        visitor.picture(folder / f"{name}-{width}-{scheme}.png")
        problems += [f"{name}: {problem}" for problem in visitor.violations()]
        if visitor.overflow() > 0:
            problems.append(f"{name}: {visitor.overflow()} pixels too wide")
    assert problems == []
    assert elsewhere == [], "something was loaded from elsewhere"
    visitor.leave()


def test_every_link_of_the_contents_leads_to_a_page(visitor: Visitor) -> None:
    show(visitor, "/docs/")
    paths = visitor.page.eval_on_selector_all("nav a", "links => links.map((link) => link.pathname)")
    assert len(paths) > 40
    for path in dict.fromkeys(paths):
        show(visitor, path)
        assert visitor.page.inner_text("main h1") not in ("", "Not found"), path


def test_links_and_the_back_button_work_without_loading_again(visitor: Visitor) -> None:
    show(visitor, "/docs/")
    visitor.page.evaluate("window.here = true")
    visitor.page.locator("main a", has_text="curl").first.click()
    visitor.page.wait_for_selector("main h1 >> text=Quick start with curl")
    visitor.page.locator("main a", has_text="Python").first.click()
    visitor.page.wait_for_selector("main h1 >> text=Quick start with Python")
    visitor.page.go_back()
    visitor.page.wait_for_selector("main h1 >> text=Quick start with curl")
    assert visitor.page.evaluate("window.here") is True
    assert visitor.page.title() == "Quick start with curl – Laurel"


def test_a_link_to_help_shows_its_heading(visitor: Visitor) -> None:
    show(visitor, "/docs/troubleshooting#422-a-value-breaks-a-rule")
    top = visitor.page.evaluate(
        "document.getElementById('422-a-value-breaks-a-rule').getBoundingClientRect().top"
    )
    assert 0 <= top < 200


def test_the_search_finds_guides_and_calls(visitor: Visitor) -> None:
    show(visitor, "/docs/")
    visitor.page.get_by_label("Search").fill("freezes premium")
    visitor.page.get_by_label("Search").press("Enter")
    visitor.page.wait_for_selector(".results a")
    first = visitor.page.locator(".results a").first
    assert first.inner_text() == "Give freezes to premium users"
    visitor.page.get_by_label("Search").fill("rotate webhook")
    visitor.page.get_by_label("Search").press("Enter")
    visitor.page.locator(".results").get_by_text("POST /admin/v1/webhooks/{id}/rotate").wait_for()


def test_a_call_is_shown_in_four_languages(visitor: Visitor) -> None:
    show(visitor, "/docs/reference/trophy/users")
    call = visitor.page.locator("section", has=visitor.page.locator("#postV1Users"))
    for language, word in {"curl": "curl -X POST", "Python": "httpx", "Node": "fetch(", "Swift": "URLSession"}.items():
        call.get_by_role("tab", name=language).click()
        assert word in call.get_by_role("tabpanel").inner_text()
        assert call.get_by_role("tab", name=language).get_attribute("aria-selected") == "true"


def test_a_newcomer_tries_a_call(visitor: Visitor, server: Laurel, admin: Caller) -> None:
    show(visitor, "/docs/reference/trophy/users")
    call = visitor.page.locator("section", has=visitor.page.locator("#postV1Users"))
    call.locator("summary", has_text="Try it").click()
    call.get_by_label("API key of the sandbox").fill(server.key("live"))
    call.get_by_label("Body").fill('{"id": "tried"}')
    call.get_by_role("button", name="Send").click()
    call.locator("text=Use a key of the sandbox here").wait_for()
    admin.get("/v1/users/tried").expect(404)
    call.get_by_label("API key of the sandbox").fill(admin.key)
    call.get_by_role("button", name="Send").click()
    call.locator("text=Status 201").wait_for()
    admin.get("/v1/users/tried").expect(200)


def test_the_pages_forbid_what_they_do_not_need(server: Laurel) -> None:
    answer = server.request("GET", "/docs/")
    policy = answer.headers["content-security-policy"]
    assert "default-src 'self'" in policy and "unsafe" not in policy
    folder = ROOT / "Sources/DashboardPages/guides"
    for file in folder.glob("*.js"):
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(", file.read_text()), file
        assert not re.search(r"https?://", file.read_text()), file
