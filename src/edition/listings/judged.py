"""What the tests say, as tables and in words: filled from the records of the cells."""

from html import escape

import pandas as pd

from edition import tables
from edition.judgement import comparisons, statements, verdicts
from edition.listings import _chapters, _pages, _quoted, _test_link, claim_link, key_link, signed
from edition.tables import Html, values

NAMED = 12  # statements that a sentence names one by one; of more it says the number
DOCUMENTS = "documents"  # the test that no series makes
AGREE = "of the specifications, those that give the headline’s verdict"


class Said:
    """A number of statements, in a sentence; where they are few each is named and linked."""

    def __init__(self, claims: pd.DataFrame):
        """Take the rows of edition.judgement.statements.verdicts that are counted."""
        self.names, chapters = (
            list(claims.claim),
            dict(zip(claims.claim, claims.chapter, strict=True)),
        )
        self.links = [claim_link(name, chapters) for name in self.names]

    def _text(self, names: list[str]) -> str:
        some = 0 < len(names) <= NAMED
        return str(len(names) or "none") + (f" ({', '.join(names)})" if some else "")

    def __repr__(self) -> str:
        return self._text(self.names)

    def _repr_html_(self) -> str:
        return self._text(self.links)


class Number(str):
    """A number in a sentence, shown without quotation marks."""

    def __repr__(self) -> str:
        return str(self)


def counts() -> dict[str, Said | Number]:
    """Return what sentences say of the verdicts: `said-` and a word counts statements.

    said-data: that data have a say in, among which the words of data count; said-documents: that
    these alone have; said-borne-beside-data: that documents bear out where data decide nothing;
    said-disputed-part: of which documents dispute a part at least; said-all-in-part: of which one
    part holds and another does not, by whatever; said-in-part-by-documents: by these alone;
    count-by-differing: on which tests or parts differ. said-headlines- and a word: that would have
    it if headlines alone decided; said-without-one, said-without-two: that one or two documents
    left out would change. The others count comparisons by data, and what hangs on one option.
    """
    claims, compared = statements.verdicts(), comparisons.judged()
    by_data = _by_data(compared)
    words = (*statements.TESTED, statements.UNTESTED, "not a matter of data")
    voice = dict.fromkeys(statements.BY_DATA, "data")
    voice |= dict.fromkeys(statements.BY_DOCUMENTS, "documents")
    found = {}
    for word in words:
        mine = claims[claims.verdict == word]
        mine = mine[mine.by == voice[word]] if word in voice else mine
        found[f"said-{word.replace(' ', '-')}"] = Said(mine)
    found |= {f"said-{by}": Said(claims[claims.by == by]) for by in ("data", "documents")}
    beside = claims[(claims.by == "data") & claims.verdict.isin(statements.BY_DOCUMENTS)]
    found["said-borne-beside-data"] = Said(beside)
    some = _disputed(claims, compared) | _otherwise()
    found |= {name: Said(claims[claims.claim.isin(which)]) for name, which in some.items()}
    reached, plain = claims[claims.by == "data"], ("supports", "contradicts", statements.UNDECIDED)
    by_word = {f"by-{name.removeprefix('said-')}": len(said.names) for name, said in found.items()}
    counted = by_word | {
        "by-differing": len(reached[~reached.verdict.isin(plain)]),
        "comparisons": len(by_data),
        "families": by_data.family.nunique(),
        "with-specifications": by_data.specifications.notna().sum(),
        "specifications": by_data.specifications.fillna(0).sum(),
        **_held_up(by_data),
    }
    return found | {
        f"count-{name}": Number(f"{int(size):,}" if size else "none")
        for name, size in counted.items()
    }


def _disputed(claims: pd.DataFrame, compared: pd.DataFrame) -> dict[str, pd.Series]:
    """Return the statements of which documents dispute a part, and of which one part holds."""
    in_part = claims[claims.verdict == statements.IN_PART]
    return {
        "said-disputed-part": compared.claim[compared.verdict == "disputed by documents"],
        "said-all-in-part": in_part.claim,
        "said-in-part-by-documents": in_part.claim[in_part.by == "documents"],
    }


def _otherwise() -> dict[str, pd.Index]:
    """Return the statements whose verdict would be another, by what would be otherwise."""
    heads = statements.by_headlines()
    found = {
        f"said-headlines-{word.replace(' ', '-')}": heads.index[heads == word]
        for word in statements.BY_DATA
    }
    for left_out, name in enumerate(("one", "two"), 1):
        found[f"said-without-{name}"] = statements.with_fewer(left_out).index
    return found


def _held_up(by_data: pd.DataFrame) -> dict[str, int]:
    """Return how many tests decide, how many not, and how many of each hang on one option."""
    found = {}
    open_ = by_data.verdict == statements.UNDECIDED
    pairs = ((~open_, ("decided", "held-up")), (open_, ("undecided", "held-down")))
    for mine, (all_of, some) in pairs:
        found |= {all_of: mine.sum(), some: (by_data.held_up[mine].str.len() > 0).sum()}
    return found


