"""Configuration as a document: planned, applied as a whole, and the same afterwards."""

from __future__ import annotations

import base64
import json
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from conftest import Place
from documents import DOCS
from jsonschema_rs import Draft202012Validator
from laurel import Laurel, serving
from receiver import Reply, receiving, wait_until
from standardwebhooks.webhooks import Webhook
from test_webhooks import LOCAL

ENGINES = ("sqlite", "postgres")


def document() -> dict[str, Any]:
    return {
        "laurel": 1,
        "metrics": [
            {"key": "lessons", "name": "Lessons", "units": "lessons"},
            {"key": "spent", "name": "Spent", "unitType": "currency", "units": "EUR"},
        ],
        "attributes": [
            {"type": "user", "key": "plan", "name": "Plan"},
            {"type": "event", "key": "device", "name": "Device"},
        ],
        "streaks": [
            {
                "key": "daily", "name": "Daily", "primary": True,
                "sources": [{"metric": "lessons", "threshold": 2,
                             "eventAttributes": [{"key": "device", "value": "phone"}]}],
                "window": {"period": "daily", "resetTime": "04:00"},
                "gracePeriods": 1, "daysOff": [0],
                "freezes": {"startCount": 1, "maxCount": 3},
                "milestones": [{"threshold": 7}],
            },
            {"key": "ticked", "name": "Ticked", "ticks": True, "window": {"period": "weekly"}},
        ],
        "achievements": [
            {"name": "Ten", "trigger": "metric", "metric": "lessons", "amount": 10,
             "eventAttributes": {"device": "phone"}, "userAttributes": {"plan": "pro"}},
            {"name": "Week", "trigger": "streak", "streakLength": 7, "status": "locked"},
            {"name": "Tour", "trigger": "api", "key": "tour", "description": "Took it."},
            {"name": "Year", "trigger": "anniversary", "years": 1},
            {"name": "All", "trigger": "achievement", "parts": ["Ten", "Week"]},
        ],
        "points": [
            {
                "key": "coins", "name": "Coins", "description": "To spend.", "maxPoints": 5000,
                "expiresAfterDays": 90, "badge": {"url": "https://pictures.example/coin.png"},
                "levels": [{"key": "gold", "name": "Gold", "points": 100, "description": "Shiny"},
                           {"key": "platinum", "name": "Platinum", "points": 500}],
                "triggers": [
                    {"type": "metric", "points": 5, "metric": "lessons", "metricThreshold": 2,
                     "eventAttributes": {"device": "phone"}, "maxPerDay": 20},
                    {"type": "metric", "points": -2, "metric": "spent", "metricThreshold": 1,
                     "blockIfOutOfPoints": True},
                    {"type": "streak", "points": 10, "streakLength": 7},
                    {"type": "streak", "points": 3, "streakLength": 2, "streak": "ticked"},
                    {"type": "achievement", "points": 50, "achievement": "Tour", "status": "inactive"},
                    {"type": "time", "points": 1, "timeUnit": "days", "timeInterval": 2},
                    {"type": "user_creation", "points": 25, "userAttributes": {"plan": "pro"}},
                ],
                "boosts": [{"name": "Summer", "start": "2100-06-01", "end": "2100-08-31", "multiplier": 1.5,
                            "rounding": "up", "userAttributes": {"plan": "pro"}}],
            },
            {"key": "gems", "name": "Gems"},
        ],
        "boards": [
            {"key": "weekly", "name": "Weekly", "rankBy": "points", "pointsSystem": "coins",
             "start": "2026-01-05", "runUnit": "day", "runInterval": 7, "maxParticipants": 100,
             "leagues": {"size": 20, "tiers": 4, "promote": 3, "relegate": 3}},
            {"key": "lessons", "name": "Lessons", "rankBy": "metric", "metric": "lessons", "start": "2026-01-01",
             "rollingDays": 30, "ties": "shared", "userAttributes": {"plan": "pro"}, "status": "inactive"},
            {"key": "runs", "name": "Runs", "rankBy": "streak", "start": "2026-01-01", "end": "2100-01-01",
             "streakLength": "longest"},
            {"key": "spent", "name": "Spent", "rankBy": "metric", "metric": "lessons", "start": "2026-01-01",
             "breakdownAttributes": ["plan"], "startTime": "06:00", "endTime": "22:30", "finalizingSeconds": 60},
        ],
        "experiments": [
            {"key": "grace", "name": "A day of grace", "status": "running", "description": "Day 7.",
             "subject": {"type": "streak", "key": "daily"}, "share": 12.5, "salt": "grace 1",
             "arms": [{"key": "none"}, {"key": "two", "name": "Two", "weight": 3,
                                        "rule": {"gracePeriods": 2, "condition": {"type": "count", "min": 2}}}]},
            {"key": "fewer", "name": "Fewer", "subject": {"type": "achievement", "name": "Ten"},
             "arms": [{"key": "ten"}, {"key": "five", "rule": {"metricValue": 5}}]},
            {"key": "more", "name": "More", "status": "running",
             "subject": {"type": "pointsTrigger", "system": "coins", "trigger": {
                 "type": "metric", "metric": "lessons", "metricThreshold": 2,
                 "eventAttributes": {"device": "phone"}}},
             "arms": [{"key": "a"}, {"key": "b", "rule": {"points": 9, "maxPerDay": 30}}]},
        ],
        "webhooks": [
            {"url": "https://example.com/all"},
            {"url": "https://example.com/some", "kinds": ["streak.lost", "streak.started"], "ordered": True,
             "description": "For the campaign", "cloudEvents": True, "status": "paused"},
            {"url": "https://example.com/some", "dialect": "trophy", "kinds": ["streak.extended"]},
            {"url": "https://example.com/all", "description": "The same once more"},
        ],
        "templates": [
            {"kind": "recap", "locale": "de", "template": {
                "subjects": ["Deine Woche"], "preview": "",
                "blocks": [{"type": "heading", "text": "Hallo {{user.name}}"}, {"type": "totals"}]}},
        ],
    }  # fmt: skip


