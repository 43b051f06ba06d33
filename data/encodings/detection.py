"""Which encoding bytes are in, told by what they say in each."""

import io
from typing import IO, NamedTuple

from data.encodings.evidence import Evidence, weigh
from data.encodings.tables import LEGACY_ENCODINGS
from data.text import decode, sniff_encoding

# "Hà Nội" is enough. Of less, other languages have some by chance.
_LEAST_SYLLABLES = 2
_LEAST_SCORE = 2.5
# The second best reading must cost this much more.
_LEAST_LEAD = 2.0
# Bytes to tell the encoding by, before and after the first that is not UTF-8.
_BEFORE, _AFTER = 1 << 12, 1 << 16


class Decoded(NamedTuple):
    """A text, and the encoding of `LEGACY_ENCODINGS` it was in; empty for UTF-8 and UTF-16."""

    text: str
    encoding: str


def decode_vietnamese(raw: bytes) -> Decoded:
    r"""Decode UTF-8, UTF-16, TCVN3, VNI-Windows, VISCII or windows-1258, whichever it is.

    Raises
    ------
    UnicodeDecodeError
        As `data.text.decode` raises it, for UTF-8 or UTF-16: when the bytes are neither, and no
        other encoding makes Vietnamese of them, or two do.

    Examples
    --------
    >>> decode_vietnamese("Thñ t\u00adíng ®Õn Hµ Néi".encode("latin-1"))
    Decoded(text='Thủ tướng đến Hà Nội', encoding='tcvn3')
    """
    try:
        return Decoded(decode(raw), "")
    except UnicodeDecodeError as error:
        encoding = detect_in_file(io.BytesIO(raw), error.start)
        if encoding is None:
            raise
    return Decoded(LEGACY_ENCODINGS[encoding].decode(raw), encoding)


def detect_in_file(file: IO[bytes], place: int) -> str | None:
    """Name the legacy encoding of a file that can be wound back, if it is in one.

    Parameters
    ----------
    file : IO[bytes]
        A file that `data.text.decode` refuses.
    place : int
        The offset of the first byte that is wrong.
    """
    file.seek(0)
    if sniff_encoding(file.read(_BEFORE)) != "utf-8":
        return None
    file.seek(max(0, place - _BEFORE))
    return detect_encoding(file.read(_BEFORE + _AFTER))


def detect_encoding(raw: bytes, otherwise: str | None = None) -> str | None:
    """Name the encoding of `LEGACY_ENCODINGS` that makes Vietnamese of bytes, if just one does.

    Every encoding makes some text of any bytes. The right one makes words that are spelt as
    Vietnamese syllables are, of letters that Vietnamese uses often.

    Parameters
    ----------
    raw : bytes
        A piece of text, some thousand bytes of it if there are as many.
    otherwise : str, optional
        What the text is if it is in none: a rival, as UTF-8 with a broken byte is by default.
    """
    if b"\0" in raw:
        return None
    rival = raw.decode("utf-8", "replace") if otherwise is None else otherwise
    texts = {name: encoding.decode(raw) for name, encoding in LEGACY_ENCODINGS.items()}
    readings = {name: weigh(text) for name, text in texts.items()}
    best = min(readings, key=lambda name: readings[name].cost)
    rivals = [weigh(rival), *(readings[name] for name in texts if texts[name] != texts[best])]
    lead = min(rival.cost for rival in rivals) - readings[best].cost
    return best if _is_vietnamese(readings[best]) and lead >= _LEAST_LEAD else None


def _is_vietnamese(reading: Evidence) -> bool:
    syllables = reading.telling + reading.marked
    return syllables >= _LEAST_SYLLABLES and reading.score >= _LEAST_SCORE


def is_rather_utf_8(raw: bytes, encoding: str) -> bool:
    """Tell whether a line of a file in a legacy encoding is UTF-8 after all."""
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return weigh(text).cost < weigh(LEGACY_ENCODINGS[encoding].decode(raw)).cost
