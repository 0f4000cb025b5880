"""Marks in rows: horizontal bars, ranges, votes, a time line, boxes of statements."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd

from edition.charts import sheet as paper
from edition.charts import times, words
from edition.charts.grammar import Chart
from edition.charts.inks import INK, MUTED, PAPER, RULE, SOFT, WASH
from edition.charts.plots import ink
from edition.charts.sheet import (
    DASH,
    GAP,
    HALF,
    LINE,
    SMALL,
    THICK,
    THIN,
    TIGHT,
    WIDE_GAP,
    Scale,
    Sheet,
    measure,
    said,
)
from edition.charts.signs import colour, point, sign, wording

ROW = LINE + GAP  # from row to row
CELL = 2 * LINE  # a box with a short name in it


class Rows:
    """Names of rows at the left, or above them in the narrow form, and a scale beside them."""

    def __init__(self, sheet: Sheet, names: Sequence[str], right: float = 0):
        """Find the room of the names; right: room to keep free at the right."""
        self.sheet = sheet
        room = 0 if sheet.narrow else min(max(map(measure, names)), sheet.width * 2 / 5)
        self.left, self.room = (room + WIDE_GAP if room else 0), room or sheet.width
        self.right = sheet.width - right

    def next(self, name: str, ink: str = INK, strong: bool = False) -> float:
        """Write the name of the next row; return the height of the middle of its marks."""
        sheet, lines = self.sheet, paper.wrapped(name, self.room, strong=strong)
        sheet.y += TIGHT * sheet.narrow
        first = sheet.y + ROW / 2
        look = {"ink": ink, "strong": strong, "align": "left" if sheet.narrow else "right"}
        sheet.lines(0 if sheet.narrow else self.room, first, lines, **look, paper=sheet.narrow)
        tall = LINE * (len(lines) - (not sheet.narrow))
        middle = first + (tall if sheet.narrow else tall / 2)
        sheet.y += tall + ROW
        return middle


def rows(data: pd.DataFrame, label: str, value: str, **about) -> Chart:
    """Level bars, one a row of the table in its order, each with its value. about: words.chart."""
    words.holds(data, [label, value], about["name"])
    texts = [words.written(about["unit"], said(each, paper.digits([each]))) for each in data[value]]

    def fill(sheet: Sheet) -> None:
        most = max(measure(text, strong=True) for text in texts) + GAP
        place = Rows(sheet, data[label], most)
        low, high = min(0, data[value].min()), max(0, data[value].max())
        scale = Scale(low, high, place.left + most * (low < 0), place.right)
        top = sheet.y
        for (_, row), text in zip(data.iterrows(), texts, strict=True):
            own = ink(row[label], MUTED)
            y, end = place.next(row[label], own, strong=own != MUTED), scale(row[value])
            sheet.box(scale(0), y - HALF, end - scale(0), LINE, own)
            sheet.tell(end, y, f"{row[label]}: {text}")
            side = ("right", -GAP) if row[value] < 0 else ("left", GAP)
            sheet.text(end + side[1], y, text, own, align=side[0], strong=True)
        sheet.upright(scale(0), top, sheet.y, SOFT)

    told = [f"{row[label]} {text}" for (_, row), text in zip(data.iterrows(), texts, strict=True)]
    return words.chart(data, fill, f"Bars. {words.listed(told)}", [value], **about)


def ranges(
    data: pd.DataFrame,
    label: str,
    value: str = "",
    low: str = "",
    high: str = "",
    *,
    margin: float = 0,
    zero: float | None = 0,
    marks: dict[str, float] | None = None,
    verdict: str = "",
    against: Sequence[str] = (),
    **about,
) -> Chart:
    """Points with intervals, one a row of the table in its order, on one level scale.

    value: the points; low, high: the ends; either may be missing in a row. margin: shaded on both
    sides of zero; zero None: none is drawn. marks: words: value, an upright line. verdict: column
    of verdicts, which give ink and sign. against: columns of lower and upper ends to compare with,
    drawn hollow above, and words on both. about: as in words.chart.
    """
    marks, columns = marks or {}, [name for name in (value, low, high, *against[:2]) if name]
    words.holds(data, [label, *columns, *filter(None, [verdict])], about["name"])
    known = [*data[columns].to_numpy(float).ravel(), *marks.values()]
    known += [] if zero is None else [zero - margin, zero + margin]
    drawn = (value, low, high), verdict, margin, zero, marks, about["unit"], against
    made = _Ranges(data, label, *drawn)
    made.steps = paper.ticks(pd.Series(known).min(), pd.Series(known).max(), 5)
    told = [f"{row[label]} {made.words(row)}" for _, row in data.iterrows()]
    if margin:
        told.append(f"margin {said(margin, 1)} on both sides of {said(zero)}")
    return words.chart(data, made.fill, f"Ranges. {words.listed(told)}", columns, **about)


@dataclass
class _Ranges:
    """Points with intervals on one level scale."""

    data: pd.DataFrame
    label: str
    columns: tuple[str, str, str]  # of points, of lower ends, of upper ends
    verdict: str
    margin: float
    zero: float | None
    marks: dict[str, float]
    unit: str
    against: Sequence[str] = ()  # lower ends, upper ends, words on them
    steps: Sequence[float] = ()

    @property
    def signed(self) -> bool:
        named = list(filter(None, self.columns))
        return self.zero is not None and self.data[named].min(axis=None) < 0

    def words(self, row: pd.Series) -> str:
        text = _range(row, self.columns, self.signed)
        before = _range(row, ["", *self.against[:2]], self.signed) if self.against else ""
        return f"{before} → {text}" if before else text

    def fill(self, sheet: Sheet) -> None:
        """Draw a row for each point, the margin behind them, the scale below."""
        texts = [self.words(row) for _, row in self.data.iterrows()]
        head = self.against[2] if self.against else ""
        widest = max(map(measure, [*texts, head]))
        place = Rows(sheet, self.data[self.label], widest + GAP)
        if head:
            sheet.text(sheet.width, sheet.y + HALF, head, MUTED, align="right")
            sheet.y += LINE
        scale = Scale(self.steps[0], self.steps[-1], place.left + GAP, place.right - GAP)
        sheet.y += _above(sheet, scale, self.marks)
        top = sheet.y
        for (_, row), text in zip(self.data.iterrows(), texts, strict=True):
            name = row[self.label]
            y = place.next(name, ink(name, INK), strong=bool(ink(name, "")))
            self._row(sheet, scale, row, y)
            own = colour(row[self.verdict]) if self.verdict else ink(name, INK)
            sheet.text(sheet.width, y, text, own, align="right")
        if self.margin:
            left, right = (scale(self.zero + way * self.margin) for way in (-1, 1))
            sheet.box(left, top, right - left, sheet.y - top, WASH, below=True)
        for at in self.marks.values():
            sheet.upright(scale(at), top, sheet.y, INK, dash=DASH, below=True)
        for step in self.steps:
            strong = SOFT if step == self.zero else RULE
            sheet.upright(scale(step), top, sheet.y, strong, below=True)
            form = said(step, paper.digits(self.steps), self.signed)
            form = words.written(self.unit, form) if step == self.steps[-1] else form
            sheet.text(scale(step), sheet.y + HALF, form, MUTED, SMALL, "center")
        sheet.y += LINE

    def _interval(self, sheet: Sheet, scale: Scale, ends, y: float, own: str, fill: str) -> None:
        """Draw a range of counts: a block from end to end, a dot where both are the same."""
        first, last = map(scale, ends)
        sheet.path([first, last], [y, y], own, THICK)
        sheet.dots([first, last], [y, y], own, GAP - 1, fill=fill)

    def _row(self, sheet: Sheet, scale: Scale, row: pd.Series, y: float) -> None:
        """Draw the interval of a row, then its point."""
        value, low, high = self.columns
        own = colour(row[self.verdict]) if self.verdict else ink(row[self.label], INK)
        if self.against:
            self._interval(sheet, scale, row[list(self.against[:2])], y - TIGHT, MUTED, PAPER)
            self._interval(sheet, scale, row[[low, high]], y + TIGHT, own, own)
            sheet.tell(scale(row[high]), y, f"{row[self.label]}: {self.words(row)}")
            return
        if low and not pd.isna(row[low]):
            ends = [scale(row[low]), scale(row[high])]
            sheet.path(ends, [y, y], own, THICK)
            sheet.strokes(ends, [y - TIGHT] * 2, [y + TIGHT] * 2, own)
        if value and not pd.isna(row[value]):
            shape, hollow = point(row[self.verdict]) if self.verdict else ("o", False)
            sheet.dots([scale(row[value])], [y], own, shape=shape, fill=PAPER if hollow else own)
        at = row[list(filter(None, self.columns))].dropna()
        if len(at):
            middle = at.iloc[0] if value and not pd.isna(row[value]) else at.mean()
            sheet.tell(scale(middle), y, f"{row[self.label]}: {self.words(row)}")


def _range(row: pd.Series, columns: list[str], signed: bool) -> str:
    """Write a point and its interval: “+1.9 (−3.4 to +7.3)”, “30–40”, “81.6”."""
    known = {name: row[name] for name in columns if name and not pd.isna(row[name])}
    at, *ends = (
        said(known[name], 1 if signed else paper.digits([known[name]]), signed)
        if name in known
        else ""
        for name in columns
    )
    if not all(ends) or ends[0] == ends[1]:
        return at or ends[0]
    return f"{at} ({ends[0]} to {ends[1]})" if at else (" to " if signed else "–").join(ends)


def _above(sheet: Sheet, scale: Scale, marks: dict[str, float]) -> float:
    """Write words over upright lines, moved apart; return the room that they take."""
    sizes = [measure(text, SMALL) + GAP for text in marks]
    middles = paper.apart([scale(each) for each in marks.values()], sizes, 0, sheet.width)
    for x, text in zip(middles, marks, strict=True):
        sheet.text(x, sheet.y + HALF, text, INK, SMALL, "center", strong=True)
    return ROW * bool(marks)


# a vote: (its sign, hollow)
VOTES = {"yes": ("o", False), "no": ("s", False), "abstains": ("o", True), "no vote": ("_", False)}


def votes(data: pd.DataFrame, members: Sequence[str], *, row: str = "resolution", **about) -> Chart:
    """A grid of votes: a row a resolution, a column a member.

    data: date, resolution (or another column named by row), and for each member yes, no, abstains
    or no vote. about: as in words.chart. DataError for another vote.
    """
    words.holds(data, ["date", row, *members], about["name"])
    cast = data[list(members)].stack()
    for place, vote in cast[~cast.isin(list(VOTES))].items():
        expected = f"expected one of {', '.join(VOTES)}"
        raise words.DataError(f"figure {about['name']!r}, {place}: {expected}; found {vote!r}")
    names = [f"{each[row]}, {str(each['date'])[:4]}" for _, each in data.iterrows()]
    told = []
    for name in members:
        counts = data[name].value_counts().items()
        told.append(f"{name}: {', '.join(f'{number} {vote}' for vote, number in counts)}")
    grid = data[list(members)].set_axis(names)
    alt = f"A grid of votes. {words.listed(told)}"
    return words.chart(data, lambda sheet: _grid(sheet, grid), alt, members, **about)


def _grid(sheet: Sheet, grid: pd.DataFrame) -> None:
    """Draw the signs with their words, the names of the members, and a row for each resolution."""
    x = TIGHT
    for vote, (shape, hollow) in VOTES.items():
        if (grid == vote).any(axis=None):
            sheet.dots([x], [HALF], MUTED, shape=shape, fill=PAPER if hollow else None)
            sheet.text(x + GAP, HALF, vote, MUTED, SMALL)
            x += measure(vote, SMALL) + 4 * GAP
    room = max(map(measure, grid.index)) + GAP
    step = (sheet.width - room) / len(grid.columns)
    slant = max(measure(name, SMALL) for name in grid) > step  # every second one lower
    sheet.y = ROW + LINE * (1 + slant)
    places = {name: room + step * (place + 1 / 2) for place, name in enumerate(grid)}
    for place, (name, x) in enumerate(places.items()):
        own, lower = ink(name, INK), LINE * (slant and not place % 2)
        y = sheet.y - HALF - lower
        sheet.text(x, y, name, own, SMALL, "center", own != INK)
    for name, (_, cast) in zip(grid.index, grid.iterrows(), strict=True):
        y = sheet.y + ROW / 2
        sheet.rule(0, sheet.width, sheet.y)
        sheet.text(0, y, name)
        for member, x in places.items():
            shape, hollow = VOTES[cast[member]]
            own = ink(member, MUTED)
            sheet.dots([x], [y], own, LINE * 2 / 3, shape, PAPER if hollow else own)
            sheet.tell(x, y, f"{member}, {name}: {cast[member]}")
        sheet.y += ROW


def timeline(
    data: pd.DataFrame,
    row: str,
    start: str,
    end: str,
    text: str,
    *,
    turns: dict | None = None,
    span: tuple[int, int] | None = None,
    whole: str = "",
    **about,
) -> Chart:
    """Acts in time, in lanes by the column row, each a block or a dot with its words beside it.

    start, end: columns of dates (2015, "2015-09", "2015-09-30"); the end may be empty. span: first
    and last year, else those of the data. whole: column that is true where an act lies somewhere
    within its stretch, drawn thin. turns: as in lines. about: as in words.chart.
    """
    words.holds(data, [row, start, end, text], about["name"])
    last = data[end].where(data[end].notna() & (data[end].astype(str) != ""), data[start])
    acts = pd.DataFrame({"lane": data[row], "words": data[text]})
    acts["begins"] = [times.day(each) for each in data[start]]
    acts["ends"] = [times.day(each, end=True) for each in last]
    acts["thin"] = data[whole] if whole else False
    first, final = span or (int(acts.begins.min()), int((acts.ends - 1 / 999).max()))
    about.setdefault("years", f"{first}–{final}")
    acts["told"] = [f"{act[text]} ({_when(act, start, end)})" for _, act in data.iterrows()]
    told = [f"{name}: {', '.join(its.told)}" for name, its in acts.groupby("lane", sort=False)]
    alt = f"A time line of {len(acts)} acts in {len(told)} lanes. {words.listed(told)}"

    def fill(sheet: Sheet) -> None:
        _lanes(sheet, acts, (first, final), turns or {})

    return words.chart(data, fill, alt, [], **about)


def _lanes(sheet: Sheet, acts: pd.DataFrame, span: tuple[int, int], turns: dict) -> None:
    """Draw the lanes one below the other, with turns across them and years at the foot."""
    names = list(dict.fromkeys(acts.lane))
    room = 0 if sheet.narrow else max(measure(name, strong=True) for name in names) + WIDE_GAP
    first, final = span
    scale = Scale(first, final + 1, room, sheet.width)
    sheet.y += _above(sheet, scale, {text: times.day(at) for at, text in turns.items()})
    top = sheet.y
    for name in names:
        sheet.rule(0, sheet.width, sheet.y)
        sheet.text(0, sheet.y + ROW / 2, name, ink(name, MUTED), strong=True)
        sheet.y += TIGHT + LINE * sheet.narrow
        _lane(sheet, scale, acts[acts.lane == name], ink(name, MUTED))
    for at in turns:
        sheet.upright(scale(times.day(at)), top, sheet.y, INK, dash=DASH, below=True)
    for year in paper.years(first, final, scale.end - scale.start):
        x = scale(year + 1 / 2)
        sheet.text(x, sheet.y + HALF, str(year), MUTED, SMALL, "center")
    sheet.y += LINE


def _when(act: pd.Series, start: str, end: str) -> str:
    same = pd.isna(act[end]) or act[end] in ("", act[start])
    return str(act[start]) if same else f"{act[start]} to {act[end]}"


def _lane(sheet: Sheet, scale: Scale, acts: pd.DataFrame, own: str) -> None:
    """Put acts in as few lines as they need; the words stand right of the mark, left, or below."""
    taken: list[list[tuple[float, float]]] = []  # by line, what is occupied
    for _, act in acts.sort_values(["thin", "begins"]).iterrows():
        x, far = scale(act.begins), scale(act.ends)
        lines, left, extent = _beside(sheet, scale, act, x, far)
        tall = len(lines) + (left is None)
        place = next(
            line
            for line in range(len(taken) + 1)
            if not any(_meets(extent, each) for each in taken[line : line + tall])
        )
        taken += [[] for _ in range(place + tall - len(taken))]
        for line in taken[place : place + tall]:
            line.append(extent)
        y = sheet.y + LINE * place + HALF
        if act.thin:
            sheet.path([x, far], [y, y], own, THIN)
        elif far - x < GAP:
            sheet.dots([(x + far) / 2], [y], own)
        else:
            sheet.box(x, y - TIGHT, far - x, GAP, own)
        if left is None:
            sheet.lines(extent[0], y + LINE, lines, size=SMALL, paper=True)
        else:
            sheet.text(left, y, lines[0], INK, SMALL, paper=True)
        sheet.tell((x + far) / 2, y, act.told)
    sheet.y += LINE * len(taken) + GAP


def _beside(sheet: Sheet, scale: Scale, act: pd.Series, x: float, far: float) -> tuple:
    """Return the lines of an act's words, where they begin beside its mark, and the room of both.

    Where there is no room at either side they stand below, and begin at the start of the room.
    """
    text, wide = act.words, measure(act.words, SMALL)
    if act.thin and far - x > wide + 2 * WIDE_GAP:  # on the mark itself, a line
        return [text], x + WIDE_GAP, (x, far)
    if far + GAP + wide <= sheet.width:
        return [text], far + GAP, (x, far + GAP + wide)
    if x - GAP - wide >= scale.start:
        return [text], x - GAP - wide, (x - GAP - wide, far)
    lines = paper.wrapped(text, sheet.width - scale.start, SMALL)
    wide = max(measure(line, SMALL) for line in lines)
    start = max(scale.start, min(x, sheet.width - wide))
    return lines, None, (start, max(far, start + wide))


def _meets(extent: tuple, line: list[tuple]) -> bool:
    return any(extent[0] < far + GAP and x < extent[1] + GAP for x, far in line)


def boxes(
    data: pd.DataFrame,
    group: str,
    text: str,
    *,
    verdict: str = "",
    say: str = "",
    heads: dict[str, str] | None = None,
    across: int = 1,
    **about,
) -> Chart:
    """Boxes with a short text, one a row of the table, in groups; each group with its number.

    verdict: column of verdicts, one a group, which give ink and sign. say: column of words beside
    a box; boxes without words stand side by side; without a text they are small. heads: by group,
    words below its name. across: groups side by side, in the wide form.
    about: as in words.chart.
    """
    words.holds(data, [group, text, *filter(None, [verdict, say])], about["name"])
    groups = []
    for name, its in data.groupby(group, sort=False):
        word = its[verdict].iloc[0] if verdict else ""
        says = list(its[say]) if say else [""] * len(its)
        boxed = list(zip(its[text].map(str), says, strict=True))
        groups.append((str(name), word, (heads or {}).get(name, ""), boxed))

    told = []
    for name, _, _, boxed in groups:
        named = ", ".join(filter(None, (each for each, _ in boxed)))
        told.append(f"{name}: {len(boxed)}" + f" ({named})" * bool(named))
    return words.chart(
        data,
        lambda sheet: _groups(sheet, groups, across),
        f"Boxes in groups. {words.listed(told)}",
        [],
        **about,
    )


def _groups(sheet: Sheet, groups: list[tuple], across: int) -> None:
    """Draw groups below each other, or some side by side."""
    wide = max(measure(each, SMALL) for *_, boxed in groups for each, _ in boxed) + GAP
    columns = 1 if sheet.narrow else across
    room = sheet.width / columns
    for row in range(0, len(groups), columns):
        top, bottom = sheet.y, []
        for place, (name, word, under, boxed) in enumerate(groups[row : row + columns]):
            sheet.y, edges = top, (room * place, room * (place + 1))
            own = wording(word) if word else ink(name, INK)
            head = f"{name[0].upper()}{name[1:]}: {len(boxed)}"
            _head(sheet, edges, head, word, under, own)
            _boxed(sheet, edges, boxed, wide, own)
            bottom.append(sheet.y)
        sheet.y = max(bottom)


def _head(sheet: Sheet, edges, head: str, verdict: str, under: str, own: str) -> None:
    """Write the head of a group behind the sign of its verdict, and words below."""
    middle, (left, right) = sheet.y + HALF, edges
    if verdict:
        sign(sheet, left + HALF, middle, verdict)
    sheet.text(left + (LINE + GAP) * bool(verdict), middle, head, own, strong=True)
    tall = paper.wrapped(under, right - left)
    sheet.lines(left, middle + LINE, tall, ink=MUTED)
    sheet.y += LINE * (1 + len(tall)) + TIGHT


def _boxed(sheet: Sheet, edges, boxed: list[tuple[str, str]], most: float, own: str) -> None:
    """Draw boxes side by side, or below each other where words stand beside them."""
    x, right = edges
    for text, say in boxed:
        wide = most if text else HALF
        beside = paper.wrapped(say, right - edges[0] - wide - GAP)
        if x > edges[0] and (beside or x + wide > right):
            x, sheet.y = edges[0], sheet.y + (ROW if text else LINE)
        sheet.box(x, sheet.y, wide, LINE + 2 if text else HALF, PAPER, edge=own, width=THIN)
        middle = sheet.y + HALF + 1
        sheet.text(x + wide / 2, middle, text, own, SMALL, "center")
        sheet.lines(x + wide + GAP, middle, beside)
        x += wide + TIGHT
        if beside:
            x, sheet.y = edges[0], sheet.y + max(LINE * len(beside) + TIGHT, ROW)
    sheet.y += (ROW if x > edges[0] else 0) + GAP
