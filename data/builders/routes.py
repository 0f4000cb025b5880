"""Map of the routes of oil to Belarus: countries and pipelines as GeoJSON, in degrees (WGS 84)."""

import numpy as np
import pandas as pd
import shapely

from .as_text import geojson_text
from .upstream import UpstreamError, require_values

WORLD = "map/50m.json"
FRAME = (0.0, 36.0, 60.0, 72.0)  # west, south, east, north
TOLERANCE = 0.15  # degrees; see shapely.coverage_simplify
SMALLEST = 0.02  # square degrees; smaller islands are left out
CRIMEA = shapely.Point(34.1, 45.0)

PIPELINES = {  # identifier of Global Energy Monitor: ends of the line, read off its coordinates
    "P0653": "Druzhba, Samara to Mozyr",
    "P5190": "Druzhba, Unecha to Mozyr",
    "P5188": "Druzhba, Mozyr to the border of Poland",
    "P5134": "Druzhba, Mozyr through Brody to the border of Slovakia",
    "P5189": "Navapolatsk to Unecha",
    "P3715": "Mozyr to Navapolatsk",
    "P0652": "Unecha to the Gulf of Finland",
}


def rounded(coordinates):
    """Nested coordinates with two decimals (about 1 km)."""
    if isinstance(coordinates[0], (int, float)):
        return [round(value, 2) for value in coordinates]
    return [rounded(part) for part in coordinates]


def feature(geometry, properties):
    """A GeoJSON feature with rounded coordinates."""
    shape = shapely.geometry.mapping(geometry)
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": shape["type"], "coordinates": rounded(shape["coordinates"])},
    }


def polygons(topology):
    """{name: (code, MultiPolygon)} of the object `countries` of a TopoJSON topology.

    Its arcs are delta-coded integers.
    """
    scale, shift = (np.array(topology["transform"][key]) for key in ("scale", "translate"))
    arcs = [np.cumsum(arc, axis=0) * scale + shift for arc in topology["arcs"]]

    def ring(indexes):
        parts = [arcs[i] if i >= 0 else arcs[~i][::-1] for i in indexes]
        line = np.vstack([parts[0], *(part[1:] for part in parts[1:])])
        if np.abs(np.diff(line[:, 0])).max() > 180:  # a ring that crosses the antimeridian
            line[:, 0] = np.where(line[:, 0] < 0, line[:, 0] + 360, line[:, 0])
        return line

    countries = {}
    for shape in topology["objects"]["countries"]["geometries"]:
        if shape["type"] not in ("Polygon", "MultiPolygon"):
            continue
        parts = [shape["arcs"]] if shape["type"] == "Polygon" else shape["arcs"]
        rings = [[line for line in map(ring, part) if len(line) > 3] for part in parts]
        area = shapely.MultiPolygon([shapely.Polygon(part[0], part[1:]) for part in rings if part])
        countries[shape["properties"]["name"]] = shape["properties"]["a3"], area
    return countries


def map_countries(upstream, data):
    """Countries inside the frame, clipped and simplified so that common borders stay common."""
    topology = upstream.json(WORLD)
    try:
        countries = polygons(topology)
    except (KeyError, IndexError) as error:
        expected = "TopoJSON with transform, arcs and objects.countries"
        raise UpstreamError(f"{WORLD}: not {expected}, as was expected: {error!r}") from error
    require_values(pd.Series(list(countries), name="name"), WORLD, ["Belarus", "Russia", "Ukraine"])
    if not countries["Ukraine"][1].contains(CRIMEA):
        raise UpstreamError(
            f"{WORLD}: Crimea (34.1 E, 45.0 N) is not drawn in Ukraine, as was expected"
        )
    names = sorted(
        name for name, (_, area) in countries.items() if area.intersects(shapely.box(*FRAME))
    )
    clipped = shapely.clip_by_rect([countries[name][1] for name in names], *FRAME)
    features = []
    for name, area in zip(names, shapely.coverage_simplify(clipped, TOLERANCE), strict=True):
        parts = [
            part
            for part in shapely.get_parts(area)
            if part.geom_type == "Polygon" and part.area > SMALLEST
        ]
        if parts:
            features.append(
                feature(shapely.MultiPolygon(parts), {"code": countries[name][0], "name": name})
            )
    return geojson_text(features)


def map_pipelines(upstream, data):
    """Pipelines that reach or pass Belarus; the lines are schematic."""
    features = []
    for code, label in PIPELINES.items():
        file = f"map/gem/{code}.geojson"
        try:
            line = shapely.geometry.shape(upstream.json(file)["features"][0]["geometry"])
        except (KeyError, IndexError, shapely.errors.ShapelyError) as error:
            raise UpstreamError(f"{file}: not a GeoJSON feature with a line: {error!r}") from error
        features.append(feature(line.simplify(0.03), {"pipeline": code, "label": label}))
    return geojson_text(features)
