"""Mails as their readers see them: in a narrow and a wide window, in the light and in the dark."""

from __future__ import annotations

from pathlib import Path

import pytest
from conftest import furnished
from laurel import Caller, Laurel, serving
from playwright.sync_api import Browser

ENGINES = ("sqlite",)
KINDS = ("streak_reminder", "streak_at_risk", "achievement", "reactivation", "recap")
PICTURES = Path(__file__).parent.parent.parent / "docs" / "mails"


@pytest.fixture(scope="module")
def admin(server: Laurel) -> Caller:
    caller = furnished(server.caller())
    streaks = {"metrics": [{"key": "pages", "threshold": 1}], "frequency": "daily"}
    caller.patch("/admin/v1/streaks/settings", streaks).expect(200)
    branding = {"appName": "Pages", "appUrl": "https://pages.example", "brandColor": "#3355ff"}
    caller.patch("/admin/v1/settings", {"branding": branding}).expect(200)
    metric = caller.get("/admin/v1/metrics").expect(200).json()[0]["id"]
    achievement = {
        "name": "Bookworm", "description": "Read 10 pages", "trigger": "metric",
        "metricId": metric, "metricValue": 10, "status": "active",
    }  # fmt: skip
    caller.post("/admin/v1/achievements", [achievement]).expect(201)
    for day in range(2, 9):
        caller.set_clock(f"2026-11-{day:02}T12:00:00Z")
        caller.event({"id": "ada", "name": "Ada", "email": "ada@example.com"}, 4).expect(200, 201)
        caller.event("ada", 120, metric="words").expect(200, 201)
    caller.set_clock("2026-11-09T20:00:00Z")
    return caller


def html(admin: Caller, kind: str, locale: str) -> str:
    body = {"kind": kind, "userId": "ada", "locale": locale}
    return admin.post("/admin/v1/messages/preview", body).expect(200).json()["html"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("width", (320, 700))
@pytest.mark.parametrize("scheme", ("light", "dark"))
def test_a_mail_fits_its_window(
    admin: Caller, browser: Browser, kind: str, width: int, scheme: str
) -> None:
    locale = "de" if width == 320 else "en"
    context = browser.new_context(
        viewport={"width": width, "height": 700}, color_scheme=scheme, locale="en-GB"
    )
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.set_content(html(admin, kind, locale))
    wider = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    assert wider <= 0, f"{wider} pixels wider than the window"
    assert not asked, "a mail with no picture asks for nothing"
    text = page.inner_text("body")
    assert "{{" not in text and ("Abbestellen" if locale == "de" else "Unsubscribe") in text
    PICTURES.mkdir(exist_ok=True)
    page.screenshot(path=PICTURES / f"{kind}-{width}-{scheme}.png", full_page=True)
    context.close()
