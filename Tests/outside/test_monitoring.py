"""The Grafana dashboard and the alert rules ask for figures that the server has."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from laurel import Caller, Laurel

ENGINES = ("sqlite",)
OPERATIONS = Path(__file__).resolve().parents[2] / "docs/operations"


def told(server: Laurel) -> dict[str, set[str]]:
    """The figures of a server, each with the names of its labels."""
    figures: dict[str, set[str]] = {}
    text = server.request("GET", "/metrics").expect(200).body.decode()
    for name in re.findall(r"^# TYPE (\w+) ", text, re.M):
        figures[name] = set()
    for name, labels in re.findall(r"^(\w+)(?:\{(.*)\})? \S+$", text, re.M):
        figures.setdefault(name, set()).update(re.findall(r"(\w+)=", labels))
    return figures


def asked(text: str) -> list[tuple[str, set[str]]]:
    """What an expression asks for: the figures, each with the labels that it is narrowed down by."""
    found = re.findall(r"(laurel_\w+)(?:\{([^}]*)\})?", text)
    return [(name, set(re.findall(r"(\w+)\s*[=!]", labels))) for name, labels in found]


def expressions() -> list[str]:
    dashboard = json.loads((OPERATIONS / "grafana.json").read_text())
    shown = [each["expr"] for panel in dashboard["panels"] for each in panel["targets"]]
    rules = re.findall(r"^\s+expr: (.*)$", (OPERATIONS / "alerts.yml").read_text(), re.M)
    assert len(shown) > 10 and len(rules) > 5
    return shown + rules


@pytest.fixture(scope="module")
def figures(server: Laurel, admin: Caller) -> dict[str, set[str]]:
    streak = {"key": "s", "name": "S", "sources": [{"metric": "pages"}], "window": {"period": "daily"}}
    admin.post("/admin/v1/streaks/definitions", [streak]).expect(201)
    admin.event("ada").expect(201, 202)
    deadline = time.monotonic() + 40
    while (found := told(server)) and "streak" not in found.get("laurel_streaks_alive", set()):
        assert time.monotonic() < deadline, "business figures are measured every ten seconds"
        time.sleep(0.5)
    return found


@pytest.mark.parametrize("expression", expressions())
def test_figures_that_are_asked_for_are_there(figures: dict[str, set[str]], expression: str) -> None:
    for name, labels in asked(expression):
        assert name in figures, f"{name} is no figure of the server"
        assert labels <= figures[name] | {"status", "code"}, (name, labels)


def test_business_figures_are_right(server: Laurel, admin: Caller, figures: dict[str, set[str]]) -> None:
    assert figures["laurel_events_today"] == {"environment", "metric"}
    deadline = time.monotonic() + 40
    while True:
        text = server.request("GET", "/metrics").body.decode()
        wanted = [
            'laurel_active_users_today{environment="sandbox"} 1',
            'laurel_events_today{environment="sandbox",metric="pages"} 1',
            'laurel_streaks_alive{environment="sandbox",streak="s"} 1',
            'laurel_streaks_at_risk_today{environment="sandbox",streak="s",outcome="lost"} 0',
            "laurel_analytics_waiting 0",
        ]
        if all(line in text for line in wanted):
            return
        assert time.monotonic() < deadline, text
        time.sleep(0.5)
