"""Papers in which staff saw EC sales, of some firms that say so themselves. A stream of chance of its own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from banso.apps.accounts.roles import Role
from banso.apps.casework.models import ECProof, ProvenRecord
from banso.apps.directory.models import ECRecord
from banso.apps.documents.models import Document
from banso.demo.casework import CaseRow
from banso.demo.plan import Plan, later

#: What a firm is asked to prove, by what it says of itself.
_SHOWN = {
    ECRecord.DOMESTIC.value: ProvenRecord.DOMESTIC,
    ECRecord.CROSS_BORDER.value: ProvenRecord.CROSS_BORDER,
    ECRecord.BOTH.value: ProvenRecord.CROSS_BORDER,
}


def write_ec_proofs(plan: Plan, cases: Sequence[CaseRow]) -> None:
    """Let staff look at a document of every second firm that has one and says that it sells through EC."""
    chance = plan.random("ec proofs")
    papers: dict[int, dict[str, Any]] = {}
    for paper in plan[Document].dicts():
        papers.setdefault(paper["firm_id"], paper)
    seen: set[int] = set()
    proofs: list[tuple[datetime, CaseRow, dict[str, Any], ProvenRecord]] = []
    for case in cases:
        paper, shown = papers.get(case.firm.id), _SHOWN.get(case.firm.ec_record)
        if paper is None or shown is None or case.firm.id in seen:
            continue
        seen.add(case.firm.id)
        looked = later(chance, paper["uploaded_at"], 1, 30)
        if chance.random() < 0.5 and plan.past(looked):
            proofs.append((looked, case, paper, shown))
    for looked, case, paper, shown in sorted(proofs, key=lambda one: (one[0], one[2]["id"])):
        since = looked.date() - timedelta(days=chance.randrange(200, 1500))
        key = plan[ECProof].add(
            firm_id=case.firm.id,
            kind=shown.value,
            since=since,
            document_id=paper["id"],
            looked_by_id=case.staff,
            looked_on=looked.date(),
        )
        payload = {"proof": key, "kind": shown.value, "since": since.isoformat(), "document": paper["ref"]}
        subject = ("firm", case.firm.ref)
        plan.event(looked, case.staff, Role.OFFICE_STAFF, "ec_record.proven", subject, payload)
