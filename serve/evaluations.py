"""The evaluation that a model was born with, as its directory holds it."""

import json
from typing import Any

from data.errors import ArtifactError
from model import SectionClassifier
from model.artifact import read_verified
from model.manifest import Role


def evaluation_of(classifier: SectionClassifier) -> dict[str, Any] | None:
    """Return the figures of a model's evaluation, without the lists of articles.

    Returns
    -------
    dict or None
        None if the model holds none, or no longer.
    """
    content = _read(classifier, "evaluation")
    if content is None:
        return None
    figures: dict[str, Any] = json.loads(content)
    for cell in figures.get("confusion", {}).get("cells", ()):
        cell.pop("articles", None)
    figures.get("suspicious_labels", {}).pop("articles", None)
    return figures


def report_of(classifier: SectionClassifier) -> bytes | None:
    """Return the page about that evaluation; None if the model holds none, or no longer."""
    return _read(classifier, "report")


def _read(classifier: SectionClassifier, role: Role) -> bytes | None:
    """Read a file of the model; a training may have replaced those that nobody holds in memory."""
    if role not in classifier.manifest.files:
        return None
    try:
        return read_verified(classifier.path, classifier.manifest, role)
    except ArtifactError:
        return None
