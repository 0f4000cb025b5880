"""What the files of the site are that are no page, no table and no figure, for its description."""

from collections.abc import Iterator
from pathlib import Path, PurePath

SCRIPT, STYLE, JSON = "text/javascript", "text/css", "application/json"
OURS, THEME, FACE = ("MIT",), ("MIT", "BSD-3-Clause"), ("OFL-1.1",)
CALLED = "Loaded by a page when a reader asks for it."
SPECIFIED = "Every reasonable choice of {}, with its estimate, interval and verdict"

Said = tuple[str, str, str, tuple[str, ...]]
# path or pattern: name, what it is, media type, licences where these are not that of the text;
# {} is the name of the file without its ending
FILES: dict[str, Said] = {
    "downloads/edition.pdf": (
        "The complete edition", "All pages for paper, as PDF/UA-1 and PDF/A-2a.",
        "application/pdf", ()),
    "downloads/edition-reading.pdf": (
        "The reading edition",
        "The restated article with its notes, and the tests in brief, as PDF/UA-1 and PDF/A-2a.",
        "application/pdf", ()),
    "downloads/edition.epub": (
        "The edition for e-readers", "All pages as EPUB 3.", "application/epub+zip", ()),
    "downloads/edition.png": (
        "Card of the edition", "The picture beside a link to the edition.", "image/png", ()),
    "downloads/article.xml": (
        "The restated article as JATS", "The six chapters with notes and references, JATS 1.1.",
        "application/xml", ()),
    "downloads/edition-notebooks.zip": (
        "All notebooks with what they need", "Notebooks, tables, package, pins, and a README.",
        "application/zip", ()),
    "downloads/references.bib": (
        "All references", "Every work that the edition cites, as BibTeX.",
        "application/x-bibtex", ()),
    "downloads/references.ris": (
        "All references", "Every work that the edition cites, as RIS.",
        "application/x-research-info-systems", ()),
    "downloads/references.csl.json": (
        "All references", "Every work that the edition cites, as CSL-JSON.",
        "application/vnd.citationstyles.csl+json", ()),
    "downloads/edition.bib": (
        "How to cite the edition", "The edition and the article, as BibTeX.",
        "application/x-bibtex", ()),
    "downloads/edition.ris": (
        "How to cite the edition", "The edition and the article, as RIS.",
        "application/x-research-info-systems", ()),
    "downloads/edition.csl.json": (
        "How to cite the edition", "The edition and the article, as CSL-JSON.",
        "application/vnd.citationstyles.csl+json", ()),
    "downloads/records.json": (
        "Results and verdicts of the cells", "What the cells of the tests have recorded.",
        JSON, ()),
    "downloads/manifest.json": (
        "Digests of all that was read and made", "SHA-256 of each file, for make verify.",
        JSON, ()),
    "downloads/answers.js": ("Answers of marks and values", CALLED, SCRIPT, ()),
    "downloads/data/datapackage.json": (
        "Description of all tables", "Fields, terms and sources of the tables (Frictionless).",
        JSON, ()),
    "downloads/data/*/SHA256SUMS": (
        "Digests of the tables", "SHA-256 of each table of the folder.", "text/plain", ()),
    "downloads/specifications/*.csv": (
        "All specifications of {}", f"{SPECIFIED}.", "text/csv", ()),
    "downloads/specifications/*.js": (
        "All specifications of {} (for its page)", f"{SPECIFIED}, as its page asks for it.",
        SCRIPT, ()),
    "index.html": ("Way in", "Leads to the first page.", "text/html", ()),
    "search.html": ("Search", "Looks through all pages, without a server.", "text/html", ()),
    "404.html": ("No such page", "What a server shows where nothing lies.", "text/html", ()),
    "sitemap.xml": ("Sitemap", "The addresses of all pages.", "application/xml", ()),
    "robots.txt": ("Word to robots", "All may be read.", "text/plain", ()),
    ".nojekyll": ("Word to GitHub Pages", "Files are served as they are.", "text/plain", ()),
    "objects.inv": (
        "Inventory of Sphinx", "The places to which other books may refer.",
        "application/octet-stream", ()),
    "_static/book.css": (
        "Style sheet of the pages", "The edition’s, with those of Bootstrap and the theme.",
        STYLE, THEME),
    "_static/book.js": (
        "Script of the pages", "The edition’s, with those of Bootstrap and the theme.",
        SCRIPT, THEME),
    "_static/search_text.js": (
        "Index of the search", "The words of all places that the search finds.", SCRIPT, ()),
    "_static/*.js": ("Script {}", CALLED, SCRIPT, OURS),
    "_static/favicon.svg": (
        "Sign of the edition", "Shown on the tab of a page.", "image/svg+xml", ()),
    "_static/*.woff2": ("Face {}", "Letters of the title in Chinese.", "font/woff2", FACE),
    "_static/fonts/*.woff2": ("Face {}", "Letters and signs of the pages.", "font/woff2", FACE),
}  # fmt: skip
LATE = "downloads/manifest.json"  # written when all else is there


def beside(out: Path) -> Iterator[tuple[str, Said]]:
    """Yield each of these files that lies in out, or is to be written yet, and what it is."""
    lying = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()}
    for path in sorted(lying | {LATE}):
        found = [said for pattern, said in FILES.items() if PurePath(path).match(pattern)]
        if found and not path.startswith(("live/", "chapters/", "downloads/notebooks/")):
            name, said, *more = found[0]
            stem = PurePath(path).stem
            yield path, (name.format(stem), said.format(stem), *more)
