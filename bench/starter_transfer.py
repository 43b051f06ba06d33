"""How far the starter corpus alone carries: train on it, classify VNTC.

    python bench/starter_transfer.py vntc-train.parquet

The model chooses among the ten sections VNTC has; its Giải trí counts as VNTC's Văn hóa.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np

from data.readers import Columns
from model import SectionClassifier
from training.config import TrainConfig
from training.corpus import CorpusReader
from training.starter import STARTER
from training.trainer import train

COUNTS_AS = {"giai-tri": "van-hoa"}


def main(vntc: Path) -> None:
    """Print the accuracy over all articles, and the recall of each section."""
    with TemporaryDirectory() as out:
        train(STARTER, Path(out), TrainConfig(), evaluate=False)
        classifier = SectionClassifier.load(out)
        reader = CorpusReader(vntc, Columns())
        scores = classifier.decision_function(list(reader.texts()))
    corpus = reader.corpus()
    place = {section.slug: number for number, section in enumerate(corpus.sections)}
    slugs = [COUNTS_AS.get(section.slug, section.slug) for section in classifier.sections]
    allowed = [column for column, slug in enumerate(slugs) if slug in place]
    counts_as = np.array([place[slugs[column]] for column in allowed])
    answers = counts_as[scores[corpus.places][:, allowed].argmax(axis=1)]
    right = answers == corpus.labels
    print(f"{len(right):,} articles, accuracy {right.mean():.4f}")
    for number, section in enumerate(corpus.sections):
        of_section = corpus.labels == number
        print(f"{section.name:<12} recall {right[of_section].mean():.3f} of {of_section.sum():,}")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python bench/starter_transfer.py vntc-train.parquet")
    main(Path(sys.argv[1]))
