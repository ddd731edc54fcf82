"""The firm is written to when a quote is sent, replaced or about to end, in the language of each contact."""

from datetime import timedelta

import pytest
from django.core import mail

from banso.apps.accounts.models import User
from banso.apps.fees import letters, services
from banso.apps.notices.delivery import send
from banso.apps.notices.models import Letter, LetterState
from tests.apps.behalf.making import contact
from tests.apps.fees import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]


@pytest.fixture
def draft(configuration):
    """The draft of a quote for a firm with one contact who reads English and one who reads Japanese."""
    making.charge()
    quote = making.draft()
    reader = making.member(quote.firm)
    User.objects.filter(pk=reader.user_id).update(language="en")
    contact(quote.firm, user_id=reader.user_id, email="en@firm.invalid", mails_support=True)
    contact(quote.firm, email="ja@firm.invalid", mails_support=True)
    return quote


def sent(template, at=making.NOW + timedelta(hours=2)):
    """The mails of a kind of letter: subject and body by address."""
    mail.outbox.clear()
    for letter in Letter.objects.filter(template=template, state=LetterState.QUEUED).order_by("pk"):
        send(letter.pk, at)
    return {message.to[0]: message for message in mail.outbox}


def test_a_quote_that_is_sent_is_told_in_the_language_of_each_contact(draft):
    quote = services.offer_quote(making.by("office_staff"), draft)
    found = sent(letters.SENT)
    assert set(found) == {"en@firm.invalid", "ja@firm.invalid"}
    english, japanese = (found[f"{language}@firm.invalid"] for language in ("en", "ja"))
    assert quote.ref in english.subject and "30 Mar 2026" in english.body
    assert "承諾" in japanese.body and f"/fees/quotes/{quote.ref}/" in japanese.body


def test_a_revision_tells_that_it_replaces_the_earlier_one(draft):
    staff = making.by("office_staff")
    quote = services.offer_quote(staff, draft)
    later = services.offer_quote(staff, services.revise_quote(staff, quote, making.WORK))
    # The letter about the earlier quote is no longer needed.
    assert sent(letters.SENT) == {}
    body = sent(letters.REPLACED)["en@firm.invalid"].body
    assert quote.ref in body and later.ref in body


def test_a_quote_about_to_end_is_told_once_however_often_the_job_ran(draft):
    quote = services.offer_quote(making.by("office_staff"), draft)
    ahead = making.NOW + timedelta(days=14)
    assert letters.tell_of_ends(ahead) == {"quotes": 0}
    assert letters.tell_of_ends(ahead + timedelta(days=3)) == {"quotes": 1}
    assert letters.tell_of_ends(ahead + timedelta(days=4)) == {"quotes": 0}
    found = sent(letters.ENDING, ahead + timedelta(days=4))
    assert quote.ref in found["ja@firm.invalid"].subject and "有効期限" in found["ja@firm.invalid"].subject


def test_an_answered_quote_is_not_reminded_of(draft):
    quote = services.offer_quote(making.by("office_staff"), draft)
    services.accept_quote(making.member(quote.firm), quote)
    assert letters.tell_of_ends(making.NOW + timedelta(days=18)) == {"quotes": 0}
