"""The training configuration: one table of settings, from TOML and from `--set path=value`."""

import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Annotated, Any, Final, Literal, Self

from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    model_validator,
)
from pydantic_core import ErrorDetails

from data.cleaning import RULES
from data.errors import ConfigError
from model.ngrams import MAX_ORDER


class _Table(BaseModel):
    # TOML knows its types: what is quoted, or has a point, is no whole number.
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False)


_Order = Annotated[int, Field(strict=True, ge=1, le=MAX_ORDER)]


def _rules_or_all(value: object) -> object:
    """Check both forms at once: for a union pydantic would complain of each by itself."""
    if value == "all":
        return value
    if isinstance(value, list | tuple) and all(
        isinstance(name, str) and name in RULES for name in value
    ):
        return tuple(value)
    raise ValueError(f"should be 'all' or a list of rules; they are {', '.join(RULES)}")


class CorpusConfig(_Table):
    """Which articles are learnt from."""

    min_articles: Annotated[int, Field(ge=2)] = 5
    """Articles a section must have."""

    drop_small_sections: bool = False
    """Leave sections with fewer articles out, instead of refusing the corpus."""

    cleaning: Annotated[Literal["all"] | tuple[str, ...], BeforeValidator(_rules_or_all)] = "all"
    """The rules that take leaked labels and page leftovers out of every text; [] for none."""

    @property
    def rules(self) -> tuple[str, ...]:
        """The cleaning rules in force."""
        return tuple(RULES) if self.cleaning == "all" else self.cleaning


class FeaturesConfig(_Table):
    """Which n-grams are counted."""

    ngram_range: Annotated[tuple[_Order, _Order], Field(strict=False)] = (1, 2)
    """The shortest and the longest n-gram, in syllables; with segmented units, in words."""

    min_df: Annotated[int, Field(ge=1)] = 2
    """N-grams in fewer articles are left out."""

    max_features: Annotated[int, Field(ge=1)] = 90_000
    """N-grams kept: those that tell sections apart best, by chi-squared."""

    units: Literal["syllables", "words", "segmented"] = "syllables"
    """What is counted: n-grams of syllables; the words that segmentation finds in the corpus, in
    texts as they are; or n-grams of words, each text segmented before it is classified too."""

    relevance: Annotated[float, Field(strict=False, ge=0, le=2)] = 0.25
    """How much more an n-gram weighs that tells sections apart: its idf is multiplied by its
    divergence, in nats, to this power; 0 for TF-IDF alone."""

    headlines: bool = True
    """Count an n-gram in the headline as a feature of its own besides."""

    excerpts: Annotated[float, Field(strict=False, ge=0, le=1)] = 0.03
    """What each article's headline and its opening count beside it, so that they are told as well;
    0 for not at all."""

    plain_features: Annotated[int, Field(ge=0)] = 0
    """N-grams kept for texts without diacritics, which get weights of their own; 0 for none."""

    @model_validator(mode="after")
    def _rises(self) -> Self:
        if self.ngram_range[0] > self.ngram_range[1]:
            raise ValueError("ngram_range must not fall")
        if self.plain_features and self.units != "syllables":
            raise ValueError("plain_features needs units of syllables: words are not segmented so")
        return self


class ClassifierConfig(_Table):
    """The linear classifier."""

    kind: Literal["linear_svc", "logistic_regression"] = "linear_svc"
    """Support vectors, one section against the rest; or multinomial logistic regression."""

    C: Annotated[float, Field(gt=0)] = 1.0
    """Inverse strength of the regularisation."""

    class_weight: Literal["balanced", "none"] = "balanced"
    """Whether rare sections weigh as much as common ones."""

    by_publisher: bool = True
    """Learn what each publisher puts into a section by itself; support vectors only."""


class EvaluationConfig(_Table):
    """How the model is judged before it is born."""

    folds: Annotated[int, Field(ge=2, le=20)] = 5
    """Parts of the cross-validation."""

    split: Literal["grouped", "random", "time", "publisher"] = "grouped"
    """What is held out: folds that part no near-duplicates, folds by chance alone, the newest
    articles, or one publisher after the other."""

    held_out: Annotated[float, Field(gt=0, lt=1)] = 0.2
    """Share of the articles, the newest, that a split by time holds out."""

    seed: Annotated[int, Field(ge=0, lt=2**32)] = 0
    """Of the folds and of the intervals."""


