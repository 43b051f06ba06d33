"""Whether arrays read from a file can be the weights of a model."""

import numpy as np

from model.weights import LinearWeights


def fault_of(weights: LinearWeights, n_sections: int) -> str | None:
    """Say what is wrong with the arrays, or None.

    Everything the kernel relies on is checked: it looks at no bounds itself.
    """
    return _wrong_shape(weights) or _wrong_owners(weights, n_sections) or _wrong_values(weights)


def _wrong_shape(weights: LinearWeights) -> str | None:
    n_features = weights.keys.size
    n_subclasses = weights.owners.size
    expected = {
        "keys": ((n_features,), np.dtype(np.uint64)),
        "idf": ((n_features,), np.dtype(np.float32)),
        "coefficients": ((n_features, n_subclasses), np.dtype(np.int16)),
        "scales": ((n_subclasses,), np.dtype(np.float64)),
        "intercepts": ((n_subclasses,), np.dtype(np.float32)),
        "owners": ((n_subclasses,), np.dtype(np.int32)),
    }
    for name, (shape, kind) in expected.items():
        array = getattr(weights, name)
        if array.shape != shape or array.dtype != kind:
            return f"{name} is {array.dtype} {array.shape}, not {kind} {shape}"
    return None


def _wrong_owners(weights: LinearWeights, n_sections: int) -> str | None:
    steps = np.diff(weights.owners, prepend=-1, append=n_sections)
    if steps.min() < 0 or steps.max() > 1 or steps[0] != 1 or steps[-1] != 1:
        return f"the subclasses are not those of {n_sections} sections in order"
    return None


def _wrong_values(weights: LinearWeights) -> str | None:
    keys = np.sort(weights.keys)
    if not len(keys) or keys[0] == 0:
        return "a key is zero" if len(keys) else "it has no keys"
    if (keys[1:] == keys[:-1]).any():
        return "two n-grams have the same key"
    for name in ("idf", "scales", "intercepts"):
        if not np.isfinite(getattr(weights, name)).all():
            return f"{name} holds a value that is no number"
    return None if (weights.idf > 0).all() else "an idf is not positive"
