"""The guides of the UI kit, run in a browser as they are written; on a page of another origin."""

from __future__ import annotations

import json
import re
from importlib.util import find_spec
from pathlib import Path

import pytest
from browser import Visitor
from documents import DOCS, Page
from laurel import Laurel
from playwright.sync_api import Browser
from site_beside import learner, site

ENGINES = ("sqlite",)
REACT = Path("/usr/share/nodejs/react/umd/react.development.js")
REACT_DOM = Path("/usr/share/nodejs/react-dom/umd/react-dom.development.js")

VUE = Path(find_spec("nicegui").origin).parent / "static/vue.esm-browser.js"
"""Vue 3 as a package of PyPI ships it; Debian has Vue 2."""


@pytest.fixture(scope="module")
def session(server: Laurel) -> dict[str, str]:
    """Who the user of the page is."""
    return learner(server)


def blocks(name: str, kind: str, server: Laurel) -> list[str]:
    page = Page.read(DOCS / "guides" / name)
    return [
        block.text.replace("http://127.0.0.1:8080", server.address) for block in page.blocks if block.kind == kind
    ]


def test_plain_html(browser: Browser, server: Laurel, session: dict[str, str]) -> None:
    files = {
        "/": blocks("html.md", "html", server)[0],
        "/page.js": blocks("html.md", "js", server)[0],
        "/session.json": json.dumps(session),
        "/favicon.ico": "",
    }
    with site(server, files) as origin:
        visitor = Visitor.come(browser, server)
        visitor.page.goto(origin)
        visitor.page.locator("laurel-provider[state='live']").wait_for()
        visitor.page.locator("laurel-streak-badge", has_text="1 day").wait_for()
        visitor.page.get_by_role("button", name="Finish a lesson").click()
        visitor.page.locator("laurel-toast .toast", has_text="First lesson").wait_for()
        visitor.page.locator("laurel-achievement-grid", has_text="Unlocked").wait_for()
        visitor.leave()


@pytest.mark.skipif(not REACT_DOM.exists(), reason="Debian's node-react and node-react-dom are not installed")
def test_react(browser: Browser, server: Laurel, session: dict[str, str]) -> None:
    hooks = blocks("react.md", "js", server)[0]
    component, newer, older = blocks("react.md", "jsx", server)
    assert "useStreaks()" in component and "onlaurel-day" in newer and "ref={" in older
    # JSX needs a build; what it comes to does not.
    application = """
        import { LaurelProvider, useStreaks, useLaurel, useConnection } from "./hooks.js";
        const e = React.createElement;
        function Streak() {
            const { data, isLoading, isStale } = useStreaks();
            const laurel = useLaurel();
            const state = useConnection();
            if (isLoading) return e("p", null, "…");
            const primary = data.find((streak) => streak.primary);
            return e("div", null,
                e("button", { onClick: () => laurel.event("lessons", 1) }, `${primary.length} days${isStale ? " (offline)" : ""}`),
                e("output", null, state),
                e("laurel-streak-badge", { ref: (element) => element && Object.assign(element, { length: primary.longest + 40 }) }));
        }
        const { user, apiKey } = await (await fetch("/session.json")).json();
        const App = () => e(LaurelProvider, { user, apiKey, address: "ADDRESS" }, e(Streak));
        ReactDOM.createRoot(document.getElementById("root")).render(e(App));
    """.replace("ADDRESS", server.address)
    files = {
        "/": '<!doctype html><title>React</title><div id="root"></div><script src="/react.js"></script>'
        '<script src="/react-dom.js"></script><script type="module" src="/app.js"></script>',
        "/react.js": REACT.read_text() if REACT.exists() else "",
        "/react-dom.js": REACT_DOM.read_text() if REACT_DOM.exists() else "",
        "/hooks.js": hooks.replace('import * as React from "react";', "const React = globalThis.React;"),
        "/app.js": application,
        "/session.json": json.dumps(session),
        "/favicon.ico": "",
    }
    with site(server, files) as origin:
        visitor = Visitor.come(browser, server)
        visitor.page.goto(origin)
        visitor.page.get_by_role("button", name="1 days").wait_for()
        visitor.page.locator("output", has_text="live").wait_for()
        visitor.page.locator("laurel-streak-badge", has_text="41 days").wait_for()
        visitor.wrong = [wrong for wrong in visitor.wrong if "React DevTools" not in wrong]
        visitor.leave()


def test_vue(browser: Browser, server: Laurel, session: dict[str, str]) -> None:
    """The component as Vue's compiler in the browser takes it; what Vite does needs a build."""
    (configuration,) = blocks("vue.md", "js", server)
    (component,) = blocks("vue.md", "vue", server)
    (rule,) = re.findall(r"isCustomElement: (\(tag\) => .*?\))(?: |,)", configuration)
    (names,) = re.findall(r"defineProps\((\[.*?\])\)", component)
    (module,) = re.findall(r'import "(.*?)";', component)
    template = component.partition("<template>")[2].rpartition("</template>")[0]
    history = [{"periodStart": "2026-11-30", "periodEnd": "2026-11-30"}]
    application = f"""
        import {{ createApp }} from "/vue.js";
        import "{module}";
        const session = await (await fetch("/session.json")).json();
        const app = createApp({{ props: {names}, template: {json.dumps(template)} }}, {{ ...session, history: {json.dumps(history)} }});
        app.config.compilerOptions.isCustomElement = {rule};
        app.mount("#root");
    """
    files = {
        "/": '<!doctype html><title>Vue</title><div id="root"></div><script type="module" src="/app.js"></script>',
        "/vue.js": VUE.read_text(),
        "/app.js": application,
        "/session.json": json.dumps(session),
        "/favicon.ico": "",
    }
    with site(server, files) as origin:
        visitor = Visitor.come(browser, server)
        said: list[str] = []
        visitor.page.on("console", lambda message: said.append(message.text))
        visitor.page.goto(origin)
        visitor.page.locator("laurel-provider[state='live']").wait_for()
        visitor.page.locator("laurel-streak-badge", has_text="1 day").wait_for()
        calendar = visitor.page.locator("laurel-streak-calendar")
        assert calendar.evaluate("each => each.streak") == history
        calendar.evaluate(
            "each => each.dispatchEvent(new CustomEvent('laurel-day', {detail: {date: '2026-11-30'}}))"
        )
        visitor.page.wait_for_function("true")
        assert "2026-11-30" in said
        visitor.leave()
