"""Texts and requests that cannot be answered."""

from collections.abc import Sequence

from data.errors.base import ChuyenmucError, listed


class TextError(ChuyenmucError):
    """A text that cannot be classified."""

    code = "text"
    status = 422
    title = "The text cannot be classified"


class EmptyText(TextError):
    """The text has nothing to classify."""

    code = "empty-text"

    def __init__(self) -> None:
        super().__init__("the text is empty; give a headline or an article")


class TextTooLong(TextError):
    """The text is over the limit, in characters."""

    code = "text-too-long"
    status = 413

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"the text is longer than {limit} characters; shorten it")


class RequestError(ChuyenmucError):
    """A request the service cannot answer."""

    code = "request"
    title = "The request cannot be answered"


class UnknownModel(RequestError):
    """The service has no model of this name."""

    code = "unknown-model"
    status = 404

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, list(known)
        super().__init__(f"no model {name!r}; this service has {listed(known) or 'none'}")


class UnknownSection(RequestError):
    """The model has no such section."""

    code = "unknown-section"
    status = 422

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name, self.known = name, list(known)
        super().__init__(f"no section {name!r}; this model has {listed(known, limit=40)}")


class BodyTooLarge(RequestError):
    """The body of the request is over the limit, in bytes."""

    code = "body-too-large"
    status = 413

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"the request body is larger than {limit} bytes; send less at a time")


class TooManyItems(RequestError):
    """The request holds more items than one may."""

    code = "too-many-items"
    status = 413

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"more than {limit} items in one request; split it, or stream it")


class InvalidBody(RequestError):
    """The body does not have the form the call needs; `reason` says where."""

    code = "invalid-body"
    status = 422

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


class UnsupportedMediaType(RequestError):
    """A body that does not claim to be JSON."""

    code = "unsupported-media-type"
    status = 415

    def __init__(self) -> None:
        super().__init__("the body must be JSON; send it with Content-Type: application/json")


class InvalidJson(RequestError):
    """A body that claims to be JSON and is not."""

    code = "invalid-json"

    def __init__(self, reason: str) -> None:
        super().__init__(f"the body is not valid JSON: {reason}")


class InvalidFields(InvalidBody):
    """JSON that is not what the call takes: every fault as (path, message).

    The path is empty when the fault lies in the object as a whole.
    """

    def __init__(self, faults: Sequence[tuple[str, str]]) -> None:
        self.faults = list(faults)
        super().__init__("; ".join(": ".join(filter(None, fault)) for fault in self.faults))
