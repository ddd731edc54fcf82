"""What means the same is kept by people, and searches follow."""

from datetime import date

import pytest
from django.urls import reverse

from banso.apps.catalogue import services
from banso.apps.catalogue.models import Meaning
from banso.apps.catalogue.selectors import synonyms
from banso.apps.catalogue.services import MeaningData
from banso.apps.products.models import Category
from banso.apps.programmes.services import load_shipped_configuration
from tests.apps.products.making import by

pytestmark = pytest.mark.usefixtures("configuration")
TODAY = date(2026, 3, 10)


def manager():
    return by("programme_manager")


def said(*ja, en=(), zh=(), category=None):
    return MeaningData(ja, en, zh, category)


def meant(text):
    return {meaning.code for part in synonyms(TODAY).read(text) for meaning in part.meanings}


def test_words_that_are_added_mean_the_same_at_once():
    assert meant("hataki") == set()
    services.add_meaning(manager(), "duster", said("はたき", en=["hataki", "duster"]))
    assert meant("hataki") == meant("はたき") == {"duster"}


def test_words_that_are_retired_mean_nothing_until_they_are_taken_up_again():
    soy = Meaning.objects.get(code="soy_sauce")
    services.retire_meaning(manager(), soy)
    assert meant("soy sauce") == set()
    services.restore_meaning(manager(), soy)
    assert meant("soy sauce") == {"soy_sauce"}


def test_what_people_changed_stays_when_the_shipped_configuration_is_loaded_again():
    soy = Meaning.objects.get(code="soy_sauce")
    changed = said("醤油", en=["soy sauce", "shoyu"], zh=["酱油"])
    services.change_meaning(manager(), soy, changed, services.fingerprint(soy))
    load_shipped_configuration(manager())
    soy.refresh_from_db()
    assert soy.en == "soy sauce|shoyu"


def test_a_change_does_not_write_over_that_of_another(refused):
    soy = Meaning.objects.get(code="soy_sauce")
    seen = services.fingerprint(soy)
    services.change_meaning(manager(), soy, said("醤油", "しょうゆ"), seen)
    with refused("as_seen"):
        services.change_meaning(manager(), soy, said("醤油", "正油"), seen)


@pytest.mark.parametrize(
    "code, data, rule, field",
    [
        ("Éclair", said("あ", "い"), "code_form", "code"),
        ("soy_sauce", said("あ", "い"), "code_taken", "code"),
        ("thing", said("ほうき"), "several", "ja"),
        ("thing", said("ほうき", en=["…"]), "no_word", "en"),
        ("thing", said("ほうき", en=["a|b"]), "no_word", "en"),
        ("thing", said("ほうき", zh=["扫" * 201]), "too_long", "zh"),
    ],
)
def test_what_cannot_be_looked_for_is_refused(code, data, rule, field, refused):
    with refused(rule, field):
        services.add_meaning(manager(), code, data)


def test_the_page_adds_changes_and_tries(client_as):
    client = client_as("programme_manager")
    rice = Category.objects.order_by("position").first()
    new = {"code": "duster", "ja": "はたき\nちり払い", "en": "duster", "zh": "", "category": rice.pk}
    assert client.post(reverse("catalogue:meaning_add"), new).status_code == 302
    page = client.get(reverse("catalogue:meaning_list"), {"word": "duster"}).content.decode()
    assert "はたき / ちり払い" in page and rice.name in page
    shown = client.get(reverse("catalogue:trial"), {"q": "duster"}).content.decode()
    assert "はたき" in shown


@pytest.mark.parametrize("role", ["office_staff", "firm_member", "evaluator"])
def test_others_keep_no_words(client_as, role):
    assert client_as(role).get(reverse("catalogue:meaning_list")).status_code == 403
