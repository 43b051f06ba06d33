"""From a corpus to a model on disk."""

import os
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from data.errors import UsageError
from data.readers import Columns, read_corpus
from model import SectionClassifier
from model.artifact import Artifact, check_destination, save
from model.manifest import Manifest
from model.vectorizer import best_features
from training.calibration import choose_threshold, fit_temperature, probabilities
from training.config import TrainConfig
from training.corpus import Corpus, CorpusReader
from training.counting import count_candidates
from training.crossvalidation import out_of_fold_scores
from training.evaluation import Evaluation
from training.fitting import fit_steps, fold
from training.packing import Judgement, files_of, manifest_of
from training.progress import Progress, Silence
from training.testing import evaluate_on


def train(
    corpus_path: Path,
    out: Path,
    config: TrainConfig,
    *,
    columns: Columns = Columns(),
    split: str | None = None,
    test: Path | None = None,
    evaluate: bool = True,
    keep_pipeline: bool = True,
    jobs: int = 1,
    progress: Progress | None = None,
) -> tuple[Manifest, Evaluation | None]:
    """Train a model on a corpus and write it.

    Parameters
    ----------
    corpus_path : Path
    out : Path
        The model's directory; one that holds a model is replaced, anything else is refused.
    config : TrainConfig
    columns : Columns
        The user's own column names.
    split : str, optional
        Learn only from articles that say they belong to this part.
    test : Path, optional
        A corpus to evaluate on in place of the cross-validation, which still calibrates.
    evaluate : bool
        Cross-validate: calibrates the model, chooses its threshold, evaluates it.
    keep_pipeline : bool
        Also keep the fitted scikit-learn pipeline.
    jobs : int
        Processes to use; the weights do not depend on it.
    progress : Progress, optional

    Raises
    ------
    CorpusError, ArtifactError
    UsageError
        If the arguments contradict each other, or `out` cannot be written.
    """
    _check_before_work(out, test, columns, evaluate=evaluate)
    progress = progress or Silence()
    reader = CorpusReader(corpus_path, columns, split)
    candidates, counts, corpus = count_candidates(reader, config, jobs, progress)
    judgement = Judgement()
    if evaluate:
        scores, folds = out_of_fold_scores(corpus, counts, config, jobs, progress)
        judgement = _judge(corpus, scores, folds, config)
    with progress.stage("Fitting the final model"):
        kept = best_features(counts, corpus.labels, config.features.max_features)
        counts = counts[:, kept].astype(np.float64)
        tfidf, classifier = fit_steps(counts, corpus.labels, config, jobs)
        steps = [("ngrams", candidates.take(kept)), ("tfidf", tfidf), ("classifier", classifier)]
        pipeline = Pipeline(steps)
        weights = fold(pipeline)
    name = config.name or Path(os.path.normpath(out.absolute())).name
    manifest = manifest_of(name, corpus, config, weights, judgement)
    if test:
        fitted = SectionClassifier(Artifact(out, manifest, weights))
        evaluation = evaluate_on(
            fitted, test, columns, seed=config.evaluation.seed, progress=progress
        )
        judgement = replace(judgement, evaluation=evaluation, split={"kind": "test corpus"})
        manifest = manifest_of(name, corpus, config, weights, judgement)
    files = files_of(pipeline, weights, judgement, keep_pipeline=keep_pipeline)
    return save(out, manifest, files), judgement.evaluation


def _check_before_work(out: Path, test: Path | None, columns: Columns, *, evaluate: bool) -> None:
    """Refuse now what would fail after the hours of a long training."""
    if test and not evaluate:
        raise UsageError("a test corpus without an evaluation: drop --test or --no-evaluation")
    check_destination(out)
    there = next(folder for folder in (out, *out.absolute().parents) if folder.exists())
    if not there.is_dir() or not os.access(there, os.W_OK | os.X_OK):
        raise UsageError(f"{out}: {there} is no folder one can write to; give another --out")
    if test:
        next(read_corpus(test, columns))


def _judge(
    corpus: Corpus, scores: NDArray[np.float32], folds: int, config: TrainConfig
) -> Judgement:
    """Calibrate on out-of-fold scores, and evaluate what they say."""
    temperature = fit_temperature(scores, corpus.labels)
    probability = probabilities(scores, temperature)
    correct = probability.argmax(axis=1) == corpus.labels
    threshold = choose_threshold(probability.max(axis=1), correct, config.decision.precision)
    evaluation = Evaluation.of(
        corpus.sections,
        corpus.labels,
        probability,
        threshold=threshold,
        groups=corpus.groups,
        seed=config.evaluation.seed,
        basis="cross-validation",
    )
    split = {
        "kind": "cross-validation",
        "folds": folds,
        "grouped_by": "identical text",
        "seed": config.evaluation.seed,
    }
    return Judgement(temperature, threshold, evaluation, split)
