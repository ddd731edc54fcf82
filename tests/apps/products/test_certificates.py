"""Certificates that end: the firm is told twice before, and what needs them lacks them afterwards."""

from datetime import date, timedelta

import pytest

from banso.apps.channels.models import Channel, ChannelNeed
from banso.apps.journal.models import Event
from banso.apps.notices.models import Letter
from banso.apps.products import letters, storage
from banso.apps.products.content import CertificateData
from banso.apps.products.models import CertificateKind
from banso.apps.products.readiness import Asked
from banso.apps.products.tasks import tidy_pictures, watch_certificates
from tests.apps.behalf.making import contact
from tests.apps.products import making

pytestmark = pytest.mark.usefixtures("configuration", "clock")
LAST = date(2026, 6, 30)


@pytest.fixture
def edition(configuration):
    halal = CertificateKind.objects.get(code="halal")
    found = making.published(certificates=[CertificateData(halal, "H-1", LAST)])
    contact(found.product.firm, email="firm@firm.invalid", mails_support=True)
    return found


def run(days_before):
    moment = making.NOW + (LAST - making.NOW.date()) - timedelta(days=days_before)
    return watch_certificates(moment)


def test_the_firm_is_told_sixty_and_fourteen_days_before_each_once(edition):
    told = [run(days)["told"] for days in (61, 60, 59, 20, 14, 13, 0)]
    assert told == [0, 1, 0, 0, 1, 0, 0]
    assert Letter.objects.filter(template=letters.LETTER).count() == 2


def test_after_days_without_a_run_the_firm_gets_one_letter_only(edition):
    assert [run(10)["told"], run(9)["told"]] == [1, 0]


def test_the_end_is_noted_once_on_the_day_after_the_last(edition):
    assert [run(days)["ended"] for days in (0, -1, -2)] == [0, 1, 0]
    assert Event.objects.filter(action="product.certificate_ended").count() == 1


def test_a_letter_says_the_day_and_is_withdrawn_once_the_certificate_has_ended(edition):
    references = {"product": edition.product.ref, "certificate": "halal"}
    assert letters.ending(references, making.NOW)["until"] == "2026年6月30日"
    assert letters.ending(references, making.NOW + timedelta(days=200)) is None


def test_from_the_day_after_a_channel_that_needs_it_finds_it_lacking(edition):
    channel = Channel.objects.get(code="mall")
    ChannelNeed.objects.create(code="x", position=99, channel=channel, need="certificate:halal")
    lacking = [
        "certificate:halal" in Asked().readiness(edition, channel, None, day).lacking
        for day in (LAST, LAST + timedelta(days=1))
    ]
    assert lacking == [False, True]


def test_pictures_that_no_edition_shows_are_thrown_away_after_a_day(tmp_path, settings):
    settings.STORAGES = {"default": {"OPTIONS": {"location": str(tmp_path / "uploads")}}}
    image = making.with_picture(making.written()).images.get()
    later = making.NOW + timedelta(days=3650)
    assert tidy_pictures(later) == {"files": 0}
    image.delete()
    assert tidy_pictures(making.NOW - timedelta(days=3650)) == {"files": 0}
    assert tidy_pictures(later) == {"files": 2}
    assert not storage.path_of(image.stored_name, 320).exists()
