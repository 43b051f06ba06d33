"""The page is one file, asks for nothing, and takes nothing it shows for markup."""

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterable
from html.parser import HTMLParser
from typing import Any

import pytest

from training.excerpts import Excerpt
from training.report import render
from training.report.page import as_json

HOSTILE = "</script><script>alert(1)</script><img src=x onerror=alert(2)>\u2028'\"&"

Evaluated = Callable[[Iterable[dict[str, str]]], dict[str, Any]]


class Elements(HTMLParser):
    """Notes every element with its attributes, and what scripts and styles hold."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.inline: dict[str, list[str]] = {"script": [], "style": []}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        if self.found and self.found[-1][0] in self.inline and self.cdata_elem:
            self.inline[self.found[-1][0]].append(data)


@pytest.fixture
def page(evaluation: dict[str, Any]) -> str:
    return render(evaluation)


def test_nothing_is_loaded(page: str) -> None:
    loading = {"src", "srcset", "href", "action", "data", "poster", "background"}
    addresses = [
        value
        for _, attributes in Elements(page).found
        for name, value in attributes.items()
        if name in loading and not (value or "").startswith("#")
    ]
    assert addresses == []
    assert "http://" not in page
    assert "https://" not in page
    assert "@import" not in page


def test_the_policy_allows_the_style_and_the_script_of_the_page_alone(page: str) -> None:
    elements = Elements(page)
    metas = [attributes for tag, attributes in elements.found if tag == "meta"]
    policy = next(meta["content"] for meta in metas if "http-equiv" in meta)
    assert policy is not None
    rules = dict(rule.split(" ", 1) for rule in policy.split("; "))
    assert rules["default-src"] == "'none'"
    for kind, rule in (("script", "script-src"), ("style", "style-src")):
        digest = hashlib.sha256(elements.inline[kind][-1].encode()).digest()
        assert rules[rule] == f"'sha256-{base64.b64encode(digest).decode()}'"
    named = {name for _, attributes in elements.found for name in attributes}
    assert "style" not in named, "the policy forbids it"
    assert not [name for name in named if name.startswith("on")]


def test_what_a_corpus_says_stays_text(evaluated: Evaluated) -> None:
    rows = [
        {"id": f"{HOSTILE}{number}", "section": section, "title": HOSTILE, "body": "Giá vàng tăng"}
        for number, section in enumerate((HOSTILE, "Kinh doanh", "Xe"))
    ]
    evaluation = evaluated(rows)
    evaluation["ngrams"]["xe"][0]["ngram"] = HOSTILE
    excerpts = {place: Excerpt(HOSTILE, (HOSTILE, HOSTILE, "")) for place in range(3)}
    elements = Elements(render(evaluation, excerpts=excerpts))
    assert [tag for tag, _ in elements.found].count("script") == 2
    assert "img" not in [tag for tag, _ in elements.found]
    articles = json.loads(elements.inline["script"][0])["articles"]
    assert any(HOSTILE in (article[4:5] or [""]) for article in articles)


@pytest.mark.parametrize("value", [HOSTILE, {"</": ["<!--", "\u2029"]}])
def test_json_comes_back_as_it_was(value: object) -> None:
    written = as_json(value)
    assert json.loads(written) == value
    assert not re.search("[<>&\u2028\u2029]", written)
