"""Figure of the chapter on the notes: how far the source of each note is known."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from edition.charts.grammar import ACCENT, INK, MUTED, SECOND, Chart, Layout
from edition.figures.shared import count, one_of, some, word
from edition.tables import DataError, vocabulary

# (grade, a part is open): (heading, what it means, ink, line style)
GRADES = {
    ("seen", False): ("Seen", "the author’s own note is known", INK, "-"),
    ("seen", True): ("Seen, a part open", "own note known; a part is open", INK, (0, (3, 2))),
    ("named", False): ("Named", "named by the text itself", INK, "-"),
    ("named", True): ("Named, a part open", "named by the text; a part is open", INK, (0, (3, 2))),
    ("corroborating", False): ("Corroborating", "documented elsewhere", SECOND, "-"),
    ("corroborating", True): (
        "Corroborating, a part open",
        "documented elsewhere; a part is open",
        SECOND,
        (0, (3, 2)),
    ),
    ("open", True): ("Open", "nothing is found", ACCENT, (0, (1, 2))),
}
CELL, STEP = 28, 35  # pixels: width of a note’s box, from box to box


def grades(notes: pd.DataFrame, note_sources: pd.DataFrame) -> Chart:
    """How many of the notes are seen, named, corroborating (whole or in part) or open; one box a note.

    notes: the table of notes (note, claim, grade, missing). note_sources: the table of their sources (note, key, grade).
    Unit: notes. Source: the edition’s own grading. DataError on an unknown grade, a note that occurs twice, a grade that
    no source of the note bears out, or an open note that does not say what is missing.
    """
    one_of(notes, "notes", "note", "grade")
    vocabulary.require([grade for grade, _ in GRADES], "notes", "grade", "figures.notes.GRADES")
    rows = some(notes.sort_values("note"), "notes", "any note").copy()
    for note in rows.note[rows.note.duplicated()]:
        raise DataError(f"table 'notes', row {note}, field 'note': expected each note once")
    sources = note_sources[note_sources.note.notna()]
    one_of(sources, "note_sources", "key", "note", set(rows.note))
    one_of(sources, "note_sources", "key", "grade")
    have = sources.groupby("note").grade.agg(set).to_dict()
    for row in rows.itertuples():
        if row.grade == "open" and not row.missing:
            raise DataError(
                f"table 'notes', row {row.note}, field 'missing': expected words on what is missing, since the note is open"
            )
        if row.grade not in have.get(row.note, {"open"}):
            raise DataError(
                f"table 'notes', row {row.note}, field 'grade': expected a source of that grade in 'note_sources'; found {row.grade!r}"
            )
    rows["part_open"] = rows.missing != ""
    rows["sources"] = [int((sources.note == note).sum()) for note in rows.note]
    groups = [
        (GRADES[key], rows[(rows.grade == key[0]) & (rows.part_open == key[1])]) for key in GRADES
    ]
    groups = [(words, found) for words, found in groups if len(found)]
    author = rows.grade.isin(["seen", "named"]).sum()

    def draw(axes: Axes, layout: Layout) -> None:
        left, row_length, y = (0, 9, 0) if layout.narrow else (262, 11, 0)
        for (heading, meaning, ink, style), found in groups:
            text = f"{heading}: {len(found)}"
            axes.text(0, y + 13, text, color=ink, fontsize=14, fontweight="semibold", va="center")
            axes.text(0, y + 31, meaning, color=MUTED, fontsize=13, va="center")
            top = y + (44 if layout.narrow else 2)
            for place, note in enumerate(found.note):
                x, down = left + STEP * (place % row_length), top + STEP * (place // row_length)
                axes.add_patch(
                    Rectangle(
                        (x + 1, down + 1),
                        CELL,
                        CELL,
                        fill=False,
                        edgecolor=ink,
                        linewidth=1.8,
                        linestyle=style,
                        gid=f"note {note}",
                    )
                )
                axes.text(
                    x + 1 + CELL / 2,
                    down + 1 + CELL / 2,
                    str(note),
                    color=ink,
                    fontsize=13,
                    ha="center",
                    va="center",
                )
            lines = -(-len(found) // row_length)
            y = max(top + STEP * lines, y + 38) + 14
        axes.set(xlim=(0, layout.width - 8), ylim=(y - 14, 0))
        axes.grid(False)
        axes.axis("off")

    def height(row_length: int, head: int) -> int:
        return (
            8
            - 14
            + sum(max(head + STEP * -(-len(found) // row_length), 38) + 14 for _, found in groups)
        )

    return Chart(
        name="note-grades",
        title=f"The author’s own source is seen or named for {word(author)} of the {len(rows)} notes",
        subtitle=f"Notes of the article by what is known of their source, number of notes ({len(rows)} in all)",
        source="The edition’s own grading (tables “notes” and “note_sources”)",
        note="A corroborating source is an independent publication that documents the statement or a part of it; it is not known to be the author’s.",
        alt=f"{len(rows)} numbered boxes in {count(len(groups), 'group')}. "
        + "; ".join(f"{words[0]}: {len(found)}" for words, found in groups)
        + ".",
        data=rows[["note", "claim", "grade", "part_open", "sources"]],
        draw=draw,
        height=(height(11, 2), height(9, 44)),
    )
