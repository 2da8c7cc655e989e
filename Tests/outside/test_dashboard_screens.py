"""Every screen, in light and dark, wide and narrow: for everybody, whole, and without a complaint.

The pictures of the screens in `docs/dashboard` are made by this suite: `LAUREL_PICTURES=1` has them
kept, and somebody look at them.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import ROLES, Visitor, chromium, make_admin
from dashboard import furnish
from laurel import Laurel
from playwright.sync_api import Browser

ENGINES = ("sqlite",)
PICTURES = Path(__file__).resolve().parents[2] / "docs/dashboard"
SCREENS = {
    "home": "/", "users": "/users", "nobody": "/users?find=zzz", "user": "/users/ada",
    "timeline": "/users/ada/timeline", "user-achievements": "/users/ada/achievements",
    "user-points": "/users/ada/points", "profile": "/users/ada/profile", "log": "/log",
    "metrics": "/metrics", "attributes": "/attributes", "streaks": "/streaks",
    "streak": "/streaks/{streak}", "new-streak": "/streaks/new", "achievements": "/achievements",
    "achievement": "/achievements/{achievement}", "new-achievement": "/achievements/new",
    "points": "/points", "points-system": "/points/{points}", "boards": "/boards",
    "webhooks": "/webhooks", "settings": "/settings", "keys": "/settings/keys",
    "tokens": "/settings/tokens", "team": "/settings/team", "sessions": "/settings/sessions",
    "tenants": "/settings/tenants", "environments": "/settings/environments", "audit": "/settings/audit", "clock": "/settings/clock?in=sandbox",
    "start": "/start?in=sandbox", "empty-home": "/?in=sandbox", "empty-streaks": "/streaks?in=sandbox",
    "nowhere": "/nothing",
}  # fmt: skip
WAYS = [(1280, "light"), (1280, "dark"), (360, "light"), (360, "dark")]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(scope="module")
def places(server: Laurel) -> dict[str, str]:
    """The addresses of the screens on a server with people in it."""
    for role in ROLES:
        make_admin(server, role)
    live = server.caller(environment="live")
    furnish(live)
    live.event("ada", "many").expect(422)
    live.event("ada", metric="nothing").expect(422)
    ids = {
        "streak": live.get("/admin/v1/streaks/definitions").json()[0]["id"],
        "achievement": live.get("/admin/v1/achievements").json()[0]["id"],
        "points": live.get("/admin/v1/points").json()[0]["id"],
    }
    return {name: path.format(**ids) for name, path in SCREENS.items()}


@pytest.mark.parametrize(("width", "scheme"), WAYS)
def test_every_screen_is_whole_and_for_everybody(
    browser: Browser, server: Laurel, places: dict[str, str], width: int, scheme: str
) -> None:
    visitor = Visitor.come(browser, server, width, scheme)
    visitor.page.goto(f"{server.address}/dashboard/sign-in")
    visitor.page.wait_for_selector("form")
    problems = look(visitor, "sign-in", width, scheme)
    visitor.sign_in("owner@example.com")
    for name, path in places.items():
        visitor.open(path)
        problems += look(visitor, name, width, scheme)
    assert problems == []
    visitor.leave()


def look(visitor: Visitor, name: str, width: int, scheme: str) -> list[str]:
    if os.environ.get("LAUREL_PICTURES") and (width, scheme) in ((1280, "light"), (360, "dark")):
        PICTURES.mkdir(exist_ok=True)
        visitor.picture(PICTURES / f"{name}-{width}.png")
    problems = [f"{name}: {problem}" for problem in visitor.violations()]
    if visitor.overflow() > 0:
        problems.append(f"{name}: {visitor.overflow()} pixels too wide")
    return problems
