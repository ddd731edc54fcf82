import pytest

from banso.web import messages


@pytest.fixture
def room(tmp_path, monkeypatch):
    """A room of its own: one file of code, one template."""
    package = tmp_path / "banso"
    folder = package / "apps" / "shop"
    (folder / "templates").mkdir(parents=True)
    (folder / "__init__.py").write_text("")
    (folder / "views.py").write_text(
        "from django.utils.translation import gettext_lazy as _\n"
        'TITLE = _("Firms")\nN = _("%(n)s of %(all)s")\n'
    )
    (folder / "templates" / "page.html").write_text(
        "{% load i18n %}\n  <p>{% translate 'Open' context 'verb' %}</p>\n"
        "    {% blocktranslate count n=n %}{{ n }} firm{% plural %}{{ n }} firms{% endblocktranslate %}\n"
    )
    monkeypatch.setattr(messages, "PACKAGE", package)
    return folder


def translate(room, **translations):
    path = messages.catalogue_file(room)
    text = path.read_text()
    for english, japanese in translations.items():
        text = text.replace(f'msgid "{english}"\nmsgstr ""', f'msgid "{english}"\nmsgstr "{japanese}"')
    path.write_text(text)


def texts(room):
    return {
        (message.context, message.id)
        for message in messages.read(messages.catalogue_file(room))
        if message.id
    }


def test_texts_of_code_and_templates_are_found(room):
    messages.update("shop")
    assert texts(room) == {
        (None, "Firms"),
        (None, "%(n)s of %(all)s"),
        ("verb", "Open"),
        (None, ("%(n)s firm", "%(n)s firms")),
    }


def test_an_update_keeps_translations(room):
    messages.update("shop")
    translate(room, Firms="事業者")
    (room / "views.py").write_text((room / "views.py").read_text() + 'MORE = _("More")\n')
    messages.update("shop")
    stored = messages.read(messages.catalogue_file(room))
    assert stored["Firms"].string == "事業者"
    assert "More" in stored


def test_a_second_update_changes_nothing(room):
    path = messages.update("shop")
    before = path.read_bytes()
    messages.update("shop")
    assert path.read_bytes() == before


def test_a_text_that_comes_back_has_its_translation_again(room):
    messages.update("shop")
    translate(room, Firms="事業者")
    code = (room / "views.py").read_text()
    (room / "views.py").write_text("")
    messages.update("shop")
    assert (None, "Firms") not in texts(room)
    (room / "views.py").write_text(code)
    messages.update("shop")
    assert messages.read(messages.catalogue_file(room))["Firms"].string == "事業者"


def test_the_check_names_what_is_not_translated(room):
    messages.update("shop")
    assert "shop: 'Firms' is not translated" in list(messages.check(["shop"]))


def test_the_check_names_a_placeholder_that_got_lost(room):
    messages.update("shop")
    translate(room, **{"%(n)s of %(all)s": "%(n)s件"})
    assert any("other placeholders" in fault for fault in messages.check(["shop"]))


def test_the_check_names_an_unsure_translation(room):
    path = messages.update("shop")
    translate(room, Firms="事業者")
    path.write_text(path.read_text().replace('msgid "Firms"', '#, fuzzy\nmsgid "Firms"'))
    assert "shop: 'Firms' is marked unsure (fuzzy)" in list(messages.check(["shop"]))


def test_the_check_names_one_text_with_two_meanings(room):
    other = room.parent / "stall"
    other.mkdir()
    (other / "__init__.py").write_text("")
    (other / "views.py").write_text((room / "views.py").read_text())
    for name, folder, word in (("shop", room, "事業者"), ("stall", other, "会社")):
        messages.update(name)
        translate(folder, Firms=word)
    assert any("give it a context" in fault for fault in messages.check(["shop"]))


def test_a_compiled_catalogue_translates(room):
    import gettext

    messages.update("shop")
    translate(room, Firms="事業者")
    [compiled] = messages.compile_all()
    with compiled.open("rb") as handle:
        assert gettext.GNUTranslations(handle).gettext("Firms") == "事業者"
