"""The pages of the documentation, taken apart: their blocks, links, tables and words in code.

A page is ordinary Markdown. What a test has to know beyond it stands in comments, which no reader
sees, in front of the block that they are about:

    <!-- test: skip, because it needs three machines -->   not run; counted
    <!-- test: status 422 -->                              what its requests are answered, unless 2xx
    <!-- test: file rules.json -->                         the block is kept as this file
    <!-- test: again -->                                   the command before is run once more

and where something has to happen that nobody needs to read:

    <!-- test: after streaks/definitions.md -->            the examples of that page come first
    <!-- test: clock 2026-05-23T08:15:00Z -->              the sandbox's clock is held there
    <!-- test: run                                         these commands are run
    curl …
    -->
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"

_PART = re.compile(
    r"^<!-- test: (?P<directive>.*?)\s*-->$|^(?P<fence>```+)(?P<kind>[^\n`]*)\n(?P<text>.*?)^(?P=fence)\s*$",
    re.MULTILINE | re.DOTALL,
)
_SPAN = re.compile(r"(`+)(.+?)\1", re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#{1,6} +(.*?)#* *$", re.MULTILINE)


@dataclass(frozen=True)
class Directive:
    """A comment for the test: a word, and what follows it."""

    word: str
    rest: str
    line: int


@dataclass(frozen=True)
class Block:
    """A fenced block, with the comments in front of it."""

    kind: str
    text: str
    line: int
    directives: tuple[Directive, ...] = ()

    def directive(self, word: str) -> Directive | None:
        return next((each for each in self.directives if each.word == word), None)


Step = Block | Directive
STANDALONE = ("after", "clock", "run")
ABOUT_A_BLOCK = ("skip", "status", "file", "again")


@dataclass(frozen=True)
class Page:
    """One page: its text, and where it lies below the root of the repository."""

    name: str
    text: str

    @staticmethod
    def read(path: Path) -> Page:
        return Page(str(path.relative_to(ROOT)), path.read_text())

    def steps(self) -> Iterator[Step]:
        """Blocks and standing directives in order."""
        waiting: list[Directive] = []
        for found in _PART.finditer(self.text):
            line = self.text.count("\n", 0, found.start()) + 1
            if found["directive"] is None:
                yield Block(found["kind"].strip(), found["text"], line, tuple(waiting))
                waiting = []
                continue
            word, _, rest = found["directive"].replace("\n", " \n", 1).partition(" ")
            directive = Directive(word.rstrip(","), rest.strip(), line)
            if directive.word in STANDALONE:
                yield directive
            elif directive.word in ABOUT_A_BLOCK:
                waiting.append(directive)
            else:
                raise ValueError(f"{self.name}:{line}: no such directive: {directive.word}")
        if waiting:
            raise ValueError(f"{self.name}:{waiting[0].line}: no block follows this directive")

    @property
    def blocks(self) -> list[Block]:
        return [step for step in self.steps() if isinstance(step, Block)]

    @property
    def prose(self) -> str:
        """The text without blocks and comments, line for line."""

        def emptied(found: re.Match[str]) -> str:
            return "\n" * found[0].count("\n")

        bare = _PART.sub(emptied, self.text)
        return re.sub(r"<!--.*?-->", emptied, bare, flags=re.DOTALL)

    def spans(self) -> Iterator[tuple[int, str]]:
        """What is marked as code in the prose, each with its line."""
        prose = self.prose
        for found in _SPAN.finditer(prose):
            yield prose.count("\n", 0, found.start()) + 1, " ".join(found[2].split())

    def links(self) -> Iterator[tuple[int, str]]:
        prose = self.prose
        for found in _LINK.finditer(prose):
            yield prose.count("\n", 0, found.start()) + 1, found[1]

    def anchors(self) -> set[str]:
        """The names that headings can be linked by."""
        names: dict[str, int] = {}
        anchors = set()
        for found in _HEADING.finditer(self.prose):
            slug = slug_of(found[1])
            count = names.get(slug, 0)
            names[slug] = count + 1
            anchors.add(slug if count == 0 else f"{slug}-{count}")
        return anchors

    def tables(self) -> Iterator[tuple[int, list[str], list[list[str]]]]:
        """Every table: its line, its header, and its rows."""
        lines = self.prose.splitlines()
        index = 0
        while index < len(lines) - 1:
            if lines[index].startswith("|") and re.match(r"^\|[\s:|-]+\|$", lines[index + 1]):
                start = index
                index += 2
                rows = []
                while index < len(lines) and lines[index].startswith("|"):
                    rows.append(cells(lines[index]))
                    index += 1
                yield start + 1, cells(lines[start]), rows
            index += 1


def cells(line: str) -> list[str]:
    return [cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))]


def slug_of(heading: str) -> str:
    """The anchor that a heading gets on the usual hosts."""
    text = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", heading).strip().lower()
    return re.sub(r"[^\w\- ]", "", text).replace(" ", "-")


def all_pages() -> list[Page]:
    return [Page.read(path) for path in [ROOT / "README.md", *sorted(DOCS.rglob("*.md"))]]
