"""Corpora of any form -> articles, streamed."""

from data.readers.columns import Columns
from data.readers.corpus import read_corpus

__all__ = ["Columns", "read_corpus"]
