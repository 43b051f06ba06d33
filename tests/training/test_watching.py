import numpy as np
import pytest

from data.duplicates import DuplicateFinder
from data.readers import Columns
from data.text import strip_diacritics
from model import SectionClassifier
from tests.training.samples import WriteCorpus
from training.asking import ask
from training.corpus import CorpusReader
from training.figures.variants import VARIANTS
from training.figures.vocabulary import Vocabulary
from training.progress import Silence
from training.starter import STARTER
from training.testing import evaluate_on
from training.watching import Watcher

TEXT = "Đội tuyển thắng trận\nTiền đạo ghi bàn ở phút cuối, khán giả vỡ òa. " + "Hay quá. " * 60


@pytest.fixture(scope="module")
def classifier(small_model: object) -> SectionClassifier:
    return SectionClassifier.load(str(small_model))


def test_texts_are_cut_as_their_names_say() -> None:
    cut = {name: variant([TEXT, "Xe"]) for name, variant in VARIANTS.items()}
    assert cut == {
        "headline": ["Đội tuyển thắng trận", "Xe"],
        "first_300": [TEXT[:300], "Xe"],
        "no_diacritics": [strip_diacritics(TEXT), "Xe"],
    }


def test_a_cut_article_is_answered_as_if_it_had_been_sent(classifier: SectionClassifier) -> None:
    found = evaluate_on(classifier, STARTER).slices["text"].rows
    assert [row.key for row in found] == ["headline", "first_300", "no_diacritics"]
    assert all(row.difference and row.difference.value < 0.1 for row in found)
    assert found[0].score.n == 750


def test_what_no_cut_changes_is_not_answered_again(
    classifier: SectionClassifier, write_corpus: WriteCorpus
) -> None:
    corpus = write_corpus([("Xe", "Gia xe giam"), ("Xe", "Gia xe tang"), ("Thể thao", "\u0301")])
    found = evaluate_on(classifier, corpus).slices["text"]
    assert (found.rows, found.reason) == ((), "unchanged")


def test_the_share_of_unseen_syllables(classifier: SectionClassifier) -> None:
    vocabulary = Vocabulary(classifier.weights)
    assert vocabulary.unseen("") == vocabulary.unseen("...") == 0
    assert vocabulary.unseen("qwrtz xkcdq zzyzx") == 1
    known = next(ngram for ngram in classifier.ngrams if " " not in ngram and ngram[0] != "^")
    assert vocabulary.unseen(known) == 0
    assert vocabulary.unseen(f"{known} qwrtz") == 0.5
    pair = next(ngram for ngram in classifier.ngrams if " " in ngram and ngram[0] != "^")
    assert vocabulary.unseen(f"{pair} qwrtz xkcdq") == 0.5


def test_traits_follow_an_article_into_the_order_of_the_corpus(
    classifier: SectionClassifier, write_corpus: WriteCorpus
) -> None:
    """It is not that of reading."""
    texts = [f"{'qwrtz ' * new}Giá vàng tăng" for new in (0, 1, 2, 3, 30)]
    finder, watcher = DuplicateFinder(), Watcher(classifier)
    reader = CorpusReader(write_corpus(("Xe", text) for text in texts), Columns(), finder=finder)
    corpus = ask([classifier], reader, finder, Silence(), watcher.watch).corpus
    traits = watcher.traits(corpus, reader)
    assert traits.lengths is not None
    assert traits.unseen is not None
    order = corpus.places
    assert order.tolist() != [0, 1, 2, 3, 4]
    assert traits.lengths.tolist() == np.array([3, 4, 5, 6, 33])[order].tolist()
    assert (np.diff(traits.unseen[np.argsort(order)]) > 0).all()
