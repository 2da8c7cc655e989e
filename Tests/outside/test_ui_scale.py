"""What many elements, and ten years in one, have the page do.

It is counted here, and timed by `make bench-ui`.
"""

from __future__ import annotations

from laurel import Laurel
from playwright.sync_api import Browser
from ui_scale import HUNDRED, SCROLL, TEN_YEARS, Work, page_of_its_own

ENGINES = ("sqlite",)
MOST_LAYOUTS = 6
"""However many elements there are: one for what they write, and a few that the page itself needs."""


def test_a_hundred_elements_are_laid_out_together(browser: Browser, server: Laurel) -> None:
    page = page_of_its_own(browser, server)
    work = Work(page)
    assert page.evaluate(HUNDRED) == 100
    done = work.look()
    assert 0 < done["LayoutCount"] <= MOST_LAYOUTS, done
    page.context.close()


def test_ten_years_are_scrolled_through_with_one_layout_a_frame(browser: Browser, server: Laurel) -> None:
    page = page_of_its_own(browser, server)
    work = Work(page)
    assert page.evaluate(TEN_YEARS) == [11, 4_018]
    assert 0 < work.look()["LayoutCount"] <= MOST_LAYOUTS
    frames = page.evaluate(SCROLL)
    assert len(frames) > 20
    assert work.look()["LayoutCount"] <= len(frames) + MOST_LAYOUTS
    page.context.close()
