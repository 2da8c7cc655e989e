"""Reading PostgreSQL with SQL: the documented role reads the six views, and nothing else."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from typing import Any

import pytest
from conftest import unique
from documents import DOCS
from laurel import Caller, Laurel
from postgres import SUPERUSER, Node, program

ENGINES = ("postgres",)
VIEWS = {
    "trophy_metric_totals",
    "trophy_points_totals",
    "trophy_streak_periods",
    "trophy_streak_freezes",
    "trophy_leaderboard_rankings",
    "trophy_achievement_completions",
}
"""As Trophy's tables for its customers are called."""

Psql = Callable[[str], subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def filled(server: Laurel, admin: Caller) -> str:
    """A user who is in every view, with a name and an address that are in none."""
    streak = {
        "key": "reading",
        "name": "Reading",
        "isPrimary": True,
        "sources": [{"metric": "pages"}],
        "window": {"period": "daily"},
    }
    admin.post("/admin/v1/streaks/definitions", [streak]).expect(201)
    metrics = admin.get("/admin/v1/metrics?limit=100").expect(200).json()
    pages = next(each["id"] for each in metrics if each["key"] == "pages")
    trigger = {"type": "metric", "points": 5, "status": "active", "metricId": pages, "metricThreshold": 1}
    admin.post("/admin/v1/points", [{"name": "XP", "key": "xp", "triggers": [trigger]}]).expect(201)
    board = {"name": "Top", "key": "top", "rankBy": "metric", "metricId": pages, "status": "active"}
    admin.post("/admin/v1/leaderboards", [board]).expect(201)
    tour = {"name": "Tour", "trigger": "api", "key": "tour", "status": "active"}
    admin.post("/admin/v1/achievements", [tour]).expect(201)
    user = unique("reader")
    person = {"id": user, "name": "Ada Unseen", "email": "unseen@example.com"}
    admin.event(person, 7.5, "pages").expect(201)
    admin.post("/v1/achievements/tour/complete", {"user": {"id": user}}).expect(200, 201)
    return user


@pytest.fixture(scope="module")
def psql(server: Laurel, filled: str, postgres: Node) -> Psql:
    """Asks as a login that is a member of the role, which is made as the page says."""
    printed = server.command("schema", "--reader", "laurel_reader").stdout
    assert printed.strip() in (DOCS / "operations" / "sql.md").read_text()
    database = server.database.rpartition("@/")[2].partition("?")[0]
    postgres.sql(printed, database)
    postgres.sql("CREATE ROLE metabase LOGIN; GRANT laurel_reader TO metabase", database)

    def ask(text: str) -> subprocess.CompletedProcess[str]:
        place = ["-h", str(postgres.folder), "-p", str(postgres.port), "-U", "metabase", "-d", database]
        command = [str(program("psql")), "-XqAt", "-v", "ON_ERROR_STOP=1", *place, "-c", text]
        return subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)

    return ask


def rows(psql: Psql, text: str) -> list[str]:
    answer = psql(text)
    assert answer.returncode == 0, answer.stderr
    return answer.stdout.splitlines()


def relations(psql: Psql, kinds: str) -> list[str]:
    """Whatever is in the schema; names are for all to see."""
    return rows(
        psql,
        f"SELECT quote_ident(relname) FROM pg_class WHERE relkind IN ({kinds})"
        " AND relnamespace = 'public'::regnamespace ORDER BY 1",
    )


@pytest.mark.parametrize("view", sorted(VIEWS))
def test_a_user_is_in_every_view(psql: Psql, filled: str, view: str) -> None:
    assert rows(psql, f"SELECT DISTINCT environment, user_id FROM {view}") == [f"sandbox|{filled}"]
    found = "\n".join(rows(psql, f"SELECT * FROM {view}")).lower()
    assert "unseen" not in found
    columns = rows(
        psql,
        "SELECT column_name FROM information_schema.columns"
        f" WHERE table_name = '{view}' ORDER BY ordinal_position",
    )
    assert columns[:3] == ["environment", "tenant_id", "user_id"]
    (line,) = [
        line
        for line in (DOCS / "operations" / "sql.md").read_text().splitlines()
        if line.startswith(f"| `{view}`")
    ]
    assert all(f"`{column}`" in line for column in columns[3:]), (columns, line)


def test_no_table_can_be_read_or_written(psql: Psql) -> None:
    tables = relations(psql, "'r', 'p'")
    assert {'"user"', "metric_day", "webhook", "api_key"} <= set(tables) and len(tables) > 30
    for table in tables:
        for text in (f"SELECT 1 FROM {table}", f"DELETE FROM {table}", f"LOCK {table} IN SHARE MODE"):
            refused = psql(f"BEGIN; {text}; ROLLBACK")
            assert refused.returncode != 0 and "permission denied" in refused.stderr, (text, refused)


def test_only_these_views_can_be_read_and_none_written(psql: Psql) -> None:
    readable = "SELECT quote_ident(relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    readable += " AND relkind IN ('r', 'p', 'v', 'm', 'f') AND has_table_privilege(oid, 'SELECT')"
    assert set(rows(psql, readable)) == VIEWS
    written = readable.replace("'SELECT'", "'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER'")
    assert rows(psql, written) == []
    columns = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    columns += " AND relkind IN ('r', 'p') AND has_any_column_privilege(oid, 'SELECT, INSERT, UPDATE')"
    assert rows(psql, columns) == []
    sequences = "SELECT relname FROM pg_class WHERE relnamespace = 'public'::regnamespace"
    sequences += " AND CASE WHEN relkind = 'S' THEN has_sequence_privilege(oid, 'USAGE, SELECT, UPDATE') END"
    assert rows(psql, sequences) == []
    for view in sorted(VIEWS):
        assert psql(f"UPDATE {view} SET user_id = 'x'").returncode != 0
        assert psql(f"DROP VIEW {view}").returncode != 0


@pytest.mark.parametrize(
    "text",
    [
        "CREATE TABLE public.mine (a INTEGER)",
        "CREATE SCHEMA mine",
        "CREATE ROLE other",
        f"GRANT laurel_reader TO {SUPERUSER}",
        "ALTER ROLE metabase SUPERUSER",
        f"SET ROLE {SUPERUSER}",
        "SELECT pg_read_file('/etc/passwd')",
        "COPY trophy_metric_totals TO PROGRAM 'cat'",
        f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = '{SUPERUSER}'",
    ],
)
def test_nothing_else_can_be_done(psql: Psql, text: str) -> None:
    refused = psql(text)
    assert refused.returncode != 0 and "does not exist" not in refused.stderr, refused


def test_whoever_is_erased_is_in_no_view(psql: Psql, admin: Caller) -> None:
    user = unique("erased")
    admin.event(user, 1, "pages").expect(201)
    here = f"SELECT count(*) FROM trophy_metric_totals WHERE user_id = '{user}'"
    assert rows(psql, here) == ["1"]
    admin.delete(f"/admin/v1/users/{user}").expect(200)
    for view in sorted(VIEWS):
        assert rows(psql, f"SELECT count(*) FROM {view} WHERE user_id = '{user}'") == ["0"]


def test_the_role_of_a_name_that_needs_quotes_is_refused(server: Laurel) -> None:
    for name in ("Reader", "a b", "a;b", "", "1a"):
        made: Any = server.command("schema", "--reader", name)
        assert made.returncode != 0 and not made.stdout
