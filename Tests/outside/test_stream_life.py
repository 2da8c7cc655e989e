"""An idle stream shows that it lives, and ends when its key does. Slow: signs of life are rare."""

from __future__ import annotations

import time

from laurel import Caller, Laurel
from test_stream import open_stream, streaking

ENGINES = ("sqlite",)
PATIENCE = 45.0


def test_a_stream_lives_as_long_as_its_key(fresh: Laurel) -> None:
    admin = streaking(fresh)
    own = Caller(fresh, fresh.key(scope="application", user="ada"))
    wire = open_stream(own)
    wire.settimeout(PATIENCE)
    assert wire.recv(4096).find(b": keep-alive\nid: ") >= 0

    assert fresh.keys("revoke", own.key.partition(".")[0]).returncode == 0
    started = time.monotonic()
    seen = b""
    while not seen.endswith(b"0\r\n\r\n"):
        seen += wire.recv(4096)
        assert time.monotonic() - started < PATIENCE
    assert b"event:" not in seen
    assert admin.event("ada").status == 201
    wire.close()


def test_streams_that_nobody_reads_are_let_go(fresh: Laurel) -> None:
    caller = streaking(fresh)
    for wire in [open_stream(caller) for _ in range(5)]:
        wire.close()
    started = time.monotonic()
    while b"laurel_stream_subscribers 0\n" not in fresh.request("GET", "/metrics").body:
        assert time.monotonic() - started < PATIENCE
        time.sleep(0.5)
