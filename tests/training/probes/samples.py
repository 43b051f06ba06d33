"""Articles whose middle tells their section about as well as their edges do."""

import random

import numpy as np

from data.sections import Section
from tests.training.samples import sentence
from training.probes.inputs import Labelled

SECTIONS = [Section(f"muc-{number}", f"Mục {number}") for number in range(3)]


def labelled(each: int) -> Labelled:
    """So many articles of each of three sections, in turn."""
    labels = np.tile(np.arange(len(SECTIONS), dtype=np.intp), each)
    return Labelled(SECTIONS, labels, [f"a{place}" for place in range(len(labels))])


def story(section: int, rng: random.Random, sentences: int = 8) -> str:
    """Sentences of a section, one after the other."""
    told = (sentence(section, rng).capitalize() for _ in range(sentences))
    return " ".join(f"{each}." for each in told)
