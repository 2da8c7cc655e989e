"""Holds the answers of Trophy's calls to the OpenAPI documents that Trophy publishes, too.

The documents are no part of this repository: they are read from the folder that LAUREL_REFERENCE
names, or from `../shared/reference`. Where they are not there, nothing is held to them, and
test_published.py says so. What may differ stands in a table of docs/api/trophy.md, and nowhere else.
"""

from __future__ import annotations

import json
import os
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from documents import DOCS, ROOT, Page
from jsonschema_rs import Draft202012Validator, ValidationError

FOLDER = Path(os.environ.get("LAUREL_REFERENCE") or ROOT.parent / "shared/reference")
FILES = {"/v1": "trophy-application.openapi.json", "/admin/v1": "trophy-admin.openapi.json"}
METHODS = {"get", "post", "put", "patch", "delete"}
EVERY_CALL = "Every call"
NOT_READ = {408, 414, 431, 501, 505}
"""What the server says of requests that it cannot read: no call is asked."""


@dataclass(frozen=True)
class Difference:
    """What an answer may have that the published document does not allow."""

    call: str
    status: int
    missing: str
    """The field that may be missing; empty where the status is not described."""


@dataclass(frozen=True)
class Call:
    name: str
    responses: dict[str, Any]
    components: dict[str, Any]

    def differences(self, status: int, body: bytes) -> list[tuple[Difference, str]]:
        """How an answer differs, each time with a sentence."""
        response = self.responses.get(str(status))
        if response is None:
            return [(Difference(self.name, status, ""), "is not a described status")]
        declared = response.get("content", {}).get("application/json")
        if declared is None:
            return []
        validator = _validator(json.dumps(declared["schema"]), json.dumps(self.components))
        return [
            (Difference(self.name, status, _missing(error)), f"{error.message} at {list(error.instance_path)}")
            for error in validator.iter_errors(json.loads(body))
        ]


class Published:
    """The calls that Trophy describes, under the paths that Laurel has them at."""

    def __init__(self, documents: dict[str, dict[str, Any]], allowed: frozenset[Difference]) -> None:
        self._allowed = allowed
        self._calls = {
            (method.upper(), root + path): Call(
                f"{method.upper()} {root}{path}", call["responses"], document["components"]
            )
            for root, document in documents.items()
            for path, methods in document["paths"].items()
            for method, call in methods.items()
            if method in METHODS
        }
        paths = {path for _, path in self._calls}
        # A word of a path goes before a parameter.
        self._patterns = [
            (re.compile(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(path))), path)
            for path in sorted(paths, key=lambda path: (path.count("{"), path))
        ]

    @staticmethod
    def read(folder: Path = FOLDER) -> Published:
        """What the folder has; no calls where it has nothing."""
        files = {root: folder / name for root, name in FILES.items()}
        documents = {root: json.loads(file.read_text()) for root, file in files.items() if file.exists()}
        return Published(documents, allowed_differences())

    def __len__(self) -> int:
        return len(self._calls)

    def problems(self, method: str, target: str, status: int, body: bytes) -> list[str]:
        """What an answer has that is neither described nor an allowed difference."""
        path = urlsplit(target).path
        template = next((each for pattern, each in self._patterns if pattern.fullmatch(path)), None)
        call = self._calls.get((method, template or ""))
        if call is None or status in NOT_READ:
            return []
        return [
            f"Trophy's document, {call.name}, {status}: {sentence}"
            for difference, sentence in call.differences(status, body)
            if not self._allows(difference)
        ]

    def _allows(self, difference: Difference) -> bool:
        general = Difference(EVERY_CALL, difference.status, difference.missing)
        return difference in self._allowed or general in self._allowed


def allowed_differences() -> frozenset[Difference]:
    """The rows of the table in docs/api/trophy.md."""
    page = Page.read(DOCS / "api/trophy.md")
    (rows,) = (rows for _, header, rows in page.tables() if header[:3] == ["Call", "Status", "Missing field"])
    return frozenset(
        Difference(call.strip("`"), int(status), missing.strip("`"))
        for call, statuses, missing, *_ in rows
        for status in statuses.split(",")
    )


def _missing(error: ValidationError) -> str:
    found = re.fullmatch(r'"(\w+)" is a required property', error.message)
    # What is wrong in another way has no row in the table.
    return found[1] if found else error.message


@cache
def _validator(schema: str, components: str) -> Draft202012Validator:
    return Draft202012Validator({**json.loads(schema), "components": json.loads(components)})
