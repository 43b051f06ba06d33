"""The cores at hand."""

import os


def number_of_cores() -> int:
    """Count the cores that this process may use, which may be fewer than the machine has."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1
