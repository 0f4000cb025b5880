"""Run the cells of one chapter in a reader's browser, where there is no Jupyter.

worker.js leaves a question in ASKED, calls `answer`, and reads SAID. One namespace is kept from
question to question. What a cell shows is handed over as a page shows it.
"""

import ast
import base64
import importlib.util
import io
import json
import linecache
import re
import sys
import traceback
import types
from contextlib import redirect_stderr, redirect_stdout
from importlib.metadata import PackageNotFoundError, version
from itertools import pairwise
from pathlib import Path

ASKED, SAID = Path("/live/asked.json"), Path("/live/said.json")
GLUE_PREFIX = "application/papermill.record/"  # as in myst_nb.ext.glue
# what the page takes of an output besides; as in edition.charts.grammar and edition.tables.recorded
TAKEN = {
    "chart": "application/vnd.edition.chart+json",
    "png": "image/png",
    "choices": "application/vnd.edition.specifications+json",
}
CELL = re.compile(r"<cell \d+>")
_names: dict = {}  # the namespace of the cells
_shown: list[dict] = []  # what the cell at work has shown
_values: dict[str, str] = {}  # what it has glued, as HTML, by name


def answer() -> None:
    """Answer the question in ASKED: which versions are here, or what a cell shows."""
    asked = json.loads(ASKED.read_text(encoding="utf-8"))
    if "versions" in asked:
        said = {"versions": {name: _version(name) for name in asked["versions"]}}
    else:
        if asked.get("first"):
            begin()
        said = run(asked["number"], asked["source"])
    SAID.write_text(json.dumps(said), encoding="utf-8")


def begin() -> None:
    """Empty the namespace and let go the edition's modules, as a build does for each chapter."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "edition"]:
        if name not in ("edition", "edition.outputs", "edition.outputs.live", __name__):
            del sys.modules[name]
            vars(sys.modules["edition"]).pop(name.removeprefix("edition."), None)
    _stand_in("IPython", version_info=(9, 0), get_ipython=lambda: None)  # matplotlib asks
    _stand_in("IPython.display", display=display)
    _stand_in("myst_nb", glue=glue)
    _stand_in("myst_nb.ext")
    _stand_in("myst_nb.ext.glue", GLUE_PREFIX=GLUE_PREFIX)
    if not importlib.util.find_spec("PIL._imagingft"):
        from PIL import ImageFont

        ImageFont.truetype = Font
    _names.clear()
    _names["__name__"] = "__main__"


class Font:
    """Measures a line as Pillow's basic layout does, by the FreeType of matplotlib.

    The interpreter's Pillow has no FreeType. tests/source/test_live.py holds the two together.
    """

    def __init__(self, path: str, size: float, layout_engine=None):
        from matplotlib.ft2font import FT2Font

        self.face = FT2Font(path)
        self.face.set_size(size, 72)

    def getlength(self, words: str) -> float:
        """Return the width of a line in pixels."""
        from matplotlib.ft2font import Kerning, LoadFlags

        signs = [self.face.get_char_index(ord(letter)) for letter in words]
        wide = [self.face.load_glyph(sign, LoadFlags.DEFAULT).horiAdvance for sign in signs]
        near = [self.face.get_kerning(*pair, Kerning.DEFAULT) for pair in pairwise(signs)]
        return (sum(wide) + sum(near)) / 64


def _stand_in(name: str, **members) -> None:
    """Let a module of Jupyter's have the few members that the chapters call."""
    module = types.ModuleType(name)
    vars(module).update(members)
    sys.modules[name] = module


def run(number: int, source: str) -> dict:
    """Run a cell; return what it shows, the values that it glues, and whether it failed."""
    _shown.clear()
    _values.clear()
    name = f"<cell {number}>"
    linecache.cache[name] = (len(source), None, source.splitlines(True), name)
    with redirect_stdout(_Stream("stdout")), redirect_stderr(_Stream("stderr")):
        try:
            _execute(source, name)
            _drawn()
            failed = False
        except BaseException as error:  # whatever a reader's cell raises is the reader's to see
            _shown.append({"kind": "error", "text": _told(error)})
            failed = True
    return {"outputs": list(_shown), "values": dict(_values), "failed": failed}


