"""Who may read a registration, worked out anew after every change."""

from __future__ import annotations

from banso.apps.new_exporters.holders import Holder, holder_of
from banso.apps.new_exporters.models import Component, HandOver, HandOverState, Registration, Share


def taking_part(registration: Registration) -> set[Holder]:
    """Who registered the firm, leads, holds a part or is asked to take one; and the firm's office."""
    found = {Holder(office_id=registration.office_id), holder_of(registration, "lead")}
    if registration.body_id is not None:
        found.add(Holder(body_id=registration.body_id))
    held = Component.objects.filter(registration=registration)
    found |= {Holder(*row) for row in held.values_list("holder_office_id", "holder_body_id")}
    asked = HandOver.objects.filter(registration=registration, state=HandOverState.WAITING)
    return found | {Holder(*row) for row in asked.values_list("to_office_id", "to_body_id")}


def share(registration: Registration) -> None:
    """Let exactly those who take part read the registration."""
    wanted = taking_part(registration)
    shared = {Holder(row.office_id, row.body_id): row for row in registration.shares.order_by("pk")}
    for holder, row in shared.items():
        if holder not in wanted:
            row.delete()
    Share.objects.bulk_create(
        [
            Share(registration=registration, office_id=holder.office_id, body_id=holder.body_id)
            for holder in sorted(wanted - shared.keys(), key=lambda holder: holder.key)
        ]
    )
