"""The encodings Vietnamese comes in, and text that went through the wrong one.

Pure functions. `decode_vietnamese` reads bytes of any encoding, `repair` undoes a wrong reading,
`spelling` measures how Vietnamese a text is.
"""

from data.encodings.detection import Decoded, decode_vietnamese, detect_encoding
from data.encodings.repair import Repair, repair
from data.encodings.spelling import Spelling, is_vietnamese, lost_tone_marks, spelling
from data.encodings.tables import LEGACY_ENCODINGS

__all__ = [
    "LEGACY_ENCODINGS",
    "Decoded",
    "Repair",
    "Spelling",
    "decode_vietnamese",
    "detect_encoding",
    "is_vietnamese",
    "lost_tone_marks",
    "repair",
    "spelling",
]
