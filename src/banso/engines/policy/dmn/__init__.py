"""DMN 1.2 to 1.6 files: their decision tables and literal expressions as a policy."""

from banso.engines.policy.dmn.file import read_dmn

__all__ = ["read_dmn"]
