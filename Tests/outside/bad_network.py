"""A network that drops, delays, doubles and cuts what goes over it."""

from __future__ import annotations

import random
import re
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress


def relay(client: socket.socket, port: int, chance: random.Random, seen: list[bytes]) -> None:
    """Passes one request on, and what comes back: all of it, some of it, late, or nothing."""
    fate = chance.choice(["drop", "cut", "lose", "delay", "double", "pass", "pass", "pass", "pass"])
    client.settimeout(10)
    request = client.recv(65536)
    length = re.search(rb"content-length: (\d+)", request, re.I)
    head, _, body = request.partition(b"\r\n\r\n")
    while length and len(body) < int(length[1]):
        body += client.recv(65536)
    seen.append(head.split(b" HTTP/", 1)[0])
    if fate == "drop":
        return
    whole = re.sub(rb"(?i)\r\nconnection: [^\r]*", b"", head) + b"\r\nConnection: close\r\n\r\n" + body
    for _ in range(2 if fate == "double" else 1):
        # Whoever repeats what it has sent already is no better than the network.
        server = socket.create_connection(("127.0.0.1", port), 10)
        with server:
            server.sendall(whole)
            answer = server.recv(65536)
            if fate == "double" and _ == 0 or fate == "lose":
                continue
            threading.Event().wait(0.3 if fate == "delay" else 0)
            # Foundation on Linux ends the process when a head is cut, so it is the body that is.
            end = answer.index(b"\r\n\r\n") + 4
            client.sendall(answer[: (end + len(answer)) // 2] if fate == "cut" else answer)
            # A stream is cut too, after a few pieces.
            for _ in range(0 if fate == "cut" else chance.randrange(1, 4)):
                if not (more := server.recv(65536)):
                    break
                client.sendall(more)


@contextmanager
def unreliable(port: int, chance: random.Random) -> Iterator[tuple[int, list[bytes]]]:
    """A way to the server that drops, delays, doubles and cuts every second connection.

    With its port comes what was asked there.
    """
    seen: list[bytes] = []

    def serve(client: socket.socket) -> None:
        with client, suppress(OSError):
            relay(client, port, chance, seen)

    listener = socket.create_server(("127.0.0.1", 0), backlog=64)

    def accept() -> None:
        with suppress(OSError):
            while True:
                threading.Thread(target=serve, args=(listener.accept()[0],), daemon=True).start()

    threading.Thread(target=accept, daemon=True).start()
    try:
        yield listener.getsockname()[1], seen
    finally:
        listener.close()
