"""Bricqs' points: awards, deductions, batches, balances and transactions, asked of a running server."""

from __future__ import annotations

import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from bricqs import USER, Backend

AWARD = {
    "participant_id": USER,
    "amount": 100,
    "reason": "Purchase completed",
    "metadata": {"order_id": "ord_abc", "amount_usd": 49.99},
    "idempotency_key": "purchase_ord_abc",
}


def balance(backend: Backend, participant: str = USER) -> dict[str, Any]:
    answer = backend.call("GET", f"/participants/{participant}/points").expect(200).json()
    assert answer.pop("participant_id") == participant
    return answer


def transactions(backend: Backend, participant: str = USER) -> list[dict[str, Any]]:
    """All of them, oldest first."""
    found: list[dict[str, Any]] = []
    page = 1
    while True:
        path = f"/participants/{participant}/points/transactions?page={page}&page_size=100"
        answer = backend.call("GET", path).expect(200).json()
        found += answer["transactions"]
        page += 1
        if len(found) >= answer["total"]:
            assert len(found) == answer["total"]
            return found[::-1]


def test_the_examples_of_the_reference(backend: Backend) -> None:
    first = backend.call("POST", "/points/award", AWARD).expect(200).json()
    assert list(first) == ["transaction_id", "participant_id", "amount", "new_balance", "tier_upgrade"]
    assert (first["amount"], first["new_balance"], first["tier_upgrade"]) == (100, 100, None)
    assert backend.call("POST", "/points/award", AWARD).expect(200).json() == first
    spend = {"participant_id": USER, "amount": 70, "reason": "Reward redemption"}
    spent = backend.call("POST", "/points/deduct", spend).expect(200).json()
    assert spent["new_balance"] == 30
    assert "points" in backend.call("POST", "/points/deduct", {**spend, "amount": 50}).expect(400).error
    assert balance(backend) == {"balance": 30, "total_earned": 100, "total_spent": 70}
    assert [(row["type"], row["amount"], row["reason"]) for row in transactions(backend)] == [
        ("award", 100, "Purchase completed"),
        ("deduct", -70, "Reward redemption"),
    ]
    state = backend.call("GET", f"/participants/{USER}/state").expect(200).json()
    assert (state["points"]["balance"], state["tier"]) == (30, None)


def test_a_batch_gives_each_what_is_due(backend: Backend) -> None:
    awards = [{"participant_id": f"p{n}", "amount": n} for n in range(5)]
    answer = backend.call("POST", "/points/award-batch", {"awards": awards}).expect(200).json()
    assert (answer["accepted"], answer["rejected"]) == (4, 1)
    assert "amount" in answer["results"][0]["error"]
    assert [balance(backend, f"p{n}")["balance"] for n in range(5)] == [0, 1, 2, 3, 4]


def test_the_sum_is_exact_when_64_award_and_spend_and_the_server_is_killed(backend: Backend) -> None:
    backend.call("POST", "/points/award", {"participant_id": USER, "amount": 50}).expect(200)
    chance = random.Random(7)
    orders = [
        (n, chance.choice(["award", "deduct"]), {"participant_id": USER, "amount": chance.randint(1, 40)})
        for n in range(600)
    ]

    def send(order: tuple[int, str, dict[str, Any]]) -> int:
        number, kind, body = order
        if number == 250:
            backend.server.kill()
        try:
            key = f"order:{number}"
            return backend.call("POST", f"/points/{kind}", body, idempotency_key=key).status
        except OSError:
            return 0

    with ThreadPoolExecutor(64) as pool:
        first = dict(zip([order[0] for order in orders], pool.map(send, orders), strict=True))
    assert 200 in first.values() and 0 in first.values(), "some before the kill, some after it"
    backend.server.start()
    # What was answered stays as it was, and the rest is sent again, until all of it is known.
    statuses = {order[0]: send_again(backend, order) for order in orders}
    assert set(statuses.values()) <= {200, 400}
    assert all(statuses[number] == 200 for number, status in first.items() if status == 200)
    rows = transactions(backend)
    total = 0
    for row in rows:
        total += row["amount"]
        assert row["balance_after"] == total >= 0
    given = sum(body["amount"] for n, kind, body in orders if kind == "award" and statuses[n] == 200)
    taken = sum(body["amount"] for n, kind, body in orders if kind == "deduct" and statuses[n] == 200)
    assert balance(backend) == {
        "balance": 50 + given - taken,
        "total_earned": 50 + given,
        "total_spent": taken,
    }
    assert total == 50 + given - taken
    assert len(rows) == 1 + sum(status == 200 for status in statuses.values())


def send_again(backend: Backend, order: tuple[int, str, dict[str, Any]]) -> int:
    number, kind, body = order
    return backend.call("POST", f"/points/{kind}", body, idempotency_key=f"order:{number}").status


def test_an_application_key_of_one_participant_spends_and_awards_nothing(backend: Backend) -> None:
    backend.call("POST", "/points/award", AWARD).expect(200)
    own = Backend(backend.server, backend.server.key("sandbox", "application", user=USER))
    body = {"participant_id": USER, "amount": 10}
    own.call("POST", "/points/award", body).expect(403)
    own.call("POST", "/points/award-batch", {"awards": [body]}).expect(403)
    own.call("POST", "/points/deduct", {**body, "participant_id": "ada"}).expect(403)
    assert own.call("POST", "/points/deduct", body).expect(200).json()["new_balance"] == 90
