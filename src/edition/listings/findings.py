"""The findings of the first page: what stands behind each sentence, and the picture of all."""

from html import escape

from edition import tables
from edition.judgement import comparisons, statements
from edition.listings import _chapters, _quoted, sign
from edition.tables import DataError, Html, recorded, values, vocabulary

PAGE = "chapters/index.md"


class Behind:
    """The verdict on a statement in a line: its sign, its word, the article’s words, the test."""

    def __init__(self, word: str, claim: str, said: str, test: dict):
        """Take the verdict, the statement’s id, words of the article and the record of a test."""
        self.word, self.said = word, said
        self.links = _statement(claim, f"“{said}”"), _link(test)

    def __repr__(self) -> str:
        return f"{self.word}: “{self.said}”"

    def _repr_html_(self) -> str:
        statement, test = self.links
        return tables.linked(f"{sign(self.word)} <strong>{self.word}</strong>: {statement}; {test}")


def _statement(claim: str, words: str) -> str:
    return f'<a href="{_chapters()[claim]}.html#{claim.lower()}">{escape(words)}</a>'


def _link(test: dict) -> str:
    return f'<a href="{test["chapter"]}.html#{test["id"].lower()}">the test</a>'


def bind(worded: dict[str, tuple[str, str]], also: dict[str, str]) -> None:
    """Glue what the findings show: all recorded results, and a line for each statement.

    worded: by statement, the verdict that its sentence was worded for, and the comparison to show.
    also: the verdicts on single comparisons that sentences were worded for.
    DataError where a verdict is another now: then the sentence has to be read again.
    """
    from myst_nb import glue

    values.bind_results()
    now = statements.verdicts().set_index("claim").verdict
    asked, found = comparisons.judged().set_index("comparison"), recorded.load()["verdicts"]
    expected = {claim: word for claim, (word, _) in worded.items()} | also
    for name, word in expected.items():
        verdict = now[name] if name in worded else asked.verdict[name]
        if verdict != word:
            wrong = f"expected the verdict {word!r} on {name}, for which it is worded"
            raise DataError(f"{PAGE}, finding: {wrong}; found {verdict!r}")
    for claim, (word, name) in worded.items():
        test = found[name] | {"id": name}
        glue(f"behind-{claim}", Behind(word, claim, asked.words[name], test), display=False)


def suppose(phrases: dict[str, bool]) -> None:
    """Stop where a phrase of the first page is no longer true; DataError names all that are not."""
    if false := [phrase for phrase, true in phrases.items() if not true]:
        wrong = "; ".join(f"the results no longer bear out “{phrase}”" for phrase in false)
        raise DataError(f"{PAGE}, finding: {wrong}")


def results() -> dict[str, float]:
    """Return the value of each recorded result by its id: B01, B02 and so on."""
    return {name: row.value for name, row in recorded.numbers().items()}


def picture() -> Html:
    """Return all statements by verdict, a box each that leads to it and says its words.

    _static/edition.js opens the title of a box beside it; without a script the browser does.
    """
    rows, chapters = statements.verdicts(), _chapters()
    groups = []
    for word in vocabulary.values("claims", "verdict"):
        mine = rows[rows.verdict == word]
        boxes = "".join(_box(row, chapters) for row in mine.itertuples())
        name = f"{word[0].upper()}{word[1:]}"
        head = f"{sign(word)} <strong>{escape(name)}</strong>: {len(mine) or 'none as a whole'}"
        listed = f'<ul class="boxes">{boxes}</ul>' if boxes else ""
        groups.append(f'<p class="boxes-head">{head}</p>{listed}')
    return Html(tables.linked(f'<div class="statements">{"".join(groups)}</div>'))


def _box(row, chapters: dict) -> str:
    said = f"{_quoted(row.statement)} ({row.claim})"
    kind = f"sign sign-{row.verdict.replace(' ', '-')}"
    words = f'<span class="boxed">{escape(_quoted(row.statement))}</span>'
    address = f"{chapters[row.claim]}.html#{row.claim.lower()}"
    return f'<li><a class="{kind}" href="{address}" title="{escape(said)}">{words}</a></li>'
