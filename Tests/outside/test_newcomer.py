"""A newcomer's hour: from `make serve` through the pages by hand of a browser to a webhook that arrives."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import Visitor
from laurel import Laurel, run
from playwright.sync_api import Browser, Locator
from receiver import Receiver, receiving

ENGINES = ("sqlite",)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as receiver:
        yield receiver


class Newcomer:
    """Somebody who reads the reference, and tries calls there with a key."""

    def __init__(self, visitor: Visitor, key: str) -> None:
        self.page = visitor.page
        self.visitor = visitor
        self.key = key

    def try_call(self, page: str, call_name: str, body: object = None, **parts: str) -> dict:
        """Goes to a call by the links of the pages, sends it, and reads what is answered."""
        self.page.goto(f"{self.visitor.server.address}/docs/reference/{page}")
        self.page.wait_for_selector("main h1")
        self.page.get_by_role("link", name=call_name, exact=True).first.click()
        self.page.wait_for_url("**#*")
        heading = self.page.locator(f"#{self.page.url.split('#')[1]}")
        call = self.page.locator("section", has=heading)
        call.locator("summary", has_text="Try it").click()
        call.get_by_label("API key of the sandbox").fill(self.key)
        for name, value in parts.items():
            call.get_by_label(name, exact=True).fill(value)
        if body is not None:
            call.get_by_label("Body", exact=True).fill(json.dumps(body))
        call.get_by_role("button", name="Send").click()
        return self.answer(call)

    @staticmethod
    def answer(call: Locator) -> dict:
        status = call.locator("text=/^Status \\d+$/")
        status.wait_for()
        assert status.inner_text() in ("Status 200", "Status 201"), call.inner_text()
        return json.loads(call.locator("[aria-live] pre").inner_text())


def test_the_first_hour(binary: Path, tmp_path: Path, browser: Browser, receiver: Receiver) -> None:
    # What `make serve` does.
    database = tmp_path / "demo.db"
    told = run(binary, "demo", "--database", str(database))
    assert told.returncode == 0, told.stderr
    key = re.search(r"^  (sandbox_\S+)$", told.stdout, re.MULTILINE)[1]
    server = Laurel(binary, database).start("--webhook-allow", "127.0.0.1/32")
    visitor = Visitor.come(browser, server)
    try:
        hour(visitor, key, receiver)
    finally:
        visitor.leave()
        server.close()


def hour(visitor: Visitor, key: str, receiver: Receiver) -> None:
    page = visitor.page
    page.goto(f"{visitor.server.address}/docs/")
    page.get_by_role("main").get_by_role("link", name="curl", exact=True).first.click()
    page.wait_for_url("**/docs/start/curl")
    page.wait_for_selector("main h1")
    newcomer = Newcomer(visitor, key)
    # A webhook, the first event, and the first streak.
    hook = {"url": receiver.url, "kinds": ["streak.started", "streak.extended"]}
    assert newcomer.try_call("laurel", "POST /admin/v1/webhooks", hook)["secret"]
    event = {"user": {"id": "newcomer", "tz": "Europe/London"}, "value": 1}
    first = newcomer.try_call("trophy", "POST /v1/metrics/{key}/event", event, key="lessons")
    assert first["total"] == 1
    streak = newcomer.try_call("trophy", "GET /v1/users/{id}/streak", id="newcomer")
    assert streak["length"] == 1
    [delivery] = receiver.wait(1)
    assert '"newcomer"' in delivery.body.decode()
    assert delivery.headers["webhook-signature"].startswith("v1,")
