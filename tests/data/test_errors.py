"""Every error can be shown by every front."""

import pickle
from collections.abc import Iterator
from pathlib import Path

import pytest

from data import errors
from data.errors import ChuyenmucError, ConfigError


def tree(root: type[ChuyenmucError]) -> Iterator[type[ChuyenmucError]]:
    yield root
    for child in root.__subclasses__():
        yield from tree(child)


@pytest.mark.parametrize("kind", list(tree(ChuyenmucError)), ids=lambda kind: kind.__name__)
def test_an_error_says_how_to_show_it(kind: type[ChuyenmucError]) -> None:
    assert kind.exit_code in {1, 2}
    assert 400 <= kind.status < 600
    assert kind.title
    assert errors.__doc__
    assert kind.__name__ in errors.__doc__


def test_codes_are_unique() -> None:
    codes = [kind.code for kind in tree(ChuyenmucError) if "code" in vars(kind)]
    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    "error",
    [
        errors.MissingCorpus(Path("tin")),
        errors.EmptyCorpus("tin"),
        errors.WrongColumns("tin.csv", ["a"] * 30, "section", "name it with --section-column"),
        errors.AmbiguousCorpus("tin", "a.csv", "Xe/1.txt"),
        errors.UnlabelledRow("tin.csv", "line 7"),
        errors.SmallSections({"Xe": 1}, 10),
        errors.SingleSection("Xe"),
        errors.SlugClash("xe", "Xe", "XE"),
        errors.EmptySlug("?"),
        errors.TooFewSections(1, 3, 5),
        errors.SingleText(),
        errors.NothingToCount(2),
        errors.MissingDates(1, 2),
        errors.SingleDay("2025-03-01"),
        errors.MissingPublishers(1, 2),
        errors.SinglePublisher("Báo A"),
        errors.Inseparable(),
        errors.WrongPrediction("answers.jsonl", "line 3 has no id"),
        errors.MissingPredictions("answers.jsonl", ["bai-1"], 2),
        errors.MissingSource("vntc.rar"),
        errors.IncompleteSource("vntc", ["Train_Full", "Test_Full"]),
        errors.FolderBusy("corpora"),
        errors.NoUnpacker(["bsdtar", "7z"]),
        errors.DownloadRefused("http://a/b.rar", "the server answers 404 Not Found"),
        errors.DownloadFailed("http://a/b.rar", "the server does not answer", 6, 10),
        errors.DamagedDownload("http://a/b.rar", "is a web page", "corpora/b.rar.damaged"),
        errors.DamagedSource("b.rar", "is a web page"),
        errors.WrongCounts("b.rar", {"Xe": 2, "Du lich": 1}, {"Xe": 1}),
        errors.MissingInput("s3://bao/2024"),
        errors.UnknownInput("bai.xlsx"),
        errors.MissingFileSystem("s3://bao/2024", "Install s3fs"),
        errors.UnreachableInput("s3://bao/2024", "timed out"),
        errors.DamagedInput("a.parquet", "is not whole"),
        errors.UnlikeColumns("b.parquet", "Unable to merge: Field id"),
        errors.ClashingColumns(["section"], ""),
        errors.OutputExists(Path("ra")),
        errors.ForeignOutput(Path("ra")),
        errors.OutputBusy(Path("ra")),
        errors.ChangedRun(Path("ra"), ["b.parquet has changed"]),
        errors.MissingOptuna(),
        errors.ForeignSearch(Path("train.search"), ["features.min_df was 2 and is 3"]),
        errors.DamagedSearch(Path("train.search")),
        errors.SearchBusy(Path("train.search")),
        errors.BudgetTooSmall(0.5, 2, 5),
        errors.TrainingBusy(Path("models/tin")),
        errors.DiskTooSmall(Path("models"), 2_000_000_000, 1_000_000_000),
        errors.MissingDask(),
        errors.UnreachableCluster("tcp://a:8786", "timed out"),
        errors.NoWorkers("tcp://a:8786", 60),
        errors.UnfitWorker("tcp://b:4711", "does not see the folder ra"),
        errors.DyingWorkers("a fold", 4),
        errors.LostCluster("tcp://a:8786", "run the same again"),
        errors.NotAnArtifact("m"),
        errors.DamagedArtifact("m", "weights.safetensors", "it is cut short"),
        errors.ForeignFormat("m", 9, [1]),
        errors.ForeignDirectory("m"),
        errors.EmptyText(),
        errors.TextTooLong(10),
        errors.UnknownModel("a", []),
        errors.UnknownSection("a", ["xe"]),
        errors.BodyTooLarge(10),
        errors.TooManyItems(10),
        errors.PortOccupied("127.0.0.1", 8000),
        errors.NotReady(),
        errors.Overloaded(),
        errors.TimedOut(30),
        errors.InternalError(),
        errors.LineTooLong(10),
        errors.UnsupportedMediaType(),
        errors.SlowRequest(30),
        errors.IdleStream(0.5),
        errors.MissingKey(),
        errors.UnknownKey(),
        errors.NotAdmin(),
        errors.TooManyRequests(3),
        errors.UnknownVersion("a", "1", ["2"]),
        errors.MissingReport("a"),
        errors.RefusedVersion("a", "1", "it is damaged"),
        errors.ActivationBusy(30),
        errors.Draining(),
        errors.UnwritableState("No space left on device"),
    ],
    ids=lambda error: type(error).__name__,
)
def test_a_message_is_one_line(error: ChuyenmucError) -> None:
    assert str(error)
    assert "\n" not in str(error)
    copy = pickle.loads(pickle.dumps(error))  # as another process gets it
    assert (type(copy), str(copy), vars(copy)) == (type(error), str(error), vars(error))


def test_a_long_list_of_columns_is_cut_short() -> None:
    error = errors.WrongColumns("tin.csv", [f"c{i}" for i in range(30)], "text", "name it")
    assert "'c11' and 18 more" in str(error)


def test_a_config_error_lists_every_fault() -> None:
    error = ConfigError([("svm.c", "must be above 0", -1), ("folds", "is not known", "x")])
    assert str(error) == "svm.c -> must be above 0 (got -1)\nfolds -> is not known (got 'x')"
    assert len(error.faults) == 2
