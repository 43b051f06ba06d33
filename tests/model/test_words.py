"""Words: what segmentation keeps of a text, what the cache survives, what the lexicon lists."""

import json
import os
import random
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from data.errors import UsageError
from data.text import normalise
from model.ngrams import scan_text, spell
from model.words import SYLLABLE_JOINER, corpus, learn_lexicon, segment, segment_corpus, workers
from model.words.workers import Workers

ROOT = Path(__file__).parents[2]


def syllables(text: str) -> list[str]:
    found = scan_text(text)
    return [spell(found.text[start:end]) for start, end in found.spans.tolist()]


def run(texts: list[str], cache: Path, jobs: int = 1) -> list[str]:
    return list(segment_corpus(texts, cache, Workers(jobs)))


def rows(cache: Path) -> int:
    with sqlite3.connect(cache) as database:
        (count,) = database.execute("SELECT count(*) FROM segmented").fetchone()
    database.close()
    return int(count)


@pytest.fixture(scope="module")
def some(articles: list[str]) -> list[str]:
    return [article[:300] for article in articles[:120]]


@pytest.fixture(scope="module")
def segmented(some: list[str]) -> list[str]:
    return [segment(text) for text in some]


@pytest.fixture(scope="module")
def cached(some: list[str], tmp_path_factory: pytest.TempPathFactory) -> bytes:
    cache = tmp_path_factory.mktemp("cached") / "cache"
    run(some, cache)
    return cache.read_bytes()


@pytest.fixture
def full_cache(cached: bytes, tmp_path: Path) -> Path:
    """A cache that knows `some`."""
    path = tmp_path / "cache"
    path.write_bytes(cached)
    return path


@pytest.fixture
def no_segmenter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make every text that is not in the cache fail."""

    def refuse(text: str) -> bytes:
        raise AssertionError(f"segmented again: {len(text)} characters")

    monkeypatch.setattr(workers, "find_joins", refuse)


@given(data=st.data())
@settings(max_examples=150)
def test_only_gaps_change(data: st.DataObject, texts: st.SearchStrategy[str]) -> None:
    text = data.draw(texts)
    assume(SYLLABLE_JOINER not in text)
    assert syllables(segment(text).replace(SYLLABLE_JOINER, " ")) == syllables(text)


@given(data=st.data())
@settings(max_examples=150)
def test_places_stay(data: st.DataObject, texts: st.SearchStrategy[str]) -> None:
    text = data.draw(texts)
    spelt = normalise(text)
    found = segment(text)
    assert len(found) == len(spelt)
    joined = {spelt[place] for place, letter in enumerate(found) if letter == SYLLABLE_JOINER}
    assert all(gap.isspace() for gap in joined)
    assert joined.isdisjoint("\n\r\v\f\x85\u2028\u2029")


@pytest.mark.slow
def test_many_threads_may_begin_at_once() -> None:
    script = """
from concurrent.futures import ThreadPoolExecutor
from model.words import segment
with ThreadPoolExecutor(8) as pool:
    print({text.count("\ua78f") for text in pool.map(segment, ["thủ đô"] * 8)})
"""
    finished = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert finished.stdout == "{1}\n"


def test_words_are_those_of_underthesea(articles: list[str]) -> None:
    from underthesea import word_tokenize

    # Sentences of letters and spaces alone, so that words are what lies between the spaces.
    sentences = re.findall(r"(?<=[.] )[^\W\d_]+(?: [^\W\d_]+)+(?=[.])", " ".join(articles[:150]))
    assert len(sentences) > 50
    for sentence in sentences:
        words = [
            word.split(" ")
            for word in word_tokenize(segment(sentence).replace(SYLLABLE_JOINER, " "))
        ]
        assert [word.split(SYLLABLE_JOINER) for word in segment(sentence).split(" ")] == words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        (" \n ", " \n "),
        ("Bệnh \u3000 viện\tmới", "Bệnh+\u2060\u2060viện\tmới"),
        ("Bệnh\nviện mới", "Bệnh\nviện mới"),
        ("thủ_đô Hà Nội", "thủ_đô Hà+Nội"),
        ("bệnhꞏviện", "bệnh·viện"),
        (
            "khám bệ\u00adnh vi\u200dện hoà\u00adn toàn",
            "khám bệ\u00adnh+vi\u200dện hoà\u00adn+toàn",
        ),
        ("chăm sóc sức khoẻ nhân dân", "chăm+sóc sức+khỏe nhân+dân"),
        ("😀 bệnh viện 😀", "😀 bệnh+viện 😀"),
        ("\ud800 bệnh viện \0", "\ud800 bệnh+viện \0"),
    ],
)
def test_odd_texts(text: str, expected: str) -> None:
    assert segment(text).replace(SYLLABLE_JOINER, "+") == expected


@pytest.mark.parametrize(
    "text",
    [
        "a" * 1_000_000,
        "http://" + "." * 33,
        "a.b/" + "!" * 1_000,
        "\u0301" * 100_000,
        "a. " * 9_000,
    ],
    ids=["endless", "address", "domain", "marks", "sentences"],
)
def test_time_stays_linear(text: str) -> None:
    assert syllables(segment(text).replace(SYLLABLE_JOINER, " ")) == syllables(text)


def test_a_megabyte_costs_no_more_than_its_lines() -> None:
    line = "bệnh viện khám chữa bệnh " * 400
    start = time.process_time()
    segment(line)
    once = time.process_time() - start
    segment(line * 4)
    assert time.process_time() - start - once < 4 * once * 2


@pytest.mark.parametrize("jobs", [1, 2])
def test_order_and_progress(
    some: list[str], segmented: list[str], tmp_path: Path, jobs: int
) -> None:
    done: list[int] = []
    cache = tmp_path / "new" / "cache"
    assert list(segment_corpus(some, cache, Workers(jobs), done.append)) == segmented
    assert sum(done) == len(some)
    assert len(done) > 1


@pytest.mark.usefixtures("no_segmenter")
def test_what_is_known_is_not_segmented_again(
    some: list[str], segmented: list[str], full_cache: Path
) -> None:
    assert run(some[::-1], full_cache) == segmented[::-1]
    with pytest.raises(AssertionError, match="segmented again"):
        run([*some, "một bài báo mới"], full_cache)


def test_another_segmenter_has_other_results(
    some: list[str], full_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = rows(full_cache)
    monkeypatch.setattr(corpus, "segmenter_version", lambda: "another")
    run(some[:5], full_cache)
    assert rows(full_cache) == before + 5


def test_texts_are_taken_as_they_are_needed(some: list[str], tmp_path: Path) -> None:
    taken = 0

    def endless() -> Iterator[str]:
        nonlocal taken
        while True:
            taken += 1
            yield some[taken % len(some)]

    stream = segment_corpus(endless(), tmp_path / "cache", Workers(1))
    assert next(stream) == segment(some[1])
    assert taken <= 200
    stream.close()  # type: ignore[attr-defined]


@pytest.mark.parametrize("way", [signal.SIGKILL, signal.SIGINT])
def test_an_interrupted_run_goes_on(
    some: list[str], segmented: list[str], tmp_path: Path, way: signal.Signals
) -> None:
    script = """
