"""What the suites share: the binary, running servers, and names that nobody else uses."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from pathlib import Path

import pytest
from laurel import Caller, Laurel, default_binary, serving
from trophy import TrophyApi

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def binary() -> Path:
    path = default_binary()
    if not path.exists():
        pytest.exit(f"{path} does not exist. Run `make build`, or set LAUREL=/path/to/laurel.", 2)
    return path


@pytest.fixture(scope="module")
def server(binary: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Laurel]:
    """One server for all tests of a file; each test uses its own user ids and keys."""
    with serving(binary, tmp_path_factory.mktemp("laurel") / "laurel.db") as running:
        yield running


@pytest.fixture(scope="module")
def admin(server: Laurel) -> Caller:
    """An admin of the shared sandbox, which knows two metrics and two attributes."""
    return furnished(server.caller())


@pytest.fixture(scope="module")
def sdk(server: Laurel, admin: Caller) -> TrophyApi:
    """The official SDK with the same key."""
    return server.sdk(admin.key)


@pytest.fixture
def fresh(binary: Path, tmp_path: Path) -> Iterator[Laurel]:
    """A server with an empty database for one test alone."""
    with serving(binary, tmp_path / "laurel.db") as running:
        yield running


@pytest.fixture
def user() -> str:
    return unique("user")


@pytest.fixture
def name() -> str:
    """A key for a metric or an attribute that no other test has."""
    return unique("name")


def unique(word: str) -> str:
    return f"{word}-{next(_numbers)}"


def furnished(caller: Caller) -> Caller:
    caller.create_metric("pages")
    caller.create_metric("words")
    caller.create_attribute("plan", "user")
    caller.create_attribute("source", "event")
    return caller
