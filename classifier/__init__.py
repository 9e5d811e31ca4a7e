"""Tell substantive Chinese news headlines from clickbait."""

from classifier.artifact import ModelError
from classifier.model import Classifier, load
from classifier.prediction import CLICKBAIT, LABELS, SUBSTANTIVE, TOPICS, HeadlineError, Prediction, Signal

__all__ = [
    "CLICKBAIT",
    "LABELS",
    "SUBSTANTIVE",
    "TOPICS",
    "Classifier",
    "HeadlineError",
    "ModelError",
    "Prediction",
    "Signal",
    "load",
]
