"""The encodings Vietnamese was written in before Unicode: bytes in, text out.

=============  ====================================================================================
tcvn3          TCVN 5712:1993 VN3, the "ABC" of fonts such as .VnTime: a byte a letter. Of the
               marked capitals it has Ă Â Đ Ê Ô Ơ Ư alone: the others are the bytes of small
               letters in a font of capitals (.VnTimeH), and are read as small: "Hà NộI".
vni            VNI-Windows: a vowel's byte, then a byte for its marks; đ, ơ, ư and ị have their own.
viscii         VISCII 1.1 (RFC 1456): a byte a letter, for six capitals a control character.
windows-1258   Microsoft's: a vowel's byte, then where needed a combining tone mark; read as NFC.
=============  ====================================================================================

Bytes that an encoding gives no letter are read as windows-1252 reads them, as Windows did.
"""

import codecs
import re
import unicodedata
from collections.abc import Callable, Mapping
from itertools import product
from typing import NamedTuple


class LegacyEncoding(NamedTuple):
    """An encoding that keeps what is printed of ASCII."""

    letters: str  # what each of the 256 bytes stands for
    compose: Callable[[str], str]  # joins the letters that stand for one

    def decode(self, raw: bytes) -> str:
        """Decode: every byte stands for something, so that nothing is refused."""
        return self.compose(codecs.charmap_decode(raw, "strict", self.letters)[0])


def _table(codec: str) -> list[str]:
    """List the characters of a codec; a byte it leaves open is the control of that number."""
    raw = [bytes([code]) for code in range(256)]
    return [byte.decode(codec, "ignore") or byte.decode("latin-1") for byte in raw]


WINDOWS_1252 = "".join(_table("windows-1252"))


def _letters(first: int, letters: str) -> str:
    """Put letters at the bytes from `first` on, windows-1252 elsewhere; a space leaves a gap."""
    table = list(WINDOWS_1252)
    for code, letter in enumerate(letters, first):
        if letter != " ":
            table[code] = letter
    return "".join(table)


# The rows end at AF, BF and so on.
_TCVN3 = _letters(
    0xA1,
    "ĂÂÊÔƠƯĐăâêôơưđ "
    "     àảãáạ ằẳẵắ "
    "      ặầẩẫấậè ẻẽ"
    "éẹềểễếệìỉ   ĩíịò"
    " ỏõóọồổỗốộờởỡớợù"
    " ủũúụừửữứựỳỷỹýỵ ",
)
_VISCII = _letters(
    0x80,
    "ẠẮẰẶẤẦẨẬẼẸẾỀỂỄỆỐ"
    "ỒỔỖỘỢỚỜỞỊỎỌỈỦŨỤỲ"
    "Õắằặấầẩậẽẹếềểễệố"
    "ồổỗỠƠộờởịỰỨỪỬơớƯ"
    "ÀÁÂÃẢĂẳẵÈÉÊẺÌÍĨỳ"
    "ĐứÒÓÔạỷừửÙÚỹỵÝỡư"
    "àáâãảăữẫèéêẻìíĩỉ"
    "đựòóôõỏọụùúũủýợỮ",
).translate({0x02: "Ẳ", 0x05: "Ẵ", 0x06: "Ẫ", 0x14: "Ỷ", 0x19: "Ỹ", 0x1E: "Ỵ"})

_VNI_LETTERS = dict(zip("ñíìæóòôöîÑÍÌÆÓÒÔÖÎ", "đíìỉĩịơưỵĐÍÌỈĨỊƠƯỴ", strict=True))
# The marks of VNI and what they are, after one of these vowels.
_VNI_MARKS: Mapping[str, Mapping[str, str]] = {
    "aeouyôö": {"ø": "\u0300", "ù": "\u0301", "û": "\u0309", "õ": "\u0303", "ï": "\u0323"},
    "aeo": {
        "â": "\u0302",
        "à": "\u0302\u0300",
        "á": "\u0302\u0301",
        "å": "\u0302\u0309",
        "ã": "\u0302\u0303",
        "ä": "\u0302\u0323",
    },
    "a": {
        "ê": "\u0306",
        "è": "\u0306\u0300",
        "é": "\u0306\u0301",
        "ú": "\u0306\u0309",
        "ü": "\u0306\u0303",
        "ë": "\u0306\u0323",
    },
}


def _vni_pairs() -> dict[str, str]:
    """Map each vowel and mark of VNI to the letter they make; the vowel's case counts."""
    pairs: dict[str, str] = {}
    for vowels, marks in _VNI_MARKS.items():
        for vowel, (mark, meaning) in product(vowels + vowels.upper(), marks.items()):
            letter = unicodedata.normalize("NFC", _VNI_LETTERS.get(vowel, vowel) + meaning)
            pairs |= {vowel + mark: letter, vowel + mark.upper(): letter}
    return pairs


_VNI = _VNI_LETTERS | _vni_pairs()
_VNI_SPELLING = re.compile(
    "|".join(
        f"[{vowels}{vowels.upper()}][{''.join(marks)}{''.join(marks).upper()}]"
        for vowels, marks in _VNI_MARKS.items()
    )
    + f"|[{''.join(_VNI_LETTERS)}]"
)


def _compose_vni(text: str) -> str:
    return _VNI_SPELLING.sub(lambda found: _VNI[found[0]], text)


def _compose_marks(text: str) -> str:
    return unicodedata.normalize("NFC", text)


def _as_it_is(text: str) -> str:
    return text


LEGACY_ENCODINGS: Mapping[str, LegacyEncoding] = {
    "tcvn3": LegacyEncoding(_TCVN3, _as_it_is),
    "vni": LegacyEncoding(WINDOWS_1252, _compose_vni),
    "viscii": LegacyEncoding(_VISCII, _as_it_is),
    "windows-1258": LegacyEncoding("".join(_table("windows-1258")), _compose_marks),
}
