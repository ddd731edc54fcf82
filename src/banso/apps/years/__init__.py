"""Fiscal years: opened by copying, worked off, closed to entries."""
