"""From a corpus to a model on disk."""

import os
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sklearn.pipeline import Pipeline

from data.duplicates import DuplicateFinder
from data.duplicates.found import numbered
from data.errors import UsageError
from data.readers import Columns, read_corpus
from model import SectionClassifier
from model.artifact import Artifact, check_destination, save
from model.manifest import Calibration, Manifest
from training.calibration import calibrate, probabilities
from training.config import TrainConfig
from training.corpus import Corpus, CorpusReader
from training.counting import Read, read_and_hash
from training.crossvalidation import cross_validate
from training.evaluation import Evaluation
from training.examples import PARTS
from training.fitting import fit_steps, fold
from training.packing import Fitted, Judgement, files_of, manifest_of
from training.progress import Progress, Silence
from training.splits import Split, describe_split, split_corpus
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
    finder = DuplicateFinder() if evaluate else None
    reader = CorpusReader(corpus_path, columns, split, finder)
    read = read_and_hash(reader, config, jobs, progress)
    corpus = read.corpus
    judgement = Judgement()
    if finder is not None:
        with progress.stage("Finding near-duplicates"):
            corpus = corpus.group_similar(finder)
            parts = split_corpus(corpus, config.evaluation)
        if not test:
            finder.clear()  # the fits want the memory
        judgement = _judge(read, corpus, parts, config, jobs=jobs, progress=progress)
    with progress.stage("Fitting the final model"):
        fitted = _fit(read, config, config.features.max_features, jobs)
        plain = None
        if config.features.plain_features:
            bare = read.without_diacritics()
            plain = _fit(bare, config, config.features.plain_features, jobs)
    name = config.name or Path(os.path.normpath(out.absolute())).name
    manifest = manifest_of(name, corpus, config, fitted=fitted, plain=plain, judgement=judgement)
    if test and finder is not None:
        weights = (fitted.weights, plain.weights if plain else None)
        classifier = SectionClassifier(Artifact(out, manifest, *weights))
        tested = DuplicateFinder()
        evaluation = evaluate_on(
            classifier, test, columns, seed=config.evaluation.seed, finder=tested, progress=progress
        )
        on_test = _test_split(judgement.split, tested, finder)
        judgement = replace(judgement, evaluation=evaluation, split=on_test)
        manifest = manifest_of(
            name, corpus, config, fitted=fitted, plain=plain, judgement=judgement
        )
    files = files_of(fitted, plain, judgement, keep_pipeline=keep_pipeline)
    return save(out, manifest, files), judgement.evaluation


def _fit(read: Read, config: TrainConfig, max_features: int, jobs: int) -> Fitted:
    """Fit on everything."""
    vectorizer, examples = read.count(max_features)
    labels = read.corpus.labels
    weights = examples.weights(len(labels))
    tfidf, classifier = fit_steps(examples.counts, labels, config, jobs, weights)
    pipeline = Pipeline([("ngrams", vectorizer), ("tfidf", tfidf), ("classifier", classifier)])
    return Fitted(pipeline, fold(pipeline))


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
    read: Read,
    corpus: Corpus,
    split: Split,
    config: TrainConfig,
    *,
    jobs: int,
    progress: Progress,
) -> Judgement:
    """Calibrate on out-of-fold scores, and evaluate what they say."""
    described = describe_split(split, corpus, config.evaluation)
    features, labels = config.features, corpus.labels[split.scored]

    def hold_out(read: Read, max_features: int) -> tuple[Calibration, list[Evaluation]]:
        with progress.stage("Counting"):
            _, examples = read.count()
        held_out = cross_validate(
            examples,
            corpus.labels,
            split,
            config,
            max_features=max_features,
            jobs=jobs,
            progress=progress,
        )
        calibration = calibrate(held_out, labels, config.decision.precision)
        return calibration, [
            Evaluation.of(
                corpus.sections,
                labels,
                probabilities(scores, calibration.temperature, calibration.compression),
                threshold=calibration.threshold,
                groups=numbered(corpus.groups[split.scored]),
                seed=config.evaluation.seed,
                basis=described["kind"],
            )
            for scores in held_out.scores
        ]

    calibration, (evaluation, *excerpts) = hold_out(read, features.max_features)
    texts = {"marked": _figures(PARTS[1:], excerpts)}
    plain = None
    if features.plain_features:
        plain, found = hold_out(read.without_diacritics(), features.plain_features)
        texts["plain"] = _figures(PARTS, found)
    return Judgement(calibration, plain, evaluation, texts, described)


def _figures(parts: Iterable[str], evaluations: Iterable[Evaluation]) -> dict[str, Any]:
    """Return the main figures of each part of the articles."""
    names = ("accuracy", "macro_f1", "calibration", "accepted")
    pairs = zip(parts, (evaluation.to_dict() for evaluation in evaluations), strict=False)
    return {part: {name: full[name] for name in names} for part, full in pairs}


def _test_split(
    calibrated_on: Mapping[str, Any], tested: DuplicateFinder, learnt: DuplicateFinder
) -> dict[str, Any]:
    """Describe an evaluation on other articles: how many of them were learnt from all the same."""
    overlap = tested.find_against(learnt)
    return {
        "kind": "test corpus",
        "articles": len(tested),
        "copies_of_training": int(overlap.copies.sum()),
        "near_duplicates_of_training": int((overlap.nearest >= 0).sum()),
        "calibrated_on": calibrated_on,
    }
