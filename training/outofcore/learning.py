"""From a corpus to what is learnt from it, in bounded memory."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from data.duplicates import Sketch
from data.duplicates.found import numbered
from data.errors import UsageError
from data.readers import Columns
from data.text import strip_diacritics
from model.subclasses import Subclasses
from model.vectorizer import NgramVectorizer
from training.config import TrainConfig
from training.corpus import Corpus, check_sections
from training.counting import plan_features, read_texts
from training.crossvalidation import HeldOut
from training.desks import desks_of
from training.examples import PARTS
from training.fitting import fold
from training.helpers import Helpers
from training.judgement import Judgement, judgement_of
from training.outofcore.blocks import BUCKET_BITS, SIZES, Blocks, Buckets, Sizes
from training.outofcore.fitting import Fit, Workshop
from training.outofcore.heldout import Scores, sample
from training.outofcore.plan import Plan
from training.outofcore.register import Register
from training.outofcore.similar import StoredShingles
from training.outofcore.workspace import check_space, workspace
from training.packing import Fitted, Learnt
from training.progress import Progress
from training.splits import Split, split_corpus

_ROOM_OF_HASHES: Final = 3
"""What is laid down after reading takes at most so many times the room of the hashes, besides the
dual variables."""


def learn_from_disk(
    corpus_path: Path,
    out: Path,
    config: TrainConfig,
    *,
    columns: Columns,
    split: str | None,
    evaluate: bool,
    jobs: int,
    progress: Progress,
    helpers: Helpers | None = None,
    sizes: Sizes = SIZES,
) -> Learnt:
    """Learn from a corpus that need not fit the memory.

    Parameters
    ----------
    corpus_path : Path
    out : Path
        The model's directory; what is laid down meanwhile lies beside it.
    config : TrainConfig
    columns : Columns
        The user's own column names.
    split : str or None
        Learn only from articles that say they belong to this part.
    evaluate : bool
        Whether to cross-validate. At most `MOST_SCORED` articles are scored.
    jobs : int
        Threads to use; processes to segment with. What is learnt does not depend on it.
    progress : Progress
    helpers : Helpers, optional
        Who segments instead.
    sizes : Sizes
        What is held in memory at a time. The weights depend on the size of a block a little.

    Raises
    ------
    CorpusError
    UsageError
        If the classifier is not one that is fitted block by block.
    TrainingBusy
        If another training to the same directory is at work.
    DiskTooSmall
    """
    if config.classifier.kind != "linear_svc":
        raise UsageError(
            f"{config.classifier.kind} is fitted in memory only; "
            "drop --low-memory, or --set classifier.kind=linear_svc"
        )
    with workspace(out) as folder:
        shingles = StoredShingles(folder / "similar") if evaluate else None
        register = Register(corpus_path, columns, split, folder, shingles)
        vectorizer = plan_features(register, config, jobs, progress, helpers)
        buckets = Buckets(folder)
        with read_texts(register, vectorizer, jobs, progress, helpers) as texts:
            _deal(texts, vectorizer, register, buckets, sizes.batch)
            corpus = check_sections(register.corpus(), config.corpus)
        desks = desks_of(corpus.labels, corpus.publishers, config.classifier)
        n_bytes = _ROOM_OF_HASHES * buckets.n_bytes + _room_of_duals(corpus, desks, config)
        check_space(folder, n_bytes)
        parts, sketch = None, None
        if shingles is not None:
            with progress.stage("Finding near-duplicates"):
                groups = numbered(shingles.groups()[corpus.places])
                sketch = shingles.sketch()
                shingles.clear()
                corpus = replace(corpus, groups=groups)
                seed = config.evaluation.seed
                parts = sample(split_corpus(corpus, config.evaluation), seed)
        blocks = buckets.lay_out(corpus.places, sizes.block)
        learner = _Learner(folder, corpus, desks, parts, vectorizer, config, sizes, jobs, progress)
        return learner.learn(blocks, register, sketch)


def _deal(
    texts: Iterator[str],
    vectorizer: NgramVectorizer,
    register: Register,
    buckets: Buckets,
    batch: int,
) -> None:
    """Hash all texts, so many characters at a time."""
    for first in texts:
        hashed = vectorizer.hash(_up_to(batch, first, texts))
        numbers = buckets.n_texts, buckets.n_texts + hashed.n_texts
        buckets.add(hashed, register.buckets(*numbers, BUCKET_BITS))


def _up_to(characters: int, first: str, texts: Iterator[str]) -> Iterator[str]:
    """Yield a text, and those that follow until there are enough characters."""
    yield first
    characters -= len(first)
    while characters > 0 and (text := next(texts, None)) is not None:
        yield text
        characters -= len(text)


def _room_of_duals(corpus: Corpus, desks: NDArray[np.intp], config: TrainConfig) -> int:
    """Return the bytes that the dual variables of a fit take."""
    examples = len(desks) * (len(PARTS) if config.features.excerpts else 1)
    return examples * Subclasses.of(corpus.labels, desks).n_problems * np.float64().itemsize


@dataclass(frozen=True)
class _Learner:
    """What is fitted to marked texts and to plain ones alike."""

    folder: Path
    corpus: Corpus
    desks: NDArray[np.intp]
    split: Split | None
    vectorizer: NgramVectorizer
    config: TrainConfig
    sizes: Sizes
    jobs: int
    progress: Progress

    def learn(self, blocks: Blocks, register: Register, sketch: Sketch | None) -> Learnt:
        features = self.config.features
        plain, plain_held_out = None, None
        held_out, fitted = self._fit(blocks, features.max_features)
        if features.plain_features:
            respelt = blocks.respelt(strip_diacritics, self.folder / "plain")
            plain_held_out, plain = self._fit(respelt, features.plain_features)
        judgement = Judgement()
        if self.split is not None and held_out is not None:
            judgement = judgement_of(
                held_out,
                plain_held_out,
                corpus=self.corpus,
                reader=register,
                split=self.split,
                config=self.config,
            )
        return Learnt(self.corpus, judgement, fitted, plain, sketch, sketch)

    def _fit(self, blocks: Blocks, max_features: int) -> tuple[HeldOut | None, Fitted]:
        """Cross-validate if that is wanted, and fit to everything."""
        n_sections = len(self.corpus.sections)
        plan = Plan.of(self.corpus.labels, n_sections, [*self._left_out(), np.empty(0, np.intp)])
        shop = Workshop(
            self.folder,
            blocks,
            plan,
            self.vectorizer,
            self.config,
            self.desks,
            self.sizes,
            self.jobs,
        )
        chosen = shop.choose(max_features, self.progress)
        held_out = None
        if self.split is not None:
            weight = self.config.features.excerpts
            scores = Scores(self.split, self.vectorizer, n_sections)
            with self.progress.stage("Cross-validating", self.split.number) as advance:
                for number in range(self.split.number):
                    scores.judge(number, shop.fit(number, chosen[number]), blocks, weight)
                    advance(1)
            held_out = scores.held_out()
        with self.progress.stage("Fitting the final model"):
            return held_out, _fitted(shop.fit(plan.n_fits - 1, chosen[-1]))

    def _left_out(self) -> list[NDArray[np.intp]]:
        """Return the articles that are not learnt from, fold by fold."""
        if self.split is None:
            return []
        every = np.arange(len(self.corpus.labels))
        folds = range(self.split.number)
        return [np.setdiff1d(every, self.split.learnt(fold), assume_unique=True) for fold in folds]


def _fitted(fit: Fit) -> Fitted:
    steps = [("ngrams", fit.vectorizer), ("tfidf", fit.tfidf), ("classifier", fit.classifier)]
    pipeline = Pipeline(steps)
    return Fitted(pipeline, fold(pipeline), fit.vectorizer.get_feature_names_out().tolist())
