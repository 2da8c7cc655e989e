"""The files of docs/operations/deploy: what they name is there, and systemd reads its units."""

from __future__ import annotations

import configparser
import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest
from laurel import Caller, Laurel, run

ENGINES = ("sqlite",)
DOCS = Path(__file__).parents[2] / "docs/operations"
DEPLOY = DOCS / "deploy"
UNITS = sorted(DEPLOY.glob("*.service")) + sorted(DEPLOY.glob("*.timer"))
INSTALLED = "/usr/local/bin/laurel"


def settings_of(unit: Path) -> list[tuple[str, str]]:
    return re.findall(r"^(\w+)=(.*)$", unit.read_text(), re.MULTILINE)


def command_lines() -> list[tuple[str, list[str]]]:
    """Every call of the binary in these files, each with the file's name."""
    found = []
    for unit in UNITS:
        for _, value in settings_of(unit):
            if INSTALLED in value:
                rest = value.partition(INSTALLED)[2].partition("'")[0]
                found.append((unit.name, shlex.split(rest)))
    listed = re.search(r"^CMD \[(.*)\]$", (DEPLOY / "Containerfile").read_text(), re.MULTILINE)
    words = re.findall(r'"([^"]*)"', listed[1])
    assert words[0] == INSTALLED
    return [*found, ("Containerfile", words[1:])]


def test_every_option_is_one_of_the_binary(binary: Path) -> None:
    assert len(command_lines()) == 3
    for name, (command, *words) in command_lines():
        known = set(re.findall(r"^  (--[a-z-]+)", run(binary, "help", command).stdout, re.MULTILINE))
        options = {word for word in words if word.startswith("--")}
        assert options and options <= known, name


@pytest.mark.parametrize("unit", UNITS, ids=lambda unit: unit.name)
def test_systemd_reads_the_unit(unit: Path, binary: Path, tmp_path: Path) -> None:
    configparser.ConfigParser(strict=False, interpolation=None).read_string(unit.read_text())
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze verifies units")
    for each in UNITS:
        text = each.read_text().replace(INSTALLED, str(binary))
        (tmp_path / each.name).write_text(text)
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / unit.name],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    # Units of the system itself are of no interest here.
    ours = [line for line in told.stderr.splitlines() if "laurel" in line]
    assert ours == []


def test_a_mistake_in_a_unit_is_found(tmp_path: Path) -> None:
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze verifies units")
    text = (DEPLOY / "laurel.service").read_text().replace(INSTALLED, "/bin/true")
    (tmp_path / "laurel.service").write_text(text.replace("Restart=on-failure", "Restrat=sometimes"))
    told = subprocess.run(
        ["systemd-analyze", "verify", "--man=no", tmp_path / "laurel.service"],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "Restrat" in told.stderr


def test_the_image_has_the_libraries_that_are_named() -> None:
    """Those of docs/operations/running.md, which a test compares with what is linked."""
    named = set(re.findall(r"\blib[a-z0-9]+", (DOCS / "running.md").read_text().partition("\n```")[0]))
    image = (DEPLOY / "Containerfile").read_text()
    packages = re.search(r"--no-install-recommends (.*) \\", image)[1].split()
    missing = {
        library
        for library in named
        if not any(package.startswith(library) for package in packages)
        and {"libz": "zlib1g", "libcrypto": "libssl3"}.get(library) not in packages
    }
    assert missing == set()
    assert "tzdata" in packages
    install = next(line for line in (DOCS / "deployment.md").read_text().splitlines() if "apt-get install" in line)
    assert set(packages) - {"ca-certificates"} <= set(install.split())


def test_every_metric_of_an_alert_is_told(server: Laurel, admin: Caller) -> None:
    admin.event("ada").expect(201)
    told = server.request("GET", "/metrics").expect(200).body.decode()
    names = set(re.findall(r"^# TYPE (\w+)", told, re.MULTILINE))
    rules = (DEPLOY / "alerts.yml").read_text()
    wanted = set(re.findall(r"\blaurel_\w+", rules))
    assert len(wanted) > 5
    assert {name for name in wanted if name.removesuffix("_bucket") not in names} == set()
    for route in re.findall(r'route="([^"]+)"', rules):
        assert f'route="{route}"' in told
    alerts = set(re.findall(r"alert: (\w+)", rules))
    page = (DOCS / "deployment.md").read_text()
    assert alerts == set(re.findall(r"^\| `(Laurel\w+)`", page, re.MULTILINE))
