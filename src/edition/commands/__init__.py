"""The commands of `python -m edition`, which the Makefile calls."""
