"""Near-duplicates: articles that are nearly the same text, found without comparing all with all.

::

    texts -> shingles (runs of three syllables, hashed) -> MinHash signatures
    -> candidates (signatures that agree in a band) -> exact Jaccard similarity -> groups

Candidates only decide what is compared: what is called similar has been compared exactly.
"""

from data.duplicates.finder import SIMILAR, DuplicateFinder
from data.duplicates.found import Duplicates, Overlap, Pair
from data.duplicates.shingles import SYLLABLES
from data.duplicates.sketch import Sketch

__all__ = ["SIMILAR", "SYLLABLES", "DuplicateFinder", "Duplicates", "Overlap", "Pair", "Sketch"]
