"""All fits of one training: those of the folds, and the one on everything."""

import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, cast

import numpy as np
from numpy.typing import NDArray
from sklearn.base import clone

from model.subclasses import Subclasses
from model.svc import OneVsRestSVC
from model.vectorizer import NgramVectorizer
from model.vocabulary import Vocabulary
from model.weighting import SectionTfidf
from training.config import TrainConfig
from training.fitting import new_classifier
from training.outofcore.blocks import Blocks, Sizes
from training.outofcore.choosing import choose
from training.outofcore.descending import fit_from_disk
from training.outofcore.plan import Plan
from training.outofcore.rows import Rows
from training.outofcore.runs import Run, write_run
from training.progress import Progress


class Fit(NamedTuple):
    """What was learnt from some articles.

    Attributes
    ----------
    vectorizer : NgramVectorizer
    tfidf : SectionTfidf
    classifier : OneVsRestSVC or None
        None where all articles are of one section.
    sections : ndarray of intp, shape (n_learnt_sections,)
        Those that there was something to learn from.
    """

    vectorizer: NgramVectorizer
    tfidf: SectionTfidf
    classifier: OneVsRestSVC | None
    sections: NDArray[np.intp]

    @property
    def steps(self) -> tuple[SectionTfidf, OneVsRestSVC] | None:
        """The weighting and the classifier, if there is one."""
        return None if self.classifier is None else (self.tfidf, self.classifier)


@dataclass(frozen=True)
class Workshop:
    """What all fits of a training share.

    Attributes
    ----------
    folder : Path
        For what a fit lays down.
    blocks : Blocks
    plan : Plan
    vectorizer : NgramVectorizer
        Set up, not fitted.
    config : TrainConfig
    desks : ndarray of intp, shape (n_articles,)
        As in `training.fitting.fit_steps`.
    sizes : Sizes
    jobs : int
    """

    folder: Path
    blocks: Blocks
    plan: Plan
    vectorizer: NgramVectorizer
    config: TrainConfig
    desks: NDArray[np.intp]
    sizes: Sizes
    jobs: int

    def choose(self, max_features: int, progress: Progress) -> list[Vocabulary]:
        """Choose the n-grams that each fit of the plan keeps.

        Parameters
        ----------
        max_features : int
            How many.
        progress : Progress

        Raises
        ------
        NothingToCount
        """
        plan = self.plan
        runs: list[Run] = []
        folder = self.folder / "runs"
        folder.mkdir()
        with progress.stage("Counting", len(self.blocks)) as advance:
            for number, block in enumerate(self.blocks):
                cells = plan.cells(self.blocks.articles(number))
                place, weight = folder / str(number), self.config.features.excerpts
                run = write_run(
                    place, block, self.vectorizer, weight, cells=cells, n_cells=plan.n_cells
                )
                runs += [run] if run else []
                advance(1)
        with progress.stage("Choosing n-grams"):
            chosen = choose(
                runs,
                plan,
                min_df=self.config.features.min_df,
                max_features=max_features,
                merged=self.sizes.merged,
            )
        shutil.rmtree(folder)
        return chosen

    def fit(self, number: int, vocabulary: Vocabulary) -> Fit:
        """Do one fit of the plan, with the n-grams that it keeps."""
        vectorizer = clone(self.vectorizer).set_params(max_features=len(vocabulary.keys))
        vectorizer.take_vocabulary(vocabulary, self.blocks.written)
        learnt = self.plan.learnt(number)
        labels = self.plan.labels[learnt]
        subclasses = Subclasses.of(labels, self.desks[learnt])
        source = self.blocks, self.plan, number
        rows = Rows(
            self.folder / "rows",
            *source,
            targets=subclasses.targets,
            vectorizer=vectorizer,
            relevance=self.config.features.relevance,
            excerpt_weight=self.config.features.excerpts,
        )
        sections = subclasses.classes
        classifier = None
        if len(sections) > 1:
            seed = self.config.evaluation.seed
            svc = cast(OneVsRestSVC, new_classifier(self.config.classifier, seed, self.jobs))
            classifier = fit_from_disk(svc, rows, subclasses, self.folder / "alphas", self.jobs)
            shutil.rmtree(self.folder / "alphas")
        shutil.rmtree(self.folder / "rows")
        return Fit(vectorizer, rows.tfidf, classifier, sections)
