"""Which methods of the official SDK have a route: all but those that the page excepts."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import trophy
from laurel import Laurel
from trophy import TrophyApi, UpsertedUser
from trophy.core.api_error import ApiError

ENGINES = ("sqlite",)
PREFIXES = {"api": "/v1", "admin": "/admin/v1"}
EXCEPTED = re.compile(r"^/(admin/)?v1/(users/0/)?(leaderboards|wrapped)\b")


def calls() -> set[tuple[str, str]]:
    """Every call that the SDK makes, as its sources have it, with 0 for what is put in."""
    found = set()
    for file in Path(trophy.__file__).parent.rglob("raw_client.py"):
        for path, base, method in re.findall(
            r'httpx_client\.request\(\s*f?"([^"]*)",\s*'
            r'base_url=self\._client_wrapper\.get_environment\(\)\.(\w+),\s*method="(\w+)"',
            file.read_text(),
        ):
            found.add((method, f"{PREFIXES[base]}/" + re.sub(r"\{[^}]*\}", "0", path)))
    return found


def test_the_calls_without_a_route_are_those_that_the_page_excepts(server: Laurel) -> None:
    assert len(calls()) == 85
    for method, path in sorted(calls()):
        answer = server.request(method, path)
        is_missing = answer.status == 405 or b"No such route" in answer.body
        assert is_missing == bool(EXCEPTED.match(path)), (method, path, answer)


def test_an_excepted_method_fails_with_404(sdk: TrophyApi) -> None:
    with pytest.raises(ApiError) as raised:
        sdk.leaderboards.get("weekly")
    assert raised.value.status_code == 404


def test_the_sdk_cannot_name_an_id_with_a_slash(sdk: TrophyApi) -> None:
    """A limit of the SDK, which does not encode it; by any other client the id can be read."""
    sdk.users.create(id="team/ada")
    with pytest.raises(ApiError):
        sdk.users.get("team/ada")
    assert sdk.metrics.event("pages", user=UpsertedUser(id="team/ada"), value=1).total == 1
