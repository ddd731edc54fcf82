"""Forms of firms, contacts and requests for access; filters of the lists."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from banso.apps.base import Refused
from banso.apps.directory.models import (
    Contact,
    ECRecord,
    Expert,
    ExportExperience,
    Firm,
    FirmKind,
    Industry,
    Language,
    Market,
    Office,
    Prefecture,
)
from banso.apps.directory.numbers import number_of
from banso.apps.directory.search import matching
from banso.apps.directory.services import ContactData, FirmData
from banso.web import forms

#: More employees than any firm here has; keeps a slip from becoming a fact.
_MOST_EMPLOYEES = 1_000_000


class FirmForm(forms.ModelForm):
    """What is said of a firm."""

    corporate_number = forms.CharField(
        label=_("Corporate number"),
        max_length=40,
        widget=forms.CodeInput,
        help_text=_("13 digits. Hyphens and full-width digits are fine. Sole traders leave this empty."),
    )
    capital_yen = forms.MoneyField(label=_("Capital"), required=False)

    field_order = [
        "kind", "corporate_number", "name", "name_kana", "name_en", "prefecture", "city", "industry",
        "products", "founded_on", "employees", "capital_yen", "export_experience", "ec_record",
    ]  # fmt: skip

    class Meta:
        model = Firm
        fields = [
            "kind", "name", "name_kana", "name_en", "prefecture", "city", "industry", "products",
            "founded_on", "employees", "export_experience", "ec_record",
        ]  # fmt: skip
        widgets = {
            "kind": forms.RadioSelect,
            "export_experience": forms.RadioSelect,
            "ec_record": forms.RadioSelect,
        }
        labels = {"kind": _("Corporation or sole trader")}
        help_texts = {
            "name": _("As it is registered, such as 株式会社 遠州製茶."),
            "name_kana": _("In hiragana or katakana."),
            "products": _("What you want to export, in a few words."),
            "export_experience": _("Indirect: others export your products, such as a trading company."),
            "ec_record": _("Sales through EC that you made yourself, without support."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        firm: Firm | None = kwargs.get("instance")
        if firm:
            kwargs["initial"] = {
                "corporate_number": firm.corporate_number or "",
                "capital_yen": firm.capital_yen,
                **(kwargs.get("initial") or {}),
            }
        super().__init__(*args, **kwargs)
        kind = firm.kind if firm else FirmKind.CORPORATION
        if self.is_bound:
            kind = self.data.get(self.add_prefix("kind"))
        self.fields["corporate_number"].required = kind != FirmKind.SOLE_TRADER
        self.fields["employees"].validators.append(MaxValueValidator(_MOST_EMPLOYEES))
        self.fields["prefecture"].queryset = Prefecture.objects.filter(retired_on__isnull=True)
        self.fields["industry"].queryset = Industry.objects.filter(retired_on__isnull=True)

    def clean(self) -> dict[str, Any]:
        """The corporate number by the one rule, beside the other faults."""
        data = super().clean() or {}
        if "kind" in data and "corporate_number" in data:
            try:
                number_of(data["kind"], data["corporate_number"])
            except Refused as refused:
                self.refuse(refused)
        return data

    def _post_clean(self) -> None:
        """Nothing is written to the instance: the service does that, and tells what changed."""

    @property
    def firm_data(self) -> FirmData:
        """What the service takes."""
        return FirmData(**{name: self.cleaned_data[name] for name in self.field_order})


class ChangeFirmForm(FirmForm):
    """What is said of a firm, and since when a new name or place holds."""

    since = forms.DateField(
        label=_("A new name or address holds from"), required=False, help_text=_("Empty: from today.")
    )


class RegisterForm(FirmForm):
    """A firm to register, and the first person to reach there."""

    contact_name = forms.CharField(label=_("Your name"), max_length=80)
    contact_position = forms.CharField(label=_("Position"), max_length=80, required=False)
    contact_phone = forms.PhoneField(label=_("Telephone"), max_length=20, required=False)
    contact_email = forms.EmailField(label=_("Mail address"), max_length=254, required=False)

    #: Fields by section of the page.
    SECTIONS = (
        (_("The firm"), ("kind", "corporate_number", "name", "name_kana", "name_en", "prefecture", "city")),
        (_("What it does"), ("industry", "products", "founded_on", "employees", "capital_yen")),
        (_("Experience"), ("export_experience", "ec_record")),
        (_("Whom we reach"), ("contact_name", "contact_position", "contact_phone", "contact_email")),
    )

    def __init__(self, *args: Any, on_behalf: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if on_behalf:
            self.fields["contact_name"].label = _("Name of the person")

    @property
    def sections(self) -> list[tuple[Any, list[Any]]]:
        """The fields of each section."""
        return [(title, [self[name] for name in names]) for title, names in self.SECTIONS]

    @property
    def contact_data(self) -> ContactData:
        """What the service takes."""
        data = self.cleaned_data
        return ContactData(
            name=data["contact_name"],
            position=data["contact_position"],
            phone=data["contact_phone"],
            email=data["contact_email"],
        )


class ContactForm(forms.ModelForm):
    """How a person at a firm is reached."""

    phone = forms.PhoneField(label=_("Telephone"), max_length=20, required=False)

    class Meta:
        model = Contact
        fields = [
            "name", "name_kana", "position", "email", "mails_support", "mails_exports", "mails_meetings",
        ]  # fmt: skip
        labels = {
            "name": _("Name"),
            "name_kana": _("Name in kana"),
            "mails_support": _("Gets mails about decisions about support"),
            "mails_exports": _("Gets mails with questions about exports"),
            "mails_meetings": _("Gets invitations to meetings"),
        }

    field_order = ["name", "name_kana", "position", "email", "phone"]

    def _post_clean(self) -> None:
        """Nothing is written to the instance: the service does that, and tells what changed."""

    @property
    def contact_data(self) -> ContactData:
        """What the service takes."""
        return ContactData(**self.cleaned_data)


class AskAccessForm(forms.Form):
    """Ask to act for a firm that is registered already."""

    corporate_number = forms.CharField(
        label=_("Corporate number"),
        max_length=40,
        widget=forms.CodeInput,
        help_text=_("13 digits. Hyphens and full-width digits are fine."),
    )
    message = forms.CharField(
        label=_("To the office"),
        max_length=400,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Who you are at the firm, so that the office can check."),
    )


class FirmFilter(forms.FilterForm):
    """Which firms are shown."""

    q = forms.CharField(label=_("Name, kana, number or reference"))
    prefecture = forms.ModelChoiceField(Prefecture.objects.all(), label=_("Prefecture"))
    industry = forms.ModelChoiceField(Industry.objects.all(), label=_("Industry"))
    experience = forms.ChoiceField(
        label=_("Export experience"), choices=[("", _("All")), *ExportExperience.choices]
    )
    ec = forms.ChoiceField(label=_("EC record"), choices=[("", _("All")), *ECRecord.choices])
    supported = forms.BooleanField(label=_("With open cases"))

    lookups = {"experience": "export_experience", "ec": "ec_record"}

    def filter_q(self, queryset: QuerySet[Firm], value: str) -> QuerySet[Firm]:
        """By name, kana, English name, number or reference."""
        return matching(queryset, value)

    def filter_supported(self, queryset: QuerySet[Firm], value: bool) -> QuerySet[Firm]:
        """Firms with a case whose support has not ended."""
        return queryset.filter(open_cases__gt=0)


class FirmFilterWithOffice(FirmFilter):
    """The same for who sees many offices."""

    office = forms.ModelChoiceField(Office.objects.all(), label=_("Office"))


class ExpertFilter(forms.FilterForm):
    """Which experts are shown."""

    q = forms.CharField(label=_("Name or code"))
    office = forms.ModelChoiceField(Office.objects.all(), label=_("Office"))
    language = forms.ModelChoiceField(Language.objects.all(), label=_("Language"))
    market = forms.ModelChoiceField(Market.objects.all(), label=_("Market"))
    subject = forms.ModelChoiceField(None, label=_("Subjects"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        subject = Expert._meta.get_field("subjects").related_model
        self.fields["subject"].queryset = subject._default_manager.all()

    def filter_q(self, queryset: QuerySet[Expert], value: str) -> QuerySet[Expert]:
        """Part of the name, the kana or the code."""
        return matching(queryset, value, "name", "name_kana", "code")

    def filter_language(self, queryset: QuerySet[Expert], value: Language) -> QuerySet[Expert]:
        """Experts who work in the language."""
        return queryset.filter(languages=value)

    def filter_market(self, queryset: QuerySet[Expert], value: Market) -> QuerySet[Expert]:
        """Experts who know the market."""
        return queryset.filter(markets=value)

    def filter_subject(self, queryset: QuerySet[Expert], value: Any) -> QuerySet[Expert]:
        """Experts in the subject."""
        return queryset.filter(subjects=value)
