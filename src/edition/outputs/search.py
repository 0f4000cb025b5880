"""Complete Sphinx's index of words: what stands in HTML of our own, and words without accents.

Sphinx takes tags out of such HTML and joins the cells of a table to one word; and a reader who
types “Milan” looks for “Milàn”. Numbers are in the index; _static/search_offline.js asks for them.
"""

import re
import unicodedata
from pathlib import Path

from sphinx.search import js_index
from sphinx.search.en import SearchEnglish

INDEX = "searchindex.js"
# letters that are one sign in Unicode too, with what is typed for them
WHOLE = str.maketrans({"ł": "l", "ø": "o", "đ": "d", "ß": "ss", "æ": "ae", "œ": "oe", "ı": "i"})


def complete(pages: Path, texts: dict[str, str]) -> None:
    """Add what a reader sees to the index of the built pages.

    texts: what a reader sees of each page, as HTML, by its address without “.html”.
    """
    path = pages / INDEX
    found = js_index.loads(path.read_text(encoding="utf-8"))
    numbers = {name: number for number, name in enumerate(found["docnames"])}
    english = SearchEnglish({"lang": "en"})
    stems = {}
    for name, text in texts.items():
        if name not in numbers:
            continue
        words = re.findall(r"\w+", re.sub(r"<[^>]*>", " ", text))
        for word in {form for each in words for form in (each.lower(), folded(each.lower()))}:
            stem = stems.setdefault(word, english.stem(word).lower())
            if english.word_filter(stem):
                _add(found["terms"], stem, numbers[name])
    for terms in (found["terms"], found["titleterms"]):
        for word, listed in list(terms.items()):
            for number in listed if isinstance(listed, list) else [listed]:
                _add(terms, folded(word), number)
    for name in ("terms", "titleterms"):
        found[name] = dict(sorted(found[name].items()))
    path.write_text(js_index.dumps(found), encoding="utf-8")


def folded(word: str) -> str:
    """Return a word without accents."""
    parts = unicodedata.normalize("NFD", word.translate(WHOLE))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    # Cyrillic has letters of its own that are built alike: й is no и
    return bare if bare.isascii() else word


def _add(terms: dict, word: str, number: int) -> None:
    """Note that a page has a word; Sphinx has a number where there is one page, else a list."""
    listed = terms.get(word, [])
    pages = sorted({number, *(listed if isinstance(listed, list) else [listed])})
    terms[word] = pages[0] if len(pages) == 1 else pages
