"""What the signatures promise."""

import numpy as np
import pytest

from data.duplicates.candidates import SIGNATURE, choose_bands, signatures


@pytest.mark.parametrize("threshold", [0.1, 0.3, 0.5, 0.7, 0.8, 0.9, 0.99, 1.0])
def test_bands_miss_one_pair_in_ten_thousand_at_most(threshold: float) -> None:
    bands, rows = choose_bands(threshold)
    assert bands * rows <= SIGNATURE
    assert (1 - threshold**rows) ** bands <= 1e-4


def test_signatures_agree_as_often_as_sets_are_similar() -> None:
    rng = np.random.default_rng(0)
    whole = rng.integers(0, 2**63, 2000, dtype=np.uint64)
    sets = [np.sort(whole[start : start + 1000]) for start in (0, 250, 500, 750)]
    first, *others = signatures(sets)
    for place, other in enumerate(others, start=1):
        shared = 1000 - 250 * place
        assert (first == other).mean() == pytest.approx(shared / (2000 - shared), abs=0.13)
