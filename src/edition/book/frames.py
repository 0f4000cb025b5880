"""What a page has of an output: of a figure, of a verdict, of a table that pandas writes."""

import re
from html import escape

from lxml import html

from edition import tables
from edition.charts import grammar
from edition.listings import choices
from edition.tables import recorded

FRAME = re.compile(r'<table[^>]*class="dataframe".*?</table>', re.DOTALL)
STYLE = re.compile(r"<style scoped>.*?</style>\s*", re.DOTALL)  # no part of HTML today
WHOLE = re.compile(r"−?\d+\.0+")  # pandas writes 1504.0 where another row has no value
ANSWERS = {"True": "yes", "False": "no"}
NUMBER = re.compile(r"[−+]?[\d,]+(\.\d+)?")
MISSING = ("NaN", "NaT", "<NA>", "None")  # what pandas writes where there is no value


def shown(data: dict) -> str:
    """Return the HTML that a page has of an output; data: by MIME type, HTML among them."""
    if grammar.OURS in data:
        return data[grammar.OURS]["html"]
    if recorded.SPECIFICATIONS in data:
        return data["text/html"] + choices.unfolded(data[recorded.SPECIFICATIONS])
    return plain(data["text/html"])


def plain(output: str) -> str:
    """Return the HTML of an output, each table of pandas in it written anew.

    Names of the index stand in the head beside those of the columns, several levels of either are
    one, a cell over several rows is repeated in each, a missing value is an empty cell, a
    number below zero has a minus sign, whole numbers have no decimals, and True is yes.
    The style that pandas puts before a table goes: the pages have their own.
    """
    return FRAME.sub(lambda found: _plain(html.fromstring(found[0])), STYLE.sub("", output))


def _plain(table: html.HtmlElement) -> str:
    head = [[_text(cell) for cell in row] for row in _grid(table.find("thead"))]
    body = _grid(table.find("tbody"))
    index = sum(cell.tag == "th" for cell in body[0])
    named = len(head) > 1 and not any(head[-1][index:]) and any(head[-1])
    names = head.pop()[:index] if named else [""] * index
    columns = [", ".join(filter(None, each)) for each in zip(*head, strict=True)]
    titles = [name or column for name, column in zip(names, columns[:index], strict=True)]
    bare = index == 1 and not titles[0]  # rows that are only numbered, or named without a word
    if bare and all(_text(row[0]).isdecimal() for row in body):
        titles, index, body, columns = [], 0, [row[1:] for row in body], columns[1:]
    names = [title.replace("_", " ") for title in [*titles, *columns[index:]]]
    told = [_column(cells) for cells in zip(*body, strict=True)]
    kinds = [' class="number"' * (place > 0 and _numbers(each)) for place, each in enumerate(told)]
    cells = "".join(
        f'<th scope="col"{kind}>{escape(name)}</th>' if name else "<td></td>"
        for name, kind in zip(names, kinds, strict=True)
    )
    rows = "".join(
        f"<tr>{_first(first)}{''.join(map(_cell, rest, kinds[1:]))}</tr>"
        for first, *rest in zip(*told, strict=True)
    )
    title = table.findtext("caption")
    caption = f"<caption>{escape(title)}</caption>" if title else ""
    return tables.scroll(
        f'<table class="data-table frame">{caption}<thead><tr>{cells}</tr></thead>'
        f"<tbody>{rows}</tbody></table>",
        title or "Table",
    )


def _column(cells: tuple[html.HtmlElement, ...]) -> list[str]:
    """Return the texts of a column; where all numbers are whole, they have no decimals."""
    texts = [_text(cell) for cell in cells]
    if all(WHOLE.fullmatch(text) for text in texts if text):
        texts = [text.partition(".")[0] for text in texts]
    return texts


def _numbers(texts: list[str]) -> bool:
    """Return whether a column has numbers alone, which stand flush right."""
    return any(texts) and all(NUMBER.fullmatch(text) for text in texts if text)


def _first(text: str) -> str:
    return f'<th scope="row">{tables.timed(escape(text))}</th>' if text else "<td></td>"


def _cell(text: str, kind: str) -> str:
    return f"<td{kind}>{tables.timed(escape(text))}</td>"


def _text(cell: html.HtmlElement) -> str:
    text = " ".join(cell.text_content().split())
    return "" if text in MISSING else tables.minus(ANSWERS.get(text, text))


def _grid(part: html.HtmlElement) -> list[list[html.HtmlElement]]:
    """Return the cells of a part of a table row by row, those over several places in each."""
    rows, reaching = [], {}
    for row in part.iter("tr"):
        cells, found = [], iter(row)
        while True:
            place = len(cells)
            if reaching.get(place, (None, 0))[1]:
                cell, left = reaching[place]
                reaching[place] = (cell, left - 1)
                cells.append(cell)
                continue
            cell = next(found, None)
            if cell is None:
                break
            for _ in range(int(cell.get("colspan", 1))):
                reaching[len(cells)] = (cell, int(cell.get("rowspan", 1)) - 1)
                cells.append(cell)
        rows.append(cells)
    return rows
