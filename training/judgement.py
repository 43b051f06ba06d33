"""What held-out articles teach about a model before it is fitted: calibration and evaluation."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from data.duplicates.found import numbered
from model.manifest import Calibration
from training.calibration import calibrate, is_known, probabilities
from training.config import TrainConfig
from training.corpus import Corpus, CorpusReader
from training.counting import Read
from training.crossvalidation import HeldOut, cross_validate
from training.evaluation import Evaluation
from training.examples import PARTS
from training.figures.answers import Answers
from training.figures.novelty import Seen
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
    """
    described = describe_split(split, corpus, config.evaluation)
    labels = corpus.labels[split.scored]

    def hold_out(read: Read, max_features: int) -> tuple[Calibration, HeldOut]:
        with progress.stage("Counting"):
            _, examples = read.count()
        held_out = cross_validate(
            examples,
            corpus.labels,
            split,
            config,
            max_features=max_features,
            jobs=jobs,
            progress=progress,
        )
        return calibrate(held_out, labels, config.decision.precision), held_out

    def answers_of(calibration: Calibration, held_out: HeldOut) -> list[Answers]:
        ids = reader.ids
        parts = zip(held_out.scores, held_out.known, held_out.lengths, strict=True)
        return [
            Answers(
                sections=corpus.sections,
                gold=labels,
                probabilities=probabilities(
                    scores, calibration.temperature, calibration.compression
                ),
                groups=numbered(corpus.groups[split.scored]),
                ids=[ids[place] for place in corpus.places[split.scored].tolist()],
                threshold=calibration.threshold,
                trusted=is_known(known, lengths, calibration.coverage or (0.0, 0.0)),
            )
            for scores, known, lengths in parts
        ]

    def figures(answers: Iterable[Answers]) -> list[dict[str, Any]]:
        seed, basis = config.evaluation.seed, described["kind"]
        return [Evaluation.of(each, seed=seed, basis=basis).main_figures() for each in answers]

    calibration, held_out = hold_out(read, config.features.max_features)
    articles, *excerpts = answers_of(calibration, held_out)
    texts = {"marked": dict(zip(PARTS[1:], figures(excerpts), strict=False))}
    evaluation = Evaluation.of(
        articles,
        seed=config.evaluation.seed,
        basis=described["kind"],
        traits=known_traits(corpus, reader, split.scored),
        seen=Seen("folds", split.near_learnt(corpus.groups)[split.scored]),
    )
    plain = None
    if config.features.plain_features:
        plain, held_out = hold_out(read.without_diacritics(), config.features.plain_features)
        texts["plain"] = dict(zip(PARTS, figures(answers_of(plain, held_out)), strict=False))
    return Judgement(calibration, plain, evaluation, texts, described)
