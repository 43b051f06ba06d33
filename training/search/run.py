"""A search from the first look at the corpus to the choice."""

from pathlib import Path
from typing import NamedTuple

from data.errors import BudgetTooSmall
from data.readers import Columns
from training.config import TrainConfig
from training.helpers import Alone, Helpers
from training.progress import Progress
from training.search.choosing import Choice, choose
from training.search.clock import Clock
from training.search.exploring import Explorer
from training.search.material import read_material
from training.search.scoring import Scorer
from training.search.space import Space
from training.search.standing import Board, Standing
from training.search.steps import THIRDS
from training.search.store import Store
from training.search.study import check_optuna, open_study
from training.search.weighing import weights_of


class Result(NamedTuple):
    """What came of a search.

    Attributes
    ----------
    choice : Choice
    standing : Standing
        All that was tried, by earlier searches too.
    articles : int
        That were held out in turn.
    fingerprint : str
        Of the corpus.
    space : Space
    weights : dict of str to float
        How much each setting mattered, by its path; empty where too little was tried to say.
    interrupted : bool
        Whether somebody had enough before the time was up.
    """

    choice: Choice
    standing: Standing
    articles: int
    fingerprint: str
    space: Space
    weights: dict[str, float]
    interrupted: bool


def search(
    corpus: Path,
    folder: Path,
    config: TrainConfig,
    *,
    minutes: float,
    progress: Progress,
    board: Board,
    columns: Columns = Columns(),
    most: int | None = None,
    jobs: int = 1,
    helpers: Helpers | None = None,
) -> Result:
    """Look for a better configuration for a corpus.

    Parameters
    ----------
    corpus : Path
    folder : Path
        Where what is found is kept, and where a search that was stopped goes on.
    config : TrainConfig
        To start from.
    minutes : float
        The budget, reading included. A step that would not end in it is not begun.
    progress : Progress
        Shows the reading.
    board : Board
        Shows the candidates.
    columns : Columns
        The user's own column names.
    most : int, optional
        Candidates in all, those of earlier searches among them; by default as many as there is
        time for.
    jobs : int
        Threads to use; the figures do not depend on it.
    helpers : Helpers, optional
        Who segments and tries the candidates in place of this process.

    Raises
    ------
    MissingOptuna, ForeignSearch, SearchBusy, DamagedSearch, CorpusError, ClusterError
    BudgetTooSmall
        If the start could not see all folds; the next search goes on with it.
    KeyboardInterrupt
        If that is why it could not.
    """
    check_optuna()
    clock = Clock(60 * minutes)
    material = read_material(corpus, columns, config, jobs, progress, helpers=helpers)
    space, seed = Space(config), config.evaluation.seed
    with open_study(folder, material.origin(config), space.parameters, seed) as study:
        scorer = Scorer(material, Store(folder), min_df=space.min_df, jobs=jobs)
        explorer = Explorer(study, space, scorer, helpers or Alone(jobs))
        stopped = None
        try:
            with board.follow() as watch:
                explorer.explore(clock, watch, most)
        except KeyboardInterrupt as error:
            stopped = error
        standing = explorer.standing()
        if not standing.candidates or standing.start.state != "done":
            if stopped:
                raise stopped
            done = standing.start.work // THIRDS if standing.candidates else 0
            raise BudgetTooSmall(minutes, done, scorer.plan.folds)
        with progress.stage("Choosing"):
            choice = choose(standing.finalists, material, scorer, seed)
            weights = weights_of(standing, space, seed)
    return Result(
        choice=choice,
        standing=standing,
        articles=len(material.split.scored),
        fingerprint=material.corpus.fingerprint,
        space=space,
        weights=weights,
        interrupted=stopped is not None,
    )
