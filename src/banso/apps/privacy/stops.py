"""Whose data are kept but not used: no letter goes there."""

from __future__ import annotations

from django.db.models import Q

from banso.apps.directory.models import Contact
from banso.apps.notices.models import Letter
from banso.apps.privacy.models import Stop


def stopped(contact: int | None, user: int | None) -> bool:
    """Whether the use of a person's data is stopped. A contact with an account is one person with it."""
    whose = Q(pk__in=())
    if contact is not None:
        of_contact = Contact.objects.filter(pk=contact, user__isnull=False)
        whose |= Q(contact=contact) | Q(user__in=of_contact.order_by().values("user"))
    if user is not None:
        whose |= Q(user=user) | Q(contact__user=user)
    return Stop.objects.filter(whose, ended_at__isnull=True).exists()


def of_letter(letter: Letter) -> bool:
    """Whether a letter goes to somebody whose data are not used."""
    return stopped(letter.to_contact_id, letter.to_user_id)
