"""What is no Vietnamese news is not accepted, and the answer says why."""

import random
import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

import pytest

from data.text import strip_diacritics
from model import SectionClassifier
from model.doubts import LOW_VOCABULARY_COVERAGE, NO_DIACRITICS, NOT_VIETNAMESE

N_TEXTS: Final = 20
MOST_TAKEN: Final = 0.05
SENTENCES: Final[dict[str, list[str]]] = tomllib.loads(
    Path(__file__).with_name("refused.toml").read_text(encoding="utf-8")
)

_LATIN: Final = (
    "lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor incididunt ut "
    "labore et dolore magna aliqua enim ad minim veniam quis nostrud exercitation ullamco laboris"
).split()
_ONSETS: Final = "b c ch d đ g gh h k kh l m n ng nh p ph qu r s t th tr v x".split()
_RIMES: Final = "ạp ẫc ễch ỉm õng ụt ừp ởn ỳnh uẩng iễp oạc ượm ẵt ẻo ũi yếng oẵng uỵch ỗc".split()
_KEYS: Final = "asdfghjkl;qwertyuiopzxcvbnm,."
_EMOJI: Final = "😀😂🔥👍🎉⚽🚗💰🏥🌍🎵💻🍜❤🙏"

Draw = random.Random


def scattered(words: Sequence[str], draw: Draw) -> str:
    """Set 20 to 120 of the words in a row, in any order and again and again."""
    return " ".join(draw.choices(words, k=draw.randint(20, 120)))


def lorem_ipsum(draw: Draw) -> str:
    return scattered(_LATIN, draw)


def made_up_syllables(draw: Draw) -> str:
    return scattered([onset + rime for onset in _ONSETS for rime in _RIMES], draw)


def keyboard_mash(draw: Draw) -> str:
    words = ["".join(draw.choices(_KEYS, k=draw.randint(3, 12))) for _ in range(50)]
    return scattered(words, draw)


def numbers(draw: Draw) -> str:
    return scattered([f"{draw.randrange(10**6):,}" for _ in range(50)], draw)


def emoji(draw: Draw) -> str:
    return scattered(_EMOJI, draw)


def shuffled(kind: str) -> list[str]:
    """Return texts of three or more of the sentences of a kind, in any order."""
    draw, sentences = Draw(0), SENTENCES[kind]
    return [
        " ".join(draw.sample(sentences, k=draw.randint(3, len(sentences)))) for _ in range(N_TEXTS)
    ]


def assert_refused(shipped: SectionClassifier, texts: list[str]) -> None:
    """Hold that nearly all are refused, for what they are made of."""
    reasons = {NOT_VIETNAMESE, LOW_VOCABULARY_COVERAGE}
    taken = [
        (text, answer.section.slug, answer.warnings)
        for text, answer in zip(texts, shipped.classify_many(texts), strict=True)
        if answer.accepted is not False or reasons.isdisjoint(answer.warnings)
    ]
    assert len(taken) <= MOST_TAKEN * len(texts), taken


@pytest.mark.parametrize("kind", SENTENCES)
def test_another_language_or_genre_is_refused(shipped: SectionClassifier, kind: str) -> None:
    assert_refused(shipped, shuffled(kind))


@pytest.mark.parametrize("kind", ["english", "french", "german", "thai", "chinese"])
def test_a_text_without_vietnamese_marks_is_said_to_be(
    shipped: SectionClassifier, kind: str
) -> None:
    assert all(NO_DIACRITICS in answer.warnings for answer in shipped.classify_many(shuffled(kind)))


@pytest.mark.parametrize("noise", [lorem_ipsum, made_up_syllables, keyboard_mash, numbers, emoji])
def test_noise_is_refused(shipped: SectionClassifier, noise: Callable[[Draw], str]) -> None:
    draw = Draw(0)
    assert_refused(shipped, [noise(draw) for _ in range(N_TEXTS)])


@pytest.mark.parametrize("typed", [str, strip_diacritics])
def test_syllables_in_no_order_are_refused(
    shipped: SectionClassifier, articles: list[str], typed: Callable[[str], str]
) -> None:
    """Even those of real articles, as often as they come there."""
    draw = Draw(0)
    syllables = [word for text in articles for word in re.findall(r"[^\W\d_]+", text)]
    assert_refused(shipped, [typed(scattered(syllables, draw)) for _ in range(N_TEXTS)])
