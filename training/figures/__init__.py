"""The figures of an evaluation, each kind in a file of its own: data, no printing, no pictures."""
