"""What a classifier is: text to n-grams to TF-IDF to linear scores to a section."""

from model.classifier import SectionClassifier
from model.prediction import NgramWeight, Place, Prediction

__all__ = ["NgramWeight", "Place", "Prediction", "SectionClassifier"]
