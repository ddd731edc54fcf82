"""Mail about accounts, in the language of who gets it."""

from __future__ import annotations

import logging
from smtplib import SMTPException

from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from banso.apps.accounts.links import IssuedLink
from banso.apps.accounts.models import PersonalLink

logger = logging.getLogger(__name__)

#: What sending may raise: the server refused, or is not there.
MAIL_ERRORS = (SMTPException, OSError)

_TEMPLATES = {
    PersonalLink.Purpose.INVITATION: "accounts/mail/invitation.txt",
    PersonalLink.Purpose.SECOND_FACTOR: "accounts/mail/second_factor.txt",
}


def send_link(issued: IssuedLink) -> bool:
    """Mail a one-time link to its person, and say whether the mail went out."""
    user = issued.link.user
    with translation.override(user.language):
        subjects = {
            PersonalLink.Purpose.INVITATION: _("Your invitation to Banso"),
            PersonalLink.Purpose.SECOND_FACTOR: _("Set up your second factor again"),
        }
        purpose = PersonalLink.Purpose(issued.link.purpose)
        body = render_to_string(
            _TEMPLATES[purpose],
            {"name": user.name, "address": issued.address, "expires_at": issued.link.expires_at},
        )
        try:
            send_mail(str(subjects[purpose]), body, None, [user.email])
        except MAIL_ERRORS:
            # The address stays out of the log: it is personal data.
            logger.exception("the mail with a one-time link to user %s was not sent", user.pk)
            return False
    return True
