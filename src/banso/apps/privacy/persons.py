"""Which rows are about one and the same person."""

from __future__ import annotations

from django.db.models import Q

from banso.apps.directory.models import Contact


def same_person(contact: int | None, user: int | None) -> Q:
    """Rows of ``models.OfPerson`` about a person: a contact with an account is one person with it."""
    whose = Q(pk__in=())
    if contact is not None:
        of_contact = Contact.objects.filter(pk=contact, user__isnull=False)
        whose |= Q(contact=contact) | Q(user__in=of_contact.order_by().values("user"))
    if user is not None:
        whose |= Q(user=user) | Q(contact__user=user)
    return whose
