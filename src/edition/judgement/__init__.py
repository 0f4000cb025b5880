"""From margins to verdicts: what the tests of the edition decide, and by which rule."""
