import pytest

from banso.apps.journal.models import Event
from banso.apps.surveys.forms_kept import form_of, load_shipped_forms, who_answers
from banso.apps.surveys.models import Asked, FormEdition
from banso.engines.questionnaire.form import SHIPPED, shipped

pytestmark = pytest.mark.django_db


def test_every_form_that_ships_is_kept_once(actor):
    assert load_shipped_forms(actor("administrator")) == len(SHIPPED)
    assert load_shipped_forms(actor("administrator")) == 0
    kept = {each.name: form_of(each).digest for each in FormEdition.objects.all()}
    assert kept == {name: shipped(name).digest for name in SHIPPED}
    assert Event.objects.filter(action="form.shipped").count() == len(SHIPPED)


def test_a_kept_version_stays_whatever_ships_under_it(actor, clock):
    own = FormEdition.objects.create(
        name="supported_firm", version="1", digest="0" * 64, workbook=b"", kept_at=clock
    )
    load_shipped_forms(actor("administrator"))
    assert FormEdition.objects.get(name="supported_firm") == own


@pytest.mark.parametrize(
    ("name", "who"),
    [
        ("supported_firm", Asked.FIRMS),
        ("follow_up", Asked.FIRMS),
        ("private_provider", Asked.PROVIDERS),
        ("office_year", Asked.OFFICES),
    ],
)
def test_who_answers_is_told_by_the_columns_of_a_form(name, who):
    assert who_answers(shipped(name)) == who
