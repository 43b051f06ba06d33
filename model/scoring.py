"""The pipeline folded for serving: look-up, TF-IDF and linear scores in one compiled pass."""

from typing import Final

import numpy as np
from numpy.typing import NDArray

from model import table
from model.compiled import compiled
from model.finding import find_syllables
from model.intrinsics import BLOCK, add_block
from model.matching import match
from model.ngrams import MAX_ORDER

CHAINS: Final = 4
"""Sums that are built side by side: to add to the one just added to means to wait for it."""

_SUBLINEAR: Final = np.concatenate([[0.0], 1.0 + np.log(np.arange(1, 257))])
_STEPS: Final = np.diff(_SUBLINEAR)
_SQUARED_STEPS: Final = np.diff(_SUBLINEAR**2)
"""How the weight of a term frequency, 1 + log(tf), and its square grow with each occurrence."""

IDF_WIDTH: Final = 2
"""Of a row's idf, in coefficients."""

MATCHES, SYLLABLES, SINGLES, PAIRS, MARKS = range(5)
"""What is counted in a text: its features, or what it needs first; its syllables; how many of these
are known, and how many pairs of neighbours; its letters with diacritics."""

N_FACTS: Final = 5

_FIRST_LATIN: Final = np.uint32(0xC0)
_LATIN: Final = np.uint32(0x1B0 - 0xC0)
_FIRST_VIETNAMESE: Final = np.uint32(0x1EA0)
_VIETNAMESE: Final = np.uint32(0x1EF9 - 0x1EA0)
"""Letters with diacritics: two ranges, each from its first to as many further."""

Answers = NDArray[np.float64]
Facts = NDArray[np.int64]


@compiled
def _marked_letters(codes: NDArray[np.uint32]) -> int:
    """Count the letters with diacritics."""
    marked = 0
    for place in range(len(codes)):  # not over the codes: through an iterator none is vectorised
        code = codes[place]
        marked += (code - _FIRST_LATIN <= _LATIN) | (code - _FIRST_VIETNAMESE <= _VIETNAMESE)
    return marked


@compiled
def _note_known(found: NDArray[np.int32], matches: int, facts: Facts) -> None:
    """Count the known syllables and the known pairs among the matches."""
    singles = pairs = 0
    for place in range(matches):
        order = found[place, 1] % MAX_ORDER
        singles += order == 0
        pairs += order == 1
    facts[SINGLES] = singles
    facts[PAIRS] = pairs


@compiled
def _accumulate(
    found: NDArray[np.int32],
    matches: int,
    tally: NDArray[np.int32],
    idf: NDArray[np.float32],
    rows: NDArray[np.int16],
    blocks: int,
    sums: NDArray[np.float64],
) -> float:
    """Sum the matched features' coefficients times their TF-IDF, occurrence by occurrence.

    Parameters
    ----------
    found : ndarray of int32, shape (at least matches, 2)
    tally : ndarray of int32, shape (n_features,)
        All zero before and after.
    idf : ndarray of float32, shape (n_features, padding)
    rows : ndarray of int16, shape (n_features, padding)
        The same memory: an idf, then the subclasses' coefficients.
    blocks : int
        Of coefficients in a row.
    sums : ndarray of float64, shape (CHAINS * blocks * BLOCK,)
        Filled with sums that are still to be added to one another.

    Returns
    -------
    float
        The sum of the squared weights.
    """
    sums[:] = 0.0
    squares = 0.0
    width = rows.shape[1]
    flat = rows.reshape(-1)
    for place in range(matches):
        feature = found[place, 0]
        frequency = tally[feature]
        tally[feature] = frequency + 1
        rarity = np.float64(idf[feature, 0])
        if frequency < len(_STEPS):
            step, squared = _STEPS[frequency], _SQUARED_STEPS[frequency]
        else:
            before, after = 1.0 + np.log(frequency), 1.0 + np.log(frequency + 1)
            step, squared = after - before, after**2 - before**2
        squares += squared * rarity * rarity
        chain = (place % CHAINS) * blocks * BLOCK
        first = feature * width + IDF_WIDTH
        for block in range(0, blocks * BLOCK, BLOCK):
            add_block(sums, chain + block, flat, first + block, step * rarity)
    for place in range(matches):
        tally[found[place, 0]] = 0
    return squares


