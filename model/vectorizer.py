"""The kernel's scikit-learn face: a vectorizer that counts n-grams of syllables or words."""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray
from scipy.sparse import csr_matrix
from sklearn.base import BaseEstimator, TransformerMixin, clone
from sklearn.utils.validation import check_is_fitted

from data.cleaning import ALL
from model.counting import count_by_label, count_matrix
from model.hashing import HashedCorpus, hash_corpus
from model.ngrams import HEADLINE_MARK, MAX_ORDER, spell
from model.reading import TextReader
from model.selection import best, chi_squared
from model.vocabulary import Keys, Vocabulary, count_vocabulary, lexicon_vocabulary
from model.words import spell_word


class EmptyVocabulary(ValueError):
    """The texts hold no n-gram that stands in enough of them."""


class NgramVectorizer(TransformerMixin, BaseEstimator):
    """Count the syllable n-grams of texts, keeping those that tell sections apart.

    Parameters
    ----------
    ngram_range : tuple of int, default=(1, 2)
        The shortest and the longest n-gram, in syllables.
    min_df : int, default=3
        N-grams in fewer texts are left out.
    max_features : int or None, default=None
        How many n-grams to keep: the best by chi-squared where labels are given, else the most
        widespread. None keeps all.
    headlines : bool, default=True
        Whether an n-gram in the headline, the text up to its first line break, counts as a
        feature of its own besides.
    excerpts : bool, default=False
        Whether the n-grams to keep are chosen for headlines and openings, too.
    lexicon : sequence of str or None, default=None
        Count only these words, their syllables separated by spaces, whatever `ngram_range` says.
    cleaning : collection of str, default=()
        The rules of `data.cleaning` that every text is cleaned by first.
    segmented : bool, default=False
        Whether underthesea finds the words of every text first, so that what counts for a syllable
        everywhere else is a word. Takes some hundred times as long.

    Attributes
    ----------
    vocabulary_ : Vocabulary
        The n-grams kept, the most widespread first.
    spellings_ : dict of int to str
        How each hashed syllable of the vocabulary is spelt.

    Examples
    --------
    >>> vectorizer = NgramVectorizer(ngram_range=(1, 2), min_df=1, headlines=False)
    >>> counts = vectorizer.fit_transform(["Y tế", "y học"])
    >>> vectorizer.get_feature_names_out().tolist()[0]
    'y'
    >>> counts.toarray()[:, 0].tolist()
    [1.0, 1.0]
    """

    def __init__(
        self,
        ngram_range: tuple[int, int] = (1, 2),
        min_df: int = 3,
        max_features: int | None = None,
        *,
        headlines: bool = True,
        excerpts: bool = False,
        lexicon: Sequence[str] | None = None,
        cleaning: Collection[str] = (),
        segmented: bool = False,
    ) -> None:
        self.ngram_range = ngram_range
        self.min_df = min_df
        self.max_features = max_features
        self.headlines = headlines
        self.excerpts = excerpts
        self.lexicon = lexicon
        self.cleaning = cleaning
        self.segmented = segmented

    def fit(self, raw_documents: Iterable[str], y: ArrayLike | None = None) -> Self:
        """Learn the vocabulary.

        Parameters
        ----------
        raw_documents : iterable of str, of length n_texts
        y : array-like of shape (n_texts,), optional
            Labels that guide the choice of `max_features`.

        Raises
        ------
        ValueError
            If a parameter is out of bounds.
        EmptyVocabulary
            If no n-gram stands in `min_df` texts.
        TypeError
            If one of the documents is not a string.
        """
        self.fit_transform(raw_documents, y)
        return self

    def fit_transform(
        self, raw_documents: Iterable[str], y: ArrayLike | None = None, **_: Any
    ) -> csr_matrix:
        """Learn the vocabulary and count it in the same texts; see `fit` and `transform`."""
        self._check_parameters()
        return self.fit_hashed(self.hash(self._read(raw_documents)), y)

    def hash(self, texts: Iterable[str]) -> HashedCorpus:
        """Hash texts, once for all that is counted; where words are what counts, joined already."""
        return hash_corpus(texts, None if self.segmented else self._reader())

    def fit_hashed(self, corpus: HashedCorpus, y: ArrayLike | None = None) -> csr_matrix:
        """Do as `fit_transform`, with texts that are hashed already."""
        vocabulary = self._vocabulary_of(corpus)
        if not len(vocabulary.keys):
            raise EmptyVocabulary(f"no n-gram stands in {self.min_df} texts: lower min_df")
        if self.max_features is not None and self.max_features < len(vocabulary.keys):
            merit = self._merit(corpus, vocabulary, y)
            vocabulary = vocabulary.take(best(merit, self.max_features))
        return self.take_vocabulary(vocabulary, corpus.written).count(corpus)

    def take_vocabulary(self, vocabulary: Vocabulary, written: Mapping[int, str]) -> Self:
        """Be fitted to a vocabulary that was chosen elsewhere.

        Parameters
        ----------
        vocabulary : Vocabulary
            The most widespread first.
        written : mapping of int to str
            How each of its hashed syllables is written somewhere; see `HashedCorpus`.
        """
        spelling = spell_word if self.segmented else spell
        self._remember(vocabulary, lambda hashed: spelling(written[hashed]))
        return self

    def count(self, corpus: HashedCorpus) -> csr_matrix:
        """Do as `transform`, with texts that are hashed already."""
        return as_matrix(corpus, self.orders, self.vocabulary_.keys)

    def _vocabulary_of(self, corpus: HashedCorpus) -> Vocabulary:
        """Return the n-grams, or the words of the lexicon, that stand in enough texts."""
        if self.lexicon is None:
            counted = corpus if self.headlines else corpus.without_headlines()
            return count_vocabulary(counted, self.orders, self.min_df)
        words = lexicon_vocabulary(self.lexicon, headlines=self.headlines)
        counts = as_matrix(corpus, self.orders, words.keys)
        frequency = np.bincount(counts.indices, minlength=len(words.keys)).astype(np.int32)
        kept = np.flatnonzero(frequency >= self.min_df)
        kept = kept[np.lexsort((words.keys[kept], -frequency[kept]))]
        return words._replace(document_frequency=frequency).take(kept)

    def _merit(
        self, corpus: HashedCorpus, vocabulary: Vocabulary, y: ArrayLike | None
    ) -> NDArray[np.float64]:
        """Return how well each feature tells sections apart; without labels, all do equally."""
        if y is None:
            return np.zeros(len(vocabulary.keys))
        _, labels, sizes = np.unique(y, return_inverse=True, return_counts=True)
        sums = count_by_label(
            corpus, self.orders, vocabulary.keys, labels, len(sizes), excerpts=self.excerpts
        )
        return chi_squared(sums, sizes / len(labels))

    def _read(self, raw_documents: Iterable[object]) -> Iterable[str]:
        texts = _texts(raw_documents)
        return map(self._reader(), texts) if self.segmented else texts

    def _reader(self) -> TextReader:
        return TextReader(self.cleaning, "segmented" if self.segmented else "syllables")

    @property
    def orders(self) -> tuple[int, int]:
        """The shortest and the longest n-gram that is counted, in syllables."""
        return self.ngram_range if self.lexicon is None else (1, MAX_ORDER)

    def take(self, features: NDArray[np.intp]) -> "NgramVectorizer":
        """Return a fitted vectorizer of some columns only, in the order given."""
        check_is_fitted(self)
        fewer: NgramVectorizer = clone(self)
        fewer.max_features = len(features)
        fewer._remember(self.vocabulary_.take(features), self.spellings_.__getitem__)
        return fewer

    def _remember(self, vocabulary: Vocabulary, spelling: Callable[[int], str]) -> None:
        """Keep a vocabulary, and the spelling of its syllables."""
        self.vocabulary_ = vocabulary
        syllables = np.unique(vocabulary.syllables).tolist()
        self.spellings_ = {hashed: spelling(hashed) for hashed in syllables if hashed}

    def transform(self, raw_documents: Iterable[str]) -> csr_matrix:
        """Count the learnt n-grams.

        Returns
        -------
        csr_matrix of float32, shape (n_texts, n_features)
        """
        check_is_fitted(self)
        return self.count(self.hash(self._read(raw_documents)))

    def get_feature_names_out(
        self,
        input_features: ArrayLike | None = None,  # noqa: ARG002 - scikit-learn's signature
    ) -> NDArray[np.object_]:
        """Return the n-grams, their syllables separated by spaces, in column order.

        Those of the headline begin with `HEADLINE_MARK`. Where texts are segmented, spaces
        separate words, and `SYLLABLE_LINK` the syllables of one: "thủ_đô hà_nội".
        """
        check_is_fitted(self)
        names, vocabulary = self.spellings_, self.vocabulary_
        marks = np.where(vocabulary.in_headline, HEADLINE_MARK, "").astype(object)
        hashes, places = np.unique(vocabulary.syllables, return_inverse=True)
        first = np.array([names.get(hashed, "") for hashed in hashes.tolist()], dtype=object)
        further = np.where(hashes, " " + first, "")
        spelt, *rest = places.reshape(vocabulary.syllables.shape).T
        ngrams: NDArray[np.object_] = marks + first[spelt]
        for place in rest:
            ngrams = ngrams + further[place]
        return ngrams

    def _check_parameters(self) -> None:
        shortest, longest = self.ngram_range
        if not 1 <= shortest <= longest <= MAX_ORDER:
            raise ValueError(
                f"ngram_range must rise from 1 to at most {MAX_ORDER}, got {self.ngram_range}"
            )
        if self.min_df < 1:
            raise ValueError(f"min_df is a number of texts, 1 or more, got {self.min_df}")
        if self.max_features is not None and self.max_features < 1:
            raise ValueError(f"max_features must be 1 or more, or None, got {self.max_features}")
        if unknown := set(self.cleaning) - ALL:
            raise ValueError(f"cleaning names rules that do not exist: {sorted(unknown)}")
        if self.segmented and self.lexicon is not None:
            raise ValueError("a lexicon is looked for in syllables: leave it or segmented out")


def _texts(raw_documents: Iterable[object]) -> Iterator[str]:
    """Pass texts through, refusing what is none."""
    if isinstance(raw_documents, str):
        raise TypeError("give a list of texts, not a single one: [text]")
    for place, text in enumerate(raw_documents):
        if not isinstance(text, str):
            kind = type(text).__name__
            raise TypeError(f"text {place} is of type {kind}, not str: decode it or leave it out")
        yield text


def as_matrix(corpus: HashedCorpus, orders: tuple[int, int], keys: Keys) -> csr_matrix:
    """Count n-grams in hashed texts, as a matrix of shape (n_texts, n_keys)."""
    return csr_matrix(count_matrix(corpus, orders, keys), shape=(corpus.n_texts, len(keys)))
