"""The README and the manual say what is so: links, tables, commands, examples."""

import json
import pkgutil
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path

import pytest
import typer
from prometheus_client.parser import text_string_to_metric_families
from pydantic import BaseModel
from starlette.testclient import TestClient

import serve
from data.checks import CHECKS, CheckReport
from data.cleaning import RULES
from data.errors import ChuyenmucError, ConfigError, PortOccupied, UsageError
from data.readers.columns import _USUAL
from data.sections import CANONICAL, slugify
from model.manifest import Manifest
from serve.metrics import Metrics
from serve.settings import PREFIX, Settings
from training.cli.app import app
from training.config import TrainConfig

ROOT = Path(__file__).parents[1]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
TEXTS = {str(path.relative_to(ROOT)): path.read_text(encoding="utf-8") for path in PAGES}

# Refusals of HTTP itself: no classes of ours.
PLAIN_PROBLEMS = {"not-found": 404, "method-not-allowed": 405}
# Said in the shell before the service answers anything.
AT_THE_START = {ConfigError, PortOccupied, UsageError}

each_page = pytest.mark.parametrize("page", TEXTS)


def blocks(page: str, *languages: str) -> list[str]:
    """The fenced blocks of a page in some language."""
    fenced = re.findall(r"^```(\w*)\n(.*?)^```$", TEXTS[page], re.MULTILINE | re.DOTALL)
    return [content for language, content in fenced if language in languages]


def table(page: str, first: str) -> dict[str, list[str]]:
    """The rows of the table whose first heading is `first`: first cell -> the other cells."""
    lines = iter(TEXTS[page].splitlines())
    next(line for line in lines if line.startswith(f"| {first} |"))
    next(lines)
    rows = {}
    for line in lines:
        if not line.startswith("|"):
            break
        name, *cells = (cell.strip() for cell in line.strip("|").split("|"))
        rows[name.strip("`")] = cells
    return rows


def commands(page: str) -> Iterator[list[str]]:
    """The commands of a page, in its shell blocks and between backticks."""
    lines = "".join(blocks(page, "sh")).replace("\\\n", " ").splitlines()
    prose = re.sub(r"^```.*?^```$", "", TEXTS[page], flags=re.MULTILINE | re.DOTALL)
    lines += re.findall(r"`([^`\n]+)`", prose)
    for line in lines:
        found = re.match(r"(?:\w+=\S+ )*(?:\S*/)?(chuyenmuc|make) (.+)", line)
        if found:
            yield [found[1], *shlex.split(found[2], comments=True)]


def as_toml(value: object) -> str:
    """A default as one writes it in a configuration."""
    if value is None or value == ():
        return "none"
    return value if isinstance(value, str) else json.dumps(value)


def leaves(config: BaseModel, path: str = "") -> Iterator[tuple[str, str]]:
    """Every setting of a configuration, with its default."""
    for name in type(config).model_fields:
        value = getattr(config, name)
        if isinstance(value, BaseModel):
            yield from leaves(value, f"{path}{name}.")
        else:
            yield path + name, as_toml(value)


