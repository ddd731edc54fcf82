"""Finding records by what people type: one fold of spellings, words for an index, and queries over it."""
