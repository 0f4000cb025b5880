"""The press of the PDF: sections that are damaged, gone, or too small for the number of a page."""

import pytest
from reading import ROOT


@pytest.mark.parametrize("kind", ["json", "pdf"])
def test_a_damaged_section_of_the_pdf_is_set_again(tmp_path, planted, kind):
    from edition.outputs.press import Press

    def pages():
        press = Press("p { color: red }", tmp_path / "kept", tmp_path, "")
        return press.set({"a chapter": "<html lang=en><title>A</title><p>Whole."})[
            0
        ].file.read_bytes()

    whole = pages()
    kept = next((tmp_path / "kept").glob(f"*.{kind}"))
    kept.write_bytes(kept.read_bytes()[:-40])
    assert pages() == whole
    planted(
        "the build", "it is set again", "", fault=f"a section of the PDF whose {kind} is cut off"
    )


def test_a_section_that_is_gone_when_the_pdf_is_bound_stops_it(tmp_path, planted):
    """The sections are bound by another process, whose faults must not be lost."""
    from edition.outputs.binding import bind

    with pytest.raises(RuntimeError) as stopped:
        bind(tmp_path / "edition.pdf", tmp_path / "fonts.pdf", [tmp_path / "gone.pdf"])
    assert "gone.pdf" in str(stopped.value)
    assert not (tmp_path / "edition.pdf").exists()
    planted("the build", str(stopped.value), "gone.pdf")


@pytest.mark.parametrize(
    ("room", "message"),
    [
        ("\u2007" * 2, "page 1: expected room for the number '1'"),
        ("", "for the numbers of the pages [1]"),
    ],
)
def test_a_number_of_a_page_that_has_no_room_for_it_stops_the_pdf(tmp_path, planted, room, message):
    """What would otherwise stand there is a gap, or the number of another page."""
    from edition.outputs.binding import bind
    from edition.outputs.press import Press

    from edition.outputs import pdf

    press = Press(pdf._style(ROOT), tmp_path / "kept", ROOT, "")
    mark = f'<span class="page-of" data-page-of="a" data-room="{room}"></span>'
    text = f'<html lang="en"><title>A</title><article id="a">A{mark}</article>'
    sections = press.set({"a chapter": text})
    fonts = press.fonts(pdf.Templates(ROOT / "_templates" / "pdf").fill("fonts.html"), sections)
    with pytest.raises(RuntimeError) as stopped:
        bind(tmp_path / "edition.pdf", fonts, [section.file for section in sections])
    assert message in str(stopped.value)
    assert not (tmp_path / "edition.pdf").exists()
    planted(
        "the build",
        str(stopped.value),
        message,
        fault="room for a number of a page that does not fit it",
    )
