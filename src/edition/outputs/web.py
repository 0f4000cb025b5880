"""What a public site has besides its pages; all but .nojekyll only where the site has an address.

The address is `html: baseurl` of _config.yml. Nothing is said that would be false elsewhere.
"""

from pathlib import Path
from urllib.parse import urljoin, urlsplit
from xml.sax.saxutils import escape

LOST = """<!DOCTYPE html>
<html lang="{language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>No such page: {title}</title>
<link rel="icon" href="{top}_static/favicon.svg">
<link rel="stylesheet" href="{top}_static/book.css">
</head>
<body><main style="max-width: 38rem; margin: 3rem auto; padding: 0 1rem">
<h1>No such page</h1>
<p>Nothing lies at this address.</p>
<p><a href="{top}chapters/index.html">{title}</a></p>
<p><a href="{top}search.html">Search</a></p>
</main></body>
</html>
"""
MADE = ("sitemap.xml", "robots.txt", "404.html")


def write(out: Path, base: str, names: list[str], meta: dict, language: str) -> None:
    """Write these files into out, the folder of built pages.

    base: address of the site, or nothing. names: the pages in order. meta: CITATION.cff, by field.
    """
    (out / ".nojekyll").touch()  # else GitHub Pages leaves out every folder that begins with _
    for name in MADE:  # of a build that had an address
        (out / name).unlink(missing_ok=True)
    if not base:
        return
    said = {
        "sitemap.xml": sitemap(base, names, meta["date-released"]),
        "robots.txt": f"User-agent: *\nAllow: /\nSitemap: {urljoin(base, 'sitemap.xml')}\n",
        "404.html": LOST.format(
            language=language, title=escape(meta["title"]), top=urlsplit(base).path
        ),
    }
    for name, text in said.items():
        (out / name).write_text(text, encoding="utf-8")


def sitemap(base: str, names: list[str], date: str) -> str:
    """Return a sitemap of the named pages; date: ISO, of their last change."""
    pages = "".join(
        f"<url><loc>{escape(urljoin(base, f'chapters/{name}.html'))}</loc>"
        f"<lastmod>{date}</lastmod></url>\n"
        for name in names
    )
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        f'<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n{pages}</urlset>\n'
    )
