"""A glance at a text, in compiled code: whether the cleaning rules may find anything in it.

Four articles of five are let through without a look by the rules themselves, which take many times
as long, and the interpreter's lock besides. What is looked for is what the rules look for first;
where they ask more, the glance says yes.
"""

from typing import Final

from model.above import anything_above
from model.alphabet import CAPITAL_OF_CREDITS, SIGNS
from model.below import anything_below
from model.codes import Codes, point
from model.compiled import compiled

AMID: Final = 1
ABOVE: Final = 2
BELOW: Final = 4
"""Where in a text the rules may find something."""

_FIRST_MARK: Final = point("\u0300")
_LAST_MARK: Final = point("\u036f")
_SIGNS: Final = tuple(map(point, SIGNS + CAPITAL_OF_CREDITS))


@compiled
def _anything_amid(codes: Codes) -> bool:
    """See a sign of what `scan` sees better, or a combining mark."""
    seen = False
    for place in range(len(codes)):  # not over the codes: through an iterator none is vectorised
        code = codes[place]
        seen |= (code >= _FIRST_MARK) & (code <= _LAST_MARK)
        for sign in _SIGNS:
            seen |= code == sign
    return seen


@compiled
def glance(codes: Codes) -> int:
    """Tell where the rules may find something: a sum of `AMID`, `ABOVE` and `BELOW`, or 0.

    With 0, only the signs that `scan` sees are left to look for.

    Parameters
    ----------
    codes : ndarray of uint32, shape (n_code_points,)
    """
    seen = ABOVE * anything_above(codes) + BELOW * anything_below(codes)
    return seen + AMID * _anything_amid(codes) if seen else 0
