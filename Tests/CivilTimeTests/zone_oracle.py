"""Prints what Python's own time zone reader says about every zone of a folder.

The tests compare it with Laurel's reader. Only `datetime` and `zoneinfo` are asked: nothing here
knows what a zone file looks like. Zones with equal files are worked out once and listed together.

    zone_oracle.py FOLDER

Z name...                                                zones that the lines below are about
T second  offset -1s, 0, +1s  day number -1s, 0, +1s     a change of the offset
S second  offset  day number                             a monthly sample
D day number  reset second  first second                 a start of a day near a change
"""

import sys
import zoneinfo
from datetime import date, datetime, timedelta, timezone
from pathlib import Path

FIRST = int(datetime(1970, 1, 1, tzinfo=timezone.utc).timestamp())
LAST = int(datetime(2041, 1, 1, tzinfo=timezone.utc).timestamp())
DAY = 86400
EPOCH = date(1970, 1, 1).toordinal()
RESETS = (0, 2 * 3600 + 1800)
at = datetime.fromtimestamp


def offset(zone, second):
    return int(at(second, zone).utcoffset().total_seconds())


def day(zone, second):
    return at(second, zone).toordinal() - EPOCH


def wall(zone, second):
    local = at(second, zone)
    seconds = local.hour * 3600 + local.minute * 60 + local.second
    return (local.toordinal() - EPOCH) * DAY + seconds


def changes(zone):
    """Samples every day, and halves the gap wherever two samples differ.

    Two changes that undo each other within a day would be missed here, and seen by the test as
    changes that only the reader under test knows.
    """
    found = []
    here, before = FIRST, at(FIRST, zone).utcoffset()
    for sample in range(FIRST + DAY, LAST, DAY):
        after = at(sample, zone).utcoffset()
        while after != before:
            low, high = here, sample
            while high - low > 1:
                middle = (low + high) // 2
                if at(middle, zone).utcoffset() == before:
                    low = middle
                else:
                    high = middle
            found.append(high)
            here, before = high, at(high, zone).utcoffset()
        here = sample
    return found


def first_reached(zone, target, start):
    """The first second from `start` on at which the wall clock has reached `target`."""
    for step in (900, 60, 1):
        second = start - start % step
        while wall(zone, second) < target:
            second += step
        start = second - step + 1
    return second


def days_around(zone, second):
    """The days beside a change: the dates on both sides of it, and one more each way."""
    first = min(day(zone, second - 1), day(zone, second)) - 1
    last = max(day(zone, second - 1), day(zone, second)) + 2
    ahead = max(offset(zone, second - 1), offset(zone, second))
    for number in range(first, last + 1):
        for reset in RESETS:
            target = number * DAY + reset
            yield number, reset, first_reached(zone, target, target - ahead - 2 * 3600)


def months():
    for year in range(1970, 2041):
        for month in range(1, 13):
            yield int(datetime(year, month, 9, 17, 4, 3, tzinfo=timezone.utc).timestamp())


def tell(names, zone, out):
    out.append("Z " + " ".join(names))
    days = set()
    for second in changes(zone):
        around = (second - 1, second, second + 1)
        values = [offset(zone, s) for s in around] + [day(zone, s) for s in around]
        out.append(f"T {second} " + " ".join(map(str, values)))
        days.update(days_around(zone, second))
    for second in months():
        out.append(f"S {second} {offset(zone, second)} {day(zone, second)}")
    for number, reset, second in sorted(days):
        out.append(f"D {number} {reset} {second}")


def main(folder):
    sys.modules["tzdata"] = None  # Only the folder counts, never the package of that name.
    zoneinfo.reset_tzpath(to=[folder])
    groups = {}
    for name in sorted(zoneinfo.available_timezones() - {"localtime", "posixrules"}):
        groups.setdefault(Path(folder, name).read_bytes(), []).append(name)
    for names in groups.values():
        out = []
        tell(names, zoneinfo.ZoneInfo(names[0]), out)
        print("\n".join(out))


if __name__ == "__main__":
    main(sys.argv[1])
