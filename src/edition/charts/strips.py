"""Marks in rows: horizontal bars, ranges, votes, a time line, boxes of statements."""

from collections.abc import Sequence

import pandas as pd

from edition.charts import sheet as paper
from edition.charts import times, words
from edition.charts.grammar import Chart
from edition.charts.inks import INK, MUTED, PAPER, RULE, SOFT, WASH
from edition.charts.plots import ink
from edition.charts.sheet import DASH, GAP, LINE, SMALL, THICK, THIN, Scale, Sheet, measure, said
from edition.charts.signs import colour, point, sign, wording

ROW = LINE + GAP  # from row to row
CELL = 2 * LINE  # a box with a short name in it


class Rows:
    """Names of rows at the left, or above them in the narrow form, and a scale beside them."""

    def __init__(self, sheet: Sheet, names: Sequence[str], right: float = 0):
        """Find the room of the names; right: room to keep free at the right."""
        self.sheet = sheet
        room = 0 if sheet.narrow else min(max(map(measure, names)), sheet.width * 2 / 5)
        self.left, self.room = (room + 2 * GAP if room else 0), room or sheet.width
        self.right = sheet.width - right

    def next(self, name: str, ink: str = INK, strong: bool = False) -> float:
        """Write the name of the next row; return the height of the middle of its marks."""
        sheet, lines = self.sheet, paper.wrapped(name, self.room, strong=strong)
        sheet.y += GAP / 2 * sheet.narrow
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
            sheet.box(scale(0), y - LINE / 2, end - scale(0), LINE, own)
            sheet.tell(end, y, f"{row[label]}: {text}")
            side = ("right", -GAP) if row[value] < 0 else ("left", GAP)
            sheet.text(end + side[1], y, text, own, align=side[0], strong=True)
        sheet.path([scale(0)] * 2, [top, sheet.y], SOFT, 1)

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
    **about,
) -> Chart:
    """Points with intervals, one a row of the table in its order, on one level scale.

    value: the points; low, high: the ends; either may be missing in a row. margin: shaded on both
    sides of zero; zero None: none is drawn. marks: words: value, an upright line. verdict: column
    of verdicts, which give ink and sign. about: as in words.chart.
    """
    marks, columns = marks or {}, [column for column in (value, low, high) if column]
    words.holds(data, [label, *columns, *([verdict] * bool(verdict))], about["name"])
    signed = zero is not None and data[columns].min(axis=None) < 0
    known = [*data[columns].to_numpy(float).ravel(), *marks.values()]
    known += [] if zero is None else [zero - margin, zero + margin]
    steps = paper.ticks(pd.Series(known).min(), pd.Series(known).max(), 5)
    texts = [_range(row, [value, low, high], signed) for _, row in data.iterrows()]

    def fill(sheet: Sheet) -> None:
        place = Rows(sheet, data[label], max(map(measure, texts)) + GAP)
        scale = Scale(steps[0], steps[-1], place.left + GAP, place.right - GAP)
        sheet.y += _above(sheet, scale, marks)
        top = sheet.y
        for (_, row), text in zip(data.iterrows(), texts, strict=True):
            own = colour(row[verdict]) if verdict else ink(row[label], INK)
            y = place.next(row[label], ink(row[label], INK), strong=bool(ink(row[label], "")))
            if low and not pd.isna(row[low]):
                ends = [scale(row[low]), scale(row[high])]
                sheet.path(ends, [y, y], own, THICK)
                for end in ends:
                    sheet.path([end, end], [y - GAP / 2, y + GAP / 2], own, THIN)
            if value and not pd.isna(row[value]):
                shape, hollow = point(row[verdict]) if verdict else ("o", False)
                sheet.dots(
                    [scale(row[value])], [y], own, shape=shape, fill=PAPER if hollow else own
                )
            sheet.text(sheet.width, y, text, own, align="right")
            at = [row[each] for each in columns if not pd.isna(row[each])]
            if at:
                where = at[0] if value and not pd.isna(row[value]) else sum(at) / len(at)
                sheet.tell(scale(where), y, f"{row[label]}: {text}")
        if margin:
            wide = scale(zero + margin) - scale(zero - margin)
            sheet.box(scale(zero - margin), top, wide, sheet.y - top, WASH, below=True)
        for at in marks.values():
            sheet.path([scale(at)] * 2, [top, sheet.y], INK, 1, DASH, below=True)
        for step in steps:
            strong = SOFT if step == zero else RULE
            sheet.path([scale(step)] * 2, [top, sheet.y], strong, 1, below=True)
            form = said(step, paper.digits(steps), signed)
            form = words.written(about["unit"], form) if step == steps[-1] else form
            sheet.text(scale(step), sheet.y + LINE / 2, form, MUTED, SMALL, "center")
        sheet.y += LINE

    told = [f"{row[label]} {text}" for (_, row), text in zip(data.iterrows(), texts, strict=True)]
    if margin:
        told.append(f"margin {said(margin, 1)} on both sides of {said(zero)}")
    return words.chart(data, fill, f"Ranges. {words.listed(told)}", columns, **about)


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
        sheet.text(x, sheet.y + LINE / 2, text, INK, SMALL, "center", strong=True)
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

    def fill(sheet: Sheet) -> None:
        x = GAP / 2
        for vote, (shape, hollow) in VOTES.items():
            if (cast == vote).any():
                sheet.dots([x], [LINE / 2], MUTED, shape=shape, fill=PAPER if hollow else None)
                sheet.text(x + GAP, LINE / 2, vote, MUTED, SMALL)
                x += measure(vote, SMALL) + 4 * GAP
        room = max(map(measure, names)) + GAP
        step = (sheet.width - room) / len(members)
        slant = max(measure(name, SMALL) for name in members) > step  # every second one lower
        sheet.y = ROW + LINE * (1 + slant)
        for place, name in enumerate(members):
            own, lower = ink(name, INK), LINE * (slant and not place % 2)
            x = room + step * (place + 1 / 2)
            sheet.text(x, sheet.y - LINE / 2 - lower, name, own, SMALL, "center", own != INK)
        for (_, each), name in zip(data.iterrows(), names, strict=True):
            y = sheet.y + ROW / 2
            sheet.rule(0, sheet.width, sheet.y)
            sheet.text(0, y, name)
            for place, member in enumerate(members):
                shape, hollow = VOTES[each[member]]
                own, x = ink(member, MUTED), room + step * (place + 1 / 2)
                fill = PAPER if hollow else own
                sheet.dots([x], [y], own, LINE * 2 / 3, shape, fill)
                sheet.tell(x, y, f"{member}, {name}: {each[member]}")
            sheet.y += ROW

    told = [
        f"{name}: "
        + ", ".join(f"{number} {vote}" for vote, number in data[name].value_counts().items())
        for name in members
    ]
    return words.chart(data, fill, f"A grid of votes. {words.listed(told)}", members, **about)


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
    turns = turns or {}
    words.holds(data, [row, start, end, text], about["name"])
    starts = [times.day(each) for each in data[start]]
    last = data[end].where(data[end].notna() & (data[end].astype(str) != ""), data[start])
    ends = [times.day(each, end=True) for each in last]
    first, final = span or (int(min(starts)), int(pd.Series(ends).sub(1 / 999).max()))
    acts = data.assign(begins=starts, ends=ends, thin=data[whole] if whole else False)
    order = list(dict.fromkeys(data[row]))

    def fill(sheet: Sheet) -> None:
        room = 0 if sheet.narrow else max(measure(name, strong=True) for name in order) + 2 * GAP
        scale = Scale(first, final + 1, room, sheet.width)
        sheet.y += _above(sheet, scale, {words_: times.day(at) for at, words_ in turns.items()})
        top = sheet.y
        for name in order:
            sheet.rule(0, sheet.width, sheet.y)
            sheet.text(0, sheet.y + ROW / 2, name, ink(name, MUTED), strong=True)
            sheet.y += GAP / 2 + LINE * sheet.narrow
            own = acts[acts[row] == name]
            told_ = [f"{act[text]} ({_when(act, start, end)})" for _, act in own.iterrows()]
            _lane(sheet, scale, own.assign(told=told_), text, ink(name, MUTED))
        for at in turns:
            sheet.path([scale(times.day(at))] * 2, [top, sheet.y], INK, 1, DASH, below=True)
        few = paper.ticks(first, final, 4 if sheet.narrow else 8, whole=True)
        for year in {first, *few, final}:
            if first <= year <= final and (year in (first, final) or first + 1 < year < final - 1):
                x = scale(year + 1 / 2)
                sheet.text(x, sheet.y + LINE / 2, str(int(year)), MUTED, SMALL, "center")
        sheet.y += LINE

    told = [
        f"{name}: "
        + ", ".join(
            f"{act[text]} ({_when(act, start, end)})"
            for _, act in acts[acts[row] == name].iterrows()
        )
        for name in order
    ]
    about.setdefault("years", f"{first}–{final}")
    alt = f"A time line of {len(acts)} acts in {len(order)} lanes. {words.listed(told)}"
    return words.chart(data, fill, alt, [], **about)


