"""How good a classifier is: figures with intervals, as data."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple, Self

from data.sections import Section
from training.figures.answers import Answers
from training.figures.calibration import Calibration
from training.figures.confusion import Confusion
from training.figures.coverage import Coverage
from training.figures.novelty import Novelty, Seen
from training.figures.scores import SectionScore, per_section, top_k_accuracy
from training.figures.slices import Slice, slices
from training.figures.suspicion import Suspicion
from training.figures.traits import Traits
from training.inspection import Strength
from training.resampling import ROUNDS, Draws
from training.tally import LEVEL, Interval, Tally, intervals


class Bootstrap(NamedTuple):
    """What the intervals come from: how many draws, of how many groups of near-duplicates."""

    rounds: int
    level: float
    groups: int
    seed: int


class Throughput(NamedTuple):
    """How fast whole articles were classified, on the machine at hand.

    Attributes
    ----------
    articles : int
    seconds : float
    threads : int
        That shared the work.
    """

    articles: int
    seconds: float
    threads: int

    @property
    def articles_per_second(self) -> float:
        """The rate of all threads together."""
        return self.articles / self.seconds

    def to_dict(self) -> dict[str, Any]:
        """Return the figures as plain values."""
        return self._asdict() | {"articles_per_second": self.articles_per_second}


class Subject(NamedTuple):
    """The model that was evaluated.

    Attributes
    ----------
    name, version : str
    ngrams : dict of Section to list of Strength
        The strongest for each section, strongest first.
    """

    name: str
    version: str
    ngrams: Mapping[Section, list[Strength]]


@dataclass(frozen=True)
class Evaluation:
    """The figures of one classifier on one corpus.

    Attributes
    ----------
    n : int
        Number of articles.
    basis : str
        What was evaluated: "cross-validation", "newest articles" or "test corpus".
    known : int
        The first so many of the sections are the classifier's own.
    bootstrap : Bootstrap
    accuracy, macro_f1, weighted_f1 : Interval
    top_k : dict of int to Interval
        How often the right section is among the first k.
    per_section : tuple of SectionScore
        In the classifier's order, then those only the corpus knows.
    calibration : Calibration
    coverage : Coverage
    unlike_training : Novelty
    slices : dict of str to Slice
        By length, publisher, month, text and unseen vocabulary.
    confusion : Confusion
    suspicious_labels : Suspicion
    subject : Subject or None
    throughput : Throughput or None
    """

    n: int
    basis: str
    known: int
    bootstrap: Bootstrap
    accuracy: Interval
    macro_f1: Interval
    weighted_f1: Interval
    top_k: dict[int, Interval]
    per_section: tuple[SectionScore, ...]
    calibration: Calibration
    coverage: Coverage
    unlike_training: Novelty
    slices: dict[str, Slice]
    confusion: Confusion
    suspicious_labels: Suspicion
    subject: Subject | None = None
    throughput: Throughput | None = None

    @classmethod
    def of(
        cls,
        answers: Answers,
        *,
        seed: int,
        basis: str,
        traits: Traits | None = None,
        seen: Seen | None = None,
    ) -> Self:
        """Evaluate what a classifier said.

        Parameters
        ----------
        answers : Answers
        seed : int
            Of the intervals.
        basis : str
        traits : Traits
            What parts of the corpus are told by.
        seen : Seen, optional
            Which articles have a near-duplicate in the training corpus.
        """
        draws = Draws(answers.groups, seed)
        size = len(answers.sections)
        tally = Tally.of(answers.gold, answers.predicted, size)
        drawn = draws.tally(answers.gold, answers.predicted, size)
        return cls(
            n=len(answers),
            basis=basis,
            known=answers.known,
            bootstrap=Bootstrap(ROUNDS, LEVEL, draws.number, seed),
            accuracy=intervals(tally.accuracy(), drawn.accuracy())[0],
            macro_f1=intervals(tally.macro_f1(), drawn.macro_f1())[0],
            weighted_f1=intervals(tally.weighted_f1(), drawn.weighted_f1())[0],
            top_k=top_k_accuracy(answers, draws),
            per_section=per_section(answers.sections, tally, drawn),
            calibration=Calibration.of(answers, draws),
            coverage=Coverage.of(answers, draws),
            unlike_training=Novelty.of(answers, draws, seen),
            slices=slices(answers, draws, traits or Traits()),
            confusion=Confusion.of(answers),
            suspicious_labels=Suspicion.of(answers),
        )

    def main_figures(self) -> dict[str, Any]:
        """Return what is said of a model in one breath, as plain values."""
        full = self.to_dict()
        calibration = {name: full["calibration"][name] for name in ("ece", "ece_interval")}
        figures = {name: full[name] for name in ("accuracy", "macro_f1", "accepted")}
        return figures | {"calibration": calibration}

    def to_dict(self) -> dict[str, Any]:
        """Return the evaluation as plain values, ready for JSON."""
        slugs = [score.section.slug for score in self.per_section]
        own = self.coverage.own
        subject = self.subject
        return {
            "n": self.n,
            "basis": self.basis,
            "model": {"name": subject.name, "version": subject.version} if subject else None,
            "sections": self._sections(),
            "bootstrap": self.bootstrap._asdict(),
            "accuracy": self.accuracy._asdict(),
            "macro_f1": self.macro_f1._asdict(),
            "weighted_f1": self.weighted_f1._asdict(),
            "top_k": [
                {"k": k, "accuracy": accuracy._asdict()} for k, accuracy in self.top_k.items()
            ],
            "per_section": {score.section.slug: score.to_dict() for score in self.per_section},
            "calibration": self.calibration.to_dict(slugs),
            "accepted": {
                "share": own.coverage.value if own else None,
                "accuracy": own.accuracy.value if own and own.accuracy else None,
                "threshold": own.threshold if own else None,
            },
            "coverage": self.coverage.to_dict(),
            "unlike_training": self.unlike_training.to_dict(),
            "slices": {name: cut.to_dict() for name, cut in self.slices.items()},
            "confusion": self.confusion.to_dict(slugs),
            "suspicious_labels": self.suspicious_labels.to_dict(slugs),
            "ngrams": self._ngrams(),
            "throughput": self.throughput.to_dict() if self.throughput else None,
        }

    def _sections(self) -> list[dict[str, Any]]:
        return [
            {
                "slug": score.section.slug,
                "name": score.section.name,
                "known_to_model": place < self.known,
                "support": score.support,
            }
            for place, score in enumerate(self.per_section)
        ]

    def _ngrams(self) -> dict[str, list[dict[str, Any]]] | None:
        if self.subject is None:
            return None
        return {
            section.slug: [strength._asdict() for strength in strongest]
            for section, strongest in self.subject.ngrams.items()
        }
