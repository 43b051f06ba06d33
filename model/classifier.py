"""`SectionClassifier`: a loaded model that puts texts into their section."""

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
from model.cores import number_of_cores
from model.doubts import blocks, doubts_of, doubts_of_end
from model.explanation import Source, explain
from model.manifest import Calibration, Manifest
from model.prediction import NgramWeight, Prediction, Regime
from model.reading import TextReader
from model.regimes import Calibrated, Regimes, Scored
from model.scoring import Answers
from model.weights import LinearWeights

T = TypeVar("T")
Text = str | Article | Page

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
        self._calibration = artifact.manifest.calibration
        self._regimes = _regimes_of(artifact)

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
        """The confidence from which an answer is accepted; None for an uncalibrated model.

        Texts without diacritics may have one of their own. `Prediction.accepted` goes by that, and
        by the warnings.
        """
        return self.manifest.threshold

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
        return self._classify([text])[0]

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
        return list(chain.from_iterable(_map_chunks(self._classify, texts, jobs)))

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
        reading = self._regimes.read(text_of(text))
        regime, scorer, _ = reading.weighing
        best = int(reading.probabilities.argmax())
        column = best if section is None else self._column(section)
        contributions = scorer.contributions(reading.matches.features, column)
        source = Source(passages_of(text), reading.cleaned) if reading.is_given else None
        ngrams = self._artifact.plain_ngrams if regime == "plain" else self.ngrams
        return explain(source, reading.matches, contributions, ngrams, top)

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

    def _column(self, section: Section | str) -> int:
        slug = section if isinstance(section, str) else section.slug
        slugs = [known.slug for known in self.sections]
        if slug not in slugs:
            raise UnknownSection(slug, slugs)
        return slugs.index(slug)

    def _answers(self, texts: Sequence[Text], jobs: int | None) -> Answers:
        none = np.empty((0, 2, len(self.sections)))
        parts = _map_chunks(
            lambda part: self._regimes.score(list(map(text_of, part))).answers, texts, jobs
        )
        return np.concatenate([none, *parts])

    def _classify(self, texts: Sequence[Text]) -> list[Prediction]:
        strings = list(map(text_of, texts))
        return self._decisions(strings, self._regimes.score(strings))

    def _decisions(self, texts: Sequence[str], scored: Scored) -> list[Prediction]:
        rows = scored.answers[:, 1].tolist()
        calibration = self._calibration
        decisions = [
            self._prediction(row, doubts_of_end(text), "marked", calibration)
            for text, row in zip(texts, rows, strict=True)
        ]
        for place in scored.odd:
            facts, repaired = scored.facts[place].tolist(), place in scored.repaired
            decisions[place] = self._decide(texts[place], rows[place], facts, repaired=repaired)
        return decisions

    def _decide(
        self, text: str, probabilities: list[float], facts: list[int], *, repaired: bool
    ) -> Prediction:
        regime, _, calibration = self._regimes.of(facts)
        doubts = doubts_of(text, facts, calibration.coverage, repaired=repaired)
        return self._prediction(probabilities, doubts, regime, calibration)

    def _prediction(
        self,
        probabilities: list[float],
        doubts: tuple[str, ...],
        regime: Regime,
        calibration: Calibration,
    ) -> Prediction:
        confidence = max(probabilities)
        accepted = None
        if calibration.threshold is not None:
            accepted = confidence >= calibration.threshold and not blocks(doubts, regime)
        return Prediction(
            self._columns[probabilities.index(confidence)],
            confidence,
            accepted,
            doubts,
            self._columns,
            tuple(probabilities),
            regime,
        )


def _regimes_of(artifact: Artifact) -> Regimes:
    manifest = artifact.manifest
    plain = None
    if artifact.plain and manifest.plain:
        plain = Calibrated(artifact.plain, manifest.plain)
    reader = TextReader(manifest.cleaning, manifest.units)
    return Regimes(reader, Calibrated(artifact.weights, manifest.calibration), plain)


def _map_chunks(
    work: Callable[[Sequence[Text]], T], texts: Sequence[Text], jobs: int | None
) -> list[T]:
    """Do some work on a few hundred texts at a time, in threads, and return what comes of each."""
    if isinstance(texts, str):
        raise TypeError("texts must be a sequence of texts; give a single one to classify()")
    chunks = [texts[start : start + _CHUNK] for start in range(0, len(texts), _CHUNK)]
    threads = min(jobs or number_of_cores(), len(chunks))
    if threads <= 1:
        return list(map(work, chunks))
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(work, chunks))
