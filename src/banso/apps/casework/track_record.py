"""What a firm's EC record is, by three grades: its word, papers that staff looked at, what Banso saw sold.

1. The firm's word is what it entered of itself. It has no day.
2. Evidence is a document of the firm in which staff saw sales (``ECProof``); it counts from the day on which
   they looked until it is withdrawn.
3. Seen are exports in EC channels that count: confirmed, no samples, within the support of a case, known by
   the day. They are sales across borders, from the earliest day of one.
4. The record is all that any grade says: a better grade adds to a weaker one, and "none" gives way to both.
   Its grade is the best one that shows the strongest part, across borders before at home.
5. Policies read word and evidence together as ``ec_record``, and what was seen in earlier cases as
   ``ec_sale_before``: their rows say which of the two holds more. So a firm that says "none" and has sold
   under support is not judged as one without a record.
6. Word and proof disagree where proof shows something that the word leaves out. More in word than in proof is
   no contradiction: nobody has to prove it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from django.db.models import F, QuerySet

from banso.apps.casework.background import EC_CHANNELS
from banso.apps.casework.models import ECProof, ExportResult
from banso.apps.casework.models.track_record import EC_PARTS, joined
from banso.apps.directory.models import ECRecord, Firm
from banso.apps.journal.actor import day_of


class Grade(StrEnum):
    """How well something is known, from the weakest."""

    WORD = "word"
    EVIDENCE = "evidence"
    SEEN = "seen"


@dataclass(frozen=True)
class Record:
    """What one grade says: since when (None: not said), and the reference of what says it."""

    kind: ECRecord
    grade: Grade
    since: date | None = None
    source: str = ""


@dataclass(frozen=True)
class TrackRecord:
    """The EC record of a firm on a day; a grade that says nothing is None."""

    word: Record
    evidence: Record | None = None
    seen: Record | None = None

    @property
    def all(self) -> list[Record]:
        """What there is, the best first."""
        return [record for record in (self.seen, self.evidence, self.word) if record is not None]

    @property
    def kind(self) -> ECRecord:
        """Domestic, across borders, both or none (rule 4)."""
        return joined(*(record.kind for record in self.all))

    @property
    def best(self) -> Record:
        """The record that the grade, the day and the source are taken from (rule 4)."""
        for part in ("cb", "dom"):
            for record in self.all:
                if part in EC_PARTS[record.kind]:
                    return record
        return self.word

    @property
    def disagrees(self) -> bool:
        """Whether proof shows what the firm's word leaves out (rule 6)."""
        return joined(self.word.kind, self.kind) != self.word.kind


def ec_record_of(firm: Firm, day: date) -> TrackRecord:
    """The EC record of a firm as known on a day. Two queries."""
    return ec_records_of([firm], day)[firm.pk]


def ec_records_of(firms: Iterable[Firm], day: date) -> dict[int, TrackRecord]:
    """By key the EC records of firms as known on a day. Two queries."""
    firms = list(firms)
    keys = [firm.pk for firm in firms]
    proofs: dict[int, list[ECProof]] = {}
    papers = standing_proofs(day).filter(firm__in=keys).select_related("document")
    for proof in papers.order_by("since", "pk"):
        proofs.setdefault(proof.firm_id, []).append(proof)
    seen: dict[int, Record] = {}
    sales = ExportResult.objects.filter(
        case__firm__in=keys,
        channel__in=EC_CHANNELS,
        sample=False,
        confirmed_at__isnull=False,
        exported_on__gte=F("case__started_on"),
        exported_on__lte=day,
    )
    rows = sales.order_by("exported_on", "pk").values_list(
        "case__firm", "case__ref", "exported_on", "confirmed_at"
    )
    for firm, case, exported_on, confirmed_at in rows:
        if day_of(confirmed_at) <= day:
            seen.setdefault(firm, Record(ECRecord.CROSS_BORDER, Grade.SEEN, exported_on, case))
    return {
        firm.pk: TrackRecord(
            Record(ECRecord(firm.ec_record), Grade.WORD),
            _evidence(proofs.get(firm.pk, [])),
            seen.get(firm.pk),
        )
        for firm in firms
    }


def standing_proofs(day: date) -> QuerySet[ECProof]:
    """Papers that count on a day."""
    return ECProof.objects.filter(looked_on__lte=day).exclude(withdrawn_on__lte=day)


def _evidence(proofs: list[ECProof]) -> Record | None:
    if not proofs:
        return None
    kind = joined(*(proof.kind for proof in proofs))
    # The strongest part gives the day and the paper.
    first = next((proof for proof in proofs if proof.kind == "cb"), proofs[0])
    return Record(kind, Grade.EVIDENCE, first.since, first.document.ref)
