"""The words of a segmented corpus."""

from collections import Counter
from collections.abc import Iterable
from functools import lru_cache

from model.ngrams import MAX_ORDER, scan_text
from model.words.segmentation import SYLLABLE_LINK, spell_word


def learn_lexicon(segmented: Iterable[str], min_df: int) -> list[str]:
    """List the words of one to four syllables that stand in enough texts.

    Parameters
    ----------
    segmented : iterable of str
        Texts as `segment` returns them.
    min_df : int
        Words in fewer texts are left out.

    Returns
    -------
    list of str
        The words, folded as the kernel folds them, their syllables separated by spaces; the most
        widespread first, then by name.

    Examples
    --------
    >>> learn_lexicon(["Yꞏtế và yꞏhọc", "yꞏtế"], min_df=2)
    ['y tế']
    """
    frequencies: Counter[str] = Counter()
    for text in segmented:
        composed, _, spans, _ = scan_text(text)
        units = {composed[start:end] for start, end in spans.tolist()}
        frequencies.update({word for word in map(_spell_word, units) if word})
    kept = [(-count, word) for word, count in frequencies.items() if count >= min_df]
    return [word for _, word in sorted(kept)]


@lru_cache(maxsize=1 << 18)
def _spell_word(unit: str) -> str:
    """Spell a word, its syllables separated by spaces; nothing for one that is too long."""
    syllables = spell_word(unit).split(SYLLABLE_LINK)
    return " ".join(syllables) if len(syllables) <= MAX_ORDER else ""
