"""The look-up from keys to features."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from model import table

keys = st.lists(st.integers(1, 2**64 - 1), unique_by=lambda key: key >> 32, max_size=50)


@given(keys, st.integers(1, 2**64 - 1))
def test_it_finds_every_key_and_no_other(known: list[int], other: int) -> None:
    slots = table.build(np.array(known, dtype=np.uint64))
    assert [table.find(slots, np.uint64(key)) for key in known] == [*range(len(known))]
    if other >> 32 not in {key >> 32 for key in known}:
        assert table.find(slots, np.uint64(other)) == -1


def test_keys_that_want_the_same_slot_get_along() -> None:
    known = (np.arange(1, 1001, dtype=np.uint64) << np.uint64(32)) | np.uint64(0xFFFFFFFF)
    slots = table.build(known)
    assert [table.find(slots, key) for key in known] == [*range(1000)]


def test_repeated_keys_do_not_fill_the_table() -> None:
    slots = table.build(np.full(1000, 7 << 32, dtype=np.uint64))
    assert table.find(slots, np.uint64(7 << 32)) == 0
    assert table.find(slots, np.uint64(8 << 32)) == -1
