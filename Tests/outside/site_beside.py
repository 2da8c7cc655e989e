"""A team's own page beside Laurel: another origin, a user with a streak, and the user's key."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from laurel import Caller, Laurel


def learner(server: Laurel) -> dict[str, str]:
    """A user with a streak in production, and a key of the user's own."""
    admin = server.caller(environment="live")
    admin.create_metric("lessons")
    settings = {"metrics": [{"key": "lessons", "threshold": 1}]}
    admin.patch("/admin/v1/streaks/settings", settings).expect(200)
    achievement = {
        "name": "First lesson", "status": "active", "trigger": "metric", "metricValue": 2,
        "metricId": admin.get("/admin/v1/metrics").json()[0]["id"],
    }  # fmt: skip
    admin.post("/admin/v1/achievements", [achievement]).expect(201)
    admin.event("ada", metric="lessons").expect(201)
    made = admin.post("/admin/v1/application-api-keys", [{"userId": "ada"}]).expect(201)
    return {"user": "ada", "apiKey": server.keep_secret(made.json()["created"][0]["key"])}


@contextmanager
def site(server: Laurel, files: dict[str, str]) -> Iterator[str]:
    """A page of its own origin, which the workspace allows."""

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            text = files.get(self.path)
            self.send_response(200 if text is not None else 404)
            kind = {"js": "text/javascript", "json": "application/json"}.get(self.path.rpartition(".")[2])
            self.send_header("Content-Type", f"{kind or 'text/html'}; charset=utf-8")
            self.end_headers()
            self.wfile.write((text or "").encode())

        def log_message(self, *_: object) -> None:
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, daemon=True).start()
    origin = f"http://127.0.0.1:{running.server_port}"
    admin: Caller = server.caller(environment="live")
    admin.patch("/admin/v1/settings", {"allowedOrigins": [origin]}).expect(200)
    yield origin
    running.shutdown()
