"""A text -> the same text without what leaks its section and what its page left in it."""

from data.cleaning.cleaned import Cleaned, Origins, Removed
from data.cleaning.cleaner import Glances, clean, clean_text
from data.cleaning.rules import ALL, RULES, Rule

__all__ = [
    "ALL",
    "RULES",
    "Cleaned",
    "Glances",
    "Origins",
    "Removed",
    "Rule",
    "clean",
    "clean_text",
]
