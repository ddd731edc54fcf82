"""A referral goes out with consent; each side says by itself what became of it, beside the other."""

from datetime import timedelta

import pytest

from banso.apps.accounts.links import find_open
from banso.apps.accounts.models import PersonalLink
from banso.apps.base import Refused
from banso.apps.directory.models import Contact
from banso.apps.intake import services as intake_services
from banso.apps.journal.models import Event
from banso.apps.notices import receivers
from banso.apps.notices.models import Letter
from banso.apps.providers import referrals, referring, services
from banso.apps.providers.models import Outcome, OutcomeAsk, ProviderLink, Referral, Side
from banso.apps.providers.referring import OutcomeData
from banso.apps.providers.reminders import outcomes
from banso.apps.providers.tasks import ask_outcomes
from support.races import at_once
from tests.apps.intake import making as intake
from tests.apps.providers.referred import MADE, NO_CONTACT, NONE, OPEN, link_of, listed, nobody, referred

pytestmark = pytest.mark.usefixtures("configuration", "clock")


def member():
    return intake.by("firm_member")


def reports(referral):
    return referrals.with_reports(Referral.objects.filter(pk=referral.pk)).get()


def test_a_firm_sends_its_need_itself_and_the_provider_is_written_to():
    listing = listed()
    referral = referred(listing=listing)
    assert (referral.by_firm, referral.listing) == (True, listing)
    assert referral.proposal.consent_on is not None
    letter = Letter.objects.get(template=referring.TO_PROVIDER)
    assert (letter.to_kind, letter.to_ref) == ("private_provider", listing.provider.code)


def test_without_consent_nothing_goes_out():
    with pytest.raises(Refused) as refused:
        referring.refer(member(), intake.need(), listed(), consented=False)
    assert refused.value.rule == "consented"
    assert (
        not Referral.objects.exists() and not Letter.objects.filter(template=referring.TO_PROVIDER).exists()
    )


def test_nobody_is_referred_to_a_provider_that_left_the_list():
    listing = listed()
    services.end(intake.by("programme_manager"), listing, "廃業")
    with pytest.raises(Refused) as refused:
        referring.refer(member(), intake.need(), listing, consented=True)
    assert refused.value.rule == "not_listed"


def test_what_the_window_proposes_to_a_provider_is_a_referral_too():
    proposal = intake_services.propose(intake.staff(), intake.need(), listed().provider, consented=True)
    assert proposal.referral.by_firm is False


@pytest.mark.parametrize(
    ("data", "rule", "field"),
    [
        (OutcomeData(True), "outcome_missing", "contract"),
        (OutcomeData(True, "open"), "outcome_missing", "satisfied"),
        (OutcomeData(True, "none", satisfied="no"), "outcome_missing", "reason"),
        (OutcomeData(True, "made", satisfied="yes"), "outcome_missing", "band"),
        (OutcomeData(False, "none"), "outcome_idle", "contract"),
        (OutcomeData(True, "open", satisfied="yes", band="to_50k"), "outcome_idle", "band"),
        (OutcomeData(True, "made", "price", "to_50k", "yes"), "outcome_idle", "reason"),
    ],
)
def test_answers_must_go_together(data, rule, field):
    with pytest.raises(Refused) as refused:
        referring.check(data)
    assert (refused.value.rule, refused.value.field) == (rule, field)


@pytest.mark.parametrize("data", [MADE, NONE, OPEN, NO_CONTACT])
def test_every_whole_answer_is_stored(data):
    outcome = referring.report(member(), referred(), data, seen=0)
    assert (outcome.contact_made, outcome.contract) == (data.contact_made, data.contract)


def test_what_one_side_says_changes_nothing_the_other_said_and_the_differences_show():
    referral = referred()
    referring.report(member(), referral, NONE, seen=0)
    assert referrals.difference(reports(referral)) is None
    referring.report_by_provider(nobody(), link_of(), MADE, seen=0)
    found = reports(referral)
    assert (found.firm_contract, found.provider_contract) == ("none", "made")
    assert referrals.difference(found) == referrals.COMPARED["contract"]
    every = referrals.with_reports(Referral.objects.all())
    assert referrals.differing(every).get() == referral
    referring.report(member(), referral, MADE, seen=1)
    assert not referrals.differing(every).exists()
    assert Outcome.objects.filter(referral=referral).count() == 3


def test_a_second_person_of_a_side_does_not_speak_over_the_first():
    referral = referred()
    referring.report(member(), referral, MADE, seen=0)
    with pytest.raises(Refused) as refused:
        referring.report(member(), referral, NONE, seen=0)
    assert refused.value.rule == "stale"


