"""Finding products in three languages: one set of words for texts and queries, and the words that mean the same."""
