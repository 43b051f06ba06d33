"""The files for Docker, Compose, systemd and Kubernetes fit the service and each other."""

import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from serve.routes import PATHS
from serve.settings import PREFIX, Settings, read_settings

ROOT = Path(__file__).parents[1]
DEPLOY = ROOT / "docs" / "deploy"

DOCKERFILE = (ROOT / "Dockerfile").read_text().replace("\\\n", " ")
COMPOSE: Any = yaml.safe_load((DEPLOY / "compose.yaml").read_text())["services"]["chuyenmuc"]
DEPLOYMENT, SERVICE = yaml.safe_load_all((DEPLOY / "kubernetes.yaml").read_text())
POD: Any = DEPLOYMENT["spec"]["template"]["spec"]
CONTAINER: Any = POD["containers"][0]
UNIT = re.findall(r"^(\w+)=(.*)$", (DEPLOY / "chuyenmuc.service").read_text(), re.MULTILINE)


def instructions(name: str) -> list[str]:
    return re.findall(rf"^{name} +(.*)$", DOCKERFILE, re.MULTILINE)


def environments() -> dict[str, dict[str, str]]:
    """The variables that each file sets."""
    return {
        "Dockerfile": dict(re.findall(r"(CHUYENMUC_\w+)=(\S+)", DOCKERFILE)),
        "Compose": dict(COMPOSE["environment"]),
        "systemd": dict(value.split("=", 1) for key, value in UNIT if key == "Environment"),
        "Kubernetes": {each["name"]: each["value"] for each in CONTAINER["env"]},
    }


def settings(file: str, monkeypatch: pytest.MonkeyPatch) -> Settings:
    for name, value in environments()[file].items():
        monkeypatch.setenv(name, value)
    return read_settings()


def seconds(text: str) -> int:
    return int(text.removesuffix("s"))


@pytest.mark.parametrize("file", environments())
def test_every_variable_is_a_setting_with_a_sound_value(
    file: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = settings(file, monkeypatch)
    for name in environments()[file]:
        if name.startswith(PREFIX):
            setting = name.removeprefix(PREFIX).lower()
            assert getattr(read, setting) != Settings.model_fields[setting].default


def test_the_image_holds_every_package_and_nothing_it_does_not_need() -> None:
    packages = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["hatch"]["build"]
    allowed = set(re.findall(r"^!(\S+)$", (ROOT / ".dockerignore").read_text(), re.MULTILINE))
    copied = {name for line in instructions("COPY") for name in line.split()[:-1]}
    copied -= {"--from=build", "/opt/chuyenmuc"}
    assert copied == allowed
    assert copied >= set(packages["targets"]["wheel"]["packages"])
    assert all((ROOT / name).exists() for name in copied)


def test_the_image_runs_without_root_and_can_be_asked_how_it_is() -> None:
    assert instructions("USER") == ["10001"]
    (check,) = instructions("HEALTHCHECK")
    assert "/livez" in check
    assert json.loads(instructions("ENTRYPOINT")[0])[:2] == ["sh", "-c"]
    assert json.loads(instructions("CMD")[0]) == ["serve"]
    supported = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["requires-python"]
    bases = {base.split()[0] for base in instructions("FROM")}
    assert bases == {"python:3.13-slim"}
    assert supported == ">=3.11,<3.15"


def test_the_image_keeps_machine_code_of_the_package_it_installs() -> None:
    assert "NUMBA_CACHE_DIR=/opt/chuyenmuc/kernel python -P -m model " in DOCKERFILE
    assert "cp -R /opt/chuyenmuc/kernel /tmp/ " in instructions("ENTRYPOINT")[0]
    assert "NUMBA_CACHE_DIR=/tmp/kernel" in DOCKERFILE


def test_compose_and_kubernetes_take_away_what_is_not_needed() -> None:
    assert COMPOSE["read_only"] is True
    assert COMPOSE["tmpfs"] == ["/tmp"]
    assert COMPOSE["cap_drop"] == ["ALL"]
    security = CONTAINER["securityContext"]
    assert security["readOnlyRootFilesystem"] is True
    assert security["allowPrivilegeEscalation"] is False
    assert security["capabilities"] == {"drop": ["ALL"]}
    assert POD["securityContext"]["runAsNonRoot"] is True
    assert POD["securityContext"]["runAsUser"] == int(instructions("USER")[0])
    assert {"name": "tmp", "mountPath": "/tmp"} in CONTAINER["volumeMounts"]
    mounted = {each["name"] for each in CONTAINER["volumeMounts"]}
    assert mounted == {each["name"] for each in POD["volumes"]}


def test_probes_ask_addresses_that_exist() -> None:
    probes = [CONTAINER[f"{kind}Probe"]["httpGet"] for kind in ("startup", "readiness", "liveness")]
    assert [probe["path"] for probe in probes] == ["/readyz", "/readyz", "/livez"]
    assert {probe["path"] for probe in probes} <= PATHS
    (port,) = CONTAINER["ports"]
    assert {probe["port"] for probe in probes} == {port["name"]}
    assert port["containerPort"] == Settings().port
    assert SERVICE["spec"]["ports"][0]["targetPort"] == port["name"]
    assert SERVICE["spec"]["selector"] == DEPLOYMENT["spec"]["selector"]["matchLabels"]


@pytest.mark.parametrize(
    ("file", "patience"),
    [
        ("Compose", seconds(COMPOSE["stop_grace_period"])),
        ("systemd", seconds(dict(UNIT)["TimeoutStopSec"])),
        ("Kubernetes", POD["terminationGracePeriodSeconds"]),
    ],
)
def test_nobody_kills_a_service_that_still_drains(
    file: str, patience: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = settings(file, monkeypatch)
    assert read.drain_delay + read.stop_timeout + 5 <= patience


def test_systemd_reloads_restarts_and_stops_the_master_only() -> None:
    unit = dict(UNIT)
    assert unit["ExecReload"].endswith("-HUP $MAINPID")
    assert unit["Restart"] == "always"
    assert unit["KillMode"] == "mixed"
    assert unit["DynamicUser"] == "yes"
