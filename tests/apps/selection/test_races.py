"""Two people act on the same application at the same moment: one of them is refused."""

import pytest

from banso.apps.casework.models import Case
from banso.apps.journal.models import Event
from banso.apps.selection import services
from banso.apps.selection.models import Determination, Lot, Place
from support.races import at_once

from . import making

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("configuration")]


def test_an_application_is_determined_once_when_two_deciders_determine_it():
    application = making.screened()
    deciders = {"adopted": making.another("decider"), "declined": making.another("decider")}

    def determine(outcome):
        return lambda: services.determine(
            deciders[outcome], application, outcome=outcome, reason="理由", edition=application.edition
        )

    assert at_once(determine("adopted"), determine("declined")) == ["stale", "stored"]
    determination = Determination.objects.get()
    assert Case.objects.count() == (1 if determination.outcome == "adopted" else 0)
    assert Event.objects.filter(action="application.determined").count() == 1


def test_a_determination_and_a_withdrawal_do_not_both_happen():
    application = making.screened()
    decider, member = making.by("decider"), making.by("firm_member")
    outcomes = at_once(
        lambda: services.determine(
            decider, application, outcome="adopted", reason="理由", edition=application.edition
        ),
        lambda: services.withdraw(member, application, application.edition),
    )
    assert outcomes == ["stale", "stored"]
    application.refresh_from_db()
    assert Case.objects.exists() == (application.state == "adopted")


def test_one_of_two_people_changes_a_draft():
    application = making.started()
    member, staff = making.by("firm_member"), making.by("office_staff")
    first, second = making.draft(reason="事業者の文"), making.draft(reason="事務所の文")
    outcomes = at_once(
        lambda: services.change(member, application, first, 1),
        lambda: services.change(staff, application, second, 1),
    )
    assert outcomes == ["stale", "stored"]
    assert application.own_efforts.count() == 1


def test_the_last_place_is_given_once_when_two_deciders_adopt():
    making.limited(1)
    first, second = making.screened(), making.screened()
    deciders = {first.pk: making.another("decider"), second.pk: making.another("decider")}

    def adopt(application):
        return lambda: services.determine(
            deciders[application.pk], application, outcome="adopted", reason="理由",
            edition=application.edition,
        )  # fmt: skip

    assert at_once(adopt(first), adopt(second)) == ["places_gone", "stored"]
    assert Place.objects.count() == Case.objects.count() == Determination.objects.count() == 1


def test_a_lot_is_drawn_once():
    found = making.limited(1)
    rows = [making.screened(), making.screened()]
    deciders = [making.another("decider"), making.another("decider")]
    refs = [row.ref for row in rows]

    def draw(decider):
        return lambda: services.draw_lot(decider, found, refs)

    assert at_once(*map(draw, deciders)) == ["no_edge", "stored"]
    assert Lot.objects.count() == 1
