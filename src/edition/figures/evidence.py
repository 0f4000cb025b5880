"""Figures of the chapters of tests: one for each test, and one of all verdicts."""

import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import Rectangle

from edition.charts.grammar import (
    ACCENT,
    INK,
    MUTED,
    NARROW,
    PAPER,
    SECOND,
    SOFT,
    WIDE,
    Chart,
    Layout,
    change,
    ground,
    label,
)
from edition.figures.shared import count, listing, one_of, some, word
from edition.judgement import statements
from edition.tables import DataError, vocabulary

TURN = 2014
# verdict: (ink, filled box)
BOXES = {
    "supports": (SECOND, True),
    "contradicts": (ACCENT, True),
    "inconclusive": (MUTED, False),
    "in part": (SECOND, False),
    "divided": (ACCENT, False),
    "borne out by documents": (SECOND, True),
    "disputed by documents": (ACCENT, True),
}
VOTES = {
    "no": ("No", ACCENT),
    "abstain": ("abstains", SOFT),
    "not recorded": ("no vote recorded", SOFT),
    "yes": ("Yes", SECOND),
}
STATES = ("Russia", "Belarus", "Armenia", "Kazakhstan", "China")
ORIGINS = {"outside the CIS (not divided)": "outside the CIS"}


def _sound(frame: pd.DataFrame, table: str, field: str, low: float, high: float) -> None:
    """Check that a field lies between two bounds or is empty; DataError names table, row (by its first column) and field."""
    for index in frame.index[~(frame[field].between(low, high) | frame[field].isna())]:
        name, found = frame.at[index, frame.columns[0]], frame.at[index, field]
        raise DataError(
            f"table {table!r}, row {name}, field {field!r}: expected {low:g} to {high:g}; found {found:g}"
        )


def _apart(heights: list[float], gap: float) -> list[float]:
    """Return heights moved as little as needed so that neighbours are at least a gap apart, in the order given."""
    order = sorted(range(len(heights)), key=heights.__getitem__)
    placed = [heights[place] for place in order]
    for _ in range(50):
        for lower in range(len(placed) - 1):
            short = gap - (placed[lower + 1] - placed[lower])
            if short > 0:
                placed[lower] -= short / 2
                placed[lower + 1] += short / 2
    return [placed[order.index(place)] for place in range(len(heights))]


def _name(axes: Axes, x: float, names: list[tuple[float, str, str]], gap: float) -> None:
    """Write the names of lines at their right ends, (height, words, ink) each, moved apart where they would overlap."""
    for (_, words, ink), y in zip(
        names, _apart([height for height, _, _ in names], gap), strict=True
    ):
        strong = "semibold" if ink in (ACCENT, SECOND) else "normal"
        label(axes, x, y, words, color=ink, fontsize=13, fontweight=strong, xytext=(8, 0))


def _line(axes: Axes, xs, ys, ink: str, **style) -> None:
    """Draw a line that breaks where a value is missing; single points stay visible as dots."""
    axes.plot(
        xs,
        ys,
        color=ink,
        **{"linewidth": 2.5, "marker": "o", "markersize": 4, "markeredgewidth": 0, **style},
    )


def _turn(axes: Axes, words: str = "", y: float = 1.0) -> None:
    """Mark the beginning of 2014."""
    axes.axvline(TURN - 0.5, color=INK, linewidth=1, linestyle=(0, (3, 3)))
    if words:
        axes.annotate(
            words,
            (TURN - 0.5, y),
            xycoords=axes.get_xaxis_transform(),
            xytext=(4, -2),
            textcoords="offset points",
            va="top",
            color=INK,
            fontsize=12,
        )


def _signed(value: float, digits: int = 1) -> str:
    return f"{value:+.{digits}f}".replace("-", "−")


