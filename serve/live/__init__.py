"""Which versions of which models are live, in every worker, and how that changes."""
