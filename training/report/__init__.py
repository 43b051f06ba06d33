"""Pages and summaries made from figures; no figure is computed here."""

from training.report.comparison import render_comparison
from training.report.evaluation import render
from training.report.summary import summarise, summarise_comparison

__all__ = ["render", "render_comparison", "summarise", "summarise_comparison"]
