"""Everything that may become a feature, counted in a corpus."""

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from scipy.sparse import csr_matrix

from data.errors import NothingToCount
from model.vectorizer import EmptyVocabulary, NgramVectorizer
from model.words import learn_lexicon, segment_corpus
from training.config import TrainConfig
from training.corpus import Corpus, CorpusReader, check_sections
from training.progress import Advance, Progress

SEGMENTATION_CACHE: Final = Path(".cache", "segmentation.sqlite")
"""Below the working directory, where a later training finds what this one segmented."""


def count_candidates(
    reader: CorpusReader, config: TrainConfig, jobs: int, progress: Progress
) -> tuple[NgramVectorizer, csr_matrix, Corpus]:
    """Count every n-gram or word that may become a feature.

    Parameters
    ----------
    reader : CorpusReader
    config : TrainConfig
    jobs : int
        Processes to segment with.
    progress : Progress

    Returns
    -------
    vectorizer : NgramVectorizer
    counts : csr_matrix of float32, shape (n_articles, n_candidates)
        Rows in the corpus's own order.
    corpus : Corpus

    Raises
    ------
    CorpusError
    """
    features = config.features
    lexicon = None
    if features.units == "words":
        with progress.stage("Segmenting into words") as advance:
            segmented = segment_corpus(reader.texts(), SEGMENTATION_CACHE, jobs, advance)
            lexicon = learn_lexicon(segmented, features.min_df)
    vectorizer = NgramVectorizer(
        features.ngram_range, features.min_df, headlines=features.headlines, lexicon=lexicon
    )
    with progress.stage("Reading and counting") as advance:
        try:
            counts = vectorizer.fit_transform(_counted(reader.texts(), advance))
        except EmptyVocabulary as error:
            check_sections(reader.corpus(), config.corpus)
            raise NothingToCount(features.min_df) from error
        corpus = check_sections(reader.corpus(), config.corpus)
    return vectorizer, counts[corpus.places], corpus


def _counted(texts: Iterable[str], advance: Advance) -> Iterator[str]:
    for text in texts:
        yield text
        advance(1)
