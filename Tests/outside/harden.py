"""How hard the tests of the server's edges press: as much as fits among the other tests, or more."""

from __future__ import annotations

import os

SIZE = int(os.environ.get("LAUREL_HARDEN", "1"))
"""How many times as much as usual: `LAUREL_HARDEN=10 pytest Tests/outside/test_silent_database.py`."""
