#!/usr/bin/env python3
"""A server that takes every mail, as fast as it can, and tells how many came and to how many."""

from __future__ import annotations

import asyncio
import signal
import sys

ANSWERS = {b"EHLO": b"250-sink\r\n250-PIPELINING\r\n250 8BITMIME\r\n", b"DATA": b"354 go on\r\n"}
END = b"\r\n.\r\n"

recipients: list[bytes] = []


class Session(asyncio.Protocol):
    """One connection: lines until DATA, and then everything until a line with a full stop."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.waiting = b""
        self.is_mail = False
        transport.write(b"220 sink\r\n")

    def data_received(self, data: bytes) -> None:
        self.waiting += data
        while self.waiting:
            end = END if self.is_mail else b"\r\n"
            part, found, rest = self.waiting.partition(end)
            if not found:
                return
            self.waiting = rest
            if self.is_mail:
                self.is_mail = False
                self.transport.write(b"250 taken\r\n")
            else:
                self.take(part)

    def take(self, line: bytes) -> None:
        word = line[:4].upper()
        if word == b"RCPT":
            recipients.append(line[8:])
        self.is_mail = word == b"DATA"
        self.transport.write(ANSWERS.get(word, b"250 OK\r\n"))
        if word == b"QUIT":
            self.transport.close()


async def main(port: int) -> None:
    loop = asyncio.get_running_loop()
    end = asyncio.Event()
    loop.add_signal_handler(signal.SIGTERM, end.set)
    await loop.create_server(Session, "127.0.0.1", port)
    await end.wait()
    print(len(recipients), len(set(recipients)))


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1])))
