"""What a product says in the language of the page."""

from types import SimpleNamespace

import pytest
from django.utils import translation

from banso.apps.products.models import Text
from banso.apps.products.needs import NEEDS
from banso.apps.street.facts import ingredients_of


def made_of(**ingredients):
    texts = [Text(language=code, ingredients=said) for code, said in ingredients.items()]
    return SimpleNamespace(texts=SimpleNamespace(all=lambda: texts))


@pytest.mark.parametrize(
    ("language", "said", "shown"),
    [
        ("en", {"ja": "大豆", "en": "Soybeans"}, "Soybeans"),
        ("zh-hans", {"ja": "大豆", "en": "Soybeans", "zh": "黄豆"}, "黄豆"),
        ("zh-hans", {"ja": "大豆", "en": "Soybeans", "zh": ""}, "Soybeans"),
        ("en", {"ja": "大豆", "en": ""}, "大豆"),
        ("ja", {"ja": "", "en": ""}, ""),
    ],
)
def test_ingredients_are_said_in_the_language_of_the_page_else_in_english_else_in_japanese(
    language, said, shown
):
    with translation.override(language):
        assert ingredients_of(made_of(**said)) == shown


def test_ingredients_in_any_language_meet_what_channels_ask():
    met = NEEDS["ingredients"].met
    assert met(made_of(ja="", en="Soybeans"), None) and not met(made_of(ja="", en=""), None)
