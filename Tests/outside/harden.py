"""The attacks on a running server: how hard they press, what each tries, and what it gave.

`make test` runs them at a size that fits there; `make harden` runs them larger and prints the table
of docs/operations/hardening.md. Both run the same tests. LAUREL_HARDEN is the only knob.
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

SIZE = int(os.environ.get("LAUREL_HARDEN", "1"))
"""How many times as much as usual: `LAUREL_HARDEN=10 pytest Tests/outside/test_silent_database.py`."""

KILLS = 5 * SIZE
CONNECTIONS = 300 * SIZE
BODY_MEBIBYTES = min(64 * SIZE, 256)
ROUNDS_OF_SILENCE = min(SIZE, 4)
"""Each takes as long as anybody is kept waiting, so more of them would take minutes."""

FIGURES = os.environ.get("LAUREL_HARDEN_FIGURES")
"""The file that figures are added to, a line each, if anybody wants them."""


@dataclass(frozen=True)
class Attack:
    """A row of the table."""

    name: str
    tried: str
    gave: str
    """A sentence in which figures stand by their names."""
    tests: tuple[str, ...]

    @property
    def command(self) -> str:
        return f"`make harden HARDEN_FLAGS='--only {self.name}'`"


ATTACKS = (
    Attack(
        "kills",
        "`kill -9` of Laurel while 64 callers send events, on SQLite and on PostgreSQL; then every event is sent again",
        "{kills:,} kills, {acknowledged:,} acknowledged events: {lost:,} lost, {twice:,} counted twice",
        ("test_durability.py",),
    ),
    Attack(
        "disk",
        "A disk gets full while 16 callers send events; then there is room again. New databases on a full disk",
        "{fillings:,} times full, {stored:,} acknowledged events: {lost:,} lost, {extra:,} stored though refused. "
        "Taking events again after {seconds:.1f} s at most. {refused_starts:,} of {starts:,} starts refused as `disk is full`",
        (
            "test_refused_writes.py::test_a_full_disk_is_told_by_ready_until_there_is_room",
            "test_refused_writes.py::test_a_new_database_on_a_full_disk_is_refused_as_such",
        ),
    ),
    Attack(
        "log",
        "Thousands of writes to a full disk, and what they do to the log",
        "{refusals:,} refusals in {seconds:.1f} s: {lines:,} lines, which count {told:,}",
        ("test_refused_writes.py::test_refused_writes_are_one_line_a_second",),
    ),
    Attack(
        "silence",
        "PostgreSQL stands still (`SIGSTOP`) under 48 callers, again and again, also while Laurel is told to end",
        "{refused:,} calls answered 503, the slowest after {slowest:.1f} s; `/ready` after {ready:.1f} s at most. "
        "{events:,} events sent meanwhile: {lost:,} lost, {twice:,} counted twice. The end after {end:.1f} s",
        (
            "test_silent_database.py::test_everybody_is_answered_while_the_database_is_silent",
            "test_silent_database.py::test_silence_under_load_loses_nothing_and_counts_nothing_twice",
            "test_silent_database.py::test_the_end_comes_while_the_database_is_silent",
        ),
    ),
    Attack(
        "lock",
        "Somebody holds a table of PostgreSQL locked; callers need it, others do not",
        "{stuck:,} callers answered 503, the slowest after {slowest:.1f} s; readers of other tables answered after {others:.1f} s at most",
        ("test_silent_database.py::test_a_locked_table_keeps_nobody_for_long",),
    ),
    Attack(
        "smuggling",
        "Requests with two meanings in each of five wires: spaces before colons, two lengths, two hosts, bare line ends, bad chunks; a request hidden behind each",
        "{tried:,} tried, {refused:,} answered 400 and closed, {taken:,} hidden requests run",
        (
            "test_edge.py::test_nothing_is_smuggled",
            "test_edge.py::test_a_coding_on_an_old_version",
        ),
    ),
    Attack(
        "bytes",
        "Bytes that are not HTTP, endless bodies, callers who leave in the middle",
        "{tried:,} cases, {alive:,} times the server went on and counted right",
        ("test_bad_wire.py",),
    ),
    Attack(
        "slow",
        "More clients than there are connections, each with half a request: they leave, or they stay",
        "{left:,} that left, {stayed:,} that stayed; the next client answered after {seconds:.2f} s at most",
        (
            "test_edge.py::test_who_leaves_in_the_middle_keeps_no_place",
            "test_edge.py::test_who_stays_in_the_middle_keeps_nobody_out",
        ),
    ),
    Attack(
        "bodies",
        "Bodies of 4 MiB that do not end: without a key, and with one, past `--max-body-memory`",
        "Without a key {strangers:,} connections took {strange_mebibytes:.0f} MiB. With a key {senders:,} × 3.7 MiB against a limit of "
        "{limit:.0f} MiB took {mebibytes:.0f} MiB at the most, {refused:,} answered 503; {left_mebibytes:.0f} MiB stay after they close",
        (
            "test_edge.py::test_bodies_of_strangers_take_no_memory",
            "test_edge.py::test_bodies_of_strangers_keep_nobody_with_a_key_out",
            "test_edge.py::test_bodies_of_those_with_a_key_are_bounded_and_given_back",
        ),
    ),
    Attack(
        "streams",
        "Streams that nobody reads, while 3,000 events are told to each",
        "{streams:,} streams, {kibibytes:.0f} KiB each",
        ("test_edge.py::test_streams_that_nobody_reads_take_little",),
    ),
    Attack(
        "storm",
        "Webhooks whose server answers 500 to one in ten, hangs on one in a hundred and is killed twice, and an ordered one beside it; `kill -9` of Laurel five times meanwhile, on SQLite and, of two processes in turn, on PostgreSQL",
        "{facts:,} facts, {kills:,} kills, {seconds:.0f} s at most: {lost:,} did not arrive, {renamed:,} came under a second id, {again:,} were sent again though they had arrived. "
        "{ordered:,} to the ordered one, {disordered:,} out of order",
        ("test_webhooks_storm.py",),
    ),
    Attack(
        "dead",
        "Ten webhooks are told of each event, and the server of one never answers",
        "{events:,} events: to the other nine it took {median:.2f} s at the median and {seconds:.2f} s at p99",
        ("test_webhooks_hard.py::test_a_dead_webhook_does_not_delay_the_others",),
    ),
    Attack(
        "hanging",
        "A webhook that answers, beside many whose servers never do; the server has not told any of them before",
        "{webhooks:,} that hang: the other one waited {seconds:.2f} s at the most",
        (
            "test_webhooks_hard.py::test_webhooks_that_hang_do_not_delay_one_of_which_nothing_is_known",
        ),
    ),
    Attack(
        "browsers",
        "Streams of browsers, each opened with a ticket; half of them leave again and again, and come back with their last id",
        "{streams:,} streams, {opened:,} times opened, {told:,} events read: {missing:,} missing, {twice:,} twice. The server grew by {mebibytes:.0f} MiB meanwhile",
        ("test_stream_crowd.py",),
    ),
)


def gave(attack: str, **figures: float) -> None:
    """Notes figures for the table. Whole numbers add up; of others the largest counts."""
    assert attack in {each.name for each in ATTACKS}, attack
    if FIGURES:
        with open(FIGURES, "a") as file:
            file.write(json.dumps([attack, figures]) + "\n")


def collected(lines: Iterable[str]) -> dict[str, dict[str, float]]:
    """The figures of each attack, put together."""
    found: dict[str, dict[str, float]] = {attack.name: {} for attack in ATTACKS}
    for line in lines:
        attack, figures = json.loads(line)
        for name, value in figures.items():
            before = found[attack].get(name, type(value)(0))
            found[attack][name] = before + value if isinstance(value, int) else max(before, value)
    return found


def row(attack: Attack, figures: dict[str, float]) -> str | None:
    """A row of the table; none if something was not measured."""
    try:
        gave = attack.gave.format(**figures)
    except KeyError:
        return None
    return f"| {attack.tried} | {attack.command} | {gave} |"


def resident_bytes(process: int) -> int:
    """How much memory a process has."""
    for line in Path(f"/proc/{process}/status").read_text().splitlines():
        if line.startswith("VmRSS:"):
            return int(line.split()[1]) << 10
    raise AssertionError("the process has no size")
