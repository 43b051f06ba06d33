from dataclasses import replace

import numpy as np

from tests.training.samples import SECTIONS, answers_of
from training.figures.confusion import Confusion
from training.figures.suspicion import Suspicion

SLUGS = [section.slug for section in SECTIONS]


def test_rows_are_the_corpus_s_sections() -> None:
    found = Confusion.of(answers_of(np.array([0, 0, 4]), np.eye(4)[[0, 1, 2]]))
    assert found.counts[0].tolist() == [1, 1] + [0] * 18
    assert found.counts[4].tolist() == [0, 0, 1] + [0] * 17


def test_a_cell_names_its_most_confident_articles() -> None:
    gold = np.array([0] * 60 + [1, 1, 2])
    sure = np.append(np.linspace(0.6, 0.9, 60), [0.7, 0.7, 0.9])
    chances = np.stack([1 - sure, sure, np.zeros(63)], axis=1)
    chances[60:62] = [0.7, 0.3, 0]
    answers = replace(answers_of(gold, chances), places=np.arange(63)[::-1])
    found = Confusion.of(answers).to_dict(SLUGS)
    first, second, third = found["cells"]
    assert (first["gold"], first["predicted"], first["count"]) == ("muc-0", "muc-1", 60)
    assert len(first["articles"]) == found["most"] == 50
    assert first["articles"][0] == {"id": "59", "place": 3, "confidence": sure[59]}
    assert [each["confidence"] for each in first["articles"]] == sorted(sure[10:60], reverse=True)
    # As confident as each other: by id.
    assert [each["id"] for each in second["articles"]] == ["60", "61"]
    assert (third["gold"], third["count"]) == ("muc-2", 1)


def test_confident_disagreement_is_told_from_doubt() -> None:
    gold = np.array([0] * 20 + [1] * 20 + [19])
    chances = np.array([[0.9, 0.1]] * 20 + [[0.1, 0.9]] * 20 + [[0.5, 0.5]])
    chances[0], chances[1], chances[2] = [0.01, 0.99], [0.005, 0.995], [0.4, 0.6]
    found = Suspicion.of(answers_of(gold, chances)).to_dict(SLUGS)
    assert found["n"] == 2
    assert [each["id"] for each in found["articles"]] == ["1", "0"]
    assert found["articles"][0] == {
        "id": "1",
        "place": None,
        "gold": "muc-0",
        "rather": "muc-1",
        "gold_probability": 0.005,
        "rather_probability": 0.995,
    }
    assert found["reason"] is None


def test_a_model_that_is_mostly_wrong_is_no_witness() -> None:
    found = Suspicion.of(answers_of(np.zeros(9, np.intp), np.eye(2)[[1] * 9])).to_dict(SLUGS)
    assert (found["n"], found["reason_code"]) == (0, "weak-model")
