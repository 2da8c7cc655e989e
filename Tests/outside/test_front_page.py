"""The page at the root: what a person with a browser meets, and what a program does."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from laurel import Laurel, run, serving

ENGINES = ("sqlite",)
WITHOUT_DASHBOARD = ("--dashboard", "off")
BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8"


@pytest.fixture(scope="module")
def server(binary: Path, new_database: Callable[[], Path | str]) -> Iterator[Laurel]:
    """A server without a dashboard, which would be what a browser is led to."""
    with serving(binary, new_database(), *WITHOUT_DASHBOARD) as running:
        yield running


def test_a_browser_is_led_to_the_dashboard_and_a_program_is_not(fresh: Laurel) -> None:
    answer = fresh.request("GET", "/", None, {"Accept": BROWSER}).expect(303)
    assert answer.headers["location"] == "/dashboard/"
    assert fresh.request("GET", "/").expect(200).json()["name"] == "Laurel"
    page = fresh.request("GET", "/dashboard/").expect(200)
    assert page.headers["content-security-policy"].startswith("default-src 'self';")


def test_without_a_dashboard_there_are_no_pages(server: Laurel) -> None:
    server.request("GET", "/dashboard/").expect(404)
    server.request("GET", "/dashboard/users/ada").expect(404)


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        pytest.param(None, "application/json", id="nothing said"),
        pytest.param("*/*", "application/json", id="curl"),
        pytest.param("", "application/json", id="empty"),
        pytest.param("application/json", "application/json", id="JSON"),
        pytest.param("application/json, text/html;q=0.5", "application/json", id="rather JSON"),
        pytest.param("text/html;q=0, */*", "application/json", id="no HTML"),
        pytest.param("text/plain", "application/json", id="something else"),
        pytest.param("text/html;q=lots", "application/json", id="a weight that is none"),
        pytest.param(BROWSER, "text/html", id="a browser"),
        pytest.param("TEXT/HTML", "text/html", id="in capitals"),
        pytest.param("application/json;q=0.1, text/html ; q=0.5", "text/html", id="rather HTML"),
    ],
)
def test_who_asks_for_html_gets_it(server: Laurel, accept: str | None, type_: str) -> None:
    headers = {} if accept is None else {"Accept": accept}
    answer = server.request("GET", "/", None, headers).expect(200)
    assert answer.headers["content-type"].split(";")[0] == type_
    assert "Accept" in answer.headers["vary"]


def test_a_program_learns_name_and_version(server: Laurel) -> None:
    answer = server.request("GET", "/").expect(200).json()
    assert answer["name"] == "Laurel"
    assert f"laurel {answer['version']}" == run(server.binary, "--version").stdout.strip()
    assert "docs/" in answer["documentation"]


def test_the_page_needs_nothing_from_elsewhere(server: Laurel) -> None:
    answer = server.request("GET", "/", None, {"Accept": BROWSER}).expect(200)
    policy = answer.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "script-src" not in policy
    assert "frame-ancestors 'none'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    page = answer.body.decode()
    assert "<script" not in page and " src=" not in page and "url(" not in page
    assert "prefers-color-scheme:dark" in page and 'name="viewport"' in page
    for path in re.findall(r'href="([^"]*)"', page):
        server.request("GET", path).expect(200)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        pytest.param(b"laurel.example", "http://laurel.example/", id="a name"),
        pytest.param(b"[::1]:9000", "http://[::1]:9000/", id="IPv6"),
        pytest.param(b'"><b>x', "http://127.0.0.1:PORT/", id="a tag"),
        pytest.param(b"$(reboot)", "http://127.0.0.1:PORT/", id="a command"),
    ],
)
def test_the_examples_name_the_host_if_it_is_one(
    server: Laurel, host: bytes, address: str
) -> None:
    request = b"GET / HTTP/1.1\r\nHost: %s\r\nAccept: text/html\r\n\r\n" % host
    answer = server.raw(request)
    address = address.replace("PORT", str(server.port))
    assert answer is not None and (answer.status == 400 or address in answer.body.decode())
    assert host not in answer.body or b"<" not in host


def test_head_is_the_same_without_a_body(server: Laurel) -> None:
    page = server.request("GET", "/", None, {"Accept": BROWSER})
    head = server.request("HEAD", "/", None, {"Accept": BROWSER}).expect(200)
    assert head.body == b""
    assert head.headers["content-length"] == str(len(page.body))
    assert head.headers["content-type"] == page.headers["content-type"]


def test_other_methods_are_refused(server: Laurel) -> None:
    server.request("POST", "/", {}).expect(405)
    server.request("GET", "/index.html").expect(404)


def test_what_the_page_says_works_on_a_new_database(binary: Path, tmp_path: Path) -> None:
    """A newcomer copies the three commands, one after the other."""
    (tmp_path / "laurel").symlink_to(binary)
    with serving(binary, tmp_path / "laurel.db", *WITHOUT_DASHBOARD) as server:
        page = server.request("GET", "/", None, {"Accept": BROWSER}).body.decode()
        commands = re.findall(r"<pre><code>(.*?)</code></pre>", page, re.DOTALL)
        assert len(commands) == 3
        script = "\n".join(commands).replace("curl ", "curl -sS --fail-with-body ")
        done = subprocess.run(
            ["bash", "-e", "-c", script], cwd=tmp_path, capture_output=True, text=True,
            env={"PATH": f"{tmp_path}:/usr/bin:/bin"}, check=False,
        )  # fmt: skip
        assert done.returncode == 0, done
        assert '"total":1' in done.stdout


def test_whoever_comes_back_to_the_demo_is_told_how_to_get_a_key(
    binary: Path, tmp_path: Path
) -> None:
    place = str(tmp_path / "my demo.db")
    first = run(binary, "demo", "--database", place, "--host", "::", "--port", "9123").stdout
    assert "http://[::1]:9123/v1/metrics/lessons/event" in first and "8080" not in first
    again = run(binary, "demo", "--database", place).stdout
    command = next(line for line in again.splitlines() if "keys create" in line)
    made = subprocess.run(
        ["bash", "-c", command], capture_output=True, text=True, check=True
    ).stdout  # fmt: skip
    assert re.fullmatch(r"sandbox_\w+\.\w+\n", made)
