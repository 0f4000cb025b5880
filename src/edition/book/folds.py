"""Folded cells in HTML that a checker accepts: MyST-NB puts paragraphs into a summary, and a label
that is not what a reader sees.
"""

from html import escape

from myst_nb.sphinx_ import HideCodeCellNode, depart_HideCellInput


def open_fold(translator, node: HideCodeCellNode) -> None:
    """Open the details of a folded cell; its style shows one of the two words in the summary."""
    classes = " ".join(["admonition", "hide", *node["classes"]])
    words = {"collapsed": node["prompt_show"], "expanded": node["prompt_hide"]}
    said = "".join(
        f'<span class="{state} admonition-title">{escape(word)}</span>\n'
        for state, word in words.items()
    )
    translator.body.append(f'<details class="{classes}">\n<summary>\n{said}</summary>\n')


def setup(app) -> None:
    """Write folded cells by the function above."""
    app.add_node(HideCodeCellNode, override=True, html=(open_fold, depart_HideCellInput))
