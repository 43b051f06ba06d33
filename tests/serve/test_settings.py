"""What an operator can set."""

import os
from pathlib import Path

import pytest

from data.errors import ConfigError
from model.shipped import shipped_model
from serve import Settings
from serve.settings import read_settings


def test_every_row_says_what_it_is() -> None:
    for name, row in Settings.model_fields.items():
        assert row.description, name


@pytest.mark.parametrize("value", [f"models/a{os.pathsep}models/b c", '["models/a", "models/b c"]'])
def test_models_are_read_from_the_environment(value: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUYENMUC_MODELS", value)
    assert read_settings().models == (Path("models/a"), Path("models/b c"))


def test_without_a_model_the_one_that_ships_is_served(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read_settings().models == (shipped_model(),)
    monkeypatch.setattr("model.shipped._FOLDER", tmp_path)
    assert read_settings().models == ()


def test_lists_are_read_from_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUYENMUC_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.1")
    monkeypatch.setenv("CHUYENMUC_CORS_ORIGINS", '["https://bao.example"]')
    settings = read_settings()
    assert list(map(str, settings.trusted_proxies)) == ["10.0.0.0/8", "192.0.2.1/32"]
    assert settings.cors_origins == ("https://bao.example",)
    monkeypatch.setenv("CHUYENMUC_TRUSTED_PROXIES", "")
    assert read_settings().trusted_proxies == ()


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("trusted_proxies", ["10.0.0.1/8"]),
        ("trusted_proxies", ["proxy.example"]),
        ("cors_origins", ["bao.example"]),
        ("cors_origins", ["https://bao.example/tin"]),
    ],
)
def test_a_wrong_entry_of_a_list_is_named(name: str, value: object) -> None:
    with pytest.raises(ConfigError, match=rf"^{name}\."):
        read_settings(**{name: value})


def test_what_is_given_goes_before_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUYENMUC_PORT", "9000")
    monkeypatch.setenv("CHUYENMUC_WORKERS", "3")
    settings = read_settings(port=9001, workers=None)
    assert (settings.port, settings.workers) == (9001, 3)


def test_another_process_reads_the_same_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(
        models=(Path("mô hình:a"), Path("b")),
        port=9000,
        root_path="/tin",
        max_items=5,
        rate_limit=0.5,
        keys=Path("keys.txt"),
        keys_for_metrics=True,
        trusted_proxies=(),
        cors_origins=("https://bao.example",),
    )
    for name, value in settings.environment().items():
        monkeypatch.setenv(name, value)
    assert read_settings() == settings


def test_every_wrong_value_is_named_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHUYENMUC_PORT", "cổng")
    monkeypatch.setenv("CHUYENMUC_WORKERS", "0")
    with pytest.raises(ConfigError) as raised:
        read_settings(log_level="loud")
    lines = str(raised.value).splitlines()
    assert [line.partition(" -> ")[0] for line in lines] == ["port", "workers", "log_level"]
    assert "(got 'cổng')" in lines[0]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("port", -1),
        ("port", 65536),
        ("workers", 0),
        ("max_body_bytes", 0),
        ("max_items", 0),
        ("max_characters", 0),
        ("max_line_bytes", 0),
        ("max_concurrency", 0),
        ("max_queue", -1),
        ("max_streams", 0),
        ("request_timeout", 0),
        ("idle_timeout", 0),
        ("rate_limit", -0.1),
        ("rate_burst", 0),
        ("keys_for_health", True),
        ("keys_for_metrics", True),
        ("models", '["a"'),
        ("root_path", "tin"),
        ("root_path", "/tin/"),
    ],
)
def test_values_out_of_range_are_refused(name: str, value: object) -> None:
    with pytest.raises(ConfigError, match=f"^{name} -> "):
        read_settings(**{name: value})
