"""Write a chapter's MyST as plain Markdown that any viewer of notebooks shows.

JupyterLab takes ids away, so a link leads to a notebook, to a heading or to the web, or is text.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from urllib.parse import quote

from pybtex.backends.markdown import Backend

from edition.outputs.pages import parsed
from edition.paths import ROOT
from edition.references import notes
from edition.tables import citation, values

LINK = re.compile(r"(?<!!)\[((?:[^\[\]]|\[[^\[\]]*\])*)\]\(([^)\s]+)\)")
SPAN = re.compile(r"\[((?:[^\[\]]|\[[^\[\]]*\]\([^)]*\))*)\]\{(?:#(\w+) )?\.([\w-]+)\}")
CALLS = re.compile(r"^\(\{numref\}.*\)\n?", re.M)  # of figures, which have no number here
BOX = re.compile(r"^(:::+)\{(\w+)\} ?(.*)\n((?::[\w-]+:.*\n)*)((?:.*\n)*?)\1$", re.M)
ROLE = re.compile(r"\{(glue|note|sources|source)\}`([\w-]+)`")
HREF = re.compile(r'<a\b([^>]*?) href="([^"]*)"([^>]*)>(.*?)</a>', re.S)
MARKS = ".//a[@class='emendation' or starts-with(@class, 'claim-verdict')]"


class Markdown(Backend):
    """pybtex's Markdown, with this edition's own tags."""

    def format_str(self, text):
        return re.sub(r"([*\[\]<>`])", r"\\\1", text)

    def format_tag(self, tag, text):
        if tag == "em":
            return f"*{text}*"
        return f"*({text})*" if tag == "grade" else text

    def format_href(self, url, text, external=False):
        if page := re.fullmatch(r"(\w+)\.html(?:#.*)?", url):
            return f"[{text}]({page[1]}.ipynb)"
        return f"<{url}>" if text == self.format_str(url) else f"[{text}](<{url}>)"


@dataclass
class Places:
    """Where the ids of the built pages stand, and the marks that the pages set behind statements.

    heading: of a section, by its ids. marks: words and page, by statement.
    """

    page: dict[str, dict[str, str]] = field(default_factory=dict)  # heading or "", by id, by page
    marks: dict[str, list[tuple[str, str]]] = field(default_factory=dict)

    def of(self, ident: str, here: str) -> tuple[str, str]:
        """Return page and heading of an id, the page at hand before all others."""
        for name in (here, *self.page):
            if ident in self.page.get(name, {}):
                return name, self.page[name][ident]
        return here, ""

    def lead(self, href: str, here: str) -> tuple[str, str]:
        """Return where a link of the page `here` leads from a notebook, and the statement meant.

        Either may be empty.
        """
        if re.match(r"(https?|mailto):", href):
            return href, ""
        page, _, ident = href.partition("#")
        page = re.sub(r"\.(md|html)$", "", page)
        if "/" in page or (page and page not in self.page):
            return "", ""
        if not page:
            page, _ = self.of(ident, here)
        heading = self.page[page].get(ident, "")
        file = "" if page == here else f"{page}.ipynb"
        target = quote(f"#{heading.replace(' ', '-')}", safe="#’“”") if heading else ""
        return file + target, ident.upper() if re.fullmatch(r"[a-z]\d\d", ident) else ""


def places(pages: dict[str, str]) -> Places:
    """Read the built pages, by name."""
    found = Places()
    for name, text in pages.items():
        tree = parsed(text).find(".//article")
        known = found.page.setdefault(name, {})
        known |= {each.get("id"): "" for each in tree.iterfind(".//*[@id]")}
        for section in tree.iterfind(".//section[@id]"):
            head = next(section.iterchildren("h1", "h2", "h3", "h4"))
            words = " ".join(head.text_content().rstrip("#").split())
            labels = [each.get("id") for each in section.iterchildren("span") if each.get("id")]
            known |= dict.fromkeys([section.get("id"), *labels], words)
        for claim in tree.iterfind(".//span[@class='claim']"):
            found.marks[claim.get("id").upper()] = [
                (mark.text_content().strip("[]").replace(values.NBSP, " "), mark.get("href"))
                for mark in claim.xpath(MARKS)
            ]
    return found


def markdown(text: str, name: str, known: Places, said: Callable[[str], str]) -> str:
    """Return the text of a cell of the chapter `name` as plain Markdown.

    said: gives what `{glue}` shows under a name.
    """
    roles = {
        "glue": said,
        "note": lambda number: notes.note(int(number)).text().render(Markdown()),
        "sources": lambda claim: notes.sources(claim).keys().render(Markdown()),
        "source": lambda key: notes.cited(key).render(Markdown()),
    }
    text = re.sub(r"^(%.*|\([\w-]+\)=)\n?", "", text, flags=re.M)
    for word, words in citation.said(ROOT).items():
        text = text.replace(f"{{{{ {word} }}}}", words)
    text = CALLS.sub("", text)
    text = re.sub(r"\{numref\}`([\w-]+)`", lambda match: _figure(match[1], name, known), text)
    text = re.sub(r"\{download\}`([^<`]*?) ?<[^`]*`", r"\1", text)
    text = _notes(text)
    text = LINK.sub(lambda match: _link(match[1], match[2], name, known), text)
    while (new := SPAN.sub(lambda match: _span(match, name, known), text)) != text:
        text = new
    text = BOX.sub(_box, text)
    text = ROLE.sub(lambda match: roles[match[1]](match[2]), text)
    return text.replace("$", r"\$").strip("\n")  # two signs of a currency are no formula


def _figure(label: str, name: str, known: Places) -> str:
    page, _ = known.of(label, name)
    return "the figure" if page == name else f"[the figure]({page}.ipynb)"


def _notes(text: str) -> str:
    """Write the marks of notes as raised numbers, and the notes as a list under a heading."""
    text = re.sub(r"^\[\^(\d+)\]: ", r"**\1** ", text, flags=re.M)
    text = re.sub(r"^(?=\*\*\d+\*\* )", "## Notes\n\n", text, count=1, flags=re.M)
    return re.sub(r"\[\^(\d+)\]", r"<sup>\1</sup>", text)


def _link(words: str, href: str, name: str, known: Places) -> str:
    address, claim = known.lead(href, name)
    meant = f" ({claim})" if claim and claim not in words else ""
    return f"[{words}]({address}){meant}" if address else words + meant


def _span(match: re.Match, name: str, known: Places) -> str:
    """Return a statement with its number and marks, or foreign words with their language."""
    words, claim, kind = match.groups()
    if not claim:
        return f'<span lang="{kind.removeprefix("language-")}">{words}</span>'
    marks = [_link(said, href, name, known) for said, href in known.marks.get(claim, ())]
    return f"<small>{claim}</small> {words}" + "".join(f" *({mark})*" for mark in marks)


def _box(match: re.Match) -> str:
    _, kind, words, _, body = match.groups()
    if kind == "admonition":
        lines = [f"**{words}**", "", *body.rstrip("\n").split("\n")]
        return "\n".join(f"> {line}".rstrip() for line in lines)
    body = "" if words == "screen-only" else body.strip()
    emphasised = body and "\n\n" not in body and "*" not in body  # no emphasis spans paragraphs
    return f"*{body}*" if emphasised else body


def output(text: str, name: str, known: Places) -> str:
    """Return HTML that a cell of the chapter `name` shows, its links as a notebook needs them."""

    def link(match: re.Match) -> str:
        before, href, after, words = match.groups()
        address, _ = known.lead(href, name)
        return f'<a{before} href="{address}"{after}>{words}</a>' if address else words

    return HREF.sub(link, text)
