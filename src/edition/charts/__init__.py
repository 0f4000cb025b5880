"""The grammar of figures: one description gives pictures, table, CSV and alternative text."""
