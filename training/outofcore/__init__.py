"""Training on a corpus that does not fit the memory.

::

    texts -> hashes, in blocks on disk -> n-grams of each block -> vocabulary, merged
    -> rows of each block -> weights, by passes over the blocks

The corpus is read once, or twice where its words are to be found in it first. What is on disk lies
in one folder beside the model and goes with the training. Vocabulary, folds and idf are exactly
those of a training in memory; the weights are those of the same problem, found in another order.
"""

from training.outofcore.learning import learn_from_disk

__all__ = ["learn_from_disk"]