@compiled
def _compressed(score: float, compression: float) -> float:
    """Press positive scores together: how far one lies above 0 says less the higher it is."""
    return score / (1.0 + compression * score) if score > 0.0 else score


@compiled
def _finish(
    sums: NDArray[np.float64],
    squares: float,
    scales: NDArray[np.float64],
    intercepts: NDArray[np.float32],
    owners: NDArray[np.int32],
    calibration: tuple[float, float],
    answer: Answers,
) -> None:
    """Turn sums into scores, a section's the best of its own, and scores into probabilities."""
    n_sections = answer.shape[1]
    length = len(sums) // CHAINS
    norm = 1.0 / np.sqrt(squares) if squares > 0 else 0.0
    highest = -np.inf
    answer[0, :] = -np.inf
    for subclass in range(len(owners)):
        whole = 0.0
        for chain in range(CHAINS):
            whole += sums[chain * length + subclass]
        reached = whole * scales[subclass] * norm + intercepts[subclass]
        section = owners[subclass]
        answer[0, section] = max(answer[0, section], reached)
        highest = max(highest, reached)
    temperature, compression = calibration
    highest = _compressed(highest, compression)
    total = 0.0
    for section in range(n_sections):
        compressed = _compressed(answer[0, section], compression)
        answer[1, section] = np.exp((compressed - highest) / temperature)
        total += answer[1, section]
    for section in range(n_sections):
        answer[1, section] /= total


@compiled
def _score_one(
    codes: NDArray[np.uint32],
    composed: bool,
    cleaned: bool,
    cuts: bool,
    orders: tuple[int, int],
    headlines: bool,
    calibration: tuple[float, float],
    slots: table.Slots,
    idf: NDArray[np.float32],
    rows: NDArray[np.int16],
    scales: NDArray[np.float64],
    intercepts: NDArray[np.float32],
    owners: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    hashes: NDArray[np.uint64],
    spans: NDArray[np.int32],
    found: NDArray[np.int32],
    tally: NDArray[np.int32],
    sums: NDArray[np.float64],
    answer: Answers,
    facts: Facts,
) -> None:
    """Score one text and count what is known of it, or say that it needs something done first."""
    count, headline, start, stop = find_syllables(
        codes, composed, cleaned, cuts, kinds, hashes, spans
    )
    if count < 0:
        facts[MATCHES] = count
        return
    facts[SYLLABLES] = count
    facts[MARKS] = _marked_letters(codes[start:stop])
    matches = match(hashes, count, orders, False, slots, found, 0, idf, tally)
    _note_known(found, matches, facts)
    if headlines:
        matches = match(hashes, headline, orders, True, slots, found, matches, idf, tally)
    blocks = len(sums) // (CHAINS * BLOCK)
    squares = _accumulate(found, matches, tally, idf, rows, blocks, sums)
    _finish(sums, squares, scales, intercepts, owners, calibration, answer)
    facts[MATCHES] = matches


@compiled
def score(
    codes: NDArray[np.uint32],
    starts: NDArray[np.int64],
    composed: bool,
    cleaned: bool,
    cuts: bool,
    orders: tuple[int, int],
    headlines: bool,
    calibration: tuple[float, float],
    slots: table.Slots,
    idf: NDArray[np.float32],
    rows: NDArray[np.int16],
    scales: NDArray[np.float64],
    intercepts: NDArray[np.float32],
    owners: NDArray[np.int32],
    kinds: NDArray[np.uint8],
    hashes: NDArray[np.uint64],
    spans: NDArray[np.int32],
    found: NDArray[np.int32],
    tally: NDArray[np.int32],
    sums: NDArray[np.float64],
    answers: Answers,
    facts: Facts,
) -> int:
    """Score texts that lie side by side; return how many of them need something done first."""
    left = 0
    for text in range(len(starts)):
        stop = starts[text + 1] if text + 1 < len(starts) else len(codes)
        _score_one(
            codes[starts[text] : stop],
            composed,
            cleaned,
            cuts,
            orders,
            headlines,
            calibration,
            slots,
            idf,
            rows,
            scales,
            intercepts,
            owners,
            kinds,
            hashes,
            spans,
            found,
            tally,
            sums,
            answers[text],
            facts[text],
        )
        left += facts[text, MATCHES] < 0
    return left
