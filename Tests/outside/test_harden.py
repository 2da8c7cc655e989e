"""The table of docs/operations/hardening.md is what `make harden` prints, and says nothing by itself."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from documents import DOCS, Page
from harden import ATTACKS, Attack, collected, row

PAGE = Page.read(DOCS / "operations/hardening.md")


def rows() -> dict[str, list[str]]:
    ((_, header, found),) = PAGE.tables()
    assert header == ["what was tried", "again", "what it gave"]
    return {cells[1]: cells for cells in found}


def test_the_page_has_every_attack_in_order() -> None:
    assert list(rows()) == [attack.command for attack in ATTACKS]


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_a_row_says_what_the_attack_says(attack: Attack) -> None:
    tried, _, gave = rows()[attack.command]
    assert tried == attack.tried
    pieces = re.split(r"\{\w+:[^}]+\}", attack.gave)
    assert re.fullmatch(r"[\d,.]+".join(map(re.escape, pieces)), gave), gave


@pytest.mark.parametrize("attack", ATTACKS, ids=lambda attack: attack.name)
def test_the_tests_of_an_attack_are_there(attack: Attack) -> None:
    for test in attack.tests:
        name, _, function = test.partition("::")
        text = (Path(__file__).parent / name).read_text()
        assert f'gave("{attack.name}"' in text or "gave(attack" in text
        assert not function or f"def {function}(" in text


def test_whole_numbers_add_up_and_of_others_the_largest_counts() -> None:
    lines = ['["kills", {"kills": 1, "lost": 0}]', '["kills", {"kills": 2}]']
    lines += ['["lock", {"slowest": 2.5}]', '["lock", {"slowest": 1.5}]']
    found = collected(lines)
    assert found["kills"] == {"kills": 3, "lost": 0}
    assert found["lock"] == {"slowest": 2.5}


def test_an_attack_that_did_not_end_has_no_row() -> None:
    kills = ATTACKS[0]
    whole = {"kills": 64, "acknowledged": 12_345, "lost": 0, "twice": 0}
    assert "64 kills, 12,345 acknowledged events: 0 lost" in row(kills, whole)
    for name in whole:
        assert row(kills, {key: value for key, value in whole.items() if key != name}) is None