def bind() -> None:
    """Glue these counts under their names, for `{glue}` in the text."""
    from myst_nb import glue

    for name, said in counts().items():
        glue(name, said, display=False)


def _by_data(compared: pd.DataFrame) -> pd.DataFrame:
    """Return the comparisons that a series judges, each with its family or its own name."""
    typed = compared.verdict.isin(comparisons.TYPED)
    mine = compared[~typed]
    return mine.assign(family=mine.family.where(mine.family != "", mine.comparison))


def _in_order(compared: pd.DataFrame) -> pd.DataFrame:
    """Return comparisons in the order of the article's statements."""
    order = {claim: place for place, claim in enumerate(_chapters())}
    return compared.sort_values("claim", key=lambda claims: claims.map(order), kind="stable")


def tests() -> Html:
    """Return all comparisons by data: verdict, question, estimate, margin, specifications.

    Why a margin is as large is told in the box of each.
    """
    mine, chapters = _in_order(_by_data(comparisons.judged())), _chapters()
    rows = [row._asdict() for row in mine.itertuples()]
    frame = pd.DataFrame(
        {
            "Statement": [claim_link(claim, chapters) for claim in mine.claim],
            "Verdict": [signed(word) for word in mine.verdict],
            "Question": mine.question,
            "Estimate": [estimate(row) for row in rows],
            "Supports if": mine.supports + f"{values.NBSP}0",
            "Margin": [size(row) for row in rows],
            "Specifications": [share(row) for row in rows],
            "Test": [_cell(row) for row in rows],
        }
    )
    name = f"All comparisons by data: post hoc, not pre-registered; interval in brackets; {AGREE}"
    raw = ("Statement", "Verdict", "Test")
    return tables.shown(frame, name, raw=raw, entries=True, paper="columns")


def _cell(row: dict) -> str:
    """Return a link to the cell, or the section, that judges a comparison."""
    return f'<a href="{address(row)}">{row["comparison"]}</a>'


def address(row: dict) -> str:
    """Return where a comparison is judged: its cell, or else its section, or its documents."""
    own = pd.notna(row["estimate"]) or row["test"] == DOCUMENTS
    return f"{row['chapter']}.html#{row['comparison'].lower() if own else 'test-' + row['test']}"


def estimate(row: dict) -> str:
    """Return the estimate of a comparison with its interval; "" where none is."""
    if pd.isna(row["estimate"]):
        return ""
    beside = row | {"margin": row["margin_size"]}
    size = values.measured(row["estimate"], row["unit"], beside, signed=True)
    ends = [values.measured(row[end], "", beside, signed=True) for end in ("low", "high")]
    return f"{size} ({values.NBSP.join([ends[0], 'to', ends[1]])})"


def margin(row: dict) -> str:
    """Return the margin of a comparison with its reason."""
    return ": ".join(filter(None, (size(row), row["margin"])))


def size(row: dict) -> str:
    """Return the margin of a comparison as a number with its unit; nothing where it has none."""
    if pd.isna(row["margin_size"]):
        return ""
    beside = row | {"margin": row["margin_size"]}
    return values.measured(row["margin_size"], row["unit"], beside)


def share(row: dict) -> str:
    """Return the share of its specifications with the verdict of its headline, and their number."""
    if pd.isna(row["specifications"]):
        return ""
    return verdicts.of(row["share"], int(row["specifications"]))


def families() -> Html:
    """Return each family of evidence: how many comparisons and statements, and their verdicts."""
    rows = []
    for name, mine in _by_data(comparisons.judged()).groupby("family", sort=False):
        counted = mine.verdict.value_counts()
        told = ", ".join(f"{word}{values.NBSP}{number}" for word, number in counted.items())
        rows.append((name, len(mine), ", ".join(dict.fromkeys(mine.claim)), told))
    columns = ["Family of evidence", "Comparisons", "Statements", "Verdicts"]
    return tables.shown(pd.DataFrame(rows, columns=columns), "Families of evidence")


def hinges() -> Html:
    """Return the statements whose verdict hangs on one test, and what it would be otherwise."""
    rows, chapters = statements.hinges(), _chapters()
    shares = comparisons.judged().set_index("comparison")
    tests = [shares.loc[name].to_dict() | {"comparison": name} for name in rows.comparison]
    frame = pd.DataFrame(
        {
            "Statement": [claim_link(claim, chapters) for claim in rows.claim],
            "On the statement": [signed(word) for word in rows.verdict],
            "Test": [_cell(test) for test in tests],
            "Specifications": [share(test) for test in tests],
            "The test says": rows.was,
            "If it said": rows.would,
            "The verdict would be": rows.then,
        }
    )
    name = f"Verdicts that hang on one test; {AGREE}"
    raw = ("Statement", "On the statement", "Test")
    return tables.shown(frame, name, raw=raw, entries=True, paper="columns")


