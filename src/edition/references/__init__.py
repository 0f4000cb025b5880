"""Notes, their sources and the entries of references.bib."""
