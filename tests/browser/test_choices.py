"""The choices behind a verdict: set on the page, they give estimate, interval and verdict."""

import re

import axe
import pandas as pd
import pytest
from playwright.sync_api import expect

from edition.judgement import verdicts
from edition.tables import recorded, values

pytestmark = pytest.mark.xdist_group("pages")
WIDE = {"viewport": {"width": 1280, "height": 900}}


@pytest.fixture
def unfolded(visit, address):
    """Open the choices of a verdict, by its page and name; return page and fold."""

    def open_fold(place: str, name: str, at: str | None = None):
        page = visit(at or place, **WIDE)
        fold = page.locator(f"details[data-choices={name}]")
        if not at:
            fold.locator("summary").focus()
            page.keyboard.press("Enter")
        fold.locator(".choices-found strong").first.wait_for()
        return page, fold

    return open_fold


def table(site, name: str) -> pd.DataFrame:
    return pd.read_csv(site / "downloads" / "specifications" / f"{name}.csv")


def test_each_verdict_with_choices_offers_them_and_its_whole_table(site, soup):
    found = recorded.load()
    tests = {name: each for name, each in found["verdicts"].items() if each.get("choices")}
    assert len(tests) > 30
    for each in found["expectations"].values():
        tests |= {test["id"]: test | {"chapter": each["chapter"]} for test in each["tests"]}
    assert {"F01a", "F01b", "F03", "F09", "F12a", "F12b", "F13", "F14", "F15"} <= set(tests)
    for name, record in tests.items():
        fold = soup(f"chapters/{record['chapter']}.html").select_one(f"[data-choices={name}]")
        assert fold, name
        assert fold.find("a")["href"] == f"../downloads/specifications/{name}.csv"
        rows = table(site, name)
        assert f"{len(rows):,} specifications" in fold.summary.get_text(), name
        assert rows.iloc[0].estimate == pytest.approx(record["estimate"], rel=1e-3), name


def test_nothing_of_the_choices_is_loaded_before_they_are_unfolded(unfolded, visit):
    page = visit("chapters/evidence_votes.html", **WIDE)
    assert not [url for url in page.asked if "choices.js" in url or "specifications" in url]


def test_a_reader_sets_a_choice_by_the_keyboard_and_sees_its_row(unfolded, site):
    page, fold = unfolded("chapters/evidence_votes.html", "K02")
    rows, found = table(site, "K02"), fold.locator(".choices-found")
    assert found.inner_text().startswith("The headline")
    assert f"{rows.verdict[0]}." in found.inner_text()
    others = rows[[axis for axis in rows.columns[:-5] if axis != "before"]]
    select = fold.get_by_label("before")
    select.focus()
    page.keyboard.press("ArrowDown")
    row = rows[(others == others.iloc[0]).all(axis=1)].iloc[1]
    assert row.before != rows.before[0]
    expect(found).to_contain_text("With these choices")
    told = re.findall(r"[−+]?\d+\.\d+", found.inner_text())
    told = [float(each.replace("−", "-")) for each in told[:4]]
    assert told == pytest.approx([row.estimate, row.low, row.high, row.margin], abs=0.051)
    expect(found.locator("strong").last).to_have_text(row.verdict)
    same = (rows.verdict == row.verdict).sum()
    expect(found).to_contain_text(f"{same:,} of {len(rows):,} specifications")


def test_a_reader_sets_the_choices_of_an_expectation_in_its_words(unfolded, site):
    """Each of its tests by itself; the words are those of expectations, in page and table alike."""
    page, fold = unfolded("chapters/what_came_after.html", "F01b")
    rows, found = table(site, "F01b"), fold.locator(".choices-found")
    assert fold.locator("summary").inner_text().startswith("Set the choices yourself, by ideal")
    assert set(rows.verdict) == {"open", "borne out"}
    expect(found).to_contain_text(f"The headline: {rows.estimate[0]:+.2f}")
    expect(found.locator("strong").last).to_have_text("open")
    select = fold.get_by_label("published")
    select.focus()
    page.keyboard.press("ArrowDown")
    others = [axis for axis in rows.columns[:-5] if axis != "published"]
    row = rows[(rows[others] == rows[others].iloc[0]).all(axis=1)].iloc[1]
    assert row.published == "all votes" and row.verdict != rows.verdict[0]
    expect(found.locator("strong").last).to_have_text(row.verdict)
    expect(fold).to_contain_text("speaks for the expectation")
    assert "choices=F01b.1" in page.url
    neighbour = page.locator("details[data-choices=F01a]")
    assert neighbour.get_attribute("open") is None
    for word in ("supports", "contradicts", "inconclusive"):
        assert word not in fold.inner_text()
    assert not axe.looked_at(page, (390, 1280), "details[data-choices=F01b]")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_an_open_test_of_an_expectation_says_so(unfolded, site):
    """Where less than two thirds say the same, the page says that the edition calls it open."""
    page, fold = unfolded("chapters/what_came_after.html", "F03")
    rows = table(site, "F03")
    found = fold.locator(".choices-found")
    wanted = rows[rows.verdict == "borne out"].iloc[0]
    for place, axis in enumerate(rows.columns[:-5]):
        option = list(rows[axis].unique()).index(wanted[axis])
        fold.locator("select").nth(place).select_option(str(option))
    expect(found.locator("strong").last).to_have_text("borne out")
    assert (rows.verdict == "borne out").mean() < verdicts.ENOUGH
    expect(found).to_contain_text("less than two thirds, and the edition then calls a test open")


