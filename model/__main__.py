"""Compile the kernel ahead of its first use: `python -m model`."""

import numpy as np
from scipy.sparse import csr_matrix

from model.counting import count_by_label, count_matrix
from model.descent import Problems, descend
from model.finding import enter_all
from model.hashing import hash_corpus
from model.scorer import Scorer
from model.scoring import N_FACTS
from model.vocabulary import count_vocabulary
from model.weights import LinearWeights


def compile_ahead() -> None:
    """Run every compiled function once, so that its machine code is in the cache."""
    corpus = hash_corpus(["Một bài báo ngắn."]).take(np.array([0]))
    enter_all(corpus.hashes, np.zeros(16, dtype=np.uint64))
    orders = (1, 2)
    keys = count_vocabulary(corpus, orders).keys
    count_matrix(corpus, orders, keys)
    count_by_label(corpus, orders, keys, np.zeros(1, dtype=np.intp), 2)
    rows = csr_matrix(np.eye(2, dtype=np.float32))
    problems = Problems(np.ones((2, 1), dtype=np.int8), np.ones((2, 1)), np.ones(2))
    descend(rows, problems, tol=0.1, max_iter=1, seed=0)
    weights = LinearWeights(
        keys,
        np.ones(len(keys), np.float32),
        np.zeros((len(keys), 2), np.int16),
        np.ones(2),
        np.zeros(2, np.float32),
        np.arange(2, dtype=np.int32),
        orders,
        headlines=True,
    )
    scorer = Scorer(weights)
    answers, facts = np.empty((1, 2, 2)), np.empty((1, N_FACTS), np.int64)
    scorer.score(["Một bài báo ngắn."], answers, facts)
    scorer.matches("Một bài báo ngắn.")


if __name__ == "__main__":
    compile_ahead()
