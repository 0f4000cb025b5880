"""Tables as text: the same bytes on every machine."""

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


def geojson_text(features):
    """A GeoJSON FeatureCollection with one feature per line."""
    lines = ",\n".join(
        json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in features
    )
    return '{"type":"FeatureCollection","features":[\n' + lines + "\n]}\n"
