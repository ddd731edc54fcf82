"""Fees: what a service costs a firm, in whole yen."""
