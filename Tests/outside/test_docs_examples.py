"""Every example of the documentation is run, and does what its page says."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from docs_match import Matcher, Mismatch, documents, shown_documents
from docs_session import ExampleFailed, PageRun
from documents import Page, all_pages
from laurel import Laurel

ENGINES = ("sqlite",)
TOGETHER = False
PAGES = {page.name: page for page in all_pages() if page.blocks}


@pytest.mark.parametrize("name", PAGES)
def test_the_examples_of_a_page_do_what_it_says(
    name: str, binary: Path, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    page = PAGES[name]
    run = PageRun(page, binary, tmp_path, lambda: request.getfixturevalue("postgres"))
    assert sum(run.run().values()) == len(page.blocks)
    # What an answer has is told somewhere, also where the page shows a part of it alone.
    assert {field for field in run.fields if field not in documented_words()} == set()


@cache
def documented_words() -> frozenset[str]:
    words: set[str] = set()
    for page in all_pages():
        for _, span in page.spans():
            words.update(re.findall(r"[A-Za-z_]\w*", span))
        for block in page.blocks:
            words.update(re.findall(r'"([A-Za-z_]\w*)"', block.text))
    return frozenset(words)


# The test of the test: what is wrong on a page is found.

METRIC = """
```sh
curl -X POST http://127.0.0.1:8080/admin/v1/metrics -H "X-API-KEY: $KEY" -d '[{"key": "pages", "name": "Pages"}]'
```
"""
EVENT = """
```http
POST /v1/metrics/pages/event

{"user": {"id": "ada"}, "value": 2}
```
"""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        pytest.param(EVENT, r"page.md:2: a request was answered \[422\]", id="refused"),
        pytest.param("```sh\nfalse\ntrue\n```", "this command failed: false", id="command"),
        pytest.param("```sh\nmake tea\n```", "make has no target tea", id="make"),
        pytest.param("```sh\nlaurel fly\n```", "unknown command", id="the command line"),
        pytest.param("```python\nprint(1 / 0)\n```", "ZeroDivisionError", id="Python"),
        pytest.param(
            METRIC + EVENT + '```json\n{"total": 3, …}\n```', "total is", id="another value"
        ),
        pytest.param(
            METRIC + EVENT + '```json\n{"total": 2}\n```', "also has", id="a field left out"
        ),
        pytest.param(
            METRIC + EVENT + '```json\n{"sum": 2, …}\n```', r"has no \['sum'\]", id="a field made up"
        ),
        pytest.param("```sh\nkill -9 $$\n```", "the shell ended", id="a shell that ends"),
        pytest.param("```json\n{}\n```", "nothing was run", id="an answer to nothing"),
        pytest.param("```swift\nlet nothing = 0\n```", "no source has", id="Swift made up"),
        pytest.param("```\nwhat is this\n```", "neither run nor skipped", id="no kind"),
        pytest.param(
            "<!-- test: skip -->\n```sh\nfalse\n```", "a skip needs its reason", id="no reason"
        ),
        pytest.param("<!-- test: sikp -->\n```sh\n```", "no such directive", id="misspelt"),
        pytest.param(
            "```sh\necho one\n```\n```text\ntwo\n```", r"printed was \['one'\]", id="another line"
        ),
        pytest.param("```console\n$ echo one\ntwo\n```", r"printed was \['one'\]", id="a session"),
        pytest.param(
            "<!-- test: status 404 -->\n" + EVENT.strip(), "the answers were", id="another status"
        ),
    ],
)
def test_a_wrong_page_is_found(text: str, problem: str, binary: Path, tmp_path: Path) -> None:
    with pytest.raises((ExampleFailed, ValueError), match=problem):
        PageRun(Page("page.md", text), binary, tmp_path, pytest.fail).run()


def test_a_right_page_is_right(binary: Path, tmp_path: Path) -> None:
    answer = '```json\n{"eventId": "019a97c1-7d3e-7c4a-9a53-2f6c8f1f0d11", "total": 2, …}\n```\n'
    delete = "```http\nDELETE /admin/v1/events/019a97c1-7d3e-7c4a-9a53-2f6c8f1f0d11\n```\n"
    gone = "<!-- test: status 404 -->\n" + delete
    skipped = "<!-- test: skip, because it shows a skip -->\n```ini\n```\n"
    page = Page("page.md", METRIC + EVENT + answer + delete + gone + skipped)
    counts = PageRun(page, binary, tmp_path, pytest.fail).run()
    assert counts == {"run": 4, "compared": 1, "skipped": 1, "elsewhere": 0}


# Defaults.


def defaults(name: str, heading: str) -> dict[str, Any]:
    """The defaults that a table tells, without those that depend on something."""
    page = PAGES[name]
    text = page.prose[page.prose.index(f"\n{heading}\n") :]
    _, header, rows = next(Page(name, text).tables())
    assert header[:2] == ["field", "default"], header
    told = {}
    for field, default, *_ in rows:
        if default not in ("", "required"):
            word = default.strip("`")
            is_json = re.fullmatch(r"[\[{].*|null|true|false|[\d.]+", word)
            told[field.strip("`")] = json.loads(word) if is_json else word
    return told


def test_the_defaults_of_the_tables_are_those_of_the_server(fresh: Laurel) -> None:
    admin = fresh.caller()
    admin.create_metric("pages")
    item = {"key": "a", "name": "A", "sources": [{"metric": "pages"}]}
    plain = {**item, "window": {"period": "daily"}}
    (made,) = admin.post("/admin/v1/streaks/definitions", [plain]).expect(201).json()["created"]
    told = defaults("docs/streaks/definitions.md", "## Fields")
    assert len(told) > 8
    # Where there is none, the answer does not have the field.
    missing = [name for name, default in told.items() if default == "none"]
    assert missing and not set(missing) & set(made)
    told = {name: default for name, default in told.items() if name not in missing}
    assert {name: made[name] for name in told} == told
    weekly = {**item, "key": "b", "window": {"period": "weekly"}}
    (made,) = admin.post("/admin/v1/streaks/definitions", [weekly]).expect(201).json()["created"]
    told = defaults("docs/streaks/definitions.md", "### Window")
    assert {name: made["window"].get(name) for name in told} == told

    code = {"code": "c", "name": "C", "period": "daily"}
    made = admin.post("/api/v1/gamify/streaks", code).expect(201).json()
    told = defaults("docs/api/bricqs.md", "## Definitions")
    # Shown only once it is another.
    assert told.pop("week_start") == 0
    assert {name: made[name] for name in told} == told


@pytest.mark.parametrize(
    ("shown", "real", "problem"),
    [
        pytest.param('{"a": 1}', '{"a": 1}', None, id="same"),
        pytest.param('{"a": 1}', '{"a": 1.5}', "a is", id="another number"),
        pytest.param('{"a": true}', '{"a": 1}', "a is", id="another type"),
        pytest.param('{"a": null}', '{}', "has no", id="absent is not null"),
        pytest.param('[1, …]', '[1, 2, 3]', None, id="a list goes on"),
        pytest.param('[1]', '[1, 2]', "entries", id="a list is longer"),
        pytest.param('[…]', '[1, 2]', None, id="any list"),
        pytest.param('{"a": {…}}', '{"a": {"b": 1}}', None, id="any object"),
        pytest.param('{"a": {…}}', '{"a": 1}', "a is", id="no object"),
        pytest.param('{"a": "x…z"}', '{"a": "xyz"}', None, id="any text between"),
        pytest.param('"2026-01-01T00:00:00Z"', '"2027-02-03T04:05:06Z"', None, id="any time"),
        pytest.param(
            '"2026-01-01T00:00:00Z"', '"2027-02-03T04:05:06.789Z"', "the answer", id="form of a time"
        ),
        pytest.param('"2026-01-01"', '"2026-1-1"', "the answer", id="form of a date"),
        pytest.param(
            '["019a97c1-7d3e-7c4a-9a53-2f6c8f1f0d11", "019a97c1-7d3e-7c4a-9a53-2f6c8f1f0d11"]',
            '["01890a5d-ac96-774b-bcce-b302099a8057", "01890a5d-ac96-774b-bcce-b302099a8058"]',
            r"\[1\] is", id="one id for two",
        ),
    ],
)  # fmt: skip
def test_what_is_shown_is_compared(shown: str, real: str, problem: str | None) -> None:
    (wanted,) = shown_documents(shown)
    (answer,) = documents(real)
    if problem is None:
        Matcher().match(wanted, answer)
    else:
        with pytest.raises(Mismatch, match=problem):
            Matcher().match(wanted, answer)


def test_a_held_clock_makes_times_exact() -> None:
    matcher = Matcher()
    matcher.times_are_exact = True
    with pytest.raises(Mismatch):
        matcher.match("2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z")
