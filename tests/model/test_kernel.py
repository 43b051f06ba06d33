"""The compiled kernel against a slow and obvious reading of the same rules."""

import unicodedata
from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.errors import TextTooLong
from data.text import compose
from model import ngrams
from model.alphabet import LETTERS
from model.counting import count_by_label, count_matrix
from model.hashing import hash_corpus
from model.ngrams import code_points, extend, scan_text, spell
from model.selection import best
from model.vocabulary import count_vocabulary

TONES = "\u0300\u0301\u0303\u0309\u0323"
OLDER_PLACE = {
    first + unicodedata.normalize("NFC", second + tone): unicodedata.normalize("NFC", first + tone)
    + second
    for first, second in ("oa", "oe", "uy")
    for tone in TONES
}


def folded(char: str) -> str:
    """A letter's small form, nothing for what is skipped, a space for what separates."""
    if char in "\u00ad\u200c\u200d\u2060\ufeff" or "\u1100" <= char < "\u1200":
        return ""
    if unicodedata.category(char)[0] == "M" and char <= "\uffff":
        return ""
    if char in "Ðð":
        return "đ"
    if "\uff01" <= char <= "\uff5e":
        char = unicodedata.normalize("NFKC", char)
    small = char.lower()[0]
    return small if small.isalnum() and char <= "\uffff" else " "


def syllables_of(text: str) -> list[str]:
    read = "".join(map(folded, unicodedata.normalize("NFC", text))).split(" ")
    return [moved(syllable) for syllable in read if syllable]


def moved(syllable: str) -> str:
    if syllable[-3:-1] == "qu":
        return syllable
    return syllable[:-2] + OLDER_PLACE.get(syllable[-2:], syllable[-2:])


def hash_of(syllable: str) -> int:
    """Models on disk hold these numbers: another hash is another format."""
    wrap, multiplier = 2**64, 0x9E3779B97F4A7C15
    last_eight = earlier = 0
    for letter in syllable:
        kind = 1 + LETTERS.index(letter) if letter in LETTERS else 255
        if kind == 255:
            earlier = (earlier ^ ord(letter)) * multiplier % wrap
        earlier = (earlier ^ last_eight >> 56) * multiplier % wrap
        last_eight = (last_eight << 8 | kind) % wrap
    state = last_eight ^ earlier >> 24 << 24
    state = (state ^ state >> 32) * multiplier % wrap
    return state ^ state >> 32


def test_hashes_stay_what_they_are() -> None:
    hashes = [17767331182626606252, 10864926275089760203, 9667384049239596299]
    assert scan_text("Nghiễng Washington каша").hashes.tolist() == hashes


def headline_of(text: str) -> list[str]:
    lines = map(syllables_of, text.replace("\r", "\n").split("\n"))
    return next(filter(None, lines), [])[:64]


def ngrams_of(syllables: list[str], shortest: int, longest: int, mark: str = "") -> list[str]:
    return [
        mark + " ".join(syllables[start : start + order])
        for order in range(shortest, longest + 1)
        for start in range(len(syllables) - order + 1)
    ]


def features_of(text: str, shortest: int, longest: int) -> list[str]:
    anywhere = ngrams_of(syllables_of(text), shortest, longest)
    return anywhere + ngrams_of(headline_of(text), shortest, longest, mark="^")


ODDITIES = [
    "",
    "Ảnh: Ả, ẢNH",
    "\0",
    "a\0\0",
    "\u0301\u0323\u0309",
    "hoà hòa HOÀ ho\u0061\u0300",
    "q\u200buý quý ｑuý thuý",
    "hoà2 hoà\u200b2 hoà\u0591n",
    "Ðà Nẵng đà nẵng",
    "\ud800hoà\udfff",
    "한국 \u1112\u1161\u11ab",
    "\u0958 \u0915\u093c",
    "\U0001d15e\u0301 a\U0001d165\u0301",
    "nghiễm" * 20_000,
    "a" + "\u0301\u0323" * 100_000 + " hoà",
]


@pytest.mark.parametrize("text", ODDITIES, ids=range(len(ODDITIES)))
def test_odd_texts_are_read_by_the_rules(text: str) -> None:
    corpus = hash_corpus([text])
    spelt = [spell(corpus.written[hashed]) for hashed in corpus.hashes.tolist()]
    assert corpus.hashes.tolist() == [*map(hash_of, spelt)]
    if "\u0301\u0323" * 300 in text:
        assert spelt[-1] == "hòa"  # and in a moment: such a flood is cut, not put in order
    else:
        assert spelt == syllables_of(text)


