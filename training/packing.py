"""What a training writes: the manifest and the files beside it."""

import hashlib
import io
import json
import platform
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final, NamedTuple

import joblib
from sklearn.pipeline import Pipeline

from data.duplicates import DuplicateFinder, Sketch
from data.text import strip_diacritics
from model.artifact import weights_bytes
from model.manifest import FORMATS, Calibration, Manifest, Role, Sample
from model.reading import TextReader, Units
from model.regimes import Calibrated, Regimes
from model.weights import LinearWeights
from training.config import TrainConfig
from training.corpus import Corpus
from training.evaluation import Evaluation
from training.judgement import Judgement
from training.report import render

_LIBRARIES: Final = ("chuyenmuc", "numpy", "scipy", "scikit-learn", "numba", "joblib")
_SEGMENTER: Final = ("underthesea", "underthesea-core")
_NORMALISATION: Final = ["nfc", "eth_to_d", "lower_case", "older_tone_placement"]
_SENTENCES: Final = (
    "Đội tuyển giành chiến thắng ở phút bù giờ sau cú sút xa của tiền đạo dự bị.",
    "Ngân hàng giảm lãi suất cho vay, doanh nghiệp xuất khẩu gạo ký thêm hợp đồng.",
    "Bác sĩ khuyên người bệnh tiểu đường ăn nhiều rau và đo huyết áp mỗi ngày.",
    "Tòa tuyên phạt bị cáo bảy năm tù về tội lừa đảo chiếm đoạt tài sản.",
)


class Fitted(NamedTuple):
    """A pipeline, and its numbers as serving takes them."""

    pipeline: Pipeline
    weights: LinearWeights
    ngrams: list[str]


class Learnt(NamedTuple):
    """All that is learnt from a corpus.

    Attributes
    ----------
    corpus : Corpus
    judgement : Judgement
    fitted : Fitted
    plain : Fitted or None
        For texts without diacritics.
    sketch : Sketch or None
        Of the articles.
    against : DuplicateFinder or Sketch or None
        What tells of other articles whether they are nearly the same.
    """

    corpus: Corpus
    judgement: Judgement
    fitted: Fitted
    plain: Fitted | None
    sketch: Sketch | None
    against: DuplicateFinder | Sketch | None


def manifest_of(name: str, learnt: Learnt, config: TrainConfig) -> Manifest:
    """Describe a fitted model; `save` adds its files."""
    corpus, judgement, fitted, plain, *_ = learnt
    weights = fitted.weights
    settings = config.model_dump(mode="json")
    libraries = _LIBRARIES if config.features.units == "syllables" else _LIBRARIES + _SEGMENTER
    cleaning = list(config.corpus.rules)
    units: Units = "segmented" if config.features.units == "segmented" else "syllables"
    calibration = judgement.calibration.model_dump()
    plainly = (judgement.plain or Calibration()) if plain else None
    sections = [asdict(section) for section in corpus.sections]
    plain_calibration = plainly and plainly.model_dump()
    answers = json.dumps([settings, cleaning, sections, calibration, plain_calibration])
    content = weights_bytes(weights) + answers.encode()
    if plain:
        content += weights_bytes(plain.weights)
    regimes = Regimes(
        TextReader(cleaning, units),
        Calibrated(weights, judgement.calibration),
        Calibrated(plain.weights, plainly) if plain and plainly else None,
    )
    return Manifest(
        format=FORMATS[units],
        name=name,
        version=hashlib.sha256(content).hexdigest()[:12],
        created=datetime.now(UTC).isoformat(timespec="seconds"),
        sections=corpus.sections,
        units=units,
        ngram_range=weights.orders,
        headlines=weights.headlines,
        cleaning=cleaning,
        normalisation=_NORMALISATION,
        **calibration,
        plain=plainly,
        config=settings,
        versions={"python": platform.python_version()} | {n: version(n) for n in libraries},
        corpus={
            "fingerprint": corpus.fingerprint,
            "articles": len(corpus.labels),
            "per_section": corpus.counts(),
        },
        split=dict(judgement.split),
        metrics=_headline(judgement),
        samples=_samples(regimes, with_plain=plain is not None),
        files={},
    )


def files_of(
    learnt: Learnt, manifest: Manifest, *, lean: bool, keep_pipeline: bool
) -> dict[Role, bytes]:
    """Serialise what stands beside the manifest.

    Parameters
    ----------
    learnt : Learnt
    manifest : Manifest
        To be described in the report.
    lean : bool
        Leave out all that serving does not open.
    keep_pipeline : bool
        Add the fitted scikit-learn pipeline.
    """
    fitted, plain = learnt.fitted, learnt.plain
    files: dict[Role, bytes] = {
        "weights": weights_bytes(fitted.weights),
        "ngrams": _lines(fitted.ngrams),
    }
    if plain:
        files["plain_weights"] = weights_bytes(plain.weights)
        files["plain_ngrams"] = _lines(plain.ngrams)
    if lean:
        return files
    if learnt.judgement.evaluation:
        stored = _lasting(learnt.judgement.evaluation)
        files["evaluation"] = json.dumps(stored, ensure_ascii=False, allow_nan=False).encode()
        files["report"] = render(stored, manifest).encode()
    if learnt.sketch:
        files["sketch"] = learnt.sketch.to_bytes()
    if keep_pipeline:
        files["pipeline"] = _dumped(fitted.pipeline)
    return files


def _lines(names: Iterable[str]) -> bytes:
    return "".join(f"{name}\n" for name in names).encode()


def _dumped(pipeline: Pipeline) -> bytes:
    dumped = io.BytesIO()
    joblib.dump(pipeline, dumped, compress=3)
    return dumped.getvalue()


def _lasting(evaluation: Evaluation) -> dict[str, Any]:
    """Leave out what holds for one reading of the corpus, on one machine."""
    full = evaluation.to_dict()
    full["throughput"] = None
    for holder in (full["suspicious_labels"], *full["confusion"]["cells"]):
        for article in holder["articles"]:
            article["place"] = None
    return full


def _headline(judgement: Judgement) -> dict[str, Any]:
    if judgement.evaluation is None:
        return {}
    evaluation = judgement.evaluation
    whole = {"n": evaluation.n, "basis": evaluation.basis}
    return whole | evaluation.main_figures() | {"texts": dict(judgement.texts)}


def _samples(regimes: Regimes, *, with_plain: bool) -> list[Sample]:
    """Classify a few sentences of our own, for the model to check itself by."""
    sentences = [*_SENTENCES, *map(strip_diacritics, _SENTENCES if with_plain else ())]
    answers = regimes.score(sentences).answers[:, 1].round(6).tolist()
    return [
        Sample(text=sentence, probabilities=answer)
        for sentence, answer in zip(sentences, answers, strict=True)
    ]
