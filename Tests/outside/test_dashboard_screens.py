"""Every screen, in light and dark, wide and narrow: for everybody, whole, and without a complaint.

The pictures of the screens in `docs/dashboard` are made by this suite: `LAUREL_PICTURES=1` has them
kept, and somebody look at them.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from browser import ROLES, Visitor, make_admin
from dashboard import counted, furnish, tried
from laurel import Laurel
from playwright.sync_api import Browser

ENGINES = ("sqlite",)
PICTURES = Path(__file__).resolve().parents[2] / "docs/dashboard"
SCREENS = {
    "home": "/", "users": "/users", "nobody": "/users?find=zzz", "user": "/users/ada",
    "timeline": "/users/ada/timeline", "user-achievements": "/users/ada/achievements",
    "user-points": "/users/ada/points", "user-boards": "/users/ada/boards",
    "user-notes": "/users/ada/notes", "no-notes": "/users/grace/notes", "profile": "/users/ada/profile",
    "merge": "/users/ada/merge", "merge-preview": "/users/ada/merge?from=device-17", "log": "/log",
    "metrics": "/metrics", "attributes": "/attributes", "streaks": "/streaks",
    "streak": "/streaks/{streak}", "new-streak": "/streaks/new", "achievements": "/achievements",
    "achievement": "/achievements/{achievement}", "new-achievement": "/achievements/new",
    "points": "/points", "points-system": "/points/{points}", "boards": "/boards",
    "board": "/boards/{board}", "board-settings": "/boards/{board}/settings",
    "board-corrections": "/boards/{board}/corrections", "webhooks": "/webhooks",
    "empty-messages": "/messages", "empty-message-log": "/messages/log",
    "empty-suppressions": "/messages/suppressions", "empty-user-messages": "/users/ada/messages",
    "new-template": "/messages/templates/recap?locale=fr",
    "webhook": "/webhooks/{webhook}", "webhook-settings": "/webhooks/{webhook}/settings",
    "analytics": "/analytics", "analytics-plan": "/analytics?by=plan&days=90",
    "analytics-retention": "/analytics/retention?days=365&compare=streak&streak=daily",
    "analytics-funnel": "/analytics/funnel?days=365", "analytics-streaks": "/analytics/streaks?days=90",
    "analytics-achievements": "/analytics/achievements", "analytics-points": "/analytics/points",
    "analytics-boards": "/analytics/boards", "analytics-empty": "/analytics/streaks?in=sandbox",
    "analytics-early": "/analytics/retention?in=sandbox",
    "analytics-users": "/analytics/users/streak?streak=daily&first=7",
    "analytics-experiments": "/experiments?in=sandbox&tenant=acme",
    "analytics-experiment": "/experiments/lower-goal?in=sandbox&tenant=acme",
    "experiment-setup": "/experiments/grace/setup?in=sandbox&tenant=acme",
    "new-experiment": "/experiments/new?in=sandbox&tenant=acme", "empty-experiments": "/experiments",
    "settings": "/settings", "keys": "/settings/keys",
    "tokens": "/settings/tokens", "team": "/settings/team", "sessions": "/settings/sessions",
    "tenants": "/settings/tenants", "environments": "/settings/environments", "audit": "/settings/audit", "clock": "/settings/clock?in=sandbox",
    "start": "/start?in=sandbox", "empty-home": "/?in=sandbox", "empty-streaks": "/streaks?in=sandbox",
    "nowhere": "/nothing",
}  # fmt: skip
WAYS = [(1280, "light"), (1280, "dark"), (360, "dark"), (360, "light")]
PICTURED = ((1280, "light"), (360, "dark"))
PARTS = 4
"""In how many parts the screens are looked at, so that several workers share them."""
TOGETHER = False
AFRESH = ("new-template", "template")
"""Screens that ask for the scheme when they are opened, and not again."""


@pytest.fixture(scope="module")
def places(server: Laurel) -> dict[str, str]:
    """The addresses of the screens on a server with people in it."""
    for role in ROLES:
        make_admin(server, role)
    live = server.caller(environment="live")
    events = furnish(live, days=90, learners=180)
    live.event("device-17", 3, metric="lessons").expect(201)
    live.patch("/admin/v1/settings", {"analytics": {"attributes": ["plan"]}}).expect(200)
    for text in (
        "Ticket 4711: the app was down on Sunday, so the streak was restored. Promised a week of XP.",
        "Asked by mail whether grace holds on holidays.",
    ):
        live.post("/admin/v1/users/ada/notes", {"text": text}).expect(201)
    live.event("ada", "many").expect(422)
    live.event("ada", metric="nothing").expect(422)
    ids = {
        "streak": live.get("/admin/v1/streaks/definitions").json()[0]["id"],
        "achievement": live.get("/admin/v1/achievements").json()[0]["id"],
        "points": live.get("/admin/v1/points").json()[0]["id"],
        "board": live.get("/admin/v1/leaderboards").json()[0]["id"],
        "webhook": live.get("/admin/v1/webhooks").json()["webhooks"][0]["id"],
    }
    counted(live, events)
    tried(server)
    return {name: path.format(**ids) for name, path in SCREENS.items()}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_screen_is_whole_and_for_everybody(
    browser: Browser, server: Laurel, places: dict[str, str], part: int
) -> None:
    """Each screen is opened by its address once, and looked at in every way."""
    visitor = Visitor.come(browser, server)
    problems: list[str] = []
    if part == 0:
        visitor.page.goto(f"{server.address}/dashboard/sign-in")
        visitor.page.wait_for_selector("form")
        problems += look(visitor, "sign-in")
    visitor.sign_in("owner@example.com")
    for name, path in list(places.items())[part::PARTS]:
        visitor.open(path)
        problems += look(visitor, name)
    assert problems == []
    visitor.leave()


def look(visitor: Visitor, name: str) -> list[str]:
    problems = []
    for width, scheme in WAYS:
        visitor.turn(width, scheme)
        is_pictured = bool(os.environ.get("LAUREL_PICTURES")) and (width, scheme) in PICTURED
        # A picture shows the screen as somebody finds it, with the chosen tab in sight.
        if name in AFRESH or (is_pictured and name != "sign-in"):
            visitor.page.reload()
            visitor.settle()
        if is_pictured:
            PICTURES.mkdir(exist_ok=True)
            visitor.picture(PICTURES / f"{name}-{width}.png")
        way = f"{name}, {width} {scheme}"
        problems += [f"{way}: {problem}" for problem in visitor.violations()]
        if visitor.overflow() > 0:
            problems.append(f"{way}: {visitor.overflow()} pixels too wide")
    visitor.turn(*WAYS[0])
    return problems
