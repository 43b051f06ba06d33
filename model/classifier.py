"""`SectionClassifier`: a loaded model that puts texts into their section."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import chain
from pathlib import Path
from typing import Final, Self, TypeVar

import numpy as np
from numpy.typing import NDArray

from data.article import Article, Passage
from data.errors import DamagedArtifact, EmptyText, UnknownSection
from data.page import Page
from data.sections import Section
from model.artifact import MANIFEST, Artifact, load
from model.explanation import Source, explain
from model.manifest import Manifest
from model.prediction import NgramWeight, Prediction
from model.reading import TextReader
from model.scorer import Scorer
from model.scoring import Answers
from model.weights import LinearWeights

T = TypeVar("T")
Text = str | Article | Page

LOW_VOCABULARY_COVERAGE: Final = "low_vocabulary_coverage"
"""Warning: no n-gram of the text is known, so the answer is only the sections' overall shares."""

_CHUNK: Final = 256
_SELF_TEST_TOLERANCE: Final = 1e-4


def text_of(text: Text) -> str:
    """Return the one string a classifier sees.

    Raises
    ------
    EmptyText
        If it holds nothing but white space.
    """
    string = text if isinstance(text, str) else text.text
    if not string or string.isspace():
        raise EmptyText
    return string


def passages_of(text: Text) -> tuple[Passage, ...]:
    """Return the slices of the caller's own strings that make up the text."""
    return (Passage("text", 0, text),) if isinstance(text, str) else text.passages


