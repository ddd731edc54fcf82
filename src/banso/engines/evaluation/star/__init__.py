"""The read model: what a snapshot of casework holds, table by table and column by column."""

from banso.engines.evaluation.star.schema import TABLES, Column, Kind, Table, schema_digest

__all__ = ["TABLES", "Column", "Kind", "Table", "schema_digest"]
