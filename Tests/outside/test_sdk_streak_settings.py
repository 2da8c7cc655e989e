"""The official SDK: `admin.streaks.settings.*`."""

from __future__ import annotations

from typing import Any

import pytest
from laurel import Caller, Laurel
from trophy import (
    CreateMetricRequestItem,
    StreakSettingsMetric,
    TrophyApi,
    UpdateStreakSettingsFreezes,
)
from trophy.errors import UnprocessableEntityError

DEFINITIONS = "/admin/v1/streaks/definitions"


def furnished(laurel: Laurel) -> TrophyApi:
    sdk = laurel.sdk()
    sdk.admin.metrics.create(
        request=[CreateMetricRequestItem(name=key, key=key) for key in ("words", "pages")]
    )
    return sdk


def test_a_new_workspace_has_the_defaults(fresh: Laurel) -> None:
    settings = fresh.sdk().admin.streaks.settings.get()
    assert (settings.frequency, settings.evaluation_mode) == ("daily", "OR")
    assert settings.customization_enabled is False
    assert (settings.days_off, settings.metrics, settings.freezes) == ([], [], None)


def test_settings_come_back_as_sent_and_merge(fresh: Laurel) -> None:
    sdk = furnished(fresh)
    after = sdk.admin.streaks.settings.update(
        frequency="daily",
        evaluation_mode="AND",
        customization_enabled=True,
        days_off=[0, 6],
        metrics=[
            StreakSettingsMetric(key="words", threshold=500),
            StreakSettingsMetric(key="pages", threshold=1),
        ],
        freezes=UpdateStreakSettingsFreezes(
            start_count=1, max_count=2, auto_earn_interval=7, auto_earn_amount=1
        ),
    )
    assert (after.frequency, after.evaluation_mode) == ("daily", "AND")
    assert (after.customization_enabled, after.days_off) == (True, [0, 6])
    assert [(one.key, one.threshold) for one in after.metrics] == [("words", 500), ("pages", 1)]
    assert (after.freezes.start_count, after.freezes.max_count) == (1, 2)
    assert (after.freezes.auto_earn_interval, after.freezes.auto_earn_amount) == (7, 1)
    assert sdk.admin.streaks.settings.get() == after
    assert sdk.admin.streaks.settings.update() == after

    weekly = sdk.admin.streaks.settings.update(frequency="weekly", freezes=None)
    assert (weekly.frequency, weekly.days_off, weekly.freezes) == ("weekly", [], None)
    assert (weekly.metrics, weekly.evaluation_mode) == (after.metrics, "AND")
    manual = UpdateStreakSettingsFreezes(start_count=0, max_count=100)
    freezes = sdk.admin.streaks.settings.update(freezes=manual).freezes
    assert (freezes.start_count, freezes.max_count) == (0, 100)
    assert (freezes.auto_earn_interval, freezes.auto_earn_amount) == (None, None)


@pytest.mark.parametrize(
    ("change", "word"),
    [
        pytest.param({"frequency": "hourly"}, "frequency", id="frequency"),
        pytest.param({"evaluation_mode": "ALL"}, "evaluationMode", id="mode"),
        pytest.param({"days_off": [7]}, "daysOff", id="an eighth day"),
        pytest.param({"days_off": [1, 1]}, "daysOff", id="a day twice"),
        pytest.param({"days_off": list(range(7))}, "daysOff", id="every day"),
        pytest.param({"frequency": "monthly", "days_off": [1]}, "daysOff", id="not daily"),
        pytest.param(
            {"metrics": [StreakSettingsMetric(key="steps", threshold=1)]}, "metrics", id="unknown"
        ),
        pytest.param(
            {"metrics": [StreakSettingsMetric(key="words", threshold=1)] * 2}, "metrics", id="twice"
        ),
        pytest.param(
            {"metrics": [StreakSettingsMetric(key="words", threshold=10_001)]},
            "threshold",
            id="threshold",
        ),
        pytest.param(
            {"freezes": UpdateStreakSettingsFreezes(start_count=2, max_count=1)},
            "maxCount",
            id="start above the most",
        ),
        pytest.param(
            {
                "freezes": UpdateStreakSettingsFreezes(
                    start_count=0, max_count=1, auto_earn_interval=7
                )
            },
            "autoEarnAmount",
            id="half a pair",
        ),
    ],
)
def test_a_refused_change_changes_nothing(
    refusing: TrophyApi, change: dict[str, Any], word: str
) -> None:
    before = refusing.admin.streaks.settings.get()
    with pytest.raises(UnprocessableEntityError) as raised:
        refusing.admin.streaks.settings.update(customization_enabled=True, **change)
    assert word in raised.value.body["error"]
    assert refusing.admin.streaks.settings.get() == before


@pytest.fixture(scope="module")
def refusing(server: Laurel) -> TrophyApi:
    return furnished(server)


def test_the_settings_are_a_view_of_the_primary_definition(fresh: Laurel) -> None:
    sdk = furnished(fresh)
    caller: Caller = fresh.caller()
    metrics = [StreakSettingsMetric(key="words", threshold=5)]
    sdk.admin.streaks.settings.update(metrics=metrics)
    [primary] = caller.get(DEFINITIONS).expect(200).json()
    assert (primary["key"], primary["primary"]) == ("primary", True)
    assert primary["condition"] == {"type": "sum", "min": 1}

    other = {
        "key": "reading",
        "name": "Reading",
        "primary": True,
        "sources": [{"metric": "pages", "threshold": 2.5}],
        "window": {"period": "weekly", "timezone": "Asia/Tokyo", "weekStart": 1},
    }
    created = caller.post(DEFINITIONS, [other]).expect(201).json()["created"][0]
    shown = sdk.admin.streaks.settings.get()
    assert (shown.frequency, [one.threshold for one in shown.metrics]) == ("weekly", [3])
    sdk.admin.streaks.settings.update(frequency="weekly", metrics=shown.metrics)
    assert caller.get(f"{DEFINITIONS}/{created['id']}").expect(200).json() == created
