"""From a corpus on disk to what the classifier counts in it."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Final, Protocol, Self

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone

from data.errors import NothingToCount
from data.text import strip_diacritics
from model.hashing import HashedCorpus
from model.reading import TextReader
from model.vectorizer import EmptyVocabulary, NgramVectorizer
from model.words import learn_lexicon, segment_corpus
from training.config import TrainConfig
from training.corpus import Corpus, CorpusReader, check_sections
from training.desks import desks_of
from training.examples import Examples, count_examples
from training.helpers import Alone, Helpers
from training.progress import Advance, Progress

SEGMENTATION_CACHE: Final = Path(".cache", "segmentation.sqlite")
"""Below the working directory, where a later training finds what this one segmented."""


class TextSource(Protocol):
    """Whoever yields the texts of a corpus, from the start each time."""

    def texts(self) -> Iterator[str]:
        """Yield the text of every labelled article."""
        ...


@dataclass(frozen=True)
class Read:
    """A corpus that was read and hashed.

    Attributes
    ----------
    corpus : Corpus
    hashed : HashedCorpus
        Its texts, in the corpus's own order.
    vectorizer : NgramVectorizer
        Set up for all that may become a feature, and not fitted yet.
    weight : float
        What an excerpt counts beside its article.
    desks : ndarray of intp, shape (n_articles,)
        As in `training.fitting.fit_steps`.
    """

    corpus: Corpus
    hashed: HashedCorpus
    vectorizer: NgramVectorizer
    weight: float
    desks: NDArray[np.intp]

    @cached_property
    def without_diacritics(self) -> Self:
        """The same articles as if nobody had typed their diacritics."""
        return replace(self, hashed=self.hashed.respelt(strip_diacritics))

    def count(self, max_features: int | None = None) -> tuple[NgramVectorizer, Examples]:
        """Count the n-grams or words of each article, as a fitted vectorizer would.

        Parameters
        ----------
        max_features : int, optional
            How many to keep, those that tell sections apart best; by default all.

        Returns
        -------
        vectorizer : NgramVectorizer
        examples : Examples
            The articles, and their excerpts if they are to be learnt from.

        Raises
        ------
        NothingToCount
        """
        vectorizer = clone(self.vectorizer).set_params(max_features=max_features)
        try:
            counts = vectorizer.fit_hashed(self.hashed, self.corpus.labels)
        except EmptyVocabulary as error:
            raise NothingToCount(vectorizer.min_df) from error
        return vectorizer, count_examples(vectorizer, self.hashed, counts, self.weight)


def read_and_hash(
    reader: CorpusReader,
    config: TrainConfig,
    jobs: int,
    progress: Progress,
    helpers: Helpers | None = None,
) -> Read:
    """Read a corpus for a training, segmenting it through the cache where that is asked for.

    Parameters
    ----------
    reader : CorpusReader
    config : TrainConfig
    jobs : int
        Processes to segment with.
    progress : Progress
    helpers : Helpers, optional
        Who segments instead.

    Raises
    ------
    CorpusError
    """
    vectorizer = plan_features(reader, config, jobs, progress, helpers)
    with read_texts(reader, vectorizer, jobs, progress, helpers) as texts:
        hashed = vectorizer.hash(texts)
        corpus = check_sections(reader.corpus(), config.corpus)
    desks = desks_of(corpus.labels, corpus.publishers, config.classifier)
    hashed = hashed.take(corpus.places)
    return Read(corpus, hashed, vectorizer, config.features.excerpts, desks)


def plan_features(
    reader: TextSource,
    config: TrainConfig,
    jobs: int,
    progress: Progress,
    helpers: Helpers | None = None,
) -> NgramVectorizer:
    """Set a vectorizer up for all that may become a feature; to learn words, the corpus is read."""
    features = config.features
    lexicon = None
    if features.units == "words":
        with progress.stage("Segmenting into words") as advance:
            whole = map(TextReader(config.corpus.rules, "syllables"), reader.texts())
            segmented = _segmented(whole, jobs, helpers, advance)
            lexicon = learn_lexicon(segmented, features.min_df)
    return NgramVectorizer(
        features.ngram_range,
        features.min_df,
        headlines=features.headlines,
        excerpts=features.excerpts > 0,
        lexicon=lexicon,
        cleaning=config.corpus.rules,
        segmented=features.units == "segmented",
    )


@contextmanager
def read_texts(
    reader: TextSource,
    vectorizer: NgramVectorizer,
    jobs: int,
    progress: Progress,
    helpers: Helpers | None = None,
) -> Iterator[Iterator[str]]:
    """Open the texts of a corpus as a vectorizer takes them: cleaned and segmented if need be."""
    texts, stage = reader.texts(), "Reading"
    if vectorizer.segmented:
        cleaned = map(TextReader(vectorizer.cleaning, "syllables"), texts)
        texts, stage = _segmented(cleaned, jobs, helpers), "Segmenting"
    with progress.stage(stage) as advance:
        yield _counted(texts, advance)


def _segmented(
    texts: Iterable[str], jobs: int, helpers: Helpers | None, advance: Advance = lambda _: None
) -> Iterator[str]:
    segmenters = (helpers or Alone(jobs)).segmenters()
    return segment_corpus(texts, SEGMENTATION_CACHE, segmenters, advance)


def _counted(texts: Iterable[str], advance: Advance) -> Iterator[str]:
    for text in texts:
        yield text
        advance(1)