@pytest.fixture
def fresh(binary: Path, database: Place, monkeypatch: pytest.MonkeyPatch) -> Iterator[Laurel]:
    """A server with an empty database, and what seals secrets there and at the command line."""
    monkeypatch.setenv("LAUREL_SECRET_KEY", base64.b64encode(bytes(32)).decode())
    with serving(binary, database, *LOCAL) as running:
        yield running


def laurel(server: Laurel, name: str, *words: str) -> subprocess.CompletedProcess[str]:
    place = ("--database", str(server.database), "--environment", "sandbox")
    return server.command(*name.split(), *place, *words)


def written(folder: Path, what: dict[str, Any]) -> str:
    path = folder / "laurel.json"
    path.write_text(json.dumps(what))
    return str(path)


def test_a_document_is_applied_once_and_comes_back_the_same(fresh: Laurel, tmp_path: Path) -> None:
    path = written(tmp_path, document())
    planned = laurel(fresh, "plan", path)
    assert planned.returncode == 0, planned.stderr
    assert planned.stdout.splitlines()[-1] == "35 to be created, 0 to be changed, 0 to be archived"
    assert fresh.caller().get("/admin/v1/metrics").json() == []
    applied = laurel(fresh, "apply", path)
    assert applied.returncode == 0, applied.stderr
    secrets = [line for line in applied.stdout.splitlines() if line.startswith("secret of ")]
    assert len(secrets) == 4
    lines = [line for line in applied.stdout.splitlines() if line not in secrets]
    assert lines[:-1] == planned.stdout.splitlines()[:-1]
    assert "nothing to do" in laurel(fresh, "apply", path).stdout

    exported = laurel(fresh, "export config")
    assert exported.returncode == 0, exported.stderr
    told = json.loads(exported.stdout)
    schema = json.loads((DOCS / "api/configuration.schema.json").read_text())
    for each in (document(), told):
        assert list(Draft202012Validator(schema).iter_errors(each)) == []
    for part, names in [("metrics", "key"), ("attributes", "key"), ("streaks", "key"), ("achievements", "name")]:
        wanted = {each[names]: each for each in document()[part]}
        assert {each[names] for each in told[part]} == set(wanted)
        for each in told[part]:
            if part != "streaks":
                assert each == {"status": "active"} | wanted[each[names]] if part == "achievements" else wanted[each[names]]
    again = tmp_path / "again.json"
    again.write_text(exported.stdout)
    assert "nothing to do" in laurel(fresh, "plan", str(again)).stdout
    assert "nothing to do" in laurel(fresh, "apply", "--prune", str(again)).stdout


