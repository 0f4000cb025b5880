"""Marks in rows: level bars, ranges, votes, a time line, boxes of statements."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from edition.charts import sheet as paper
from edition.charts import times, words
from edition.charts.grammar import Chart
from edition.charts.inks import INK, MUTED, PAPER, RULE, SOFT, WASH
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
from edition.charts.signs import SHAPES, ink, sign, wording

ROW = LINE + GAP  # from row to row


class Rows:
    """Names of rows at the left, or above them in the narrow form, and a scale beside them."""

    def __init__(self, sheet: Sheet, names: Sequence[str], right: float = 0):
        """Find the room of the names; right: room to keep free at the right."""
        self.sheet = sheet
        widest = max(measure(name, strong=True) for name in names)
        room = 0 if sheet.narrow else min(widest, sheet.width * 2 / 5)
        self.left, self.room = (room + WIDE_GAP if room else 0), room or sheet.width
        self.right = sheet.width - right

    def next(self, name: str) -> float:
        """Write the name of the next row; return the height of the middle of its marks."""
        sheet, own = self.sheet, ink(name)
        lines = paper.wrapped(name, self.room, strong=bool(own))
        sheet.y += TIGHT * sheet.narrow
        first = sheet.y + ROW / 2
        place = (0, "left") if sheet.narrow else (self.room, "right")
        look = {"ink": own or INK, "strong": bool(own), "align": place[1]}
        sheet.lines(place[0], first, lines, **look)
        tall = LINE * (len(lines) - (not sheet.narrow))
        sheet.y += tall + ROW
        return first + (tall if sheet.narrow else tall / 2)


def rows(data: pd.DataFrame, label: str, value: str, **about) -> Chart:
    """Level bars, one a row of the table in its order, each with its value. about: words.chart."""
    words.holds(data, [label, value], about["name"])
    texts = [words.written(about["unit"], said(each, paper.digits([each]))) for each in data[value]]
    pairs = list(zip(data[label], data[value], texts, strict=True))

    def fill(sheet: Sheet) -> None:
        most = max(measure(text, strong=True) for text in texts) + GAP
        place = Rows(sheet, data[label], most)
        low, high = min(0, data[value].min()), max(0, data[value].max())
        scale = Scale(low, high, place.left + most * (low < 0), place.right)
        for name, length, text in pairs:
            own = ink(name, MUTED)
            y, end = place.next(name), scale(length)
            sheet.box(min(scale(0), end), y - HALF, abs(end - scale(0)), LINE, own)
            sheet.upright(scale(0), y - HALF - TIGHT, y + HALF + TIGHT, SOFT)
            sheet.tell(end, y, f"{name}: {text}")
            align, aside = ("right", -GAP) if length < 0 else ("left", GAP)
            sheet.text(end + aside, y, text, ink=own, align=align, strong=True)

    told = [f"{name} {text}" for name, _, text in pairs]
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
    against: Sequence[str] = (),
    **about,
) -> Chart:
    """Points with intervals, one a row of the table in its order, on one level scale.

    value: the points; low, high: the ends; either may be missing in a row. margin: shaded on both
    sides of zero; zero None: none is drawn. marks: words: value, an upright line. against: columns
    of lower and upper ends to compare with, drawn hollow above, and words on both. about: as
    in words.chart; its ours: labels of the editors’ rows.
    """
    marks, columns = marks or {}, [name for name in (value, low, high, *against[:2]) if name]
    words.holds(data, [label, *columns], about["name"])
    known = [*data[columns].to_numpy(float).ravel(), *marks.values()]
    known += [] if zero is None else [zero - margin, zero + margin]
    names = [words.marked(str(each), about.get("ours", ())) for each in data[label]]
    shown = data.assign(**{label: names})
    drawn = (value, low, high), margin, zero, marks, about["unit"], against
    made = _Ranges(shown, label, *drawn)
    made.steps = paper.ticks(pd.Series(known).min(), pd.Series(known).max(), 5)
    told = [f"{row[label]} {made.words(row)}" for _, row in shown.iterrows()]
    if margin:
        told.append(f"margin {said(margin, 1)} on both sides of {said(zero)}")
    alt = f"Ranges. {words.listed(told)}"
    return words.chart(data, made.fill, alt, columns, **about)


@dataclass
class _Ranges:
    """Points with intervals on one level scale."""

    data: pd.DataFrame
    label: str
    columns: tuple[str, str, str]  # of points, of lower ends, of upper ends
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
        place = Rows(sheet, self.data[self.label], max(map(measure, [*texts, head])) + WIDE_GAP)
        if head:
            sheet.text(sheet.width, sheet.y + HALF, head, ink=MUTED, align="right")
            sheet.y += LINE
        scale = Scale(self.steps[0], self.steps[-1], place.left + GAP, place.right - GAP)
        sheet.y += _above(sheet, scale, self.marks)
        top = sheet.y
        for (_, row), text in zip(self.data.iterrows(), texts, strict=True):
            own, y = ink(row[self.label], INK), place.next(row[self.label])
            self._row(sheet, scale, row, y)
            sheet.text(sheet.width, y, text, ink=own, align="right")
        self._scale(sheet, scale, top)

    def _scale(self, sheet: Sheet, scale: Scale, top: float) -> None:
        """Draw margin, marks and steps behind all rows, and the values of the steps below."""
        if self.margin:
            left, right = (scale(self.zero + way * self.margin) for way in (-1, 1))
            sheet.box(left, top, right - left, sheet.y - top, WASH, below=True)
        decimals, free = paper.digits(self.steps), sheet.width
        for step in reversed(self.steps):
            x = scale(step)
            sheet.upright(x, top, sheet.y, SOFT if step == self.zero else RULE)
            form = said(step, decimals, self.signed)
            form = words.written(self.unit, form) if step == self.steps[-1] else form
            half = measure(form, SMALL) / 2
            if x + half <= free:  # no room: no value
                sheet.text(x, sheet.y + HALF, form, SMALL, ink=MUTED, align="center")
                free = min(x, sheet.width - half) - half - GAP
        for at in self.marks.values():
            sheet.upright(scale(at), top, sheet.y, INK, dash=DASH)
        sheet.y += LINE

    def _ends(self, sheet: Sheet, xs, y: float, own: str, fill: str) -> None:
        """Draw a range of counts: a block from end to end, a dot where both are the same."""
        sheet.path(xs, [y, y], own, THICK)
        sheet.dots(xs, [y, y], own, GAP - 1, fill=fill)

    def _row(self, sheet: Sheet, scale: Scale, row: pd.Series, y: float) -> None:
        """Draw the interval of a row, then its point."""
        value, low, high = self.columns
        own, told = ink(row[self.label], INK), f"{row[self.label]}: {self.words(row)}"
        if self.against:
            self._ends(sheet, scale(row[list(self.against[:2])]), y - TIGHT, MUTED, PAPER)
            self._ends(sheet, scale(row[[low, high]]), y + TIGHT, own, own)
            sheet.tell(scale(row[high]), y, told)
            return
        if low and not pd.isna(row[low]):
            ends = [scale(row[low]), scale(row[high])]
            sheet.path(ends, [y, y], own, THICK)
            sheet.strokes(ends, [y - TIGHT] * 2, [y + TIGHT] * 2, own)
        if value and not pd.isna(row[value]):
            shape = SHAPES.get(row[self.label].split()[0], "round")
            sheet.dots([scale(row[value])], [y], own, shape=shape)
        at = row[list(filter(None, self.columns))].dropna()
        if len(at):
            middle = at.iloc[0] if value and not pd.isna(row[value]) else at.mean()
            sheet.tell(scale(middle), y, told)


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
    sizes = [measure(text, SMALL, True) + WIDE_GAP for text in marks]
    middles = paper.apart([scale(each) for each in marks.values()], sizes, 0, sheet.width)
    for x, text in zip(middles, marks, strict=True):
        sheet.text(x, sheet.y + HALF, text, SMALL, align="center", strong=True)
    return ROW * bool(marks)


# a vote: (its sign, hollow)
VOTES = {
    "yes": ("round", False),
    "no": ("square", False),
    "abstains": ("round", True),
    "no vote": ("dash", False),
}


def votes(
    data: pd.DataFrame,
    members: Sequence[str],
    *,
    row: str = "resolution",
    windows: dict[str, tuple] | None = None,
    **about,
) -> Chart:
    """A grid of votes: a row a resolution, a column a member.

    data: date, resolution (or another column named by row), and for each member yes, no, abstains
    or no vote. windows={words: (first, last)}: years whose rows are shaded. about: as in
    words.chart. DataError for another vote.
    """
    words.holds(data, ["date", row, *members], about["name"])
    cast = data[list(members)].stack()
    for place, vote in cast[~cast.isin(list(VOTES))].items():
        expected = f"expected one of {', '.join(VOTES)}"
        raise words.DataError(f"figure {about['name']!r}, {place}: {expected}; found {vote!r}")
    names = [f"{each[row]}, {_year(each)}" for _, each in data.iterrows()]
    grid = data[list(members)].set_axis(names)
    inside = {
        text: [first <= _year(each) <= last for _, each in data.iterrows()]
        for text, (first, last) in (windows or {}).items()
    }
    told = []
    for name in members:
        counts = data[name].value_counts().items()
        told.append(f"{name}: {', '.join(f'{number} {vote}' for vote, number in counts)}")
    alt = f"A grid of votes. {words.listed(told)}"
    return words.chart(data, lambda sheet: _grid(sheet, grid, inside), alt, members, **about)


def _year(row: pd.Series) -> int:
    return int(str(row["date"])[:4])


def _grid(sheet: Sheet, grid: pd.DataFrame, inside: dict[str, list[bool]]) -> None:
    """Draw the signs with their words, the names of the members, and a row for each resolution."""
    x = TIGHT
    for vote, (shape, hollow) in VOTES.items():
        if (grid == vote).any(axis=None):
            sheet.dots([x], [HALF], MUTED, shape=shape, fill=PAPER if hollow else None)
            sheet.text(x + GAP, HALF, vote, SMALL, ink=MUTED)
            x += measure(vote, SMALL) + 2 * WIDE_GAP
    room = max(map(measure, grid.index)) + GAP
    step = (sheet.width - room) / len(grid.columns)
    slant = max(measure(name, SMALL, True) for name in grid) + TIGHT > step  # by turns lower
    sheet.y = ROW + LINE * (1 + slant)
    places = {name: room + step * (place + 1 / 2) for place, name in enumerate(grid)}
    for place, (name, x) in enumerate(places.items()):
        own, y = ink(name), sheet.y - HALF - LINE * (slant and not place % 2)
        sheet.text(x, y, name, SMALL, ink=own or INK, align="center", strong=bool(own))
    begun = set()
    for place, (name, cast) in enumerate(zip(grid.index, grid.to_dict("records"), strict=True)):
        for text in [text for text, rows in inside.items() if rows[place]]:
            tall = ROW * (text not in begun)
            sheet.box(0, sheet.y, sheet.width, ROW + tall, WASH, below=True)
            if tall:
                sheet.text(0, sheet.y + ROW / 2, text, SMALL, ink=MUTED)
                sheet.rule(0, sheet.width, sheet.y)
            begun.add(text)
            sheet.y += tall
            break
        else:
            sheet.rule(0, sheet.width, sheet.y)
        _cast(sheet, name, places, cast)


def _cast(sheet: Sheet, name: str, places: dict[str, float], cast: dict[str, str]) -> None:
    """Draw a row of votes."""
    y = sheet.y + ROW / 2
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
    whole: str = "",
    **about,
) -> Chart:
    """Acts in time, in lanes by the column row, each a block or a dot with its words beside it.

    start, end: columns of dates (2015, "2015-09", "2015-09-30"); the end may be empty. whole:
    column that is true where an act lies somewhere within its stretch, drawn thin. turns={time:
    words}: an upright line. about: as in words.chart.
    """
    words.holds(data, [row, start, end, text], about["name"])
    last = data[end].where(data[end].notna() & (data[end].astype(str) != ""), data[start])
    acts = pd.DataFrame({"lane": data[row], "words": data[text]})
    acts["begins"] = [times.day(each) for each in data[start]]
    acts["ends"] = [times.day(each, end=True) for each in last]
    acts["thin"] = data[whole] if whole else False
    first, final = int(acts.begins.min()), int(np.ceil(acts.ends.max())) - 1
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
        sheet.text(0, sheet.y + ROW / 2, name, ink=ink(name, MUTED), strong=True)
        sheet.y += TIGHT + LINE * sheet.narrow
        _lane(sheet, scale, acts[acts.lane == name], ink(name, MUTED))
    for at in turns:
        sheet.upright(scale(times.day(at)), top, sheet.y, INK, dash=DASH)
    for year in paper.years(first, final, scale.end - scale.start):
        x = scale(year + 1 / 2)
        sheet.text(x, sheet.y + HALF, year, SMALL, ink=MUTED, align="center")
    sheet.y += LINE + TIGHT


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
        if act.thin:  # apart where words stand on it
            ends = [x, far]
            if left and x < left < far:
                after = left + measure(lines[0], SMALL)
                ends[1:1] = [left - TIGHT, np.nan, after + TIGHT]
            sheet.path(ends, np.full(len(ends), y), own, THIN)
        elif far - x < GAP:
            sheet.dots([(x + far) / 2], [y], own)
        else:
            sheet.box(x, y - TIGHT, far - x, GAP, own)
        if left is None:
            sheet.lines(extent[0], y + LINE, lines, size=SMALL)
        else:
            sheet.text(left, y, lines[0], SMALL)
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
    sheet.text(left + (LINE + GAP) * bool(verdict), middle, head, ink=own, strong=True)
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
        sheet.text(x + wide / 2, middle, text, SMALL, ink=own, align="center")
        sheet.lines(x + wide + GAP, middle, beside)
        x += wide + TIGHT
        if beside:
            x, sheet.y = edges[0], sheet.y + max(LINE * len(beside) + TIGHT, ROW)
    sheet.y += (ROW if x > edges[0] else 0) + GAP
