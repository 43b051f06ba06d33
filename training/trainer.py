"""From a corpus to a model on disk."""

import os
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from sklearn.pipeline import Pipeline

from data.duplicates import DuplicateFinder, Sketch
from data.errors import UsageError
from data.readers import Columns, read_corpus
from model import SectionClassifier
from model.artifact import Artifact, check_destination, save
from model.manifest import Manifest
from training.config import TrainConfig
from training.corpus import CorpusReader
from training.counting import Read, read_and_hash
from training.evaluation import Evaluation, Subject
from training.fitting import fit_steps, fold
from training.helpers import Helpers
from training.inspection import STRONGEST, strongest_of
from training.judgement import Judgement, judge
from training.outofcore import learn_from_disk
from training.packing import Fitted, Learnt, files_of, manifest_of
from training.progress import Progress, Silence
from training.splits import split_corpus
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
    lean: bool = False,
    jobs: int = 1,
    progress: Progress | None = None,
    helpers: Helpers | None = None,
    low_memory: bool = False,
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
    lean : bool
        Keep nothing but what serving opens.
    jobs : int
        Processes to use; the weights do not depend on it.
    progress : Progress, optional
    helpers : Helpers, optional
        Who segments and cross-validates in place of this process; nothing depends on it either.
    low_memory : bool
        Keep what grows with the corpus on disk, beside `out`; see `training.outofcore`.

    Raises
    ------
    CorpusError, ArtifactError, ClusterError, TrainingError
    UsageError
        If the arguments contradict each other, or `out` cannot be written.
    """
    _check_before_work(out, test, columns, evaluate=evaluate)
    progress = progress or Silence()
    if low_memory:
        learnt = learn_from_disk(
            corpus_path,
            out,
            config,
            columns=columns,
            split=split,
            evaluate=evaluate,
            jobs=jobs,
            progress=progress,
            helpers=helpers,
        )
    else:
        finder = DuplicateFinder() if evaluate else None
        reader = CorpusReader(corpus_path, columns, split, finder, measured=evaluate)
        learnt = _learn(
            reader,
            finder,
            config,
            jobs=jobs,
            progress=progress,
            helpers=helpers,
            remember=test is not None,
        )
    name = config.name or Path(os.path.normpath(out.absolute())).name
    manifest = manifest_of(name, learnt, config)
    subject = _subject(manifest, learnt.fitted) if evaluate else None
    if test:
        plain = learnt.plain.weights if learnt.plain else None
        classifier = SectionClassifier(Artifact(out, manifest, learnt.fitted.weights, plain))
        evaluation = evaluate_on(
            classifier,
            test,
            columns,
            seed=config.evaluation.seed,
            against=learnt.against,
            subject=subject,
            progress=progress,
        )
        learnt = _rejudged(learnt, evaluation, _test_split(learnt.judgement.split, evaluation))
        manifest = manifest_of(name, learnt, config)
    elif learnt.judgement.evaluation:
        evaluation = replace(learnt.judgement.evaluation, subject=subject)
        learnt = _rejudged(learnt, evaluation, learnt.judgement.split)
    files = files_of(learnt, manifest, lean=lean, keep_pipeline=keep_pipeline)
    return save(out, manifest, files), learnt.judgement.evaluation


def _subject(manifest: Manifest, fitted: Fitted) -> Subject:
    """Name the model that is evaluated, and what it goes by."""
    strongest = strongest_of(fitted.weights, fitted.ngrams, manifest.sections, STRONGEST)
    return Subject(manifest.name, manifest.version, strongest)


def _learn(
    reader: CorpusReader,
    finder: DuplicateFinder | None,
    config: TrainConfig,
    *,
    jobs: int,
    progress: Progress,
    helpers: Helpers | None,
    remember: bool,
) -> Learnt:
    """Learn from a corpus in memory; cross-validate if there is a finder of near-duplicates.

    Where nobody is to `remember` the articles, the finder forgets them before the fits.
    """
    read = read_and_hash(reader, config, jobs, progress, helpers)
    corpus = read.corpus
    judgement, sketch = Judgement(), None
    if finder is not None:
        with progress.stage("Finding near-duplicates"):
            corpus = corpus.group_similar(finder)
            parts = split_corpus(corpus, config.evaluation)
            sketch = Sketch.of(finder)
        if not remember:
            finder.clear()
        judgement = judge(
            read, corpus, reader, parts, config, jobs=jobs, progress=progress, helpers=helpers
        )
    with progress.stage("Fitting the final model"):
        fitted, plain = _fit_all(read, config, jobs)
    return Learnt(corpus, judgement, fitted, plain, sketch, finder)


def _fit_all(read: Read, config: TrainConfig, jobs: int) -> tuple[Fitted, Fitted | None]:
    """Fit the weights for texts with their diacritics, and those for texts without, if wanted."""
    fitted = _fit(read, config, config.features.max_features, jobs)
    if not config.features.plain_features:
        return fitted, None
    return fitted, _fit(read.without_diacritics, config, config.features.plain_features, jobs)


def _fit(read: Read, config: TrainConfig, max_features: int, jobs: int) -> Fitted:
    """Fit on everything."""
    vectorizer, examples = read.count(max_features)
    labels = read.corpus.labels
    weights = examples.weights(len(labels))
    tfidf, classifier = fit_steps(examples.counts, labels, config, jobs, weights, desks=read.desks)
    pipeline = Pipeline([("ngrams", vectorizer), ("tfidf", tfidf), ("classifier", classifier)])
    return Fitted(pipeline, fold(pipeline), vectorizer.get_feature_names_out().tolist())


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


def _rejudged(learnt: Learnt, evaluation: Evaluation, split: Mapping[str, Any]) -> Learnt:
    judgement = replace(learnt.judgement, evaluation=evaluation, split=split)
    return learnt._replace(judgement=judgement)


def _test_split(calibrated_on: Mapping[str, Any], evaluation: Evaluation) -> dict[str, Any]:
    """Describe an evaluation on other articles: how many of them were learnt from all the same."""
    return {
        "kind": "test corpus",
        "articles": evaluation.n,
        "copies_of_training": evaluation.unlike_training.copies,
        "near_duplicates_of_training": evaluation.unlike_training.seen,
        "calibrated_on": calibrated_on,
    }
