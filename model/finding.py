"""From texts as they come to the syllables of what the cleaning rules leave of them."""

import numpy as np
from numpy.typing import NDArray

from model.codes import Codes
from model.compiled import compiled
from model.cutting import cut, unescape
from model.glance import AMID, glance
from model.ngrams import NEEDS_CLEANING, scan
from model.skimming import UNUSUAL, skim

Hashes = NDArray[np.uint64]
Places = NDArray[np.int64]


@compiled
def find_syllables(
    codes: Codes,
    composed: bool,
    cleaned: bool,
    cuts: bool,
    kinds: NDArray[np.uint8],
    hashes: Hashes,
    spans: NDArray[np.int32],
) -> tuple[int, int, int, int]:
    """Find the syllables of one text and hash them, or say what it needs first.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_code_points,)
        What is left of it may be moved.
    composed, cleaned : bool
        Whether the text is known to be NFC, and to have been cleaned.
    cuts : bool
        Whether the commonest leftovers may be cut out here.
    kinds, hashes : ndarray
        As of `skim`.
    spans : ndarray of int32, shape (0, 2)

    Returns
    -------
    count : int
        The number of syllables; or `NEEDS_COMPOSING`, or `NEEDS_CLEANING` less what a glance saw.
    headline : int
        How many of them belong to the headline.
    start, stop : int
        Where what is left of the text begins and ends.
    """
    start, stop = 0, len(codes)
    seen = 0 if cleaned else glance(codes)
    if seen:
        start, stop = (0, 0) if seen & AMID or not cuts else cut(codes, seen)
        if start == stop:
            return NEEDS_CLEANING - seen, 0, 0, 0
    count, headline, signs = _read(codes[start:stop], composed, kinds, hashes, spans)
    if signs and not cleaned:
        # A sign that is seen here was not seen before: nothing is cut, all of the text is left.
        stop = unescape(codes) if cuts and count >= 0 else 0
        count, headline, signs = _read(codes[:stop], composed, kinds, hashes, spans)
        if signs or not stop:
            return NEEDS_CLEANING - (seen | AMID), 0, 0, 0
    return count, headline, start, stop


@compiled
def _read(
    codes: Codes,
    composed: bool,
    kinds: NDArray[np.uint8],
    hashes: Hashes,
    spans: NDArray[np.int32],
) -> tuple[int, int, bool]:
    """Find the syllables of what is left of a text, and the signs of leftovers amid it."""
    count, headline, signs = skim(codes, kinds, hashes)
    if count == UNUSUAL:
        count, headline, signs = scan(codes, composed, hashes, spans)
    return count, headline, signs


@compiled
def find_many(
    codes: Codes,
    bounds: Places,
    composed: bool,
    cleaned: bool,
    cuts: bool,
    kinds: NDArray[np.uint8],
    hashes: Hashes,
    spans: NDArray[np.int32],
    left: Places,
    counts: Places,
    headlines: NDArray[np.int32],
) -> int:
    """Find the syllables of texts that lie side by side, and lay theirs side by side.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_code_points,)
    bounds : ndarray of int64, shape (n_texts + 1,)
    composed, cleaned, cuts, kinds, spans
        As of `find_syllables`.
    hashes : ndarray of uint64, shape (at least n_code_points // 2 + 2 * n_texts,)
    left : ndarray of int64, shape (n_texts, 2)
        Filled with where what is left of each text begins and ends.
    counts : ndarray of int64, shape (n_texts,)
        Filled with the number of syllables of each, or what it needs first.
    headlines : ndarray of int32, shape (n_texts,)
        Filled with how many of them belong to the headline.

    Returns
    -------
    int
        The number of all syllables.
    """
    filled = 0
    for text in range(len(counts)):
        first = bounds[text]
        count, headline, start, stop = find_syllables(
            codes[first : bounds[text + 1]],
            composed,
            cleaned,
            cuts,
            kinds,
            hashes[filled:],
            spans,
        )
        left[text, 0], left[text, 1] = first + start, first + stop
        counts[text], headlines[text] = count, headline
        filled += max(count, 0)
    return filled


@compiled
def _slot_of(seen: Hashes, hashed: np.uint64) -> int:
    """Return the slot of a set where a hash is, or where it belongs and 0 is."""
    mask = np.uint64(len(seen) - 1)
    slot = hashed & mask
    while seen[slot] != 0 and seen[slot] != hashed:
        slot = (slot + np.uint64(1)) & mask
    return int(slot)


@compiled
def enter_all(hashes: Hashes, seen: Hashes) -> None:
    """Enter hashes into a set: a table with room for twice as many, 0 where it is empty."""
    for place in range(len(hashes)):
        seen[_slot_of(seen, hashes[place])] = hashes[place]


@compiled
def _has_new(hashes: Hashes, seen: Hashes) -> bool:
    """Tell whether any of some hashes is not in a set."""
    for place in range(len(hashes)):  # noqa: SIM110 - nothing compiled generates
        if seen[_slot_of(seen, hashes[place])] == 0:
            return True
    return False


@compiled
def note_new(
    first: int,
    codes: Codes,
    composed: bool,
    hashes: Hashes,
    left: Places,
    counts: Places,
    again: Hashes,
    spans: NDArray[np.int32],
    seen: Hashes,
    known: int,
    new: Hashes,
    places: Places,
) -> tuple[int, int]:
    """Enter the syllables of texts into a set, until it is half full; note which are new to it.

    Parameters
    ----------
    first : int
        The text to begin with.
    codes, composed, left, counts
        As `find_many` took them and left them.
    hashes : ndarray of uint64
        The syllables, from those of the first text on.
    again : ndarray of uint64, shape (n_syllables,)
    spans : ndarray of int32, shape (n_syllables, 2)
        Room to work in, for the longest text.
    seen : ndarray of uint64, shape (capacity,)
    known : int
        How many it holds.
    new : ndarray of uint64, shape (capacity // 2,)
        Filled with the hashes that are new.
    places : ndarray of int64, shape (capacity // 2, 2)
        Filled with where each is written.

    Returns
    -------
    text : int
        The first text not looked at.
    found : int
        How many are new.
    """
    done = found = 0
    for text in range(first, len(counts)):
        count = max(counts[text], 0)
        if 2 * (known + found + count) > len(seen):
            return text, found
        if _has_new(hashes[done : done + count], seen):
            start = left[text, 0]
            scan(codes[start : left[text, 1]], composed, again, spans)
            for place in range(count):
                slot = _slot_of(seen, again[place])
                if seen[slot] == 0:
                    seen[slot] = new[found] = again[place]
                    places[found, 0] = start + spans[place, 0]
                    places[found, 1] = start + spans[place, 1]
                    found += 1
        done += count
    return len(counts), found
