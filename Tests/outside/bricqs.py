"""A backend that calls Bricqs, as the suites of that wire have it."""

from __future__ import annotations

from typing import Any

from laurel import Answer, Caller, Laurel

GAMIFY = "/api/v1/gamify"
USER = "user_42"

DAILY_LOGIN = {
    "code": "daily_login",
    "name": "Daily Login",
    "description": "Log in every day to keep the streak alive.",
    "period": "daily",
    "grace_periods": 1,
    "reset_on_miss": True,
    "is_active": True,
}

WEEKLY_WORKOUT = {"code": "weekly_workout", "name": "Weekly Workout", "period": "weekly"}


class Backend:
    """A backend that calls Bricqs, with its key as Bricqs' pages write it."""

    def __init__(self, server: Laurel, key: str) -> None:
        self.server = server
        self.key = key

    def call(
        self, method: str, path: str, body: Any = None, idempotency_key: str | None = None
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self.key}"}
        if idempotency_key is not None:
            headers["Idempotency-Key"] = idempotency_key
        return self.server.request(method, GAMIFY + path, body, headers)

    def record(
        self, timestamp: str | None = None, participant: str = USER, code: str = "daily_login"
    ) -> Answer:
        body = {"participant_id": participant, "streak_code": code}
        return self.call(
            "POST", "/streaks/record", body if timestamp is None else {**body, "timestamp": timestamp}
        )

    def create(self, **streak: Any) -> dict[str, Any]:
        return self.call("POST", "/streaks", streak).expect(201).json()

    def streaks(self, participant: str = USER) -> list[dict[str, Any]]:
        answer = self.call("GET", f"/participants/{participant}/streaks").expect(200).json()
        assert answer["participant_id"] == participant
        return answer["streaks"]

    def set_clock(self, now: str) -> None:
        Caller(self.server, self.key).set_clock(now)