@given(st.data())
def test_syllables_are_read_by_the_rules(
    texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    text = data.draw(texts)
    corpus = hash_corpus([text])
    syllables = syllables_of(text)
    assert corpus.hashes.tolist() == [*map(hash_of, syllables)]
    assert [spell(corpus.written[hashed]) for hashed in corpus.hashes.tolist()] == syllables


@given(st.data())
def test_a_span_holds_its_syllable(texts: st.SearchStrategy[str], data: st.DataObject) -> None:
    text = data.draw(texts)
    scanned = scan_text(text)
    assert scanned.text in {text, unicodedata.normalize("NFC", text)}
    assert [spell(scanned.text[a:b]) for a, b in scanned.spans.tolist()] == syllables_of(text)


@given(st.data())
def test_every_form_of_a_text_has_the_same_hashes(
    texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    text = data.draw(texts)
    hashes = scan_text(text).hashes.tolist()
    assert scan_text(unicodedata.normalize("NFC", text)).hashes.tolist() == hashes
    assert scan_text(unicodedata.normalize("NFD", text)).hashes.tolist() == hashes


def test_every_character_that_is_not_composed_is_read_as_if_it_were() -> None:
    characters = map(chr, range(0x110000))
    loose = [char for char in characters if unicodedata.normalize("NFC", char) != char]
    assert len(loose) > 1000
    for char in loose:
        assert [*map(hash_of, syllables_of(char))] == scan_text(char).hashes.tolist()


@given(st.data())
def test_ngrams_are_counted_by_the_rules(
    texts: st.SearchStrategy[str], data: st.DataObject
) -> None:
    lines = st.lists(texts, max_size=3).map("\n".join)
    corpus = data.draw(st.lists(texts | lines, max_size=5))
    shortest = data.draw(st.integers(1, 4))
    longest = data.draw(st.integers(shortest, 4))
    min_df = data.draw(st.integers(1, 2))
    expected = [Counter(features_of(text, shortest, longest)) for text in corpus]
    frequency = Counter(ngram for counts in expected for ngram in counts)

    hashed = hash_corpus(corpus)
    vocabulary = count_vocabulary(hashed, (shortest, longest), min_df)
    names = [
        ("^" if headline else "") + " ".join(spell(hashed.written[each]) for each in row if each)
        for row, headline in zip(vocabulary.syllables.tolist(), vocabulary.in_headline, strict=True)
    ]
    kept = {ngram: df for ngram, df in frequency.items() if df >= min_df}
    assert dict(zip(names, vocabulary.document_frequency.tolist(), strict=True)) == kept

    counts, columns, bounds = count_matrix(hashed, (shortest, longest), vocabulary.keys)
    for row, wanted in enumerate(expected):
        entries = slice(bounds[row], bounds[row + 1])
        found = {names[c]: n for c, n in zip(columns[entries], counts[entries], strict=True)}
        assert found == {ngram: n for ngram, n in wanted.items() if ngram in kept}


def test_the_vocabulary_grows_beyond_its_first_table() -> None:
    texts = [" ".join(f"t{text}x{word}" for word in range(700)) for text in range(120)]
    hashed = hash_corpus(texts).without_headlines()
    vocabulary = count_vocabulary(hashed, (1, 2))
    assert len(hashed.written) == 84_000
    assert len(np.unique(vocabulary.keys)) == 84_000 + 120 * 699
    assert set(vocabulary.document_frequency.tolist()) == {1}
    assert count_matrix(hashed, (1, 2), vocabulary.keys)[0].tolist() == [1.0] * (120 * 1399)


def test_the_order_of_the_vocabulary_does_not_depend_on_that_of_the_texts() -> None:
    texts = ["một hai ba", "hai ba bốn", "ba bốn năm", "hai"]
    orders = (1, 2)
    forth, back = (
        count_vocabulary(hash_corpus(each), orders).keys.tolist() for each in (texts, texts[::-1])
    )
    assert forth == back


def test_a_key_chains_the_hashes_of_its_syllables() -> None:
    first, second = scan_text("bóng đá").hashes
    two = count_vocabulary(hash_corpus(["bóng đá"]).without_headlines(), (2, 2))
    assert two.keys.tolist() == [int(extend(first, second))]
    assert int(extend(second, first)) != int(extend(first, second))


@pytest.mark.parametrize(
    ("text", "headline"),
    [
        ("Giá vàng tăng\nSáng nay", 3),
        ("\n \r\n Giá vàng tăng\r\nSáng nay", 3),
        ("Giá vàng tăng", 3),
        ("từ " * 100, 64),
        ("từ " * 100 + "\nrồi", 64),
        ("😀\n", 0),
        ("", 0),
    ],
)
def test_the_headline_is_the_first_line(text: str, headline: int) -> None:
    assert scan_text(text).headline == headline


def test_a_letter_flooded_with_marks_composes_in_a_moment() -> None:
    assert compose("a" + "\u0301\u0323" * 500_000).startswith("ạ")


def test_a_text_beyond_the_limit_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ngrams, "LONGEST_TEXT", 10)
    assert len(code_points("a" * 10)) == 10
    with pytest.raises(TextTooLong, match="longer than 10 characters"):
        scan_text("a" * 11)


@pytest.mark.parametrize("orders", [(1, 2), (2, 3)])
def test_excerpts_are_counted_by_label_with_their_articles(orders: tuple[int, int]) -> None:
    texts = ["Một hai\nba bốn " + "năm sáu " * 40, "bảy tám " * 90 + "\nmột hai", "ba\n", ""]
    labels = np.array([1, 0, 1, 0])
    corpus = hash_corpus(texts)
    keys = count_vocabulary(corpus, orders).keys
    counted = count_by_label(corpus, orders, keys, labels, 2, excerpts=True)
    parts = (corpus, *corpus.excerpts())
    apart = [count_by_label(part, orders, keys, labels, 2) for part in parts]
    assert (counted == sum(apart)).all()
    assert (counted != apart[0]).any()


@pytest.mark.parametrize("number", [1, 3, 4, 9])
def test_the_best_are_the_first_among_equals(number: int) -> None:
    merit = np.array([1.0, 5.0, 3.0, 3.0, -1.0, 3.0, 5.0])
    ranked = np.argsort(-merit, kind="stable")[:number]
    assert best(merit, number).tolist() == sorted(ranked.tolist())
