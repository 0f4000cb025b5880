"""Make the executed notebooks that readers take away.

Prose is plain Markdown, and each note is complete where it stands.
"""

import re
from pathlib import Path

import nbformat
from pybtex.backends.markdown import Backend

from edition.outputs.packing import pack
from edition.references import notes
from edition.tables import recorded, values

# what a reader needs beside the chapters, the data and the package
SETUP = (
    "requirements.txt",
    "references.bib",
    "LICENSE",
    "CITATION.cff",
    "README.md",
    recorded.NAME,
)


class Markdown(Backend):
    """pybtex's Markdown, with this edition's own tags."""

    def format_str(self, text):
        return text

    def format_tag(self, tag, text):
        if tag == "em":
            return f"*{text}*"
        return f"**[{text}]**" if tag == "grade" else text

    def format_href(self, url, text, external=False):
        page = re.fullmatch(r"(\w+)\.html(#.*)?", url)
        return f"[{text}]({f'{page[1]}.ipynb' if page else url})"


def make(executed: Path, target: Path, names: list[str]) -> list[Path]:
    """Write the executed notebook of each chapter that has cells into target; return the paths."""
    target.mkdir(parents=True)
    made = []
    for name in names:
        source = executed / f"{name}.ipynb"
        if source.exists():
            notebook = nbformat.read(source, as_version=4)
            nbformat.write(plain(notebook), target / source.name)
            made.append(target / source.name)
    return made


def plain(notebook: nbformat.NotebookNode) -> nbformat.NotebookNode:
    """Return the notebook with its MyST marks written out in Markdown that any viewer shows."""
    rows = values.rows()
    for number, cell in enumerate(notebook.cells):
        cell.id = f"cell-{number}"
        if cell.cell_type == "markdown":
            cell.source = _markdown(cell.source, rows)
        else:
            cell.metadata.pop("execution", None)
    notebook.metadata = {
        "kernelspec": {"name": "python3", "display_name": "Python 3", "language": "python"},
        "language_info": {"name": "python"},
    }
    return notebook


def _markdown(text: str, rows: dict) -> str:
    # what the role of edition.book.roles, and glue, print of what stands in them
    roles = {
        "glue": lambda name: values.show(rows[name]),
        "note": lambda number: notes.note(int(number)).text().render(Markdown()),
        "sources": lambda claim: notes.sources(claim).keys().render(Markdown()),
        "source": lambda key: notes.cited(key).render(Markdown()),
    }
    text = re.sub(r"^%.*\n?", "", text, flags=re.M)
    for role, said in roles.items():
        text = re.sub(rf"\{{{role}\}}`([\w-]+)`", lambda match, said=said: said(match[1]), text)
    text = re.sub(r"\{numref\}`[^`]*`", "the figure", text)
    text = re.sub(r"\{download\}`([^<`]*)<[^`]*`", r"\1", text)
    text = re.sub(r"^\[\^(\d+)\]: (.*)$", r'<a id="note-\1"></a><sup>\1</sup> \2', text, flags=re.M)
    text = re.sub(r"\[\^(\d+)\]", r'<sup><a href="#note-\1">\1</a></sup>', text)
    text = _spans(text)
    text = re.sub(
        r"^:::\{admonition\} (.*)\n(?::class: .*\n)?((?:.*\n)*?):::$", _quote, text, flags=re.M
    )
    return (
        re.sub(r"^:::\{div\}.*\n((?:.*\n)*?):::$", r"*\1*", text, flags=re.M).replace("\n*", "*")
        if ":::{div}" in text
        else text
    )


def _spans(text: str) -> str:
    """Turn [words]{#S04 .claim} and [words]{.language-ru-Latn} into HTML spans, innermost first."""
    pattern = re.compile(
        r"\[([^\[\]]*(?:\[[^\[\]]*\]\([^)]*\)[^\[\]]*)*)\]\{(#(\w+) )?\.([\w-]+)\}"
    )
    while True:
        new = pattern.sub(_span, text)
        if new == text:
            return text
        text = new


def _span(match: re.Match) -> str:
    words, _, name, kind = match.groups()
    if name:
        return f'<span id="{name.lower()}">{words}</span>'
    language = kind.removeprefix("language-")
    return f'<span lang="{language}">{words}</span>'


def _quote(match: re.Match) -> str:
    lines = [f"**{match[1]}**", "", *match[2].rstrip("\n").split("\n")]
    return "\n".join(f"> {line}".rstrip() for line in lines)


def archive(root: Path, notebooks: list[Path], target: Path) -> None:
    """Write one ZIP in which every chapter runs: notebooks, data, `edition`, references, pins."""
    files = {f"chapters/{path.name}": path for path in notebooks}
    for folder in ("data", "src/edition"):
        for path in sorted((root / folder).rglob("*")):
            if path.is_file() and not {"__pycache__", ".ipynb_checkpoints"} & set(path.parts):
                name = path.relative_to(root).as_posix().replace("src/", "chapters/", 1)
                files[name] = path
    files |= {name: root / name for name in SETUP if (root / name).exists()}
    pack(target, {f"edition/{name}": path.read_bytes() for name, path in sorted(files.items())})
