"""Inquiries: what a buyer asks the maker of a product, and what becomes of it."""
