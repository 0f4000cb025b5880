"""The builders: samples in, expected tables out; every fault stops with one message and leaves the
committed tables alone.
"""

import csv
import functools
import http.server
import shutil
import threading
from pathlib import Path

import pandas as pd
import pooch
import pyreadr
import pytest
from builders import build
from builders.upstream import Upstream, UpstreamError

ROOT = Path(__file__).resolve().parents[2]
SAMPLES = ROOT / "tests" / "samples"
EVIDENCE = ROOT / "data" / "evidence"


@pytest.fixture
def place(tmp_path):
    """A writable copy: upstream/ (samples), upstream.csv, and evidence/ with the quoted tables and
    the expected ones.
    """
    shutil.copytree(SAMPLES / "upstream", tmp_path / "upstream")
    shutil.copy(SAMPLES / "upstream.csv", tmp_path)
    shutil.copytree(SAMPLES / "quoted", tmp_path / "evidence")
    shutil.copytree(SAMPLES / "expected", tmp_path / "evidence", dirs_exist_ok=True)
    return tmp_path


def run(place, *arguments):
    return build.main(
        ["--from", str(place / "upstream"), *arguments],
        registry=place / "upstream.csv",
        data=place / "evidence",
    )


def contents(folder):
    return {path.name: path.read_bytes() for path in folder.iterdir()}


def register(place, file, address=""):
    """Enter a file as it now lies there into the registry of the copy."""
    path = place / "upstream" / file
    rows = [
        row
        for row in csv.DictReader((place / "upstream.csv").read_text().splitlines())
        if row["file"] != file
    ]
    rows.append(
        {
            "file": file,
            "bytes": path.stat().st_size,
            "sha256": pooch.file_hash(str(path)),
            "address": address,
        }
    )
    with open(place / "upstream.csv", "w", newline="") as lines:
        writer = csv.DictWriter(lines, ["file", "bytes", "sha256", "address"])
        writer.writeheader()
        writer.writerows(rows)


def edit(place, file, old, new):
    """Replace text in a sample and enter it into the registry: the digest is right, the content is
    not.
    """
    path = place / "upstream" / file
    text = path.read_bytes().decode("latin-1")
    assert old in text
    path.write_bytes(text.replace(old, new).encode("latin-1"))
    register(place, file)


# --- samples ---
# -------------------


@pytest.mark.parametrize("name", build.BUILDERS)
def test_sample_gives_the_expected_table(place, name):
    (place / "evidence" / name).unlink()
    assert run(place, name.split(".")[0]) == 0
    assert (place / "evidence" / name).read_bytes() == (SAMPLES / "expected" / name).read_bytes()


def test_every_builder_has_an_expected_sample_and_a_committed_table():
    assert {path.name for path in (SAMPLES / "expected").iterdir()} == set(build.BUILDERS)
    assert set(build.BUILDERS) <= {path.name for path in EVIDENCE.iterdir()}


def test_second_run_changes_nothing(place, capsys):
    before = contents(place / "evidence")
    assert run(place) == 0
    assert contents(place / "evidence") == before
    assert capsys.readouterr().out.count(": unchanged") == len(build.BUILDERS)


def test_changed_rows_are_counted_and_check_writes_nothing(place, capsys):
    table = place / "evidence" / "arms_imports.csv"
    table.write_text(table.read_text().replace("12.50", "13.00"))
    before = contents(place / "evidence")
    assert run(place, "--check") == 1
    assert contents(place / "evidence") == before
    output = capsys.readouterr().out
    assert "arms_imports.csv: 1 rows changed" in output and "+ 2012,Russia,12.50" in output
    assert run(place) == 0
    assert table.read_bytes() == (SAMPLES / "expected" / "arms_imports.csv").read_bytes()
    assert run(place, "--check") == 0


# --- faults ---
# -------------------


def rewrite_r(place, file, name, change):
    path = place / "upstream" / file
    frame = change(pyreadr.read_r(str(path))[name])
    pyreadr.write_rdata(str(path), frame, df_name=name)
    register(place, file)


def drop_vote(frame):
    return frame[~((frame.rcid == 5309) & (frame.country == "Norway"))].reset_index(drop=True)


