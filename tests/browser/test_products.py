"""A firm writes a product with a picture and hands it in; staff comment; the firm mends it; staff publish."""

import io
import re

import pytest
from PIL import Image

from support.browser import look

COMMENT = {"ja": "価格は1本当たりですか。", "en": "Is the price for one bottle?"}
PUBLISHED = {"ja": "公開中", "en": "Published"}


def press(page) -> None:
    """Send the form and wait for the next page."""
    with page.expect_navigation():
        page.locator("main form button.go").first.click()


def picture() -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "#8c3b3b").save(out, "JPEG")
    return out.getvalue()


def write(firm, language: str) -> str:
    """Enter a product, wrongly first; give its address."""
    firm.goto("/products/new/")
    firm.locator("#id_article").fill(f"WALK-{language}")
    firm.locator("#id_name_ja").fill("丸大豆しょうゆ")
    firm.locator("#id_name_en").fill("Soy sauce of whole beans")
    firm.locator("#id_category option.other").first.evaluate("o => { o.selected = true }")
    assert not firm.locator("#id_ingredients_ja").is_visible()
    firm.locator("#id_category option.food").first.evaluate("o => { o.selected = true }")
    firm.locator("#id_ingredients_ja").fill("大豆、小麦、食塩")
    firm.locator("#id_gtin").fill("4901234567890")
    firm.locator("#id_price").fill("４．８０")
    look(firm)
    press(firm)
    assert firm.locator(".errs a[href='#id_gtin']").is_visible()
    firm.locator("#id_currency").fill("USD")
    firm.locator("#id_gtin").fill("4901234567894")
    press(firm)
    firm.wait_for_url(re.compile(r"/products/PR-[\d-]+/$"))
    return firm.url


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_product_is_written_commented_mended_and_published(page_as, language):
    firm = page_as("firm_member", language=language, width=375)
    address = write(firm, language)
    look(firm)

    firm.goto(f"{address}pictures/add/")
    file = {"name": "bottle.jpg", "mimeType": "image/jpeg", "buffer": picture()}
    firm.locator("#id_file").set_input_files(file)
    firm.locator("#id_alt_ja").fill("赤いラベルの瓶")
    firm.locator("#id_alt_en").fill("Bottle with a red label")
    press(firm)
    look(firm)
    assert firm.locator("main img").evaluate("image => image.complete && image.naturalWidth") == 320
    firm.goto(f"{address}hand-in/")
    press(firm)

    manager = page_as("programme_manager", language=language)
    manager.goto("/products/?state=waiting&sort=-waits_since")
    manager.locator(f'main a[href="{address.removeprefix(manager.url.split("/products/")[0])}"]').click()
    look(manager)
    manager.goto(f"{address}review/")
    look(manager)
    manager.locator("#id_on_price").fill(COMMENT[language])
    press(manager)

    firm.goto(f"{address}write/")
    assert firm.get_by_text(COMMENT[language]).first.is_visible()
    firm.locator("#id_price_unit").fill("bottle")
    press(firm)
    firm.goto(f"{address}hand-in/")
    press(firm)

    manager.goto(f"{address}publish/")
    press(manager)
    firm.goto(address)
    assert firm.locator(".head").get_by_text(PUBLISHED[language]).is_visible()
