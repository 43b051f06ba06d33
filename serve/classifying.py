"""From requests to their answers, whatever the transport."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple, TypeVar

from data.errors import ChuyenmucError, TextTooLong, TooManyItems
from model import Prediction, SectionClassifier
from model.classifier import Text, text_of
from serve.body import validate
from serve.metrics import Metrics
from serve.problems import log_unexpected, problem_of
from serve.registry import Registry
from serve.results import BatchResult, Failure, Result, result_of
from serve.schemas import BatchRequest, ClassifyRequest
from serve.settings import Settings

T = TypeVar("T")
V = TypeVar("V")


class Asked(NamedTuple):
    """What is asked: an article, in what form it came, and the model that is to answer."""

    request: ClassifyRequest
    classifier: SectionClassifier
    content: Text
    text: str


def is_quick(request: ClassifyRequest, registry: Registry) -> bool:
    """Tell whether an article of a few thousand characters takes well under a millisecond.

    Reading a page and explaining take longer, and segmenting words takes much longer.

    Raises
    ------
    UnknownModel, NotReady
        The model is not live.
    """
    manifest = registry.find(request.model).manifest
    return manifest.units != "segmented" and request.page is None and not request.explain


def ask(request: ClassifyRequest, registry: Registry, settings: Settings) -> Asked:
    """Find out what is asked, and of which model.

    Raises
    ------
    TextError
        The text is empty or too long.
    UnknownModel, NotReady
        The model is not live.
    """
    if request.characters > settings.max_characters:
        raise TextTooLong(settings.max_characters)
    content = request.content
    return Asked(request, registry.find(request.model), content, text_of(content))


def predict(articles: Sequence[Asked]) -> list[Prediction | Exception]:
    """Classify articles, runs of one model at once; who cannot be classified gets the error."""
    return [
        prediction
        for classifier, run in groupby(articles, attrgetter("classifier"))
        for prediction in _predict(classifier, [asked.text for asked in run])
    ]


def _predict(
    classifier: SectionClassifier, texts: Sequence[str]
) -> Sequence[Prediction | Exception]:
    try:
        return classifier.classify_many(texts, jobs=1)
    except Exception as error:  # noqa: BLE001 - it may be the fault of any of them
        if len(texts) == 1:
            return [error]
        return [answer for text in texts for answer in _predict(classifier, [text])]


def tell(asked: Asked, prediction: Prediction | Exception, metrics: Metrics) -> Result:
    """Say what was found, and why if that was asked; raise what went wrong."""
    if isinstance(prediction, Exception):
        raise prediction
    request, classifier, content, _ = asked
    metrics.predicted(classifier, prediction)
    explanation = classifier.explain(content, prediction.section) if request.explain else None
    return result_of(classifier, content, prediction, request.top_k, explanation)


def classify_batch(
    batch: BatchRequest, registry: Registry, settings: Settings, request_id: str
) -> BatchResult:
    """Classify each article of a batch; one that cannot be classified gets its own error.

    Raises
    ------
    TooManyItems
        The batch holds more articles than one request may.
    UnknownModel, NotReady
        The model named for the whole batch is not live.
    """
    if len(batch.articles) > settings.max_items:
        raise TooManyItems(settings.max_items)
    registry.find(batch.model)
    options = batch.model_dump(include=batch.model_fields_set - {"articles"})

    def read(item: object) -> Asked:
        return ask(with_options(item, options), registry, settings)

    return {"results": classify_each(batch.articles, read, request_id, registry.metrics)}


def classify_each(
    items: Sequence[T], read: Callable[[T], Asked], request_id: str, metrics: Metrics
) -> list[Result | Failure]:
    """Answer several articles; whatever goes wrong with one, the others still get their answer."""

    def attempt(work: Callable[[], V]) -> V | Failure:
        try:
            return work()
        except Exception as error:  # noqa: BLE001 - see above
            if not isinstance(error, ChuyenmucError):
                log_unexpected(error, request_id)
            problem = problem_of(error)
            metrics.refused(problem["code"])
            return {"error": problem}

    asked = [attempt(partial(read, item)) for item in items]
    predictions = iter(predict([each for each in asked if isinstance(each, Asked)]))
    return [
        attempt(partial(tell, each, next(predictions), metrics))
        if isinstance(each, Asked)
        else each
        for each in asked
    ]


def with_options(item: object, options: Mapping[str, Any]) -> ClassifyRequest:
    """One article of several, with the options that hold for all where it sets none of its own.

    Raises
    ------
    InvalidFields
    """
    return validate(ClassifyRequest, {**options, **item} if isinstance(item, dict) else item)
