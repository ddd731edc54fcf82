"""The goods that firms of the demonstration offer."""

import pytest

from banso.demo.names import rows
from banso.demo.products import ingredients


@pytest.mark.parametrize("language", ["ja", "en", "zh"])
def test_what_goods_are_made_of_is_said_in_each_language(language):
    said = [
        ingredients(thing["ingredients"], language) for thing in rows("goods.csv") if thing["ingredients"]
    ]
    assert all(said)
    assert language == "zh" or (language == "en") == all(text.isascii() for text in said)
