"""The guide for those who come from Phoenix: its commands are run, and must print what it says."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest
from laurel import Laurel

ENGINES = ("sqlite",)
PAGE = Path(__file__).resolve().parents[2] / "docs/guides/phoenix.md"
MARK = "=== shown"


def test_the_page_prints_what_happens(fresh: Laurel, tmp_path: Path) -> None:
    if shutil.which("node") is None:
        pytest.skip("the page uses node")
    script = [
        f'laurel() {{ "{fresh.binary}" "$@"; }}',
        "curl() { command curl -sS -w '\\n' \"$@\"; }",
    ]
    expected: list[str] = []
    for kind, text in re.findall(r"```(\w+)\n(.*?)```", PAGE.read_text(), re.DOTALL):
        match kind:
            case "sh":
                script.append(re.sub(r"^laurel serve.*\n", "", text, flags=re.MULTILINE))
            case "js":
                (tmp_path / "streaks.mjs").write_text(text)
            case "json":
                expected += text.splitlines()
            case "console":
                commands, shown = parts(text)
                script += [f"echo '{MARK}'", *commands]
                expected += [MARK, *shown]
    whole = "\n".join(script).replace("play.db", str(fresh.database))
    done = subprocess.run(
        ["bash", "-e", "-c", whole.replace("http://127.0.0.1:8080", fresh.address)],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    printed = [line for line in done.stdout.splitlines() if line]
    assert printed[-len(expected) :] == expected, done.stdout
    assert len(expected) > 10


def parts(text: str) -> tuple[list[str], list[str]]:
    """The commands of a session, which begin with `$` and go on indented, and what they print."""
    commands: list[str] = []
    shown: list[str] = []
    is_command = False
    for line in text.splitlines():
        if line.startswith("$ "):
            is_command = True
            commands.append(line[2:])
        elif is_command and line.startswith("    "):
            commands[-1] += "\n" + line
        else:
            is_command = False
            shown.append(line)
    return commands, shown
