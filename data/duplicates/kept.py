"""What is kept of the articles of a corpus: hashes, no text."""

import hashlib
import unicodedata

import numpy as np
from numpy.typing import NDArray

from data.duplicates.shingles import Shingler, ShingleSet
from data.text import words_of


class Kept:
    """The texts of articles, and their sets of shingles, each once.

    Attributes
    ----------
    texts : dict of bytes to int
        The number of each text by its digest, from 0 in the order of adding. Texts that differ in
        white space and Unicode form at most are one.
    shingles : dict of bytes to ndarray
        Sets of shingles by their digest. Several texts may have one.
    """

    def __init__(self) -> None:
        self.texts: dict[bytes, int] = {}
        self.shingles: dict[bytes, ShingleSet] = {}
        self._shingler = Shingler()
        self._articles: list[int] = []  # the number of each one's text
        self._sets: list[bytes] = []  # the digest of each text's set

    def __len__(self) -> int:
        return len(self._articles)

    def add(self, text: str) -> None:
        """Take the text of the next article."""
        words = words_of(unicodedata.normalize("NFC", text))
        digest = _digest(" ".join(words).encode("utf-8", "surrogatepass"))
        number = self.texts.setdefault(digest, len(self.texts))
        self._articles.append(number)
        if number == len(self._sets):
            shingles = self._shingler.shingles(words)
            # What has no syllable is like nothing but its copies.
            key = _digest(shingles.tobytes()) if len(shingles) else digest
            self._sets.append(key)
            self.shingles.setdefault(key, shingles)

    def articles(self) -> NDArray[np.intp]:
        """Return the number of each article's text."""
        return np.array(self._articles, dtype=np.intp)

    def sets(self, digests: list[bytes]) -> NDArray[np.intp]:
        """Return the place of each text's set of shingles in a list of them."""
        place = {digest: number for number, digest in enumerate(digests)}
        return np.array([place[digest] for digest in self._sets], dtype=np.intp)

    def first_articles(self, digests: list[bytes]) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
        """Return the first article of each text, and of each set of shingles in a list.

        A set that no article has is given -1.
        """
        of_text = np.unique(self.articles(), return_index=True)[1]
        of_set = np.full(len(digests), -1, dtype=np.intp)
        found, first_texts = np.unique(self.sets(digests), return_index=True)
        of_set[found] = of_text[first_texts]
        return of_text, of_set


def _digest(content: bytes) -> bytes:
    return hashlib.blake2b(content, digest_size=16).digest()
