"""Text that was decoded wrongly somewhere before: tell how, and undo it."""

import re
from typing import NamedTuple

from data.encodings.detection import detect_encoding
from data.encodings.evidence import tells_nothing, weigh
from data.encodings.syllables import syllables
from data.encodings.tables import LEGACY_ENCODINGS, WINDOWS_1252

UTF_8_AS_LATIN_1 = "utf-8-as-latin-1"
UTF_8_AS_LATIN_1_TWICE = "utf-8-as-latin-1-twice"

# Marks and letters that no byte is read as in Latin-1 or windows-1252, early in any sound text.
_SOUND = re.compile("[ĂăĐđĨĩŨũƠơƯưẠ-ỹ\u0300\u0301\u0303\u0309\u0323]")
# What one in two marked letters in UTF-8 is read with, and sound text seldom has.
_SIGNS_OF_UTF_8 = "»ºÃ"
# What a byte is read as, in windows-1252 or, beyond ASCII only, in Latin-1.
_BYTE = {char: code for code, char in enumerate(WINDOWS_1252)} | {
    chr(code): code for code in range(0x80, 0xA0)
}


def _read_as(first: int, last: int) -> str:
    """Make a class of what the bytes of a range are read as."""
    return f"[{re.escape(''.join(char for char, code in _BYTE.items() if first <= code <= last))}]"


_READ = re.compile(f"{_read_as(0x00, 0xFF)}+")
_TRAIL = _read_as(0x80, 0xBF)
_UTF_8 = re.compile(
    f"{_read_as(0xC2, 0xDF)}{_TRAIL}"
    f"|{_read_as(0xE0, 0xEF)}{_TRAIL}{{2}}"
    f"|{_read_as(0xF0, 0xF4)}{_TRAIL}{{3}}"
)
_FIRST_OTHER_SCRIPT, _FIRST_VIETNAMESE = "\u0370", "\u1e00"
# The second byte of "à" is read as a no-break space, and soon a space like others, or lost.
# It is looked for where letters begin: from each of them, a long run would take its square.
_CUT_SHORT = re.compile(r"(?<![^\W\d_Ã])([^\W\d_Ã]*+)Ã( {0,2})(?=([.,:;!?”)]|[^\W\d_Ã]*+(?!Ã)|))")
# A word that comes right counts for at least 4.
_LEAST_GAIN = 4.0


class Repair(NamedTuple):
    """A text made right."""

    text: str
    was: str  # one of LEGACY_ENCODINGS, UTF_8_AS_LATIN_1 or UTF_8_AS_LATIN_1_TWICE


def repair(text: str) -> Repair | None:
    """Undo a wrong decoding: UTF-8 or a legacy encoding read as Latin-1 or windows-1252.

    Sound text, text of other languages and what cannot be decided give None; sound Vietnamese
    does so at once.

    Examples
    --------
    >>> repair("Tiáº¿ng Viá»‡t")
    Repair(text='Tiếng Việt', was='utf-8-as-latin-1')
    >>> repair("Haø Noäi")
    Repair(text='Hà Nội', was='vni')
    >>> repair("Hà Nội")
    """
    if tells_nothing(text):
        return None
    is_sound = _SOUND.search(text) is not None
    if is_sound and not any(sign in text for sign in _SIGNS_OF_UTF_8):
        return None
    found = [_from_utf_8(text), None if is_sound else _from_legacy(text)]
    return max(filter(None, found), key=lambda one: weigh(one.text).score, default=None)


def _from_utf_8(text: str) -> Repair | None:
    """Undo it wherever it was done: a text may be sound but for a quotation."""
    once = _UTF_8.sub(_character, text)
    if once == text:
        return None
    twice = _UTF_8.sub(_character, once)
    candidates = [
        Repair(_CUT_SHORT.sub(_complete, read), was)
        for read, was in ((once, UTF_8_AS_LATIN_1), (twice, UTF_8_AS_LATIN_1_TWICE))
    ]
    best = max(candidates, key=lambda candidate: weigh(candidate.text).score)
    return best if weigh(best.text).score - weigh(text).score >= _LEAST_GAIN else None


def _character(read: re.Match[str]) -> str:
    try:
        char = _bytes(read[0]).decode("utf-8")
    except UnicodeDecodeError:
        return read[0]
    # Alone among sound letters, Ô and a quotation mark are no letter of another script.
    return read[0] if _FIRST_OTHER_SCRIPT <= char < _FIRST_VIETNAMESE else char


def _complete(found: re.Match[str]) -> str:
    """Put "à" for an Ã that stands in no word of capitals, and one space less where there were two.

    One space may be all that is left of two: it stays unless a stop or the end of the syllable
    follows.
    """
    before, spaces, after = found.groups()
    if len(spaces) == 2:
        return f"{before}à "
    if (before + after).upper() == before + after:
        return found[0]
    is_one = after and (not after.isalpha() or f"{before}à{after}".lower() in syllables())
    return f"{before}à" + ("" if is_one else spaces)


def _from_legacy(text: str) -> Repair | None:
    if not weigh(text).wrong:
        return None
    raw = b"".join(map(_bytes, _READ.findall(text)))
    encoding = detect_encoding(raw, otherwise=text)
    if encoding is None:
        return None
    decode = LEGACY_ENCODINGS[encoding].decode
    return Repair(_READ.sub(lambda piece: decode(_bytes(piece[0])), text), encoding)


def _bytes(text: str) -> bytes:
    return bytes(_BYTE[char] for char in text)