def anchors(path: Path) -> set[str]:
    headings = re.findall(r"^#+ (.+)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


# -- what is mentioned is there --------------------------------------------------------------------


@each_page
def test_links_lead_somewhere(page: str) -> None:
    for link in re.findall(r"\]\(([^)\s]+)\)", TEXTS[page]):
        if re.match(r"https?://", link):
            continue
        path, _, anchor = link.partition("#")
        target = (ROOT / page).parent / path if path else ROOT / page
        assert target.exists(), link
        assert not anchor or anchor in anchors(target), link


@each_page
def test_files_that_are_mentioned_exist(page: str) -> None:
    folders = r"(?:\.ci|bench|data|docs|model|serve|tests|training)"
    for path in re.findall(rf"(?<![\w./-]){folders}/[\w./-]*\w", TEXTS[page]):
        assert (ROOT / path).exists(), path


@each_page
def test_commands_exist(page: str) -> None:
    verbs = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    for program, *words in commands(page):
        if program == "make":
            goals = {word for word in words if "=" not in word}
            assert goals <= targets, words
            continue
        verb, *arguments = words
        if verb == "--help":
            continue
        known = {flag for parameter in verbs[verb].params for flag in parameter.opts} | {"--help"}
        assert {word for word in arguments if word.startswith("--")} <= known, words


@each_page
def test_flags_between_backticks_exist(page: str) -> None:
    verbs = typer.main.get_command(app).commands  # type: ignore[attr-defined]
    known = {
        flag for verb in verbs.values() for parameter in verb.params for flag in parameter.opts
    }
    named = {flag for flag in re.findall(r"`(--[a-z-]+)", TEXTS[page]) if flag != "--help"}
    assert named <= known


@each_page
def test_single_settings_are_accepted(page: str) -> None:
    from training.config import load_config

    for setting in re.findall(r"--set ([a-z_]+(?:\.\w+)?=[^\s`'\"]+)", TEXTS[page]):
        load_config(settings=[setting])


# -- tables are complete ---------------------------------------------------------------------------


def test_columns_are_all_listed() -> None:
    listed = {
        field: tuple(slugify(name) for name in re.findall(r"`([^`]+)`", cells[0]))
        for field, cells in table("docs/corpus.md", "field").items()
    }
    assert listed == dict(_USUAL)


def test_canonical_sections_are_all_listed_in_order() -> None:
    names = ", ".join(section.name for section in CANONICAL)
    assert names in " ".join(TEXTS["docs/corpus.md"].split())


def test_cleaning_rules_are_all_listed_in_order_with_their_reasons() -> None:
    rows = table("docs/cleaning.md", "rule")
    listed = [(name, cells[1].replace("`", "")) for name, cells in rows.items()]
    assert listed == list(RULES.values())


def test_training_settings_are_all_listed_with_their_defaults() -> None:
    rows = table("docs/corpus.md", "setting")
    listed = {name: cells[0].strip("`") for name, cells in rows.items()}
    assert listed == dict(leaves(TrainConfig()))


def test_the_example_configuration_is_valid() -> None:
    (example,) = blocks("docs/corpus.md", "toml")
    TrainConfig.model_validate(tomllib.loads(example))


def test_manifest_fields_are_all_listed_in_order() -> None:
    assert list(table("docs/artifact.md", "field")) == list(Manifest.model_fields)


def test_service_settings_are_all_listed_with_their_defaults() -> None:
    rows = table("docs/serving.md", "setting")
    listed = {name: (cells[0].strip("`"), cells[2].strip("`")) for name, cells in rows.items()}
    wanted = {}
    for name, field in Settings.model_fields.items():
        many = ", ".join(map(str, field.default)) if isinstance(field.default, tuple) else ""
        wanted[name] = (PREFIX + name.upper(), many or as_toml(field.default) or "empty")
    assert list(listed.items()) == list(wanted.items())
    assert all(cells[3] for cells in rows.values())


def test_checks_are_all_listed_and_explained_in_order() -> None:
    listed = table("docs/checks.md", "code")
    wanted = {f"[`{c.code}`](#{c.code})": [str(c.severity), c.title] for c in CHECKS}
    assert (list(listed), listed) == (list(wanted), wanted)
    headings = re.findall(r"^### (.+)$", TEXTS["docs/checks.md"], re.MULTILINE)
    assert headings == [check.code for check in CHECKS]


def test_fields_of_a_check_report_are_all_listed() -> None:
    report = CheckReport("tin.csv", None, 0, {}, [CHECKS[0].passed()]).to_dict()
    fields = ", ".join(table("docs/checks.md", "field"))
    assert re.findall(r"\w+", fields) == list(report)
    for name in (*report["counts"], *report["outcomes"][0]):
        assert f"`{name}`" in TEXTS["docs/checks.md"]


def refusals() -> Mapping[str, int]:
    """Codes and statuses of the errors the service may answer with."""
    modules = [module.name for module in pkgutil.walk_packages(serve.__path__, "serve.")]
    named = [value for name in modules for value in vars(import_module(name)).values()]
    errors = {error for error in named if isinstance(error, type)}
    return PLAIN_PROBLEMS | {
        error.code: error.status
        for error in errors
        if issubclass(error, ChuyenmucError) and not error.__subclasses__()
        if error not in AT_THE_START
    }


def test_error_codes_are_all_listed_with_their_status() -> None:
    rows = table("docs/http.md", "code")
    assert {code: int(cells[0]) for code, cells in rows.items()} == refusals()


def test_figures_are_all_listed_with_their_kind_in_order() -> None:
    families = list(text_string_to_metric_families(Metrics().expose().decode()))
    suffixes = {"counter": "_total"}
    assert {name: cells[0] for name, cells in table("docs/operating.md", "figure").items()} == {
        family.name + suffixes.get(family.type, ""): family.type for family in families
    }


# -- examples work ---------------------------------------------------------------------------------


@pytest.fixture
def newsroom(tmp_path: Path, small_model: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder as the tour leaves it: the model, the starter corpus, a copied page."""
    (tmp_path / "models").mkdir()
    (tmp_path / "models" / "tin").symlink_to(small_model)
    (tmp_path / "data").symlink_to(ROOT / "data")
    page = re.search(r"<<'TEXT'\n(.*?)^TEXT$", TEXTS["README.md"], re.MULTILINE | re.DOTALL)
    assert page
    (tmp_path / "bai.txt").write_text(page[1], encoding="utf-8")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize("page", ["README.md", "docs/python.md"])
def test_python_examples_run(page: str) -> None:
    names: dict[str, object] = {}
    for number, block in enumerate(blocks(page, "python")):
        exec(compile(block, f"{page}, block {number + 1}", "exec"), names)


@pytest.mark.usefixtures("newsroom")
@pytest.mark.parametrize("page", ["README.md", "docs/http.md"])
def test_requests_are_answered(page: str) -> None:
    shell = "".join(blocks(page, "sh"))
    calls = re.findall(
        r"^curl .*?localhost:8000(/\S+)(?: [^\n]*\\\n *-d '(.*?)')?$", shell, re.MULTILINE
    )
    assert calls
    with TestClient(serve.create_app(Settings(models=(Path("models/tin"),)))) as client:
        for path, body in calls:
            answer = client.post(path, json=json.loads(body)) if body else client.get(path)
            assert answer.status_code == 200, answer.text


@each_page
def test_json_examples_are_json(page: str) -> None:
    lines = [line for block in blocks(page, "jsonl") for line in block.splitlines()]
    for example in [*blocks(page, "json"), *lines]:
        json.loads(example)


@pytest.mark.usefixtures("newsroom")
def test_the_example_answer_has_the_fields_of_a_real_one() -> None:
    with TestClient(serve.create_app(Settings(models=(Path("models/tin"),)))) as client:
        real = client.post("/v1/classify", json={"text": "Giá vàng tăng", "explain": True}).json()
    answers = [json.loads(block) for block in blocks("docs/http.md", "json")]
    assert answers[0].keys() == real.keys()
    assert answers[0]["explanation"][0].keys() == real["explanation"][0].keys()
