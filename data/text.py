"""Vietnamese text as code points: one form, one tone placement, its marks, its encodings.

Pure functions. `normalise` is what training and serving both apply before n-grams are counted.
"""

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise

# Grave, acute, hook above, tilde, dot below: the five tone marks.
_TONES = "\u0300\u0301\u0309\u0303\u0323"
# Circumflex, breve, horn: the marks that make other vowels.
_SHAPES = "\u0302\u0306\u031b"

# U+00D0 and U+00F0 (Icelandic eth) look like Đ and đ and are typed for them.
_ETH = (("\u00d0", "\u0110"), ("\u00f0", "\u0111"))


def _tone_moves() -> dict[str, str]:
    """Map each open oa, oe, uy with its tone on the last letter to the older spelling."""
    moves = {}
    for first, last in ("oa", "oe", "uy"):
        for tone in _TONES:
            for before in (first, first.upper()):
                for after in (last, last.upper()):
                    newer = before + unicodedata.normalize("NFC", after + tone)
                    older = unicodedata.normalize("NFC", before + tone) + after
                    moves[newer] = older
    return moves


_OLDER = _tone_moves()
# The syllable must end there, and in "quý" the u belongs to the initial.
_NEWER_TONE = re.compile(
    "(?:[oO][{oa_oe}]|(?<![qQ])[uU][{uy}])(?![^\\W_]|[\u0300-\u036f])".format(
        oa_oe="".join(sorted({pair[1] for pair in _OLDER if pair[0] in "oO"})),
        uy="".join(sorted({pair[1] for pair in _OLDER if pair[0] in "uU"})),
    )
)


def _settle(composed: str) -> str:
    """Apply the rules that replace code points one for one to text in NFC."""
    for eth, stroke in _ETH:
        # Many times faster than str.translate when there is nothing to replace.
        composed = composed.replace(eth, stroke)
    return _NEWER_TONE.sub(lambda match: _OLDER[match[0]], composed)


def normalise(text: str) -> str:
    """Bring Vietnamese text to the one spelling that is counted.

    NFC; Đ for a look-alike eth; the tone of an open oa, oe, uy on its first letter.

    Examples
    --------
    >>> normalise("Hoà bình, sức khoẻ, quý báu, HOÀN THUỶ")
    'Hòa bình, sức khỏe, quý báu, HOÀN THỦY'
    """
    return _settle(compose(text))


def compose(text: str) -> str:
    r"""Bring text to NFC, in time that grows with its length whatever marks it is flooded with.

    Examples
    --------
    >>> compose("a\u0301o")
    'áo'
    """
    if text.isascii():
        return text
    return "".join(unicodedata.normalize("NFC", piece) for piece in _pieces(text))


@lru_cache(maxsize=1)
def words_of(text: str) -> Sequence[str]:
    """Cut a text at white space; whoever asks next for the same text is told at once."""
    return text.split()


# Putting n combining marks in order takes time of n squared: no word is longer than this.
_LONGEST_WORD = 512
_LONGEST_RUN_OF_MARKS = 30


def _pieces(text: str) -> list[str]:
    """Cut text that a flood of marks would make slow to compose; any other is one piece."""
    if len(text) <= _LONGEST_WORD or max(map(len, text.split()), default=0) <= _LONGEST_WORD:
        return [text]
    pieces = []
    start = 0
    while start < len(text):
        end = start + _LONGEST_WORD
        while end < start + _LONGEST_WORD + _LONGEST_RUN_OF_MARKS and _is_mark(text[end : end + 1]):
            end += 1
        pieces.append(text[start:end])
        start = end
    return pieces


def _is_mark(char: str) -> bool:
    return char != "" and unicodedata.combining(char) > 0


def normalise_aligned(text: str) -> tuple[str, list[int]]:
    r"""Normalise, and say where each code point came from.

    Returns
    -------
    normalised : str
        The same string as ``normalise(text)``.
    offsets : list of int
        For each code point of `normalised` the offset in `text` where its source begins, in
        ascending order, and ``len(text)`` at the end: ``len(normalised) + 1`` numbers.

    Examples
    --------
    >>> normalise_aligned("a\u0301o")
    ('áo', [0, 2, 3])
    """
    composed: list[str] = []
    offsets: list[int] = []
    begin = 0
    for piece in _pieces(text):
        part = unicodedata.normalize("NFC", piece)
        starts = range(len(piece)) if part == piece else _aligned(piece)
        composed.append(part)
        offsets.extend(begin + start for start in starts)
        begin += len(piece)
    return _settle("".join(composed)), [*offsets, len(text)]