def _when(act: pd.Series, start: str, end: str) -> str:
    same = pd.isna(act[end]) or act[end] in ("", act[start])
    return str(act[start]) if same else f"{act[start]} to {act[end]}"


def _lane(sheet: Sheet, scale: Scale, acts: pd.DataFrame, text: str, own: str) -> None:
    """Put acts in as few lines as they need; the words stand right of the mark, left, or above."""
    taken: list[list[tuple[float, float]]] = []  # by line, what is occupied
    for _, act in acts.sort_values("begins").iterrows():
        x, far = scale(act.begins), scale(act.ends)
        lines = paper.wrapped(act[text], sheet.width if sheet.narrow else sheet.width - scale.start)
        wide = max(measure(line, SMALL) for line in lines)
        if far + GAP + wide <= sheet.width:
            words_, align, extent = far + GAP, "left", (x, far + GAP + wide)
        else:
            words_, align, extent = x - GAP, "right", (x - GAP - wide, far)
        free = (place for place, line in enumerate(taken) if not _meets(extent, line))
        place = next(free, len(taken))
        if place == len(taken):
            taken.append([])
        taken[place].append(extent)
        y = sheet.y + LINE * place + LINE / 2
        if act.thin:
            sheet.path([x, far], [y, y], own, THIN)
        elif far - x < GAP:
            sheet.dots([(x + far) / 2], [y], own)
        else:
            sheet.box(x, y - GAP / 2, far - x, GAP, own)
        sheet.text(words_, y, act[text], INK, SMALL, align, paper=True)
        sheet.tell((x + far) / 2, y, act.told)
    sheet.y += LINE * len(taken) + GAP


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
    **about,
) -> Chart:
    """Boxes with a short text, one a row of the table, in groups; each group with its number.

    verdict: column of verdicts, one a group, which give ink and sign. say: column of words beside
    a box; boxes without words stand side by side. heads: by group, words after its name.
    about: as in words.chart.
    """
    heads = heads or {}
    words.holds(
        data, [group, text, *([verdict] * bool(verdict)), *([say] * bool(say))], about["name"]
    )
    wide = max(measure(str(each), SMALL) for each in data[text]) + GAP

    def one(sheet: Sheet, name: str, found: pd.DataFrame) -> None:
        word = found[verdict].iloc[0] if verdict else ""
        own = wording(word) if verdict else ink(name, INK)
        x = 0
        if verdict:
            sign(sheet, LINE / 2, sheet.y + LINE / 2, word)
            x = LINE + GAP
        head = f"{str(name)[0].upper()}{str(name)[1:]}: {len(found)}"
        sheet.text(x, sheet.y + LINE / 2, head, own, strong=True)
        tall = paper.wrapped(heads.get(name, ""), sheet.width)
        sheet.lines(0, sheet.y + LINE * 3 / 2, tall, ink=MUTED)
        sheet.y += LINE * (1 + len(tall)) + GAP / 2
        x = 0
        for _, row in found.iterrows():
            beside = paper.wrapped(row[say], sheet.width - wide - GAP) if say else []
            if x and (beside or x + wide > sheet.width):
                x, sheet.y = 0, sheet.y + ROW
            sheet.box(x, sheet.y, wide, LINE + 2, PAPER, edge=own, width=THIN)
            middle = sheet.y + LINE / 2 + 1
            sheet.text(x + wide / 2, middle, str(row[text]), own, SMALL, "center")
            sheet.lines(wide + GAP, middle, beside)
            x += wide + GAP / 2
            if beside:
                x, sheet.y = 0, sheet.y + LINE * len(beside) + GAP / 2
        sheet.y += (ROW if x else 0) + GAP

    def fill(sheet: Sheet) -> None:
        for name in dict.fromkeys(data[group]):
            one(sheet, name, data[data[group] == name])

    counts = data[group].value_counts(sort=False)
    told = [
        f"{name}: {number} ({', '.join(map(str, data[text][data[group] == name]))})"
        for name, number in counts.items()
    ]
    return words.chart(data, fill, f"Boxes in groups. {words.listed(told)}", [], **about)
