from pathlib import Path

import pytest

from data.errors import ConfigError
from training.config import TrainConfig, load_config


def test_without_anything_the_defaults_hold() -> None:
    assert load_config() == TrainConfig()


def test_settings_go_over_the_file(tmp_path: Path) -> None:
    path = tmp_path / "train.toml"
    path.write_text('name = "báo"\n[classifier]\nC = 2\n[features]\nmin_df = 3\n'.replace("á", "a"))
    config = load_config(path, ["classifier.C=0.5", "classifier.kind=logistic_regression"])
    assert (config.name, config.features.min_df) == ("bao", 3)
    assert (config.classifier.C, config.classifier.kind) == (0.5, "logistic_regression")


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "train.toml"
    path.write_bytes(b"\xef\xbb\xbf[features]\r\nmin_df = 3\r\n")
    assert load_config(path).features.min_df == 3


def test_what_a_model_keeps_of_its_configuration_makes_it_again() -> None:
    config = load_config(settings=["features.ngram_range=[1, 3]", "name=thu"])
    assert TrainConfig.model_validate_json(config.model_dump_json()) == config


def faults(*settings: str) -> list[str]:
    with pytest.raises(ConfigError) as caught:
        load_config(settings=settings)
    return str(caught.value).splitlines()


def test_all_faults_are_told_at_once() -> None:
    assert faults(
        "features.min_dff=3", "classifier.kind=svm", "evaluation.folds=1", "nothing", "x=1"
    ) == [
        "--set -> must read path=value (got 'nothing')",
        "features.min_dff -> no such setting (got 3)",
        "classifier.kind -> should be 'linear_svc' or 'logistic_regression' (got 'svm')",
        "evaluation.folds -> should be greater than or equal to 2 (got 1)",
        "x -> no such setting (got 1)",
    ]


@pytest.mark.parametrize(
    ("setting", "path", "value"),
    [
        ("features=3", "features", "3"),
        ("features.ngram_range=3", "features.ngram_range", "3"),
        ("features.ngram_range=[2]", "features.ngram_range.1", "[2]"),
        ("features.ngram_range=[1, 2, 3]", "features.ngram_range", "[1, 2, 3]"),
        ("features.ngram_range=[2, 1]", "features", "{'ngram_range': [2, 1]}"),
        ("features.ngram_range=[1, 9]", "features.ngram_range.1", "9"),
        ("features.min_df=-1", "features.min_df", "-1"),
        ("corpus.min_articles=true", "corpus.min_articles", "True"),
        ('corpus.min_articles="5"', "corpus.min_articles", "'5'"),
        ("corpus.min_articles=2.0", "corpus.min_articles", "2.0"),
        ("corpus.drop_small_sections=yes", "corpus.drop_small_sections", "'yes'"),
        ("corpus.cleaning=byline", "corpus.cleaning", "'byline'"),
        ("corpus.cleaning=['byline', 'author']", "corpus.cleaning", "['byline', 'author']"),
        ("corpus.cleaning=[['byline']]", "corpus.cleaning", "[['byline']]"),
        ("classifier.C=nan", "classifier.C", "nan"),
        ("classifier.C=inf", "classifier.C", "inf"),
        ("classifier.C=0", "classifier.C", "0"),
        ("decision.precision=97", "decision.precision", "97"),
        ("name=một tên", "name", "'một tên'"),
        ("name=../elsewhere", "name", "'../elsewhere'"),
        ("=3", "--set", "'=3'"),
        ("a..b=3", "--set", "'a..b=3'"),
        ("", "--set", "''"),
    ],
)
def test_a_wrong_value_is_named_with_its_path(setting: str, path: str, value: str) -> None:
    (fault,) = faults(setting)
    assert fault.startswith(f"{path} -> ")
    assert fault.endswith(f"(got {value})")


@pytest.mark.parametrize("names", [[], ["byline"], ["source", "byline"]])
def test_single_rules_are_chosen_by_name(names: list[str]) -> None:
    config = load_config(settings=[f"corpus.cleaning={names}"])
    assert config.corpus.rules == tuple(names)
    assert TrainConfig.model_validate(config.model_dump(mode="json")) == config


def test_a_value_is_no_table() -> None:
    assert faults("features=3", "features.min_df=2") == [
        "features.min_df -> features is a value, not a table (got 2)",
        "features -> should be a table of settings (got 3)",
    ]


@pytest.mark.parametrize("content", [b"not toml", b"a = \xff", b"\x00", b"[a]\n[a]\n"])
def test_a_file_that_is_no_toml(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "train.toml"
    path.write_bytes(content)
    with pytest.raises(ConfigError, match=r"--config -> not valid TOML: .* \(got '.*train.toml'\)"):
        load_config(path)


def test_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="--config -> No such file or directory"):
        load_config(tmp_path / "none.toml")
