"""Push services: one that speaks HTTP/2 over TLS, as Apple's and those of browsers' makers do."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import h2.config
import h2.connection
import h2.events
from listening import listening


@dataclass
class Push:
    """A message as it arrived."""

    path: str
    headers: dict[str, str]
    body: bytes = b""


Behaviour = Callable[[Push], tuple[int, bytes] | str | None]
"""The status and the body that are answered; nothing closes the connection without a word, and a word
leaves it open without an answer."""


@dataclass
class Service:
    """What has arrived, and how the service behaves."""

    port: int = 0
    pushes: list[Push] = field(default_factory=list)
    behave: Behaviour = lambda push: (201, b"")
    connections: int = 0

    def to(self, path: str) -> list[Push]:
        return [push for push in self.pushes if push.path == path]


class Session(asyncio.Protocol):
    """One connection."""

    def __init__(self, service: Service) -> None:
        self.service = service
        self.streams: dict[int, Push] = {}

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport
        self.service.connections += 1
        assert transport.get_extra_info("ssl_object").selected_alpn_protocol() == "h2"
        configuration = h2.config.H2Configuration(client_side=False, header_encoding="utf-8")
        self.http = h2.connection.H2Connection(configuration)
        self.http.initiate_connection()
        self.flush()

    def data_received(self, data: bytes) -> None:
        for event in self.http.receive_data(data):
            if isinstance(event, h2.events.RequestReceived):
                headers = dict(event.headers)
                self.streams[event.stream_id] = Push(headers[":path"], headers)
            elif isinstance(event, h2.events.DataReceived):
                self.streams[event.stream_id].body += event.data
                self.http.acknowledge_received_data(event.flow_controlled_length, event.stream_id)
            elif isinstance(event, h2.events.StreamEnded):
                self.answer(event.stream_id, self.streams.pop(event.stream_id))
        self.flush()

    def answer(self, stream: int, push: Push) -> None:
        self.service.pushes.append(push)
        answer = self.service.behave(push)
        if answer is None:
            self.transport.abort()
            return
        if isinstance(answer, str):
            return
        status, body = answer
        self.http.send_headers(stream, [(":status", str(status))], end_stream=not body)
        if body:
            self.http.send_data(stream, body, end_stream=True)

    def flush(self) -> None:
        self.transport.write(self.http.data_to_send())


@contextmanager
def taking_pushes(chain: Path, key: Path) -> Iterator[Service]:
    """A service on a thread of its own."""
    service = Service()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(chain, key)
    context.set_alpn_protocols(["h2"])
    with listening(lambda _: Session(service), context) as service.port:
        yield service