def verdicts(claims: pd.DataFrame) -> Chart:
    """The verdict on each of the 101 statements: a box for each that was tested, a line of identifiers for the rest.

    claims: the verdicts on statements (claim, chapter, kind, verdict, partly). Unit: statements. Source: the edition's own comparisons.
    DataError on an unknown verdict.
    """
    rows = some(claims, "claims", "any statement")[
        ["claim", "chapter", "kind", "verdict", "partly"]
    ]
    one_of(rows, "claims", "claim", "verdict")
    all_verdicts, by_data = vocabulary.values("claims", "verdict"), statements.TESTED
    groups = [
        (verdict, list(rows.claim[rows.verdict == verdict]))
        for verdict in all_verdicts
        if (rows.verdict == verdict).any()
    ]
    tested = rows.verdict.isin(by_data).sum()
    said = {verdict: int((rows.verdict == verdict).sum()) for verdict in all_verdicts}

    def shape(layout: Layout) -> tuple[int, int, int]:
        """Return left edge, boxes in a row and identifiers in a line."""
        return (0, 7, 9) if layout.narrow else (196, 9, 12)

    def tall(layout: Layout) -> int:
        _, boxes, names = shape(layout)
        head = 26 if layout.narrow else 0
        return sum(
            max(
                head
                + (30 if verdict in by_data else 20)
                * -(-len(found) // (boxes if verdict in by_data else names)),
                30,
            )
            + 16
            for verdict, found in groups
        )

    def draw(axes: Axes, layout: Layout) -> None:
        left, boxes, names = shape(layout)
        y = 0
        for verdict, found in groups:
            ink, filled = BOXES.get(verdict, (INK, False))
            axes.text(
                0,
                y + 13,
                f"{verdict.capitalize()}: {len(found)}",
                color=ink,
                fontsize=14,
                fontweight="semibold",
                va="center",
            )
            top = y + (26 if layout.narrow else 0)
            if verdict in by_data:
                for place, claim in enumerate(found):
                    x, down = left + 48 * (place % boxes), top + 30 * (place // boxes)
                    axes.add_patch(
                        Rectangle(
                            (x + 1, down + 1),
                            42,
                            24,
                            facecolor=ink if filled else "none",
                            edgecolor=ink,
                            linewidth=1.5,
                            gid=claim,
                        )
                    )
                    axes.text(
                        x + 22,
                        down + 13,
                        claim,
                        color=PAPER if filled else ink,
                        fontsize=13,
                        ha="center",
                        va="center",
                    )
                bottom = top + 30 * -(-len(found) // boxes)
            else:
                for place in range(0, len(found), names):
                    axes.text(
                        left,
                        top + 12 + 20 * (place // names),
                        " ".join(found[place : place + names]),
                        color=MUTED,
                        fontsize=13,
                        va="center",
                    )
                bottom = top + 20 * -(-len(found) // names)
            y = max(bottom, y + 30) + 16
        axes.set(xlim=(0, layout.width - 8), ylim=(y, 0))
        axes.grid(False)
        axes.axis("off")

    partly = {verdict: int(rows.partly[rows.verdict == verdict].sum()) for verdict in all_verdicts}

    def parts(verdict: str) -> str:
        """Return in how many of the statements with this verdict a part was tested: “seven of the eight”, “the one”."""
        whole = f"the {word(said[verdict])}"
        return whole if partly[verdict] == said[verdict] else f"{word(partly[verdict])} of {whole}"

    supported = f"{word(said['supports'])} {'is' if said['supports'] == 1 else 'are'} supported"
    return Chart(
        name="verdicts",
        title=f"Of {tested} statements tested {supported}, {word(said['inconclusive'])} inconclusive, {word(said['contradicts'])} contradicted",
        subtitle=f"Statements of the article by what open data say of them, number of statements ({len(rows)} in all)",
        source="The edition’s own comparisons (tables “claims” and “comparisons”)",
        note=(
            "A verdict covers what its test covers: a part of the statement in "
            f"{parts('supports')} supported and {parts('contradicts')} contradicted. "
            "The statements tested are not a sample: they are those for "
            "which open data were found. The letters name the chapters: introduction, theory, soft power, economic power, military power, conclusion."
        ),
        alt=f"{len(rows)} statements in {count(len(groups), 'group')}. "
        + "; ".join(
            f"{verdict.capitalize()}: {len(found)} ({', '.join(found)})"
            if verdict in by_data
            else f"{verdict.capitalize()}: {len(found)}"
            for verdict, found in groups
        )
        + ".",
        data=rows,
        draw=draw,
        height=(tall(WIDE), tall(NARROW)),
    )


def voting(un_agreement: pd.DataFrame, un_agreement_change: pd.DataFrame) -> Chart:
    """Agreement with Russia in the General Assembly by year, percent of roll calls, Belarus beside the median member and three others.

    un_agreement: year, member, agreement_pct. un_agreement_change: the changes between two periods, percentage points.
    Source: Voeten's roll-call data. DataError if a share lies outside 0 to 100 percent or a member is missing.
    """
    rows = some(un_agreement, "un_agreement", "any year")
    _sound(rows, "un_agreement", "agreement_pct", 0, 100)
    wide = rows.pivot(index="year", columns="member", values="agreement_pct")
    for member in ("Belarus", "median member"):
        if member not in wide:
            raise DataError(f"table 'un_agreement', field 'member': expected rows of {member!r}")
    fell = (
        some(un_agreement_change, "un_agreement_change", "the changes").set_index("measure").value
    )
    _sound(
        un_agreement_change[un_agreement_change.unit == "percentage points"],
        "un_agreement_change",
        "value",
        -100,
        100,
    )
    mine, median = fell["belarus"], fell["median_of_changes"]
    less = "less" if mine > median else "more" if mine < median else "as much"
    others = [member for member in wide if member not in ("Belarus", "median member")]

    def draw(axes: Axes, layout: Layout) -> None:
        years = wide.index.astype(float)
        for member in others:
            _line(axes, years, wide[member], SOFT, linewidth=1.2, marker="")
        _line(axes, years, wide["median member"], INK)
        _line(axes, years, wide["Belarus"], ACCENT)
        last = wide.iloc[-1]
        names = [(last[member], member, MUTED) for member in others] + [
            (last["median member"], f"median {_signed(median)}", INK),
            (last["Belarus"], f"Belarus {_signed(mine)}", ACCENT),
        ]
        low, high = 10 * (wide.min().min() // 10), 10 * (wide.max().max() // 10) + 10
        _name(axes, years[-1], names, gap=(high - low) / 15)
        ticks = range(int(low), int(high) + 1, 10)
        axes.set_yticks(ticks, [f"{tick} %" if tick == high else tick for tick in ticks])
        axes.set_xticks(
            [2008, 2014, 2019] if layout.narrow else range(2008, 2020),
            [2008, 2014, 2019] if layout.narrow else range(2008, 2020),
        )
        axes.set(xlim=(2007 if layout.narrow else 2007.7, 2019.3), ylim=(low, high))
        _turn(axes)
        axes.tick_params(length=0)

    ahead = (wide["Belarus"] > wide["median member"]).sum()
    return Chart(
        name="voting",
        title=f"Belarus’s agreement with Russia fell {less} than the median member’s",
        subtitle=f"Share of roll calls with the same vote as Russia, UN General Assembly, percent, {wide.index.min()}–{wide.index.max()}",
        source="Voeten, Strezhnev and Bailey, United Nations General Assembly Voting Data (doi:10.7910/DVN/LEJUQZ)",
        note=(
            f"Change of the share from 2008–2013 to 2014–2019: Belarus {_signed(mine)} points, median member {_signed(median)} points. Yes, No and "
            f"abstention count alike; absences are left out. The dashed line marks the beginning of {TURN}."
        ),
        alt=(
            f"Lines from {wide.index.min()} to {wide.index.max()}. Belarus: {wide['Belarus'].iloc[0]:.1f} percent in the "
            f"first year, {wide['Belarus'].iloc[-1]:.1f} in the last, lowest {wide['Belarus'].min():.1f} in "
            f"{wide['Belarus'].idxmin()}; "
            f"median member: {wide['median member'].iloc[0]:.1f} and {wide['median member'].iloc[-1]:.1f}. Belarus lies above "
            f"the median in {word(ahead)} of {word(len(wide))} years."
        ),
        data=wide.reset_index().rename_axis(columns=None),
        draw=draw,
        height=(330, 320),
    )


def _votes(votes: pd.DataFrame, kind: str) -> pd.DataFrame:
    """Return the resolutions of one kind, with known votes only; DataError."""
    rows = some(
        votes[votes.kind == kind], "un_votes_ukraine_georgia", f"resolutions on {kind}"
    ).sort_values("date")
    for state in STATES:
        vocabulary.require(
            VOTES, "un_votes_ukraine_georgia", state.lower(), "figures.evidence.VOTES"
        )
        one_of(rows, "un_votes_ukraine_georgia", "resolution", state.lower())
    return rows


def _grid(rows: pd.DataFrame, name: str, title: str, about: str, note: str) -> Chart:
    """A grid of votes: one row a resolution, one column a state; a filled dot is a No, a ring an abstention, a dash no recorded vote."""

    def draw(axes: Axes, layout: Layout) -> None:
        left, step, top, line = (74, 52, 44, 36) if layout.narrow else (250, 80, 36, 30)
        for place, state in enumerate(STATES):
            x = left + step * (place + 0.5)
            axes.text(
                x,
                14 + 14 * (layout.narrow and place % 2),
                state,
                color=ACCENT if state == "Belarus" else INK,
                fontweight="semibold" if state == "Belarus" else "normal",
                fontsize=12.5,
                ha="center",
                va="center",
            )
        for number, row in enumerate(rows.itertuples()):
            y = top + line * (number + 0.5)
            axes.text(
                0,
                y,
                f"{row.resolution}\n{row.date[:4]}"
                if layout.narrow
                else f"{row.resolution}, {pd.Timestamp(row.date):%-d %B %Y}",
                color=INK,
                fontsize=13,
                va="center",
            )
            for place, state in enumerate(STATES):
                vote, x = getattr(row, state.lower()), left + step * (place + 0.5)
                ink = ACCENT if state == "Belarus" else MUTED
                if vote == "not recorded":
                    axes.text(x, y, "–", color=ink, ha="center", va="center")
                else:
                    axes.plot(
                        x,
                        y,
                        "o",
                        markersize=14,
                        markerfacecolor={"no": ink, "abstain": PAPER, "yes": SECOND}[vote],
                        markeredgecolor=SECOND if vote == "yes" else ink,
                        markeredgewidth=2,
                        gid=f"{row.resolution} {state}",
                    )
        y = top + line * len(rows) + 16
        axes.plot(7, y, "o", markersize=12, color=MUTED)
        axes.text(20, y, "No", color=MUTED, fontsize=13, va="center")
        axes.plot(
            67,
            y,
            "o",
            markersize=12,
            markerfacecolor=PAPER,
            markeredgecolor=MUTED,
            markeredgewidth=2,
        )
        axes.text(80, y, "abstains", color=MUTED, fontsize=13, va="center")
        if (rows[[state.lower() for state in STATES]] == "not recorded").any(axis=None):
            axes.text(146, y, "–  no vote recorded", color=MUTED, fontsize=13, va="center")
        axes.set(xlim=(0, layout.width - 8), ylim=(y + 12, 0))
        axes.grid(False)
        axes.axis("off")

    told = "; ".join(
        f"{state}: "
        + ", ".join(
            f"{VOTES[vote][0]} {number}"
            for vote in VOTES
            if (number := (rows[state.lower()] == vote).sum())
        )
        for state in STATES
    )
    return Chart(
        name=name,
        title=title,
        subtitle=f"Recorded votes on {count(len(rows), 'resolution')} {about}, UN General Assembly, {rows.date.min()[:4]}–{rows.date.max()[:4]}",
        source="Voeten, Strezhnev and Bailey, United Nations General Assembly Voting Data (doi:10.7910/DVN/LEJUQZ)",
        note=note,
        alt=f"Grid of {count(len(rows), 'resolution')} and {count(len(STATES), 'state')}. {told}.",
        data=rows[["resolution", "date", "title", "yes", "no", "abstain", *map(str.lower, STATES)]],
        draw=draw,
        height=(36 + 30 * len(rows) + 36, 44 + 36 * len(rows) + 36),
    )


def ukraine_votes(un_votes_ukraine_georgia: pd.DataFrame) -> Chart:
    """Votes on the resolutions on Ukraine and Crimea, 2014 to 2019: number of votes of Belarus beside Russia and three others.

    un_votes_ukraine_georgia: one row a resolution. Source: Voeten's roll-call data. DataError on an unknown vote.
    """
    rows = _votes(un_votes_ukraine_georgia, "Ukraine")
    no = ((rows.belarus == "no") & (rows.russia == "no")).sum()
    which = f"all {word(no)}" if no == len(rows) else f"{word(no)} of {word(len(rows))}"
    return _grid(
        rows,
        "ukraine-votes",
        f"Belarus voted No with Russia on {which} resolutions on Ukraine and Crimea",
        "on Ukraine and Crimea",
        "Armenia, Kazakhstan and China are shown for comparison. 68/262 is the resolution on the territorial integrity of Ukraine.",
    )


def georgia_votes(un_votes_ukraine_georgia: pd.DataFrame) -> Chart:
    """Votes on the resolutions on Georgia's displaced persons: number of votes of Belarus beside Russia and three others.

    un_votes_ukraine_georgia: one row a resolution. Source: Voeten's roll-call data. DataError on an unknown vote.
    """
    rows = _votes(un_votes_ukraine_georgia, "Georgia")
    early, late = rows[rows.date < "2012"], rows[rows.date >= str(TURN)]
    said = [f"{(part.belarus == 'no').sum()} of {len(part)}" for part in (early, late)]
    without = [
        str(year) for year in range(2008, 2020) if not rows.date.str.startswith(str(year)).any()
    ]
    return _grid(
        rows,
        "georgia-votes",
        f"On Georgia Belarus voted No on {said[0]} by 2011 and on {said[1]} since {TURN}",
        "on persons displaced from Abkhazia and South Ossetia",
        (
            f"The set holds no recorded vote for {listing(without)}. 62/249 was voted on before the war of August 2008; the "
            "set dates it 14 April, the United Nations 15 May."
        ),
    )


def ideal_points(un_ideal_points: pd.DataFrame) -> Chart:
    """Ideal points by year: Belarus with its 5–95 percent interval, Russia, the median member and two neighbours, score without unit.

    The mean distance between Belarus and Russia is drawn for the six years before 2014 and the six years from 2014.

    un_ideal_points: year, country, ideal_point, low, high. Source: Bailey, Strezhnev and Voeten. DataError if a point lies
    outside its interval or a country is missing.
    """
    rows = some(un_ideal_points, "un_ideal_points", "any year")
    _sound(rows, "un_ideal_points", "ideal_point", -5, 5)
    for row in rows[(rows.ideal_point < rows.low) | (rows.ideal_point > rows.high)].itertuples():
        raise DataError(
            f"table 'un_ideal_points', row {row.year} {row.country}, field 'ideal_point': expected {row.low:g} to "
            f"{row.high:g}; found {row.ideal_point:g}"
        )
    wide = rows.pivot(index="year", columns="country", values="ideal_point")
    for country in ("Belarus", "Russia", "median member"):
        if country not in wide:
            raise DataError(
                f"table 'un_ideal_points', field 'country': expected rows of {country!r}"
            )
    mine = rows[rows.country == "Belarus"].set_index("year")
    others = [country for country in ("Armenia", "Kazakhstan") if country in wide]
    far = (wide["Belarus"] - wide["Russia"]).abs()
    spans = ((2008, 2013), (2014, 2019))
    before, after = (far.loc[first:last].mean() for first, last in spans)
    half = ((mine.high - mine.low) / 2).loc[2014:2019].mean()
    moved = abs(after - before) > half

    def draw(axes: Axes, layout: Layout) -> None:
        years = wide.index.astype(float)
        axes.vlines(mine.index.astype(float), mine.low, mine.high, color=SOFT, linewidth=2)
        for country in others:
            _line(axes, years, wide[country], SOFT, linewidth=1.2, marker="")
        _line(
            axes,
            years,
            wide["median member"],
            MUTED,
            linewidth=1.5,
            marker="",
            linestyle=(0, (2, 2)),
        )
        _line(axes, years, wide["Russia"], INK)
        _line(axes, years, wide["Belarus"], ACCENT)
        drawn = [wide[country] for country in [*others, "median member", "Russia", "Belarus"]]
        for (start, end), mean in zip(spans, (before, after), strict=True):
            middle, ends = (
                (start + end) / 2,
                [wide.loc[start:end, country].mean() for country in ("Belarus", "Russia")],
            )
            axes.plot(
                [middle, middle],
                ends,
                color=INK,
                linewidth=1.5,
                marker="_",
                markersize=11,
                markeredgewidth=1.5,
            )
            words = f"{mean:.3f}" if layout.narrow else f"{mean:.3f} apart"
            above = max(line.loc[middle - 3 : middle + 3].max() for line in drawn)
            label(
                axes,
                middle,
                above,
                words,
                xytext=(0, 9),
                ha="center",
                color=INK,
                fontsize=13,
                fontweight="semibold",
            )
        last = wide.iloc[-1]
        names = [(last[country], country, MUTED) for country in [*others, "median member"]] + [
            (last["Russia"], "Russia", INK),
            (last["Belarus"], "Belarus", ACCENT),
        ]
        low, high = (
            min(mine.low.min(), *(line.min() for line in drawn)),
            max(mine.high.max(), *(line.max() for line in drawn)),
        )
        _name(axes, years[-1], names, gap=(high - low) / 14)
        ticks = [tick / 2 for tick in range(-10, 11) if low - 0.1 <= tick / 2 <= high + 0.1]
        axes.set_yticks(ticks, [f"{tick:g}".replace("-", "−") for tick in ticks])
        shown = [2000, 2014, 2024] if layout.narrow else range(2000, 2025, 2)
        axes.set_xticks(shown, shown)
        axes.set(xlim=(years[0] - 0.5, years[-1] + 0.5), ylim=(low - 0.1, high + 0.1))
        _turn(axes)
        axes.tick_params(length=0)

    return Chart(
        name="ideal-points",
        title=f"Belarus’s distance from Russia {'grew' if after > before else 'shrank'} by {'more' if moved else 'less'} than a year’s uncertainty",
        subtitle=(
            f"Ideal points from UN votes, score (higher: nearer to the United States), {wide.index.min()}–{wide.index.max()}"
        ),
        source="Bailey, Strezhnev and Voeten, ideal points, July 2025 (final-passage votes)",
        note=(
            f"Mean distance {before:.3f} in 2008–2013 and {after:.3f} in 2014–2019; a year’s interval reaches {half:.3f} to "
            "either side. Grey strokes: 5–95 % interval of Belarus. The United States and Ukraine, higher up, are not drawn."
        ),
        alt=(
            f"Lines from {wide.index.min()} to {wide.index.max()}. Belarus: {wide['Belarus'].iloc[0]:.2f} in the first year, "
            f"{wide['Belarus'][2014]:.2f} in 2014, {wide['Belarus'].iloc[-1]:.2f} in the last. "
            f"Russia: {wide['Russia'].iloc[0]:.2f}, {wide['Russia'][2014]:.2f} and {wide['Russia'].iloc[-1]:.2f}. The mean "
            f"distance {change(before, after)} from {before:.3f} to {after:.3f}."
        ).replace("-", "−"),
        data=rows.loc[
            rows.country.isin(["Belarus", "Russia", "median member", *others]),
            ["year", "country", "ideal_point", "low", "high"],
        ],
        draw=draw,
        height=(310, 330),
    )


def growth_and_oil(economy: pd.DataFrame, oil_prices: pd.DataFrame) -> Chart:
    """Russia's real growth by year with the means of three periods, percent, and the yearly price of Brent oil, US dollars, below it.

    economy: country, measure, year, value. oil_prices: period, frequency, usd_per_barrel. Source: IMF; EIA. DataError if a
    growth rate lies outside −30 to 30 percent, a price below zero, or a year is missing.
    """
    found = some(
        economy[(economy.country == "Russia") & (economy.measure == "real_growth")],
        "economy",
        "Russia’s growth",
    )
    _sound(found, "economy", "value", -30, 30)
    prices = some(oil_prices[oil_prices.frequency == "year"], "oil_prices", "yearly prices")
    _sound(prices, "oil_prices", "usd_per_barrel", 0, 500)
    data = pd.DataFrame(
        {
            "growth_pct": found.set_index("year").value,
            "brent_usd": prices.assign(year=prices.period.astype(int))
            .set_index("year")
            .usd_per_barrel,
        }
    )
    data = data.dropna().rename_axis("year").reset_index()
    means = {
        (first, last): data[data.year.between(first, last)].growth_pct.mean()
        for first, last in ((2000, 2008), (2010, 2013), (2014, 2019))
    }
    (*_, earlier, later) = means.values()
    fewer = "lower" if later < earlier else "higher"
    shrank = data[data.year.between(2014, 2019) & (data.growth_pct < 0)]

    def draw(axes: Axes, layout: Layout) -> None:
        axes.set_position((0.08, 0.45, 0.9, 0.53))
        below = axes.figure.add_axes((0.08, 0.08, 0.9, 0.25))
        years = data.year.to_numpy(float)
        axes.bar(years, data.growth_pct, width=0.6, color=SOFT)
        for (first, last), mean in means.items():
            axes.plot([first - 0.4, last + 0.4], [mean, mean], color=ACCENT, linewidth=3)
            x, side = ((first + last) / 2, "center")
            axes.annotate(
                f"{mean:.1f} %",
                (x, data[data.year.between(first, last)].growth_pct.max()),
                xytext=(0, 6),
                textcoords="offset points",
                ha=side,
                color=ACCENT,
                fontweight="semibold",
                fontsize=13,
            )
        axes.axhline(0, color=INK, linewidth=1)
        below.plot(years, data.brent_usd, color=INK)
        below.annotate(
            "Barrel of Brent oil" if layout.narrow else "Barrel of Brent oil, US dollars",
            (years[0], data.brent_usd.max()),
            xytext=(0, 2),
            textcoords="offset points",
            va="center",
            color=INK,
            fontsize=13,
        )
        low, high = data.growth_pct.min() - 1, data.growth_pct.max() + 2.5
        axes.set(xlim=(years[0] - 0.6, years[-1] + 0.6), ylim=(low, high))
        below.set(xlim=(years[0] - 0.6, years[-1] + 0.6), ylim=(0, 1.1 * data.brent_usd.max()))
        ticks = [tick for tick in (-5, 0, 5, 10) if low <= tick <= high]
        axes.set_yticks(
            ticks,
            [
                f"{tick} %".replace("-", "−") if tick == ticks[-1] else f"{tick}".replace("-", "−")
                for tick in ticks
            ],
        )
        below.set_yticks([0, 50, 100], ["", "50", "$100"])
        axes.set_xticks([])
        shown = [2000, 2008, 2014, 2020] if layout.narrow else range(2000, 2021, 2)
        below.set_xticks(shown, shown)
        for panel in (axes, below):
            _turn(panel)
            panel.tick_params(length=0)

    return Chart(
        name="growth-and-oil",
        title=f"Russia’s growth is {fewer} after 2014, and the economy shrank in {count(len(shrank), 'year')} of six",
        subtitle=(
            f"Real growth of Russia’s economy with means of three periods, percent; price of oil, US dollars, {data.year.min()}–{data.year.max()}"
        ),
        source="IMF, World Economic Outlook, October 2025; US Energy Information Administration",
        note=(
            "Red lines: mean of 2000–2008, 2010–2013 and 2014–2019. The growth rates are those published in October 2025, "
            "not those known in August 2020."
        ),
        alt=(
            "Bars of growth: "
            + "; ".join(
                f"mean of {first} to {last} {mean:.1f} percent"
                for (first, last), mean in means.items()
            )
            + f"; lowest {data.growth_pct.min():.1f} in {data.year[data.growth_pct.idxmin()]}. "
            f"Below a line of the price of oil: {data.brent_usd.iloc[0]:.0f} dollars in {data.year.iloc[0]}, "
            f"peak {data.brent_usd.max():.0f} in {data.year[data.brent_usd.idxmax()]}, {data.brent_usd.iloc[-1]:.0f} in {data.year.iloc[-1]}."
        ).replace("-", "−"),
        data=data,
        draw=draw,
        height=(420, 400),
    )


# question: (words, ink, marker, where the words stand: survey, offset)
SERIES = {
    ("IISEPS", "choice"): ("Russia over the EU (IISEPS)", ACCENT, "o"),
    ("IISEPS", "referendum_russia"): ("Yes to integration with Russia (IISEPS)", INK, "o"),
    ("IISEPS", "referendum_eu"): ("Yes to joining the EU (IISEPS)", SOFT, "o"),
    ("BAW", "better_life"): ("Russia over the EU (BAW)", SECOND, "s"),
}


def gas_price(gas_price: pd.DataFrame) -> Chart:
    """Price of gas that Belarus paid and the European benchmark, US dollars per 1,000 cubic metres, by year.

    gas_price: year, paid_usd (gaps stay gaps), europe_usd. Source: Belstat and the press; IMF. DataError on a price below zero.
    """
    rows = some(gas_price, "gas_price", "any year").sort_values("year")
    for field in ("paid_usd", "europe_usd"):
        _sound(rows, "gas_price", field, 0, 5000)
    by = rows.set_index("year")
    fell = by.paid_usd[2019] < by.paid_usd[2014]
    shrank = by.discount_usd[2019] < by.discount_usd[2014]
    if not shrank:
        raise DataError(
            f"table 'gas_price', row 2019, field 'discount_usd': expected less than in 2014; found {by.discount_usd[2019]:g}: "
            "the figure’s finding would be false"
        )

    def draw(axes: Axes, layout: Layout) -> None:
        years = by.index.to_numpy(float)
        both = by.dropna(subset="paid_usd")
        axes.vlines(
            both.index.to_numpy(float), both.paid_usd, both.europe_usd, color=SOFT, linewidth=1.5
        )
        _line(axes, years, by.europe_usd, INK, markersize=5)
        _line(axes, years, by.paid_usd.to_numpy(float), ACCENT, markersize=6)
        axes.annotate(
            "European benchmark",
            (years[0] if layout.narrow else 2009, by.europe_usd.max()),
            xytext=(0, -4),
            textcoords="offset points",
            va="top",
            color=INK,
            fontsize=13,
        )
        axes.annotate(
            "Price that Belarus paid",
            (years[0], 0),
            xytext=(0, 8),
            textcoords="offset points",
            color=ACCENT,
            fontsize=13,
            fontweight="semibold",
        )
        for year, y in (
            ()
            if layout.narrow
            else ((2014, by.paid_usd[2014] + 60), (2019, by.europe_usd[2019] + 26))
        ):
            axes.annotate(
                f"${by.discount_usd[year]:.0f}",
                (year, y),
                xytext=(5, 0),
                textcoords="offset points",
                va="center",
                color=MUTED,
                fontsize=13,
            )
        axes.set(xlim=(years[0] - 0.4, years[-1] + 0.6), ylim=(0, 1.06 * by.europe_usd.max()))
        axes.set_yticks(range(0, 501, 100), ["0", "100", "200", "300", "400", "$500"])
        shown = [2006, 2014, 2021] if layout.narrow else range(2006, 2022, 3)
        axes.set_xticks(shown, shown)
        _turn(axes)
        axes.tick_params(length=0)

    return Chart(
        name="gas-price",
        title="From 2014 to 2019 both the price of gas and Belarus’s discount fell"
        if fell
        else "From 2014 to 2019 Belarus’s discount on gas fell and its price did not",
        subtitle=f"Price of Russian gas for Belarus and European benchmark, US dollars per 1,000 cubic metres, {by.index[0]}–{by.index[-1]}",
        source="price: Belstat and agreed prices, as quoted in the press; benchmark: IMF, World Economic Outlook, October 2025",
        note=(
            "Grey strokes are the discount. 2016 and 2018: no price found. 2015 covers January to May, 2012 January to "
            "September; 2010 and 2013 are reckoned back from the next year."
        ),
        alt=(
            f"Two lines. Price paid: {by.paid_usd.iloc[0]:.0f} dollars in {by.index[0]}, {by.paid_usd[2014]:.0f} in 2014, "
            f"{by.paid_usd[2019]:.0f} in 2019, {by.paid_usd.iloc[-1]:.0f} in {by.index[-1]}. "
            f"Benchmark: {by.europe_usd.iloc[0]:.0f}, {by.europe_usd[2014]:.0f}, {by.europe_usd[2019]:.0f} and "
            f"{by.europe_usd.iloc[-1]:.0f}. The discount falls from {by.discount_usd[2014]:.0f} in 2014 to "
            f"{by.discount_usd[2019]:.0f} in 2019."
        ),
        data=rows[["year", "paid_usd", "basis", "months", "europe_usd", "discount_usd"]],
        draw=draw,
        height=(340, 320),
    )


def oil_by_origin(oil_imports_2020_by_origin: pd.DataFrame) -> Chart:
    """Share of each origin in the value of the oil that Belarus imported, percent, January to May 2020.

    oil_imports_2020_by_origin: origin, share_pct. Source: Belstat, as quoted. DataError if the shares are not 100 percent together.
    """
    rows = some(oil_imports_2020_by_origin, "oil_imports_2020_by_origin", "any origin").sort_values(
        "value_usd_m", ascending=False
    )
    _sound(rows, "oil_imports_2020_by_origin", "share_pct", 0, 100)
    if abs(rows.share_pct.sum() - 100) > 0.5:
        raise DataError(
            f"table 'oil_imports_2020_by_origin', row {rows.origin.iloc[0]}, field 'share_pct': expected shares of 100 "
            f"percent together; found {rows.share_pct.sum():g}"
        )
    return _bars(
        rows.assign(name=[ORIGINS.get(origin, origin) for origin in rows.origin]),
        "share_pct",
        lambda row: f"{row.share_pct:.1f} %",
        rows.origin.eq("Russia"),
        name="oil-by-origin",
        title=f"By value {rows.share_pct[rows.origin == 'Russia'].iloc[0]:.0f} % of the oil of January to May 2020 came from Russia",
        subtitle="Share in the value of imported oil by origin, percent, Belarus, January–May 2020",
        source="Belstat, as quoted by AFN (quoted page P41)",
        note="Five months, not a year. The statistics do not divide the oil from outside the Commonwealth of Independent States (CIS).",
        alt="Bars: "
        + "; ".join(f"{row.origin} {row.share_pct:.1f} percent" for row in rows.itertuples())
        + ".",
        columns=["origin", "share_pct", "value_usd_m"],
    )


def oil_cost(oil_imports_2020_by_origin: pd.DataFrame, oil_imports: pd.DataFrame) -> Chart:
    """Mean price of imported oil by group of origins, US dollars per tonne: value over volume, January to May 2020.

    oil_imports_2020_by_origin: origin, value_usd_m. oil_imports: period, total_mt, cis_mt, eaeu_mt, outside_cis_mt. Source:
    Belstat, as quoted. DataError if a value or volume is below zero or the row of 2020 is missing.
    """
    values = some(oil_imports_2020_by_origin, "oil_imports_2020_by_origin", "any origin")
    _sound(values, "oil_imports_2020_by_origin", "value_usd_m", 0, 100_000)
    found = some(
        oil_imports[oil_imports.period == "2020 Jan–May"], "oil_imports", "January to May 2020"
    )
    _sound(found, "oil_imports", "eaeu_mt", 0.001, found.cis_mt.iloc[0])
    money, tonnes = values.set_index("origin").value_usd_m, found.iloc[0]
    groups = [
        ("Russia (with Kazakhstan)", money["Russia"] + money["Kazakhstan"], tonnes.eaeu_mt),
        (
            "Azerbaijan and Ukraine",
            money["Azerbaijan"] + money["Ukraine"],
            tonnes.cis_mt - tonnes.eaeu_mt,
        ),
        ("outside the CIS", money["outside the CIS (not divided)"], tonnes.outside_cis_mt),
    ]
    rows = pd.DataFrame(groups, columns=["name", "value_usd_m", "volume_mt"])
    rows["usd_per_tonne"] = rows.value_usd_m / rows.volume_mt
    mine, other = rows.usd_per_tonne[0], rows.usd_per_tonne[2]
    return _bars(
        rows,
        "usd_per_tonne",
        lambda row: f"${row.usd_per_tonne:.0f}",
        rows.name.str.startswith("Russia"),
        name="oil-cost",
        title=f"Oil from outside the CIS cost {abs(other / mine - 1):.0%} {'more' if other > mine else 'less'} a tonne than Russian oil".replace(
            "%", " %"
        ),
        subtitle="Mean price of imported oil by origin, US dollars per tonne, Belarus, January–May 2020",
        source="Belstat, as quoted by AFN (quoted page P41): value over volume, computed by the editors",
        note=(
            "The origins supplied in different months, and the price of oil fell steeply from January to April 2020: part of "
            "the difference may be one of time."
        ),
        alt="Bars: "
        + "; ".join(
            f"{row.name} {row.usd_per_tonne:.0f} dollars a tonne" for row in rows.itertuples()
        )
        + ".",
        columns=["name", "value_usd_m", "volume_mt", "usd_per_tonne"],
    )


def _bars(
    rows: pd.DataFrame, field: str, words, strong: pd.Series, columns: list[str], **chart
) -> Chart:
    """Horizontal bars with their names and values, one accent."""

    def draw(axes: Axes, layout: Layout) -> None:
        names = 0 if layout.narrow else 180
        space = layout.width - 8 - names - 64
        scale, step = space / rows[field].max(), 52 if layout.narrow else 34
        for place, (row, accent) in enumerate(zip(rows.itertuples(), strong, strict=True)):
            ink, y = ACCENT if accent else MUTED, step * place + (34 if layout.narrow else 17)
            if layout.narrow:
                axes.text(0, y - 22, row.name, color=ink, fontsize=13, va="center")
            else:
                axes.text(names - 10, y, row.name, color=ink, fontsize=13, ha="right", va="center")
            size = getattr(row, field) * scale
            axes.add_patch(Rectangle((names, y - 9), size, 18, facecolor=ink, gid=row.name))
            axes.text(
                names + size + 6,
                y,
                words(row),
                color=ink,
                fontsize=14,
                fontweight="semibold" if accent else "normal",
                va="center",
            )
        axes.set(xlim=(0, layout.width - 8), ylim=(step * len(rows) + 4, 0))
        axes.grid(False)
        axes.axis("off")

    return Chart(
        data=rows[columns], draw=draw, height=(34 * len(rows) + 12, 52 * len(rows) + 12), **chart
    )


def support(russian_support: pd.DataFrame) -> Chart:
    """Published estimates of Russian support, percent of the GDP of Belarus: as published, or computed from a published sum.

    russian_support: estimate, years, sums in billion US dollars, published and computed shares (low and high). Estimates
    without a share are left out. Source: as named in each row; GDP of the IMF. DataError if a share lies outside 0 to 100
    percent or a range is reversed.
    """
    rows = some(russian_support, "russian_support", "any estimate")
    for field in ("pct_gdp_low", "pct_gdp_high", "computed_pct_gdp_low", "computed_pct_gdp_high"):
        _sound(rows, "russian_support", field, 0, 100)
    rows = rows.copy()
    rows["published"] = rows.pct_gdp_low.notna()
    rows["low"] = rows.pct_gdp_low.fillna(rows.computed_pct_gdp_low)
    rows["high"] = rows.pct_gdp_high.fillna(rows.computed_pct_gdp_high)
    rows = some(
        rows.dropna(subset=["low", "high"]), "russian_support", "shares of GDP"
    ).reset_index(drop=True)
    for row in rows[rows.low > rows.high].itertuples():
        raise DataError(
            f"table 'russian_support', row {row.estimate}, field 'pct_gdp_low': expected at most {row.high:g}; found {row.low:g}"
        )
    shares = rows[rows.published]
    ends = sorted({*shares.low, *shares.high})
    first, last = int(rows.year_from.min()), int(rows.year_to.max())

    def draw(axes: Axes, layout: Layout) -> None:
        names = 0 if layout.narrow else 300
        edge = layout.width - 8
        scale, step, top = (edge - names - 90) / rows.high.max(), 50 if layout.narrow else 38, 30
        bottom = top + step * len(rows)
        for share in (0, 3, 25):
            x = names + share * scale
            axes.plot(
                [x, x],
                [top - 6, bottom],
                color=SOFT if not share else INK,
                linewidth=1,
                linestyle="-" if not share else (0, (3, 3)),
                zorder=1,
            )
            axes.text(
                x,
                12,
                f"{share} %" if share else "0",
                color=INK if share else MUTED,
                fontsize=13,
                ha="center",
                va="center",
            )
        for place, row in enumerate(rows.itertuples()):
            y = top + step * place + (34 if layout.narrow else step / 2)
            ink = ACCENT if row.published else MUTED
            text = f"{row.who.split(',')[0]}, {_years(row.year_from, row.year_to)}"
            axes.text(
                0 if layout.narrow else names - 14,
                y - 20 if layout.narrow else y,
                text,
                color=ink,
                fontsize=12.5,
                ha="left" if layout.narrow else "right",
                va="center",
                bbox=ground(1),
            )
            ends = [names + row.low * scale, names + row.high * scale]
            axes.plot(ends, [y, y], color=ink, linewidth=4, solid_capstyle="butt", gid=row.estimate)
            axes.plot(ends, [y, y], "o", color=ink, markersize=8)
            said = f"{row.low:.2g}" if row.low == row.high else f"{row.low:.2g}–{row.high:.2g}"
            axes.text(
                edge,
                y,
                f"{said} %",
                color=ink,
                fontsize=12.5,
                fontweight="semibold",
                ha="right",
                va="center",
            )
        axes.set(xlim=(0, edge), ylim=(bottom + 4, 0))
        axes.grid(False)
        axes.axis("off")

    step = (38, 50)
    return Chart(
        name="support",
        title=f"Published shares run from {ends[0]:g} to {ends[-1]:g} % of GDP; none of them is 25 %",
        subtitle=f"Estimates of Russian support, percent of Belarus’s GDP, by author and years, {first}–{last}",
        source="as named; pages in the table “russian_support”; GDP: IMF, World Economic Outlook, October 2025",
        note=(
            "Red: share as published. Grey: share computed from a published sum, spread evenly over its years, from the "
            "largest to the smallest GDP. The estimates count different things. Dashed: the article’s 3 % and 25 %. The report with M. Belka’s "
            "estimate shows no date; its year was taken over with the quotation and could not be checked."
        ),
        alt=" ".join(
            f"{row.who}, {row.what}: {row.low:g} to {row.high:g} percent ({'published' if row.published else 'computed'})."
            if row.low != row.high
            else f"{row.who}, {row.what}: {row.low:g} percent ({'published' if row.published else 'computed'})."
            for row in rows.itertuples()
        ),
        data=rows[
            [
                "estimate",
                "who",
                "what",
                "year_from",
                "year_to",
                "usd_bn",
                "published",
                "low",
                "high",
            ]
        ],
        draw=draw,
        height=(34 + step[0] * len(rows) + 8, 34 + step[1] * len(rows) + 8),
    )


def _years(first, last) -> str:
    """Return a span of years in words; a missing first year is an open beginning."""
    if pd.isna(first):
        return f"before {last + 1}"
    return str(first) if first == last else f"{first}–{last}"