def _execute(source: str, name: str) -> None:
    """Run the statements of a cell, and show what its last one is, if that is an expression."""
    tree = ast.parse(source, name)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, name, "exec"), _names)  # noqa: S102 (to run a reader's code is its job)
    if last is not None:
        found = eval(compile(ast.Expression(last.value), name, "eval"), _names)  # noqa: S307
        if found is not None and not source.rstrip().endswith(";"):
            display(found)


def display(*things, raw: bool = False, metadata: dict | None = None, **_) -> None:
    """Show things, as IPython.display.display does."""
    glued = (metadata or {}).get("scrapbook", {}).get("name")
    for thing in things:
        data = thing if raw else _bundle(thing)
        if glued:
            html = data.get(GLUE_PREFIX + "text/html") or data.get("text/html", "")
            _values[glued] = _page(html)
        elif output := _output(data):
            _shown.append(output)


def glue(name: str, variable, display: bool = True) -> None:
    """Keep a value for the text of the page, as myst_nb.glue does."""
    data = _bundle(variable)
    _values[name] = _page(data.get("text/html") or data["text/plain"])
    if display and (output := _output(data)):
        _shown.append(output)


def _bundle(thing) -> dict:
    """Return what a thing looks like, by MIME type."""
    if hasattr(thing, "_repr_mimebundle_"):
        found = thing._repr_mimebundle_()
        return found[0] if isinstance(found, tuple) else found
    html = thing._repr_html_() if hasattr(thing, "_repr_html_") else None
    return {"text/plain": repr(thing)} | ({"text/html": html} if html else {})


def _output(data: dict) -> dict | None:
    """Return what a page shows of this, None for what no page shows."""
    from edition.book import frames
    from edition.charts import grammar

    if grammar.BESIDE in data:
        return None
    if "text/html" in data:
        found = {"kind": "html", "html": _page(frames.shown(data))}
        return found | {name: data[mime] for name, mime in TAKEN.items() if mime in data}
    if "image/png" in data:
        return {"kind": "html", "html": _picture(data["image/png"])}
    return {"kind": "plain", "text": data["text/plain"]} if "text/plain" in data else None


def _page(html: str) -> str:
    """Return HTML as edition.book.roles leaves it in a page."""
    from edition.tables import values

    return values.unbroken(html)


def _picture(png: str) -> str:
    return f'<img src="data:image/png;base64,{png}" alt="A picture that this cell has drawn">'


def _drawn() -> None:
    """Show what a cell has drawn with matplotlib.pyplot and not closed."""
    pyplot = sys.modules.get("matplotlib.pyplot")
    for number in pyplot.get_fignums() if pyplot else ():
        out = io.BytesIO()
        pyplot.figure(number).savefig(out, format="png", dpi=144)
        png = base64.b64encode(out.getvalue()).decode()
        _shown.append({"kind": "html", "html": _picture(png)})
        pyplot.close(number)


class _Stream(io.TextIOBase):
    """Adds what is written to what the cell has shown, in its place."""

    def __init__(self, name: str):
        self.name = name

    def writable(self) -> bool:
        return True

    def write(self, text: str) -> int:
        if _shown and _shown[-1].get("stream") == self.name:
            _shown[-1]["text"] += text
        else:
            _shown.append({"kind": "stream", "stream": self.name, "text": text})
        return len(text)


def _told(error: BaseException) -> str:
    """Return a traceback that begins in the cells."""
    told = traceback.TracebackException.from_exception(error)
    first = next((n for n, each in enumerate(told.stack) if CELL.match(each.filename)), 0)
    told.stack = traceback.StackSummary.from_list(list(told.stack)[first:])
    return "".join(told.format(colorize=False) if sys.version_info >= (3, 13) else told.format())


def _version(name: str) -> str:
    """Return the version of Python or of a package here, empty where it is not here."""
    if name == "python":
        return sys.version.split()[0]
    try:
        return version(name)
    except PackageNotFoundError:
        return str(getattr(__import__(name), "__version__", ""))
