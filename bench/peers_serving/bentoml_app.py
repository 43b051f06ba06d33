"""The task served by BentoML; the variable MODEL names what to serve."""

import os

import bentoml
from classifying import load
from pydantic import BaseModel


class Answer(BaseModel):
    """The answer; of a mere dict, a schema would be made anew at each request."""

    section: str


@bentoml.service(workers=1, logging={"access": {"enabled": False}})
class Sections:
    """Puts texts into their section."""

    def __init__(self) -> None:
        self.classifier = load(os.environ["MODEL"])

    @bentoml.api
    async def classify(self, text: str) -> Answer:
        return Answer(section=self.classifier(text))
