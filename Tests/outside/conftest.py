"""What the suites share: the binary, engines, running servers, and names that nobody else uses.

A test that asks for a server or a database runs once on each engine; a suite that is about files
says `ENGINES = ("sqlite",)`.
"""

from __future__ import annotations

import itertools
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import given_database
import pytest
from bricqs import Backend
from given_database import GivenServer
from laurel import Caller, Laurel, default_binary, serving
from postgres import Node, private_server
from trophy import TrophyApi

if TYPE_CHECKING:
    from playwright.sync_api import Browser

ENGINES = ("sqlite", "postgres")
Place = Path | str
"""What Laurel is given as its database: a file, or a URL."""

_numbers = itertools.count(1)


@pytest.fixture(scope="session")
def binary() -> Path:
    path = default_binary()
    if not path.exists():
        pytest.exit(f"{path} does not exist. Run `make build`, or set LAUREL=/path/to/laurel.", 2)
    return path


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if "engine" in metafunc.fixturenames:
        engines = getattr(metafunc.module, "ENGINES", ENGINES)
        metafunc.parametrize("engine", engines, indirect=True, scope="module")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Says what stays together where several workers share the tests (`pytest -n`).

    A file's tests of one engine share its server. Those of a file with `TOGETHER = False` share none.
    """
    for item in items:
        if getattr(item.module, "TOGETHER", True):
            parameters = item.callspec.params if hasattr(item, "callspec") else {}
            group = f"{item.module.__name__}-{parameters.get('engine', 'any')}"
            item.add_marker(pytest.mark.xdist_group(group))


@pytest.fixture(scope="module")
def engine(request: pytest.FixtureRequest) -> str:
    """The name of the engine that a test runs on."""
    return request.param


@pytest.fixture(scope="session")
def postgres_of_run(binary: Path) -> Iterator[Node | GivenServer]:
    """The one PostgreSQL server of a run, as durable as in life, or the one that was given."""
    if address := os.environ.get(given_database.VARIABLE):
        given = GivenServer(address, binary)
        yield given
        given.clean_up()
        return
    with private_server() as node:
        yield node


@pytest.fixture(scope="module")
def postgres(postgres_of_run: Node | GivenServer) -> Node | GivenServer:
    """The PostgreSQL server, for the tests of one file."""
    if isinstance(postgres_of_run, GivenServer):
        postgres_of_run.begin_file()
    return postgres_of_run


@pytest.fixture(scope="module")
def new_database(
    request: pytest.FixtureRequest, engine: str, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[], Place]:
    """Gives a place for an empty database of the engine, another one with every call."""

    def place() -> Place:
        if engine == "sqlite":
            return tmp_path_factory.mktemp("laurel") / "laurel.db"
        return request.getfixturevalue("postgres").create_database(unique("laurel"))

    return place


@pytest.fixture
def database(new_database: Callable[[], Place]) -> Place:
    """An empty database for one test alone."""
    return new_database()


@pytest.fixture(scope="module")
def server(binary: Path, new_database: Callable[[], Place]) -> Iterator[Laurel]:
    """One server for all tests of a file; each test uses its own user ids and keys."""
    with serving(binary, new_database()) as running:
        yield running


@pytest.fixture(scope="module")
def admin(server: Laurel) -> Caller:
    """An admin of the shared sandbox, which knows two metrics and two attributes."""
    return furnished(server.caller())


@pytest.fixture(scope="module")
def sdk(server: Laurel, admin: Caller) -> TrophyApi:
    """The official SDK with the same key."""
    return server.sdk(admin.key)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A person's browser; suites that have nobody look do without its packages."""
    from browser import chromium  # noqa: PLC0415

    with chromium() as running:
        yield running


@pytest.fixture
def fresh(binary: Path, database: Place) -> Iterator[Laurel]:
    """A server with an empty database for one test alone."""
    with serving(binary, database) as running:
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


@pytest.fixture
def backend(fresh: Laurel) -> Backend:
    """A backend that talks to the sandbox of a server of its own, on the day of the page."""
    backend = Backend(fresh, fresh.key())
    backend.set_clock("2026-05-23T08:15:00Z")
    return backend
