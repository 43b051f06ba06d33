import os

import pytest

from model.cores import number_of_cores


@pytest.mark.skipif(not hasattr(os, "sched_setaffinity"), reason="no process is tied to cores here")
def test_only_the_cores_allowed_are_counted() -> None:
    allowed = os.sched_getaffinity(0)
    assert number_of_cores() == len(allowed)
    os.sched_setaffinity(0, {min(allowed)})
    try:
        assert number_of_cores() == 1
    finally:
        os.sched_setaffinity(0, allowed)