# Of these, composing changes none but where marks stand, and only marks join the letter before.
_LATIN = re.compile("[\0-\u036f\u1e00-\u1eff\u2002-\u206f]*+")
_MARKED_LETTER = re.compile("[^\u0300-\u036f]?[\u0300-\u036f]+")


def _aligned(text: str) -> list[int]:
    """Give each code point of text in NFC the offset in `text` where its source begins."""
    if _LATIN.fullmatch(text):
        clusters = [found.span() for found in _MARKED_LETTER.finditer(text)]
    else:
        clusters = list(pairwise([*_cluster_starts(text), len(text)]))
    offsets: list[int] = []
    done = 0
    for start, end in clusters:
        offsets.extend(range(done, start))
        length = len(unicodedata.normalize("NFC", text[start:end]))
        offsets.extend(min(start + place, end - 1) for place in range(length))
        done = end
    offsets.extend(range(done, len(text)))
    return offsets


def _cluster_starts(text: str) -> list[int]:
    """Cut text where composing the parts alone gives the same as composing the whole."""
    starts: list[int] = []
    for place, char in enumerate(text):
        if not starts or _begins_cluster(text[starts[-1] : place], char):
            starts.append(place)
    return starts


def _begins_cluster(before: str, char: str) -> bool:
    if char < "\u0300":
        return True
    if unicodedata.combining(unicodedata.normalize("NFD", char)[0]):
        return False
    # Some letters (Hangul vowels, a few Indic signs) join the letter before them.
    apart = unicodedata.normalize("NFC", before) + unicodedata.normalize("NFC", char)
    return unicodedata.normalize("NFC", before + char) == apart


def _base_letters() -> dict[int, int | str | None]:
    """Map each accented Latin letter to its bare letter, and each combining mark to nothing."""
    bare: dict[int, int | str | None] = dict.fromkeys(range(0x0300, 0x0370))
    for code in (*range(0x00C0, 0x0250), *range(0x1E00, 0x1F00)):
        base = unicodedata.normalize("NFD", chr(code))[0]
        if base.isascii():
            bare[code] = base
    return bare | str.maketrans("\u0110\u0111\u00d0\u00f0", "DdDd")


_BARE = _base_letters()
_BEYOND_ASCII = re.compile(r"[^\0-\x7f]+")
_TONED = "".join(
    unicodedata.normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in _TONES
)
_MARKED = re.compile(
    f"[ăâđêôơư{_TONED}{_TONES}{_SHAPES}]",
    re.IGNORECASE,
)


def strip_diacritics(text: str) -> str:
    """Take every mark off Latin letters, as one types without a Vietnamese keyboard.

    Examples
    --------
    >>> strip_diacritics("Đường về Huế")
    'Duong ve Hue'
    """
    if text.isascii():
        return text
    # `translate` asks for letter after letter as soon as one is not ASCII.
    return _BEYOND_ASCII.sub(lambda found: found[0].translate(_BARE), text)


def has_diacritics(text: str) -> bool:
    """Tell whether any letter carries a Vietnamese mark.

    Examples
    --------
    >>> has_diacritics("Đà Nẵng"), has_diacritics("Da Nang")
    (True, False)
    """
    return _MARKED.search(text) is not None


_BYTE_ORDER_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
# In UTF-16 Vietnamese at least this share of the code units is ASCII, with a zero byte each.
_ASCII_SHARE = 0.4


def sniff_encoding(head: bytes) -> str:
    """Name the Python codec of a text from its first bytes: UTF-8 or UTF-16, marked or not."""
    for mark, encoding in _BYTE_ORDER_MARKS:
        if head.startswith(mark):
            return encoding
    units, odd = divmod(len(head), 2)
    # The zero byte of an ASCII letter is the second in little endian and the first in big endian.
    little, big = head[1::2].count(0), head[::2].count(0)
    if not odd and min(little, big) < _ASCII_SHARE * units <= max(little, big):
        return "utf-16-le" if little > big else "utf-16-be"
    return "utf-8"


def decode(raw: bytes) -> str:
    """Decode UTF-8 or UTF-16 text, with or without a byte order mark.

    Raises
    ------
    UnicodeDecodeError
        With the offset of the first byte that is wrong; a NUL character is wrong too.

    Examples
    --------
    >>> decode("Huế".encode("utf-16-le"))
    'Huế'
    """
    encoding = sniff_encoding(raw[:4096])
    text = raw.decode(encoding)
    if (place := text.find("\0")) >= 0:
        start = len(text[:place].encode(encoding))
        raise UnicodeDecodeError(encoding, raw, start, start + 1, "NUL character")
    return text
