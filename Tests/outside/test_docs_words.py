"""What the documentation names is there: links, routes, options, fields; and the other way round."""

from __future__ import annotations

import re
import shutil
import subprocess
from functools import cache
from pathlib import Path

import pytest
from docs_names import ALLOWED_OPTIONS, ALLOWED_WORDS, MOST_SKIPS
from documents import DOCS, ROOT, Page, all_pages
from laurel import Laurel, run

ENGINES = ("sqlite",)
PAGES = {page.name: page for page in all_pages()}
METHODS = "GET|POST|PUT|PATCH|DELETE|HEAD"
SOURCES = ROOT / "Sources"

every_page = pytest.mark.parametrize("name", PAGES)


# Links.


@every_page
def test_every_link_leads_somewhere(name: str) -> None:
    assert dead_links(PAGES[name]) == []


def dead_links(page: Page) -> list[str]:
    dead = []
    for line, target in page.links():
        if re.match(r"https?://", target):
            continue
        path, _, anchor = target.partition("#")
        file = ((ROOT / page.name).parent / path).resolve() if path else ROOT / page.name
        if not file.exists():
            dead.append(f"{page.name}:{line}: there is no {target}")
        elif anchor:
            aim = page if not path else Page.read(file)
            if anchor not in aim.anchors():
                dead.append(f"{page.name}:{line}: {path or page.name} has no #{anchor}")
    return dead


def test_every_page_can_be_reached() -> None:
    """By links, from the README on; decisions are found by their folder."""
    seen: set[str] = set()
    waiting = ["README.md"]
    while waiting:
        name = waiting.pop()
        if name in seen or name not in PAGES:
            continue
        seen.add(name)
        for _, target in PAGES[name].links():
            path = target.partition("#")[0]
            if path and not path.startswith("http"):
                file = ((ROOT / name).parent / path).resolve()
                waiting.append(str(file.relative_to(ROOT)))
    left = {name for name in PAGES if not name.startswith("docs/decisions/")} - seen
    assert left == set()


# Routes.


@cache
def routes() -> frozenset[tuple[str, str]]:
    """The tables of routes, as the sources have them."""
    found = set()
    for file in SOURCES.rglob("*.swift"):
        for method, path in re.findall(
            r"\(\s*(?:open: )?\.(get|post|put|patch|delete),\s*\"(/[^\"]*)\"", file.read_text()
        ):
            found.add((method.upper(), path))
        found |= {("GET", path) for path in re.findall(r"endpoint\(at: \"(/[^\"]*)\"", file.read_text())}
    return frozenset(found)


def shape(path: str) -> str:
    """A path with what stands for something else marked: `/v1/users/{}`."""
    path = re.split(r"[?#]", path)[0].rstrip("…")
    return re.sub(r"\{[^}]*\}|<[^>]*>", "{}", path).rstrip("/") or "/"


def mentioned_routes(page: Page) -> list[tuple[int, str, str]]:
    """Every `METHOD /path` of a page, in code spans, tables and blocks."""
    found = []
    for line, span in page.spans():
        for match in re.finditer(rf"\b({METHODS}) (/[^\s`\"']*)", span):
            found.append((line, match[1], match[2]))
    for line, header, rows in page.tables():
        for row in rows:
            if row[0] in METHODS.split("|") and len(row) > 1:
                found.append((line, row[0], row[1].strip("`")))
    return found


def is_route(method: str, path: str) -> bool:
    """Whether a mention is a route, or the end of one: `POST …/freezes`."""
    method = "GET" if method == "HEAD" else method
    wanted = shape(path).split("/")
    for known_method, known in routes():
        parts = shape(known).split("/")
        if known_method == method and len(parts) == len(wanted):
            if all(a == b or a == "{}" for a, b in zip(parts, wanted, strict=True)):
                return True
    return False


@every_page
def test_every_route_that_is_mentioned_is_there(name: str) -> None:
    assert unknown_routes(PAGES[name]) == []


def unknown_routes(page: Page) -> list[str]:
    return [
        f"{page.name}:{line}: {method} {path}"
        for line, method, path in mentioned_routes(page)
        if not is_route(method, path)
    ]


def test_every_route_is_documented() -> None:
    documented = {
        (method, shape(path))
        for page in PAGES.values()
        for _, method, path in mentioned_routes(page)
    }
    missing = {(method, path) for method, path in routes() if (method, shape(path)) not in documented}
    assert missing == set()
    assert len(routes()) > 80


