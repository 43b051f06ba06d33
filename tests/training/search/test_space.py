"""What may be tried."""

import optuna
import pytest

from training.config import TrainConfig, load_config
from training.search.axes import value_of
from training.search.space import Space

ODD = [
    "features.ngram_range=[2, 4]",
    "features.min_df=7",
    "features.max_features=12345",
    "features.excerpts=0.0123",
    "classifier.C=0.0271828",
]


@pytest.mark.parametrize(
    "settings",
    [
        [],
        ODD,
        ["features.units=words"],
        ["features.excerpts=0"],
        ["features.excerpts=1", "features.max_features=3"],
        ["classifier.kind=logistic_regression", "classifier.C=100.0"],
    ],
)
def test_the_start_is_one_of_the_candidates(settings: list[str]) -> None:
    start = load_config(settings=settings)
    space = Space(start)
    study = optuna.create_study()
    study.enqueue_trial(space.parameters)
    trial = study.ask()
    assert space.suggest(trial) == start
    assert space.config(trial.params) == start
    assert space.changes(start) == {}


def test_candidates_differ_in_what_is_searched_and_in_nothing_else() -> None:
    start = load_config(settings=[*ODD, "evaluation.folds=3", "corpus.cleaning=[]"])
    space = Space(start)
    study = optuna.create_study(sampler=optuna.samplers.RandomSampler(seed=1))
    found = [space.suggest(study.ask()) for _ in range(50)]
    for config in found:
        assert (config.evaluation, config.corpus) == (start.evaluation, start.corpus)
        assert config.features.excerpts > 0
        written = f"{config.classifier.C:.2g}"
        assert config.classifier.C in {float(written), start.classifier.C}
    for path in (*space.options, *space.ranges):
        assert len({value_of(config, path) for config in found}) > 1


def test_words_are_learnt_once() -> None:
    """A lexicon depends on `min_df`, and has no n-grams."""
    space = Space(load_config(settings=["features.units=words"]))
    assert not {"features.min_df", "features.ngram_range"} & {*space.options, *space.ranges}


def test_excerpts_stay_out_where_nobody_wants_them() -> None:
    start = load_config(settings=["features.excerpts=0"])
    assert "features.excerpts" not in Space(start).ranges


def test_what_a_candidate_does_otherwise() -> None:
    space = Space(TrainConfig())
    parameters = space.parameters | {"features.min_df": "5", "classifier.C (linear_svc)": 0.456}
    assert space.changes(space.config(parameters)) == {
        "features.min_df": 5,
        "classifier.C": 0.46,
    }
