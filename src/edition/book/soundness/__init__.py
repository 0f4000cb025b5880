"""The soundness of all that a book is made from; each check returns a message for each fault."""
