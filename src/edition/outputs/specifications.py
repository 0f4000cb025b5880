"""Write the table of specifications behind each verdict: as CSV, and as a page asks for it."""

from collections.abc import Iterable
from itertools import product
from pathlib import Path

import pandas as pd

from edition.judgement.multiverse import MEASURED
from edition.outputs.figures import script

WORDS = ("supports", "contradicts", "inconclusive")


def write(tables: Iterable[dict], folder: Path) -> None:
    """Write K02.csv and K02.js for each table; as edition.judgement.multiverse.packed gives it."""
    folder.mkdir(parents=True, exist_ok=True)
    for packed in tables:
        whole = table(packed)
        whole.to_csv(folder / f"{packed['id']}.csv", index=False, lineterminator="\n")
        script(folder / f"{packed['id']}.js", "editionChoices", packed)


def table(packed: dict) -> pd.DataFrame:
    """Return a packed table with one row a specification, as it was computed."""
    axes = [axis for axis, _ in packed["choices"]]
    options = [[name for name, _ in each] for _, each in packed["choices"]]
    found = pd.DataFrame(list(product(*options)), columns=axes)
    for name, column in zip(MEASURED, packed["measured"], strict=True):
        found[name] = column
    words = zip(WORDS, packed.get("words", WORDS), strict=True)  # of an expectation, its own
    said = {word[0]: spoken for word, spoken in words}
    return found.assign(verdict=[said[letter] for letter in packed["verdicts"]])
