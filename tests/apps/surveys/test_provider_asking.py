"""Private providers are asked by mail and answer by a code, without an account."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from banso.apps.notices.delivery import send
from banso.apps.notices.models import Letter
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


def test_the_code_opens_the_questionnaire_without_an_account(unit, clock, client):
    tasks.send_invitations.func(unit.wave.pk, None, "system")
    unit.refresh_from_db()
    entered = client.post(reverse("questionnaire:enter"), {"code": unit.code})
    assert entered.status_code == 302
    assert client.get(entered["Location"]).status_code == 200
