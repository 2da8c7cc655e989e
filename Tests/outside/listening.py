"""Servers of the tests that talk by asyncio, beside the tests."""

from __future__ import annotations

import asyncio
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def listening(
    protocol: Callable[[asyncio.AbstractEventLoop], asyncio.Protocol], context: ssl.SSLContext | None = None
) -> Iterator[int]:
    """Listens on a free port, which it tells, with a protocol for each connection, on a thread of its own."""
    loop = asyncio.new_event_loop()
    started = threading.Event()
    ports: list[int] = []

    async def serve() -> None:
        server = await loop.create_server(lambda: protocol(loop), "127.0.0.1", 0, ssl=context)
        ports.append(server.sockets[0].getsockname()[1])
        started.set()

    def run() -> None:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(serve())
        loop.run_forever()

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    assert started.wait(10)
    try:
        yield ports[0]
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join(5)
