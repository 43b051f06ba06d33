"""What an evaluation learns of its articles while their texts stream by."""

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from model import SectionClassifier
from training.corpus import Corpus, CorpusReader, Roster
from training.figures.traits import Traits, Variant
from training.figures.variants import VARIANTS
from training.figures.vocabulary import Vocabulary


class Watcher:
    """Classifies articles again, cut and stripped, and looks for what is new in them.

    Parameters
    ----------
    classifier : SectionClassifier
    """

    def __init__(self, classifier: SectionClassifier) -> None:
        self._classifier = classifier
        segmented = classifier.manifest.units == "segmented"
        self._vocabulary = None if segmented else Vocabulary(classifier.weights)
        self._unseen: list[float] = []
        self._changed: dict[str, list[bool]] = {name: [] for name in VARIANTS}
        self._predicted: dict[str, list[int]] = {name: [] for name in VARIANTS}

    def watch(self, texts: list[str]) -> None:
        """Look at the next articles."""
        if self._vocabulary:
            self._unseen.extend(map(self._vocabulary.unseen, texts))
        for name, variant in VARIANTS.items():
            others = variant(texts)
            changed = [
                other.strip() not in {"", text.strip()}
                for text, other in zip(texts, others, strict=True)
            ]
            kept = [other for other, is_changed in zip(others, changed, strict=True) if is_changed]
            answers = iter(self._classifier.predict_proba(kept).argmax(axis=1).tolist())
            self._changed[name] += changed
            self._predicted[name] += [next(answers) if each else 0 for each in changed]

    def traits(self, corpus: Corpus, reader: CorpusReader) -> Traits:
        """Return what was seen, in the order of a corpus.

        Parameters
        ----------
        corpus : Corpus
        reader : CorpusReader
            Who read it.
        """
        order = corpus.places
        unseen = np.array(self._unseen)[order] if self._vocabulary else None
        return replace(
            known_traits(corpus, reader),
            unseen=unseen,
            variants={name: self._variant(name, order) for name in VARIANTS},
            no_unseen="segmented",
        )

    def _variant(self, name: str, order: NDArray[np.intp]) -> Variant:
        return Variant(
            np.array(self._changed[name], dtype=np.bool_)[order],
            np.array(self._predicted[name], dtype=np.intp)[order],
        )


def known_traits(
    corpus: Corpus, reader: Roster, rows: NDArray[np.intp] | slice = slice(None)
) -> Traits:
    """Return what a corpus says of its articles, or of some of them, besides their texts."""
    return Traits(
        lengths=np.array(reader.lengths, dtype=np.intp)[corpus.places[rows]],
        publishers=corpus.publishers[rows],
        published=corpus.published[rows],
    )
