"""Figures of the chapter on economic power: subsidies, the Russian share in oil, suppliers of oil."""

import json
from pathlib import Path

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path as Outline
from matplotlib.transforms import Bbox

from edition.charts.grammar import ACCENT, INK, MUTED, RULE, SECOND, SOFT, Chart, Layout, ground
from edition.figures.shared import count, day, listing, one_of, some
from edition.tables import DATA, DataError

GDP_BY = "IMF"
AIM, NOW = "A10", "A09"
VIEW, TRUE_AT = (
    (0.5, 37.6, 55, 63.5),
    52,
)  # west, south, east, north; latitude at which the map is true to scale
CRIMEA = (34.1, 45.0)
INLAND = ("P3715",)  # between the two refineries of Belarus: left out
HOME, DRUZHBA = (27.2, 53.5), (44.5, 51.6)  # where names stand on the map: longitude and latitude
# supplier: (where its name stands, alignment)
SUPPLIERS = {
    "Norway": ((4.3, 57.1), "center"),
    "Azerbaijan": ((48.2, 43.4), "center"),
    "Ukraine": ((31.3, 49.6), "center"),
    "United States": ((3.6, 39.4), "left"),
    "Russia": ((44, 57), "center"),
}
# port: (offset of its name in pixels, alignment)
PORTS = {"klaipeda": ((-6, 0), "right"), "odesa": ((5, 8), "left"), "supsa": ((-6, 0), "right")}


def _number(
    numbers: pd.DataFrame, row_id: str, unit: str, low: float = 0, high: float = float("inf")
) -> pd.Series:
    """Return one row of the table of numbers; DataError if it is missing, of another unit or out of range."""
    rows = numbers[numbers.id == row_id]
    if len(rows) != 1:
        raise DataError(f"table 'numbers', row {row_id}: expected one row, found {len(rows)}")
    one_of(rows, "numbers", "id", "unit", (unit,))
    row = rows.iloc[0]
    if not low <= row.value <= high:
        raise DataError(
            f"table 'numbers', row {row_id}, field 'value': expected {low:g} to {high:g} ({unit}); found {row.value:g}"
        )
    return row


