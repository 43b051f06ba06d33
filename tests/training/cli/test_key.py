"""`chuyenmuc key`, as a user runs it."""

import re
from pathlib import Path

import pytest

from serve.keys import Keyring
from training.cli.app import run


def test_the_hash_goes_to_the_file_and_the_key_to_whoever_asked(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["key", "toa-soan"]) == 0
    printed = capsys.readouterr()
    path = tmp_path / "keys.txt"
    path.write_text(printed.out)
    found = re.search(r"chuyenmuc_[\w-]{43}", printed.err)
    assert found
    assert found[0] not in printed.out
    key = Keyring.read(path, None).find(found[0])
    assert key
    assert key.name == "toa-soan"


def test_a_name_with_a_space_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["key", "tòa soạn"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.startswith("chuyenmuc: a key's name is")
