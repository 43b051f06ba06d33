"""What a serving process does at its start and end."""

import gc

from fastapi import FastAPI
from starlette.testclient import TestClient


def test_what_is_there_at_the_start_is_passed_over_until_the_end(app: FastAPI) -> None:
    with TestClient(app):
        frozen = gc.get_freeze_count()
    assert frozen > 10_000
    assert gc.get_freeze_count() < frozen / 10
