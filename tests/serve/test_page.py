"""The page as the service gives it; tests/browser shows what it does."""

import gzip
import re
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from model import doubts
from serve import Settings, create_app

FOLDER = Path(__file__).parents[2] / "serve" / "page"
TEXTS = {path.name: path.read_text("utf-8") for path in FOLDER.iterdir()}
SCRIPTS = "".join(text for name, text in TEXTS.items() if name.endswith(".js"))


@pytest.fixture
def client() -> TestClient:
    """The page needs no model."""
    return TestClient(create_app(Settings()))


def parts_of(client: TestClient) -> list[str]:
    """The addresses of the page's parts: what it names, and what its scripts import."""
    front = client.get("/").text
    named: list[str] = re.findall(r'(?:src|href)="(page/[^"]+)"', front)
    folder = named[0].rpartition("/")[0]
    imported = {f"{folder}/{name}" for name in re.findall(r'from "\./(\w+\.js)"', SCRIPTS)}
    return sorted({*named, *imported})


def test_every_part_is_there_to_keep_for_ever(client: TestClient) -> None:
    kinds = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    parts = parts_of(client)
    assert {address.rpartition("/")[2] for address in parts} == TEXTS.keys() - {"index.html"}
    for address in parts:
        response = client.get(address)
        assert response.status_code == 200, address
        assert response.headers["Content-Type"].startswith(kinds[Path(address).suffix])
        assert "immutable" in response.headers["Cache-Control"]


def test_the_page_is_asked_for_anew_and_sent_only_when_it_has_changed(client: TestClient) -> None:
    first = client.get("/")
    assert first.headers["Content-Type"] == "text/html; charset=utf-8"
    assert first.headers["Cache-Control"] == "no-cache"
    second = client.get("/", headers={"If-None-Match": first.headers["ETag"]})
    assert (second.status_code, second.content) == (304, b"")
    other = client.get("/", headers={"If-None-Match": 'W/"another"'})
    assert other.content == first.content


@pytest.mark.parametrize("address", ["page/000000000000/page.js", "{folder}/none.js", "page/"])
def test_parts_that_are_not_there_are_not_found(client: TestClient, address: str) -> None:
    folder = parts_of(client)[0].rpartition("/")[0]
    response = client.get("/" + address.format(folder=folder))
    assert (response.status_code, response.json()["code"]) == (404, "not-found")


def test_nothing_runs_that_is_not_the_services_own(client: TestClient) -> None:
    for address in ("/", *parts_of(client)):
        headers = client.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
        assert "unsafe" not in policy
        assert headers["X-Content-Type-Options"] == "nosniff"
        assert headers["Referrer-Policy"] == "no-referrer"
    assert not re.search(r"<style|<script(?! type=\"module\" src)| on\w+=", TEXTS["index.html"])


def test_nothing_comes_from_another_host() -> None:
    namespace = "http://www.w3.org/2000/svg"
    for name, text in TEXTS.items():
        assert "//" not in re.sub(
            r"^ *//.*$| // .*$", "", text.replace(namespace, ""), flags=re.MULTILINE
        ), name


@pytest.mark.parametrize("root_path", ["", "/tin"])
def test_it_works_under_a_path(root_path: str) -> None:
    client = TestClient(create_app(Settings()), root_path=root_path)
    addresses = re.findall(r'(?:src|href)="([^"]+)"', client.get("/").text)
    assert addresses
    for address in addresses:
        assert not address.startswith("/")
        assert client.get(f"/{address}").status_code == 200


def test_it_is_small(client: TestClient) -> None:
    addresses = ["/", *parts_of(client)]
    packed = 0
    for address in addresses:
        with client.stream("GET", address, headers={"Accept-Encoding": "gzip"}) as response:
            content = b"".join(response.iter_raw())
        plain = client.get(address, headers={"Accept-Encoding": "identity"}).content
        assert gzip.decompress(content) == plain
        packed += len(content)
    assert packed < 24_000


def test_every_sentence_is_said_in_both_languages() -> None:
    vietnamese, english = re.findall(
        r"^  (?:vi|en): \{\n(.*?)^  \},", TEXTS["words.js"], re.MULTILINE | re.DOTALL
    )
    in_page = re.findall(r'data-t(?:-\w+)?="([\w-]+)"', TEXTS["index.html"])
    keys = r'^    "([^"]+)": "(.*)",$'
    said = dict(re.findall(keys, vietnamese, re.MULTILINE)) | dict.fromkeys(in_page, "")
    also = dict(re.findall(keys, english, re.MULTILINE))
    assert said.keys() == also.keys()
    assert set(re.findall(r'say\("([^"]+)"', SCRIPTS)) <= said.keys()
    warnings = [code for name, code in vars(doubts).items() if name.isupper() and name[0] != "_"]
    assert len(warnings) >= 6
    assert {code for code in warnings if isinstance(code, str)} <= said.keys()
    for key in said.keys() - set(in_page):
        assert set(re.findall(r"\{\w+\}", said[key])) == set(re.findall(r"\{\w+\}", also[key])), key
