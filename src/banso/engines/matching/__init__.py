"""Who can help with what: tests every expert must pass, a score in parts, the best plan under capacity."""
