"""Checks of a corpus that need a model: what gives sections away, which labels are doubtful."""

from training.probes.checking import check_corpus

__all__ = ["check_corpus"]
