"""How long the elements take, in the time that the page's own thread works.

That time is told by the browser, and does not count what other programs do meanwhile. The figures are in
`docs/operations/benchmarks.md`.
"""

from __future__ import annotations


from laurel import Laurel
from playwright.sync_api import Browser, CDPSession, Page

ENGINES = ("sqlite",)
TRIES = 5
"""Each on a page of its own, so that nothing is warm; the quickest counts."""
MOST_FOR_A_HUNDRED = 50
MOST_FOR_TEN_YEARS = 200
MOST_FOR_A_FRAME = 16.7


def page_of_its_own(browser: Browser, server: Laurel) -> Page:
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.goto(f"{server.address}/ui/app/")
    page.get_by_text("laurel demo --app").wait_for()
    # As on a page whose data is on its way: the module is there, and has had a moment.
    page.evaluate("import('/ui/laurel.js').then(() => new Promise((resolve) => setTimeout(resolve, 100)))")
    return page


class Work:
    """How long the page's thread has worked between two looks, in milliseconds."""

    def __init__(self, page: Page) -> None:
        self.session: CDPSession = page.context.new_cdp_session(page)
        self.session.send("Performance.enable", {"timeDomain": "threadTicks"})
        self.now = 0.0
        self.look()

    def look(self) -> float:
        metrics = self.session.send("Performance.getMetrics")["metrics"]
        before, self.now = self.now, next(one["value"] for one in metrics if one["name"] == "TaskDuration")
        return 1_000 * (self.now - before)


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


def test_ten_years_are_scrolled_through_smoothly(browser: Browser, server: Laurel) -> None:
    made, scrolled, between = [], [], []
    for _ in range(TRIES):
        page = page_of_its_own(browser, server)
        work = Work(page)
        assert page.evaluate(TEN_YEARS) == [11, 4_018]
        made.append(round(work.look(), 1))
        frames = page.evaluate(SCROLL)
        assert len(frames) > 20
        scrolled.append(round(work.look() / len(frames), 2))
        between.append(round(sorted(frames)[len(frames) // 2], 1))
        page.context.close()
    print("ten years take", made, "ms; a frame of scrolling", scrolled, "ms, with", between, "ms from one to the next")
    assert min(made) < MOST_FOR_TEN_YEARS, made
    assert min(scrolled) < MOST_FOR_A_FRAME / 2, scrolled
    # Sixty frames a second: none is left out.
    assert min(between) < 2 * MOST_FOR_A_FRAME, between
