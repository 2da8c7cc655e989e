"""Keeps what was sent and answered, when somebody makes the examples of the OpenAPI documents anew.

`scripts/record-examples` sets LAUREL_RECORD to a folder; each process of the tests has a file there.
"""

from __future__ import annotations

import json
import os
from typing import Any

FOLDER = os.environ.get("LAUREL_RECORD")
MOST_BYTES = 1_000_000


def record(
    method: str, target: str, request: bytes | None, status: int, media_type: str, answer: bytes
) -> None:
    """Notes a call that went well, if anybody wants to know."""
    if FOLDER is None or not 200 <= status < 300 or len(answer) + len(request or b"") > MOST_BYTES:
        return
    try:
        line = {
            "method": method,
            "target": target,
            "request": document(request or b""),
            "status": status,
            "answer": document(answer) if is_text(media_type) else None,
        }
    except ValueError:
        return
    with open(f"{FOLDER}/{os.getpid()}.jsonl", "a") as file:
        file.write(json.dumps(line, ensure_ascii=False) + "\n")


def is_text(media_type: str) -> bool:
    return media_type.startswith(("text/", "application/json"))


def document(body: bytes) -> Any:
    """A body as JSON, or as the text that it is."""
    text = body.decode()
    if not text:
        return None
    try:
        return json.loads(text)
    except ValueError:
        return text
