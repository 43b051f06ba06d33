"""From a request to its answer, whatever the transport."""

from typing import Any

from data.errors import ChuyenmucError, TextTooLong, TooManyItems
from serve.body import validate
from serve.problems import log_unexpected, problem_of
from serve.registry import Registry
from serve.results import BatchResult, Failure, Result, result_of
from serve.schemas import BatchRequest, ClassifyRequest
from serve.settings import Settings


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

    def attempt(item: Any) -> Result | Failure:
        try:
            merged = options | item if isinstance(item, dict) else item
            return classify(validate(ClassifyRequest, merged), registry, settings)
        except ChuyenmucError as error:
            return {"error": problem_of(error)}
        except Exception as error:  # noqa: BLE001 - the other articles still get their answer
            log_unexpected(error, request_id)
            return {"error": problem_of(error)}

    return {"results": [attempt(item) for item in batch.articles]}
