"""The grammar of figures: one description gives pictures, table, CSV and alternative text.

A cell calls a mark with a table and says what it finds; the mark owns its pixels and its labels.
"""

from edition.charts.curve import curve
from edition.charts.plots import bars, lines, panels
from edition.charts.strips import boxes, ranges, rows, timeline, votes

__all__ = ["lines", "ranges", "bars", "rows", "votes", "panels", "timeline", "boxes", "curve"]