class SectionClassifier:
    """A trained model; safe to share between threads.

    Attributes
    ----------
    manifest : Manifest
        What the model says of itself.
    sections : list of Section
        In column order.
    """

    def __init__(self, artifact: Artifact) -> None:
        self.manifest: Manifest = artifact.manifest
        self.sections: list[Section] = list(artifact.manifest.sections)
        self._artifact = artifact
        self._columns = tuple(self.sections)
        self._threshold = artifact.manifest.threshold
        self._reader = TextReader(artifact.manifest.cleaning, artifact.manifest.units)
        clean = self._reader.clean if self._reader.cleans_only else None
        self._scorer = Scorer(artifact.weights, artifact.manifest.temperature, clean)
        self._read: Callable[[str], str] = str if clean else self._reader

    @classmethod
    def load(cls, path: str | Path) -> Self:
        """Load a model directory.

        Raises
        ------
        ArtifactError
            If the directory is no model, is damaged, or has a format of another version.
        """
        return cls(load(Path(path)))

    @property
    def name(self) -> str:
        """The model's name."""
        return self.manifest.name

    @property
    def version(self) -> str:
        """The model's version, derived from its content."""
        return self.manifest.version

    @property
    def path(self) -> Path:
        """The directory it lives in."""
        return self._artifact.path

    @property
    def threshold(self) -> float | None:
        """The confidence from which an answer is accepted; None for an uncalibrated model."""
        return self._threshold

    @property
    def ngrams(self) -> list[str]:
        """The n-grams the model knows, in feature order."""
        return self._artifact.ngrams

    @property
    def weights(self) -> LinearWeights:
        """The arrays the model is made of."""
        return self._artifact.weights

    def classify(self, text: Text) -> Prediction:
        """Put one text into its section.

        Raises
        ------
        EmptyText
            If the text holds nothing but white space.
        """
        return self._classify(self._read(text_of(text)))

    def classify_many(self, texts: Sequence[Text], jobs: int | None = None) -> list[Prediction]:
        """Put many texts into their sections, on all cores.

        Parameters
        ----------
        texts : sequence
        jobs : int, optional
            Threads to use; by default one a core.

        Raises
        ------
        EmptyText
            If any text holds nothing but white space.
        """

        def classify(part: Sequence[Text]) -> list[Prediction]:
            answers, matches = self._score(part)
            rows = zip(answers[:, 1].tolist(), matches.tolist(), strict=True)
            return [self._decide(*row) for row in rows]

        return list(chain.from_iterable(_map_chunks(classify, texts, jobs)))

    def predict_proba(self, texts: Sequence[Text], jobs: int | None = None) -> NDArray[np.float64]:
        """Return the calibrated probabilities.

        Returns
        -------
        ndarray of float64, shape (n_texts, n_sections)
            Columns as in `sections`; rows add up to 1.

        Raises
        ------
        EmptyText
            If any text holds nothing but white space.
        """
        return self._answers(texts, jobs)[:, 1]

    def decision_function(
        self, texts: Sequence[Text], jobs: int | None = None
    ) -> NDArray[np.float64]:
        """Return the linear scores, before calibration, of shape (n_texts, n_sections)."""
        return self._answers(texts, jobs)[:, 0]

    def explain(
        self, text: Text, section: Section | str | None = None, top: int = 10
    ) -> list[NgramWeight]:
        """Say which n-grams speak for a section, or against it.

        Parameters
        ----------
        text : str, Article or Page
        section : Section or str, optional
            The section or its slug; by default the one the text is put into.
        top : int
            How many n-grams to name, those that weigh most first.

        Raises
        ------
        EmptyText
            If the text holds nothing but white space.
        UnknownSection
            If the model has no such section.
        """
        cleaned = self._reader.clean(text_of(text))
        string = self._reader.segment(cleaned.text)
        column = self._column(self._classify(string).section if section is None else section)
        matches = self._scorer.matches(string)
        contributions = self._scorer.contributions(matches.features, column)
        source = Source(passages_of(text), cleaned)
        return explain(source, matches, contributions, self.ngrams, top)

    def self_test(self) -> None:
        """Classify the manifest's own sentences and compare with what is written there.

        Raises
        ------
        DamagedArtifact
            If a probability differs by more than 1e-4: the model does not answer as it did when it
            was made.
        """
        samples = self.manifest.samples
        expected = np.array([sample.probabilities for sample in samples])
        answers = self.predict_proba([sample.text for sample in samples])
        off = np.abs(answers - expected.reshape(answers.shape)).max(initial=0.0)
        if not off <= _SELF_TEST_TOLERANCE:  # nor not a number
            reason = f"the model answers its samples with probabilities that are {off:.4f} off"
            raise DamagedArtifact(self._artifact.path, MANIFEST, reason)

    def _classify(self, string: str) -> Prediction:
        answer = np.empty((2, len(self._columns)))
        matches = self._scorer.score(string, answer)
        return self._decide(answer[1].tolist(), matches)

    def _column(self, section: Section | str) -> int:
        slug = section if isinstance(section, str) else section.slug
        slugs = [known.slug for known in self.sections]
        if slug not in slugs:
            raise UnknownSection(slug, slugs)
        return slugs.index(slug)

    def _answers(self, texts: Sequence[Text], jobs: int | None) -> Answers:
        none = np.empty((0, 2, len(self.sections)))
        parts = _map_chunks(lambda part: self._score(part)[0], texts, jobs)
        return np.concatenate([none, *parts])

    def _score(self, texts: Sequence[Text]) -> tuple[Answers, NDArray[np.int64]]:
        strings = [self._read(text_of(text)) for text in texts]
        answers = np.empty((len(strings), 2, len(self.sections)))
        matches = np.empty(len(strings), dtype=np.int64)
        self._scorer.score_many(strings, answers, matches)
        return answers, matches

    def _decide(self, probabilities: list[float], matches: int) -> Prediction:
        confidence = max(probabilities)
        warnings = () if matches else (LOW_VOCABULARY_COVERAGE,)
        accepted = None
        if self._threshold is not None:
            accepted = confidence >= self._threshold and not warnings
        return Prediction(
            self._columns[probabilities.index(confidence)],
            confidence,
            accepted,
            warnings,
            self._columns,
            tuple(probabilities),
        )


def _map_chunks(
    work: Callable[[Sequence[Text]], T], texts: Sequence[Text], jobs: int | None
) -> list[T]:
    """Do some work on a few hundred texts at a time, in threads, and return what comes of each."""
    if isinstance(texts, str):
        raise TypeError("texts must be a sequence of texts; give a single one to classify()")
    chunks = [texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK)]
    threads = min(jobs or os.cpu_count() or 1, len(chunks))
    if threads <= 1:
        return list(map(work, chunks))
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, chunks))
