"""What a firm types in an application is kept by itself, and it is told when nothing is kept any more."""

import pytest
from playwright.sync_api import expect


@pytest.fixture(params=[375, 1440])
def form(page_as, request):
    """The form of a new application on a phone and on a desk."""
    page = page_as("firm_member", width=request.param)
    page.goto("/applications/new/")
    return page


def test_what_is_typed_is_there_again_after_the_page_was_left(form):
    saved = form.locator("#saved")
    form.locator("#id_reason").press_sequentially("途中の文")
    expect(saved).to_contain_text("サービスを選んで")
    form.locator('input[name="service"]').first.check()
    expect(saved).to_contain_text("に保存しました")
    assert form.url.endswith("/edit/")
    form.locator("#id_product").press_sequentially("煎茶")
    expect(form.locator("#id_edition")).to_have_value("3")
    form.reload()
    assert form.input_value("#id_reason") == "途中の文"
    assert form.input_value("#id_product") == "煎茶"
    assert form.locator('input[name="service"]').first.is_checked()
