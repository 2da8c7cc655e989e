"""The proxies of docs/operations/proxy, as they are written there, before a running server."""

from __future__ import annotations

import http.client
import json
import os
import shutil
import socket
import ssl
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from laurel import Caller, Laurel, serving

ENGINES = ("sqlite",)
SERVERS = f"{os.environ['PATH']}:/usr/sbin"
"""Debian keeps nginx out of the PATH of ordinary users."""
LIMIT = 600
FOLDER = Path(__file__).parents[2] / "docs/operations/proxy"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Proxy:
    """A proxy with a certificate that nobody vouches for."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.trust = ssl._create_unverified_context()

    def connection(self) -> http.client.HTTPSConnection:
        return http.client.HTTPSConnection("127.0.0.1", self.port, timeout=20, context=self.trust)

    def wait(self) -> None:
        deadline = time.monotonic() + 20
        while True:
            try:
                return self.connection().connect()
            except OSError:
                assert time.monotonic() < deadline, "the proxy does not listen"
                time.sleep(0.05)


@pytest.fixture(scope="module")
def server(binary: Path, new_database) -> Iterator[Laurel]:
    options = ["--trusted-proxy", "127.0.0.1", "--rate-limit-address", str(LIMIT)]
    with serving(binary, new_database(), *options) as running:
        yield running


def certificate(folder: Path) -> tuple[Path, Path]:
    chain, key = folder / "chain.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
        + ["-subj", "/CN=localhost", "-days", "2", "-keyout", str(key), "-out", str(chain)],
        check=True,
        capture_output=True,
    )
    return chain, key


def program(name: str) -> str:
    found = shutil.which(name, path=SERVERS)
    assert found, f"{name} is not installed; scripts/setup installs it"
    return found


def nginx(folder: Path, laurel: int, port: int) -> list[str]:
    chain, key = certificate(folder)
    site = (FOLDER / "nginx.conf").read_text()
    for old, new in [
        ("127.0.0.1:8080", f"127.0.0.1:{laurel}"),
        ("listen 443", f"listen 127.0.0.1:{port}"),
        ("/etc/ssl/laurel/fullchain.pem", str(chain)),
        ("/etc/ssl/laurel/privkey.pem", str(key)),
    ]:
        assert old in site
        site = site.replace(old, new)
    (folder / "site.conf").write_text(site)
    paths = "".join(
        f"{name}_temp_path {folder}/{name};"
        for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    (folder / "nginx.conf").write_text(
        f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\n"
        f"events {{}}\nhttp {{ access_log off; {paths} include {folder}/site.conf; }}\n"
    )
    return [program("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)]


def caddy(folder: Path, laurel: int, port: int) -> list[str]:
    chain, key = certificate(folder)
    site = (FOLDER / "Caddyfile").read_text()
    for old, new in [
        ("127.0.0.1:8080", f"127.0.0.1:{laurel}"),
        (
            "laurel.example.com {",
            "{\n\tadmin off\n\tauto_https off\n}\n\n"
            f"https://:{port} {{\n\ttls {chain} {key}\n",
        ),
    ]:
        assert old in site
        site = site.replace(old, new)
    (folder / "Caddyfile").write_text(site)
    return [program("caddy"), "run", "--config", str(folder / "Caddyfile"), "--adapter", "caddyfile"]


@pytest.fixture(scope="module", params=[nginx, caddy], ids=["nginx", "caddy"])
def proxy(
    request: pytest.FixtureRequest, server: Laurel, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Proxy]:
    name = request.param.__name__
    running = Proxy(free_port())
    folder = tmp_path_factory.mktemp(name)
    command = request.param(folder, server.port, running.port)
    with (folder / "output").open("w") as output:
        process = subprocess.Popen(command, stdout=output, stderr=output)
    try:
        running.wait()
        yield running
    finally:
        # Caddy waits for streams to end, and nginx does not.
        process.kill()
        process.wait(20)


def test_requests_share_a_connection(proxy: Proxy, admin: Caller) -> None:
    connection = proxy.connection()
    for number in range(20):
        body = json.dumps({"user": {"id": f"proxy-{proxy.port}"}, "value": 1})
        connection.request("POST", "/v1/metrics/pages/event", body, {"X-API-KEY": admin.key})
        response = connection.getresponse()
        assert json.loads(response.read())["total"] == number + 1
        assert response.status == 201


def test_a_body_without_a_key_is_refused_in_laurels_words(proxy: Proxy) -> None:
    connection = proxy.connection()
    connection.request("POST", "/v1/metrics/pages/event", b" " * 900_000)
    response = connection.getresponse()
    assert response.status == 401
    assert "API key" in json.loads(response.read())["error"]


@pytest.mark.parametrize("size", [1 << 19, (1 << 20) + 1, 3 << 20])
def test_limits_are_laurels(proxy: Proxy, admin: Caller, size: int) -> None:
    connection = proxy.connection()
    connection.request(
        "POST", "/v1/metrics/pages/event", b" " * size, {"X-API-KEY": admin.key}
    )
    response = connection.getresponse()
    answer = json.loads(response.read())
    assert response.status == (400 if size <= 1 << 20 else 413), answer
    assert answer["error"]


def test_the_stream_comes_as_it_happens(proxy: Proxy, admin: Caller) -> None:
    admin.patch(
        "/admin/v1/streaks/settings",
        {"frequency": "daily", "metrics": [{"key": "pages", "threshold": 1}]},
    ).expect(200)
    connection = proxy.connection()
    connection.request("GET", "/v1/stream", headers={"X-API-KEY": admin.key})
    response = connection.getresponse()
    assert response.status == 200
    assert response.getheader("content-type", "").startswith("text/event-stream")
    user = f"streaming-{proxy.port}"
    started = time.monotonic()
    admin.event(user, 1).expect(201)
    while user.encode() not in response.readline():
        assert time.monotonic() - started < 10
    assert time.monotonic() - started < 10
    connection.close()


def left(connection: http.client.HTTPConnection, key: str, **claims: str) -> int:
    """How many requests the address has left that Laurel takes for the client's."""
    connection.request("GET", "/admin/v1/metrics", headers={"X-API-KEY": key, **claims})
    response = connection.getresponse()
    response.read()
    assert response.status == 200
    return int(response.headers["x-ratelimit-remaining"])


@pytest.mark.parametrize("claim", ["X-Forwarded-For", "Forwarded"])
def test_nobody_can_claim_another_address(
    proxy: Proxy, server: Laurel, admin: Caller, claim: str
) -> None:
    others = "for={}" if claim == "Forwarded" else "{}"
    address = f"203.0.113.{proxy.port % 200}"
    direct = {"X-Forwarded-For": address}
    # A proxy that is trusted may say who the client is, and Laurel counts for that client.
    before = left(server.connection(), admin.key, **direct)
    assert before >= LIMIT - 10
    connection = proxy.connection()
    for _ in range(50):
        left(connection, admin.key, **{claim: others.format(address)})
    assert left(server.connection(), admin.key, **direct) >= before - 10, "the claim was believed"