import json, sys
from pathlib import Path
from model.words import segment_corpus
from model.words.workers import Workers
texts = json.loads(Path("TEXTS").read_text())
try:
    for _ in segment_corpus(texts, Path("CACHE"), Workers(2), lambda _: print("done", flush=True)):
        pass
except KeyboardInterrupt:
    print("interrupted")
"""
    cache, source = tmp_path / "cache", tmp_path / "texts"
    source.write_text(json.dumps([*some, *(f"{text} {n}" for text in some for n in "1234")]))
    script = script.replace("TEXTS", str(source)).replace("CACHE", str(cache))
    process = subprocess.Popen(
        [sys.executable, "-c", script],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "done\n"
    # As a terminal does: Ctrl-C reaches every process of the group.
    (os.kill if way == signal.SIGKILL else os.killpg)(process.pid, way)
    # Workers hold the pipes open too: this waits for their end.
    output, errors = process.communicate(timeout=30)
    assert ("interrupted" in output) == (way == signal.SIGINT)
    # What joblib's own thread may say of work it has lost is not ours; a worker says nothing.
    assert "KeyboardInterrupt" not in errors
    assert rows(cache) >= 32
    assert run(some, cache) == segmented


def test_two_runs_share_a_cache(some: list[str], segmented: list[str], tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    first, second = (segment_corpus(each, cache, Workers(1)) for each in (some, some[::-1]))
    both = list(zip(first, second, strict=True))
    assert both == list(zip(segmented, segmented[::-1], strict=True))


@pytest.mark.parametrize("damage", ["foreign", "cut", "bytes"])
def test_a_damaged_cache_is_made_again(
    some: list[str], segmented: list[str], full_cache: Path, damage: str
) -> None:
    whole = full_cache.read_bytes()
    spoilt = {
        "foreign": b"section,text\n" * 1_000,
        "cut": whole[: len(whole) // 2],
        "bytes": whole[:100] + random.Random(0).randbytes(len(whole) - 100),
    }[damage]
    full_cache.write_bytes(spoilt)
    assert run(some, full_cache) == segmented
    assert rows(full_cache) == len(set(some))
    assert Path(f"{full_cache}.damaged").read_bytes() == spoilt


def test_no_changed_byte_changes_a_result(
    some: list[str], segmented: list[str], full_cache: Path
) -> None:
    whole = full_cache.read_bytes()
    dice = random.Random(0)
    for place in dice.sample(range(100, len(whole)), 25):
        spoilt = bytearray(whole)
        spoilt[place] ^= dice.randrange(1, 256)
        full_cache.write_bytes(spoilt)
        assert run(some[:20], full_cache) == segmented[:20]


def test_a_place_that_cannot_hold_a_cache_is_named(some: list[str], tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for place in (tmp_path, tmp_path / "file" / "cache"):
        with pytest.raises(UsageError, match=re.escape(str(place))):
            run(some[:1], place)


def test_lexicon_lists_widespread_words_first() -> None:
    segmented = [
        "Bệnh+viện HOÀ+BÌNH khám bệnh+viện",
        "bệnh+viện, hòa+bình - 12 !",
        "bệnh viện khám một+hai+ba+bốn+năm",
        "một+hai+ba+bốn+năm !",
    ]
    lexicon = learn_lexicon((text.replace("+", SYLLABLE_JOINER) for text in segmented), min_df=2)
    assert lexicon == ["bệnh viện", "hòa bình", "khám"]


def test_lexicon_of_real_articles(segmented: list[str]) -> None:
    lexicon = learn_lexicon(segmented, min_df=5)
    assert {"chung cư", "một"} <= set(lexicon)
    assert all(1 <= len(word.split(" ")) <= 4 for word in lexicon)
    assert lexicon[:100] == learn_lexicon(segmented[::-1], min_df=5)[:100]


def test_importing_it_loads_no_segmenter() -> None:
    script = "import sys, model.words; print({'underthesea', 'joblib'} & set(sys.modules))"
    finished = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, check=True, capture_output=True, text=True
    )
    assert finished.stdout == "set()\n"
