"""The grammar of figures: one description gives pictures, table, CSV and alternative text.

A cell calls a mark with a table and says what it finds; the mark owns its pixels and its labels.
Each mark is a class of figures (grammar.Chart): its fields are what a cell says of it.

    sizes, inks, letters, scales   measures, colours, the room of words, places of values and dates
    sheet, drawing                 shapes and words in pixels, and these as SVG and picture
    words, grammar                 what is said of a figure, and all that is made of one
    looks, plots                   parts that several marks draw
    series, strips, grids, lanes, curves   the marks
    small                          figures beside a sentence
"""

from edition.charts.curves import Curve
from edition.charts.grids import Boxes, Votes
from edition.charts.lanes import Timeline
from edition.charts.series import Bars, Lines, Panels
from edition.charts.strips import Ranges, Rows

__all__ = ["lines", "ranges", "bars", "rows", "votes", "panels", "timeline", "boxes", "curve"]

lines, panels, bars, ranges, rows = Lines, Panels, Bars, Ranges, Rows
votes, boxes, timeline, curve = Votes, Boxes, Timeline, Curve
