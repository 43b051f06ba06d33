"""What is remembered of words: most of a corpus are few."""

from collections.abc import Callable
from typing import Final, TypeVar

T = TypeVar("T")

_MOST: Final = 1 << 18
_LONGEST: Final = 32
"""Characters; a text without spaces is a single long word."""


class Memory(dict[str, T]):
    """What a function makes of each word it has met, found again as fast as in a dictionary.

    It stays small: long words are worked out anew each time, and all are forgotten when there
    are too many.

    Parameters
    ----------
    work : callable
    most : int
        Words to remember.

    Examples
    --------
    >>> capitals = Memory(str.upper)
    >>> list(map(capitals.__getitem__, "giá vàng tăng giá".split()))
    ['GIÁ', 'VÀNG', 'TĂNG', 'GIÁ']
    >>> len(capitals)
    3
    """

    def __init__(self, work: Callable[[str], T], most: int = _MOST) -> None:
        super().__init__()
        self._work = work
        self._most = most

    def __missing__(self, word: str) -> T:
        made = self._work(word)
        if len(word) <= _LONGEST:
            if len(self) >= self._most:
                self.clear()
            self[word] = made
        return made
