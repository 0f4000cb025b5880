"""The figures, one module a chapter: each function takes tables and returns a Chart."""
