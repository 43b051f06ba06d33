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
      ConfigError
      ArtifactError
        NotAnArtifact       DamagedArtifact   ForeignFormat     ForeignDirectory
      TextError
        EmptyText           TextTooLong
      RequestError
        UnknownModel        UnknownSection    BodyTooLarge      TooManyItems
        UnsupportedMediaType                  InvalidJson       InvalidBody
          InvalidFields
      ServiceError
        PortOccupied        NotReady          ServiceFailed

Each error is built from typed arguments and carries what every front needs: a stable ``code`` for
programs, an ``exit_code`` for the shell, a ``status`` and a ``title`` for HTTP. ``str(error)`` is
what the user reads: what is wrong and what to do, on one line (a `ConfigError` takes one
line a fault), never the text of an article.
"""

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
    InvalidBody,
    InvalidFields,
    InvalidJson,
    RequestError,
    TextError,
    TextTooLong,
    TooManyItems,
    UnknownModel,
    UnknownSection,
    UnsupportedMediaType,
)
from data.errors.service import (
    NotReady,
    PortOccupied,
    ServiceError,
    ServiceFailed,
)

__all__ = [
    "AmbiguousCorpus",
    "ArtifactError",
    "BodyTooLarge",
    "ChuyenmucError",
    "ConfigError",
    "CorpusError",
    "DamagedArtifact",
    "DamagedDownload",
    "DamagedSource",
    "DownloadFailed",
    "DownloadRefused",
    "EmptyCorpus",
    "EmptySlug",
    "EmptyText",
    "FetchError",
    "FolderBusy",
    "ForeignDirectory",
    "ForeignFormat",
    "IncompleteSource",
    "Inseparable",
    "InvalidBody",
    "InvalidFields",
    "InvalidJson",
    "MissingCorpus",
    "MissingDates",
    "MissingPredictions",
    "MissingPublishers",
    "MissingSource",
    "NoUnpacker",
    "NotAnArtifact",
    "NotReady",
    "NothingToCount",
    "PortOccupied",
    "RequestError",
    "ServiceError",
    "ServiceFailed",
    "SingleDay",
    "SinglePublisher",
    "SingleSection",
    "SingleText",
    "SlugClash",
    "SmallSections",
    "TextError",
    "TextTooLong",
    "TooFewSections",
    "TooManyItems",
    "UnknownModel",
    "UnknownSection",
    "UnlabelledRow",
    "UnreadableCorpus",
    "UnsupportedMediaType",
    "UsageError",
    "WrongColumns",
    "WrongCounts",
    "WrongPrediction",
]
