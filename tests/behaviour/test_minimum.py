"""The least that is asked: plain sentences no reader would doubt get their section."""

import tomllib
from pathlib import Path
from typing import Final

import pytest

from data.text import strip_diacritics
from model import SectionClassifier

_FILE = tomllib.loads(Path(__file__).with_name("sentences.toml").read_text(encoding="utf-8"))
SENTENCES: Final[dict[str, list[str]]] = _FILE["sentences"]
KNOWN_MISSES: Final = frozenset[str](_FILE["misses"])


def missed(shipped: SectionClassifier, sentences: list[str], expected: str) -> set[str]:
    answers = shipped.classify_many(sentences)
    return {
        sentence
        for sentence, answer in zip(sentences, answers, strict=True)
        if answer.section.slug != expected
    }


def test_the_sentences_are_plain(shipped: SectionClassifier) -> None:
    names = [section.name.casefold() for section in shipped.sections]
    assert set(SENTENCES) == {section.slug for section in shipped.sections}
    for slug, sentences in SENTENCES.items():
        assert len(set(sentences)) == 10, slug
        for sentence in sentences:
            assert 15 <= len(sentence.split()) <= 30, sentence
            assert not any(name in sentence.casefold() for name in names), sentence


@pytest.mark.parametrize("slug", SENTENCES)
def test_a_plain_sentence_gets_its_section(shipped: SectionClassifier, slug: str) -> None:
    sentences = SENTENCES[slug]
    assert missed(shipped, sentences, slug) == KNOWN_MISSES.intersection(sentences)


def test_few_misses_are_known() -> None:
    assert len(KNOWN_MISSES) <= 5
    assert KNOWN_MISSES.issubset(text for sentences in SENTENCES.values() for text in sentences)


def test_most_are_right_without_diacritics(shipped: SectionClassifier) -> None:
    wrong = [
        text
        for slug, sentences in SENTENCES.items()
        for text in missed(shipped, [strip_diacritics(each) for each in sentences], slug)
    ]
    assert len(wrong) <= 15, wrong
