"""Gather what the cells have recorded, for the chapters and pages that show it."""

from edition import tables
from edition.book.code_chapters import CodeChapter
from edition.judgement import comparisons, statements
from edition.tables import DataError, recorded

UNSEEN = ("remove-cell", "remove_cell")  # tags of a cell to which no link could lead


def gathered(chapters: list[CodeChapter], outputs: dict[str, list]) -> dict[str, dict[str, dict]]:
    """Return the records of chapters by kind and id, each with its chapter and its cell.

    outputs: of each code cell, by the digest of a chapter's code. DataError names file and cell of
    an id that is recorded twice or in a cell that no page shows, and the row of each comparison
    that no cell judges and of each rebuilt quantity that results deny.
    """
    found, places, faults = {kind: {} for kind in recorded.KINDS}, {}, []
    for chapter in chapters:
        for number, shown in enumerate(outputs[chapter.code]):
            for record in recorded.of(shown):
                name, place = record["id"], chapter.place(number)
                if name in places:
                    faults.append(f"{place}: {name} is recorded already in {places[name]}")
                if set(chapter.cells[number].metadata.get("tags", ())) & set(UNSEEN):
                    expected = "expected a cell that the page shows, to which its value leads"
                    faults.append(f"{place}: {name} is recorded in a hidden cell; {expected}")
                places[name] = place
                kept = {key: each for key, each in record.items() if key not in ("id", "kind")}
                cell = chapter.notebook.cells.index(chapter.cells[number])
                where = {"chapter": chapter.path.stem, "cell": cell}
                found[record["kind"]][name] = kept | where
    faults += comparisons.unjudged(found["verdicts"]) + _rebuilt(found["numbers"])
    if faults:
        raise DataError("\n".join(faults))
    return found


def _rebuilt(numbers: dict[str, dict]) -> list[str]:
    """Return a message for each rebuilt quantity that is not what the results that it names say.

    numbers: the results that cells have recorded, by id.
    """
    faults = []
    for row in tables.load("rebuilt").itertuples():
        place = f"{tables.path('rebuilt')}, row {row.Index + 2}, field"
        names = row.results.split()
        if lost := [name for name in names if name not in numbers]:
            faults.append(f"{place} 'results': no cell records {', '.join(lost)}")
        elif names:
            said = [round(numbers[name]["value"], numbers[name]["decimals"]) for name in names]
            if (row.low, row.high) != (min(said), max(said)):
                expected = f"expected {min(said)} to {max(said)}, as {', '.join(names)} say"
                faults.append(f"{place} 'low': {expected}; found {row.low} to {row.high}")
    return faults


def write(chapters: list[CodeChapter], outputs: dict[str, list]) -> None:
    """Write the records of chapters to where the others read them, if any of them records.

    DataError names each statement whose verdict has changed and is not among the corrections.
    """
    if chapters:
        recorded.write(gathered(chapters, outputs), tables.ROOT / recorded.NAME)
        if faults := statements.uncorrected():
            raise DataError("\n".join(faults))
