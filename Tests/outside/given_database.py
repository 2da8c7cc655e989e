"""A PostgreSQL database that the tests were given by its address, instead of a server of their own.

    LAUREL_TEST_DATABASE='postgres://laurel@db.example/laurel_test' make outside

Each place that a test asks for is its own: a database where the role may create one, otherwise a
schema. Where the database has Citus, a place is a schema, and the tables in it are distributed
before Laurel sees them. A role that may create nothing is given one place a file: the schema that
somebody has prepared, emptied. Tests that need a second one, or the server's own processes, are
skipped.

Uses only Python's own library, and pytest to skip.
"""

from __future__ import annotations

import os
import secrets
import subprocess
from pathlib import Path
from urllib.parse import quote, urlsplit, urlunsplit

import pytest
from postgres import program

VARIABLE = "LAUREL_TEST_DATABASE"


class GivenServer:
    """What a `Node` is to the tests, by an address alone."""

    def __init__(self, address: str, binary: Path) -> None:
        self.address = address
        self.binary = binary
        self._made: list[str] = []
        self._is_used = False
        has_citus = self.sql("SELECT count(*) FROM pg_extension WHERE extname = 'citus'") == "1"
        self.kind = self._allowed_kind(has_citus)
        self.is_distributed = has_citus and self.kind == "schema"

    def _allowed_kind(self, has_citus: bool) -> str:
        rights = self.sql(
            "SELECT rolcreatedb OR rolsuper, has_database_privilege(current_database(), 'CREATE')"
            " FROM pg_roles WHERE rolname = current_user"
        )
        may_create_databases, may_create_schemas = (word == "t" for word in rights.split("|"))
        if may_create_databases and not has_citus:
            return "database"
        return "schema" if may_create_schemas else "prepared"

    # What is asked of it, as of a server of one's own.

    def sql(self, text: str, database: str | None = None, *, is_strict: bool = True) -> str:
        """The answer to a statement as unaligned text; "" when it fails and may."""
        url = database or self.address
        answer = subprocess.run(
            [program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-d", url, "-f", "-"],
            input=text,
            capture_output=True,
            text=True,
            env={**os.environ, "PGCONNECT_TIMEOUT": "5"},
        )
        if answer.returncode != 0 and is_strict:
            raise AssertionError(f"psql failed: {answer.stderr}")
        return answer.stdout.strip() if answer.returncode == 0 else ""

    def dump(self, url: str) -> bytes:
        """All that a place holds, as text."""
        only = [f'--schema="{self.sql("SELECT current_schema()", url)}"']
        command = [program("pg_dump"), "--inserts", *only, url]
        return subprocess.run(command, check=True, capture_output=True).stdout

    def create_database(self, name: str) -> str:
        """A new, empty place, by the name that Laurel is given."""
        if self.kind == "prepared":
            return self._prepared_place()
        own = f"{name}-{secrets.token_hex(4)}"
        if self.kind == "database":
            self.sql(f'CREATE DATABASE "{own}" TEMPLATE template0')
            url = in_database(self.address, own)
        else:
            self.sql(f'CREATE SCHEMA "{own}"')
            url = in_schema(self.address, own)
        self._made.append(own)
        if self.is_distributed:
            self._distribute(url)
        return url

    def program(self, *_: str) -> str:
        pytest.skip("PostgreSQL's own programs are asked of a server of the tests' own")

    def __getattr__(self, name: str) -> object:
        """A given server is not paused, killed, or looked at from within."""
        if name.startswith("__"):
            raise AttributeError(name)
        pytest.skip(f"{VARIABLE} names a server whose {name} is not the tests'")

    # What becomes of places.

    def _distribute(self, url: str) -> None:
        for words in (["schema"], ["schema", "--citus"]):
            printed = subprocess.run([self.binary, *words], check=True, capture_output=True, text=True)
            self.sql(printed.stdout, url)

    def begin_file(self) -> None:
        """Gives back the one place that was prepared, for the tests of the next file."""
        self._is_used = False

    def _prepared_place(self) -> str:
        if self._is_used:
            pytest.skip("there is one prepared database, and this test needs another")
        self._is_used = True
        tables = self.sql(
            "SELECT string_agg(quote_ident(tablename), ', ') FROM pg_tables"
            " WHERE schemaname = current_schema() AND tablename <> 'schema_migration'"
        )
        if "installation" not in tables.split(", "):
            pytest.exit(f"{VARIABLE} names no prepared database: `laurel schema | psql` prepares one", 2)
        self.sql(f"TRUNCATE {tables}")
        return self.address

    def clean_up(self) -> None:
        """Removes what was made."""
        for name in self._made:
            kind = "DATABASE" if self.kind == "database" else "SCHEMA"
            end = " WITH (FORCE)" if kind == "DATABASE" else " CASCADE"
            self.sql(f'DROP {kind} IF EXISTS "{name}"{end}', is_strict=False)


def in_database(address: str, name: str) -> str:
    """The address of another database of the same server."""
    return urlunsplit(urlsplit(address)._replace(path=f"/{quote(name)}"))


def in_schema(address: str, name: str) -> str:
    """An address that leads to a schema of the same database."""
    separator = "&" if "?" in address else "?"
    return f"{address}{separator}options=-csearch_path%3D{quote(name)}"
