"""Many elements on one page, and ten years in one: what to put there, and what the page's thread did for it."""

from __future__ import annotations

from laurel import Laurel
from playwright.sync_api import Browser, CDPSession, Page


def page_of_its_own(browser: Browser, server: Laurel) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{server.address}/ui/app/")
    page.get_by_text("laurel demo --app").wait_for()
    # As on a page whose data is on its way: the module is there, and has had a moment.
    page.evaluate("import('/ui/laurel.js').then(() => new Promise((resolve) => setTimeout(resolve, 100)))")
    return page


class Work:
    """What the page's thread has done between two looks.

    Times are those that the thread itself worked, as the browser tells them: what other programs do
    meanwhile does not count.
    """

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.now: dict[str, float] = {}
        self.look()

    def look(self) -> dict[str, float]:
        before = self.now
        self.now = {one["name"]: one["value"] for one in self.session.send("Performance.getMetrics")["metrics"]}
        return {name: value - before.get(name, 0) for name, value in self.now.items()}

    def milliseconds(self) -> float:
        return 1_000 * self.look()["TaskDuration"]


HUNDRED = """async () => {
    const kinds = [
        ["laurel-streak-badge", { length: 7 }], ["laurel-points-badge", { name: "XP", total: 9 }],
        ["laurel-achievement-badge", { achievement: { name: "A", achievedAt: "2026-01-01T00:00:00Z" } }],
        ["laurel-leaderboard-rankings", { rankings: [{ userId: "a", rank: 1, value: 3 }] }],
        ["laurel-points-boost", { boost: { name: "B", status: "active", multiplier: 2 } }],
    ];
    const made = Array.from({ length: 100 }, (_, index) => {
        const [tag, properties] = kinds[index % kinds.length];
        return Object.assign(document.createElement(tag), properties);
    });
    document.querySelector("main").replaceChildren(...made);
    // Elements write what they show before the next frame.
    await Promise.resolve();
    await Promise.resolve();
    document.body.getBoundingClientRect();
    return made.filter((element) => element.shadowRoot.textContent.trim() && element.offsetHeight > 0).length;
}"""


TEN_YEARS = 200
MOST_FOR_A_FRAME = 16.7


def page_of_its_own(browser: Browser, server: Laurel) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{server.address}/ui/app/")
    page.get_by_text("laurel demo --app").wait_for()
    # As on a page whose data is on its way: the module is there, and has had a moment.
    page.evaluate("import('/ui/laurel.js').then(() => new Promise((resolve) => setTimeout(resolve, 100)))")
    return page


class Work:
    """What the page's thread has done between two looks.

    Times are those that the thread itself worked, as the browser tells them: what other programs do
    meanwhile does not count.
    """

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.now: dict[str, float] = {}
        self.look()

    def look(self) -> dict[str, float]:
        before = self.now
        self.now = {one["name"]: one["value"] for one in self.session.send("Performance.getMetrics")["metrics"]}
        return {name: value - before.get(name, 0) for name, value in self.now.items()}

    def milliseconds(self) -> float:
        return 1_000 * self.look()["TaskDuration"]


HUNDRED = """async () => {
    const kinds = [
        ["laurel-streak-badge", { length: 7 }], ["laurel-points-badge", { name: "XP", total: 9 }],
        ["laurel-achievement-badge", { achievement: { name: "A", achievedAt: "2026-01-01T00:00:00Z" } }],
        ["laurel-leaderboard-rankings", { rankings: [{ userId: "a", rank: 1, value: 3 }] }],
        ["laurel-points-boost", { boost: { name: "B", status: "active", multiplier: 2 } }],
    ];
    const made = Array.from({ length: 100 }, (_, index) => {
        const [tag, properties] = kinds[index % kinds.length];
        return Object.assign(document.createElement(tag), properties);
    });
    document.querySelector("main").replaceChildren(...made);
    // Elements write what they show before the next frame.
    await Promise.resolve();
    await Promise.resolve();
    document.body.getBoundingClientRect();
    return made.filter((element) => element.shadowRoot.textContent.trim() && element.offsetHeight > 0).length;
}"""


def test_a_hundred_elements_are_there_in_an_instant(browser: Browser, server: Laurel) -> None:
    times = []
    for _ in range(TRIES):
        page = page_of_its_own(browser, server)
        work = Work(page)
        assert page.evaluate(HUNDRED) == 100
        times.append(round(work.look(), 1))
        page.context.close()
    print("100 elements take", times, "ms")
    assert min(times) < MOST_FOR_A_HUNDRED, times


TEN_YEARS = """async () => {
    const day = (count) => new Date(Date.UTC(2016, 10, 30) + count * 86_400_000).toISOString().slice(0, 10);
    const streak = Array.from({ length: 3_653 }, (_, index) => (
        { periodStart: day(index), periodEnd: day(index), length: index % 97 }));
    const calendar = document.createElement("laurel-streak-calendar");
    Object.assign(calendar, { view: "all", streak, referenceDate: day(3_652) });
    document.querySelector("main").replaceChildren(calendar);
    const frame = () => new Promise(requestAnimationFrame);
    await frame();
    await frame();
    const { root } = calendar;
    return [root.querySelectorAll(".block").length, root.querySelectorAll("[data-day]").length];
}"""
SCROLL = """async () => {
    const years = document.querySelector("laurel-streak-calendar").shadowRoot.querySelector(".years");
    const frames = [];
    let last = await new Promise(requestAnimationFrame);
    while (years.scrollTop + years.clientHeight < years.scrollHeight - 1) {
        years.scrollTop += 24;
        const now = await new Promise(requestAnimationFrame);
        frames.push(now - last);
        last = now;
    }
    return frames;
}"""
