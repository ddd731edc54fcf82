"""Words to begin a message with: kept by head office, filled in, offered at once."""

from dataclasses import replace

import pytest

from banso.apps.inquiries import placeholders, services
from banso.apps.inquiries.models import MessageTemplate
from banso.apps.journal.selectors import timeline
from tests.apps.inquiries import making
from tests.apps.products import making as goods

pytestmark = pytest.mark.usefixtures("configuration")


@pytest.fixture
def manager(actor):
    return actor("programme_manager")


@pytest.fixture
def price():
    return MessageTemplate.objects.get(code="buyer_price")


def change(actor, template, **values):
    data = replace(services.data_of(template), **values)
    return services.change_template(actor, template, data, services.template_edition(template))


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("Dear {name}", "placeholder_unknown"),
        ("The price of {product", "brace_alone"),
        ("Write to sato@maker.example", "contact_details"),
        (" ", "text_missing"),
    ],
)
def test_words_that_nobody_could_send_are_refused_beside_their_language(price, text, rule, refused):
    with refused(rule, "text_en"):
        services.check_template(replace(services.data_of(price), text_en=text))


def test_an_unknown_placeholder_is_named_with_those_there_are(price, refused):
    with refused("placeholder_unknown", "text_ja") as found:
        services.check_template(replace(services.data_of(price), text_ja="{product}と{buyer}"))
    assert "{buyer}" in found.value.message and "{market}" in found.value.message


def test_every_shipped_template_can_be_used_and_previewed():
    for template in MessageTemplate.objects.order_by("code"):
        data = services.data_of(template)
        services.check_template(data)
        assert services.shipped_template(template) == data
        for language in ("ja", "en", "zh-hans"):
            text = placeholders.fill(
                template.text(language), placeholders.samples(language, goods.NOW.date())
            )
            assert "{" not in text


def test_changes_are_offered_at_once_and_what_was_shipped_comes_back(manager, price, client_as, actor):
    made = making.asked(actor("office_staff"))
    buyer = client_as("buyer", user=made.buyer.user, language="en")
    address = f"/street/inquiries/{made.ref}/?template=buyer_price&language="
    change(manager, price, text_en="From {market}, on {product} by {maker}.")
    assert "From Canada, on Soy sauce" in buyer.get(f"{address}en").content.decode()
    services.restore_shipped_template(manager, price)
    assert "We are interested in Soy sauce" in buyer.get(f"{address}en").content.decode()
    services.retire_template(manager, price)
    assert "interested" not in buyer.get(f"{address}en").content.decode()
    said = [entry.text for entry in timeline([services.template_subject(price)])]
    assert len(said) == 3


def test_of_two_who_change_a_template_the_second_is_refused(manager, price, refused):
    seen, data = services.template_edition(price), services.data_of(price)
    change(manager, price, text_en="One.")
    with refused("as_seen"):
        services.change_template(manager, price, replace(data, text_en="Two."), seen)


def test_a_template_that_was_not_shipped_cannot_be_restored(manager, price, refused):
    added = services.add_template(manager, "own_words", services.data_of(price))
    with refused("not_shipped"):
        services.restore_shipped_template(manager, added)
    with refused("as_shipped"):
        services.restore_shipped_template(manager, price)


def test_head_office_looks_at_words_before_it_stores_them(price, client_as):
    client = client_as("programme_manager", language="en")
    assert "buyer_price" in client.get("/inquiries/templates/").content.decode()
    typed = vars(services.data_of(price)) | {"text_en": "On {today}: {product}?"}
    address = "/inquiries/templates/buyer_price/"
    typed |= {"seen": services.template_edition(price)}
    page = client.post(address, typed | {"preview": "1"}).content.decode()
    assert "On 10 Mar 2026: Barrel-aged soy sauce" in page
    price.refresh_from_db()
    assert price.text_en.startswith("We are interested")
    assert client.post(address, typed).status_code == 302
    price.refresh_from_db()
    assert price.text_en == "On {today}: {product}?"
    typed |= {"seen": services.template_edition(price), "text_zh": "{gift}"}
    page = client.post(address, typed).content.decode()
    assert "{gift} is no placeholder" in page and "Barrel-aged" not in page
