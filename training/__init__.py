"""The command line: train, evaluate, classify, inspect and serve."""
