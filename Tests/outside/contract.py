"""Holds every answer of a server to its own OpenAPI documents.

The documents are read from the server under test, so whatever they say is compared with what it
does: a status that no operation declares, a field that no schema has, a field that is missing.
"""

from __future__ import annotations

import http.client
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import urlsplit

from jsonschema_rs import Draft202012Validator
from published import Published

DOCUMENTS = (
    "/v1/openapi", "/admin/v1/openapi", "/api/v1/openapi", "/v1/streaks/openapi", "/openapi"
)  # fmt: skip
EDGE = {408, 414, 431, 501, 505}
"""What the server says of requests that it cannot read: no operation is asked."""


@dataclass(frozen=True)
class Operation:
    name: str
    responses: dict[str, Any]
    components: dict[str, Any]

    def problems(self, status: int, media_type: str, body: bytes) -> list[str]:
        if status in EDGE:
            return []
        response = self.responses.get(str(status))
        if response is None:
            return [f"{self.name}: the status {status} is not declared"]
        content = response.get("content", {})
        if not content:
            return [f"{self.name}: {status} has a body"] if body else []
        declared = content.get("application/json")
        if declared is None:
            return self._media_type_problems(media_type, list(content))
        validator = _validator(json.dumps(declared["schema"]), json.dumps(self.components))
        return [
            f"{self.name}, {status}: {error.message} at {list(error.instance_path)}"
            for error in validator.iter_errors(json.loads(body))
        ]

    def _media_type_problems(self, media_type: str, declared: list[str]) -> list[str]:
        if any(media_type.startswith(each.split("*")[0]) for each in declared):
            return []
        return [f"{self.name}: {media_type} is not one of {declared}"]


@cache
def _validator(schema: str, components: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": json.loads(components)})


class Contract:
    """The operations of all documents of a server."""

    def __init__(self, documents: list[dict[str, Any]]) -> None:
        self._operations: dict[tuple[str, str], Operation] = {}
        for document in documents:
            for path, methods in document["paths"].items():
                for method, operation in methods.items():
                    self._operations[method.upper(), path] = Operation(
                        f"{method.upper()} {path}", operation["responses"], document["components"]
                    )
        paths = {path for _, path in self._operations}
        # A word of a path goes before a parameter, as in the server.
        self._patterns = [
            (re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))), path)
            for path in sorted(paths, key=lambda path: (path.count("{"), path))
        ]

    def __len__(self) -> int:
        return len(self._operations)

    def operation(self, method: str, target: str) -> Operation | None:
        path = urlsplit(target).path
        for pattern, template in self._patterns:
            if pattern.fullmatch(path):
                return self._operations.get(("GET" if method == "HEAD" else method, template))
        return None

    def check(self, method: str, target: str, status: int, media_type: str, body: bytes) -> None:
        """Fails when an answer of a call that is described is not what the description says."""
        operation = self.operation(method, target)
        if operation is None or method == "HEAD":
            return
        problems = operation.problems(status, media_type, body)
        problems += _published().problems(method, target, status, body)
        # The first few say enough.
        assert not problems, "\n".join([*problems[:5], body[:500].decode(errors="replace")])


_contracts: dict[str, Any] = {}


def contract(host: str, port: int) -> Contract:
    """The contract of the server there; read once in a run, as one binary is tested."""
    if "known" not in _contracts:
        _contracts["known"] = Contract([_document(host, port, path) for path in DOCUMENTS])
    return _contracts["known"]


def _published() -> Published:
    if "published" not in _contracts:
        _contracts["published"] = Published.read()
    return _contracts["published"]


def _document(host: str, port: int, path: str) -> dict[str, Any]:
    connection = http.client.HTTPConnection(host, port, timeout=30)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, (path, answer.status, body[:200])
        return json.loads(body)
    finally:
        connection.close()
