"""How much each setting mattered to how candidates fared."""

from typing import TYPE_CHECKING, Final

from training.search.axes import value_of
from training.search.space import Space
from training.search.standing import Standing

if TYPE_CHECKING:
    from optuna.distributions import BaseDistribution

_FEWEST: Final = 20
"""Candidates without which nobody can say."""


def weights_of(standing: Standing, space: Space, seed: int) -> dict[str, float]:
    """Return how much of the difference between candidates each setting explains by itself.

    Judged by the first step, the only one that all have taken.

    Parameters
    ----------
    standing : Standing
    space : Space
    seed : int
        Of the forest that explains.

    Returns
    -------
    dict of str to float
        By the path of the setting; they sum to 1. Empty where there are too few candidates to say.

    References
    ----------
    Hutter, Hoos and Leyton-Brown, "An Efficient Approach for Assessing Hyperparameter Importance",
    ICML 2014.
    """
    import optuna
    from optuna.importance import FanovaImportanceEvaluator, get_param_importances

    first = standing.first_scores
    if len(first) < _FEWEST or min(first.values()) == max(first.values()):
        return {}
    distributions = _distributions(space)
    study = optuna.create_study(direction="maximize")
    for candidate in standing.candidates:
        if candidate.number in first:
            values = {path: value_of(candidate.config, path) for path in space.options}
            params: dict[str, object] = {path: str(value) for path, value in values.items()}
            for path, (low, high) in space.ranges.items():
                # What is tried is rounded, perhaps to just outside of the range.
                params[path] = min(max(value_of(candidate.config, path), low), high)
            study.add_trial(
                optuna.trial.create_trial(
                    params=params, distributions=distributions, value=first[candidate.number]
                )
            )
    return get_param_importances(study, evaluator=FanovaImportanceEvaluator(seed=seed))


def _distributions(space: Space) -> "dict[str, BaseDistribution]":
    """Describe the settings to Optuna, each once, whatever the classifier."""
    from optuna.distributions import CategoricalDistribution, FloatDistribution

    options: dict[str, BaseDistribution] = {
        path: CategoricalDistribution([str(value) for value in values])
        for path, values in space.options.items()
    }
    ranges = {
        path: FloatDistribution(low, high, log=True) for path, (low, high) in space.ranges.items()
    }
    return options | ranges
