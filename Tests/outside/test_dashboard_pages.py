"""The modules of the dashboard, without a browser: types, style, and what joining them relies on."""

from __future__ import annotations

import collections
import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from laurel import Laurel

ENGINES = ("sqlite",)
ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "Sources/DashboardPages"
MODULES = sorted((FOLDER / "pages").glob("*/*.js"))
DENO = Path(sys.executable).parent / "deno"


def deno(*arguments: str) -> None:
    done = subprocess.run(
        [str(DENO), *arguments], cwd=FOLDER, capture_output=True, text=True, check=False,
        env={**os.environ, "NO_COLOR": "1", "DENO_NO_UPDATE_CHECK": "1"},
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("how", ["check", "lint", "fmt --check", "test --no-check"])
def test_every_module_is_clean(how: str) -> None:
    command, *flags = how.split()
    files = [str(module) for module in MODULES] if command in ("check", "lint") else []
    deno(command, *flags, *files)


def test_every_file_is_embedded_once() -> None:
    listed = re.findall(r'^    PAGE\(\w+, "([^"]+)"\),$', (FOLDER / "pages.c").read_text(), re.M)
    there = {str(file.relative_to(FOLDER / "pages")) for file in FOLDER.glob("pages/**/*") if file.is_file()}
    assert sorted(listed) == sorted(there)


def test_no_two_modules_declare_a_name() -> None:
    names: dict[str, list[str]] = collections.defaultdict(list)
    declaration = re.compile(
        r"^(?:export )?(?:async )?(?:function|class|const|let) (?:(\w+)|\[([^\]]*)\])", re.M
    )
    for module in MODULES:
        for single, several in declaration.findall(module.read_text()):
            for name in [single] if single else re.findall(r"\w+", several):
                names[name].append(module.name)
    assert {name: places for name, places in names.items() if len(places) > 1} == {}


def test_modules_import_from_each_other_alone_and_keep_names() -> None:
    for module in MODULES:
        for text in re.findall(r"^import (.*?);$", module.read_text(), re.M | re.S):
            assert re.fullmatch(r'\{[^}]*\} from "\.{1,2}/[\w/-]+\.js"', text), (module, text)
            assert " as " not in text, (module, text)


def test_nothing_is_written_as_html_that_comes_from_elsewhere() -> None:
    for module in MODULES:
        if module.name != "html.js":
            assert not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|\beval\(", module.read_text())
        # A style in an attribute is refused by the policy of the page.
        assert not re.search(r"<[^>]* style=", module.read_text()), module


def test_the_first_visit_is_light(server: Laurel) -> None:
    page = server.request("GET", "/dashboard/").body.decode()
    names = re.findall(r'"(/dashboard/assets/(?!rules)[^"]+)"', page)
    style = next(name for name in names if name.endswith(".css"))
    plain = server.request("GET", style).body.decode()
    names += re.findall(r'url\("(/dashboard/assets/[^"]+)"\)', plain)
    sizes = {
        name: len(server.request("GET", name, None, {"Accept-Encoding": "gzip"}).body)
        for name in names
    }
    assert len(sizes) == 4, sizes
    total = sum(sizes.values()) + len(gzip.compress(page.encode()))
    assert total <= 80_000, sizes
