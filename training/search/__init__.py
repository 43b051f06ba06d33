"""A search for a better configuration, in the time one gives it."""

from training.search.choosing import Choice
from training.search.run import Result, search
from training.search.standing import Board, Candidate, Standing, Watch

__all__ = ["Board", "Candidate", "Choice", "Result", "Standing", "Watch", "search"]
