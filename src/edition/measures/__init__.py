"""What a table shows: pure functions from tables to tables and numbers."""
