"""Three PostgreSQL nodes: one takes writes, and has every commit confirmed by another before it counts."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from postgres import SUPERUSER, Node, own, run_as_owner

NAMES = ("n1", "n2", "n3")
SETTINGS = {
    "synchronous_standby_names": f"ANY 1 ({', '.join(NAMES)})",
    "max_wal_senders": "10",
    "wal_keep_size": "512MB",
    # A standby looks for its primary again soon.
    "wal_retrieve_retry_interval": "200ms",
}


class Trio:
    """The three, and which of them takes writes."""

    def __init__(self, folder: Path) -> None:
        self.nodes = {name: Node(folder / name) for name in NAMES}
        self.primary = NAMES[0]

    def start(self) -> Trio:
        # The first is alone for a moment, when nobody can confirm anything.
        self.nodes[self.primary].create().start({**SETTINGS, "synchronous_standby_names": ""})
        for name in self.standbys:
            self._join(name)
        primary = self.nodes[self.primary]
        primary.stop()
        primary.start(SETTINGS)
        self.wait_for_standbys(2)
        return self

    def stop(self) -> None:
        for node in self.nodes.values():
            node.stop()

    @property
    def standbys(self) -> list[str]:
        """Those that run, or could, beside the primary."""
        return [name for name in NAMES if name != self.primary]

    def url(self, database: str) -> str:
        hosts = ",".join(quote(str(node.folder)) for node in self.nodes.values())
        ports = ",".join(str(node.port) for node in self.nodes.values())
        options = f"host={hosts}&port={ports}&target_session_attrs=read-write"
        return f"postgres://{SUPERUSER}@/{database}?{options}"

    def wait_for_standbys(self, count: int) -> None:
        query = "SELECT count(*) FROM pg_stat_replication WHERE state = 'streaming'"
        primary = self.nodes[self.primary]
        primary.wait_until(lambda: int(primary.sql(query)) >= count)

    @contextmanager
    def deaf(self, name: str) -> Iterator[None]:
        """A standby that hears nothing of the primary for the length of a block."""
        receiver = int(self.nodes[name].sql("SELECT pid FROM pg_stat_wal_receiver"))
        os.kill(receiver, signal.SIGSTOP)
        try:
            yield
        finally:
            os.kill(receiver, signal.SIGCONT)

    def kill_primary(self) -> str:
        """Pulls the power cord of the node that takes writes, and names it."""
        self.nodes[self.primary].kill()
        return self.primary

    def promote(self) -> str:
        """Has the standby that knows most take writes, the other one follow it, and names it."""
        survivors = self.standbys
        for name in survivors:
            self._wait_for_replay(self.nodes[name])
        chosen = max(survivors, key=lambda name: self._position(self.nodes[name]))
        self.primary = chosen
        self.nodes[chosen].sql("SELECT pg_promote()")
        for name in survivors:
            if name != chosen:
                self._follow(self.nodes[name], name)
        self.wait_for_standbys(1)
        return chosen

    def rejoin(self, name: str) -> None:
        """Makes the node that was killed a copy of the one that now takes writes."""
        shutil.rmtree(self.nodes[name].data)
        self._join(name)
        self.wait_for_standbys(2)

    # How.

    def _source(self, name: str) -> str:
        primary = self.nodes[self.primary]
        return (
            f"host={primary.folder} port={primary.port} user={SUPERUSER} application_name={name}"
        )

    def _join(self, name: str) -> None:
        node = self.nodes[name]
        own(node.folder)
        run_as_owner(
            "pg_basebackup", f"--dbname={self._source(name)}", f"--pgdata={node.data}",
            "--write-recovery-conf", "--wal-method=stream", "--checkpoint=fast", "--no-sync",
        )  # fmt: skip
        node.start(SETTINGS)

    def _follow(self, node: Node, name: str) -> None:
        node.sql(f"ALTER SYSTEM SET primary_conninfo = '{self._source(name)}'")
        node.sql("SELECT pg_reload_conf()")

    def _wait_for_replay(self, node: Node) -> None:
        """Until the stream from the dead node has ended, and all of it is replayed."""
        query = (
            "SELECT (SELECT count(*) FROM pg_stat_wal_receiver WHERE status = 'streaming') = 0"
            " AND pg_last_wal_receive_lsn() <= pg_last_wal_replay_lsn()"
        )
        node.wait_until(lambda: node.sql(query) == "t")

    def _position(self, node: Node) -> int:
        return int(node.sql("SELECT pg_last_wal_replay_lsn() - '0/0'::pg_lsn"))
