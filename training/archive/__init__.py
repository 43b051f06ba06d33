"""Archives of any size, each row classified and kept; a run that was killed can go on."""

from training.archive.forms import Form, form_of
from training.archive.parts import Advance, Job, Part, PartDone
from training.archive.planning import Wishes
from training.archive.run import Progress, Summary, classify_archive
from training.archive.workers import LocalWorkers, Workers, as_done
from training.archive.working import classify_part

__all__ = [
    "Advance",
    "Form",
    "Job",
    "LocalWorkers",
    "Part",
    "PartDone",
    "Progress",
    "Summary",
    "Wishes",
    "Workers",
    "as_done",
    "classify_archive",
    "classify_part",
    "form_of",
]
