"""The public VNTC corpus, from where it is published to two Parquet files."""

from data.vntc.fetching import Fetched, fetch_vntc
from data.vntc.official import OFFICIAL, UPSTREAM, Split

__all__ = ["OFFICIAL", "UPSTREAM", "Fetched", "Split", "fetch_vntc"]
