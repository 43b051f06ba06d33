"""Figures as Markdown, for a pull request."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final

from training.report.wording import ENGLISH

_MOST: Final = 5
_SPECIAL: Final = str.maketrans({sign: f"\\{sign}" for sign in "\\`*_{}[]<>()#+-!|~"})


def summarise(evaluation: Mapping[str, Any]) -> str:
    """Return the figures of an evaluation as a few lines of Markdown, with a table.

    Parameters
    ----------
    evaluation : mapping
        What `Evaluation.to_dict` returns.
    """
    model = evaluation["model"]
    named = f" of {_plain(model['name'])} {model['version']}" if model else ""
    return _lines(_told(evaluation, named))


def _told(evaluation: Mapping[str, Any], named: str) -> Iterator[str]:
    accuracy, macro = evaluation["accuracy"], evaluation["macro_f1"]
    error = evaluation["calibration"]["ece_interval"]
    yield f"### Evaluation{named}"
    yield ""
    yield f"{ENGLISH.count(evaluation['n'])} articles, {evaluation['basis']}; 95 % intervals."
    yield ""
    yield f"- accuracy **{ENGLISH.percent(accuracy['value'])}** ({ENGLISH.percents(accuracy)})"
    yield f"- macro F1 **{_figure(macro)}**"
    yield f"- calibration error **{_figure(error)}**"
    if (share := evaluation["accepted"]["share"]) is not None:
        right = evaluation["accepted"]["accuracy"]
        rightly = f", {ENGLISH.percent(right)} of them right" if right is not None else ""
        yield f"- accepted {ENGLISH.percent(share)} of the answers{rightly}"
    unlike = evaluation["unlike_training"]
    if unlike["accuracy"]:
        yield (
            f"- on the {ENGLISH.count(unlike['n'])} without a near-duplicate in training: "
            f"accuracy {ENGLISH.percent(unlike['accuracy']['value'])} "
            f"({ENGLISH.percents(unlike['accuracy'])})"
        )
    yield ""
    rows = (
        (
            _plain(score["name"]),
            ENGLISH.decimal(score["precision"]["value"], 3),
            ENGLISH.decimal(score["recall"]["value"], 3),
            _figure(score["f1"]),
            ENGLISH.count(score["support"]),
        )
        for score in evaluation["per_section"].values()
    )
    yield from _table(("section", "precision", "recall", "F1", "articles"), rows)
    yield from _confused(evaluation)


def _confused(evaluation: Mapping[str, Any]) -> Iterator[str]:
    names = {section["slug"]: section["name"] for section in evaluation["sections"]}
    for number, cell in enumerate(evaluation["confusion"]["cells"][:_MOST]):
        if not number:
            yield ""
            yield "Most often confused:"
            yield ""
        gold, predicted = (_plain(names[cell[end]]) for end in ("gold", "predicted"))
        yield f"- {gold} → {predicted}: {ENGLISH.count(cell['count'])}"


def summarise_comparison(
    comparison: Mapping[str, Any], verdict: str, names: tuple[str, str]
) -> str:
    """Return a comparison as a few lines of Markdown, with a table.

    Parameters
    ----------
    comparison : mapping
        What `Comparison.to_dict` returns.
    verdict : str
        What it shows, in one English sentence.
    names : tuple of str
        What to call A and B.
    """
    return _lines(_compared(comparison, verdict, names))


def _compared(comparison: Mapping[str, Any], verdict: str, names: tuple[str, str]) -> Iterator[str]:
    yield f"### {_plain(verdict[:1].upper() + verdict[1:])}"
    yield ""
    yield f"A {_plain(names[0])}, B {_plain(names[1])}; {ENGLISH.count(comparison['n'])} articles."
    yield ""
    figures = (("accuracy", comparison["accuracy"]), ("macro F1", comparison["macro_f1"]))
    sections = [
        (_plain(f"F1 of {section['name']}"), section["f1"])
        for section in comparison["per_section"].values()
    ]
    rows = ((name, *_difference(figure)) for name, figure in (*figures, *sections))
    yield from _table(("figure", "A", "B", "B - A", "95 %"), rows)
    counts = comparison["mcnemar"]
    yield ""
    yield (
        f"Only B is right on {ENGLISH.count(counts['fixed'])} articles, only A on "
        f"{ENGLISH.count(counts['broken'])} (McNemar's mid-p {counts['p']:.3g})."
    )


def _difference(figure: Mapping[str, Any]) -> tuple[str, ...]:
    change = figure["difference"]
    values = (ENGLISH.decimal(figure["a"], 3), ENGLISH.decimal(figure["b"], 3))
    interval = f"{ENGLISH.signed(change['low'])} to {ENGLISH.signed(change['high'])}"
    return (*values, ENGLISH.signed(change["value"]), interval)


def _figure(interval: Mapping[str, float]) -> str:
    return f"{ENGLISH.decimal(interval['value'], 3)} ({ENGLISH.decimals(interval, 3)})"


def _table(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> Iterator[str]:
    """Write the first column to the left, figures to the right."""
    yield f"| {' | '.join(headings)} |"
    yield f"| --- |{' ---: |' * (len(headings) - 1)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _plain(text: str) -> str:
    """Take away what signs mean in Markdown: a name may hold any."""
    return " ".join(text.split()).translate(_SPECIAL)


def _lines(lines: Iterable[str]) -> str:
    return "".join(f"{line}\n" for line in lines)
