"""Labels that the rest of the corpus contradicts, by confident learning."""

import numpy as np

from data.checks.catalogue import SUSPICIOUS_LABELS
from data.checks.outcome import Example, Outcome
from training.calibration import fit_temperature, probabilities
from training.figures.suspicion import LEAST_ACCURACY, suspicious_labels
from training.probes.judging import TOO_FEW, Judged


def check_labels(judged: Judged | None) -> Outcome:
    """List the articles whose label a classifier contradicts that has not seen them.

    Parameters
    ----------
    judged : Judged or None
        None where there are too few texts.
    """
    if judged is None:
        return SUSPICIOUS_LABELS.undecided(TOO_FEW)
    if judged.accuracy < LEAST_ACCURACY:
        return SUSPICIOUS_LABELS.undecided(
            f"a classifier tells {judged.accuracy:.0%} of the sections only: its doubts say little"
        )
    (sections, labels, ids), scores = judged.articles, judged.scores.mean(axis=0)
    chance = probabilities(scores, fit_temperature(scores, labels))
    suspects, instead = suspicious_labels(chance, labels)
    if not len(suspects):
        return SUSPICIOUS_LABELS.passed()
    given = scores[suspects, labels[suspects]]
    order = np.argsort(given, kind="stable")
    examples = [
        Example(
            (ids[place],),
            f"labelled {sections[labels[place]].name}, rather {sections[better].name}",
        )
        for place, better in zip(suspects[order], instead[order], strict=True)
    ]
    message = f"{len(suspects):,} articles are labelled otherwise than their text suggests"
    return SUSPICIOUS_LABELS.found(len(suspects), message, examples)
