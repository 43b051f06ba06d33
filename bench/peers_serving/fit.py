"""Fit the classifier that the servers beside ours serve: scikit-learn's TF-IDF and linear SVM.

python bench/peers_serving/fit.py vntc-train.parquet --out sections.joblib
"""

import argparse
from pathlib import Path

import joblib

from bench.peers import ScikitLearn
from data.readers import Columns
from training.corpus import CorpusReader


def main() -> None:
    """Fit, and save."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("corpus", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args()
    reader = CorpusReader(options.corpus, Columns())
    texts = list(reader.texts())
    corpus = reader.corpus()
    labels = [corpus.sections[label].slug for label in corpus.labels]
    classifier = ScikitLearn()
    classifier.fit([texts[place] for place in corpus.places], labels)
    joblib.dump(classifier.pipeline, options.out)


if __name__ == "__main__":
    main()
