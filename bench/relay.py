"""A relay between Laurel and its database that makes the way longer, as another data center would."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

CHUNK = 1 << 18


@contextmanager
def relaying(target: str, seconds: float) -> Iterator[int]:
    """A port that leads to a Unix socket; whatever goes through takes so long each way."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        threading.Thread(target=_accept, args=(listener, target, seconds), daemon=True).start()
        yield listener.getsockname()[1]


def _accept(listener: socket.socket, target: str, seconds: float) -> None:
    while True:
        try:
            near, _ = listener.accept()
        except OSError:
            return
        near.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        far = socket.socket(socket.AF_UNIX)
        far.connect(target)
        for source, sink in ((near, far), (far, near)):
            threading.Thread(target=_carry, args=(source, sink, seconds), daemon=True).start()


def _carry(source: socket.socket, sink: socket.socket, seconds: float) -> None:
    """Questions and answers take turns, so that no more than one of them is on its way."""
    try:
        while chunk := source.recv(CHUNK):
            time.sleep(seconds)
            sink.sendall(chunk)
    except OSError:
        pass
    finally:
        for end in (source, sink):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass
