"""The guide for those who come from Bricqs: its commands are run, and must print what the page says."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from laurel import Laurel

ENGINES = ("sqlite",)
PAGE = Path(__file__).resolve().parents[2] / "docs/guides/bricqs.md"
TODAY = "2026-05-23T08:15:00Z"


def test_the_page_prints_what_happens(fresh: Laurel) -> None:
    if shutil.which("jq") is None:
        pytest.skip("the page uses jq")
    key = fresh.key()
    fresh.caller(key).set_clock(TODAY)
    environment = {"KEY": key, "GAMIFY": f"{fresh.address}/api/v1/gamify", "PATH": "/usr/bin:/bin"}
    command, last, ran, compared = "", "", 0, 0
    printed: list[str] = []
    for kind, text in re.findall(r"```(sh|json)\n(.*?)```", PAGE.read_text(), re.DOTALL):
        if kind == "sh" and "laurel serve" in text:
            continue
        if kind == "sh":
            command = text.replace("http://127.0.0.1:8080", fresh.address)
            printed = run(command, environment)
            ran += 1
        elif last == "json":
            # The page says that the same command is sent again.
            printed = run(command, environment)
        if kind == "json":
            # A first answer that nobody needs to see is left out.
            told = text.splitlines()
            assert printed[-len(told) :] == told, command
            compared += 1
        last = kind
    assert (ran, compared) >= (8, 8)


def run(command: str, environment: dict[str, str]) -> list[str]:
    """The lines that some commands print, each answer on a line of its own."""
    # Curl ends no line.
    spaced = re.sub(r"^curl (?!-s )", "curl -sS -w '\\\\n' ", command, flags=re.MULTILINE)
    done = subprocess.run(
        ["bash", "-c", spaced], env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return [line for line in done.stdout.splitlines() if line]
