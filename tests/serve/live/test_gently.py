"""Work that is in nobody's way."""

import os
import sys
import threading

import pytest

from serve.live.gently import gently


def test_it_gives_what_the_work_gives() -> None:
    assert gently(lambda: 6 * 7) == 42


def test_a_fault_comes_through() -> None:
    def fail() -> None:
        raise ValueError("no such model")

    with pytest.raises(ValueError, match="no such model"):
        gently(fail)


@pytest.mark.skipif(sys.platform != "linux", reason="threads have no priority of their own")
def test_only_the_thread_of_the_work_steps_back() -> None:
    def own() -> int:
        return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())

    before = own()
    assert gently(own) > before or before == 19
    assert own() == before
