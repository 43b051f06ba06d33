"""How often a client may ask."""

from ipaddress import IPv4Network
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient

from data.errors import TooManyRequests
from serve import Settings, create_app, rates
from serve.keys import new_key
from serve.rates import Rates


class Clock:
    """A clock that stands until it is set."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def is_allowed(limits: Rates, client: str = "192.0.2.1") -> bool:
    try:
        limits.take(client)
    except TooManyRequests:
        return False
    return True


def test_a_burst_is_allowed_and_then_the_rate() -> None:
    clock = Clock()
    limits = Rates(limit=2, burst=3, clock=clock)
    assert [is_allowed(limits) for _ in range(4)] == [True, True, True, False]
    clock.now += 0.49
    assert not is_allowed(limits)
    clock.now += 0.01
    assert [is_allowed(limits) for _ in range(2)] == [True, False]
    clock.now += 3600
    assert [is_allowed(limits) for _ in range(4)] == [True, True, True, False]


def test_a_refusal_says_how_long_to_wait() -> None:
    clock = Clock()
    limits = Rates(limit=0.1, burst=1, clock=clock)
    limits.take("a")
    with pytest.raises(TooManyRequests) as refusal:
        limits.take("a")
    assert refusal.value.retry_after == 10
    clock.now += refusal.value.retry_after
    limits.take("a")


def test_clients_do_not_pay_for_each_other() -> None:
    limits = Rates(limit=1, burst=1, clock=Clock())
    assert is_allowed(limits, "a")
    assert is_allowed(limits, "b")
    assert not is_allowed(limits, "a")


@given(
    st.floats(0.1, 100),
    st.integers(1, 20),
    st.lists(st.floats(0, 2), min_size=1, max_size=60),
)
def test_no_more_pass_than_the_bucket_gives(limit: float, burst: int, pauses: list[float]) -> None:
    clock = Clock()
    limits = Rates(limit, burst, clock)
    passed = 0
    for pause in pauses:
        clock.now += pause
        passed += is_allowed(limits)
    assert 1 <= passed <= burst + limit * sum(pauses[1:]) + 1e-3


def test_memory_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rates, "_MOST_CLIENTS", 2)
    limits = Rates(limit=1, burst=1, clock=Clock())
    assert [is_allowed(limits, client) for client in "abc"] == [True, True, True]
    assert not is_allowed(limits, "c")
    assert is_allowed(limits, "a")  # forgotten, so it starts anew


@pytest.fixture
def settings(small_model: Path) -> Settings:
    return Settings(models=(small_model,), rate_limit=0.001, rate_burst=2)


def test_over_http_a_client_is_told_when_to_come_back(client: TestClient) -> None:
    for _ in range(2):
        assert client.get("/v1/models").status_code == 200
    for refusal in (client.get("/v1/models"), client.post("/v1/classify", json={"text": "a"})):
        assert (refusal.status_code, refusal.json()["code"]) == (429, "too-many-requests")
        assert 900 < int(refusal.headers["Retry-After"]) <= 1000


def test_health_and_the_page_are_not_counted(client: TestClient) -> None:
    for _ in range(5):
        for address in ("/livez", "/readyz", "/metrics", "/docs"):
            assert client.get(address).status_code == 200


def test_there_is_no_limit_by_default(small_model: Path) -> None:
    with TestClient(create_app(Settings(models=(small_model,)))) as client:
        assert all(client.get("/v1/models").is_success for _ in range(50))


def statuses(client: TestClient, *forwarded: str) -> list[int]:
    return [
        client.get("/v1/models", headers={"X-Forwarded-For": address}).status_code
        for address in forwarded
    ]


def test_behind_a_trusted_proxy_the_client_is_whom_it_names(settings: Settings) -> None:
    with TestClient(create_app(settings), client=("127.0.0.1", 5000)) as client:
        assert statuses(client, *["192.0.2.1"] * 3) == [200, 200, 429]
        # What the client itself put into the header stands before what the proxy knows.
        assert statuses(client, "192.0.2.9, 192.0.2.1", "192.0.2.2") == [429, 200]


def test_nobody_else_is_believed(settings: Settings) -> None:
    with TestClient(create_app(settings), client=("198.51.100.7", 5000)) as client:
        assert statuses(client, "192.0.2.1", "192.0.2.2", "192.0.2.3") == [200, 200, 429]


def test_other_proxies_can_be_trusted(settings: Settings) -> None:
    proxies = (IPv4Network("10.0.0.0/8"),)
    trusting = settings.model_copy(update={"trusted_proxies": proxies})
    with TestClient(create_app(trusting), client=("10.1.2.3", 5000)) as client:
        assert statuses(client, "192.0.2.1", "192.0.2.2", "192.0.2.3") == [200, 200, 200]


def test_an_ipv6_network_is_one_client(settings: Settings) -> None:
    with TestClient(create_app(settings), client=("127.0.0.1", 5000)) as client:
        assert statuses(client, "2001:db8::1", "2001:db8::2", "2001:db8::3") == [200, 200, 429]
        assert statuses(client, "2001:db8:0:1::1") == [200]


def test_a_key_is_a_client_wherever_it_calls_from(settings: Settings, tmp_path: Path) -> None:
    secret, key = new_key("kho")
    (tmp_path / "keys").write_text(str(key))
    keyed = settings.model_copy(update={"keys": tmp_path / "keys"})
    with TestClient(create_app(keyed), client=("127.0.0.1", 5000)) as client:
        client.headers["Authorization"] = f"Bearer {secret}"
        assert statuses(client, "192.0.2.1", "192.0.2.2", "192.0.2.3") == [200, 200, 429]
