"""Bytes of any encoding, and bytes of none."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.article import Article
from data.encodings import LEGACY_ENCODINGS, decode_vietnamese, detect_encoding
from tests.data.encodings.samples import NEWS, as_read, encode, starter, writable

encodings = pytest.mark.parametrize("encoding", LEGACY_ENCODINGS)


@pytest.fixture(scope="module")
def articles() -> list[Article]:
    return starter()


def right_share(texts: list[str], encoding: str) -> float:
    """Share of texts that come back from an encoding to the letter, and are said to be in it."""
    right = total = 0
    for text in (writable(text, encoding) for text in texts):
        if not text.isascii():
            total += 1
            raw = encode(text, encoding)
            detected = detect_encoding(raw)
            right += detected is not None and decode_vietnamese(raw).text == as_read(text, encoding)
    return right / total


@encodings
def test_headlines_are_told_apart(encoding: str, articles: list[Article]) -> None:
    assert right_share([article.title for article in articles], encoding) >= 0.98


@encodings
def test_articles_are_told_apart(encoding: str, articles: list[Article]) -> None:
    assert right_share([article.text for article in articles[::10]], encoding) == 1


@pytest.mark.slow
@encodings
def test_all_articles_are_told_apart(encoding: str, articles: list[Article]) -> None:
    assert right_share([article.text for article in articles], encoding) >= 0.999


@encodings
def test_one_sentence_among_much_english_is_enough(encoding: str) -> None:
    english = (
        "the quick brown fox jumps over lazy dogs while nobody watches https://example.org/x\n"
    )
    text = english * 40 + NEWS + "\n" + english * 40
    assert decode_vietnamese(encode(text, encoding)) == (as_read(text, encoding), encoding)


def test_no_name_is_given_to_unicode() -> None:
    for codec in ("utf-8", "utf-8-sig", "utf-16"):
        assert decode_vietnamese(NEWS.encode(codec)) == (NEWS, "")
    assert decode_vietnamese(b"Messi 2-1 Ronaldo") == ("Messi 2-1 Ronaldo", "")


FOREIGN = {
    "French": "Après l’été, la rentrée littéraire a déjà réservé à ses élèves où là-bas des idées.",
    "French headline": "Retour à Paris : où est né le thé ?",
    "German": "Für die Übertragung der Spiele müssen künftig höhere Gebühren gezahlt werden.",
    "Spanish": "¿Qué pasó? El país votó sí, según él, y mañana habrá más información aquí.",
    "Portuguese": "A eleição não será adiada; são três opções à disposição dos cidadãos.",
    "Italian": "Perché la città non può più aspettare: così è stato deciso lunedì.",
    "Swedish": "Vädret blir på många håll kallare än väntat, säger åskådare på söndag.",
    "Finnish": "Hän ei ole nähnyt yhtään tätä päivää, mutta pitää säästä ja työstä.",
    "Icelandic": "Það er ekki víst að þetta sé rétt, sagði ráðherrann í gær.",
}
EASTERN = {
    "Czech": "Příští týden bude v Čechách chladněji, říkají meteorologové, déšť už přichází.",
    "Polish": "Rząd zapowiedział, że świąteczne połączenia będą droższe niż w zeszłym roku.",
    "Hungarian": "A jövő héten hűvösebb idő várható, és több helyen is esős lesz az ősz.",
    "Slovak": "Najbližší týždeň bude podľa meteorológov chladnejší a dážď už prichádza.",
}


@pytest.mark.parametrize(
    ("text", "codec"),
    [(text, "windows-1252") for text in FOREIGN.values()]
    + [(text, codec) for text in EASTERN.values() for codec in ("windows-1250", "iso8859-2")]
    + [("Правительство объявило о новых мерах поддержки", "windows-1251")]
    + [("日本語の新聞記事の見出しです", "shift_jis"), ("今天的新闻报道", "gb18030")],
)
def test_other_languages_are_refused(text: str, codec: str) -> None:
    for length in (40, None):
        with pytest.raises(UnicodeDecodeError):
            decode_vietnamese(text[:length].encode(codec))


@pytest.mark.parametrize("text", ["Huế", "Lý do", "Nhà 5"])
def test_too_little_is_refused_rather_than_guessed(text: str) -> None:
    for encoding in LEGACY_ENCODINGS:
        with pytest.raises(UnicodeDecodeError, match="utf-8"):
            decode_vietnamese(encode(text, encoding))


@given(st.integers(0, len(NEWS.encode()) - 1), st.integers(0xF5, 0xFF))
def test_utf_8_with_a_wrong_byte_stays_wrong(place: int, byte: int) -> None:
    raw = bytearray((NEWS + NEWS).encode())
    raw[place:place] = bytes([byte])
    with pytest.raises(UnicodeDecodeError) as caught:
        decode_vietnamese(bytes(raw))
    assert caught.value.start <= place


@given(st.binary())
def test_any_bytes_are_read_or_refused(raw: bytes) -> None:
    try:
        decoded = decode_vietnamese(raw)
    except UnicodeDecodeError:
        return
    if decoded.encoding:
        assert decoded.text == LEGACY_ENCODINGS[decoded.encoding].decode(raw)
        assert b"\0" not in raw
