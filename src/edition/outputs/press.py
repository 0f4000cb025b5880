"""Set the sections of the PDF with WeasyPrint, and keep them: a section is set again when its text or the tools change.

Sections are set apart from each other, so that a change to one chapter does not set the whole book anew, and that all cores work.
What a section cannot know by itself, binding.py adds: the numbers of its pages and of those that it refers to, the fonts, which all sections
share, and links to other sections, which are written here as addresses of a scheme of their own.
"""

import gc
import hashlib
import json
import os
import re
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from unittest.mock import patch

import pydyf
from weasyprint import CSS, HTML, pdf
from weasyprint.text.fonts import FontConfiguration

from edition.outputs import manifest, structure
from edition.outputs.binding import ELSEWHERE, known
from edition.tables import DataError

VARIANT = "pdf/ua-1"


@dataclass(frozen=True)
class Section:
    """A section that is set: where its text comes from, how many pages it has, the page of each anchor from 0, its glyphs, its pages."""

    source: str
    pages: int
    anchors: dict[str, int]
    glyphs: dict[
        str, dict
    ]  # for each font, by its key in the pages: widths and texts by number of the glyph
    file: Path  # the pages, without fonts


@dataclass(frozen=True)
class Job:
    """A section to be set: its source, its HTML, the file for its pages."""

    source: str
    text: str
    file: Path

    def facts(self) -> dict:
        """Return what is known of the section, or nothing where the file is missing or damaged."""
        try:
            return json.loads(known(self.file).read_bytes())
        except (OSError, ValueError):
            return {}

    def kept(self) -> bool:
        """Say whether the section need not be set."""
        facts = self.facts()
        return bool(facts) and self.file.exists() and manifest.digest(self.file) == facts["sha256"]


class Press:
    """Sets sections in one style; those that were set before are taken from the folder where they are kept."""

    def __init__(self, style: str, kept: Path, root: Path, tools: str):
        self._fonts = FontConfiguration()
        self._style = CSS(string=style, font_config=self._fonts)
        self._root, self._kept, self._salt = root, kept, f"{tools}\0{style}"
        self._used = set()
        kept.mkdir(exist_ok=True)

    def set(self, texts: dict[str, str]) -> list[Section]:
        """Return the sections of these texts (HTML by source), on all cores those that are not kept."""
        jobs = {source: self._job(source, text) for source, text in texts.items()}
        wanted = sorted(
            (job for job in jobs.values() if not job.kept()), key=lambda job: -len(job.text)
        )
        if len(wanted) > 1:
            with ProcessPoolExecutor(os.cpu_count(), get_context("fork"), _begin, (self,)) as pool:
                list(pool.map(_work, wanted))
        else:
            list(map(self.make, wanted))
        return [
            Section(source, facts["pages"], facts["anchors"], facts["glyphs"], job.file)
            for source, job in jobs.items()
            for facts in [job.facts()]
        ]

    def _job(self, source: str, text: str) -> Job:
        own = set(re.findall(r' id="([^"]+)"', text))
        text = re.sub(
            r' href="#([^"]+)"',
            lambda match: match[0] if match[1] in own else f' href="{ELSEWHERE}{match[1]}"',
            text,
        )
        digest = hashlib.sha256(f"{self._salt}\0{text}".encode()).hexdigest()
        file = self._kept / f"{digest[:32]}.pdf"
        self._used |= {file, known(file)}
        return Job(source, text, file)

    def make(self, job: Job) -> None:
        """Set a section, write its pages and what is to be known of them."""
        document, glyphs, anchors = self._render(job.text), {}, {}
        for page in (
            document.pages
        ):  # WeasyPrint makes a link of each box within a link, too, outside of the tag for links
            page.links = [link for link in page.links if link[-1].element_tag == "a"]
        with structure.richer(), _fonts_apart(glyphs):
            _write(
                job.file,
                document.write_pdf(
                    finisher=structure.finish, pdf_variant=VARIANT, optimize_images=True
                ),
            )
        if missing := {chr(letter) for font in document.fonts.values() for letter in font.missing}:
            raise _no_font(job.source, missing)
        for number, page in enumerate(document.pages):
            anchors = (
                dict.fromkeys(page.anchors, number) | anchors
            )  # a name that the end of the page divides counts where it begins
        facts = {
            "pages": len(document.pages),
            "anchors": anchors,
            "refers": re.findall(r' data-page-of="([^"]+)"', job.text),
            "glyphs": glyphs,
        }
        _write(known(job.file), json.dumps(facts | {"sha256": manifest.digest(job.file)}).encode())
        del document, page
        gc.collect()  # the boxes of a section know each other, so nothing else would free them

    def fonts(self, specimen: str, sections: list[Section]) -> Path:
        """Write a PDF whose first page has all fonts with the glyphs of these sections; specimen is HTML with each font we have.

        DataError where a section uses another font: a letter of it is in none of ours, and what is printed would depend on the machine.
        """
        plain = pdf.build_fonts_dictionary

        def build(file, fonts, *rest):
            ours, used = {font.hash: font for font in fonts.values()}, set()
            for section in sections:
                for key, its in section.glyphs.items():
                    if key not in ours:
                        raise _no_font(section.source, set("".join(its["texts"].values())))
                    used.add(key)
                    for glyph, width in its["widths"].items():
                        ours[key].widths[int(glyph)] = width
                    for glyph, text in its["texts"].items():
                        ours[key].to_unicode.setdefault(
                            int(glyph), text
                        )  # a glyph means what it means where it stands first
            for font in ours.values():
                font.widths, font.to_unicode = (
                    dict(sorted(font.widths.items())),
                    dict(sorted(font.to_unicode.items())),
                )
            return plain(file, {key: ours[key] for key in sorted(used)}, *rest)

        with patch.object(pdf, "build_fonts_dictionary", build):
            content = self._render(specimen).write_pdf(pdf_variant=VARIANT)
        file = self._kept / "fonts.pdf"
        self._used.add(file)
        _write(file, content)
        return file

    def tidy(self) -> None:
        """Remove what was kept and is used no more."""
        for path in set(self._kept.iterdir()) - self._used:
            path.unlink()

    def _render(self, text: str):
        page = HTML(string=text, base_url=str(self._root))
        return page.render(
            stylesheets=[self._style],
            font_config=self._fonts,
            pdf_variant=VARIANT,
            optimize_images=True,
        )


def _no_font(source: str, letters: set[str]) -> DataError:
    shown = " ".join(
        f"{letter} (U+{ord(letter):04X})" for letter in sorted(letters) if not letter.isspace()
    )
    return DataError(
        f"{source}: expected letters that a font of the edition has, for the PDF; none has {shown}"
    )


def _begin(press: Press) -> None:
    """Make a process ready to set sections; it has the press from the one that it is a fork of."""
    global _press
    _press = press


def _work(job: Job) -> None:
    _press.make(job)


def _write(path: Path, content: bytes) -> None:
    """Write a file that is there whole or not at all."""
    part = path.with_suffix(".part")
    part.write_bytes(content)
    part.replace(path)


@contextmanager
def _fonts_apart(glyphs: dict[str, dict]):
    """Leave the fonts out of the file, and note in glyphs what of them is used."""

    def build(file, fonts, *rest):
        for font in fonts.values():
            its = glyphs.setdefault(font.hash, {"widths": {}, "texts": {}})
            its["widths"] |= font.widths
            its["texts"] |= font.to_unicode
        return pydyf.Dictionary()

    with patch.object(pdf, "build_fonts_dictionary", build):
        yield