def test_points_and_boards_come_back_as_they_were_written(fresh: Laurel, tmp_path: Path) -> None:
    assert laurel(fresh, "apply", written(tmp_path, document())).returncode == 0
    told = json.loads(laurel(fresh, "export config").stdout)
    for part in ("points", "boards", "experiments", "webhooks", "templates"):
        for wanted, each in zip(document()[part], told[part], strict=True):
            assert holds(each, wanted), (wanted, each)
    more, added = fresh.caller(), document()
    [coins, _] = more.get("/admin/v1/points").json()
    triggers = more.get(f"/admin/v1/points/{coins['id']}/triggers").json()
    added["points"][0]["triggers"][0]["points"] = 6
    added["points"][0]["levels"][1]["points"] = 600
    added["points"][0]["boosts"][0]["multiplier"] = 2
    added["points"][1]["name"] = "Jewels"
    added["boards"][2]["end"] = "2101-01-01"
    # An experiment over the trigger holds it as it is.
    refused = laurel(fresh, "apply", written(tmp_path, added))
    assert refused.returncode == 1 and "End the experiment first" in refused.stderr
    added["experiments"][2]["status"] = "ended"
    changed = laurel(fresh, "apply", written(tmp_path, added))
    assert changed.stdout.splitlines()[-1] == "0 created, 6 changed, 0 archived", changed.stderr
    after = more.get(f"/admin/v1/points/{coins['id']}/triggers").json()
    assert {each["id"] for each in after} == {each["id"] for each in triggers}


def test_experiments_are_started_fixed_ended_and_pruned(fresh: Laurel, tmp_path: Path) -> None:
    assert laurel(fresh, "apply", written(tmp_path, document())).returncode == 0
    admin, what = fresh.caller(), document()
    known = {each["key"]: each for each in admin.get("/admin/v1/experiments").json()}
    assert {key: each["status"] for key, each in known.items()} == {
        "grace": "running", "fewer": "draft", "more": "running",
    }  # fmt: skip
    assert known["grace"]["share"] == 12.5 and known["grace"]["salt"] == "grace 1"
    # A draft may become something else; what runs may be called something else.
    what["experiments"][1]["arms"][1]["rule"] = {"metricValue": 6}
    what["experiments"][0]["name"] = "Two days"
    changed = laurel(fresh, "apply", written(tmp_path, what))
    assert changed.stdout.splitlines()[-1] == "0 created, 2 changed, 0 archived", changed.stderr
    assert "nothing to do" in laurel(fresh, "plan", written(tmp_path, what)).stdout
    fixed = document()
    fixed["experiments"][0]["arms"][1]["weight"] = 4
    refused = laurel(fresh, "apply", written(tmp_path, fixed))
    assert refused.returncode == 1 and "is fixed while it runs" in refused.stderr
    # What somebody starts elsewhere is drift, and stays where the document says nothing of it.
    draft = known["fewer"]["id"]
    admin.patch("/admin/v1/experiments", [{"id": draft, "status": "running"}]).expect(200)
    planned = laurel(fresh, "plan", written(tmp_path, what))
    assert '! experiment "Fewer" was changed by key' in planned.stdout
    # The better rule is kept, and its experiment is over before it.
    what["experiments"][0]["status"] = "ended"
    what["streaks"][0]["gracePeriods"] = 2
    kept = laurel(fresh, "apply", "--despite-drift", written(tmp_path, what))
    assert kept.returncode == 0, kept.stderr
    assert kept.stdout.splitlines() == [
        "~ experiment grace", *kept.stdout.splitlines()[1:-1], "0 created, 2 changed, 0 archived",
    ]  # fmt: skip
    assert "nothing to do" in laurel(fresh, "plan", "--prune", written(tmp_path, what)).stdout
    told = json.loads(laurel(fresh, "export config").stdout)
    assert [each["key"] for each in told["experiments"]] == ["fewer", "more"]
    assert "nothing to do" in laurel(fresh, "apply", "--prune", written(tmp_path, told)).stdout
    what["experiments"] = []
    pruned = laurel(fresh, "apply", "--prune", written(tmp_path, what))
    assert pruned.stdout.splitlines()[-1] == "0 created, 0 changed, 2 archived", pruned.stderr
    [left] = admin.get("/admin/v1/experiments").json()
    assert (left["key"], left["status"]) == ("grace", "ended")
    # Elsewhere, what has ended is nothing to set up.
    over = document()
    over["experiments"] = [{**over["experiments"][0], "key": "past", "status": "ended"}]
    assert "experiment" not in laurel(fresh, "plan", written(tmp_path, over)).stdout.replace("! experiment", "")


