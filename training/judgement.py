"""What held-out articles teach about a model before it is fitted: calibration and evaluation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.duplicates.found import numbered
from model.manifest import Calibration
from training.calibration import calibrate, is_known, probabilities
from training.config import TrainConfig
from training.corpus import Corpus, CorpusReader, Roster
from training.counting import Read
from training.crossvalidation import HeldOut, cross_validate
from training.evaluation import Evaluation
from training.examples import PARTS
from training.figures.answers import Answers
from training.figures.novelty import Seen
from training.helpers import Helpers
from training.progress import Progress
from training.splits import Split, describe_split
from training.watching import known_traits


@dataclass(frozen=True)
class Judgement:
    """What is known of a model's answers.

    Attributes
    ----------
    calibration : Calibration
    plain : Calibration or None
        Of the weights for texts without diacritics.
    evaluation : Evaluation or None
    texts : mapping
        How other texts than whole articles fared: openings, headlines, texts without diacritics.
    split : mapping
    """

    calibration: Calibration = field(default_factory=Calibration)
    plain: Calibration | None = None
    evaluation: Evaluation | None = None
    texts: Mapping[str, Any] = field(default_factory=dict)
    split: Mapping[str, Any] = field(default_factory=lambda: {"kind": "none"})


def judge(
    read: Read,
    corpus: Corpus,
    reader: CorpusReader,
    split: Split,
    config: TrainConfig,
    *,
    jobs: int,
    progress: Progress,
    helpers: Helpers | None = None,
) -> Judgement:
    """Cross-validate, calibrate on the out-of-fold scores, and evaluate what they say.

    Parameters
    ----------
    read : Read
    corpus : Corpus
        Of `read`, near-duplicates grouped.
    reader : CorpusReader
        Who read it.
    split : Split
    config : TrainConfig
    jobs : int
    progress : Progress
    helpers : Helpers, optional
        Who does the folds instead.
    """
    exam = _Exam(corpus, split, config, jobs, progress, helpers)
    marked, plain = exam.held_out(read, config.features.max_features), None
    if config.features.plain_features:
        plain = exam.held_out(read.without_diacritics, config.features.plain_features)
    return judgement_of(marked, plain, corpus=corpus, reader=reader, split=split, config=config)


@dataclass(frozen=True)
class _Exam:
    """What the cross-validations of one training have in common."""

    corpus: Corpus
    split: Split
    config: TrainConfig
    jobs: int
    progress: Progress
    helpers: Helpers | None

    def held_out(self, read: Read, max_features: int) -> HeldOut:
        with self.progress.stage("Counting"):
            _, examples = read.count()
        return cross_validate(
            examples,
            self.corpus.labels,
            self.split,
            self.config,
            max_features=max_features,
            jobs=self.jobs,
            progress=self.progress,
            desks=read.desks,
            helpers=self.helpers,
        )


def judgement_of(
    marked: HeldOut,
    plain: HeldOut | None,
    *,
    corpus: Corpus,
    reader: Roster,
    split: Split,
    config: TrainConfig,
) -> Judgement:
    """Calibrate on out-of-fold scores, and evaluate what they say.

    Parameters
    ----------
    marked : HeldOut
    plain : HeldOut or None
        Of the weights for texts without diacritics.
    corpus : Corpus
        With near-duplicates grouped.
    reader : Roster
        Who read it.
    split : Split
    config : TrainConfig
    """
    described = describe_split(split, corpus, config.evaluation)
    seed, basis = config.evaluation.seed, described["kind"]
    bench = _Bench(corpus, reader, split, config)
    calibration, (articles, *excerpts) = bench.calibrated(marked)
    texts = {"marked": _figures(PARTS[1:], excerpts, seed, basis)}
    evaluation = Evaluation.of(
        articles,
        seed=seed,
        basis=basis,
        traits=known_traits(corpus, reader, split.scored),
        seen=Seen("folds", split.near_learnt(corpus.groups)[split.scored]),
    )
    plainly = None
    if plain is not None:
        plainly, answers = bench.calibrated(plain)
        texts["plain"] = _figures(PARTS, answers, seed, basis)
    return Judgement(calibration, plainly, evaluation, texts, described)


@dataclass(frozen=True)
class _Bench:
    """What is known of held-out articles besides their scores."""

    corpus: Corpus
    reader: Roster
    split: Split
    config: TrainConfig

    def calibrated(self, held_out: HeldOut) -> tuple[Calibration, list[Answers]]:
        """Calibrate, and say what is answered then, part by part of an article."""
        labels = self.corpus.labels[self.split.scored]
        calibration = calibrate(held_out, labels, self.config.decision.precision)
        return calibration, self._answers(calibration, held_out)

    def _answers(self, calibration: Calibration, held_out: HeldOut) -> list[Answers]:
        corpus, scored, ids = self.corpus, self.split.scored, self.reader.ids
        parts = zip(held_out.scores, held_out.known, held_out.lengths, strict=True)
        curve = calibration.temperature, calibration.compression
        return [
            Answers(
                sections=corpus.sections,
                gold=corpus.labels[scored],
                probabilities=probabilities(scores, *curve),
                groups=numbered(corpus.groups[scored]),
                ids=[ids[place] for place in corpus.places[scored].tolist()],
                threshold=calibration.threshold,
                trusted=is_known(known, lengths, calibration.coverage or (0.0, 0.0)),
            )
            for scores, known, lengths in parts
        ]


def _figures(
    parts: Iterable[str], answers: Iterable[Answers], seed: int, basis: str
) -> dict[str, dict[str, Any]]:
    """Return the main figures of each part of an article that is answered."""
    return {
        part: Evaluation.of(each, seed=seed, basis=basis).main_figures()
        for part, each in zip(parts, answers, strict=False)  # articles alone are a single part
    }
