"""A person's browser: Debian's Chromium, driven by Playwright, and what must never happen in it."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from laurel import Laurel
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

PASSWORD = "correct horse battery"
AXE = Axe()
ROLES = ("owner", "editor", "support", "viewer")


@contextmanager
def chromium() -> Iterator[Browser]:
    program = shutil.which("chromium")
    assert program, "scripts/setup installs chromium"
    with sync_playwright() as playwright:
        # As root, in a container, there is no sandbox to be had.
        browser = playwright.chromium.launch(executable_path=program, args=["--no-sandbox"])
        yield browser
        browser.close()


def make_admin(server: Laurel, role: str) -> str:
    """Somebody who may sign in with a role; gives the address."""
    email = f"{role}@example.com"
    made = subprocess.run(
        [str(server.binary), "admins", "create", "--database", str(server.database),
         "--email", email, "--role", role],
        input=PASSWORD + "\n", capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert made.returncode == 0, made.stderr
    return email


@dataclass
class Visitor:
    """A person with a browser, and everything that went wrong in it."""

    server: Laurel
    context: BrowserContext
    page: Page
    wrong: list[str] = field(default_factory=list)

    @staticmethod
    def come(
        browser: Browser, server: Laurel, width: int = 1280, scheme: str = "light"
    ) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 900},
            color_scheme=scheme,
            locale="en-GB",
            timezone_id="Europe/London",
            reduced_motion="reduce",
        )
        context.set_default_timeout(60_000)
        page = context.new_page()
        visitor = Visitor(server, context, page)
        page.on("pageerror", lambda error: visitor.wrong.append(f"error: {error}"))
        page.on("console", visitor._heard)
        return visitor

    def _heard(self, message) -> None:
        # What the API refuses, browsers write to the console as well.
        refused = "Failed to load resource" in message.text and "/assets/" not in message.text
        if message.type in ("error", "warning") and not refused:
            self.wrong.append(f"{message.type}: {message.text}")

    def sign_in(self, email: str) -> None:
        self.page.goto(f"{self.server.address}/dashboard/sign-in")
        self.page.get_by_label("E-mail").fill(email)
        self.page.get_by_label("Password").fill(PASSWORD)
        self.page.get_by_role("button", name="Sign in").click()
        self.page.wait_for_selector(".shell")

    def open(self, path: str) -> None:
        """Opens a screen by its address, and waits until it shows what it has loaded."""
        self.page.goto(f"{self.server.address}/dashboard{path}")
        self.settle()

    def settle(self) -> None:
        self.page.wait_for_selector("h1")
        # A function that is waited for would be evaluated by the page, whose policy forbids that.
        self.page.wait_for_selector(".bone", state="detached")
        self.page.evaluate("document.fonts.ready.then(() => true)")

    def api(self, path: str, environment: str = "live", method: str = "GET", body: str = "") -> dict:
        """What the page's own session is answered."""
        return self.page.evaluate(
            """async ([path, environment, method, body]) => {
                const headers = { "Laurel-Environment": environment };
                const answer = await fetch(path, { method, headers, body: body || undefined });
                const text = await answer.text();
                return { status: answer.status, json: text ? JSON.parse(text) : null };
            }""",
            [path, environment, method, body],
        )

    def violations(self) -> list[str]:
        """What keeps somebody from using the page who cannot see, or cannot use a mouse."""
        # A page that is looked at several times has the half a megabyte once.
        if not self.page.evaluate("'axe' in window"):
            self.page.evaluate(AXE.axe_script)
        found = self.page.evaluate("axe.run({ resultTypes: ['violations'] })")["violations"]
        return [
            f"{one['id']}: {node['html'][:160]} {node.get('failureSummary', '')[:300]}"
            for one in found
            for node in one["nodes"][:3]
        ]

    def turn(self, width: int, scheme: str) -> None:
        """Has the same page in a window of another width, or in another scheme of colours."""
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme)
        # Charts measure their place in the frame after the one in which it changes.
        self.page.evaluate(
            """async () => {
                for (let frame = 0; frame < 4; frame += 1) {
                    await new Promise((done) => requestAnimationFrame(done));
                }
            }"""
        )

    def overflow(self) -> int:
        """By how many pixels the page is wider than the window."""
        return self.page.evaluate("document.documentElement.scrollWidth - innerWidth")

    def picture(self, path: Path) -> None:
        self.page.screenshot(path=path, full_page=True, animations="disabled")

    def leave(self) -> None:
        self.context.close()
        assert self.wrong == [], self.wrong
