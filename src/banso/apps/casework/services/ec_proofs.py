"""Papers that prove an EC record: looked at, withdrawn."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.casework.models import ECProof, ProvenRecord
from banso.apps.casework.services import checks
from banso.apps.directory.models import Firm
from banso.apps.documents.models import Document, ScanState
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import digest, record, service


@service
def accept_ec_proof(actor: Actor, firm: Firm, document: Document, kind: str, since: date) -> ECProof:
    """Say that a document of a firm shows EC sales; staff have looked at it.

    Raises:
        Refused: ``document_of_other_firm``, ``document_gone`` removed, replaced or locked; ``kind_unknown``;
            ``in_future``; ``proven_already`` this document shows it already.
    """
    document = hold(Document.objects).get(pk=document.pk)
    if document.firm_id != firm.pk:
        raise Refused("document_of_other_firm", _("This document belongs to another firm."), "document")
    gone = document.deleted_at is not None or document.superseded_by_id is not None
    if gone or document.scan_state in (ScanState.INFECTED, ScanState.FAILED):
        raise Refused("document_gone", _("This document can no longer be read."), "document")
    if kind not in ProvenRecord.values:
        raise Refused("kind_unknown", _("Choose one of the options."), "kind")
    try:
        with transaction.atomic():
            proof = ECProof.objects.create(
                firm=firm,
                kind=kind,
                since=checks.not_in_future(since, actor.today, "since"),
                document=document,
                looked_by_id=actor.user_id,
                looked_on=actor.today,
            )
    except IntegrityError as fault:
        raise Refused("proven_already", _("This document shows it already."), "document") from fault
    payload = {"proof": proof.pk, "kind": kind, "since": since.isoformat(), "document": document.ref}
    record(actor, "ec_record.proven", ("firm", firm.ref), payload)
    return proof


@service
def withdraw_ec_proof(actor: Actor, proof: ECProof, reason: str) -> ECProof:
    """Say that a document does not show what was seen in it. What was decided by it stays decided.

    Raises:
        Refused: ``already_done``; no reason.
    """
    proof = hold(ECProof.objects).select_related("firm").get(pk=proof.pk)
    if proof.withdrawn_on is not None:
        raise Refused("already_done", _("This proof was withdrawn already."))
    proof.withdrawn_reason = checks.text(reason, "reason", 300)
    proof.withdrawn_on = actor.today
    proof.save(update_fields=["withdrawn_on", "withdrawn_reason"])
    payload = {"proof": proof.pk, "reason": digest(proof.withdrawn_reason)}
    record(actor, "ec_record.withdrawn", ("firm", proof.firm.ref), payload)
    return proof
