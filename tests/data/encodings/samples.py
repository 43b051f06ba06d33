"""Texts in the encodings of before Unicode: the way back, built from the way there."""

from collections.abc import Mapping
from functools import cache
from itertools import product

from data.article import Article
from data.encodings import LEGACY_ENCODINGS
from data.readers import read_corpus

NEWS = "Thủ tướng: phải giữ vững tăng trưởng, kiềm chế lạm phát và ổn định đời sống người dân Huế."
EVERY_LETTER = (
    "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
)

# What VISCII has no place for is typed as a typewriter has it.
_TYPEWRITER = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"})


def starter() -> list[Article]:
    return list(read_corpus("data/starter"))


@cache
def _spellings(encoding: str) -> Mapping[str, bytes]:
    decode = LEGACY_ENCODINGS[encoding].decode
    single = {decode(bytes([code])): bytes([code]) for code in reversed(range(256))}
    if encoding == "tcvn3":
        lost = (letter for letter in EVERY_LETTER.upper() if letter not in "ĂÂĐÊÔƠƯ")
        return single | {capital: single[capital.lower()] for capital in lost if capital > "Z"}
    if encoding == "vni":
        # There is no room for letters of other languages: they are marks.
        others = {char for char in single if char.isalpha() and not char.isascii()}
        others -= {*EVERY_LETTER, *EVERY_LETTER.upper()}
        return {char: single[char] for char in single.keys() - others} | _pairs(encoding)
    return _pairs(encoding) | single


def _pairs(encoding: str) -> dict[str, bytes]:
    """The letters of two bytes; in VNI a mark has the case of its vowel."""
    decode = LEGACY_ENCODINGS[encoding].decode
    pairs = map(bytes, product(range(ord("A"), 256), range(0x80, 0x100)))
    return {
        letter: pair
        for pair in pairs
        if len(letter := decode(pair)) == 1
        if encoding != "vni" or pair.decode("latin-1").isupper() == letter.isupper()
    }


def writable(text: str, encoding: str) -> str:
    """What an encoding can hold of a text."""
    if encoding == "viscii":
        text = text.translate(_TYPEWRITER)
    return "".join(char for char in text if char in _spellings(encoding))


def encode(text: str, encoding: str) -> bytes:
    return b"".join(_spellings(encoding)[char] for char in text)


def as_read(text: str, encoding: str) -> str:
    """What comes back of a text: TCVN3 loses which letters with a mark are capitals."""
    if encoding != "tcvn3":
        return text
    return LEGACY_ENCODINGS[encoding].decode(encode(text, encoding))
