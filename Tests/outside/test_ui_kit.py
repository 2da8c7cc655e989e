"""The UI kit without a browser: its modules, what describes them, and how they are served."""

from __future__ import annotations

import base64
import collections
import hashlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from laurel import Laurel

ENGINES = ("sqlite",)
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "Sources/UIKitPages"
BASE = ROOT / "Sources/DashboardPages/pages/base"
KIT = sorted((FOLDER / "kit").glob("*/*.js"))
DENO = Path(sys.executable).parent / "deno"
MOST = 30 * 1_024
"""How many bytes the module of all seventeen elements may take over the wire."""


@pytest.mark.parametrize("how", ["check", "lint", "fmt --check", "test --no-check"])
def test_every_module_is_clean(how: str) -> None:
    command, *flags = how.split()
    files = [str(module) for module in KIT] + ["laurel.d.ts"] if command == "check" else []
    done = subprocess.run(
        [str(DENO), command, *flags, *files], cwd=FOLDER, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


def test_every_file_is_embedded_once() -> None:
    listed = re.findall(r'^    KIT_FILE\(\w+, "([^"]+)"\),$', (FOLDER / "kit.c").read_text(), re.M)
    assert len(listed) == len(set(listed))
    ours = {path for path in listed if not path.startswith("../")}
    there = {
        str(file.relative_to(FOLDER))
        for folder in ("kit", "gallery", "app", "push", "words")
        for file in (FOLDER / folder).rglob("*")
        if file.is_file()
    } | {"index.html", "react.js", "laurel.d.ts", "custom-elements.json"}
    assert ours == there


def test_modules_that_are_joined_declare_each_name_once() -> None:
    names: dict[str, list[str]] = collections.defaultdict(list)
    declaration = re.compile(
        r"^(?:export )?(?:async )?(?:function|class|const|let) (?:(\w+)|\[([^\]]*)\])", re.M
    )
    for module in [*KIT, BASE / "html.js", BASE / "element.js"]:
        for single, several in declaration.findall(module.read_text()):
            for name in [single] if single else re.findall(r"\w+", several):
                names[name].append(module.name)
    assert {name: places for name, places in names.items() if len(places) > 1} == {}


def test_nothing_is_written_that_a_strict_policy_refuses() -> None:
    for module in [*KIT, *FOLDER.glob("*.js"), *(FOLDER / "gallery").glob("*.js")]:
        text = module.read_text()
        assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(|new Function", text), module
        assert not re.search(r"<[^>]* style=", text), module


def test_what_describes_the_elements_is_what_they_are() -> None:
    done = subprocess.run(
        [sys.executable, str(FOLDER / "describe.py"), "--check"], capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_all_of_trophys_components_are_there_with_their_properties() -> None:
    told = json.loads((FOLDER / "custom-elements.json").read_text())
    elements = {
        one["tagName"]: {member["name"] for member in one["members"]}
        for module in told["modules"]
        for one in module["declarations"]
    }
    for name, properties in TROPHY.items():
        missing = set(properties.split()) - elements[f"laurel-{name}"]
        assert missing == set(), name
    own = {"provider", "toast", "streak-explain", "preferences", "wrapped"}
    assert set(elements) == {f"laurel-{name}" for name in [*TROPHY, *own]}


TROPHY = {
    "achievement-badge": "achievement badgeSize onAchievementClick",
    "achievement-card": "highlightedAchievements achievements badgeSize lockedStyle onAchievementClick",
    "achievement-grid": "achievements columns gap badgeSize onAchievementClick",
    "achievement-list": "achievements badgeSize lockedStyle columns gap onAchievementClick",
    "achievement-unlocked": "achievement open onOpenChange secondaryActionLabel onSecondaryActionClick",
    "leaderboard-card": "fromDate toDate podiumRankings rankings title currentUserId runOptions"
    " selectedRunId onRunChange",
    "leaderboard-podium": "rankings size showValue showAvatar medalStyle",
    "leaderboard-rankings": "rankings currentUserId onUserClick showPagination defaultPageSize",
    "points-awards": "awards formatTotalPoints formatAwardedPoints formatDate",
    "points-badge": "name total badgeUrl size icon formatValue",
    "points-boost": "boost cta",
    "points-chart": "data height title headerRight yAxisLabel levels",
    "points-levels-list": "levels currentPoints showProgressBar currentLevelLabel formatPoints",
    "points-levels-timeline": "levels currentPoints currentLevelLabel formatPoints",
    "streak-badge": "length frequency size icon",
    "streak-calendar": "streak view month referenceDate showFreezes startOfWeek onDayClick",
    "streak-card": "streak currentStreak longestStreak total title actionLabel onActionClick"
    " showHowItWorks howItWorksTitle howItWorksItems defaultHowItWorksOpen",
}


# As it is served.


def test_the_module_is_small(server: Laurel) -> None:
    answer = server.request("GET", "/ui/laurel.js", None, {"Accept-Encoding": "gzip"})
    assert answer.headers["content-encoding"] == "gzip"
    assert len(answer.body) <= MOST, len(answer.body)


def test_any_page_may_load_it_and_it_is_asked_for_once(server: Laurel) -> None:
    plain = server.request("GET", "/ui/laurel.js", None, {"Origin": "https://app.example.com"})
    assert plain.headers["access-control-allow-origin"] == "*"
    assert plain.headers["cross-origin-resource-policy"] == "cross-origin"
    assert plain.headers["content-type"].startswith("text/javascript")
    assert "no-cache" in plain.headers["cache-control"]
    again = server.request("GET", "/ui/laurel.js", None, {"If-None-Match": plain.headers["etag"]})
    assert (again.status, again.body) == (304, b"")


def test_what_has_a_version_is_for_ever_and_has_its_digest(server: Laurel) -> None:
    integrity = server.request("GET", "/ui/integrity.json").json()
    assert set(integrity["files"]) == {"laurel.js", "more.js", "react.js"}
    for name, file in integrity["files"].items():
        answer = server.request("GET", file["address"]).expect(200)
        assert "immutable" in answer.headers["cache-control"]
        digest = base64.b64encode(hashlib.sha256(answer.body).digest()).decode()
        assert file["integrity"] == f"sha256-{digest}"
        assert answer.body == server.request("GET", f"/ui/{name}").body
        assert server.request("GET", file["address"].replace(integrity["version"], "0.0.0-x")).status == 404
    words = server.request("GET", f"/ui/{integrity['version']}/words/de.json").expect(200)
    assert words.json()["loading"] == "Wird geladen"


@pytest.mark.parametrize("path", ["/ui/nothing.js", "/ui/kit/kit.js", "/ui/gallery/index.html", "/ui/../kit.c"])
def test_nothing_else_is_served(server: Laurel, path: str) -> None:
    assert server.request("GET", path).status in (400, 404)


def test_languages_have_the_same_words(server: Laurel) -> None:
    """A word that a language lacks is said in English; the shipped ones lack none."""
    english = set()
    for name in ("kit/base/words.js", "kit/more/more-words.js"):
        english |= set(re.findall(r"^    ?(\w+): [\"{]", (FOLDER / name).read_text(), re.M))
        english |= set(re.findall(r"^  (\w+): [\"{]", (FOLDER / name).read_text(), re.M))
    english.discard("en")
    for file in (FOLDER / "words").glob("*.json"):
        words = json.loads(file.read_text())
        assert set(words) == english, (file.name, set(words) ^ english)
        for word in words.values():
            assert isinstance(word, str) or "other" in word
