"""Indicators: what is counted, out of what, from which records; and what was published about them."""
