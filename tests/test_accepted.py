"""Text and tables are the accepted ones: what no rule can tell from a meant change is at least never changed unseen."""

import json

from reading import ROOT
from update_accepted import ACCEPTED, units


def test_nothing_has_changed_unseen():
    accepted, now = json.loads(ACCEPTED.read_text(encoding="utf-8")), units(ROOT)
    changed = [place for place in {**accepted, **now} if accepted.get(place) != now.get(place)]
    changed += [
        f"{here} (moved)" for there, here in zip(accepted, now, strict=False) if there != here
    ][: 0 if changed else 1]
    assert not changed, (
        f"not as accepted: {'; '.join(changed)}. If this is meant: python tests/update_accepted.py"
    )


def test_units_are_as_fine_as_the_eye_needs():
    """Each claim, row and reference is a unit of its own, so that the message names the place."""
    places = json.loads(ACCEPTED.read_text(encoding="utf-8"))
    assert {
        "chapters/soft_power.md S15",
        "data/article/events.csv V02",
        "data/notes/note_sources.csv S05 newsby2015issledovanie",
    } <= places.keys()
    assert sum(place.startswith("references.bib ") for place in places) > 100
    assert (
        len(
            [
                place
                for place in places
                if place.startswith("chapters/")
                and place.split()[-1][1:].isdigit()
                and "+" not in place
            ]
        )
        >= 101
    )
