"""How figures are written in Vietnamese and in English."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from markupsafe import Markup, escape

_SWAPPED: Final = str.maketrans(".,", ",.")


@dataclass(frozen=True, slots=True)
class Language:
    """Writes figures as the readers of a language do.

    Examples
    --------
    >>> VIETNAMESE.percent(0.9344), ENGLISH.percent(0.9344)
    ('93,4%', '93.4%')
    >>> VIETNAMESE.count(33759), ENGLISH.count(33759)
    ('33.759', '33,759')
    >>> VIETNAMESE.percents({"value": 0.9344, "low": 0.932, "high": 0.9369})
    '93,2–93,7%'
    """

    code: Literal["vi", "en"]

    def count(self, number: int) -> str:
        """Write a whole number."""
        return self._write(f"{number:,}")

    def decimal(self, value: float, digits: int = 2) -> str:
        """Write a figure."""
        return self._write(f"{value:.{digits}f}")

    def percent(self, share: float, digits: int = 1) -> str:
        """Write a share."""
        return self._write(f"{share:.{digits}%}")

    def points(self, share: float, digits: int = 1) -> str:
        """Write a difference of two shares in hundredths, without its sign."""
        return self._write(f"{abs(100 * share):.{digits}f}")

    def signed(self, value: float, digits: int = 3) -> str:
        """Write a difference with its sign, a real minus."""
        return self._write(f"{value:+.{digits}f}").replace("-", "−")

    def decimals(self, interval: Mapping[str, float], digits: int = 2) -> str:
        """Write from where to where a figure may lie."""
        low, high = interval["low"], interval["high"]
        return self._write(f"{low:.{digits}f}–{high:.{digits}f}")

    def percents(self, interval: Mapping[str, float], digits: int = 1) -> str:
        """Write from where to where a share may lie."""
        low, high = interval["low"], interval["high"]
        return self._write(f"{100 * low:.{digits}f}–{high:.{digits}%}")

    def _write(self, english: str) -> str:
        return english.translate(_SWAPPED) if self.code == "vi" else english


VIETNAMESE: Final = Language("vi")
ENGLISH: Final = Language("en")


def both(vietnamese: str, english: str) -> Markup:
    """Say something in both languages; the page shows one of them.

    Examples
    --------
    >>> both("Bài", "A < b")
    Markup('<span class="t" lang="vi">Bài</span><span class="t" lang="en">A &lt; b</span>')
    """
    pairs = (("vi", vietnamese), ("en", english))
    return Markup("").join(
        Markup('<span class="t" lang="{}">{}</span>').format(code, escape(text))
        for code, text in pairs
    )


def figure(written: str) -> Markup:
    """Mark a figure, written as in Vietnamese, that stands alone: the page rewrites it for English.

    Examples
    --------
    >>> figure(VIETNAMESE.percent(0.5))
    Markup('<span class="n">50,0%</span>')
    """
    return Markup('<span class="n">{}</span>').format(written)
