"""The edition: what its chapters call, and what makes a book of them.

Rooms, in the order in which things flow; each imports only from those before it:
tables, measures, judgement, charts and references, listings, book, outputs, commands.
"""