def test_prune_takes_parts_of_points_away_and_leaves_what_is_no_part_of_documents(
    fresh: Laurel, tmp_path: Path
) -> None:
    assert laurel(fresh, "apply", written(tmp_path, document())).returncode == 0
    caller = fresh.caller()
    caller.put("/v1/users/ada", {}).expect(200)
    [coins, _] = caller.get("/admin/v1/points").json()
    own = [{"name": "Ada's", "userId": "ada", "start": "2026-01-01", "multiplier": 2}]
    caller.post(f"/admin/v1/points/{coins['id']}/boosts", own).expect(201)
    less = document()
    less["points"] = [less["points"][0]]
    less["points"][0]["levels"].pop()
    del less["points"][0]["triggers"][2:4]
    less["boards"].pop()
    path = written(tmp_path, less)
    # The boost of a user is by no document; somebody else has set it up since.
    pruned = laurel(fresh, "apply", "--prune", "--despite-drift", path)
    assert pruned.stdout.splitlines()[-1] == "0 created, 0 changed, 5 archived", pruned.stderr
    assert "nothing to do" in laurel(fresh, "plan", "--prune", path).stdout
    [boost] = [
        each
        for each in caller.get(f"/admin/v1/points/{coins['id']}/boosts").json()
        if each["name"] == "Ada's"
    ]
    assert boost["userId"] == "ada"


def holds(told: Any, wanted: Any) -> bool:
    """Whether all that was written is there again; more may be, such as defaults."""
    if isinstance(wanted, dict):
        return all(name in told and holds(told[name], each) for name, each in wanted.items())
    if isinstance(wanted, list):
        return len(told) == len(wanted) and all(map(holds, told, wanted))
    return told == wanted


SECRETS = tuple("whsec_" + base64.b64encode(bytes([number] * 32)).decode() for number in (1, 2))


