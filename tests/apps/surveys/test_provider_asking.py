"""Private providers are asked by mail and answer by a code, without an account."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from banso.apps.journal.actor import system
from banso.apps.notices.delivery import send
from banso.apps.notices.models import Letter, LetterState
from banso.apps.notices.undelivered import note_undelivered
from banso.apps.surveys import tasks
from banso.apps.surveys.forms_kept import shipped_edition
from banso.apps.surveys.inviting import spaced
from banso.apps.surveys.models import Asked, Asking, Drawing, FrameUnit, Wave, WaveState
from banso.engines.questionnaire.form import PRIVATE_PROVIDER
from tests.apps.providers import making

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("configuration")]


@pytest.fixture
def unit(actor):
    """A provider with a published listing that an open wave asks."""
    listing = making.published(actor("office_staff"), actor("programme_manager"))
    now = timezone.now()
    wave = Wave.objects.create(
        code="p-2026", name_ja="民間支援事業者の調査", name_en="Providers", asked=Asked.PROVIDERS,
        edition=shipped_edition(PRIVATE_PROVIDER, now), drawing=Drawing.CENSUS, state=WaveState.OPEN,
        asked_on=now.date(), closes_on=date(2026, 4, 30), opened_at=now,
    )  # fmt: skip
    return FrameUnit.objects.create(wave=wave, provider=listing.provider, drawn=True)


def test_a_provider_is_written_to_once_with_a_code_of_its_own(unit, clock, mailoutbox):
    before = Letter.objects.count()
    tasks.send_invitations.func(unit.wave.pk, None, "system")
    tasks.send_invitations.func(unit.wave.pk, None, "system")
    unit.refresh_from_db()
    assert Letter.objects.count() == before + 1
    assert Asking.objects.get().unit == unit and len(unit.code) == 12
    send(Letter.objects.order_by("pk").last().pk, timezone.now())
    (mail,) = mailoutbox
    assert f"/q/?c={spaced(unit.code)}" in mail.body and "2026年4月30日" in mail.body


def test_a_silent_provider_is_reminded_at_each_step_once_with_the_same_code(unit, clock, mailoutbox):
    tasks.send_invitations.func(unit.wave.pk, None, "system")
    code = FrameUnit.objects.get().code
    later = timezone.now() + timedelta(days=11)
    assert tasks.remind(later) == {"reminded": 1}
    assert tasks.remind(later) == {"reminded": 0}
    send(Letter.objects.order_by("pk").last().pk, later)
    (mail,) = mailoutbox
    assert f"/q/?c={spaced(code)}" in mail.body and "まだ" in mail.body


@pytest.mark.parametrize("done", ["answered_at", "declined_at", "bounced_at"])
def test_a_provider_that_answered_declined_or_cannot_be_reached_is_not_reminded(unit, done, clock):
    tasks.send_invitations.func(unit.wave.pk, None, "system")
    FrameUnit.objects.update(**{done: timezone.now()})
    assert tasks.remind(timezone.now() + timedelta(days=11)) == {"reminded": 0}


def test_mail_to_a_provider_that_comes_back_shows_on_the_board(unit, clock):
    tasks.send_invitations.func(unit.wave.pk, None, "system")
    letter = Letter.objects.order_by("pk").last()
    send(letter.pk, timezone.now())
    note_undelivered(system(timezone.now()), Letter.objects.get(pk=letter.pk), LetterState.BOUNCED, "5.1.1")
    assert FrameUnit.objects.get().bounced_at


def test_the_code_opens_the_questionnaire_without_an_account(unit, clock, client):
    tasks.send_invitations.func(unit.wave.pk, None, "system")
    unit.refresh_from_db()
    entered = client.post(reverse("questionnaire:enter"), {"code": unit.code})
    assert entered.status_code == 302
    assert client.get(entered["Location"]).status_code == 200
