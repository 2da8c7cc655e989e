"""A store of objects that speaks as much of Amazon's S3 as an upload needs, and verifies every signature.

The signature is computed here from the published description of its fourth version, and not by the library
that made it.
"""

from __future__ import annotations

import hashlib
import hmac
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

KEY = "AKIALAURELTEST"
SECRET = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"


def digest(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def mac(key: bytes, text: str) -> bytes:
    return hmac.new(key, text.encode(), hashlib.sha256).digest()


def signature(
    method: str, path: str, query: str, headers: dict[str, str], signed: list[str], region: str, body: bytes
) -> str:
    """What the fourth version of the scheme makes of a request."""
    moment = headers["x-amz-date"]
    payload = headers.get("x-amz-content-sha256", digest(body))
    lines = [f"{name}:{' '.join(headers[name].split())}\n" for name in signed]
    canonical = "\n".join([method, path, query, "".join(lines), ";".join(signed), payload])
    scope = f"{moment[:8]}/{region}/s3/aws4_request"
    text = "\n".join(["AWS4-HMAC-SHA256", moment, scope, digest(canonical.encode())])
    key = mac(mac(mac(mac(f"AWS4{SECRET}".encode(), moment[:8]), region), "s3"), "aws4_request")
    return hmac.new(key, text.encode(), hashlib.sha256).hexdigest()


@dataclass
class Store:
    """Buckets in memory; `behave` may refuse an upload with a status."""

    region: str = "us-east-1"
    behave: Callable[[str], int] = lambda _: 200
    objects: dict[str, bytes] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    token: str | None = None

    def __enter__(self) -> Store:
        store = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_PUT(self) -> None:  # noqa: N802
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status = store.take(self.path, dict(self.headers.items()), body)
                self.send_response(status)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}/bucket/facts"

    def take(self, target: str, fields: dict[str, str], body: bytes) -> int:
        headers = {name.lower(): value for name, value in fields.items()}
        problem = self.problem(target, headers, body)
        if problem:
            self.problems.append(problem)
            return 403
        name = target.rpartition("/")[2]
        status = self.behave(name)
        if status != 200:
            self.refused.append(name)
            return status
        self.objects[name] = body
        self.names.append(name)
        return 200

    def problem(self, target: str, headers: dict[str, str], body: bytes) -> str | None:
        scheme, _, rest = headers.get("authorization", "").partition(" ")
        parts = dict(part.strip().split("=", 1) for part in rest.split(",") if "=" in part)
        if scheme != "AWS4-HMAC-SHA256" or set(parts) != {"Credential", "SignedHeaders", "Signature"}:
            return f"no signature: {headers}"
        signed = parts["SignedHeaders"].split(";")
        if not {"host", "x-amz-date"} <= set(signed):
            return f"too little is signed: {signed}"
        if headers.get("x-amz-content-sha256", digest(body)) != digest(body):
            return "the body is not the one that was signed"
        day = headers["x-amz-date"][:8]
        if parts["Credential"] != f"{KEY}/{day}/{self.region}/s3/aws4_request":
            return f"another key: {parts['Credential']}"
        if headers.get("x-amz-security-token") != self.token:
            return "another token"
        url = urlsplit(target)
        expected = signature("PUT", url.path, url.query, headers, signed, self.region, body)
        return None if hmac.compare_digest(expected, parts["Signature"]) else f"another signature: {headers}"
