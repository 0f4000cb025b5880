"""The builders of data/evidence: one module a subject, each turns upstream files into tables.

python -m builders [--from FOLDER] [--check] [TABLE ...]        in the folder data/
"""