def test_the_tables_of_the_sources_are_those_of_the_server(server: Laurel) -> None:
    """Asked from outside: a path that is no route is told as one, whoever asks."""
    for method, path in sorted(routes()):
        answer = server.request(method, re.sub(r"\{[^}]*\}", "0", path))
        assert answer.status != 405, (method, path)
        # A page for people tells what is wrong with a link, and is a page all the same.
        is_page = answer.headers.get("content-type", "").startswith("text/html")
        assert answer.status != 404 or is_page or b"No such route" not in answer.body, (method, path)


# The command line.


@cache
def options(binary: Path) -> dict[str, set[str]]:
    """The options of every command, by its help."""
    commands = re.findall(r"^  ([a-z]+(?: [a-z]+)?)  +\S", run(binary, "help").stdout, re.M)
    return {
        command: set(re.findall(r"^  (--[a-z0-9-]+)", run(binary, "help", *command.split()).stdout, re.M))
        for command in commands
    }


def command_lines(page: Page) -> list[tuple[int, str]]:
    found = [(line, span) for line, span in page.spans() if re.match(r"laurel [a-z]", span)]
    for block in page.blocks:
        joined = re.sub(r"\\\n\s*", " ", block.text)
        for match in re.finditer(r"(?:^|[ (/])laurel ([a-z][^\n|)#&;]*)", joined, re.MULTILINE):
            if block.kind in ("sh", "console"):
                found.append((block.line, "laurel " + match[1]))
    return found


def wrong_commands(page: Page, known: dict[str, set[str]]) -> list[str]:
    wrong = []
    for line, text in command_lines(page):
        words = text.split()[1:]
        name = next((" ".join(words[:n]) for n in (2, 1) if " ".join(words[:n]) in known), None)
        group = any(command.startswith(f"{words[0]} ") for command in known)
        if name is None and words[0] not in ("help", "version") and not group:
            wrong.append(f"{page.name}:{line}: there is no command: {text}")
        for option in re.findall(r"(?<!\S)--[a-z][a-z0-9-]*", text):
            if name is not None and option not in known[name]:
                wrong.append(f"{page.name}:{line}: laurel {name} has no option {option}")
    for line, span in page.spans():
        if re.match(r"--[a-z]", span):
            option = re.match(r"--[a-z0-9-]+", span)[0]  # type: ignore[index]
            if option not in set().union(*known.values()) | set(ALLOWED_OPTIONS):
                wrong.append(f"{page.name}:{line}: no command has {option}")
    return wrong


@every_page
def test_every_command_and_option_that_is_mentioned_is_there(name: str, binary: Path) -> None:
    assert wrong_commands(PAGES[name], options(binary)) == []


def test_every_option_is_documented(binary: Path) -> None:
    text = "\n".join(page.text for page in PAGES.values())
    missing = [
        f"laurel {command} {option}"
        for command, each in options(binary).items()
        for option in each
        if not re.search(rf"(?<![\w-]){option}(?![\w-])", text)
    ]
    assert missing == []


def test_every_make_target_that_is_mentioned_is_there() -> None:
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for page in PAGES.values():
        for line, span in page.spans():
            for target in re.findall(r"^make ([a-z-]+)", span):
                assert target in targets, f"{page.name}:{line}"


def test_every_option_of_a_measurement_is_there() -> None:
    programs = "\n".join(file.read_text() for file in (ROOT / "bench").iterdir() if file.is_file())
    for page in PAGES.values():
        texts = [text for _, text in page.spans()] + [block.text for block in page.blocks]
        for line in "\n".join(texts).splitlines():
            if "BENCH_FLAGS" in line or line.startswith("bench/"):
                for option in re.findall(r"--[a-z][a-z0-9-]*", line):
                    assert f'"{option}"' in programs, f"{page.name}: {line}"


# The libraries that a machine needs.

BROUGHT_ALONG = re.compile(r"lib(swift|Foundation|_|dispatch|Blocks|c\.|m\.|gcc|stdc)|ld-linux")


