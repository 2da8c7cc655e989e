"""Webhooks over TLS: which authorities are trusted, and one connection of HTTP/2 for many deliveries."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from conftest import furnished, unique
from laurel import Caller, Laurel
from receiver import wait_until
from test_proxies import free_port, program
from test_webhooks import HOOKS, LOCAL, deliveries, hook

ENGINES = ("sqlite",)


def authority(folder: Path) -> tuple[Path, Path, Path]:
    """A certificate of 127.0.0.1, its key, and the authority that vouches for it and nobody knows."""
    root, root_key = folder / "root.pem", folder / "root.key"
    chain, key, request = folder / "chain.pem", folder / "key.pem", folder / "request.pem"
    names = folder / "names"
    names.write_text("subjectAltName=IP:127.0.0.1\n")
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"]
    for command in (
        ["req", "-x509", *curve, "-subj", "/CN=Some authority", "-keyout", str(root_key), "-out", str(root)],
        ["req", *curve, "-subj", "/CN=receiver", "-keyout", str(key), "-out", str(request)],
        ["x509", "-req", "-in", str(request), "-CA", str(root), "-CAkey", str(root_key)]
        + ["-CAcreateserial", "-days", "2", "-extfile", str(names), "-out", str(chain)],
    ):
        subprocess.run(["openssl", *command], check=True, capture_output=True)
    return chain, key, root


class Nginx:
    """A receiver that speaks HTTP/2 over TLS, and writes down what it was asked."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.port = free_port()
        self.log = folder / "access.log"
        chain, key, self.root = authority(folder)
        paths = "".join(
            f"{name}_temp_path {folder}/{name};" for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
        )
        (folder / "nginx.conf").write_text(
            f"daemon off; pid {folder}/pid; error_log {folder}/error.log;\nevents {{}}\n"
            f"http {{ {paths}\n"
            f'  log_format told "$server_protocol $connection $http_webhook_id";\n'
            f"  access_log {self.log} told;\n"
            f"  server {{ listen 127.0.0.1:{self.port} ssl http2; ssl_certificate {chain};\n"
            f"    ssl_certificate_key {key}; location / {{ return 204; }} }}\n}}\n"
        )
        self._output = (folder / "output").open("w")
        command = [program("nginx"), "-c", str(folder / "nginx.conf"), "-p", str(folder)]
        self._process = subprocess.Popen(command, stdout=self._output, stderr=self._output)

    @property
    def url(self) -> str:
        return f"https://127.0.0.1:{self.port}/hooks"

    def requests(self) -> list[list[str]]:
        """The protocol, the number of the connection and the id of each delivery."""
        return [line.split() for line in self.log.read_text().splitlines()] if self.log.exists() else []

    def close(self) -> None:
        self._process.kill()
        self._process.wait(20)
        self._output.close()


@pytest.fixture
def nginx(tmp_path: Path) -> Iterator[Nginx]:
    running = Nginx(tmp_path / "nginx")
    try:
        yield running
    finally:
        running.close()


def started(binary: Path, database: Path | str, folder: Path, *arguments: str) -> Laurel:
    return Laurel(binary, database).start(
        *LOCAL, "--webhook-retries", "1,1,1", "--secret-key-file", str(folder / "key"), *arguments
    )


def send(admin: Caller, count: int) -> None:
    events = [{"key": "pages", "user": {"id": unique("user")}, "value": 1} for _ in range(count)]
    admin.post("/admin/v1/metrics/events", events).expect(202)


def test_an_authority_that_is_named_is_trusted_and_http_2_is_spoken(
    binary: Path, database: Path | str, tmp_path: Path, nginx: Nginx
) -> None:
    server = started(binary, database, tmp_path, "--webhook-ca", str(nginx.root))
    try:
        admin = furnished(server.caller())
        hook(admin, nginx.url, kinds=["user.created"])
        send(admin, 200)
        wait_until(lambda: len(nginx.requests()) >= 200, 30, nginx.requests)
        requests = nginx.requests()
        assert {protocol for protocol, _, _ in requests} == {"HTTP/2.0"}
        assert len({identifier for _, _, identifier in requests}) == 200
        # Many deliveries share a connection.
        assert len({connection for _, connection, _ in requests}) < 20
    finally:
        server.close()


def test_an_authority_that_nobody_named_is_not_trusted(
    binary: Path, database: Path | str, tmp_path: Path, nginx: Nginx
) -> None:
    server = started(binary, database, tmp_path)
    try:
        admin = furnished(server.caller())
        made = hook(admin, nginx.url, kinds=["user.created"])
        send(admin, 1)

        def failure() -> str:
            (delivery,) = deliveries(admin, made) or [{"attempts": []}]
            return " ".join(str(each) for each in delivery["attempts"])

        wait_until(lambda: "certificate" in failure().lower(), 30, failure)
        assert not nginx.requests()
        assert admin.get(f"{HOOKS}/{made['id']}").expect(200).json()["status"] == "active"
    finally:
        server.close()


def test_a_file_of_authorities_that_is_missing_is_said_at_the_start(
    binary: Path, database: Path | str, tmp_path: Path
) -> None:
    made = subprocess.run(
        [str(binary), "serve", "--database", str(database), "--port", "0", "--webhook-ca", str(tmp_path / "none")],
        capture_output=True,
        timeout=30,
    )
    assert made.returncode != 0 and b"--webhook-ca" in made.stderr
