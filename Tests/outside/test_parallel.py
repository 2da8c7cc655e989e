"""Parallel events for one user and one metric, which the original forbids."""

from __future__ import annotations

from decimal import Decimal
from itertools import accumulate

import pytest
from crowd import Sent, send_all
from laurel import Caller

EVENTS = 1_000


@pytest.mark.parametrize(
    "values",
    [
        pytest.param(["1"], id="ones"),
        pytest.param(["0.1", "0.2", "0.7"], id="tenths"),
        pytest.param(["5", "-7.5", "0.000001", "-0.25", "1000000.5"], id="up and down"),
    ],
)
def test_a_thousand_at_once_add_up(admin: Caller, user: str, values: list[str]) -> None:
    events = [Sent(user, values[number % len(values)]) for number in range(EVENTS)]
    outcomes = send_all(admin, events)
    assert [answer.status for _, answer in outcomes if answer] == [201] * EVENTS
    expected = sum(Decimal(sent.value) for sent in events)
    assert admin.total(user) == expected
    assert len({answer.json()["eventId"] for _, answer in outcomes if answer}) == EVENTS


def test_each_answer_has_a_total_of_its_own(admin: Caller, user: str) -> None:
    """Each event saw the total after itself: together, the answers count from 1 to 1,000."""
    outcomes = send_all(admin, [Sent(user, "1") for _ in range(EVENTS)])
    totals = sorted(answer.json()["total"] for _, answer in outcomes if answer)
    assert totals == list(accumulate([1] * EVENTS))


def test_one_key_sent_by_many_counts_once(admin: Caller, user: str) -> None:
    outcomes = send_all(admin, [Sent(user, "5", "once")] * 200)
    answers = [answer for _, answer in outcomes if answer]
    assert sorted(answer.status for answer in answers) == [201] + [202] * 199
    assert len({answer.json()["eventId"] for answer in answers}) == 1
    assert admin.total(user) == 5


def test_the_first_event_of_a_user_sent_by_many_makes_one_user(admin: Caller, user: str) -> None:
    send_all(admin, [Sent(user, "1") for _ in range(64)])
    found = list(admin.pages(f"/admin/v1/users?search={user}", "users", 100))
    assert [each["id"] for each in found].count(user) == 1


def test_a_bad_event_in_the_crowd_spoils_only_itself(admin: Caller, user: str) -> None:
    """Concurrent events share a transaction; the answer of each is its own."""
    good = [Sent(user, "1") for _ in range(300)]
    bad = [Sent(user, "1", metric="nothing"), Sent("", "1"), Sent(user, '"five"')] * 30
    mixed = [event for pair in zip(good, bad * 4) for event in pair]
    for sent, answer in send_all(admin, mixed):
        assert answer is not None
        answer.expect(201 if sent in good[:1] else 422)
    assert admin.total(user) == 300


def test_many_users_at_once(admin: Caller, user: str) -> None:
    events = [Sent(f"{user}-{number % 50}", "0.5") for number in range(EVENTS)]
    send_all(admin, events)
    assert {admin.total(f"{user}-{number}") for number in range(50)} == {Decimal(10)}
