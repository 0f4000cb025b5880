"""The grammar of figures: one description gives pictures, table, CSV and alternative text.

A cell calls a mark with a table and says what it finds; the mark owns its pixels and its labels.
Each mark is a class of figures (grammar.Chart): its fields are what a cell says of it.
"""

from edition.charts.curves import Curve
from edition.charts.grids import Boxes, Votes
from edition.charts.lanes import Timeline
from edition.charts.series import Bars, Lines, Panels
from edition.charts.strips import Ranges, Rows

__all__ = ["lines", "ranges", "bars", "rows", "votes", "panels", "timeline", "boxes", "curve"]

lines, panels, bars, ranges, rows = Lines, Panels, Bars, Ranges, Rows
votes, boxes, timeline, curve = Votes, Boxes, Timeline, Curve
