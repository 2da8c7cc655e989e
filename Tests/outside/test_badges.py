"""Badges: uploaded by an admin, shown to anybody, and nothing but pictures."""

from __future__ import annotations

import json
import socket
import struct
import zlib
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from laurel import Answer, Caller, Laurel, serving

BADGES = "/admin/v1/badges"
LIMIT = 1 << 20
SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8">{}</svg>'


def png(width: int, height: int, shade: int = 0) -> bytes:
    """A grey picture, as the standard says that one is written."""
    header = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    lines = (b"\0" + bytes([shade]) * width) * height
    parts = [(b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b"")]
    chunks = [
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in parts
    ]
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)


def upload(caller: Caller, image: bytes, media_type: str = "image/png") -> Answer:
    return caller.call("POST", BADGES, image, **{"Content-Type": media_type})


def path(url: str) -> str:
    return urlsplit(url).path


def test_an_image_comes_back_byte_for_byte(server: Laurel, admin: Caller) -> None:
    image = png(3, 2)
    made = upload(admin, image, "text/html").expect(201)
    badge = made.json()
    assert (badge["type"], badge["bytes"]) == ("image/png", len(image))
    assert (badge["width"], badge["height"]) == (3, 2)
    assert badge["url"].startswith("http://127.0.0.1:")
    assert path(badge["url"]) == f"/badges/{badge['hash']}"
    assert upload(admin, image).expect(200).body == made.body
    assert badge in admin.get(f"{BADGES}?limit=100").expect(200).json()

    shown = server.request("GET", path(badge["url"])).expect(200)
    assert shown.body == image
    assert shown.headers["content-type"] == "image/png"
    assert shown.headers["content-length"] == str(len(image))
    assert shown.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert shown.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in shown.headers["content-security-policy"]


@pytest.mark.parametrize(
    "head",
    [
        pytest.param("HTTP/1.0\r\n", id="1.0 without a host"),
        pytest.param("HTTP/1.0\r\nHost:\r\n", id="1.0 with an empty host"),
        pytest.param("HTTP/1.1\r\nConnection: close\r\nHost: a'b\r\n", id="no host for addresses"),
    ],
)
def test_an_address_is_whole_whatever_the_client_calls_us(
    server: Laurel, admin: Caller, head: str
) -> None:
    upload(admin, png(4, 4)).expect(200, 201)
    with socket.create_connection(("127.0.0.1", server.port), 10) as wire:
        wire.sendall(f"GET {BADGES}?limit=1 {head}X-API-KEY: {admin.key}\r\n\r\n".encode())
        received = b"".join(iter(lambda: wire.recv(65536), b""))
    badge = json.loads(received.partition(b"\r\n\r\n")[2])[0]
    assert badge["url"] == f"http://127.0.0.1:{server.port}/badges/{badge['hash']}"


def test_a_browser_that_has_it_is_sent_nothing(server: Laurel, admin: Caller) -> None:
    badge = upload(admin, png(5, 5)).json()
    shown = server.request("GET", path(badge["url"])).expect(200)
    tag = {"If-None-Match": shown.headers["etag"]}
    again = server.request("GET", path(badge["url"]), headers=tag).expect(304)
    assert again.body == b""
    for name in ("etag", "cache-control", "content-security-policy"):
        assert again.headers[name] == shown.headers[name]
    head = server.request("HEAD", path(badge["url"])).expect(200)
    assert head.body == b""
    assert head.headers["content-length"] == shown.headers["content-length"]


def test_what_is_deleted_is_gone(server: Laurel, admin: Caller) -> None:
    badge = upload(admin, png(6, 6)).json()
    admin.delete(f"{BADGES}/{badge['hash']}").expect(200)
    server.request("GET", path(badge["url"])).expect(404)
    admin.delete(f"{BADGES}/{badge['hash']}").expect(404)


REFUSED = {
    "the element <script> is not allowed": SVG.format("<script>alert(1)</script>").encode(),
    "the attribute onclick": SVG.format('<g onclick="x()"/>').encode(),
    "the attribute href": SVG.format('<use href="//x#y"/>').encode(),
    "DOCTYPE": b'<!DOCTYPE svg [<!ENTITY a "b">]>' + SVG.encode(),
    "UTF-16": SVG.encode("utf-16"),
    "<html>, not <svg>": b"<html><script>alert(1)</script></html>",
    "something follows the image": png(2, 2) + b"<html>",
    "ends within the chunk IDAT": png(2, 2)[:-20],
    "the checksum of the chunk IEND": png(2, 2)[:-1] + b"\0",
    "4097 × 1": png(4_097, 1),
    "no PNG, JPEG, WebP or SVG image": b"GIF89a",
    "empty": b"",
}


@pytest.mark.parametrize("words", REFUSED)
def test_what_is_no_harmless_image_is_refused(admin: Caller, words: str) -> None:
    assert words in upload(admin, REFUSED[words]).expect(422).error


def test_an_image_that_is_too_large_is_413(admin: Caller) -> None:
    for image in (bytes(2 * LIMIT), bytes(LIMIT + 1)):
        error = upload(admin, image).expect(413).error
        assert error == f"The request body is too large: at most {LIMIT} bytes are accepted."
    assert upload(admin, bytes(LIMIT)).expect(422).error


def test_an_image_of_the_largest_size_is_kept(server: Laurel, admin: Caller) -> None:
    filler = "x" * (LIMIT - len(SVG.format("<title></title>")))
    image = SVG.format(f"<title>{filler}</title>").encode()
    assert len(image) == LIMIT
    badge = upload(admin, image, "image/svg+xml").expect(201).json()
    assert server.request("GET", path(badge["url"])).expect(200).body == image


def test_uploading_is_for_admins(server: Laurel, admin: Caller) -> None:
    application = server.caller(server.key(scope="application"))
    upload(application, png(1, 1)).expect(403)
    server.request("POST", BADGES, png(1, 1)).expect(401)


def test_a_power_cut_leaves_what_was_answered(fresh: Laurel) -> None:
    image = png(7, 7)
    url = path(upload(fresh.caller(), image).expect(201).json()["url"])
    fresh.kill()
    fresh.start()
    assert fresh.request("GET", url).expect(200).body == image


def test_a_copy_has_the_badges(binary: Path, fresh: Laurel, tmp_path: Path) -> None:
    images = [png(9, 9, shade) for shade in range(20)]
    caller = fresh.caller()
    urls = [path(upload(caller, image).expect(201).json()["url"]) for image in images]
    fresh.stop()
    target = tmp_path / "copy.db"
    source = fresh.database if isinstance(fresh.database, str) else f"sqlite:{fresh.database}"
    copied = fresh.command("copy", "--from", source, "--to", f"sqlite:{target}")
    assert copied.returncode == 0, copied.stderr
    with serving(binary, target) as server:
        for url, image in zip(urls, images, strict=True):
            assert server.request("GET", url).expect(200).body == image
