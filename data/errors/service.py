"""Services that cannot start or cannot answer yet."""

from data.errors.base import ChuyenmucError


class ServiceError(ChuyenmucError):
    """A service that cannot start or cannot answer yet."""

    code = "service"
    status = 503
    title = "The service cannot answer"


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
