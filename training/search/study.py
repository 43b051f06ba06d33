"""What a search has tried, kept by Optuna in a journal that outlives a kill."""

import json
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from filelock import FileLock, Timeout

from data.errors import DamagedSearch, ForeignSearch, MissingOptuna, SearchBusy
from training.search.axes import Parameter

if TYPE_CHECKING:
    from optuna.study import Study

_JOURNAL: Final = "study.jsonl"
_LOCK: Final = "lock"
_NAME: Final = "search"
_ORIGIN: Final = "origin"
_REDUCTION: Final = 3
"""Of so many candidates that come to a step one goes on; steps lie as far apart, in work."""


def check_optuna() -> None:
    """Refuse to begin without Optuna.

    Raises
    ------
    MissingOptuna
    """
    try:
        import optuna  # noqa: F401 - whether it is there
    except ImportError as error:
        raise MissingOptuna from error


@contextmanager
def open_study(
    folder: Path, origin: Mapping[str, Any], first: Mapping[str, Parameter], seed: int
) -> Iterator["Study"]:
    """Open a study, or begin it; nobody else may meanwhile.

    Parameters
    ----------
    folder : Path
        Made if it is missing.
    origin : mapping
        What the figures belong to; plain values.
    first : mapping
        The parameters to try first.
    seed : int

    Raises
    ------
    ForeignSearch
        If it was begun with another origin.
    SearchBusy, DamagedSearch
    """
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / _LOCK, timeout=0):
            study = _open(folder, seed)
            _check_origin(folder, study, origin)
            _take_up(study, first)
            yield study
    except Timeout as error:
        raise SearchBusy(folder) from error


def _open(folder: Path, seed: int) -> "Study":
    import optuna
    from optuna.storages.journal import JournalFileBackend, JournalFileOpenLock

    class Locked(JournalFileOpenLock):
        """The folder is locked already, by a lock that goes when its holder is killed."""

        def acquire(self) -> bool:
            return True

        def release(self) -> None:
            pass

    optuna.logging.set_verbosity(optuna.logging.WARNING)
    path = folder / _JOURNAL
    _mend(path)
    try:
        storage = optuna.storages.JournalStorage(JournalFileBackend(str(path), Locked(str(path))))
        study = optuna.create_study(
            study_name=_NAME,
            storage=storage,
            direction="maximize",
            load_if_exists=True,
            pruner=optuna.pruners.SuccessiveHalvingPruner(1, reduction_factor=_REDUCTION),
        )
    except (ValueError, KeyError) as error:  # a line that is no JSON, or tells of nothing
        raise DamagedSearch(folder) from error
    # With one seed, a search that goes on would draw what it drew at its beginning.
    study.sampler = optuna.samplers.TPESampler(seed=seed + len(study.trials))
    return study


def _mend(path: Path) -> None:
    """Cut off a last line that a killed search had no time to end: nothing may follow it."""
    if not path.exists():
        return
    content = path.read_bytes()
    whole = content.rfind(b"\n") + 1
    if whole < len(content):
        os.truncate(path, whole)


def _check_origin(folder: Path, study: "Study", origin: Mapping[str, Any]) -> None:
    now = json.loads(json.dumps(origin))
    begun = study.user_attrs.get(_ORIGIN)
    if begun is None:
        study.set_user_attr(_ORIGIN, now)
    elif begun.get("fingerprint") != now["fingerprint"]:
        raise ForeignSearch(folder, ["with another corpus"])
    elif begun != now:
        raise ForeignSearch(folder, _differences(begun, now))


def _differences(begun: Mapping[str, Any], now: Mapping[str, Any], path: str = "") -> list[str]:
    """Say which settings are not the same.

    >>> _differences({"features": {"min_df": 2}}, {"features": {"min_df": 3}})
    ['features.min_df was 2 and is 3']
    """
    found = []
    for key in {**begun, **now}:
        before, after = begun.get(key), now.get(key)
        if isinstance(before, dict) and isinstance(after, dict):
            found += _differences(before, after, f"{path}{key}.")
        elif before != after:
            found.append(f"{path}{key} was {before} and is {after}")
    return found


def _take_up(study: "Study", first: Mapping[str, Parameter]) -> None:
    """Line up what comes first: the start of all, or what a search was at when it stopped."""
    from optuna.trial import TrialState

    if not study.trials:
        study.enqueue_trial(dict(first))
    for trial in study.get_trials(deepcopy=False, states=(TrialState.RUNNING,)):
        # Lined up before it is given up: a kill between the two must not lose it.
        study.enqueue_trial(trial.system_attrs.get("fixed_params", {}) | trial.params)
        study.tell(trial.number, state=TrialState.FAIL)
