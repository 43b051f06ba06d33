"""The one error tree.

::

    ChuyenmucError
      UsageError
      CorpusError
        MissingCorpus       EmptyCorpus       UnreadableCorpus  WrongColumns
        AmbiguousCorpus     UnlabelledRow     SmallSections     SingleSection
        SlugClash           EmptySlug         TooFewSections    SingleText
        NothingToCount      MissingDates      SingleDay         MissingPublishers
        SinglePublisher     Inseparable       WrongPrediction   MissingPredictions
      FetchError
        MissingSource       IncompleteSource  FolderBusy        NoUnpacker
        DownloadRefused     DownloadFailed    DamagedDownload
        DamagedSource
          WrongCounts
      ArchiveError
        MissingInput        UnknownInput      MissingFileSystem UnreachableInput
        DamagedInput        UnlikeColumns     ClashingColumns   OutputExists
        ForeignOutput       OutputBusy        ChangedRun
      ClusterError
        MissingDask         UnreachableCluster                  NoWorkers
        UnfitWorker         DyingWorkers      LostCluster
      SearchError
        MissingOptuna       ForeignSearch     DamagedSearch     SearchBusy
        BudgetTooSmall
      TrainingError
        TrainingBusy        DiskTooSmall
      ConfigError
      ArtifactError
        NotAnArtifact       DamagedArtifact   ForeignFormat     ForeignDirectory
      TextError
        EmptyText           TextTooLong
      RequestError
        UnknownModel        UnknownSection    BodyTooLarge      TooManyItems
        LineTooLong         InvalidJson       SlowRequest       IdleStream
        MissingKey          UnknownKey        NotAdmin          TooManyRequests
        UnsupportedMediaType                  UnknownVersion    MissingReport
        InvalidBody
          InvalidFields
      ServiceError
        PortOccupied        NotReady          ServiceFailed     Overloaded
        TimedOut            RefusedVersion    ActivationBusy    UnwritableState
        Draining            InternalError

Each error is built from typed arguments and carries what every front needs: a stable ``code`` for
programs, an ``exit_code`` for the shell, a ``status`` and a ``title`` for HTTP. ``str(error)`` is
what the user reads: what is wrong and what to do, on one line (a `ConfigError` takes one
line a fault), never the text of an article.
"""

from data.errors.archive import (
    ArchiveError,
    ChangedRun,
    ClashingColumns,
    DamagedInput,
    ForeignOutput,
    MissingFileSystem,
    MissingInput,
    OutputBusy,
    OutputExists,
    UnknownInput,
    UnlikeColumns,
    UnreachableInput,
)
from data.errors.artifact import (
    ArtifactError,
    DamagedArtifact,
    ForeignDirectory,
    ForeignFormat,
    NotAnArtifact,
)
from data.errors.base import (
    ChuyenmucError,
    ConfigError,
    UsageError,
)
from data.errors.cluster import (
    ClusterError,
    DyingWorkers,
    LostCluster,
    MissingDask,
    NoWorkers,
    UnfitWorker,
    UnreachableCluster,
)
from data.errors.corpus import (
    AmbiguousCorpus,
    CorpusError,
    EmptyCorpus,
    EmptySlug,
    Inseparable,
    MissingCorpus,
    MissingDates,
    MissingPredictions,
    MissingPublishers,
    NothingToCount,
    SingleDay,
    SinglePublisher,
    SingleSection,
    SingleText,
    SlugClash,
    SmallSections,
    TooFewSections,
    UnlabelledRow,
    UnreadableCorpus,
    WrongColumns,
    WrongPrediction,
)
from data.errors.fetch import (
    DamagedDownload,
    DamagedSource,
    DownloadFailed,
    DownloadRefused,
    FetchError,
    FolderBusy,
    IncompleteSource,
    MissingSource,
    NoUnpacker,
    WrongCounts,
)
from data.errors.request import (
    BodyTooLarge,
    EmptyText,
    IdleStream,
    InvalidBody,
    InvalidFields,
    InvalidJson,
    LineTooLong,
    MissingKey,
    MissingReport,
    NotAdmin,
    RequestError,
    SlowRequest,
    TextError,
    TextTooLong,
    TooManyItems,
    TooManyRequests,
    UnknownKey,
    UnknownModel,
    UnknownSection,
    UnknownVersion,
    UnsupportedMediaType,
)
from data.errors.search import (
    BudgetTooSmall,
    DamagedSearch,
    ForeignSearch,
    MissingOptuna,
    SearchBusy,
    SearchError,
)
from data.errors.service import (
    ActivationBusy,
    Draining,
    InternalError,
    NotReady,
    Overloaded,
    PortOccupied,
    RefusedVersion,
    ServiceError,
    ServiceFailed,
    TimedOut,
    UnwritableState,
)
from data.errors.training import (
    DiskTooSmall,
    TrainingBusy,
    TrainingError,
)

__all__ = [
    "ActivationBusy",
    "AmbiguousCorpus",
    "ArchiveError",
    "ArtifactError",
    "BodyTooLarge",
    "BudgetTooSmall",
    "ChangedRun",
    "ChuyenmucError",
    "ClashingColumns",
    "ClusterError",
    "ConfigError",
    "CorpusError",
    "DamagedArtifact",
    "DamagedDownload",
    "DamagedInput",
    "DamagedSearch",
    "DamagedSource",
    "DiskTooSmall",
    "DownloadFailed",
    "DownloadRefused",
    "Draining",
    "DyingWorkers",
    "EmptyCorpus",
    "EmptySlug",
    "EmptyText",
    "FetchError",
    "FolderBusy",
    "ForeignDirectory",
    "ForeignFormat",
    "ForeignOutput",
    "ForeignSearch",
    "IdleStream",
    "IncompleteSource",
    "Inseparable",
    "InternalError",
    "InvalidBody",
    "InvalidFields",
    "InvalidJson",
    "LineTooLong",
    "LostCluster",
    "MissingCorpus",
    "MissingDask",
    "MissingDates",
    "MissingFileSystem",
    "MissingInput",
    "MissingKey",
    "MissingOptuna",
    "MissingPredictions",
    "MissingPublishers",
    "MissingReport",
    "MissingSource",
    "NoUnpacker",
    "NoWorkers",
    "NotAdmin",
    "NotAnArtifact",
    "NotReady",
    "NothingToCount",
    "OutputBusy",
    "OutputExists",
    "Overloaded",
    "PortOccupied",
    "RefusedVersion",
    "RequestError",
    "SearchBusy",
    "SearchError",
    "ServiceError",
    "ServiceFailed",
    "SingleDay",
    "SinglePublisher",
    "SingleSection",
    "SingleText",
    "SlowRequest",
    "SlugClash",
    "SmallSections",
    "TextError",
    "TextTooLong",
    "TimedOut",
    "TooFewSections",
    "TooManyItems",
    "TooManyRequests",
    "TrainingBusy",
    "TrainingError",
    "UnfitWorker",
    "UnknownInput",
    "UnknownKey",
    "UnknownModel",
    "UnknownSection",
    "UnknownVersion",
    "UnlabelledRow",
    "UnlikeColumns",
    "UnreachableCluster",
    "UnreachableInput",
    "UnreadableCorpus",
    "UnsupportedMediaType",
    "UnwritableState",
    "UsageError",
    "WrongColumns",
    "WrongCounts",
    "WrongPrediction",
]
