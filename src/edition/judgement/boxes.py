"""The box that shows a verdict with all that it rests on: for pages, notebooks and plain text."""

from html import escape

import pandas as pd
from IPython.display import display
from myst_nb.ext.glue import GLUE_PREFIX

from edition import tables
from edition.judgement import verdicts
from edition.tables import Html, values

SIDE = {
    "above": "above 0 speaks for the statement, below 0 against it",
    "below": "below 0 speaks for the statement, above 0 against it",
    "near": "near 0 speaks for the statement, far from 0 against it",
}

# what a phone shows at once below caption and question; all else folds (_static/edition.css)
AHEAD = ("Estimate", "Found")


def word(name: str, verdict: str) -> None:
    """Glue the word of a verdict under its id ("K01", "F01"), for `{glue}` in this chapter."""
    title = "The verdict that the cells reach. Go to the cell that reaches it."
    link = f'<a class="value" href="#{name.lower()}" title="{title}"><strong>{verdict}</strong></a>'
    data = {GLUE_PREFIX + "text/plain": verdict, GLUE_PREFIX + "text/html": tables.linked(link)}
    glued = {"scrapbook": {"name": name, "mime_prefix": GLUE_PREFIX}}
    display(data, raw=True, metadata=glued)


class Box:
    """A verdict as rows of words: what is asked, what was found, what stands behind it."""

    def __init__(self, record: dict, asked: pd.Series):
        """Take a record of a verdict (edition.judgement.records) and its row of comparisons."""
        self.record, self.asked = record, asked
        self.rows = {name: text for name, text in self._rows().items() if text}

    def _rows(self) -> dict[str, str]:
        record, asked = self.record, self.asked
        words = {"Words of the article": f"“{asked.words}”" if asked.words else ""}
        rest = {"Exception": asked.exception, "Not covered": asked.uncovered}
        return words | measured(record, asked.margin) | rest

    def shown(self) -> dict[str, str]:
        """Return the box by the types of output that pages and viewers of notebooks know."""
        return {
            "text/html": tables.linked(self._html()),
            "text/markdown": self._markdown(),
            "text/plain": self._plain(),
        }

    def _html(self) -> Html:
        word = self.record["verdict"]
        claim = self.asked.claim
        chapters = tables.load("claims", columns=["claim", "chapter"]).set_index("claim").chapter
        link = f'<a href="{chapters[claim]}.html#{claim.lower()}">{claim}</a>'
        rows = {
            "Verdict": f'<strong class="verdict verdict-{word}">{word}</strong>',
            "Statement": link,
        }
        rows |= {name: escape(text) for name, text in self.rows.items()}
        return table(self.asked.question, f"Test {self.record['id']}: {word}", rows)

    def _head(self) -> str:
        return f"Verdict on {self.asked.claim} ({self.record['id']}): {self.record['verdict']}"

    def _markdown(self) -> str:
        lines = [f"**{self._head()}**", "", tables.markdown(self.asked.question), ""]
        lines += [f"- {name}: {tables.markdown(text)}" for name, text in self.rows.items()]
        return "\n".join(lines)

    def _plain(self) -> str:
        lines = [self._head(), self.asked.question]
        return "\n".join([*lines, *(f"{name}: {text}" for name, text in self.rows.items())])


def table(question: str, caption: str, rows: dict[str, str]) -> Html:
    """Return rows of HTML below a question as a table."""
    told = [
        (name, text if name in AHEAD else f'<span class="behind">{text}</span>')
        for name, text in rows.items()
    ]
    frame = pd.DataFrame(told, columns=["Question", question])
    made = tables.html(frame, caption, raw=(question,))
    return Html(made.replace('class="data-table"', 'class="data-table verdict-box"'))


def measured(record: dict, reason: str, of: str = "statement") -> dict[str, str]:
    """Return what a test found and what stands behind it, in rows of words; some may be empty.

    reason: why the margin is what it is. of: what the test is of, "statement" or "expectation".
    """
    margin = values.measured(record["margin"], record["unit"], record)
    side = SIDE[record["supports"]].replace("statement", of)
    return {
        "Estimate": f"{_size(record, 'estimate')}, interval {_size(record, 'low', bare=True)} to "
        f"{_size(record, 'high')}; {side}",
        "Margin": margin + (f": {reason}" if reason else ""),
        "Base rate": record["base_rate"],
        "Smallest change that could be seen": record["smallest"],
        "Specifications": _specifications(record),
        "How often one choice decides": _flips(record),
        "With one option less": _held_up(record),
    }


def _size(record: dict, name: str, bare: bool = False) -> str:
    return values.measured(record[name], "" if bare else record["unit"], record, signed=True)


def _specifications(record: dict) -> str:
    """Return how many specifications give the verdict of the headline, and what follows."""
    if "share" not in record:
        return ""
    number = record["specifications"]
    text = f"{verdicts.of(record['share'], number)} give “{record['headline']}”"
    if record["headline"] != record["verdict"]:
        text += ", as the headline does; less than two thirds, so the verdict is "
        text += record["verdict"]
    others = [
        f"“{word}” {verdicts.part(share, number)}"
        for word, share in record["shares"].items()
        if word != record["headline"]
    ]
    return f"{text}; {', '.join(others)}"


def _flips(record: dict) -> str:
    """Return how often two options of each choice, all else equal, end in different verdicts."""
    flips = [(axis, share) for axis, share in record.get("flips", {}).items() if share > 0]
    told = ", ".join(f"“{axis}” {share:.0%}" for axis, share in flips)
    if not told:
        return "in no case" if record.get("flips") else ""
    return f"pairs that differ in it alone and disagree: {told}".replace("%", f"{values.NBSP}%")


def _held_up(record: dict) -> str:
    """Return the options without which the verdict would be another, and what it would be."""
    told: dict[str, list[str]] = {}
    for each in record.get("held_up", []):
        option = f"“{each['option']}” of “{each['axis']}” ({each['share']:.0%})"
        told.setdefault(each["verdict"], []).append(option)
    said = [f"{word} without {', or '.join(options)}" for word, options in told.items()]
    if not said:
        return "the verdict would be the same" if "held_up" in record else ""
    text = f"the verdict would be {'; '.join(said)}: so many would give “{record['headline']}”"
    return text.replace("%", f"{values.NBSP}%")
