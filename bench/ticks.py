"""Ticks of a streak as Bricqs' backends send them, each the first of its user's day, and then repeated."""

from __future__ import annotations

import argparse
import http.client
import json
from dataclasses import replace

from measuring import Figure, create_key, median_of, post, progress, wrk

CODE = "daily_login"


def ticks(options: argparse.Namespace, port: int, database: str) -> list[Figure]:
    """Every round is a day of a sandbox whose clock is held; a day before them makes the users.

    Users take turns, so a tick is the first of its user's day unless a round has more ticks than there are
    users; those beyond are repeated ones.
    """
    key = create_key(options.laurel, database, "sandbox")
    connection = http.client.HTTPConnection("127.0.0.1", port)
    streak = {"code": CODE, "name": "Daily Login", "period": "daily", "grace_periods": 1}
    set_clock(connection, key, 0)
    post(connection, key, "/api/v1/gamify/streaks", json.dumps(streak), 201)
    arguments = [key, CODE, str(options.users)]
    progress("ticks: making users")
    wrk(options, port, "tick.lua", arguments)
    rounds = []
    for number in range(1, options.rounds + 1):
        progress(f"ticks: round {number} of {options.rounds}")
        set_clock(connection, key, number)
        rounds.append(wrk(options, port, "tick.lua", arguments))
    # By now everybody whom a round reaches has been there on this day.
    repeated = []
    for number in range(1, options.rounds + 1):
        progress(f"repeated ticks: round {number} of {options.rounds}")
        repeated.append(wrk(options, port, "tick.lua", arguments))
    connection.close()
    name = f"POST tick ({options.connections} connections)"
    again = median_of(f"{name}, most repeated", repeated)
    return [median_of(f"{name}, new day", rounds), replace(again, is_event=False)]


def set_clock(connection: http.client.HTTPConnection, key: str, day: int) -> None:
    body = json.dumps({"now": f"2026-03-{day + 1:02}T12:00:00Z"})
    headers = {"X-API-KEY": key, "Content-Type": "application/json"}
    connection.request("PUT", "/admin/v1/clock", body, headers)
    response = connection.getresponse()
    answer = response.read()
    if response.status != 200:
        raise SystemExit(f"PUT /admin/v1/clock answered {response.status}: {answer[:500]!r}")