def test_the_libraries_that_are_named_are_those_that_are_linked(binary: Path) -> None:
    if shutil.which("readelf") is None:
        pytest.skip("readelf tells what a binary is linked with")
    told = subprocess.run(
        ["readelf", "-d", binary], capture_output=True, text=True, check=True
    ).stdout
    linked = {
        name.partition(".so")[0]
        for name in re.findall(r"\(NEEDED\).*\[(.*)\]", told)
        if not BROUGHT_ALONG.match(name)
    }
    text = PAGES["docs/operations/running.md"].text
    assert set(re.findall(r"\blib[a-z0-9]+", text.partition("\n```")[0])) == linked


# Names of fields.


@cache
def known_words() -> frozenset[str]:
    """Every word in a text of the sources, and the names of their enumerations' cases."""
    words: set[str] = set()
    # The names of the UI kit are those that its types and its hooks declare.
    for file in (SOURCES / "UIKitPages/laurel.d.ts", SOURCES / "UIKitPages/react.js"):
        words.update(re.findall(r"\w+", file.read_text()))
    for file in SOURCES.rglob("*.swift"):
        text = file.read_text()
        for literal in re.findall(r"\"((?:[^\"\\\n]|\\.)*)\"", text):
            words.update(re.findall(r"\w+", literal))
        for block in re.findall(r'"""(.*?)"""', text, re.DOTALL):
            words.update(re.findall(r"\w+", block))
        for line in re.findall(r"^\s*case ([\w, `]+)$", text, re.MULTILINE):
            words.update(re.findall(r"\w+", line))
    # What the clients call things is theirs.
    for file in (ROOT / "clients").rglob("Sources/**/*.swift"):
        words.update(re.findall(r"\w+", file.read_text()))
    return frozenset(words)


def words_of(span: str) -> set[str]:
    """The words of a code span that may be names of fields, parameters or values."""
    if re.fullmatch(r"[a-z][\w.]*(\[\d*\][\w.]*)?", span):
        return set(re.findall(r"[A-Za-z_]\w*", span))
    # JSON in prose: the names of its fields.
    if span.startswith(("{", "[")):
        return set(re.findall(r"\"([A-Za-z_]\w*)\"\??(?=\s*[:,}?])", span))
    return set()


def unknown_words(page: Page) -> list[str]:
    return [
        f"{page.name}:{line}: {word}"
        for line, span in page.spans()
        for word in sorted(words_of(span))
        if word not in known_words() and word not in ALLOWED_WORDS
    ]


@every_page
def test_every_name_that_is_mentioned_is_in_the_sources(name: str) -> None:
    assert unknown_words(PAGES[name]) == []


ROOMS = {
    "docs/api/trophy.md": ("TrophyAPI", "LaurelAPI", "Wire", "PhoenixAPI"),
    "docs/api/bricqs.md": ("BricqsAPI", "HTTP", "Service"),
    "docs/api/phoenix.md": ("PhoenixAPI", "LaurelAPI", "Wire", "TrophyAPI", "Service"),
    "docs/api/tokens.md": ("LaurelAPI", "Tokens", "Catalogue", "Access"),
    "docs/api/stream.md": ("LaurelAPI", "PhoenixAPI", "Service"),
    "docs/streaks/definitions.md": ("LaurelAPI", "Wire"),
    "docs/streaks/explain.md": ("LaurelAPI", "Wire"),
    "docs/facts.md": ("LaurelAPI", "Service", "Engine"),
    "docs/streaks/at-risk.md": ("LaurelAPI", "Wire"),
    "docs/streaks/amnesties.md": ("LaurelAPI", "Wire"),
    "docs/streaks/groups.md": ("LaurelAPI", "Wire", "Engine"),
    "docs/guides/scenarios.md": ("laurel",),
}


@pytest.mark.parametrize("name", ROOMS)
def test_every_field_of_a_table_is_read_or_written_by_its_dialect(name: str) -> None:
    assert foreign_fields(PAGES[name], ROOMS[name]) == []


