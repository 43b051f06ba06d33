"""What the servers beside ours serve: a pipeline of scikit-learn's, or our own classifier."""

import argparse
from collections.abc import Callable


def load(model: str) -> Callable[[str], str]:
    """Load a pipeline (FILE.joblib) or one of our models; gives the slug of a text's section."""
    if model.endswith(".joblib"):
        import joblib

        pipeline = joblib.load(model)
        return lambda text: str(pipeline.predict([text])[0])
    from model import SectionClassifier

    classifier = SectionClassifier.load(model)
    return lambda text: classifier.classify(text).section.slug


def arguments() -> argparse.Namespace:
    """Read which model to serve, and where."""
    parser = argparse.ArgumentParser()
    parser.add_argument("model")
    parser.add_argument("--port", type=int, required=True)
    return parser.parse_args()
