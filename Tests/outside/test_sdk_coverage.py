"""Every method of the official SDK has a route, and is called by a test."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import trophy
from laurel import Laurel
from trophy import TrophyApi, UpsertedUser
from trophy.core.api_error import ApiError

ENGINES = ("sqlite",)
PREFIXES = {"api": "/v1", "admin": "/admin/v1"}


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


def methods(client: object, path: str = "") -> Iterator[str]:
    """The names of the SDK's methods, such as `admin.points.levels.list`."""
    for name in dir(type(client)):
        if name.startswith("_") or name == "with_raw_response":
            continue
        if isinstance(inspect.getattr_static(type(client), name), property):
            yield from methods(getattr(client, name), f"{path}{name}.")
        elif path:
            yield f"{path}{name}"


def called(file: Path) -> str:
    """The text of a file, with the SDK's methods by their whole names."""
    groups: dict[str, str] = {}
    lines = []
    for line in file.read_text().replace(".with_raw_response", "").splitlines():
        if alias := re.fullmatch(r"\s*(\w+) = sdk\.([\w.]+)", line):
            groups[alias[1]] = f"sdk.{alias[2]}"
        lines.append(
            re.sub(r"(?<![\w.])(\w+)\.", lambda found: f"{groups.get(found[1], found[1])}.", line)
        )
    return "\n".join(lines)


def functions(file: Path) -> dict[str, ast.FunctionDef | ast.AsyncFunctionDef]:
    """The functions of a file by their names."""
    tree = ast.parse(called(file))
    kinds = (ast.FunctionDef, ast.AsyncFunctionDef)
    return {node.name: node for node in ast.walk(tree) if isinstance(node, kinds)}


def values(node: ast.AST, returned: dict[str, set[str]], known: dict[str, set[str]]) -> set[str]:
    """The methods whose answers an expression has: called in it, by a helper, or kept in a name."""
    found = set()
    for part in ast.walk(node):
        if isinstance(part, ast.Name):
            found |= known.get(part.id, set()) | returned.get(part.id, set())
        elif isinstance(part, ast.Call) and (name := ast.unparse(part.func)).startswith("sdk."):
            found.add(name.removeprefix("sdk."))
    return found


def asserted(file: Path) -> set[str]:
    """The methods of whose answers a test of a file asserts something."""
    returned: dict[str, set[str]] = {}
    asserted: set[str] = set()
    for _ in range(3):  # a helper may call another, and be written before it
        for name, function in functions(file).items():
            known: dict[str, set[str]] = {}
            for _ in range(2):
                for node in ast.walk(function):
                    if isinstance(node, ast.Assign | ast.AnnAssign | ast.NamedExpr) and node.value:
                        targets = node.targets if isinstance(node, ast.Assign) else [node.target]
                        source = node.value
                    elif isinstance(node, ast.For | ast.AsyncFor | ast.comprehension):
                        targets, source = [node.target], node.iter
                    else:
                        continue
                    for target in (each for top in targets for each in ast.walk(top)):
                        if isinstance(target, ast.Name):
                            known.setdefault(target.id, set()).update(values(source, returned, known))
            for node in ast.walk(function):
                if isinstance(node, ast.Return | ast.Yield) and node.value:
                    returned.setdefault(name, set()).update(values(node.value, returned, known))
                elif isinstance(node, ast.Assert):
                    asserted |= values(node.test, returned, known)
    return asserted


def test_every_call_has_a_route(server: Laurel) -> None:
    assert len(calls()) == 85
    for method, path in sorted(calls()):
        answer = server.request(method, path)
        assert answer.status != 405, (method, path, answer)
        assert b"No such route" not in answer.body, (method, path, answer)


def test_every_method_is_called_by_a_test(sdk: TrophyApi) -> None:
    names = sorted(set(methods(sdk)))
    assert len(names) == 85, names
    tests = "".join(called(file) for file in Path(__file__).parent.glob("test_sdk_*.py"))
    assert [name for name in names if f"sdk.{name}(" not in tests] == []


def test_every_method_is_asserted_on(sdk: TrophyApi) -> None:
    """A method that is called, and of whose answer nothing is asserted, is not tested."""
    found = set()
    for file in Path(__file__).parent.glob("test_sdk_*.py"):
        found |= asserted(file)
    assert sorted(set(methods(sdk)) - found) == []


def test_the_sdk_cannot_name_an_id_with_a_slash(sdk: TrophyApi) -> None:
    """A limit of the SDK, which does not encode it; by any other client the id can be read."""
    sdk.users.create(id="team/ada")
    with pytest.raises(ApiError):
        sdk.users.get("team/ada")
    assert sdk.metrics.event("pages", user=UpsertedUser(id="team/ada"), value=1).total == 1
