"""Upstream files: found by address and SHA-256, read with checks.

Nothing here knows what a table means; it only hands over files that are, byte for byte, the
published ones, or stops with one message.
"""

import csv
import json
from pathlib import Path

import pandas as pd
import pooch
import pyreadr

REGISTRY = Path(__file__).with_name("upstream.csv")


class UpstreamError(Exception):
    """An upstream file is missing, changed or not in the expected form.

    The message says which, where and what was expected.
    """


class Upstream:
    """The upstream files, from a local folder or from their addresses.

    folder: a folder laid out like the column `file` of the registry; None fetches each file from
    its address into pooch's cache. registry: CSV with the columns file, bytes, sha256 and address.
    """

    def __init__(self, folder=None, registry=REGISTRY):
        self.folder = Path(folder) if folder else None
        self._contents = {}
        self.made = {}  # texts of the tables made so far in this run, by file name
        with open(registry, encoding="utf-8", newline="") as lines:
            self.files = {row["file"]: row for row in csv.DictReader(lines)}

    def path(self, file):
        """Local path of one upstream file with the expected SHA-256, else UpstreamError."""
        expected = self.files[file]
        if self.folder is None:
            return self._fetch(file, expected)
        path = self.folder / file
        if not path.is_file():
            wanted = f"expected a file of {expected['bytes']} bytes"
            raise UpstreamError(f"{file}: not in the folder {self.folder}; {wanted}")
        size, digest = path.stat().st_size, pooch.file_hash(str(path))
        if digest != expected["sha256"]:
            fault = "truncated" if size < int(expected["bytes"]) else "changed upstream"
            raise UpstreamError(
                f"{file}: {fault}: {size} bytes with SHA-256 {digest}; "
                f"expected {expected['bytes']} bytes with SHA-256 {expected['sha256']}"
            )
        return path

    def _fetch(self, file, expected):
        try:
            return Path(
                pooch.retrieve(
                    expected["address"],
                    f"sha256:{expected['sha256']}",
                    fname=file.replace("/", "-"),
                    path=pooch.os_cache("belarus-policy-edition"),
                )
            )
        except (ValueError, OSError) as error:  # a wrong digest; no network, no such address
            raise UpstreamError(
                f"{file}: could not be fetched from {expected['address']}; "
                f"expected SHA-256 {expected['sha256']}: {error}"
            ) from error

    def _read(self, file, reader, kind):
        if file not in self._contents:
            path = self.path(file)
            try:
                self._contents[file] = reader(path)
            except Exception as error:  # each format's library has errors of its own
                raise UpstreamError(f"{file}: cannot be read as {kind}: {error}") from error
        return self._contents[file]

    def r_table(self, file, name, columns):
        """The data frame `name` of an R data file (.rda)."""
        frames = self._read(file, lambda path: pyreadr.read_r(str(path)), "R data")
        if name not in frames:
            raise UpstreamError(f"{file}: holds no data frame {name}; found {', '.join(frames)}")
        return require_columns(frames[name], file, columns)

    def stata(self, file, columns):
        """A Stata file (.dta) as a data frame."""
        return require_columns(self._read(file, pd.read_stata, "Stata data"), file, columns)

    def csv(self, file, columns, **options):
        """A CSV file as a data frame; options go to pandas.read_csv."""
        return require_columns(
            self._read(file, lambda path: pd.read_csv(path, **options), "CSV"), file, columns
        )

    def whole_csv(self, file, columns):
        """A CSV file with all its columns, as text, '' for empty; some of them must be there."""
        frame = self._read(
            file, lambda path: pd.read_csv(path, dtype=str, keep_default_na=False), "CSV"
        )
        require_columns(frame, file, columns)
        return frame

    def json(self, file):
        """A JSON file as Python objects."""
        return self._read(file, lambda path: json.loads(path.read_text(encoding="utf-8")), "JSON")


def committed(data, name, columns):
    """A table of this project, in the folder `data`, that was typed from quoted pages.

    All cells are text, '' for empty.
    """
    path = Path(data) / f"{name}.csv"
    if not path.is_file():
        raise UpstreamError(f"{path.name}: not in {data}; expected the table of quoted figures")
    return require_columns(pd.read_csv(path, dtype=str, keep_default_na=False), path.name, columns)


def require_columns(frame, file, columns):
    """The frame with these columns only, or UpstreamError naming the first one that is missing."""
    for column in columns:
        if column not in frame.columns:
            raise UpstreamError(
                f"{file}: no column {column}; found {', '.join(map(str, frame.columns))}"
            )
    return frame[list(columns)]


def require_values(series, file, values):
    """Stop if a value that the table needs, such as a country, does not occur in this column."""
    present = set(series)
    for value in values:
        if value not in present:
            raise UpstreamError(
                f"{file}: column {series.name}: no row with {value!r}; renamed or removed upstream"
            )


def require_numbers(series, file, first_row=1):
    """The series as floats, or UpstreamError naming the first row, counted in the file, of none."""
    numbers = pd.to_numeric(series, errors="coerce")
    bad = series[numbers.isna() & series.notna()]
    if len(bad):
        place = f"column {series.name}, row {bad.index[0] + first_row}"
        raise UpstreamError(f"{file}: {place}: {bad.iloc[0]!r} where a number was expected")
    return numbers.astype(float)


def require_unique(frame, file, key):
    """Stop if two rows share the same key."""
    twice = frame[frame.duplicated(key)]
    if len(twice):
        row = ", ".join(f"{column} {twice.iloc[0][column]}" for column in key)
        raise UpstreamError(f"{file}: more than one row for {row}; expected one")
