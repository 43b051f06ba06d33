"""Words: syllables joined by underthesea, in parallel and cached, and the lexicon learnt from them.

Vietnamese writes a space between all syllables, those of one word too. Segmentation finds the
words; it is some hundred times slower than classifying, so training does it once a text, and
serving only for a model whose n-grams are of words.
"""

from model.words.corpus import segment_corpus
from model.words.lexicon import learn_lexicon
from model.words.segmentation import SYLLABLE_JOINER, SYLLABLE_LINK, segment, spell_word

__all__ = [
    "SYLLABLE_JOINER",
    "SYLLABLE_LINK",
    "learn_lexicon",
    "segment",
    "segment_corpus",
    "spell_word",
]
