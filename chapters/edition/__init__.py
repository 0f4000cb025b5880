"""The code that the chapters call: tables, values, notes, charts and the figures made with them.

Importable wherever a chapter is opened, with no install step; it knows nothing of Sphinx.
"""
