"""The same corpus gives the same bytes, whatever surrounds the training.

Each process has another hash seed unless it is told one.
"""

import json
import random
from pathlib import Path

import pytest

from tests.training.samples import Cli, Row, small_rows

COPIES = [("Mục 0", "giá vàng\ntăng tiền lãi"), ("Mục 0", "giá vàng tăng\ntiền lãi")] * 3
ROWS = list(enumerate([*small_rows(sections=4, articles=12, seed=5), *COPIES]))


def write_folder(folder: Path, rows: list[tuple[int, Row]], files: int) -> Path:
    folder.mkdir()
    for number in range(files):
        lines = [
            json.dumps(
                {"id": place, "section": section, "text": text}, ensure_ascii=number % 2 == 0
            )
            for place, (section, text) in rows[number::files]
        ]
        (folder / f"{number}.jsonl").write_text("\n".join(lines), encoding="utf-8")
    return folder


def bytes_of(model: Path) -> dict[str, bytes]:
    patterns = ("weights-*", "ngrams-*", "evaluation-*", "sketch-*")
    return {path.name: path.read_bytes() for pattern in patterns for path in model.glob(pattern)}


@pytest.mark.parametrize("kind", ["linear_svc", "logistic_regression"])
def test_hash_seed_jobs_and_order_do_not_matter(
    kind: str, tmp_path: Path, cli: Cli, subprocess_cli: Cli
) -> None:
    shuffled = random.Random(1).sample(ROWS, len(ROWS))
    here = write_folder(tmp_path / "as-is", ROWS, files=1)
    there = write_folder(tmp_path / "shuffled", shuffled, files=3)
    also_here = write_folder(tmp_path / "reversed", ROWS[::-1], files=5)
    models = [tmp_path / "one", tmp_path / "two", tmp_path / "three"]
    flags = ("--set", "name=chung", "--set", f"classifier.kind={kind}")
    for call, corpus, jobs, out in zip(
        (cli, subprocess_cli, cli), (here, there, also_here), (1, 2, 1), models, strict=True
    ):
        finished = call("train", corpus, "--out", out, "--jobs", jobs, *flags)
        assert finished.code == 0, finished.err
    first, *others = [bytes_of(model) for model in models]
    assert len(first) == 4
    assert all(other == first for other in others)
    manifests = [json.loads((model / "manifest.json").read_bytes()) for model in models]
    for manifest in manifests:
        # The report tells when the model was made.
        del manifest["created"], manifest["files"]["pipeline"], manifest["files"]["report"]
    assert manifests[0] == manifests[1] == manifests[2]
