"""Sentences, headlines, and the mark that closes an article."""

import re

_SENTENCE_END = re.compile(r"(?:[.!…]|[.!?…][\"'”’»)\]]+)$")
_CLOSING = ".!…\"'”’»)]"
_SENTENCE_OR_QUESTION = re.compile(r"[.!?…][\"'”’»)\]]*$")
_FULL_STOP = re.compile(r"(?<!\.)\.[\"”’)]*$")
_SENTENCE_WORDS = 4
_LONG_LINE_WORDS = 30
_LONG_LINE_LETTERS = 2 * _LONG_LINE_WORDS
_HEADLINE_WORDS = 40


# How many characters at the end of a line say how it is closed.
_TAIL = 12
_END_MARK = re.compile(r"\.?\s*/\s*\.$")


def end_mark(line: str) -> int | None:
    """Return where the "./." that closes an article begins, its first full stop left out.

    Examples
    --------
    >>> end_mark("Cầu đã thông xe./.")
    16
    """
    foot = max(0, len(line) - _TAIL)
    found = _END_MARK.search(line[foot:])
    if not found:
        return None
    start = foot + found.start()
    return start + found[0].startswith(".") if start else 0


def ends_sentence(text: str) -> bool:
    """Tell whether a text ends as a sentence does, a question among them.

    Examples
    --------
    >>> ends_sentence("Vì sao?"), ends_sentence("“Cầu thông xe.”"), ends_sentence("Cầu thông xe")
    (True, True, False)
    """
    return _SENTENCE_OR_QUESTION.search(text[-_TAIL:]) is not None


def is_prose(line: str) -> bool:
    """Tell a sentence or a paragraph from a headline, a name or a link.

    A short line that ends in a question mark is taken for a headline, as most are.
    """
    if len(line) <= _LONG_LINE_LETTERS and line[-1:] not in _CLOSING:
        return False
    words = len(line.split())
    ended = words > _LONG_LINE_WORDS or _SENTENCE_END.search(line[-_TAIL:]) is not None
    return ended and words >= _SENTENCE_WORDS


def is_headline(line: str) -> bool:
    """Tell a line short enough for a headline that is not closed like a sentence."""
    return len(line.split()) <= _HEADLINE_WORDS and not _FULL_STOP.search(line[-_TAIL:])
