"""Achievements happen once: with many callers at once, `kill -9` in the middle, and a search for
users who already have what it takes."""

from __future__ import annotations

import http.client
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from conftest import Place
from crowd import Count, Sent, send_all
from laurel import Answer, Caller, send, serving

THREADS = 64
ROUNDS = 3


def create(caller: Caller, **fields: Any) -> str:
    item = {"name": "Done", "status": "active", **fields}
    answer = caller.post("/admin/v1/achievements", [item]).expect(201).json()
    assert answer["issues"] == []
    return answer["created"][0]["id"]


def completions(caller: Caller) -> dict[str, int]:
    listed = caller.get("/v1/achievements").expect(200).json()
    return {each["id"]: each["completions"] for each in listed}


class Crowd:
    """Callers who complete one achievement, and pass the threshold of another, of one user."""

    def __init__(self, caller: Caller) -> None:
        self.caller = caller
        self.count = Count.until(THREADS * 2)
        self.completions: set[tuple[str, str]] = set()
        self.told: list[str] = []
        self._lock = threading.Lock()

    def run(self, number: int) -> None:
        connection = self.caller.server.connection()
        try:
            for step in range(20):
                self._complete(connection)
                self._event(connection, f"{self.caller.server.port}-{number}-{step}")
                self.count.raise_by_one()
        except (OSError, http.client.HTTPException):
            return
        finally:
            connection.close()

    def _send(self, connection: http.client.HTTPConnection, path: str, body: Any, **more: str) -> Answer:
        return send(connection, "POST", path, body, self.caller.headers(more))

    def _complete(self, connection: http.client.HTTPConnection) -> None:
        body = {"user": {"id": "ada"}}
        answer = self._send(connection, "/v1/achievements/tour/complete", body).expect(201).json()
        with self._lock:
            self.completions.add((answer["completionId"], answer["achievement"]["achievedAt"]))

    def _event(self, connection: http.client.HTTPConnection, key: str) -> None:
        body = {"user": {"id": "ada"}, "value": 1}
        path = "/v1/metrics/pages/event"
        answer = self._send(connection, path, body, **{"Idempotency-Key": key}).expect(201, 202)
        with self._lock:
            self.told += [each["id"] for each in answer.json()["achievements"]]


def test_64_threads_and_kills_make_one_completion(binary: Path, database: Place) -> None:
    with serving(binary, database) as server:
        caller = server.caller()
        metric = caller.create_metric("pages")
        tour = create(caller, trigger="api", key="tour")
        fifty = create(caller, trigger="metric", metricId=metric, metricValue=50)
        whole = create(caller, trigger="achievement", achievementIds=[tour, fifty])
        seen: set[tuple[str, str]] = set()
        told: list[str] = []
        for _ in range(ROUNDS):
            crowd = Crowd(caller)
            with ThreadPoolExecutor(THREADS) as pool:
                jobs = [pool.submit(crowd.run, number) for number in range(THREADS)]
                assert crowd.count.reached.wait(60)
                server.kill()
                for job in jobs:
                    job.result()
            server.start()
            seen |= crowd.completions
            told += crowd.told

        assert len(seen) == 1, "one achievement was completed twice"
        # What was told before a kill may not have arrived, but nothing arrived twice.
        assert len(told) == len(set(told))
        assert set(told) <= {fifty, whole}
        assert completions(caller) == {tour: 1, fifty: 1, whole: 1}
        mine = caller.get("/v1/users/ada/achievements").expect(200).json()
        assert sorted(each["id"] for each in mine) == sorted([tour, fifty, whole])
        assert all((each["completions"], each["rarity"]) == (1, 100) for each in mine)


def test_users_made_and_erased_at_once_are_counted_exactly(binary: Path, database: Place) -> None:
    with serving(binary, database) as server:
        caller = server.caller()
        metric = caller.create_metric("pages")
        one = create(caller, trigger="metric", metricId=metric, metricValue=1)
        send_all(caller, [Sent(f"user-{number}", "1") for number in range(400)])

        def erase(number: int) -> None:
            caller.delete(f"/admin/v1/users/user-{number}").expect(200)

        with ThreadPoolExecutor(16) as pool:
            list(pool.map(erase, range(0, 400, 4)))
        [shown] = caller.get("/v1/achievements").expect(200).json()
        assert (shown["id"], shown["completions"], shown["rarity"]) == (one, 300, 100)


def test_a_search_goes_on_after_a_kill(binary: Path, database: Place) -> None:
    with serving(binary, database) as server:
        caller = server.caller()
        metric = caller.create_metric("pages")
        items = [
            {"key": "pages", "user": {"id": f"user-{number}"}, "value": number % 10}
            for number in range(5_000)
        ]
        for start in range(0, len(items), 1_000):
            caller.post("/admin/v1/metrics/events", items[start : start + 1_000]).expect(202)
        definition = {"trigger": "metric", "metricId": metric, "metricValue": 5}
        preview = caller.post("/admin/v1/achievements/preview", definition).expect(200).json()
        assert preview == {"completions": 2_500, "users": 5_000}

        found = create(caller, **definition)
        search = progress(caller, found)
        deadline = time.monotonic() + 60
        while search["scanned"] == 0 and time.monotonic() < deadline:
            time.sleep(0.01)
            search = progress(caller, found)
        server.kill()
        server.start()
        while progress(caller, found)["status"] != "finished":
            assert time.monotonic() < deadline, "the search did not end"
            time.sleep(0.05)
        search = progress(caller, found)
        assert (search["scanned"], search["total"]) == (5_000, 5_000)
        assert completions(caller) == {found: 2_500}


def progress(caller: Caller, achievement: str) -> dict[str, Any]:
    return caller.get(f"/admin/v1/achievements/{achievement}").expect(200).json()["backdating"]