def test_the_secret_of_a_webhook_is_made_and_shown_once_or_is_in_a_variable(
    fresh: Laurel, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with receiving() as receiver:
        one = f"{receiver.url}/one"
        what = {"laurel": 1, "webhooks": [{"url": one}]}
        made = laurel(fresh, "apply", written(tmp_path, what))
        assert made.returncode == 0, made.stderr
        [secret] = re.findall(rf"^secret of {one}, shown this once: (whsec_\S+)$", made.stdout, re.MULTILINE)
        assert secret not in laurel(fresh, "export config").stdout
        assert "secret" not in laurel(fresh, "apply", written(tmp_path, what)).stdout
        what["webhooks"][0]["secretVariable"] = "LAUREL_TEST_SECRET"
        path = written(tmp_path, what)
        for value, problem in [(None, "not set here"), ("whsec_short", "must be whsec_")]:
            with monkeypatch.context() as patch:
                if value is not None:
                    patch.setenv("LAUREL_TEST_SECRET", value)
                for name in ("plan", "apply"):
                    refused = laurel(fresh, name, path)
                    assert refused.returncode == 1 and problem in refused.stderr, refused.stderr
                    assert "short" not in refused.stderr
        for value in SECRETS:
            monkeypatch.setenv("LAUREL_TEST_SECRET", value)
            planned = laurel(fresh, "plan", path)
            assert "0 to be created, 1 to be changed" in planned.stdout, planned.stderr
            applied = laurel(fresh, "apply", path)
            assert "0 created, 1 changed" in applied.stdout, applied.stderr
            assert value not in planned.stdout + applied.stdout
            assert "nothing to do" in laurel(fresh, "plan", path).stdout
        [known] = fresh.caller().get("/admin/v1/webhooks").json()["webhooks"]
        fresh.caller().post(f"/admin/v1/webhooks/{known['id']}/test").expect(202)
        [delivery] = receiver.of_kind("webhook.test")
        # The secret before it signs too, for a day.
        for value in SECRETS:
            Webhook(value).verify(delivery.body, delivery.headers)


def test_what_the_server_disabled_stays_so_and_is_no_drift(fresh: Laurel, tmp_path: Path) -> None:
    with receiving(lambda _: Reply(410)) as receiver:
        path = written(tmp_path, {"laurel": 1, "webhooks": [{"url": receiver.url}]})
        assert laurel(fresh, "apply", path).returncode == 0
        admin = fresh.caller()
        [made] = admin.get("/admin/v1/webhooks").json()["webhooks"]
        admin.post(f"/admin/v1/webhooks/{made['id']}/test").expect(202)

        def status() -> str:
            return admin.get(f"/admin/v1/webhooks/{made['id']}").json()["status"]

        wait_until(lambda: status() == "disabled")
        assert "nothing to do" in laurel(fresh, "plan", "--check", path).stdout
        assert "nothing to do" in laurel(fresh, "apply", path).stdout
        assert status() == "disabled"
        admin.patch(f"/admin/v1/webhooks/{made['id']}", {"description": "Mine"}).expect(200)
        assert f'! webhook "{receiver.url}" was changed by key' in laurel(fresh, "plan", path).stdout
        assert laurel(fresh, "apply", path).returncode == 1


def test_webhooks_and_templates_are_changed_and_pruned(fresh: Laurel, tmp_path: Path) -> None:
    assert laurel(fresh, "apply", written(tmp_path, document())).returncode == 0
    admin = fresh.caller()
    before = admin.get("/admin/v1/webhooks").json()["webhooks"]
    changed = document()
    changed["webhooks"][1] = {"url": "https://example.com/some"}
    changed["templates"][0]["template"]["subjects"] = ["Die Woche"]
    done = laurel(fresh, "apply", written(tmp_path, changed))
    assert done.stdout.splitlines()[-1] == "0 created, 2 changed, 0 archived", done.stderr
    after = admin.get("/admin/v1/webhooks").json()["webhooks"]
    assert [each["id"] for each in after] == [each["id"] for each in before]
    assert (after[1]["status"], after[1]["kinds"], after[1]["ordered"]) == ("active", ["*"], False)
    less = document()
    (less["webhooks"], less["templates"]) = ([less["webhooks"][0]], [])
    pruned = laurel(fresh, "apply", "--prune", written(tmp_path, less))
    assert pruned.stdout.splitlines()[-1] == "0 created, 0 changed, 4 archived", pruned.stderr
    [left] = admin.get("/admin/v1/webhooks").json()["webhooks"]
    assert left["id"] == before[0]["id"]
    told = json.loads(laurel(fresh, "export config").stdout)
    assert (told["webhooks"], told["templates"]) == ([{"url": "https://example.com/all"}], [])


BAD_PARTS = [
    ("experiments", {"key": "x", "name": "X", "arms": []}, "subject is required"),
    ("experiments", {"key": "x", "name": "X", "subject": {"type": "streak", "key": "none"},
                     "arms": [{"key": "a"}, {"key": "b"}]}, "must be the key of a streak"),
    ("experiments", {"key": "x", "name": "X", "subject": {"type": "achievement", "name": "none"},
                     "arms": [{"key": "a"}, {"key": "b"}]}, "must be the name of an achievement"),
    ("experiments", {"key": "x", "name": "X", "arms": [{"key": "a"}, {"key": "b"}],
                     "subject": {"type": "pointsTrigger", "system": "coins",
                                 "trigger": {"type": "metric", "metric": "spent", "metricThreshold": 5}}},
     "must be a trigger of a points system"),
    ("experiments", {"key": "x", "name": "X", "subject": {"type": "streak", "key": "daily"},
                     "arms": [{"key": "a"}]}, "must have 2 to 4 arms"),
    ("experiments", {"key": "x", "name": "X", "subject": {"type": "streak", "key": "daily"}, "status": "running",
                     "arms": [{"key": "a"}, {"key": "b"}]}, "runs over this"),
    ("webhooks", {"url": "ftp://example.com"}, "must be an address"),
    ("webhooks", {"url": "https://example.com/x", "kinds": ["nothing"]}, "must be * or one of"),
    ("webhooks", {"url": "https://example.com/x", "dialect": "none"}, "dialect"),
    ("webhooks", {"url": "https://example.com/x", "secret": "whsec_x"}, "secret is not a field"),
    ("webhooks", {"url": "https://example.com/x", "status": "disabled"}, "must be active or paused"),
    ("templates", {"kind": "recap", "locale": "en", "template": {"subjects": ["x"]}}, "blocks is required"),
    ("templates", {"kind": "recap", "locale": "DE", "template": {
        "subjects": ["x"], "blocks": [{"type": "totals"}]}}, "called as an earlier one"),
]  # fmt: skip


@pytest.mark.parametrize(("part", "item", "reason"), BAD_PARTS)
def test_one_bad_webhook_or_template_stops_everything(
    fresh: Laurel, tmp_path: Path, part: str, item: dict[str, Any], reason: str
) -> None:
    what = document()
    what[part].append(item)
    made = laurel(fresh, "apply", written(tmp_path, what))
    assert made.returncode == 1 and reason in made.stderr, made.stderr
    assert fresh.caller().get("/admin/v1/webhooks").json()["webhooks"] == []


def test_one_bad_item_stops_everything(fresh: Laurel, tmp_path: Path) -> None:
    bad = [
        ({"name": "X", "trigger": "metric", "metric": "none", "amount": 1}, "must be the key of a metric"),
        ({"name": "X", "trigger": "achievement", "parts": ["nobody"]}, "must be the name"),
        ({"name": "X", "trigger": "metric", "metric": "lessons"}, "amount is required"),
        ({"name": "X", "trigger": "api", "key": "tour"}, "in use"),
        ({"name": "X", "trigger": "streak", "streakLength": 3, "colour": 1}, "colour is not a field"),
        ({"name": "Ten", "trigger": "streak", "streakLength": 3}, "called as an earlier one"),
    ]
    for item, reason in bad:
        what = document()
        what["achievements"].append(item)
        for name in ("plan", "apply"):
            made = laurel(fresh, name, written(tmp_path, what))
            assert made.returncode == 1 and reason in made.stderr, (item, made.stderr)
    assert fresh.caller().get("/admin/v1/metrics").json() == []


def test_prune_archives_what_is_not_named_and_parts_are_left_alone(fresh: Laurel, tmp_path: Path) -> None:
    assert laurel(fresh, "apply", written(tmp_path, document())).returncode == 0
    less = document()
    less["metrics"].pop()
    less["streaks"].pop()
    less["achievements"] = less["achievements"][2:4]
    del less["attributes"]
    # A trigger cannot be for a metric that is archived by the same document.
    refused = laurel(fresh, "apply", "--prune", written(tmp_path, less))
    assert "points[0].triggers[1].metric must be the key of a metric that exists" in refused.stderr
    del less["points"], less["boards"]
    refused = laurel(fresh, "apply", "--prune", written(tmp_path, less))
    assert "experiments[1].subject.name must be the name of an achievement that exists" in refused.stderr
    del less["experiments"]
    path = written(tmp_path, less)
    assert "nothing to do" in laurel(fresh, "plan", path).stdout
    planned = laurel(fresh, "plan", "--prune", path)
    assert planned.stdout.splitlines()[-1] == "0 to be created, 0 to be changed, 5 to be archived"
    assert laurel(fresh, "plan", "--prune", "--check", path).returncode == 1
    applied = laurel(fresh, "apply", "--prune", path)
    assert applied.returncode == 0, applied.stderr
    assert laurel(fresh, "plan", "--prune", "--check", path).returncode == 0
    admin = fresh.caller()
    assert [each["key"] for each in admin.get("/admin/v1/metrics").json()] == ["lessons"]
    assert len(admin.get("/admin/v1/attributes").json()) == 2


def test_what_somebody_else_changed_is_not_overwritten(fresh: Laurel, tmp_path: Path) -> None:
    path = written(tmp_path, document())
    assert laurel(fresh, "apply", path).returncode == 0
    admin = fresh.caller()
    metric = next(each for each in admin.get("/admin/v1/metrics").json() if each["key"] == "spent")
    admin.patch("/admin/v1/metrics", [{"id": metric["id"], "name": "Paid"}]).expect(200)
    planned = laurel(fresh, "plan", path)
    assert '! metric "spent" was changed by key' in planned.stdout
    refused = laurel(fresh, "apply", path)
    assert refused.returncode == 1 and "somebody else has changed" in refused.stderr
    assert admin.get(f"/admin/v1/metrics/{metric['id']}").json()["name"] == "Paid"
    done = laurel(fresh, "apply", "--despite-drift", path)
    assert done.returncode == 0 and "0 created, 1 changed, 0 archived" in done.stdout
    assert admin.get(f"/admin/v1/metrics/{metric['id']}").json()["name"] == "Spent"
    assert "nothing to do" in laurel(fresh, "apply", path).stdout
