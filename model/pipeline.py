"""The scikit-learn pipeline a model was made from, for notebooks; serving never opens it."""

import io
from pathlib import Path
from typing import TYPE_CHECKING

from data.errors import ArtifactError
from model.artifact import read_manifest, read_verified

if TYPE_CHECKING:
    from sklearn.pipeline import Pipeline


def load_pipeline(path: str | Path) -> "Pipeline":
    """Load the fitted pipeline of a model: n-gram counts, TF-IDF, linear classifier.

    Its classes are the columns of the manifest's `sections`; its scores are not calibrated.

    Warnings
    --------
    The file is a pickle: loading it runs whatever code its writer put in. Its sum shows that the
    bytes are those the manifest names, not that the writer meant well. Load only what you trust.

    Parameters
    ----------
    path : str or Path
        The model's directory.

    Raises
    ------
    ArtifactError
        If the directory is no sound model, was trained with `--no-pipeline`, or with another
        version of scikit-learn than the one installed.
    """
    import joblib
    import sklearn

    path = Path(path)
    manifest = read_manifest(path)
    if "pipeline" not in manifest.files:
        raise ArtifactError(
            f"{path}: holds no pipeline; run `chuyenmuc train` without --no-pipeline"
        )
    content = read_verified(path, manifest, "pipeline")
    written_by = manifest.versions.get("scikit-learn")
    if written_by != sklearn.__version__:
        raise ArtifactError(
            f"{path}: its pipeline is of scikit-learn {written_by}, "
            f"this is {sklearn.__version__}; install that version, "
            "or run `chuyenmuc train` again with this one"
        )
    return joblib.load(io.BytesIO(content))