def subsidies(numbers: pd.DataFrame, economy: pd.DataFrame) -> Chart:
    """Two upper bounds on Russian subsidies, 2005 to 2015, against the GDP of Belarus in the same years.

    numbers: the table of numbers; row A05 (sum, USD billion) and row A06 (percent of GDP) are drawn as bounds.
    economy: yearly GDP, USD billion, current prices; the rows of the IMF are drawn. Source: the article, note 36; IMF.
    DataError if a number or a year is missing, a number is no upper bound, or a GDP is not positive.
    """
    total, peak = (
        _number(numbers, "A05", "billion_usd"),
        _number(numbers, "A06", "percent_of_gdp", 0, 100),
    )
    one_of(numbers[numbers.id.isin(["A05", "A06"])], "numbers", "id", "bound", ("up_to",))
    if (
        pd.isna(total.period_start)
        or pd.isna(total.period_end)
        or total.period_end < total.period_start
    ):
        raise DataError(
            f"table 'numbers', row A05, field 'period_start': expected a first and a last year; found {total.period_start} and {total.period_end}"
        )
    years = list(range(int(total.period_start), int(total.period_end) + 1))
    gdp = {}
    for publisher, rows in economy[
        (economy.country == "Belarus") & (economy.measure == "gdp") & economy.year.isin(years)
    ].groupby("publisher"):
        one_of(rows, "economy", "year", "unit", ("USD billion",))
        for row in rows[~(rows.value > 0) | rows.duplicated("year")].itertuples():
            raise DataError(
                f"table 'economy', row Belarus gdp {publisher} {row.year}, field 'value': expected one GDP above 0, found {row.value}"
            )
        gdp[publisher] = rows.set_index("year").value.sort_index()
    missing = [str(year) for year in years if year not in gdp.get(GDP_BY, ())]
    if missing:
        raise DataError(
            f"table 'economy', rows Belarus gdp {GDP_BY}: no value for {', '.join(missing)}"
        )
    even = total.value / len(years)
    data = pd.DataFrame({"year": years, "gdp_usd_billion": gdp[GDP_BY].to_numpy()})
    data["peak_share_of_gdp_usd_billion"] = (data.gdp_usd_billion * peak.value / 100).round(2)
    data["even_spread_usd_billion"] = round(even, 2)
    data["even_spread_pct_of_gdp"] = (100 * even / data.gdp_usd_billion).round(1)
    share, lowest, highest = (
        100 * total.value / data.gdp_usd_billion.sum(),
        data.even_spread_pct_of_gdp.min(),
        data.even_spread_pct_of_gdp.max(),
    )
    last = data.iloc[-1]
    others = [abs(gdp[other] / gdp[GDP_BY] - 1).max() * 100 for other in gdp if other != GDP_BY]

    def draw(axes: Axes, layout: Layout) -> None:
        edges = [years[0] - 0.5, years[-1] + 0.5]
        axes.fill_between(edges, even, facecolor=ACCENT, alpha=0.16, linewidth=0, zorder=0.5)
        axes.bar(
            years, data.gdp_usd_billion, width=0.62, facecolor="none", edgecolor=SOFT, linewidth=1.5
        )
        axes.plot(edges, [even, even], color=ACCENT, linewidth=2, linestyle=(0, (4, 3)))
        for row in data.itertuples():
            y = row.peak_share_of_gdp_usd_billion
            axes.plot(
                [row.year - 0.31, row.year + 0.31],
                [y, y],
                color=INK,
                linewidth=3,
                solid_capstyle="butt",
            )
        top = 10 * (data.gdp_usd_billion.max() // 10 + 1) + 10
        axes.set(xlim=(years[0] - 0.6, years[-1] + 0.5 + 4.3 * (not layout.narrow)), ylim=(0, top))
        ticks = list(range(0, int(top) + 1, 20))
        axes.set_yticks(
            ticks, [f"${tick}" if tick else "0" for tick in ticks[:-1]] + [f"${ticks[-1]} bn"]
        )
        shown = years[:: 5 if layout.narrow else 2]
        axes.set_xticks(shown, shown)
        axes.tick_params(length=0)
        tallest = data.loc[data.gdp_usd_billion.idxmax()]
        most = f"{peak.value:g} % of GDP: the most\nin “certain years”"
        spread = f"${total.value:g} bn spread evenly:\n${even:.1f} bn a year at most"
        beside = {"textcoords": "offset points", "linespacing": 1.1, "parse_math": False}
        if layout.narrow:
            axes.annotate(
                "GDP of Belarus",
                (years[-1] + 0.31, tallest.gdp_usd_billion),
                xytext=(0, 5),
                ha="right",
                va="bottom",
                color=MUTED,
                fontsize=13,
                **beside,
            )
            axes.annotate(
                most,
                (years[0] - 0.31, 0.8 * top),
                va="center",
                color=INK,
                fontsize=13,
                **{**beside, "xytext": (0, 0)},
            )
            axes.plot(
                [years[2], years[2]],
                [0.72 * top, data.peak_share_of_gdp_usd_billion[2]],
                color=INK,
                linewidth=1,
            )
            axes.annotate(
                spread.replace("\n", " "),
                (years[0] - 0.31, 0),
                xytext=(0, -24),
                va="top",
                color=ACCENT,
                fontsize=13,
                annotation_clip=False,
                **beside,
            )
        else:
            for y, text, ink in (
                (last.gdp_usd_billion - 2, "GDP of Belarus", MUTED),
                (last.peak_share_of_gdp_usd_billion + 3.5, most, INK),
                (even / 2, spread, ACCENT),
            ):
                axes.annotate(
                    text,
                    (years[-1] + 0.31, y),
                    xytext=(10, 0),
                    color=ink,
                    va="center",
                    fontsize=13,
                    bbox=ground(),
                    **beside,
                )
            axes.annotate(
                f"${tallest.gdp_usd_billion:.0f} bn",
                (tallest.year, tallest.gdp_usd_billion),
                xytext=(0, 5),
                ha="center",
                va="bottom",
                color=MUTED,
                fontsize=13,
                **beside,
            )

    return Chart(
        name="subsidies",
        title=f"Up to ${total.value:g} billion is at most {share:.0f} % of Belarus’s GDP of {years[0]}–{years[-1]} together",
        subtitle=f"GDP of Belarus and two upper bounds on Russian subsidies, billion US dollars a year, {years[0]}–{years[-1]}",
        source="bounds: Czerny 2020, claim E02 with its note 36; GDP: IMF, World Economic Outlook, October 2025",
        note=(
            f"Bounds, not payments: the article gives no yearly sums and does not name the years of {peak.value:g} %. The even spread over "
            f"{len(years)} years only shows the size of the sum: "
            f"${even:.1f} billion is {lowest:.0f} to {highest:.0f} % of GDP, year by year. GDP in current prices."
            + (f" World Bank figures differ by at most {max(others):.1f} %." if others else "")
        ),
        alt=(
            f"Bars: GDP of Belarus, {data.gdp_usd_billion.iloc[0]:.0f} billion dollars in {years[0]}, {data.gdp_usd_billion.max():.0f} at "
            f"its peak in {data.year[data.gdp_usd_billion.idxmax()]}, "
            f"{last.gdp_usd_billion:.0f} in {years[-1]}. A band from 0 to {even:.1f} billion a year: the upper bound of {total.value:g} "
            f"billion spread evenly, {lowest:.0f} to {highest:.0f} percent of GDP. "
            f"A mark in each bar at {peak.value:g} percent of GDP, {data.peak_share_of_gdp_usd_billion.min():.1f} to "
            f"{data.peak_share_of_gdp_usd_billion.max():.1f} billion."
        ),
        data=data,
        draw=draw,
        height=(340, 360),
    )


def oil_share(numbers: pd.DataFrame, oil_share_stated: pd.DataFrame) -> Chart:
    """Russian share in the oil that Belarus imports: now, aimed at, and the aim as news agencies reported it, percent.

    numbers: the table of numbers; its rows A09 and A10 are drawn. oil_share_stated: reports of the aim, one row each,
    lower and upper bound in percent. Source: the article; TASS and Interfax, 21 January 2020 (the editors’ addition).
    DataError if a row is missing, a share lies outside 0 to 100 percent, a range is reversed, or no cut is aimed at.
    """
    now, aim = (_number(numbers, row_id, "percent", 0, 100).value for row_id in (NOW, AIM))
    if aim >= now:
        raise DataError(
            f"table 'numbers', row {AIM}, field 'value': expected less than row {NOW} ({now:g} percent), found {aim:g}; the figure’s "
            "finding would be false"
        )
    reports = some(oil_share_stated, "oil_share_stated", "the aim")
    for row in reports[
        ~(
            (reports.low_pct >= 0)
            & (reports.low_pct <= reports.high_pct)
            & (reports.high_pct <= 100)
        )
    ].itertuples():
        raise DataError(
            f"table 'oil_share_stated', row {row.statement}, field 'high_pct': expected 0 ≤ low_pct ≤ high_pct ≤ 100 percent; found "
            f"{row.low_pct:g} and {row.high_pct:g}"
        )
    reports = reports.assign(
        written=[_written(row.page_date, row.statement) for row in reports.itertuples()]
    )
    ranges = [
        (low, high, listing(list(group.page_publisher)), listing(list(group.written.unique())))
        for (low, high), group in reports.groupby(["low_pct", "high_pct"])
    ]
    said = "; ".join(f"{who}: {_span(low, high)} %" for low, high, who, _ in ranges)

    def draw(axes: Axes, layout: Layout) -> None:
        def heading(y: float, text: str, ink: str) -> None:
            axes.annotate(text, (0, y), color=ink, fontsize=13, va="center", annotation_clip=False)

        heading(0, "The article", INK)
        axes.plot([0, 100], [1, 1], color=RULE, linewidth=1, zorder=0)
        axes.annotate(
            "",
            (aim + 2.4, 1),
            (now - 2, 1),
            arrowprops={
                "arrowstyle": "-|>,head_width=.35,head_length=.7",
                "color": ACCENT,
                "linewidth": 2,
                "shrinkA": 0,
                "shrinkB": 0,
            },
        )
        axes.plot(now, 1, "o", markersize=13, color=SOFT, markeredgewidth=0)
        axes.plot(aim, 1, "o", markersize=13, color=ACCENT, markeredgewidth=0)
        axes.annotate(
            f"now {now:g} %",
            (now, 1),
            xytext=(0, 14),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=MUTED,
            fontsize=15,
        )
        axes.annotate(
            f"aim {aim:g} %",
            (aim, 1),
            xytext=(0, 14),
            textcoords="offset points",
            ha="center",
            va="bottom",
            color=ACCENT,
            fontsize=16,
            fontweight="semibold",
        )
        for place, (low, high, who, when) in enumerate(ranges):
            y = 2.1 + 1.8 * place
            heading(y, f"Editors’ addition: {who}, {when}", INK)
            axes.plot([0, 100], [y + 1, y + 1], color=RULE, linewidth=1, zorder=0)
            axes.plot([low, high], [y + 1, y + 1], color=MUTED, linewidth=2)
            for x in (low, high):
                axes.plot([x, x], [y + 0.8, y + 1.2], color=MUTED, linewidth=2)
            axes.annotate(
                f"aim {_span(low, high)} %",
                (high, y + 1),
                xytext=(10, 0),
                textcoords="offset points",
                va="center",
                color=MUTED,
                fontsize=15,
                bbox=ground(2),
            )
        axes.set(xlim=(0, 100), ylim=(1.75 + 1.8 * len(ranges), -0.4))
        axes.set_xticks(range(0, 101, 25), [0, 25, 50, 75, "100 %"])
        axes.set_yticks([])
        axes.grid(False)
        axes.tick_params(axis="x", length=5, color=SOFT)

    return Chart(
        name="oil-share",
        title=f"Lukashenka aims to cut the volume of Russian oil in imports from {now:g} to {aim:g} %",
        subtitle="Volume of Russian oil in Belarusian imports, percent, at the time and aimed at",
        source="Czerny 2020, claim E17; editors’ addition: "
        + listing([f"{row.page_publisher} ({row.written})" for row in reports.itertuples()]),
        note="The article gives no date; the editors take its “imports” to be those of oil. Editors’ addition: the agencies report a range as his aim "
        f"({said}). An aim is not an outcome.",
        alt=f"Two points on a scale from 0 to 100 percent, joined by an arrow: {now:g} percent now and {aim:g} percent aimed at, a fall of "
        f"{now - aim:g} points. Below, as the editors’ addition, a range: {said}.",
        data=pd.concat(
            [
                pd.DataFrame(
                    {
                        "row": [NOW, AIM],
                        "what": ["share now", "share aimed at"],
                        "low_pct": [now, aim],
                        "high_pct": [now, aim],
                        "source": "the article, claim E17",
                    }
                ),
                pd.DataFrame(
                    {
                        "row": reports.statement,
                        "what": "share aimed at",
                        "low_pct": reports.low_pct,
                        "high_pct": reports.high_pct,
                        "source": "editors’ addition: "
                        + reports.page_publisher
                        + ", "
                        + reports.page_date,
                    }
                ),
            ],
            ignore_index=True,
        ),
        draw=draw,
        height=(110 + 80 * len(ranges), 110 + 80 * len(ranges)),
    )


def _span(low: float, high: float) -> str:
    return f"{low:g}" if low == high else f"{low:g}–{high:g}"


def _written(date: str, row: str) -> str:
    """Return a day as it is written in prose: “21 January 2020”; DataError if there is no such day."""
    day(date, "oil_share_stated", row, "page_date")
    if len(date) != 10:
        raise DataError(
            f"table 'oil_share_stated', row {row}, field 'page_date': expected a day such as 2020-01-21; found “{date}”"
        )
    return f"{pd.Timestamp(date):%-d %B %Y}"


def suppliers_map(
    events: pd.DataFrame, map_places: pd.DataFrame, layers: Path = DATA / "evidence"
) -> Chart:
    """The suppliers of oil to which Belarus turned in 2020, on a map of Europe between 3 and 55 degrees east.

    events: the table of dated acts; its economic rows on diversification that fall in 2020, or may, are drawn,
    one supplier each.
    map_places: ports, refineries and an oil field that the press names, in degrees (WGS 84); rows without use for the
    routes of early 2020 are left out. layers: folder with map_countries.geojson (Natural Earth, through Visionscarto)
    and map_pipelines.geojson (Global Energy Monitor). Plate carrée, true to scale at 52 degrees north.
    Source: the article, claims E18 and E19.
    DataError if a supplier has no place on the map, a coordinate is impossible, or Crimea does not lie in Ukraine.
    """
    acts = events[
        (events.realm == "economic") & (events.kind == "diversification") & ~events.general
    ]
    reach = acts.date_end.where(acts.date_end != "", acts.date)  # undated acts may fall in 2020
    acts = some(
        acts[reach.str.startswith("2020")], "events", "economic diversification in 2020"
    ).sort_values(["claim", "event"])
    one_of(acts, "events", "event", "counterpart", SUPPLIERS)
    for row in acts[acts.duplicated("counterpart")].itertuples():
        raise DataError(
            f"table 'events', row {row.event}, field 'counterpart': expected each supplier once, found {row.counterpart!r} twice"
        )
    countries = _outlines(layers / "map_countries.geojson", "name")
    pipelines = [
        line
        for code, lines in _outlines(layers / "map_pipelines.geojson", "pipeline").items()
        if code not in INLAND
        for line in lines
    ]
    for name in ("Belarus", *(name for name in acts.counterpart if name != "United States")):
        if name not in countries:
            raise DataError(f"file map_countries.geojson: expected a country {name!r}")
    if not any(Outline(ring).contains_point(CRIMEA) for ring in countries.get("Ukraine", [])):
        raise DataError(
            f"file map_countries.geojson, country 'Ukraine': expected Crimea {CRIMEA} inside it"
        )
    places = map_places[map_places.place.isin(PORTS)]
    for port in sorted(set(PORTS) - set(places.place)):
        raise DataError(f"table 'map_places', row {port}: missing; expected the port")
    for row in places[
        ~(places.longitude.between(-180, 180) & places.latitude.between(-90, 90))
    ].itertuples():
        raise DataError(
            f"table 'map_places', row {row.place}, field 'longitude' or 'latitude': expected degrees on the globe; found {row.longitude:g} "
            f"and {row.latitude:g}"
        )
    abroad = [row.counterpart for row in acts.itertuples() if row.counterpart != "Russia"]

    def draw(axes: Axes, layout: Layout) -> None:
        west, south, east, north = VIEW
        width = layout.width - 8 if layout.narrow else 434
        scale = width / (east - west)  # pixels to a degree of longitude
        tall = (north - south) * scale / np.cos(np.radians(TRUE_AT))

        def at(points) -> np.ndarray:
            """Return longitudes and latitudes as pixels from the top left corner."""
            points = np.atleast_2d(np.asarray(points, dtype=float))
            return np.column_stack(
                [(points[:, 0] - west) * scale, (north - points[:, 1]) * tall / (north - south)]
            )

        def write(point, text: str, clear: bool = True, **style) -> None:
            if clear:  # no border runs through the name
                style["bbox"] = ground(0.5)
            axes.annotate(
                text,
                at(point)[0],
                textcoords="offset points",
                **{
                    "xytext": (0, 0),
                    "ha": "center",
                    "va": "center",
                    "fontsize": 13,
                    "zorder": 6,
                    "annotation_clip": False,
                    **style,
                },
            )

        frame = Bbox([[0, 0], [width, tall]])
        borders = []
        for name, rings in sorted(countries.items()):
            shapes = [
                Outline(corners, closed=True)
                for corners in (_thinned(at(ring)) for ring in rings)
                if len(corners) > 5
            ]
            shapes = [
                shape.clip_to_bbox(frame) for shape in shapes if frame.overlaps(shape.get_extents())
            ]
            ink = SECOND if name == "Belarus" else ACCENT if name in abroad else None
            if ink and shapes:
                axes.add_patch(
                    PathPatch(
                        Outline.make_compound_path(*shapes),
                        facecolor=(ink, 0.18),
                        edgecolor=ink,
                        linewidth=1.3,
                        zorder=3,
                        clip_on=False,
                    )
                )
            elif shapes:
                borders.extend(shapes)
        axes.add_patch(
            PathPatch(
                Outline.make_compound_path(*borders),
                facecolor="none",
                edgecolor=SOFT,
                linewidth=0.6,
                clip_on=False,
            )
        )
        axes.add_patch(
            Rectangle(
                (0, 0), width, tall, facecolor="none", edgecolor=SOFT, linewidth=0.6, clip_on=False
            )
        )
        for line in pipelines:
            axes.plot(
                *_thinned(at(line)).T,
                color=INK,
                linewidth=1.6,
                linestyle=(0, (1.5, 1.5)),
                zorder=4,
                clip_on=False,
            )
        write(DRUZHBA, "Druzhba pipeline", color=INK, fontsize=12)
        write(HOME, "Belarus", clear=False, color=SECOND, fontweight="semibold")
        for row in acts.itertuples():
            point, side = SUPPLIERS[row.counterpart]
            write(
                point,
                row.counterpart,
                clear=row.counterpart != "Ukraine",
                ha=side,
                color=ACCENT if row.counterpart in abroad else INK,
                fontweight="semibold",
            )
            if row.counterpart not in countries:  # off the map, to the west
                y = at(point)[0][1]
                axes.annotate(
                    "",
                    (0, y),
                    (at(point)[0][0] - 4, y),
                    arrowprops={
                        "arrowstyle": "-|>,head_width=.3,head_length=.6",
                        "color": ACCENT,
                        "linewidth": 2,
                        "shrinkA": 0,
                        "shrinkB": 0,
                    },
                )
        for row in places.itertuples():
            point = (row.longitude, row.latitude)
            axes.plot(*at(point)[0], "o", color=INK, markersize=5, markeredgewidth=0, zorder=5)
            offset, side = PORTS[row.place]
            write(
                point,
                row.name,
                clear=row.place != "odesa",
                xytext=offset,
                ha=side,
                color=INK,
                fontsize=12,
            )
        left, y = (0, tall + 18) if layout.narrow else (width + 22, 24)
        for row in acts.itertuples():
            where = "" if row.counterpart in countries else " (off the map)"
            axes.text(
                left,
                y,
                row.counterpart + where,
                color=ACCENT if row.counterpart in abroad else INK,
                fontweight="semibold",
                va="center",
                fontsize=14,
            )
            axes.text(left, y + 18, row.label, color=INK, va="center", fontsize=13)
            y += 46
        axes.set(xlim=(0, layout.width - 8), ylim=(y - 12 if layout.narrow else tall, 0))
        axes.grid(False)
        axes.axis("off")

    west, south, east, north = VIEW
    ratio = (north - south) / (east - west) / np.cos(np.radians(TRUE_AT))
    drawn = acts.rename(columns={"event": "id", "counterpart": "name"})[
        ["id", "name", "label", "date", "claim"]
    ].assign(what="supplier")
    ports = places.rename(columns={"place": "id"})[["id", "name", "longitude", "latitude"]].assign(
        what="port", label="named in the press", evidence_id=places.evidence_id
    )
    return Chart(
        name="suppliers-map",
        title=f"Minsk looks to {count(len(abroad), 'country', 'countries')} besides Russia for its oil",
        subtitle="Suppliers of oil with which Belarus deals or talks, Europe and the Caucasus, 2020",
        source="Czerny 2020, claims "
        + listing(sorted(acts.claim.unique()))
        + "; map: Natural Earth (Visionscarto); pipelines: Global Energy Monitor (CC BY 4.0); ports: press, named in the table “map_places”",
        note="Dotted: pipelines from Russia, schematic. Ports are the editors’ addition. The article gives a quantity for the Norwegian "
        "oil alone; an offer, talks and an agreement are no deliveries.",
        alt="Map of Europe with Belarus in the middle. Suppliers: "
        + "; ".join(f"{row.counterpart}: {row.label}" for row in acts.itertuples())
        + f". Dotted pipelines lead from Russia to Belarus. Ports: {listing(list(places.name))}.",
        data=pd.concat([drawn, ports], ignore_index=True)[
            ["what", "id", "name", "label", "date", "claim", "evidence_id", "longitude", "latitude"]
        ].fillna({"date": "", "claim": "", "evidence_id": ""}),
        draw=draw,
        height=(round(434 * ratio) + 8, round(332 * ratio) + 46 * len(acts) + 16),
    )


def _outlines(layer: Path, key: str) -> dict[str, list[np.ndarray]]:
    """Return the lines or outer rings of each feature of a GeoJSON file, (points, 2) in degrees, by one of its properties."""

    def lines(geometry: dict) -> list[np.ndarray]:
        kind, points = geometry["type"], geometry["coordinates"]
        parts = {
            "LineString": lambda: [points],
            "Polygon": lambda: points[:1],
            "MultiPolygon": lambda: [part[0] for part in points],
        }[kind]()
        return [np.array(part, dtype=float).reshape(-1, 2) for part in parts]

    try:
        features = json.loads(layer.read_text(encoding="utf-8"))["features"]
        return {feature["properties"][key]: lines(feature["geometry"]) for feature in features}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise DataError(
            f"file {layer.name}: expected GeoJSON features with the property {key!r}: {error!r}"
        ) from None


def _thinned(points: np.ndarray, grid: float = 2) -> np.ndarray:
    """Return points (n, 2) moved to a grid of so many pixels, without repeats; common borders stay common."""
    points = np.round(points / grid) * grid
    return points[np.r_[True, (np.diff(points, axis=0) != 0).any(axis=1)]]
