"""Compile the kernel ahead of its first use: `python -m model`."""

import numpy as np

from model.counting import count_matrix, count_vocabulary
from model.hashing import hash_corpus
from model.scoring import LinearWeights, Scorer


def compile_ahead() -> None:
    """Run every compiled function once, so that its machine code is in the cache."""
    corpus = hash_corpus(["Một bài báo ngắn."])
    orders = (1, 2)
    keys = count_vocabulary(corpus, orders).keys
    count_matrix(corpus, orders, keys)
    weights = LinearWeights(
        keys,
        np.ones(len(keys), np.float32),
        np.zeros((len(keys), 2), np.float16),
        np.zeros(2, np.float32),
        orders,
        headlines=True,
    )
    scorer = Scorer(weights)
    scorer.score("Một bài báo ngắn.", np.zeros(2, np.float32), np.zeros(2))
    answers = (np.zeros((1, 2), np.float32), np.zeros((1, 2)), np.zeros(1, np.int64))
    scorer.score_many(["Một bài báo ngắn."], *answers)
    scorer.matches("Một bài báo ngắn.")


if __name__ == "__main__":
    compile_ahead()
