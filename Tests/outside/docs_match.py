"""Whether what came back is what a page shows.

A page shows whole answers. Names and values are compared, but for what differs with every run:
`…` in a text stands for any text, `{…}` and `[…]` for any object and list, and `"…"` as the last
entry of either for more entries. Ids are any ids, the same one wherever the page shows the same;
times are any times, unless the page holds the clock.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

ELLIPSIS = "…"
UUID = r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"
INSTANT = r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z"
DATE = r"\d{4}-\d\d-\d\d"
OPAQUE_FIELDS = ("cursor", "nextCursor", "nextAfter")


class Mismatch(AssertionError):
    """What is shown is not what came back."""


class Matcher:
    """Compares, and remembers which real id stands for which shown one."""

    def __init__(self) -> None:
        self.times_are_exact = False
        self.real: dict[str, str] = {}

    def substituted(self, text: str) -> str:
        """A command with the real ids in place of those that the page showed."""
        for shown, real in self.real.items():
            text = text.replace(shown, real)
        return text

    def match(self, shown: Any, real: Any, path: str = "") -> None:
        match shown:
            case dict():
                self._match_object(shown, real, path)
            case list():
                self._match_list(shown, real, path)
            case str():
                self._match_text(shown, real, path)
            case _:
                same = type(shown) is type(real) and shown == real
                self._require(same, shown, real, path)

    def _match_object(self, shown: dict[str, Any], real: Any, path: str) -> None:
        self._require(isinstance(real, dict), shown, real, path)
        names = [name for name in shown if name != ELLIPSIS]
        missing = [name for name in names if name not in real]
        if missing:
            raise Mismatch(f"{path or 'the answer'} has no {missing}: it has {sorted(real)}")
        more = sorted(set(real) - set(names))
        if more and ELLIPSIS not in shown:
            raise Mismatch(f"{path or 'the answer'} also has {more}, which the page does not show")
        for name in names:
            self.match(shown[name], real[name], f"{path}.{name}" if path else name)

    def _match_list(self, shown: list[Any], real: Any, path: str) -> None:
        self._require(isinstance(real, list), shown, real, path)
        is_open = bool(shown) and shown[-1] == ELLIPSIS
        wanted = shown[:-1] if is_open else shown
        if len(real) < len(wanted) or (len(real) > len(wanted) and not is_open):
            raise Mismatch(f"{path} has {len(real)} entries, the page shows {len(wanted)}: {real}")
        for index, each in enumerate(wanted):
            self.match(each, real[index], f"{path}[{index}]")

    def _match_text(self, shown: str, real: Any, path: str) -> None:
        self._require(isinstance(real, str), shown, real, path)
        is_opaque = path.rpartition(".")[2] in OPAQUE_FIELDS
        if is_opaque or re.fullmatch(UUID, shown):
            if not is_opaque:
                self._require(bool(re.fullmatch(UUID, real)), shown, real, path)
            known = self.real.setdefault(shown, real)
            self._require(known == real, shown, real, path)
            return
        self._require(bool(re.fullmatch(self.pattern(shown), real, re.DOTALL)), shown, real, path)

    def pattern(self, shown: str) -> str:
        """The expression that a shown text stands for."""
        found = re.split(f"({ELLIPSIS}|{UUID}|{INSTANT}|{DATE})", shown)
        return "".join(self._piece(piece) for piece in found)

    def _piece(self, piece: str) -> str:
        if piece == ELLIPSIS:
            return ".*"
        if re.fullmatch(UUID, piece):
            return UUID
        if not self.times_are_exact and re.fullmatch(INSTANT, piece):
            # As many digits after the second as are shown.
            return re.sub(r"[0-9]", r"\\d", re.escape(piece))
        if not self.times_are_exact and re.fullmatch(DATE, piece):
            return DATE
        return re.escape(piece)

    @staticmethod
    def _require(holds: bool, shown: Any, real: Any, path: str) -> None:
        if not holds:
            raise Mismatch(f"{path or 'the answer'} is {real!r}, the page shows {shown!r}")


def documents(text: str) -> list[Any]:
    """Every JSON document in a text, in order; lines that are none are passed over."""
    decoder = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal)
    found = []
    position = 0
    while position < len(text):
        rest = re.compile(r"\s*").match(text, position)
        position = rest.end() if rest else position
        if position >= len(text):
            break
        try:
            document, position = decoder.raw_decode(text, position)
            found.append(document)
        except json.JSONDecodeError:
            end = text.find("\n", position)
            position = len(text) if end < 0 else end + 1
    return found


def shown_documents(text: str) -> list[Any]:
    """The JSON that a page shows, with what it leaves out marked."""
    text = re.sub(r"\{\s*…\s*\}", '{"…": true}', text)
    text = re.sub(r"\[\s*…\s*\]", '["…"]', text)
    # An object that ends with an ellipsis has more fields, a list more entries.
    text = re.sub(r",\s*…\s*\}", ', "…": true}', text)
    text = re.sub(r",\s*…\s*\]", ', "…"]', text)
    decoder = json.JSONDecoder(parse_float=Decimal, parse_int=Decimal)
    found = []
    position = 0
    while text[position:].strip():
        position += len(text[position:]) - len(text[position:].lstrip())
        document, position = decoder.raw_decode(text, position)
        found.append(document)
    return found
