"""The contract that every suite holds answers to: that it is whole, and that it can fail."""

from __future__ import annotations

import json

from collections.abc import Iterator
from typing import Any

import pytest
from contract import DOCUMENTS, contract
from jsonschema_rs import Draft202012Validator
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


def parts(
    server: Laurel,
) -> Iterator[tuple[str, dict[str, Any], list[dict[str, Any]], dict[str, Any]]]:
    """The name of each call, its request and its good answers by media type, and all schemas."""
    for path in DOCUMENTS:
        document = server.request("GET", path).expect(200).json()
        for address, methods in document["paths"].items():
            for method, call in methods.items():
                request = call.get("requestBody", {}).get("content", {})
                answers = [
                    answer.get("content", {})
                    for status, answer in call["responses"].items()
                    if status.startswith("2")
                ]
                yield f"{method.upper()} {address}", request, answers, document["components"]


def test_every_call_has_an_example(server: Laurel) -> None:
    missing = []
    for name, request, answers, _ in parts(server):
        if "application/json" in request and "example" not in request["application/json"]:
            missing.append(f"{name}: its request")
        # What is an image has nothing to show in a text.
        told = [each for each in answers if any(kind != "image/*" for kind in each)]
        if told and not any("example" in media for each in told for media in each.values()):
            missing.append(f"{name}: its answer")
    assert missing == []


def test_every_example_is_as_described(server: Laurel) -> None:
    problems = []
    for name, request, answers, components in parts(server):
        for media in [*request.values(), *(media for each in answers for media in each.values())]:
            if "example" in media:
                validator = Draft202012Validator({**media["schema"], "components": components})
                problems += [
                    f"{name}: {error.message} at {list(error.instance_path)}"
                    for error in validator.iter_errors(media["example"])
                ]
    assert problems == []
