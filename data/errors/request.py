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
        super().__init__(f"no such model; this service has {listed(known) or 'none'}")


class MissingReport(RequestError):
    """The model holds no report of its evaluation."""

    code = "missing-report"
    status = 404

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__("the model holds no report; train it with an evaluation")


class UnknownVersion(RequestError):
    """The service finds no such version of the model."""

    code = "unknown-version"
    status = 404

    def __init__(self, name: str, version: str, known: Sequence[str]) -> None:
        self.name, self.version, self.known = name, version, list(known)
        super().__init__(f"no version {version!r} of {name!r}; there are {listed(self.known)}")


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


class LineTooLong(RequestError):
    """A line of a stream is over the limit, in bytes."""

    code = "line-too-long"
    status = 413

    def __init__(self, limit: int) -> None:
        self.limit = limit
        super().__init__(f"the line is longer than {limit} bytes; shorten it")


class UnsupportedMediaType(RequestError):
    """A body that does not claim to be what the call takes: JSON, or lines of it."""

    code = "unsupported-media-type"
    status = 415

    def __init__(self, kind: str = "JSON", expected: str = "application/json") -> None:
        self.kind, self.expected = kind, expected
        super().__init__(f"the body must be {kind}; send it with Content-Type: {expected}")


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


class SlowRequest(RequestError):
    """A request that did not arrive in time."""

    code = "slow-request"
    status = 408

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"the request had not arrived after {seconds:g} seconds; send it again")


class IdleStream(RequestError):
    """A stream on which nothing came for too long."""

    code = "idle-stream"
    status = 408

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(f"nothing came for {seconds:g} seconds; send what is left anew")


class MissingKey(RequestError):
    """A call that needs a key came without one."""

    code = "missing-key"
    status = 401

    def __init__(self) -> None:
        super().__init__("this call needs a key; send it as Authorization: Bearer KEY")


class UnknownKey(RequestError):
    """The service knows no such key."""

    code = "unknown-key"
    status = 401

    def __init__(self) -> None:
        super().__init__("the service does not know this key; ask its operator for one")


class NotAdmin(RequestError):
    """A key, or a service without admin keys, that does not open this call."""

    code = "not-admin"
    status = 403

    def __init__(self) -> None:
        super().__init__("this call needs an admin key; its operator sets them with admin_keys")


class TooManyRequests(RequestError):
    """A client asks more often than it may; `retry_after` is in seconds."""

    code = "too-many-requests"
    status = 429

    def __init__(self, retry_after: int) -> None:
        self.retry_after = retry_after
        super().__init__(f"too many requests; try again in {retry_after} s")
