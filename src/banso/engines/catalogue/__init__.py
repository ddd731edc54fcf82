"""Finding products in three languages: one set of words for texts and queries, and what means the same."""
