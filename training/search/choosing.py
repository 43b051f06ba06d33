"""Which candidate a search ends with, and what its lead is worth."""

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from data.duplicates.found import numbered
from training.comparison import Comparison
from training.examples import PARTS
from training.search.material import Material
from training.search.scoring import Scorer
from training.search.standing import Candidate
from training.tally import Tally


class Choice(NamedTuple):
    """The best candidate, the start, and how sure it is that the one is better.

    Attributes
    ----------
    start, best : Candidate
        The best is the start if none is better on all folds.
    chosen : Candidate
        The best if it is shown to be better, else the start.
    lead : Comparison
        Of the best (B) with the start (A), on all folds. Who has the best of many figures was lucky
        too: the lead is too high by that luck.
    fair : Comparison or None
        The same of answers that were not looked at in choosing: those to each fold come from the
        candidate that is the best on the other folds. None if there are no other folds.
    parts : dict of str to tuple of float
        Accuracy of the start and of the best on each part of an article.
    """

    start: Candidate
    best: Candidate
    chosen: Candidate
    lead: Comparison
    fair: Comparison | None
    parts: dict[str, tuple[float, float]]


def choose(finalists: list[Candidate], material: Material, scorer: Scorer, seed: int) -> Choice:
    """Choose among the candidates that have seen all folds; the first is the start.

    The start stays unless another is shown to be better: the 95 % interval of the lead in macro F1,
    by answers not looked at in choosing, leaves 0 out.

    Parameters
    ----------
    finalists : list of Candidate
    material : Material
    scorer : Scorer
    seed : int
        Of the intervals.
    """
    corpus, scored = material.corpus, material.split.scored
    gold, size = corpus.labels[scored], len(corpus.sections)
    all_answers = [scorer.all_answers(each.config) for each in finalists]
    answers = np.stack([each[0] for each in all_answers])

    def compare(other: NDArray[np.intp]) -> Comparison:
        return Comparison.of(
            corpus.sections,
            gold,
            answers[0],
            other,
            ids=[str(place) for place in scored.tolist()],
            groups=numbered(corpus.groups[scored]),
            seed=seed,
        )

    best = _best(gold, answers, size)
    lead = compare(answers[best])
    fair = None
    if material.split.number > 1:
        fair = compare(_chosen_elsewhere(gold, answers, material.split.folds[scored], size))
    shown = dict((fair or lead).shown())
    is_better = best > 0 and "macro F1" in shown and shown["macro F1"].low > 0
    pairs = zip(PARTS, all_answers[0], all_answers[best], strict=False)  # articles may be alone
    return Choice(
        start=finalists[0],
        best=finalists[best],
        chosen=finalists[best if is_better else 0],
        lead=lead,
        fair=fair,
        parts={
            part: (float((a == gold).mean()), float((b == gold).mean())) for part, a, b in pairs
        },
    )


def _best(gold: NDArray[np.intp], answers: NDArray[np.intp], size: int) -> int:
    """Return whose answers have the highest macro F1; of equal ones the first."""
    return int(np.argmax([float(Tally.of(gold, each, size).macro_f1()) for each in answers]))


def _chosen_elsewhere(
    gold: NDArray[np.intp], answers: NDArray[np.intp], folds: NDArray[np.intp], size: int
) -> NDArray[np.intp]:
    """Answer each fold as the candidate does that is the best on the other folds."""
    fair = np.empty_like(gold)
    for fold in range(int(folds.max()) + 1):
        here = folds == fold
        best = _best(gold[~here], answers[:, ~here], size)
        fair[here] = answers[best][here]
    return fair
