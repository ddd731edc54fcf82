"""Tags of the pages of policies."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django import template

from banso.apps.policies.checking import Finding

register = template.Library()


@register.simple_tag
def faults_at(marked: Mapping[str, Sequence[Finding]], cell: str) -> Sequence[Finding]:
    """The faults of a cell, by its id."""
    return marked.get(cell, ())


@register.filter
def join_ids(findings: Iterable[Finding]) -> str:
    """The ids of faults, for ``aria-describedby``."""
    return " ".join(finding.id for finding in findings)