def test_any_option_of_a_choice_gives_the_share_of_what_is_left(unfolded, site):
    page, fold = unfolded("chapters/evidence_votes.html", "K01")
    rows = table(site, "K01")
    axes = list(rows.columns[:-5])
    for axis in axes:
        if rows[axis].nunique() > 1:
            fold.get_by_label(axis, exact=False).select_option("-1")
    share = values.percent((rows.verdict == "supports").mean()).replace(values.NBSP, " ")
    expect(fold.locator(".choices-found")).to_contain_text(f"supports {share}")
    expect(fold.locator(".choices-found")).to_contain_text(f"{len(rows):,} specifications")
    fold.get_by_role("button", name="Back to the headline").click()
    expect(fold.locator(".choices-found")).to_contain_text("The headline")


def test_of_few_specifications_a_number_is_told_and_no_share(unfolded, site):
    page, fold = unfolded("chapters/evidence_trade.html", "K11")
    rows = table(site, "K11")
    assert len(rows) < verdicts.FEW
    same = (rows.verdict == rows.verdict[0]).sum()
    expect(fold).to_contain_text(f"{same} of {len(rows)} specifications say the same")
    expect(fold).to_contain_text(f"Of all {len(rows)} specifications: ")
    assert "%" not in fold.inner_text()


def test_the_choices_that_turn_a_verdict_are_named_and_make_it_turn(unfolded, site):
    page, fold = unfolded("chapters/evidence_votes.html", "K03")
    rows = table(site, "K03")
    button = fold.locator(".choices-turns button").first
    axis, option, word = re.match(r"(.+?): (.+) \((\w+)\)$", button.inner_text()).groups()
    assert word != rows.verdict[0]
    button.click()
    expect(fold.locator(".choices-found strong").last).to_have_text(word)
    others = [name for name in rows.columns[:-5] if name != axis]
    mine = rows[(rows[others] == rows[others].iloc[0]).all(axis=1) & (rows[axis] == option)]
    assert list(mine.verdict) == [word]


def test_choices_stand_in_the_address_and_can_be_handed_on(unfolded, visit):
    page, fold = unfolded("chapters/evidence_votes.html", "K02")
    fold.get_by_label("before").select_option("1")
    expect(fold.locator(".choices-found")).to_contain_text("With these choices")
    said, address = fold.locator(".choices-found").inner_text(), page.url
    assert "choices=K02." in address and address.endswith("#k02")
    _, fold = unfolded("", "K02", at=address)
    expect(fold.locator(".choices-found")).to_have_text(re.sub(r"\s+", " ", said))


def test_choices_work_from_a_disk_and_axe_finds_nothing(unfolded, site):
    place = (site / "chapters" / "evidence_votes.html").as_uri()
    page, fold = unfolded(place, "K02")
    assert all(url.startswith(("file:", "data:")) for url in page.asked)
    fold.get_by_label("before").select_option("1")
    expect(fold.locator(".choices-found")).to_contain_text("With these choices")
    assert not axe.looked_at(page, (390, 1280), "details[data-choices=K02]")
    page.set_viewport_size({"width": 390, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_without_a_script_the_table_is_there(visit, site):
    page = visit("chapters/evidence_votes.html", java_script_enabled=False)
    fold = page.locator("details[data-choices=K02]")
    fold.locator("summary").click()
    link = fold.get_by_role("link")
    assert link.is_visible()
    path = (site / "chapters" / link.get_attribute("href")).resolve()
    assert path.read_text(encoding="utf-8").count("\n") == len(table(site, "K02")) + 1


CUT = """(fold) => {
    const pen = document.createElement("canvas").getContext("2d");
    return [...fold.querySelectorAll("select")].flatMap((select) => {
        const style = getComputedStyle(select), sign = 24; // the sign that it opens
        pen.font = style.font;
        return [...select.options].map((option) => option.text).filter((text) =>
            pen.measureText(text).width > select.clientWidth - sign);
    });
}"""


@pytest.mark.parametrize(("page", "name"), [("votes", "K03"), ("energy", "K20"), ("energy", "K27")])
def test_on_a_phone_no_choice_is_cut(visit, page, name):
    narrow = {"viewport": {"width": 390, "height": 844}}
    page = visit(f"chapters/evidence_{page}.html?choices={name}.1", **narrow)
    fold = page.locator(f"details[data-choices={name}]")
    fold.locator(".choices-found strong").first.wait_for()
    assert not fold.evaluate(CUT)
