"""Words: syllables joined by underthesea, in parallel and cached, and the lexicon learnt from them.

Vietnamese writes a space between all syllables, those of one word too. Segmentation finds the
words; it is about a hundred times slower than classifying, so training does it once a text.
"""

from model.words.corpus import segment_corpus
from model.words.lexicon import learn_lexicon
from model.words.segmentation import WORD_JOINER, segment

__all__ = ["WORD_JOINER", "learn_lexicon", "segment", "segment_corpus"]
