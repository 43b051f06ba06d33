"""Small and odd corpora: trained without a warning, or refused in one line."""

import json
import random
from pathlib import Path

import numpy as np
import pytest

from data.errors import ChuyenmucError
from model import SectionClassifier
from tests.training.samples import Row, WriteCorpus, sentence, small_rows
from training.config import load_config
from training.trainer import train

COPY = "một bài duy nhất về nhà xe và đường phố"
TWO = small_rows(sections=2, articles=5)
SYLLABLES = "nhà xe đường phố bóng đá trận thua thắng giá".split()
ODD = {
    "two sections of five articles": (TWO, []),
    "more folds than articles": (TWO, ["evaluation.folds=20"]),
    "logistic regression, two sections": (TWO, ["classifier.kind=logistic_regression"]),
    "logistic regression, three": (small_rows(), ["classifier.kind=logistic_regression"]),
    "hardly any regularisation": (TWO, ["classifier.C=1e9"]),
    "the same, logistic": (TWO, ["classifier.C=1e9", "classifier.kind=logistic_regression"]),
    "one feature": (TWO, ["features.max_features=1"]),
    "a section of copies": ([*TWO, *[("C", COPY)] * 5], []),
    "one section of copies of two": ([*TWO[:5], *[("C", COPY)] * 5], []),
    "two sections of copies": ([("A", "nhà xe")] * 5 + [("B", "bóng đá")] * 5, []),
    "one text in two sections": ([*TWO, *[("A", COPY), ("B", COPY)] * 5], []),
    "articles of one syllable": (
        [("AB"[place % 2], syllable) for place, syllable in enumerate(SYLLABLES)],
        ["features.min_df=1"],
    ),
    "labels of odd characters": (
        [(f"[b]{name}[/x] :car: ../%s\"'", text) for name, text in TWO],
        [],
    ),
}


@pytest.mark.parametrize(("rows", "settings"), ODD.values(), ids=ODD)
def test_odd_corpora_make_sound_models(
    rows: list[Row], settings: list[str], write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    """Warnings are errors here: none may reach a user."""
    manifest, evaluation = train(write_corpus(rows), tmp_path / "m", load_config(settings=settings))
    assert evaluation is not None
    json.dumps(evaluation.to_dict(), allow_nan=False)
    assert manifest.threshold is not None
    classifier = SectionClassifier.load(tmp_path / "m")
    classifier.self_test()
    np.testing.assert_allclose(classifier.predict_proba([rows[0][1]]).sum(), 1)


REFUSED = {
    "copies of one text": ([("A", COPY), ("B", COPY)] * 5, [], "copies of one text"),
    "no n-gram twice": (
        [("AB"[place % 2], syllable) for place, syllable in enumerate(SYLLABLES)],
        [],
        "features.min_df=1",
    ),
    "nothing but punctuation": (
        [("A", "!" * n) for n in range(1, 6)] + [("B", "?" * n) for n in range(1, 6)],
        ["features.min_df=1"],
        "no syllable",
    ),
    "a label without a letter": ([("!!!", text) for _, text in TWO[:5]] + TWO[5:], [], "'!!!'"),
    "too few left": ([*TWO[:6]], ["corpus.drop_small_sections=true"], "two sections, and 1 of 2"),
    "none left": (
        TWO,
        ["corpus.drop_small_sections=true", "corpus.min_articles=6"],
        "two sections, and 0 of 2",
    ),
}


@pytest.mark.parametrize(("rows", "settings", "says"), REFUSED.values(), ids=REFUSED)
def test_what_cannot_be_learnt_is_refused_in_one_line(
    rows: list[Row], settings: list[str], says: str, write_corpus: WriteCorpus, tmp_path: Path
) -> None:
    with pytest.raises(ChuyenmucError) as caught:
        train(write_corpus(rows), tmp_path / "m", load_config(settings=settings))
    assert says in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
    assert not (tmp_path / "m").exists()


def test_small_sections_are_left_out_where_asked(write_corpus: WriteCorpus, tmp_path: Path) -> None:
    rows = [*TWO, ("Nhỏ", "bài lẻ"), *TWO]
    settings = ["corpus.drop_small_sections=true"]
    manifest, _ = train(write_corpus(rows), tmp_path / "m", load_config(settings=settings))
    assert manifest.corpus["per_section"] == {"muc-0": 10, "muc-1": 10}


@pytest.mark.slow
def test_three_hundred_sections(write_corpus: WriteCorpus, tmp_path: Path) -> None:
    rng = random.Random(0)
    rows = [(f"S{n:03}", f"riêng{n} {sentence(n, rng, 5)}") for n in range(300) for _ in range(5)]
    settings = ["evaluation.folds=2", "classifier.C=0.1"]
    _, evaluation = train(write_corpus(rows), tmp_path / "m", load_config(settings=settings))
    assert evaluation is not None
    assert len(evaluation.per_section) == 300