SIPRI, WEO, VOTES = "sipri_arms/trade_2023.csv", "imf_weo/data_2510.rda", "unvotes/un_votes.rda"
FAULTS = {
    "missing file": (
        "arms_imports",
        lambda place: (place / "upstream" / SIPRI).unlink(),
        [SIPRI, "not in the folder"],
    ),
    "changed digest": (
        "arms_imports",
        lambda place: (place / "upstream" / SIPRI).write_bytes(
            (place / "upstream" / SIPRI).read_bytes() + b"\n"
        ),
        [SIPRI, "changed upstream", "expected"],
    ),
    "truncated": (
        "un_roll_calls",
        lambda place: (place / "upstream" / VOTES).write_bytes(
            (place / "upstream" / VOTES).read_bytes()[:500]
        ),
        [VOTES, "truncated", "500 bytes"],
    ),
    "unreadable": (
        "un_ideal_points",
        lambda place: edit(
            place, "unga_idealpoints/IdealpointsJuly2025.dta", "<release>118", "<release>999"
        ),
        ["IdealpointsJuly2025.dta", "cannot be read as Stata data"],
    ),
    "missing column": (
        "arms_imports",
        lambda place: edit(place, SIPRI, "TIV delivery values", "TIV delivered"),
        [SIPRI, "no column TIV delivery values"],
    ),
    "missing column in R data": (
        "economy",
        lambda place: rewrite_r(
            place, WEO, "data_2510", lambda frame: frame.drop(columns="concept")
        ),
        [WEO, "no column concept"],
    ),
    "renamed country": (
        "arms_imports",
        lambda place: edit(place, SIPRI, "Belarus", "Byelorussia"),
        [SIPRI, "Recipient", "'Belarus'"],
    ),
    "renamed voter": (
        "un_roll_calls",
        lambda place: rewrite_r(
            place,
            VOTES,
            "un_votes",
            lambda frame: frame.replace({"country": {"Russia": "Russian Federation"}}),
        ),
        [VOTES, "country", "'Russia'"],
    ),
    "renamed code": (
        "economy",
        lambda place: edit(place, "wb_gdp/gdp.csv", "BLR", "BYR"),
        ["wb_gdp/gdp.csv", "Country Code", "'BLR'"],
    ),
    "no number": (
        "arms_imports",
        lambda place: edit(place, SIPRI, ",2.5,No", ",two,No"),
        [SIPRI, "TIV delivery values", "row 14", "'two'"],
    ),
    "row twice": (
        "economy",
        lambda place: rewrite_r(
            place, WEO, "data_2510", lambda frame: pd.concat([frame, frame], ignore_index=True)
        ),
        [WEO, "more than one row", "year 2014"],
    ),
    "wrong result of a known vote": (
        "un_roll_calls",
        lambda place: rewrite_r(place, VOTES, "un_votes", drop_vote),
        [VOTES, "68/262", "'y': 100"],
    ),
    "correction of what is not there": (
        "un_roll_calls",
        lambda place: (place / "evidence" / "un_roll_calls_mended.csv").write_text(
            "resolution,field,was,mended\n62/249,Belarus,a,n\n", encoding="utf-8"
        ),
        [VOTES, "62/249, Belarus: ['n'] where ['a'] was expected"],
    ),
    "changed wording": (
        "trade_factbook",
        lambda place: edit(
            place, "factbook/bo_2015-10.json", "Russia 54.6%", "Russian Federation 54.6%"
        ),
        ["bo_2015-10.json", "Imports - partners"],
    ),
    "missing month": (
        "oil_prices",
        lambda place: edit(place, "oil_prices/brent-monthly.csv", "2025-12", "2026-12"),
        ["brent-monthly.csv", "'2025-12'"],
    ),
    "an amount in another unit": (
        "factbook_energy",
        lambda place: edit(place, "factbook/bo_2015-10.json", "346,000 bbl/day", "17 million tons"),
        ["bo_2015-10.json", "Refined petroleum products - production", "17 million tons"],
    ),
    "country gone from a table of all": (
        "economy",
        lambda place: rewrite_r(
            place, WEO, "data_2510", lambda frame: frame[frame.ref_area != "G001"]
        ),
        [WEO, "no row with 'G001'"],
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_named_and_nothing_is_written(place, capsys, fault):
    table, spoil, words = FAULTS[fault]
    spoil(place)
    before = contents(place / "evidence")
    assert run(place, table) == 2
    message = capsys.readouterr().err
    assert message.count("\n") == 1 and all(word in message for word in [table, *words]), message
    assert contents(place / "evidence") == before


def test_no_table_is_written_if_one_fails(place):
    for name in ("oil_prices.csv", "arms_imports.csv"):
        (place / "evidence" / name).write_text("old\n")
    (place / "upstream" / SIPRI).unlink()
    before = contents(place / "evidence")
    assert run(place, "oil_prices", "arms_imports") == 2
    assert contents(place / "evidence") == before


def test_interrupted_write_leaves_no_part(place, monkeypatch):
    def full(*_):
        raise OSError("no space left")

    (place / "evidence" / "arms_imports.csv").write_text("old\n")
    before = contents(place / "evidence")
    monkeypatch.setattr(Path, "replace", full)
    with pytest.raises(OSError):
        run(place)
    assert contents(place / "evidence") == before


# --- addresses ---
# -------------------


@pytest.fixture
def served(place, monkeypatch):
    """The samples behind a loopback address, and an empty cache."""
    handler = functools.partial(
        http.server.SimpleHTTPRequestHandler, directory=str(place / "upstream")
    )
    monkeypatch.setattr(http.server.SimpleHTTPRequestHandler, "log_message", lambda *_: None)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setattr(pooch, "os_cache", lambda _: place / "cache")
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    register(place, SIPRI, f"http://127.0.0.1:{server.server_port}/{SIPRI}")
    yield place
    server.shutdown()
    server.server_close()


def test_file_is_fetched_from_its_address(served):
    assert (
        build.main(["arms_imports"], registry=served / "upstream.csv", data=served / "evidence")
        == 0
    )
    assert (served / "evidence" / "arms_imports.csv").read_bytes() == (
        SAMPLES / "expected" / "arms_imports.csv"
    ).read_bytes()


@pytest.mark.parametrize(
    "spoil",
    [lambda path: path.write_bytes(path.read_bytes()[:300]), lambda path: path.unlink()],
    ids=["truncated", "gone"],
)
def test_bad_download_stops(served, spoil):
    spoil(served / "upstream" / SIPRI)
    with pytest.raises(
        UpstreamError, match="sipri_arms/trade_2023.csv: could not be fetched from http://127.0.0.1"
    ):
        Upstream(registry=served / "upstream.csv").path(SIPRI)


# --- committed tables
# ------------------------------------------------------------------------------------------------


def table(name, **options):
    return pd.read_csv(EVIDENCE / f"{name}.csv", **options)


def test_registry_is_complete():
    with open(ROOT / "data" / "builders" / "upstream.csv", encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    for row in rows:
        assert (
            len(row["sha256"]) == 64
            and row["address"].startswith("https://")
            and row["publisher"]
            and row["licence"]
        ), row
    assert {row["file"] for row in rows} == {
        path.relative_to(SAMPLES / "upstream").as_posix()
        for path in (SAMPLES / "upstream").rglob("*")
        if path.is_file()
    }


def test_committed_tables_give_the_independently_computed_results():
    arms = table("arms_imports")
    for (first, last), whole in (((2007, 2013), 228), ((2014, 2019), 918)):
        rows = arms[arms.year.between(first, last)]
        assert round(rows.tiv.sum()) == whole
        russian = rows.tiv[rows.supplier == "Russia"].sum()
        assert round(100 * russian / rows.tiv.sum(), 1) == 98.5


@pytest.mark.parametrize(
    "name",
    [
        "trade_russia_press",
        "gas_price_paid",
        "oil_reported",
        "oil_imports",
        "oil_imports_2020_by_origin",
        "polls_russia_eu",
        "polls_media",
        "russian_support_quoted",
    ],
)
def test_every_quoted_row_names_its_page(name):
    pages = table("evidence_pages", dtype=str, keep_default_na=False).set_index("evidence_id")
    for row in table(name, dtype=str, keep_default_na=False).itertuples():
        page = pages.loc[row.evidence_id]
        assert (row.url, row.page_publisher, row.page_date) == (
            page.url,
            page.publisher,
            page.page_date,
        )


def test_computed_columns_of_quoted_tables():
    polls = table("polls_russia_eu")
    assert ((polls.share_a_pct - polls.share_b_pct - polls.lead_pp).abs().dropna() < 0.051).all()
    assert polls.lead_pp.notna().equals(polls.share_a_pct.notna() & polls.share_b_pct.notna())
    origin = table("oil_imports_2020_by_origin")
    assert ((100 * origin.value_usd_m / origin.total_usd_m - origin.share_pct).abs() < 0.051).all()
    assert abs(origin.value_usd_m.sum() - origin.total_usd_m.iloc[0]) < 0.01
    imports = table("oil_imports").dropna(subset="share_pct")
    part = {"Russia": "russia_mt", "CIS": "cis_mt", "EAEU": "eaeu_mt"}
    for row in imports.to_dict("records"):
        assert abs(100 * row[part[row["share_of"]]] / row["total_mt"] - row["share_pct"]) < 0.051
