"""From a corpus to a model on disk."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.pipeline import Pipeline

from data.duplicates import DuplicateFinder, Sketch
from data.duplicates.found import numbered
from data.errors import UsageError
from data.readers import Columns, read_corpus
from model import SectionClassifier
from model.artifact import Artifact, check_destination, save
from model.manifest import Manifest
from training.calibration import choose_threshold, fit_temperature, probabilities
from training.config import TrainConfig
from training.corpus import Corpus, CorpusReader
from training.counting import Read, read_and_hash
from training.crossvalidation import out_of_fold_scores
from training.evaluation import Evaluation, Subject
from training.figures.answers import Answers
from training.figures.novelty import Seen
from training.fitting import fit_steps, fold
from training.inspection import STRONGEST, strongest_of
from training.packing import Judgement, files_of, manifest_of, pipeline_bytes
from training.progress import Progress, Silence
from training.splits import Split, describe_split, split_corpus
from training.testing import evaluate_on
from training.watching import known_traits


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
    judgement, sketch = Judgement(), None
    if finder is not None:
        with progress.stage("Finding near-duplicates"):
            corpus = corpus.group_similar(finder)
            parts = split_corpus(corpus, config.evaluation)
            sketch = Sketch.of(finder)
        if not test:
            finder.clear()  # the fits want the memory
        with progress.stage("Counting"):
            _, counts = read.count()
        scores = out_of_fold_scores(
            counts, corpus.labels, parts, config, jobs=jobs, progress=progress
        )
        judgement = _judge(corpus, reader, scores, parts, config)
    with progress.stage("Fitting the final model"):
        pipeline = _fit(read, config, jobs)
        weights = fold(pipeline)
    name = config.name or Path(os.path.normpath(out.absolute())).name
    manifest = manifest_of(name, corpus, config, weights, judgement)
    ngrams = pipeline["ngrams"].get_feature_names_out().tolist()
    strongest = strongest_of(weights, ngrams, corpus.sections, STRONGEST)
    subject = Subject(name, manifest.version, strongest)
    if test and finder is not None:
        fitted = SectionClassifier(Artifact(out, manifest, weights))
        evaluation = evaluate_on(
            fitted,
            test,
            columns,
            seed=config.evaluation.seed,
            against=finder,
            subject=subject,
            progress=progress,
        )
        on_test = _test_split(judgement.split, evaluation)
        judgement = replace(judgement, evaluation=evaluation, split=on_test)
        manifest = manifest_of(name, corpus, config, weights, judgement)
    elif judgement.evaluation:
        evaluation = replace(judgement.evaluation, subject=subject)
        judgement = replace(judgement, evaluation=evaluation)
    files = files_of(manifest, weights, ngrams, judgement, sketch)
    if keep_pipeline:
        files["pipeline"] = pipeline_bytes(pipeline)
    return save(out, manifest, files), judgement.evaluation


def _fit(read: Read, config: TrainConfig, jobs: int) -> Pipeline:
    """Fit on everything."""
    vectorizer, counts = read.count(config.features.max_features)
    tfidf, classifier = fit_steps(counts, read.corpus.labels, config, jobs)
    return Pipeline([("ngrams", vectorizer), ("tfidf", tfidf), ("classifier", classifier)])


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
    corpus: Corpus,
    reader: CorpusReader,
    scores: NDArray[np.float32],
    split: Split,
    config: TrainConfig,
) -> Judgement:
    """Calibrate on out-of-fold scores, and evaluate what they say."""
    described = describe_split(split, corpus, config.evaluation)
    labels = corpus.labels[split.scored]
    temperature = fit_temperature(scores, labels)
    probability = probabilities(scores, temperature)
    correct = probability.argmax(axis=1) == labels
    threshold = choose_threshold(probability.max(axis=1), correct, config.decision.precision)
    ids = reader.ids
    answers = Answers(
        sections=corpus.sections,
        gold=labels,
        probabilities=probability,
        groups=numbered(corpus.groups[split.scored]),
        ids=[ids[place] for place in corpus.places[split.scored].tolist()],
        threshold=threshold,
    )
    evaluation = Evaluation.of(
        answers,
        seed=config.evaluation.seed,
        basis=described["kind"],
        traits=known_traits(corpus, reader, split.scored),
        seen=Seen("folds", split.near_learnt(corpus.groups)[split.scored]),
    )
    return Judgement(temperature, threshold, evaluation, described)


def _test_split(calibrated_on: Mapping[str, Any], evaluation: Evaluation) -> dict[str, Any]:
    """Describe an evaluation on other articles: how many of them were learnt from all the same."""
    return {
        "kind": "test corpus",
        "articles": evaluation.n,
        "copies_of_training": evaluation.unlike_training.copies,
        "near_duplicates_of_training": evaluation.unlike_training.seen,
        "calibrated_on": calibrated_on,
    }
