"""Private PostgreSQL servers for tests and measurements: made in a temporary folder, gone at the end.

As a program it lends one to a command, which finds it in LAUREL_TEST_POSTGRES:

    python3 Tests/outside/postgres.py [--fast] swift test

Uses only Python's own library. A server listens on a Unix socket alone and trusts whoever reaches
it; it ends with the process that made it, however that ends.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from urllib.parse import quote

VARIABLE = "LAUREL_TEST_POSTGRES"
SUPERUSER = "laurel"
PORT = 5432
START_DEADLINE = 60.0
STOP_DEADLINE = 60.0
CALM = {
    # Nothing here is worth a wait for, or a line in a log, but durability stays as it is in life.
    "autovacuum_naptime": "60s",
    "log_checkpoints": "off",
    "max_connections": "200",
    "max_wal_size": "2GB",
}
MEMORY = Path("/dev/shm")
MEMORY_NEEDED = 4 << 30
FAST = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


class Node:
    """One server: its files, its socket and, while it runs, its process."""

    def __init__(self, folder: Path, port: int = PORT, data: Path | None = None) -> None:
        self.folder = folder
        self.port = port
        self.data = data or folder / "data"
        self.log = folder / "log"
        self._process: subprocess.Popen[bytes] | None = None

    # Its life.

    def create(self) -> Node:
        """Makes an empty cluster."""
        own(self.folder)
        own(self.data)
        run_as_owner(
            "initdb", "--no-sync", "--auth=trust", f"--username={SUPERUSER}", "--encoding=UTF8",
            "--locale=C.UTF-8", f"--pgdata={self.data}",
        )  # fmt: skip
        return self

    def start(self, settings: dict[str, str] | None = None, *, is_awaited: bool = True) -> Node:
        settings = {**CALM, **(settings or {})}
        words = [f"--{name}={value}" for name, value in settings.items()]
        with self.log.open("ab") as output:
            self._process = subprocess.Popen(
                [program("postgres"), "-D", self.data, "-h", "", "-k", self.folder,
                 "-p", str(self.port), *words],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                # A Ctrl-C is for whoever uses the server; it ends after them.
                start_new_session=True,
                preexec_fn=end_with_parent(),
                **owner(),
            )  # fmt: skip
        if is_awaited:
            self.wait_until(lambda: self.sql("SELECT 1", is_strict=False) == "1")
        return self

    def wait_until(self, condition: Callable[[], bool], deadline: float = START_DEADLINE) -> None:
        end = time.monotonic() + deadline
        while not condition():
            has_ended = self._process is not None and self._process.poll() is not None
            if has_ended or time.monotonic() > end:
                raise AssertionError(f"PostgreSQL did not get ready:\n{self.tail()}")
            time.sleep(0.02)

    def stop(self) -> None:
        """Ends a server whose files nobody needs any more, without writing them out first."""
        if self._process is None:
            return
        self._process.send_signal(signal.SIGQUIT)
        try:
            self._process.wait(STOP_DEADLINE)
            self._process = None
        except subprocess.TimeoutExpired:
            self.kill()

    def kill(self) -> None:
        """The power cord: SIGKILL to the server and every process of it."""
        children = self.children()
        self._process.kill()
        for child in children:
            try:
                os.kill(child, signal.SIGKILL)
            except ProcessLookupError:
                pass
        self._process.wait()
        self._process = None

    def pause(self) -> None:
        """Silence: every process of the server stands still, and none of them is gone."""
        self._signal(signal.SIGSTOP)

    def resume(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        # The first one first, so that it makes no more of them meanwhile.
        self._process.send_signal(number)
        for child in self.children():
            try:
                os.kill(child, number)
            except ProcessLookupError:
                pass

    def children(self) -> list[int]:
        """The processes of the server besides the first."""
        thread = f"/proc/{self._process.pid}/task/{self._process.pid}/children"
        return [int(word) for word in Path(thread).read_text().split()]

    def tail(self, lines: int = 20) -> str:
        text = self.log.read_text(errors="replace") if self.log.exists() else ""
        return "\n".join(text.splitlines()[-lines:])

    # What is asked of it.

    def sql(self, text: str, database: str = "postgres", *, is_strict: bool = True) -> str:
        """The answer to a statement as unaligned text; "" when it fails and may.

        The database is named, or given by its address.
        """
        answer = subprocess.run(
            [program("psql"), "-XqAt", "-v", "ON_ERROR_STOP=1", "-h", self.folder,
             "-p", str(self.port), "-U", SUPERUSER, "-d", database, "-c", text],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            env={**os.environ, "PGCONNECT_TIMEOUT": "5"},
        )  # fmt: skip
        if answer.returncode != 0 and is_strict:
            raise AssertionError(f"psql failed: {answer.stderr}")
        return answer.stdout.strip() if answer.returncode == 0 else ""

    def program(self, name: str, database: str, *arguments: str) -> str:
        """What one of PostgreSQL's own programs says about a database."""
        place = ["-h", str(self.folder), "-p", str(self.port), "-U", SUPERUSER]
        answer = subprocess.run(
            [program(name), *place, *arguments, database],
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        if answer.returncode != 0:
            raise AssertionError(f"{name} failed: {answer.stdout}{answer.stderr}")
        return answer.stdout

    def dump(self, url: str) -> bytes:
        """All that a database holds, as text."""
        command = [program("pg_dump"), "--inserts", url]
        return subprocess.run(command, check=True, capture_output=True).stdout

    def create_database(self, name: str) -> str:
        """A new, empty database, by the name that Laurel is given."""
        self.sql(f'CREATE DATABASE "{name}" TEMPLATE template0')
        return self.url(name)

    def url(self, database: str) -> str:
        return f"postgres://{SUPERUSER}@/{database}?host={quote(str(self.folder))}&port={self.port}"


# What every server needs.


def program(name: str) -> Path:
    """A program of the server's package, which Debian keeps out of PATH."""
    folders = [os.environ.get("PG_BIN"), "/usr/lib/postgresql/15/bin"]
    newer = sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for folder in [*folders, *newer]:
        if folder and (Path(folder) / name).exists():
            return Path(folder) / name
    if found := shutil.which(name):
        return Path(found)
    raise SystemExit(
        f"{name} was not found. Run scripts/setup, or set PG_BIN to the folder of PostgreSQL's programs."
    )


def owner() -> dict[str, object]:
    """Who runs the server, for `subprocess`: it refuses root, so root lends it to somebody else."""
    if os.geteuid() != 0:
        return {}
    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        return {"user": entry.pw_uid, "group": entry.pw_gid, "extra_groups": []}
    raise SystemExit("root cannot run PostgreSQL, and there is neither a user postgres nor nobody")


def own(folder: Path) -> None:
    """Makes a folder that belongs to whoever runs the server."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    if person := owner():
        os.chown(folder, person["user"], person["group"])


def run_as_owner(name: str, *arguments: str) -> None:
    answer = subprocess.run(
        [program(name), *arguments],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        cwd="/",
        **owner(),
    )
    if answer.returncode != 0:
        raise AssertionError(f"{name} failed: {answer.stdout}{answer.stderr}")


def end_with_parent() -> Callable[[], None]:
    """Has the kernel end a child when its parent dies without a word."""
    library = ctypes.CDLL(None)
    set_parent_death_signal = 1

    def ask() -> None:
        library.prctl(set_parent_death_signal, signal.SIGQUIT)

    return ask


@contextmanager
def folder_for_servers() -> Iterator[Path]:
    """A folder that the server's owner may enter, with a name short enough for a socket."""
    folder = Path(tempfile.mkdtemp(prefix="laurel-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def folder_in_memory() -> Iterator[Path | None]:
    """A folder without a disk, where there is room for one: tests make and drop thousands of tables."""
    if not MEMORY.is_dir() or shutil.disk_usage(MEMORY).free < MEMORY_NEEDED:
        yield None
        return
    folder = Path(tempfile.mkdtemp(prefix="laurel-", dir=MEMORY))
    folder.chmod(0o755)
    try:
        yield folder / "data"
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def private_server(
    settings: dict[str, str] | None = None, data: Path | None = None
) -> Iterator[Node]:
    """A server for the length of a block; `data` names a folder on a disk that matters."""
    with folder_for_servers() as folder:
        node = Node(folder / "postgres", data=data).create()
        try:
            yield node.start(settings)
        finally:
            node.stop()


def main(arguments: list[str]) -> int:
    is_fast = arguments[:1] == ["--fast"]
    command = arguments[1:] if is_fast else arguments
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    with ExitStack() as stack:
        data = stack.enter_context(folder_in_memory()) if is_fast else None
        node = stack.enter_context(private_server(FAST if is_fast else {}, data))
        environment = {**os.environ, VARIABLE: node.url("postgres")}
        return subprocess.run(command, env=environment).returncode


if __name__ == "__main__":
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
