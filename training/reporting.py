"""Read a corpus once more, for what a page shows of its articles, and make the page."""

from collections.abc import Iterable, Iterator
from pathlib import Path

from data.article import Article
from data.checks import CheckReport, Survey
from data.readers import Columns, read_corpus
from model import SectionClassifier
from training.comparison import Comparison
from training.evaluation import Evaluation
from training.excerpts import Excerpt, excerpt
from training.predictions import Predictions
from training.progress import Progress, Silence
from training.report import render, render_comparison
from training.report.articles import Shown, changes, mistakes


def report_evaluation(
    evaluation: Evaluation,
    classifier: SectionClassifier,
    corpus_path: Path,
    columns: Columns = Columns(),
    *,
    survey: Survey,
    split: str | None = None,
    progress: Progress | None = None,
) -> str:
    """Make the page of an evaluation, with excerpts of wrongly answered articles.

    Parameters
    ----------
    evaluation : Evaluation
        What `evaluate_on` returned for the same classifier and corpus.
    classifier : SectionClassifier
    corpus_path : Path
    columns : Columns
        The user's own column names.
    survey : Survey
        What `evaluate_on` showed the articles to.
    split : str, optional
        The part that was evaluated.
    progress : Progress, optional

    Returns
    -------
    str
        HTML.

    Raises
    ------
    CorpusError
        If the corpus can no longer be read.
    """
    figures = evaluation.to_dict()
    articles = _reread(corpus_path, columns, split, progress or Silence())
    excerpts = _excerpts(articles, mistakes(figures), classifier, 0)
    findings = CheckReport(
        corpus=str(corpus_path),
        against=None,
        articles=len(survey.census),
        sections={section.slug: n for section, n in survey.census.sizes.items()},
        outcomes=survey.outcomes(),
    )
    return render(figures, classifier.manifest, excerpts=excerpts, findings=findings)


def report_comparison(
    comparison: Comparison,
    a: SectionClassifier | Predictions,
    b: SectionClassifier | Predictions,
    corpus_path: Path,
    columns: Columns = Columns(),
    *,
    names: tuple[str, str],
    progress: Progress | None = None,
) -> str:
    """Make the page of a comparison, with excerpts of the articles fixed and broken.

    The words that are marked in an excerpt are those of B, or of A if B is a file of answers.

    Parameters
    ----------
    comparison : Comparison
        What `compare_on` returned for the same models and corpus.
    a, b : SectionClassifier or Predictions
    corpus_path : Path
    columns : Columns
        The user's own column names.
    names : tuple of str
        What to call A and B.
    progress : Progress, optional

    Returns
    -------
    str
        HTML.

    Raises
    ------
    CorpusError
        If the corpus can no longer be read.
    """
    figures = comparison.to_dict()
    model, classifier = next(
        ((place, each) for place, each in ((1, b), (0, a)) if isinstance(each, SectionClassifier)),
        (1, None),
    )
    articles = _reread(corpus_path, columns, None, progress or Silence())
    excerpts = _excerpts(articles, changes(figures), classifier, model)
    return render_comparison(figures, names, excerpts=excerpts)


def _reread(
    path: Path, columns: Columns, split: str | None, progress: Progress
) -> Iterator[Article]:
    with progress.stage("Reading again for the report") as advance:
        for article in read_corpus(path, columns):
            if split is None or article.split == split:
                yield article
                advance(1)


def _excerpts(
    articles: Iterable[Article],
    shown: Iterable[Shown],
    classifier: SectionClassifier | None,
    model: int,
) -> dict[int, Excerpt]:
    """Cut excerpts of the articles of a page that tell why a model answered as it did."""
    wanted = {article.place: article.answers[model].section for article in shown}
    with_text = enumerate(article for article in articles if article.text)
    return {
        place: excerpt(article, classifier, wanted[place])
        for place, article in with_text
        if place in wanted
    }
