"""The kernel's scikit-learn face, used as scikit-learn users do."""

import pickle
from typing import Any

import numpy as np
import pytest
from scipy.sparse import issparse
from sklearn.base import clone
from sklearn.exceptions import NotFittedError
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import make_pipeline
from sklearn.svm import LinearSVC

from model.vectorizer import NgramVectorizer

TEXTS = [
    "Đội bóng đá thắng trận bóng đá",
    "Trận bóng đá hoà",
    "Ngân hàng giảm lãi suất",
    "Lãi suất ngân hàng hòa",
]
LABELS = ["thể thao", "thể thao", "kinh doanh", "kinh doanh"]


def test_it_counts_into_a_sparse_matrix_with_named_columns() -> None:
    vectorizer = NgramVectorizer(min_df=2)
    counts = vectorizer.fit_transform(TEXTS)
    names = vectorizer.get_feature_names_out().tolist()
    assert issparse(counts)
    assert counts.dtype == np.float32
    assert counts.shape == (4, len(names))
    column = dict(zip(names, counts.toarray().T.tolist(), strict=True))
    assert column["bóng đá"] == [2, 1, 0, 0]
    assert column["hòa"] == [0, 1, 0, 1]
    assert (vectorizer.transform(TEXTS) != counts).nnz == 0


def test_new_texts_are_counted_in_the_learnt_columns() -> None:
    vectorizer = NgramVectorizer(min_df=2).fit(TEXTS)
    counts = vectorizer.transform(["Bóng đá, BÓNG ĐÁ!", "", "không biết"])
    names = vectorizer.get_feature_names_out().tolist()
    assert counts[0, names.index("bóng đá")] == 2
    assert counts[1:].nnz == 0


def test_cloning_keeps_the_parameters_and_forgets_the_rest() -> None:
    fitted = NgramVectorizer(ngram_range=(1, 3), min_df=1, max_features=5).fit(TEXTS)
    twin = clone(fitted)
    expected = {
        "ngram_range": (1, 3),
        "min_df": 1,
        "max_features": 5,
        "headlines": True,
        "excerpts": False,
        "lexicon": None,
        "cleaning": (),
        "segmented": False,
    }
    assert twin.get_params() == expected
    with pytest.raises(NotFittedError):
        twin.transform(TEXTS)
    with pytest.raises(NotFittedError):
        twin.get_feature_names_out()
    assert twin.set_params(max_features=3).fit_transform(TEXTS).shape == (4, 3)


def test_a_pickled_vectorizer_counts_the_same() -> None:
    fitted = NgramVectorizer(min_df=1).fit(TEXTS)
    twin = pickle.loads(pickle.dumps(fitted))
    assert (twin.transform(TEXTS) != fitted.transform(TEXTS)).nnz == 0
    assert twin.get_feature_names_out().tolist() == fitted.get_feature_names_out().tolist()


def test_with_labels_the_telling_ngrams_are_kept() -> None:
    telling = NgramVectorizer(ngram_range=(1, 1), min_df=1, max_features=4).fit(TEXTS, LABELS)
    assert set(telling.get_feature_names_out()) == {"bóng", "đá", "^bóng", "^đá"}


def test_without_labels_the_most_widespread_ngrams_are_kept() -> None:
    every = NgramVectorizer(min_df=1).fit(TEXTS)
    some = NgramVectorizer(min_df=1, max_features=4).fit(TEXTS)
    assert some.get_feature_names_out().tolist() == every.get_feature_names_out()[:4].tolist()
    assert some.vocabulary_.document_frequency.tolist() == [2, 2, 2, 2]


def test_a_lexicon_is_all_that_counts() -> None:
    words = NgramVectorizer(min_df=1, headlines=False, lexicon=["bóng đá", "y tế", "vắng mặt"])
    counts = words.fit_transform(["Bóng đá và y tế", "BÓNG ĐÁ, bóng\u00a0đá; y học"])
    assert words.get_feature_names_out().tolist() == ["bóng đá", "y tế"]
    assert counts.toarray().tolist() == [[1, 1], [2, 0]]
    assert (words.transform(["bóng đá"]).toarray() == [[1, 0]]).all()


def test_a_word_in_the_headline_counts_besides() -> None:
    words = NgramVectorizer(min_df=1, lexicon=["bóng đá"])
    counts = words.fit_transform(["Tin bóng đá\nHôm nay", "Tin\nbóng đá"])
    columns = words.get_feature_names_out().tolist()
    assert counts[:, columns.index("bóng đá")].toarray().ravel().tolist() == [1, 1]
    assert counts[:, columns.index("^bóng đá")].toarray().ravel().tolist() == [1, 0]


def test_segmented_texts_are_counted_by_the_word() -> None:
    words = NgramVectorizer(min_df=1, headlines=False, segmented=True)
    counts = words.fit_transform(["Thủ đô Hà Nội", "thủ  đô mới"])
    column = dict(zip(words.get_feature_names_out(), counts.toarray().T.tolist(), strict=True))
    assert column.keys() == {"thủ_đô", "hà_nội", "mới", "thủ_đô hà_nội", "thủ_đô mới"}
    assert column["thủ_đô"] == [1, 1]
    assert words.transform(["ở thủ đô"]).sum() == 1


def test_a_grid_can_be_searched() -> None:
    pipeline = make_pipeline(NgramVectorizer(min_df=1), TfidfTransformer(), LinearSVC())
    grid = {"ngramvectorizer__max_features": [4, None], "linearsvc__C": [0.1, 1.0]}
    search = GridSearchCV(pipeline, grid, cv=2).fit(TEXTS, LABELS)
    assert search.predict(["trận bóng đá"]).tolist() == ["thể thao"]


def test_columns_can_be_taken() -> None:
    fitted = NgramVectorizer(min_df=1).fit(TEXTS)
    fewer = fitted.take(np.array([3, 1]))
    assert fewer.get_feature_names_out().tolist() == fitted.get_feature_names_out()[[3, 1]].tolist()
    assert (fewer.transform(TEXTS) != fitted.transform(TEXTS)[:, [3, 1]]).nnz == 0


@pytest.mark.parametrize(
    ("parameters", "message"),
    [
        ({"ngram_range": (0, 1)}, "ngram_range must rise from 1 to at most 4"),
        ({"ngram_range": (3, 2)}, "ngram_range must rise"),
        ({"ngram_range": (1, 5)}, "ngram_range must rise"),
        ({"min_df": 0}, "min_df is a number of texts"),
        ({"max_features": 0}, "max_features must be 1 or more"),
        ({"lexicon": ["bóng đá"], "segmented": True}, "a lexicon is looked for in syllables"),
        ({"min_df": 5}, "no n-gram stands in 5 texts: lower min_df"),
    ],
)
def test_a_wrong_parameter_is_named(parameters: dict[str, Any], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        NgramVectorizer(**{"min_df": 1} | parameters).fit(TEXTS)


def test_what_is_no_text_is_refused() -> None:
    mixed: list[Any] = ["một bài", b"hai", None]
    with pytest.raises(TypeError, match=r"give a list of texts, not a single one: \[text\]"):
        NgramVectorizer().fit("một bài")
    with pytest.raises(TypeError, match="text 1 is of type bytes, not str: decode it"):
        NgramVectorizer(min_df=1).fit(mixed)
    with pytest.raises(TypeError, match="text 0 is of type NoneType"):
        NgramVectorizer(min_df=1).fit(TEXTS).transform(mixed[2:])
