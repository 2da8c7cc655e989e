"""A user's year in zones where days are odd, and trips across the date line, on a held clock."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from zoneinfo import ZoneInfo

import pytest
from conftest import furnished
from laurel import Caller, Laurel

UTC = dt.timezone.utc
DAY = dt.timedelta(days=1)
# Early, late and in between, the hours that clocks skip or repeat among them.
TIMES = [(0, 0, 30), (2, 30, 0), (23, 59, 59), (12, 0, 0), (1, 15, 0), (0, 0, 0), (18, 45, 10)]


@dataclass(frozen=True)
class Year:
    zone: str
    number: int
    first_month: int = 1
    days: int = 365

    def __str__(self) -> str:
        return f"{self.zone} {self.number}"


YEARS = [
    Year("America/New_York", 2026),
    Year("Australia/Lord_Howe", 2026),
    Year("Africa/Cairo", 2025),
    Year("Pacific/Apia", 2011, first_month=7, days=250),
]


@pytest.fixture(scope="module")
def world(admin: Caller) -> Caller:
    body = {"metrics": [{"key": "pages", "threshold": 1}], "frequency": "daily", "freezes": None}
    admin.patch("/admin/v1/streaks/settings", body).expect(200)
    return admin


def local_days(year: Year) -> list[dt.date]:
    """The dates that the zone has: one on which its noon is not that date is none."""
    zone = ZoneInfo(year.zone)
    first = dt.date(year.number, year.first_month, 1)
    dates = [first + number * DAY for number in range(year.days)]
    return [date for date in dates if instant(date, (12, 0, 0), zone).astimezone(zone).date() == date]


def instant(date: dt.date, time: tuple[int, int, int], zone: ZoneInfo) -> dt.datetime:
    return dt.datetime.combine(date, dt.time(*time), zone).astimezone(UTC)


def hold(world: Caller, moment: dt.datetime) -> None:
    world.set_clock(moment.isoformat().replace("+00:00", "Z"))


def record(world: Caller, user: str, moment: dt.datetime, tz: str | None = None) -> dict:
    hold(world, moment)
    about = {"id": user} if tz is None else {"id": user, "tz": tz}
    answer = world.post("/v1/metrics/pages/event", {"user": about, "value": 2})
    return answer.expect(201).json()["currentStreak"]


def streak(world: Caller, user: str, moment: dt.datetime, periods: int = 7) -> dict:
    hold(world, moment)
    return world.get(f"/v1/users/{user}/streak?historyPeriods={periods}").expect(200).json()


@pytest.mark.parametrize("year", YEARS, ids=str)
def test_every_day_of_a_year_counts_once(world: Caller, user: str, year: Year) -> None:
    zone = ZoneInfo(year.zone)
    dates = local_days(year)
    for number, date in enumerate(dates):
        moment = instant(date, TIMES[number % len(TIMES)], zone)
        if moment.astimezone(zone).date() != date:
            moment = instant(date, (12, 0, 0), zone)
        shown = record(world, user, moment, year.zone if number == 0 else None)
        assert shown["length"] == number + 1, (date, shown)
        assert shown["extended"] is True
        assert shown["periodStart"] == shown["periodEnd"] == date.isoformat()
        assert shown["started"] == dates[0].isoformat()
    end = instant(dates[-1], (23, 59, 59), zone)
    history = streak(world, user, end, 1_000)["streakHistory"][-len(dates) :]
    assert [item["periodStart"] for item in history] == [date.isoformat() for date in dates]
    assert [item["length"] for item in history] == list(range(1, len(dates) + 1))

    # One missed day breaks at the end of that day where the user is, not a second before.
    missed = dates[-1] + DAY
    midnight = instant(missed + DAY, (0, 0, 0), zone)
    before = streak(world, user, midnight - dt.timedelta(seconds=1))
    assert before["length"] == len(dates), before
    after = streak(world, user, midnight)
    assert (after["length"], after["started"]) == (0, None)


def test_apia_has_no_30_december_2011(world: Caller, user: str) -> None:
    zone = ZoneInfo("Pacific/Apia")
    noon = (12, 0, 0)
    record(world, user, instant(dt.date(2011, 12, 29), noon, zone), "Pacific/Apia")
    shown = record(world, user, instant(dt.date(2011, 12, 31), noon, zone))
    assert shown["length"] == 2
    history = streak(world, user, instant(dt.date(2011, 12, 31), (20, 0, 0), zone), 3)
    starts = [item["periodStart"] for item in history["streakHistory"]]
    assert starts == ["2011-12-28", "2011-12-29", "2011-12-31"]


@pytest.mark.parametrize("zone", ["America/New_York", "Australia/Lord_Howe", "Africa/Cairo"])
def test_a_missed_day_breaks_at_its_own_midnight(world: Caller, user: str, zone: str) -> None:
    """On the days on which clocks change, too."""
    place = ZoneInfo(zone)
    year = Year(zone, 2025)
    changes = [
        date
        for date in local_days(year)[2:-3]
        if instant(date, (0, 0, 0), place).astimezone(place).utcoffset()
        != instant(date + DAY, (12, 0, 0), place).astimezone(place).utcoffset()
    ]
    assert len(changes) >= 2
    for number, change in enumerate(changes):
        name = f"{user}-{number}"
        record(world, name, instant(change - DAY, (20, 0, 0), place), zone)
        end = instant(change + DAY, (0, 0, 0), place)
        # A midnight that clocks skip is the moment at which they skip it.
        if end.astimezone(place).time() != dt.time(0):
            end = instant(change + DAY, (12, 0, 0), place).replace(hour=0) + dt.timedelta(0)
            while (end - dt.timedelta(minutes=30)).astimezone(place).date() > change:
                end -= dt.timedelta(minutes=30)
        assert streak(world, name, end - dt.timedelta(seconds=1))["length"] == 1, change
        assert streak(world, name, end)["length"] == 0, change


def test_a_trip_across_the_date_line_and_back_loses_nothing(world: Caller, user: str) -> None:
    auckland, honolulu = ZoneInfo("Pacific/Auckland"), ZoneInfo("Pacific/Honolulu")
    length = 0
    # Four days at home, ending on Wednesday the 4th.
    for number in range(1, 5):
        shown = record(
            world,
            user,
            instant(dt.date(2026, 3, number), (19, 0, 0), auckland),
            "Pacific/Auckland",
        )
        length += 1
        assert shown["length"] == length
    # The flight lands on the 4th again, in the morning: that day is lived twice, and counts once.
    landing = instant(dt.date(2026, 3, 4), (8, 0, 0), honolulu)
    shown = record(world, user, landing, "Pacific/Honolulu")
    assert (shown["length"], shown["extended"], shown["periodStart"]) == (4, False, "2026-03-04")
    for number in range(5, 9):
        shown = record(world, user, instant(dt.date(2026, 3, number), (21, 0, 0), honolulu))
        length += 1
        assert shown["length"] == length
    # The flight home leaves on the 8th at night, and lands on the 10th: there is no 9th to speak of.
    home = instant(dt.date(2026, 3, 10), (7, 0, 0), auckland)
    shown = record(world, user, home, "Pacific/Auckland")
    length += 1
    assert (shown["length"], shown["periodStart"]) == (length, "2026-03-10"), shown
    shown = record(world, user, instant(dt.date(2026, 3, 11), (23, 0, 0), auckland))
    length += 1
    assert shown["length"] == length
    # The 12th is missed: it breaks at the midnight of Auckland.
    midnight = instant(dt.date(2026, 3, 13), (0, 0, 0), auckland)
    assert streak(world, user, midnight - dt.timedelta(seconds=1))["length"] == length
    assert streak(world, user, midnight)["length"] == 0
    told = world.get(f"/v1/users/{user}/streaks/primary/explain").expect(200).json()
    by_date = {item["periodStart"]: item for item in told["periods"]}
    assert by_date["2026-03-09"]["coveredBy"] == "zone_change", told["sentences"]
    assert by_date["2026-03-12"]["verdict"] == "broken"
    assert by_date["2026-03-05"]["timezone"] == "Pacific/Honolulu"
    assert by_date["2026-03-11"]["timezone"] == "Pacific/Auckland"
