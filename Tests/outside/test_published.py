"""The second contract: the OpenAPI documents that Trophy publishes, which answers are held to as well."""

from __future__ import annotations

import json

import pytest
from laurel import Caller
from published import FILES, FOLDER, Difference, Published, allowed_differences

ENGINES = ("sqlite",)

DOCUMENT = {
    "paths": {
        "/users/{id}": {
            "parameters": [],
            "get": {
                "responses": {
                    "200": {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/User"}}}},
                    "404": {"description": "No content is described."},
                }
            },
        }
    },
    "components": {"schemas": {"User": {"type": "object", "required": ["id", "tz"], "properties": {"id": {"type": "string"}}}}},
}  # fmt: skip


@pytest.mark.parametrize(
    ("target", "status", "body", "problem"),
    [
        ("/v1/users/ada", 200, {"id": "ada", "tz": None, "more": 1}, None),
        ("/v1/users/a%2Fb?x=1", 200, {"id": "a/b", "tz": "UTC"}, None),
        ("/v1/users/ada", 200, {"id": "ada"}, '"tz" is a required property'),
        ("/v1/users/ada", 200, {"id": 5, "tz": None}, "is not of type"),
        ("/v1/users/ada", 201, {}, "is not a described status"),
        ("/v1/users/ada", 404, {}, None),
        ("/v1/users/ada", 414, {}, None),
        ("/v1/others/ada", 500, {}, None),
    ],
)
def test_an_answer_is_held_to_a_published_document(
    target: str, status: int, body: dict, problem: str | None
) -> None:
    published = Published({"/v1": DOCUMENT}, frozenset())
    found = published.problems("GET", target, status, json.dumps(body).encode())
    assert [problem in each for each in found] == ([True] if problem else []), found


@pytest.mark.parametrize(
    ("allowed", "count"),
    [
        (Difference("GET /v1/users/{id}", 200, "tz"), 0),
        (Difference("Every call", 200, "tz"), 0),
        (Difference("GET /v1/users/{id}", 200, "id"), 1),
        (Difference("GET /v1/users/{id}", 201, "tz"), 1),
        (Difference("POST /v1/users/{id}", 200, "tz"), 1),
    ],
)
def test_a_difference_is_allowed_where_it_is_written_down(allowed: Difference, count: int) -> None:
    published = Published({"/v1": DOCUMENT}, frozenset({allowed}))
    assert len(published.problems("GET", "/v1/users/ada", 200, b'{"id": "ada"}')) == count


def test_the_page_says_what_may_differ() -> None:
    allowed = allowed_differences()
    assert Difference("POST /v1/metrics/{key}/event", 202, "") in allowed
    assert all(each.missing or each.status != 200 or each.call != "Every call" for each in allowed)


def test_the_documents_of_trophy_are_used_where_they_are(admin: Caller, user: str) -> None:
    """Every suite is held to them; this one says whether they were there."""
    if not all((FOLDER / name).exists() for name in FILES.values()):
        pytest.skip(f"no documents of Trophy's in {FOLDER}: answers are held to our own alone")
    published = Published.read()
    assert len(published) > 70
    admin.event(user).expect(201)
    shown = admin.get(f"/v1/users/{user}").expect(200)
    assert published.problems("GET", f"/v1/users/{user}", 200, shown.body) == []
    less = {name: value for name, value in shown.json().items() if name != "control"}
    assert published.problems("GET", f"/v1/users/{user}", 200, json.dumps(less).encode()) != []
