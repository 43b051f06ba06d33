"""How each kind of server is asked for the section of a text, and how it answers."""

import json
import urllib.request
from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

LEAST_RIGHT: Final = 0.8
"""Share of articles of its own corpus that a server must know: else it does not do the task."""


class Labelled(NamedTuple):
    """A text and the slug of its section."""

    text: str
    section: str


class Form(NamedTuple):
    """Where a text is sent to, in what, and where the section's slug stands in the answer."""

    path: str
    request: Callable[[str], object]
    section: Callable[[Any], str]


def _alone(text: str) -> object:
    return {"text": text}


def _tensor(text: str) -> object:
    return {"inputs": [{"name": "text", "shape": [1], "datatype": "BYTES", "data": [text]}]}


FORMS: Final = {
    "chuyenmuc": Form("/v1/classify", _alone, lambda answer: answer["section"]["slug"]),
    "litserve": Form("/predict", _alone, lambda answer: answer["section"]),
    "bentoml": Form("/classify", _alone, lambda answer: answer["section"]),
    "mlserver": Form(
        "/v2/models/sections/infer", _tensor, lambda answer: answer["outputs"][0]["data"][0]
    ),
}


class Server(NamedTuple):
    """A server that can be asked."""

    host: str
    port: int
    form: Form

    @classmethod
    def named(cls, given: str) -> tuple[str, "Server"]:
        """Read NAME=ADDRESS; the name begins with that of a form, and goes on after a slash."""
        name, _, address = given.partition("=")
        place, form = urlsplit(address), FORMS.get(name.partition("/")[0])
        if form is None or place.hostname is None or place.port is None:
            forms = ", ".join(FORMS)
            raise ArgumentTypeError(f"{given} is not NAME=http://HOST:PORT, NAME one of {forms}")
        return name, cls(place.hostname, place.port, form)

    def requests(self, texts: Sequence[str]) -> list[bytes]:
        """Write whole requests, head and body."""
        bodies = [json.dumps(self.form.request(text)).encode() for text in texts]
        head = (
            f"POST {self.form.path} HTTP/1.1\r\nHost: {self.host}\r\n"
            "Content-Type: application/json\r\nContent-Length: {}\r\n\r\n"
        )
        return [head.format(len(body)).encode() + body for body in bodies]

    def classify(self, text: str) -> str:
        """Ask for one text; gives the slug of its section."""
        request = urllib.request.Request(
            f"http://{self.host}:{self.port}{self.form.path}",
            json.dumps(self.form.request(text)).encode(),
            {"Content-Type": "application/json"},
        )
        with urllib.request.urlopen(request, timeout=60) as response:
            return str(self.form.section(json.load(response)))

    def share_right(self, articles: Sequence[Labelled]) -> float:
        """Ask for some articles; gives the share whose section is right."""
        right = sum(self.classify(text) == section for text, section in articles)
        return right / len(articles)


def require_right(name: str, server: Server, articles: Sequence[Labelled]) -> None:
    """Stop unless a server puts nearly all articles into their section."""
    share = server.share_right(articles)
    print(f"{name}: {share:.0%} of {len(articles)} articles in their section")
    if share < LEAST_RIGHT:
        raise SystemExit(f"{name} does not do the same task")
