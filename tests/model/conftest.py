"""Texts of every kind, and models small enough to write by the dozen."""

import json
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import strategies as st

from data.sections import Section
from model import SectionClassifier
from model.artifact import save, weights_bytes
from model.hashing import hash_corpus
from model.manifest import FORMATS, Manifest, Role, Sample
from model.ngrams import spell
from model.vocabulary import count_vocabulary
from model.weights import LinearWeights

ROOT = Path(__file__).parents[2]

_PIECES = (
    "hoà HÒA hoàn khoẻ thuý uỷ quý QUỲ toá12 hoà2 Đường \u00d0\u00e0 \u00f0i ngoằn huỳnh tuỳ "
    "ho\u200bà ho\u00adà\u200bn q\u200buý ｈｏà ｑｕý Ｈà２ 日本 한국 каша Ωμέγα İı ß ẞ ǅ ² ① "
    "😀 𝐀𝐛 \u0301 \u0323\u0301 x\u0301 \u212b \u0958 \ufa6c \ud800 \udfff \0 a\0b _ - . \n \u2028"
).split(" ")


def _spaced(pieces: list[str]) -> str:
    return " ".join(pieces)


@pytest.fixture(scope="session")
def texts() -> st.SearchStrategy[str]:
    """Any text, but Vietnamese and its oddities above all, in any Unicode form."""
    pieces = st.lists(st.one_of(st.sampled_from([*_PIECES, " ", "a", "à"]), st.text(max_size=4)))
    mixed = st.one_of(pieces.map("".join), pieces.map(_spaced), st.text(st.characters()))
    forms = st.sampled_from(["NFC", "NFD"])
    return st.one_of(mixed, st.builds(unicodedata.normalize, forms, mixed))


@pytest.fixture(scope="session")
def articles() -> list[str]:
    """The articles of the starter, title and body."""
    lines = (
        line
        for path in sorted((ROOT / "data" / "starter").glob("*.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    )
    records = map(json.loads, lines)
    return ["\n".join(str(r.get(key) or "") for key in ("title", "lead", "body")) for r in records]


@pytest.fixture(scope="session")
def classifier(small_model: Path) -> SectionClassifier:
    return SectionClassifier.load(small_model)


SaveTiny = Callable[..., Manifest]


@pytest.fixture(scope="session")
def save_tiny() -> SaveTiny:
    """Write a model of three n-grams and two sections; `name` decides all its bytes."""

    def save_to(path: Path, name: str = "tiny", **changed: Any) -> Manifest:
        corpus = hash_corpus([f"{name} bóng đá"]).without_headlines()
        keys = count_vocabulary(corpus, (1, 1)).keys
        weights = LinearWeights(
            keys=keys,
            idf=np.ones(len(keys), np.float32),
            coefficients=np.zeros((len(keys), 2), np.int16),
            scales=np.ones(2),
            intercepts=np.zeros(2, np.float32),
            owners=np.arange(2, dtype=np.int32),
            orders=(1, 1),
            headlines=False,
        )._replace(**changed)
        hashes = count_vocabulary(corpus, (1, 1)).syllables[:, 0].tolist()
        spelt = [spell(corpus.written[hashed]) for hashed in hashes]
        files: dict[Role, bytes] = {
            "weights": weights_bytes(weights),
            "ngrams": "".join(f"{syllable}\n" for syllable in spelt).encode(),
            "report": f"<title>{name}</title>".encode(),
        }
        manifest = Manifest(
            format=FORMATS["syllables"],
            name=name,
            version="0",
            created="2026-01-01T00:00:00+00:00",
            sections=[Section("the-thao", "Thể thao"), Section("phap-luat", "Pháp luật")],
            ngram_range=(1, 1),
            headlines=False,
            cleaning=[],
            normalisation=[],
            temperature=1.0,
            threshold=None,
            compression=0.0,
            coverage=None,
            plain=None,
            config={},
            versions={},
            corpus={},
            split={},
            metrics={},
            samples=[Sample(text="bóng đá", probabilities=[0.5, 0.5])],
            files={},
        )
        return save(path, manifest, files)

    return save_to
