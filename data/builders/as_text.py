"""Tables, and what describes them, as text: the same bytes on every machine."""

import json

import pandas as pd


def number_text(value, decimals):
    """A number with a fixed count of decimals; '' for a missing one; never '-0'."""
    if pd.isna(value):
        return ""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text


def csv_text(frame, sort_by, decimals=None):
    """CSV (UTF-8, LF) of a frame, sorted by its key.

    decimals: {column: count}; a float column that is not named there is a TypeError.
    """
    frame = frame.sort_values(sort_by, kind="stable").copy()
    for column, count in (decimals or {}).items():
        frame[column] = [number_text(value, count) for value in frame[column]]
    loose = frame.select_dtypes("float").columns
    if len(loose):
        raise TypeError(f"no count of decimals given for {', '.join(loose)}")
    return frame.to_csv(index=False, lineterminator="\n")


def by_year(frame, whose, decimals, years):
    """CSV with a row for each name in the column `whose` and each measure, and a column a year.

    frame: columns year, `whose` and the measures; decimals: {measure: count}, in the order of the
    rows; years: first and last.
    """
    parts = []
    for measure, count in decimals.items():
        wide = frame.pivot(index=whose, columns="year", values=measure).dropna(how="all")
        wide = wide.reindex(columns=range(years[0], years[1] + 1))
        wide = wide.apply(lambda column, count=count: [number_text(each, count) for each in column])
        wide.insert(0, "measure", pd.Categorical([measure] * len(wide), list(decimals)))
        parts.append(wide.reset_index())
    return csv_text(pd.concat(parts), [whose, "measure"])


def numbered(titles):
    """{title: number} of the titles that occur, in order of the alphabet; '' has none."""
    return {title: number for number, title in enumerate(sorted({*titles} - {""}), 1)}


def titles_text(titles):
    """CSV of titles by their numbers: each stands once, and roll calls name its number."""
    rows = [(number, title) for title, number in numbered(titles).items()]
    return csv_text(pd.DataFrame(rows, columns=["id", "title"]), ["id"])


def descriptor_text(package):
    """The text of datapackage.json: a line for each property of a table, and for each field."""
    head = {key: said for key, said in package.items() if key != "resources"}
    lines = [f" {_pair(key, said)}" for key, said in head.items()]
    tables = ",\n".join(_table_text(table) for table in package["resources"])
    return "{\n" + ",\n".join([*lines, f' "resources": [\n{tables}\n ]']) + "\n}\n"


def _table_text(table):
    lines = [f"   {_pair(key, said)}" for key, said in table.items() if key != "schema"]
    if "schema" in table:
        fields = ",\n".join(f"     {_line(field)}" for field in table["schema"]["fields"])
        keys = {key: said for key, said in table["schema"].items() if key != "fields"}
        parts = [f'    "fields": [\n{fields}\n    ]']
        parts += [f"    {_pair(key, said)}" for key, said in keys.items()]
        lines.append('   "schema": {\n' + ",\n".join(parts) + "\n   }")
    return "  {\n" + ",\n".join(lines) + "\n  }"


def _pair(key, said):
    return f"{_line(key)}: {_line(said)}"


def _line(said):
    return json.dumps(said, ensure_ascii=False)
