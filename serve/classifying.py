"""From a request to its answer, whatever the transport."""

from collections.abc import Callable, Mapping
from typing import Any

from data.errors import ChuyenmucError, TextTooLong, TooManyItems
from serve.body import validate
from serve.metrics import Metrics
from serve.problems import log_unexpected, problem_of
from serve.registry import Registry
from serve.results import BatchResult, Failure, Result, result_of
from serve.schemas import BatchRequest, ClassifyRequest
from serve.settings import Settings


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


def classify(request: ClassifyRequest, registry: Registry, settings: Settings) -> Result:
    """Classify one article.

    Raises
    ------
    TextError
        The text is empty or too long.
    RequestError
        The model is unknown.
    NotReady
        No model is live.
    """
    if request.characters > settings.max_characters:
        raise TextTooLong(settings.max_characters)
    classifier = registry.find(request.model)
    content = request.content
    prediction = classifier.classify(content)
    registry.metrics.predicted(classifier, prediction)
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

    def answer(item: Any) -> Result:
        return classify(with_options(item, options), registry, settings)

    return {
        "results": [attempt(answer, item, request_id, registry.metrics) for item in batch.articles]
    }


def with_options(item: object, options: Mapping[str, Any]) -> ClassifyRequest:
    """One article of several, with the options that hold for all where it sets none of its own.

    Raises
    ------
    InvalidFields
    """
    return validate(ClassifyRequest, {**options, **item} if isinstance(item, dict) else item)


def attempt(
    answer: Callable[[Any], Result], item: object, request_id: str, metrics: Metrics
) -> Result | Failure:
    """Answer one article of several; whatever goes wrong, the others still get their answer."""
    try:
        return answer(item)
    except Exception as error:  # noqa: BLE001 - see above
        if not isinstance(error, ChuyenmucError):
            log_unexpected(error, request_id)
        problem = problem_of(error)
        metrics.refused(problem["code"])
        return {"error": problem}
