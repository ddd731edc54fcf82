"""Policy as decision tables: read, check, compile, decide one case with reasons or a million at once."""
