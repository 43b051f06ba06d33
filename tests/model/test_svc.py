"""Support vectors: the same as scikit-learn's, whatever the number of threads."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import TfidfTransformer
from sklearn.multiclass import OneVsRestClassifier
from sklearn.svm import LinearSVC
from sklearn.utils.estimator_checks import parametrize_with_checks

from model.svc import OneVsRestSVC
from model.vectorizer import NgramVectorizer


def too_tight(_: OneVsRestSVC) -> dict[str, str]:
    """Name the checks that ask for more digits than single precision has."""
    reason = "two ways to one minimum end a ten-thousandth apart"
    check = "check_sample_weight_equivalence_on"
    return {f"{check}_dense_data": reason, f"{check}_sparse_data": reason}


# The checks count in hundreds, where single precision cannot meet a tolerance so tight.
@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@parametrize_with_checks(  # type: ignore[untyped-decorator]
    [OneVsRestSVC(tol=1e-4, n_jobs=1)], expected_failed_checks=too_tight
)
def test_it_is_a_scikit_learn_classifier(
    estimator: OneVsRestSVC, check: Callable[[Any], None]
) -> None:
    check(estimator)


@pytest.fixture(scope="module")
def rows(articles: list[str]) -> csr_matrix:
    counts = NgramVectorizer(min_df=2).fit_transform(articles)
    return TfidfTransformer(sublinear_tf=True).fit_transform(counts)


@pytest.fixture(scope="module")
def labels(articles: list[str]) -> NDArray[np.str_]:
    """Of eleven classes, some much larger than others."""
    return np.array([f"class {min(place % 40, 10)}" for place in range(len(articles))])


def test_a_weight_is_worth_as_many_copies(rows: csr_matrix, labels: NDArray[np.str_]) -> None:
    copies = np.arange(rows.shape[0]) % 3
    weighted = OneVsRestSVC(tol=1e-4).fit(rows, labels, copies)
    repeated = np.repeat(np.arange(rows.shape[0]), copies)
    copied = OneVsRestSVC(tol=1e-4).fit(rows[repeated], labels[repeated])
    np.testing.assert_allclose(weighted.coef_, copied.coef_, atol=1e-3)


@pytest.mark.parametrize("balanced", [True, False])
@pytest.mark.parametrize("classes", [2, 11])
def test_it_finds_what_scikit_learn_finds(
    rows: csr_matrix,
    labels: NDArray[np.str_],
    balanced: bool,  # noqa: FBT001
    classes: int,
) -> None:
    told = labels if classes > 2 else np.where(labels == "class 10", "many", "others")
    ours = OneVsRestSVC(C=0.7, balanced=balanced, tol=1e-4).fit(rows, told)
    weight = "balanced" if balanced else None
    one = LinearSVC(C=0.7, class_weight=weight, tol=1e-6, max_iter=100_000)
    theirs = OneVsRestClassifier(one).fit(rows, told)
    coefficients = np.concatenate([part.coef_ for part in theirs.estimators_])
    np.testing.assert_allclose(ours.coef_, coefficients, atol=1e-4)
    np.testing.assert_allclose(
        ours.decision_function(rows), theirs.decision_function(rows), atol=1e-3
    )
    assert ours.predict(rows).tolist() == theirs.predict(rows).tolist()


def test_threads_change_nothing(rows: csr_matrix, labels: NDArray[np.str_]) -> None:
    alone, *others = (OneVsRestSVC(n_jobs=jobs).fit(rows, labels) for jobs in (1, 2, 5))
    for other in others:
        assert (other.coef_ == alone.coef_).all()
        assert (other.intercept_ == alone.intercept_).all()


def test_a_row_without_features_counts_by_the_intercept(rows: csr_matrix) -> None:
    empty = csr_matrix((3, rows.shape[1]), dtype=np.float32)
    some = csr_matrix(np.vstack([empty.toarray(), rows[:3].toarray()]))
    svc = OneVsRestSVC(tol=1e-4).fit(some, [0, 0, 0, 1, 1, 1])
    assert svc.predict(some).tolist() == [0, 0, 0, 1, 1, 1]
    assert svc.decision_function(empty).tolist() == pytest.approx([svc.intercept_[0]] * 3)


def test_a_fit_that_is_cut_short_warns(rows: csr_matrix, labels: NDArray[np.str_]) -> None:
    with pytest.warns(ConvergenceWarning, match="after 1 sweeps"):
        OneVsRestSVC(max_iter=1).fit(rows, labels)


@pytest.mark.parametrize(
    "wrong",
    [{"C": 0.0}, {"tol": 0.0}, {"max_iter": 0}, {"random_state": -1}],
)
def test_a_parameter_out_of_bounds_is_named(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=next(iter(wrong))):
        OneVsRestSVC(**wrong).fit([[0.0], [1.0]], [0, 1])
