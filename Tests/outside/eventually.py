"""Waiting for what follows within moments."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

SECONDS = 90


def eventually(ask: Callable[[], Any], expected: Any) -> None:
    deadline = time.monotonic() + SECONDS
    while (found := ask()) != expected:
        assert time.monotonic() < deadline, f"{found} is not {expected}"
        time.sleep(0.2)
