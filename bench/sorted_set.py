"""Redis' sorted set, for measurements beside it: a server of one's own, filled and asked."""

from __future__ import annotations

import random
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def redis(folder: Path, is_durable: bool = False) -> Iterator[int]:
    """A server of one's own; one that is durable has each change on the disk before it answers."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen(
        ["redis-server", "--port", str(port), "--save", "", "--dir", folder]
        + (["--appendonly", "yes", "--appendfsync", "always"] if is_durable else []),
        stdout=subprocess.DEVNULL,
    )
    try:
        while True:
            try:
                socket.create_connection(("127.0.0.1", port)).close()
                break
            except OSError:
                time.sleep(0.05)
        yield port
    finally:
        process.terminate()
        process.wait()


def fill(connection: socket.socket, replies: object, members: int) -> None:
    """As fast as one client can: many members a command, many commands before an answer is read."""
    random.seed(1)
    waiting = 0
    for first in range(0, members, 500):
        words = [b"ZADD", b"board"]
        for member in range(first, min(first + 500, members)):
            words += [b"%d" % random.randrange(1_000_000), b"u%d" % member]
        connection.sendall(command(words))
        waiting += 1
        if waiting == 100:
            for _ in range(waiting):
                replies.readline()
            waiting = 0
    for _ in range(waiting):
        replies.readline()


def command(words: list[bytes]) -> bytes:
    return b"*%d\r\n" % len(words) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in words)


def memory(connection: socket.socket, replies: object) -> int:
    connection.sendall(command([b"INFO", b"memory"]))
    size = int(replies.readline()[1:])
    text = replies.read(size + 2).decode()
    return int(re.search(r"used_memory:(\d+)", text)[1])


def asked(port: int, words: list[str], requests: int, connections: int = 64, keys: int = 0) -> int:
    """How many answers to a question `redis-benchmark` gets a second; `__rand_int__` is below `keys`."""
    command = ["redis-benchmark", "-p", str(port), "-c", str(connections), "-n", str(requests)]
    if keys:
        command += ["-r", str(keys)]
    answer = subprocess.run(
        [*command, "--csv", *words],
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    return round(float(answer.splitlines()[-1].split('","')[1]))
