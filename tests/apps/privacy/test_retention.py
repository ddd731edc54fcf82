"""What was kept long enough becomes an anonymous row; figures stay."""

from datetime import date, datetime, timedelta

import pytest

from banso.apps.accounts.models import User
from banso.apps.accounts.services import erase_person
from banso.apps.casework.models import Confirmation, ExportResult, FollowUp
from banso.apps.directory.models import Contact, Firm
from banso.apps.directory.services import erase_contact
from banso.apps.evidence.selectors import Evidence
from banso.apps.intake.models import Consultation
from banso.apps.journal.actor import ZONE
from banso.apps.privacy.models import Expiry
from banso.apps.privacy.retention import KINDS, preview, run, years_before
from banso.apps.surveys.selectors import latest_wave

LONG_AFTER = datetime(2035, 3, 10, 3, 50, tzinfo=ZONE)


@pytest.mark.parametrize(
    ("day", "years", "expected"),
    [
        (date(2026, 3, 10), 7, date(2019, 3, 10)),
        (date(2028, 2, 29), 1, date(2027, 2, 28)),
        (date(2028, 2, 29), 4, date(2024, 2, 29)),
    ],
)
def test_years_are_calendar_years(day, years, expected):
    assert years_before(day, years) == expected


def test_a_contact_of_a_firm_with_nothing_going_on_expires_to_the_day(contact):
    seven_years = datetime(2019, 3, 10, tzinfo=ZONE)
    for registered, expired in ((seven_years, 0), (seven_years - timedelta(seconds=1), 1)):
        Firm.objects.filter(pk=contact.firm_id).update(registered_at=registered)
        assert KINDS["contact"].past(date(2019, 3, 10)).count() == expired


def test_a_run_removes_words_once_and_a_second_run_nothing(contact):
    Firm.objects.filter(pk=contact.firm_id).update(registered_at=datetime(2020, 1, 1, tzinfo=ZONE))
    assert {line.kind.code: line.due for line in preview(LONG_AFTER.date())}["contact"] == 1
    assert run(LONG_AFTER)["contact"] == 1
    contact.refresh_from_db()
    assert (contact.email, contact.erased_at) == ("", LONG_AFTER)
    assert run(LONG_AFTER + timedelta(days=1)) == {"refused": 0}
    assert Contact.objects.count() == 1
    assert [(row.kind, row.row) for row in Expiry.objects.all()] == [("contact", contact.pk)]


def figures():
    """Every figure of the survey and of casework, and how many records there are."""
    evidence = Evidence(latest_wave())
    return (
        evidence.figures(),
        evidence.casework(),
        [model.objects.count() for model in (Consultation, Firm, Contact, Confirmation, FollowUp)],
        list(ExportResult.objects.order_by("pk").values_list("pk", "amount_yen", "confirmed_at")),
    )


def test_figures_are_the_same_before_and_after_words_have_expired(portfolio):
    before = figures()
    counts = run(LONG_AFTER)
    assert {"consultation", "contact", "confirmation", "follow_up"} <= counts.keys()
    assert figures() == before


def test_figures_are_the_same_before_and_after_people_were_erased(portfolio, actor):
    before = figures()
    administrator = actor("administrator")
    for contact in (
        Contact.objects.filter(erased_at=None, user=None).select_related("firm").order_by("pk")[:10]
    ):
        erase_contact(administrator, contact)
    users = User.objects.filter(contacts__isnull=False, erased_at=None).order_by("pk").distinct()
    for user in users[:5]:
        erase_person(administrator, user)
    assert figures() == before