def options() -> Html:
    """Return the tests whose verdict hangs on one option, and what it would be without it."""
    tests, chapters, rows = (
        comparisons.judged().set_index("comparison", drop=False),
        _chapters(),
        [],
    )
    for name, mine in statements.hanging().groupby("comparison", sort=False):
        row = mine.iloc[0]
        left = dict.fromkeys(f"{100 * end:.0f}" for end in (mine.share.min(), mine.share.max()))
        rows.append(
            {
                "Test": _cell(tests.loc[name].to_dict()),
                "Statement": claim_link(row.claim, chapters),
                "The test says": signed(row.was),
                "Without any one option of a choice": "; ".join(
                    "“" + mine.option + "” of “" + mine.axis + "”"
                ),
                "Specifications behind the headline then": values.with_unit(
                    "–".join(left), "percent"
                ),
                "It would say": row.would,
                "And on the statement": row.then + ", as now" * (row.then == row.verdict),
            }
        )
    name = "Verdicts that hang on one option"
    raw = ("Statement", "The test says", "Test")
    return tables.shown(pd.DataFrame(rows), name, raw=raw, entries=True, paper="columns")


def settled(compared: pd.DataFrame) -> pd.Series:
    """Return which comparisons documents settle, in a section of their own or in another."""
    return compared.verdict.isin(statements.BY_DOCUMENTS) | (compared.test == DOCUMENTS)


def documents() -> Html:
    """Return what documents settle: verdict, words of the article, question, documents.

    A test that has a section of its own leads there.
    """
    compared, chapters = comparisons.judged(), _chapters()
    mine = _in_order(compared[settled(compared)])
    frame = pd.DataFrame(
        {
            "Statement": [claim_link(claim, chapters) for claim in mine.claim],
            "Verdict": [signed(word) for word in mine.verdict],
            "Question": mine.question,
            "Words of the article": [f"<q>{escape(words)}</q>" for words in mine.words],
            "Not covered": mine.uncovered,
            "Documents": [documented(row) for row in mine.itertuples()],
            "Test": [
                row.comparison if row.test == DOCUMENTS else _cell(row._asdict())
                for row in mine.itertuples()
            ],
        }
    )
    raw = ("Statement", "Verdict", "Words of the article", "Documents", "Test")
    caption = "Statements, or parts of them, on which documents decide"
    ids = [name.lower() for name in mine.comparison]
    return tables.shown(frame, caption, ids, raw, entries=True)


def documented(row) -> str:
    """Return links to the documents that a comparison rests on."""
    found = [*map(key_link, row.sources.split()), *_pages(row.pages.split())]
    return "; ".join(dict.fromkeys(found))


def untested() -> Html:
    """Return the statements that cannot be tested, each with the reason."""
    claims, chapters = statements.verdicts(), _chapters()
    mine = claims[claims.verdict == statements.UNTESTED]
    frame = pd.DataFrame(
        {
            "Statement": [claim_link(claim, chapters) for claim in mine.claim],
            "Shortened": [_quoted(text) for text in mine.statement],
            "Why it cannot be tested": mine.uncovered,
        }
    )
    name = "Statements that cannot be tested"
    return tables.shown(frame, name, raw=("Statement",), entries=True)


def ledger() -> Html:
    """Return all statements of the article with verdict, tests, note and kind.

    Each row leads to the claim, its note and its tests; _static/ledger.js filters the rows.
    """
    claims, chapters = statements.verdicts(), _chapters()
    frame = pd.DataFrame(
        {
            "Statement": [claim_link(claim, chapters) for claim in claims.claim],
            "Verdict": [signed(word) for word in claims.verdict],
            "Shortened": [_quoted(text) for text in claims.statement],
            "Reach of the verdict": [_held(row) for row in claims.itertuples()],
            "Test": ["; ".join(map(_test_link, tests)) for tests in claims.tests],
            "Note": [
                "" if pd.isna(note) else f'<a href="notes.html#n{note}">{note}</a>'
                for note in claims.note
            ],
            "Kind": claims.kind,
            "Chapter": [chapter.replace("_", " ") for chapter in claims.chapter],
        }
    )
    ids = [f"ledger-{claim.lower()}" for claim in claims.claim]
    raw = ("Statement", "Verdict", "Note", "Test", "Reach of the verdict")
    table = tables.html(frame, "The ledger: all statements of the article", ids, raw, True)
    return Html(f'<div class="ledger">{tables.scroll(table, "The ledger")}</div>')


def _held(row) -> str:
    """Return, as HTML, the verdict on each part of a statement, and what no verdict covers."""
    parts = [f"{part[0].upper()}{part[1:]}: {word}." for part, word in row.parts.items()]
    left_out = [row.uncovered] if row.uncovered else []
    if left_out and row.verdict in statements.TESTED:
        left_out = [f"Not covered: {row.uncovered}"]
    after = '<a href="what_came_after.html">What came after</a>'
    return escape(" ".join([*parts, *left_out])).replace("What came after", after)
