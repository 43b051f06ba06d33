"""Who may call."""

from collections.abc import Callable
from pathlib import Path

import pytest
from fastapi import Depends, FastAPI
from starlette.testclient import TestClient

from data.errors import UsageError
from serve import Settings, create_app
from serve.keys import Keyring, new_key, require_admin

CALL = {"text": "Đội tuyển thắng trận bóng đá"}

KeyFile = Callable[..., tuple[Path, list[str]]]


@pytest.fixture
def key_file(tmp_path: Path) -> KeyFile:
    """A file of keys for some names, and the keys."""

    def write(*names: str) -> tuple[Path, list[str]]:
        made = [new_key(name) for name in names]
        path = tmp_path / f"{'-'.join(names)}.txt"
        path.write_text("# the keys\n\n" + "".join(f"{key}\n" for _, key in made))
        return path, [secret for secret, _ in made]

    return write


def bearer(secret: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {secret}"}


def test_each_of_several_keys_opens_every_call(small_model: Path, key_file: KeyFile) -> None:
    keys, (first, second) = key_file("toa-soan", "kho")
    admins, (admin,) = key_file("truc")
    settings = Settings(models=(small_model,), keys=keys, admin_keys=admins)
    with TestClient(create_app(settings)) as client:
        for secret in (first, second, admin):
            assert client.post("/v1/classify", json=CALL, headers=bearer(secret)).is_success
            assert client.get("/v1/models", headers=bearer(secret)).is_success


@pytest.mark.parametrize(
    ("headers", "code"),
    [
        ({}, "missing-key"),
        ({"Authorization": "Bearer"}, "missing-key"),
        ({"Authorization": "Bearer "}, "missing-key"),
        ({"Authorization": "Basic a2hvOmtobw=="}, "missing-key"),
        ({"Authorization": "Bearer chuyenmuc_sai"}, "unknown-key"),
        ({"Authorization": b"Bearer kh\xf3a"}, "unknown-key"),
        ({"X-API-Key": "chuyenmuc_sai"}, "missing-key"),
    ],
)
def test_without_a_key_no_call_is_answered(
    small_model: Path, key_file: KeyFile, headers: dict[str, str], code: str
) -> None:
    keys, _ = key_file("kho")
    with TestClient(create_app(Settings(models=(small_model,), keys=keys))) as client:
        for refusal in (
            client.post("/v1/classify", json=CALL, headers=headers),
            client.post("/v1/classify/stream", content=b"{}", headers=headers),
            client.get("/v1/models", headers=headers),
        ):
            assert (refusal.status_code, refusal.json()["code"]) == (401, code)
            assert refusal.headers["WWW-Authenticate"].startswith('Bearer realm="chuyenmuc"')
            assert refusal.headers["Content-Type"] == "application/problem+json"


def test_the_hash_in_the_file_is_no_key(small_model: Path, key_file: KeyFile) -> None:
    keys, (secret,) = key_file("kho")
    line = keys.read_text().splitlines()[-1]
    assert secret not in line
    with TestClient(create_app(Settings(models=(small_model,), keys=keys))) as client:
        for wrong in (line, line.partition(":")[2], secret[:-1], secret.upper()):
            refusal = client.get("/v1/models", headers=bearer(wrong))
            assert refusal.status_code == 401


def test_health_the_page_and_its_documentation_need_no_key(
    small_model: Path, key_file: KeyFile
) -> None:
    keys, _ = key_file("kho")
    with TestClient(create_app(Settings(models=(small_model,), keys=keys))) as client:
        for address in ("/livez", "/readyz", "/metrics", "/docs", "/openapi.json", "/"):
            assert client.get(address).status_code == 200, address


def test_health_and_metrics_need_one_where_the_operator_says_so(
    small_model: Path, key_file: KeyFile
) -> None:
    keys, (secret,) = key_file("kho")
    settings = Settings(
        models=(small_model,), keys=keys, keys_for_health=True, keys_for_metrics=True
    )
    with TestClient(create_app(settings)) as client:
        for address in ("/livez", "/readyz", "/metrics"):
            assert client.get(address).status_code == 401, address
            assert client.get(address, headers=bearer(secret)).status_code == 200, address


def guarded(settings: Settings) -> TestClient:
    app: FastAPI = create_app(settings)
    app.get("/v1/admin-only", dependencies=[Depends(require_admin)])(lambda: "done")
    return TestClient(app)


def test_only_an_admin_key_opens_what_changes_the_service(key_file: KeyFile) -> None:
    keys, (secret,) = key_file("kho")
    admins, (admin,) = key_file("truc")
    client = guarded(Settings(keys=keys, admin_keys=admins))
    assert client.get("/v1/admin-only", headers=bearer(admin)).json() == "done"
    refusal = client.get("/v1/admin-only", headers=bearer(secret))
    assert (refusal.status_code, refusal.json()["code"]) == (403, "not-admin")


def test_with_admin_keys_alone_only_such_calls_need_one(key_file: KeyFile) -> None:
    admins, (admin,) = key_file("truc")
    client = guarded(Settings(admin_keys=admins))
    assert client.get("/v1/models").status_code == 200
    assert client.get("/v1/admin-only", headers=bearer(admin)).status_code == 200
    for headers, code in (({}, "missing-key"), (bearer("sai"), "unknown-key")):
        refusal = client.get("/v1/admin-only", headers=headers)
        assert (refusal.status_code, refusal.json()["code"]) == (401, code)


def test_without_any_key_nobody_is_admin() -> None:
    client = guarded(Settings())
    for headers in ({}, bearer("sai")):
        assert client.get("/v1/admin-only", headers=headers).status_code == 401


def test_one_name_may_have_two_keys_while_one_replaces_the_other(key_file: KeyFile) -> None:
    keys, secrets = key_file("kho", "kho")
    found = [Keyring.read(keys, None).find(secret) for secret in secrets]
    assert [key and key.name for key in found] == ["kho", "kho"]
    assert secrets[0] != secrets[1]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("", "no key in"),
        ("# kho\n", "no key in"),
        ("# kho\nkho chuyenmuc_secret\n", "line 2 of"),
        ("kho sha256:12\n", "line 1 of"),
        (f"kho md5:{'0' * 64}\n", "line 1 of"),
    ],
)
def test_a_wrong_file_is_refused_without_its_words(
    tmp_path: Path, content: str, reason: str
) -> None:
    path = tmp_path / "keys.txt"
    path.write_text(content)
    with pytest.raises(UsageError, match=reason) as refusal:
        create_app(Settings(keys=path))
    assert "secret" not in str(refusal.value)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"cannot read the keys in .*No such file"):
        Keyring.read(tmp_path / "keys.txt", None)


@pytest.mark.parametrize("name", ["", "hai chữ", "tòa-soạn", "a" * 61, "a:b"])
def test_a_name_that_would_spoil_the_file_is_refused(name: str) -> None:
    with pytest.raises(UsageError, match="a key's name"):
        new_key(name)
