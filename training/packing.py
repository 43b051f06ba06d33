"""What a training writes: the manifest and the files beside it."""

import hashlib
import io
import json
import platform
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from typing import Any, Final

import joblib
import numpy as np
from sklearn.pipeline import Pipeline

from data.duplicates import Sketch
from model.artifact import weights_bytes
from model.manifest import FORMATS, Manifest, Role, Sample
from model.reading import TextReader, Units
from model.scorer import Scorer
from model.weights import LinearWeights
from training.config import TrainConfig
from training.corpus import Corpus
from training.evaluation import Evaluation
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


@dataclass(frozen=True)
class Judgement:
    """What held-out articles teach about a model: its calibration and its evaluation."""

    temperature: float = 1.0
    threshold: float | None = None
    evaluation: Evaluation | None = None
    split: Mapping[str, Any] = field(default_factory=lambda: {"kind": "none"})


def manifest_of(
    name: str, corpus: Corpus, config: TrainConfig, weights: LinearWeights, judgement: Judgement
) -> Manifest:
    """Describe a fitted model; `save` adds its files."""
    settings = config.model_dump(mode="json")
    libraries = _LIBRARIES if config.features.units == "syllables" else _LIBRARIES + _SEGMENTER
    cleaning = list(config.corpus.rules)
    units: Units = "segmented" if config.features.units == "segmented" else "syllables"
    decision = [[asdict(section) for section in corpus.sections], judgement.temperature]
    answers = json.dumps([settings, cleaning, *decision, judgement.threshold])
    content = weights_bytes(weights) + answers.encode()
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
        temperature=judgement.temperature,
        threshold=judgement.threshold,
        config=settings,
        versions={"python": platform.python_version()} | {n: version(n) for n in libraries},
        corpus={
            "fingerprint": corpus.fingerprint,
            "articles": len(corpus.labels),
            "per_section": corpus.counts(),
        },
        split=dict(judgement.split),
        metrics=_headline(judgement.evaluation),
        samples=_samples(weights, judgement.temperature, TextReader(cleaning, units)),
        files={},
    )


def files_of(
    manifest: Manifest,
    weights: LinearWeights,
    ngrams: Sequence[str],
    judgement: Judgement,
    sketch: Sketch | None,
) -> dict[Role, bytes]:
    """Serialise what stands beside the manifest, but for the pipeline.

    Parameters
    ----------
    manifest : Manifest
        To be described in the report.
    weights : LinearWeights
    ngrams : sequence of str
        In feature order.
    judgement : Judgement
    sketch : Sketch or None
        Of the articles that were learnt from.
    """
    files: dict[Role, bytes] = {
        "weights": weights_bytes(weights),
        "ngrams": "".join(f"{ngram}\n" for ngram in ngrams).encode(),
    }
    if judgement.evaluation:
        stored = _lasting(judgement.evaluation)
        files["evaluation"] = json.dumps(stored, ensure_ascii=False, allow_nan=False).encode()
        files["report"] = render(stored, manifest).encode()
    if sketch:
        files["sketch"] = sketch.to_bytes()
    return files


def pipeline_bytes(pipeline: Pipeline) -> bytes:
    """Serialise a fitted pipeline."""
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


def _headline(evaluation: Evaluation | None) -> dict[str, Any]:
    if evaluation is None:
        return {}
    full = evaluation.to_dict()
    names = ("n", "basis", "accuracy", "macro_f1", "calibration", "accepted")
    return {name: full[name] for name in names}


def _samples(weights: LinearWeights, temperature: float, read: TextReader) -> list[Sample]:
    """Classify a few sentences of our own, for the model to check itself by."""
    scorer = Scorer(weights, temperature)
    samples = []
    for sentence in _SENTENCES:
        answer = np.empty((2, len(weights.intercepts)))
        scorer.score(read(sentence), answer)
        samples.append(Sample(text=sentence, probabilities=answer[1].round(6).tolist()))
    return samples
