"""Tokens: what verifies them, kept by the server, and what the command line mints."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import secrets
import time
from typing import Any

import pytest
from conftest import unique
from laurel import Answer, Caller, Laurel

PATH = "/admin/v1/token-verification"


def decoded(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def claims_of(token: str, secret: str) -> dict[str, Any]:
    """What a token says, read by another implementation, which verifies it too."""
    header, claims, signature = token.split(".")
    expected = hmac.new(secret.encode(), f"{header}.{claims}".encode(), hashlib.sha256).digest()
    assert hmac.compare_digest(expected, decoded(signature))
    assert json.loads(decoded(header))["alg"] == "HS256"
    return json.loads(decoded(claims))


@pytest.fixture
def tenant(server: Laurel, admin: Caller) -> Caller:
    """An admin of a tenant of its own, which has no keys for tokens yet."""
    customer = unique("customer")
    admin.post("/admin/v1/tenants", [{"customerId": customer, "name": customer}]).expect(201)
    return Caller(server, admin.key, customer)


def add_key(caller: Caller, key_id: str) -> tuple[str, dict[str, Any]]:
    secret = caller.server.keep_secret(secrets.token_hex(24))
    body = {"algorithm": "HS256", "secret": secret, "keyId": key_id}
    return secret, caller.put(PATH, body).expect(200).json()


def mint(caller: Caller, *arguments: str) -> str:
    workspace = caller.get(PATH).expect(200).json()["tenantId"]
    minted = caller.server.command(
        "tokens", "mint", "--database", str(caller.server.database), "--workspace", workspace,
        *arguments,
    )  # fmt: skip
    assert minted.returncode == 0, minted.stderr
    assert minted.stdout.count("\n") == 1
    return minted.stdout.strip()


def test_a_key_is_shown_by_its_id_and_minted_with(tenant: Caller, user: str) -> None:
    secret, shown = add_key(tenant, "first")
    assert shown == tenant.get(PATH).json()
    assert shown["keys"] == ["first"] and shown["algorithm"] == "HS256"
    assert secret not in json.dumps(shown)
    claims = claims_of(mint(tenant, "--user", user, "--scope", "admin"), secret)
    assert claims["tenant_id"] == shown["tenantId"]
    assert claims["sub"] == user and claims["scope"] == "admin"
    assert claims["exp"] - claims["iat"] == 3600


def test_keys_overlap_until_one_is_ended(tenant: Caller) -> None:
    first, _ = add_key(tenant, "first")
    second, shown = add_key(tenant, "second")
    assert shown["keys"] == ["first", "second"]
    claims_of(mint(tenant, "--key", "first"), first)
    claims_of(mint(tenant), second)
    assert tenant.delete(f"{PATH}/first").expect(200).json()["keys"] == ["second"]
    tenant.delete(f"{PATH}/first").expect(404)
    assert "second" not in Caller(tenant.server, tenant.key).get(PATH).json()["keys"]


def test_keys_outlive_the_server(fresh: Laurel) -> None:
    caller = fresh.caller()
    secret, shown = add_key(caller, "first")
    fresh.kill()
    fresh.start()
    assert caller.get(PATH).json() == shown
    claims_of(mint(caller, "--expires", "90s"), secret)


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ({"algorithm": "none"}, "algorithm must be"),
        ({"algorithm": "HS256", "secret": "short"}, "secret must have at least 32 bytes."),
        ({"algorithm": "RS256", "publicKey": "-----BEGIN"}, "publicKey must be in PEM"),
        ([], "The request body must be an object"),
    ],
)
def test_a_key_that_is_not_right_is_refused(tenant: Caller, body: Any, message: str) -> None:
    assert tenant.put(PATH, body).expect(422).error.startswith(message)
    assert tenant.get(PATH).json()["keys"] == []


# What a token opens.


def signed(claims: dict[str, Any], secret: str) -> str:
    """A token of another implementation."""

    def encoded(part: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(part).encode()).rstrip(b"=").decode()

    content = f"{encoded({'alg': 'HS256', 'typ': 'JWT'})}.{encoded(claims)}"
    signature = hmac.new(secret.encode(), content.encode(), hashlib.sha256).digest()
    return f"{content}.{base64.urlsafe_b64encode(signature).rstrip(b'=').decode()}"


def ask(caller: Caller, path: str, token: str, **fields: str) -> Answer:
    headers = {"Authorization": f"Bearer {token}", **fields}
    return caller.server.request("GET", path, None, headers)


def test_a_users_token_opens_what_the_users_key_opens(tenant: Caller, user: str) -> None:
    add_key(tenant, "first")
    tenant.post("/v1/users", {"id": user}).expect(201)
    token = mint(tenant, "--user", user)
    for path, status in [
        (f"/v1/users/{user}", 200),
        (f"/v1/users/{user}/streak", 200),
        (f"/v1/users/{user}/streaks", 200),
        (f"/v1/users/{user}/metrics", 200),
        ("/v1/users/somebody-else", 403),
        ("/v1/achievements", 200),
        ("/admin/v1/metrics", 403),
        ("/admin/v1/tenants", 403),
        (f"/api/v1/gamify/participants/{user}/streaks", 200),
        ("/api/v1/gamify/participants/somebody-else/streaks", 403),
        ("/api/v1/gamify/streaks", 403),
        (f"/v1/streaks/user/{user}", 200),
    ]:
        assert ask(tenant, path, token).status == status, path
    # Not even the scope opens Trophy's admin interface.
    ask(tenant, "/admin/v1/metrics", mint(tenant, "--scope", "admin")).expect(403)
    # A token names its workspace itself.
    ask(tenant, f"/v1/users/{user}", token, **{"Tenant-ID": unique("other")}).expect(403)
    misplaced = tenant.server.request("GET", f"/v1/users/{user}", None, {"X-API-KEY": token})
    assert "Authorization: Bearer" in misplaced.expect(401).error
    assert token not in misplaced.body.decode()


def test_a_token_has_an_end_unless_the_workspace_says_otherwise(tenant: Caller) -> None:
    secret, shown = add_key(tenant, "first")
    assert shown["requireExpiry"] is True and shown["maximumLifetime"] is None
    now = int(time.time())
    names = {"tenant_id": shown["tenantId"]}
    endless = signed(names, secret)
    assert "has no exp" in ask(tenant, "/v1/achievements", endless).expect(401).error
    ask(tenant, "/v1/achievements", signed({**names, "exp": now + 60}, secret)).expect(200)

    changed = tenant.patch(PATH, {"requireExpiry": False}).expect(200).json()
    assert changed == {**shown, "requireExpiry": False}
    ask(tenant, "/v1/achievements", endless).expect(200)

    tenant.patch(PATH, {"maximumLifetime": 3600}).expect(200)
    assert "has no exp" in ask(tenant, "/v1/achievements", endless).expect(401).error
    long = signed({**names, "exp": now + 7200}, secret)
    assert "3600 seconds" in ask(tenant, "/v1/achievements", long).expect(401).error
    ask(tenant, "/v1/achievements", signed({**names, "exp": now + 1800}, secret)).expect(200)
    tenant.patch(PATH, {}).expect(422)


def test_a_lifetime_outlives_the_server(fresh: Laurel) -> None:
    caller = fresh.caller()
    secret, shown = add_key(caller, "first")
    caller.patch(PATH, {"requireExpiry": False, "maximumLifetime": None}).expect(200)
    fresh.kill()
    fresh.start()
    assert caller.get(PATH).json()["requireExpiry"] is False
    ask(caller, "/v1/achievements", signed({"tenant_id": shown["tenantId"]}, secret)).expect(200)
