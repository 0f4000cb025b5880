"""Check what no schema says, before a page is made: one module a subject, each check returns messages with file and place."""
