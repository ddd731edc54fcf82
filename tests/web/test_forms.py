from datetime import date
from decimal import Decimal

import pytest
from django import forms as django_forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.template import Context, Template
from django.test import RequestFactory

from banso.apps.base import Refused
from banso.apps.casework.models import ExportGoal
from banso.web import forms


class FirmForm(forms.Form):
    name = forms.CharField(label="事業者名", max_length=20, help_text="登記の名")
    employees = forms.IntegerField(label="従業員", required=False, min_value=0)
    capital = forms.MoneyField(label="資本金", required=False)
    hours = forms.DecimalField(label="時間", required=False)
    founded = forms.DateField(label="設立", required=False)
    number = forms.CodeField(label="法人番号", required=False, max_length=13)
    kind = forms.ChoiceField(
        label="種別", choices=[("", "---------"), ("a", "法人"), ("b", "個人")], widget=forms.RadioSelect
    )


def filled(**values):
    return FirmForm({"name": "㈱髙﨑", "kind": "a", **values})


def show(source, **context):
    request = RequestFactory().get("/list", {"page": "2", "q": "茶"})
    return Template(source).render(Context({"request": request, **context}))


def test_full_width_numbers_are_understood():
    form = filled(employees="１，２００", capital="１，０００円", hours="１．５")
    assert form.is_valid(), form.errors
    assert (form.cleaned_data["employees"], form.cleaned_data["capital"]) == (1200, 1000)
    assert form.cleaned_data["hours"] == Decimal("1.5")


def test_a_name_is_stored_as_it_was_typed():
    form = filled()
    assert form.is_valid()
    assert form.cleaned_data["name"] == "㈱髙﨑"


def test_a_japanese_date_is_understood():
    form = filled(founded="令和8年3月10日")
    assert form.is_valid()
    assert form.cleaned_data["founded"] == date(2026, 3, 10)


def test_a_code_may_hold_hyphens_beyond_its_length():
    form = filled(number="７-0000-1205-0002")
    form.is_valid()
    assert "number" not in form.errors
    assert 'maxlength="13"' not in str(form["number"])


def test_input_is_kept_as_typed_when_the_form_comes_back():
    form = filled(name="", employees="１２人")
    assert not form.is_valid()
    assert 'value="１２人"' in show("{% field form.employees %}", form=form)


def test_missing_input_is_asked_for_in_words():
    form = FirmForm({})
    assert form.errors["name"] == ["入力してください。"]
    assert form.errors["kind"] == ["答えを1つ選んでください。"]


def test_a_wrong_number_says_what_a_right_one_looks_like():
    assert "1200" in filled(employees="たくさん").errors["employees"][0]


def test_the_error_summary_links_to_each_field():
    form = FirmForm({"employees": "x"})
    html = show("{% error_summary form %}", form=form)
    assert '<a href="#id_name">事業者名：入力してください。</a>' in html
    assert '<a href="#id_kind_0">' in html
    assert "3か所をご確認ください" in html


def test_a_form_is_told_of_only_once():
    form = FirmForm({})
    assert show("{% error_summary form %}{% form_fields form %}", form=form).count('class="errs"') == 1


def test_a_form_without_faults_has_no_summary():
    assert "errs" not in show("{% form_fields form %}", form=FirmForm())


def test_a_faulty_field_is_tied_to_its_hint_and_its_fault():
    html = show("{% field form.name %}", form=FirmForm({}))
    assert 'aria-describedby="id_name_helptext id_name_error"' in html
    assert 'aria-invalid="true"' in html
    assert 'id="id_name_helptext"' in html
    assert 'id="id_name_error"' in html


def test_options_are_rows_of_a_fieldset_without_an_empty_one():
    html = show("{% field form.kind %}", form=FirmForm())
    assert html.count('type="radio"') == 2
    assert "<legend>種別" in html


def test_an_optional_field_says_so():
    assert "（任意）" in show("{% field form.employees %}", form=FirmForm())
    assert "（任意）" not in show("{% field form.name %}", form=FirmForm())


def test_money_shows_its_unit():
    assert "<span>円</span>" in show("{% field form.capital %}", form=FirmForm())


def test_what_a_service_refuses_stands_beside_its_field():
    form = filled()
    form.is_valid()
    form.refuse(Refused("number_taken", "もう登録されています。", "name"))
    form.refuse(Refused("closed", "受付は終わりました。"))
    assert form.errors["name"] == ["もう登録されています。"]
    assert form.non_field_errors() == ["受付は終わりました。"]


def test_a_field_that_refuses_full_width_input_is_not_let_in():
    class Careless(forms.Form):
        n = django_forms.IntegerField()

    with pytest.raises(TypeError, match="take this field from"):
        Careless()


def test_the_form_of_a_model_reads_numbers_and_dates_by_our_own_fields():
    class GoalForm(forms.ModelForm):
        class Meta:
            model = ExportGoal
            fields = ("baseline", "due_on")

    form = GoalForm({"baseline": "１，０００", "due_on": "令和8年3月10日"})
    form.is_valid()
    assert form.cleaned_data == {"baseline": 1000, "due_on": date(2026, 3, 10)}


def test_an_upload_field_tells_the_browser_the_limit():
    class Upload(forms.Form):
        file = forms.UploadField(accept=".csv")

    assert 'data-max-bytes="20971520"' in str(Upload()["file"])
    assert Upload({}, {"file": SimpleUploadedFile("a.csv", b"x")}).is_valid()


def test_the_query_string_is_changed_in_one_place():
    assert show("{% querystring_with page=3 %}") == "?q=%E8%8C%B6&amp;page=3"
    assert show("{% querystring_with page=None %}") == "?q=%E8%8C%B6"
