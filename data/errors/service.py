"""Services that cannot start or cannot answer yet."""

from typing import ClassVar

from data.errors.base import ChuyenmucError


class ServiceError(ChuyenmucError):
    """A service that cannot start or cannot answer yet."""

    code = "service"
    status = 503
    title = "The service cannot answer"
    retry_after: ClassVar[int] = 1
    """Seconds after which to try again, where the status is 503."""


class PortOccupied(ServiceError):
    """Another program listens on the port."""

    code = "port-occupied"

    def __init__(self, host: str, port: int) -> None:
        self.host, self.port = host, port
        super().__init__(
            f"{host}:{port} is occupied; stop what listens there or give another --port"
        )


class NotReady(ServiceError):
    """No model is live yet."""

    code = "not-ready"

    def __init__(self) -> None:
        super().__init__("no model is live yet; try again in a moment")


class ServiceFailed(ServiceError):
    """A service started for a moment's work did not do it; `reason` says how it failed."""

    code = "service-failed"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the service {reason}; start it with `chuyenmuc serve` to see why")


class Overloaded(ServiceError):
    """More requests wait than may."""

    code = "overloaded"

    def __init__(self) -> None:
        super().__init__("the service has more to do than it can; try again in a moment")


class TimedOut(ServiceError):
    """The answer was not ready in time."""

    code = "timed-out"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"no answer within {seconds:g} seconds; try again in a moment, or send less at a time"
        )


class Draining(ServiceError):
    """The service answers what it has begun, and stops."""

    code = "draining"

    def __init__(self) -> None:
        super().__init__("the service is about to stop; ask another one")


class RefusedVersion(ServiceError):
    """A version that was to become live is not fit for it; `reason` says why."""

    code = "refused-version"
    status = 409
    title = "The version cannot become live"

    def __init__(self, name: str, version: str, reason: str) -> None:
        self.name, self.version, self.reason = name, version, reason
        super().__init__(f"{name} goes on as it was, without version {version}: {reason}")


class ActivationBusy(ServiceError):
    """Other activations have not come to an end."""

    code = "activation-busy"

    def __init__(self, seconds: float) -> None:
        self.seconds = seconds
        super().__init__(
            f"another activation is under way and did not end within {seconds:g} seconds; "
            "nothing has changed, try again"
        )


class UnwritableState(ServiceError):
    """What the workers are to agree on cannot be written down; `reason` says why."""

    code = "unwritable-state"

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(f"the run folder cannot be written to ({reason}); nothing has changed")


class InternalError(ServiceError):
    """What nobody foresaw; the log alone says more."""

    code = "internal"
    status = 500
    title = "Internal error"

    def __init__(self) -> None:
        super().__init__("the service failed; its log says where, under the request's id")