def test_a_withdrawn_referral_closes_the_providers_link():
    referral = referred()
    link = link_of()
    intake_services.withdraw(intake.staff(), referral.proposal)
    with pytest.raises(Refused) as refused:
        referring.report_by_provider(nobody(), link, MADE, seen=0)
    assert refused.value.rule == "link_closed"


def test_that_a_provider_looked_whom_to_reach_is_written_down():
    referral = referred()
    contact = Contact.objects.create(firm=referral.proposal.need.consultation.firm, name="青木")
    main = referring.show_contact(nobody(), link_of())
    assert main.firm_id == contact.firm_id
    assert str(main.pk) in Event.objects.get(action="contact.viewed").payload


def test_the_night_asks_each_side_twice_and_never_again():
    referral = referred()
    Contact.objects.create(firm=referral.proposal.need.consultation.firm, name="青木", email="a@x.invalid")
    nights = {
        day: ask_outcomes(intake.NOW + timedelta(days=day))["asked"] for day in (29, 30, 31, 60, 61, 99)
    }
    assert nights == {29: 0, 30: 2, 31: 0, 60: 2, 61: 0, 99: 0}


def test_the_night_passes_over_a_person_whose_data_are_not_used(monkeypatch):
    referral = referred()
    firm = referral.proposal.need.consultation.firm
    stopped = Contact.objects.create(firm=firm, name="青木", email="a@x.invalid")
    monkeypatch.setattr(receivers, "_stops", [lambda letter: letter.to_contact == stopped])
    night = intake.NOW + timedelta(days=30)
    assert ask_outcomes(night) == {"asked": 1, "no_address": 1}
    assert not PersonalLink.objects.filter(purpose="referral").exists()
    other = Contact.objects.create(firm=firm, name="石井", email="i@x.invalid")
    assert ask_outcomes(night + timedelta(days=30)) == {"asked": 2, "no_address": 0}
    assert PersonalLink.objects.get(purpose="referral").contact == other


def test_nights_that_did_not_run_send_one_letter_and_a_side_that_spoke_gets_none():
    referral = referred()
    referring.report(member(), referral, MADE, seen=0)
    before = Letter.objects.count()
    assert ask_outcomes(intake.NOW + timedelta(days=80)) == {"asked": 1, "no_address": 0}
    assert Letter.objects.count() == before + 1
    assert set(OutcomeAsk.objects.values_list("side", "step")) == {("provider", 30), ("provider", 60)}


def test_a_contact_answers_by_its_link_once():
    referral = referred()
    firm = referral.proposal.need.consultation.firm
    Contact.objects.filter(firm=firm).delete()
    contact = Contact.objects.create(firm=firm, name="青木", email="a@x.invalid")
    referring.ask_again(intake.staff(), referral, Side.FIRM)
    path = Letter.objects.get(template=referring.TO_FIRM).enclosed["path"]
    link = find_open(path.rstrip("/").rsplit("/", 1)[1], intake.NOW)
    outcome = referring.report_by_firm_link(nobody(), link, OPEN, seen=0)
    assert (outcome.contact, outcome.reported_by) == (contact, None)
    with pytest.raises(Refused) as refused:
        referring.report_by_firm_link(nobody(), link, MADE, seen=1)
    assert refused.value.rule == "link_closed"


def test_a_new_link_of_a_provider_closes_the_one_before():
    referral = referred()
    first = link_of()
    referring.ask_again(intake.staff(), referral, Side.PROVIDER)
    assert link_of() != first
    with pytest.raises(Refused):
        referring.report_by_provider(nobody(), first, MADE, seen=0)
    assert ProviderLink.objects.filter(revoked_at__isnull=True).count() == 1


def test_the_office_is_reminded_of_a_silent_side_until_it_gives_up_asking():
    referral = referred()
    referring.report(member(), referral, OPEN, seen=0)
    late = intake.NOW + timedelta(days=90)
    assert [due.subject_ref for due in outcomes(late, None)] == [str(referral.pk)]
    assert not list(outcomes(late - timedelta(days=1), None))
    referring.close(intake.staff(), referral)
    assert not list(outcomes(late, None))
    with pytest.raises(Refused) as refused:
        referring.ask_again(intake.staff(), referral, Side.FIRM)
    assert refused.value.rule == "referral_over"


@pytest.mark.django_db(transaction=True)
def test_of_two_reports_of_a_side_at_once_one_is_stored():
    referral = referred()
    link = link_of()

    def say(data):
        return lambda: referring.report_by_provider(nobody(), link, data, seen=0)

    assert at_once(say(MADE), say(NONE)) == ["stale", "stored"]
    assert Outcome.objects.filter(referral=referral).count() == 1
