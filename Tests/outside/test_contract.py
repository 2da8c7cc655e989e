"""The contract that every suite holds answers to: that it is whole, and that it can fail."""

from __future__ import annotations

import json

import pytest
from contract import contract
from laurel import Caller, Laurel

ENGINES = ("sqlite",)


@pytest.mark.parametrize(
    ("status", "change", "expected"),
    [
        (418, {}, "the status 418 is not declared"),
        (200, {"color": "red"}, "color"),
        (200, {"id": None}, "null is not of type"),
        (200, {"control": "no"}, "is not of type"),
        (200, None, "is a required property"),
        (404, {}, "error"),
    ],
)
def test_an_answer_that_is_not_as_described_fails(
    server: Laurel, admin: Caller, user: str, status: int, change: dict | None, expected: str
) -> None:
    known = contract("127.0.0.1", server.port)
    admin.event(user).expect(201)
    body = admin.get(f"/v1/users/{user}").expect(200).json()
    known.check("GET", f"/v1/users/{user}", 200, "application/json", json.dumps(body).encode())
    body = {} if change is None else body | change
    with pytest.raises(AssertionError, match=expected):
        known.check(
            "GET", f"/v1/users/{user}", status, "application/json", json.dumps(body).encode()
        )


def test_a_word_of_a_path_goes_before_a_parameter(server: Laurel) -> None:
    known = contract("127.0.0.1", server.port)
    assert len(known) > 150
    assert known.operation("GET", "/v1/streaks/definitions").name == "GET /v1/streaks/definitions"
    assert known.operation("HEAD", "/v1/users/a%2Fb").name == "GET /v1/users/{id}"
    assert known.operation("GET", "/v1/users/a/b/c/d") is None
    assert known.operation("PATCH", "/health") is None
