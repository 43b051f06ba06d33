"""Writing a model over another: at every moment one of the two is whole."""

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from data.errors import ForeignDirectory
from model.artifact import check_destination, verify

ROOT = Path(__file__).parents[2]


def test_a_writer_stopped_anywhere_leaves_a_whole_model(
    tmp_path: Path, save_tiny: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "model"
    save_tiny(path, "older")
    moments: list[Path] = []
    fsync, unlink = os.fsync, Path.unlink

    def snapshot() -> None:
        moments.append(Path(shutil.copytree(path, tmp_path / f"moment{len(moments)}")))

    def watched_fsync(descriptor: int) -> None:
        snapshot()
        fsync(descriptor)

    def watched_unlink(file: Path, *, missing_ok: bool = False) -> None:
        unlink(file, missing_ok=missing_ok)
        snapshot()

    with monkeypatch.context() as watched:
        watched.setattr(os, "fsync", watched_fsync)
        watched.setattr(Path, "unlink", watched_unlink)
        save_tiny(path, "newer")
    names = [verify(moment).name for moment in moments]
    assert len(moments) == 4 * 2 + 3
    assert names == sorted(names, key=["older", "newer"].index)
    assert {*names} == {"older", "newer"}
    for moment in moments:  # what the stopped writer left is swept by the next
        save_tiny(moment, "newest")
        assert len([*moment.iterdir()]) == 4


def test_a_first_writer_stopped_anywhere_leaves_a_place_to_write(
    tmp_path: Path, save_tiny: Any
) -> None:
    whole = tmp_path / "whole"
    save_tiny(whole)
    torn = tmp_path / "torn"
    torn.mkdir()
    for file in sorted(whole.glob("*-*")):
        (torn / f"{file.name}.partial").write_bytes(file.read_bytes()[:5])
        check_destination(torn)
        shutil.copy(file, torn)
        check_destination(torn)
    (torn / "manifest.json.partial").write_text("{", encoding="utf-8")
    save_tiny(torn)
    assert {file.name for file in torn.iterdir()} == {file.name for file in whole.iterdir()}


@pytest.mark.slow
def test_a_writer_killed_at_random_leaves_a_whole_model(
    small_model: Path, tmp_path: Path, save_tiny: Any
) -> None:
    path = tmp_path / "model"
    save_tiny(path)
    script = f"""
from itertools import cycle
from pathlib import Path
from model.artifact import load, save
artifact = load(Path({str(small_model)!r}))
content = {{
    role: (artifact.path / entry.name).read_bytes()
    for role, entry in artifact.manifest.files.items()
}}
print("ready", flush=True)
for number in cycle(range(9)):
    content["report"] = str(number).encode()
    save(Path({str(path)!r}), artifact.manifest, content)
"""
    for delay in (0.003, 0.05):
        with subprocess.Popen(
            [sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE
        ) as writer:
            assert writer.stdout
            assert writer.stdout.readline() == b"ready\n"
            time.sleep(delay)
            writer.kill()
        verify(path)
    save_tiny(path)
    assert len([*path.iterdir()]) == 4


def test_a_model_is_replaced_and_swept(tmp_path: Path, save_tiny: Any) -> None:
    first = save_tiny(tmp_path, "first")
    second = save_tiny(tmp_path, "second")
    assert verify(tmp_path).name == "second"
    names = {entry.name for entry in second.files.values()} | {"manifest.json"}
    assert {file.name for file in tmp_path.iterdir()} == names
    assert first.files["weights"] != second.files["weights"]


def test_the_readers_own_files_stay(tmp_path: Path, save_tiny: Any) -> None:
    save_tiny(tmp_path, "first")
    (tmp_path / "notes.txt").write_text("mine", encoding="utf-8")
    save_tiny(tmp_path, "second")
    assert (tmp_path / "notes.txt").read_text(encoding="utf-8") == "mine"


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("thesis.docx", "x"),
        ("manifest.json", '{"name": "a web page", "icons": []}'),
        ("manifest.json", '[{"Config": "an image archive"}]'),
        ("manifest.json", "{"),
    ],
)
def test_what_is_no_model_is_never_overwritten(
    tmp_path: Path, save_tiny: Any, name: str, content: str
) -> None:
    (tmp_path / name).write_text(content, encoding="utf-8")
    with pytest.raises(ForeignDirectory, match="holds files but no model, and is left alone"):
        save_tiny(tmp_path)
    assert [file.name for file in tmp_path.iterdir()] == [name]
    assert (tmp_path / name).read_text(encoding="utf-8") == content
    with pytest.raises(ForeignDirectory):
        save_tiny(tmp_path / name)


def test_a_model_of_another_format_may_be_replaced(tmp_path: Path, save_tiny: Any) -> None:
    save_tiny(tmp_path, "future")
    manifest = tmp_path / "manifest.json"
    text = manifest.read_text(encoding="utf-8").replace('"format": 1', '"format": 999')
    manifest.write_text(text, encoding="utf-8")
    save_tiny(tmp_path, "present")
    assert verify(tmp_path).name == "present"