class DecisionConfig(_Table):
    """When an answer is accepted."""

    precision: Annotated[float, Field(gt=0, lt=1)] = 0.97
    """Share of accepted answers that are to be right."""


class Wording(_Table):
    """One statement in both languages."""

    vi: str
    en: str


class CardConfig(_Table):
    """What the model's card says besides the figures."""

    data: Wording | None = None
    """What it learnt from, of what time, under which licence."""

    limits: Wording | None = None
    """Where it is less good than its figures."""

    not_for: Wording | None = None
    """What it must not be used for."""


class TrainConfig(_Table):
    """Everything that decides what a training makes of a corpus.

    Examples
    --------
    >>> TrainConfig().features.ngram_range
    (1, 2)
    """

    name: Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")] | None = None
    """The model's name; by default the name of the directory it is written to."""

    corpus: CorpusConfig = CorpusConfig()
    features: FeaturesConfig = FeaturesConfig()
    classifier: ClassifierConfig = ClassifierConfig()
    evaluation: EvaluationConfig = EvaluationConfig()
    decision: DecisionConfig = DecisionConfig()
    card: CardConfig = CardConfig()


def load_config(path: Path | None = None, settings: Sequence[str] = ()) -> TrainConfig:
    """Read a configuration file and apply single settings over it.

    Parameters
    ----------
    path : Path, optional
        A TOML file; without one, the defaults.
    settings : sequence of str
        Each `path=value`, the value as TOML writes it; a bare word counts as a string.

    Raises
    ------
    ConfigError
        Naming every fault at once.

    Examples
    --------
    >>> load_config(settings=["classifier.C=0.5"]).classifier.C
    0.5
    """
    table = _read(path) if path else {}
    faults: list[tuple[str, str, object]] = []
    for setting in settings:
        key, separator, value = setting.partition("=")
        if separator and all(key.split(".")):
            _assign(table, key.strip().split("."), _parse(value.strip()), faults)
        else:
            faults.append(("--set", "must read path=value", setting))
    try:
        config = TrainConfig.model_validate(table)
    except ValidationError as error:
        raise ConfigError([*faults, *map(_fault, error.errors(include_url=False))]) from error
    if faults:
        raise ConfigError(faults)
    return config


def _read(path: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError([("--config", error.strerror or "cannot be read", str(path))]) from error
    except ValueError as error:  # TOML that does not parse, or bytes that are not UTF-8
        raise ConfigError([("--config", f"not valid TOML: {error}", str(path))]) from error


def _parse(value: str) -> object:
    try:
        return tomllib.loads(f"value = {value}")["value"]
    except tomllib.TOMLDecodeError:
        return value


def _assign(
    table: dict[str, Any], keys: Sequence[str], value: object, faults: list[tuple[str, str, object]]
) -> None:
    for key in keys[:-1]:
        inner = table.setdefault(key, {})
        if not isinstance(inner, dict):
            faults.append((".".join(keys), f"{key} is a value, not a table", value))
            return
        table = inner
    table[keys[-1]] = value


_COMPLAINTS: Final[Mapping[str, str]] = {
    "extra_forbidden": "no such setting",
    "model_type": "should be a table of settings",
    "string_pattern_mismatch": "should be letters, digits, '.', '_' and '-'",
    "too_long": "should be two numbers: the shortest, the longest",
    "tuple_type": "should be two numbers: the shortest, the longest",
    "missing": "should be there: the shortest, the longest",
}


def _fault(error: ErrorDetails) -> tuple[str, str, object]:
    """Say one of pydantic's complaints in our words."""
    path = ".".join(str(part) for part in error["loc"])
    message = error["msg"].removeprefix("Value error, ").removeprefix("Input ")
    return path, _COMPLAINTS.get(error["type"], message), error["input"]
