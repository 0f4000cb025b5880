"""The measures of all figures, in pixels of the page where nothing else is said.

Type comes first, and space follows from it: a larger type needs a change here alone.
"""

# Type. On a phone a figure is as wide as the page, so no words get smaller than these.
TEXT, SMALL = 13, 12  # names, and what is said beside marks
HEAD, SUBHEAD = TEXT + 5, TEXT + 1  # title and subtitle of a picture that is a file of its own
RISE = 0.34  # of the size of type: from the middle of a line of text down to its base
LARGE = 100  # a size of type at which it is measured
ROUNDED = 1.02  # of a measured line: no renderer sets it just as wide, and some round up

# Space. LINE is 1.3 times TEXT, the usual distance of short lines; GAP is half a line.
LINE, GAP = 17, 8  # from line to line, from a mark to its label
HALF, TIGHT, WIDE = LINE / 2, GAP / 2, 2 * GAP  # half a line, little room, much room
ROW = LINE + GAP  # from row to row
KEY = WIDE + TIGHT  # a piece of a line before its name
# of the width, at most: names of rows, options of a curve, names at the ends of lines
LEFT, OPTIONS, RIGHT = 2 / 5, 1 / 3, 1 / 4

# Lines and points.
THICK, THIN, HAIR = 2.5, 1.25, 1  # lines of what a figure is about, of the rest, of its grid
DASH, DOTS = (3, 2), (1, 2)  # of a line: drawn and left out, in its own widths
POINT = GAP - 1  # the side of a point that stands close to others
BAR = 2 / 3  # of the place of a bar, and of a line of signs: what is filled

# Drawings. _static/edition.css lets figures be so wide; the narrow form is that of phones.
WIDTHS = {"wide": 660, "narrow": 340}
BESIDE = 304  # a small figure beside a sentence
TALL = 14 * LINE  # of a plot: twice as wide as high
TICK = 3 * LINE  # from tick to tick, about
PAD, SIDE = TIGHT, KEY  # free around a drawing, and around one with its title and source
DENSITY = 2  # pixels of a picture for each of the page
SHADES = 128  # colours of a picture: a fourth of the bytes, and nobody sees a difference
ALIKE = 12  # steps of 255 by which a colour of a picture may be another that it has