def foreign_fields(page: Page, rooms: tuple[str, ...]) -> list[str]:
    literals: set[str] = set()
    for room in rooms:
        for file in (SOURCES / room).rglob("*.swift"):
            for literal in re.findall(r"\"((?:[^\"\\\n]|\\.)*)\"", file.read_text()):
                literals.update(re.findall(r"[\w.]+", literal))
                literals.update(re.findall(r"\w+", literal))
            literals.update(re.findall(r"^\s*case (\w+)", file.read_text(), re.MULTILINE))
    foreign = []
    for line, header, rows in page.tables():
        if not re.match(r"(?i)field|parameter|claim", header[0]):
            continue
        for row in rows:
            for span in re.findall(r"`([^`]+)`", row[0]):
                parts = set(re.findall(r"[A-Za-z_]\w*", span))
                for word in sorted(parts - literals - set(ALLOWED_WORDS)):
                    foreign.append(f"{page.name}:{line}: {word}")
    return foreign


def test_every_field_of_the_wires_is_documented() -> None:
    """Whatever a dialect reads or writes by a name is told on some page."""
    told: set[str] = set()
    for page in PAGES.values():
        for _, span in page.spans():
            told.update(re.findall(r"[A-Za-z_]\w*", span))
        for block in page.blocks:
            told.update(re.findall(r"\"([A-Za-z_]\w*)\"", block.text))
    # What other systems call the parts of what they send is theirs to document.
    foreign = {"BounceWire.swift"}
    untold = set()
    count = 0
    for room in ("LaurelAPI", "TrophyAPI", "BricqsAPI", "PhoenixAPI"):
        for file in (SOURCES / room).rglob("*.swift"):
            if file.name in foreign:
                continue
            for name in re.findall(r"\.\w+\(\s*\"([a-z_]\w*)\"", file.read_text()):
                count += 1
                if name not in told:
                    untold.add(f"{file.relative_to(SOURCES)}: {name}")
    assert untold == set()
    assert count > 200


# What is left out.


def test_skips_are_few() -> None:
    skips = [
        f"{page.name}:{block.line}: {skip.rest}"
        for page in PAGES.values()
        for block in page.blocks
        if (skip := block.directive("skip"))
    ]
    assert len(skips) <= MOST_SKIPS, "\n".join(skips)
    assert all(re.search(r": because .{10}", skip) for skip in skips), "\n".join(skips)


def test_nothing_is_allowed_that_nobody_needs() -> None:
    text = "\n".join(page.text for page in PAGES.values())
    for word in (*ALLOWED_WORDS, *ALLOWED_OPTIONS):
        assert re.search(rf"(?<![\w-]){re.escape(word)}(?![\w-])", text), word
    assert all({**ALLOWED_WORDS, **ALLOWED_OPTIONS}.values()), "each needs its reason"
    assert not {word for word in ALLOWED_WORDS if word in known_words()}


def test_a_key_that_is_used_is_set() -> None:
    """A page that uses $KEY sets it, or links to where that is told."""
    for page in PAGES.values():
        blocks = "\n".join(block.text for block in page.blocks)
        if "$KEY" in blocks:
            sets = re.search(r"^(export )?KEY=", blocks, re.MULTILINE)
            told = any(target.endswith("#keys") for _, target in page.links())
            assert sets or told, page.name
        names = set(re.findall(r"\$\{?([A-Z_]+)\b", blocks))
        for variable in names - {"KEY"}:
            assert re.search(rf"\b{variable}=|process\.env|[{{,] *{variable}", blocks), (
                f"{page.name} never sets ${variable}"
            )


# The test of the test.


def test_what_is_wrong_is_found(binary: Path) -> None:
    page = Page(
        "README.md",
        "[a](docs/none.md) [b](#none) [c](docs/api/trophy.md#none) [d](docs/api/trophy.md#users)\n"
        "`POST /v1/none` `GET /v1/users/{id}` `--none` `--database` `laurel fly` "
        "`laurel serve --scope x` `noSuchField` `deadline` `{\"neverHeard\": 1, \"length\"}`\n\n"
        "| field | |\n|---|---|\n| `length`, `neverSeen` | |\n",
    )
    assert len(dead_links(page)) == 3
    assert unknown_routes(page) == ["README.md:2: POST /v1/none"]
    assert wrong_commands(page, options(binary)) == [
        "README.md:2: there is no command: laurel fly",
        "README.md:2: laurel serve has no option --scope",
        "README.md:2: no command has --none",
    ]
    assert unknown_words(page) == [
        "README.md:2: noSuchField", "README.md:2: neverHeard", "README.md:6: neverSeen"
    ]  # fmt: skip
    assert foreign_fields(page, ("TrophyAPI",)) == ["README.md:4: neverSeen"]
    assert DOCS.is_dir()
