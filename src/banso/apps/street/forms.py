"""What buyers type."""

from __future__ import annotations

from typing import Any

from django import forms as django_forms
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

from banso.apps.buyers.models import Buyer, Kind, Language
from banso.apps.buyers.selectors import zone_names
from banso.apps.directory.models import Language as Spoken
from banso.apps.directory.models import Market
from banso.apps.products.models import Category
from banso.web import forms


class ProfileForm(forms.Form):
    """What is known of a buyer and its company."""

    name = forms.CharField(
        label=_("Your name"), max_length=80, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    language = forms.ChoiceField(
        label=_("Language of pages and mail"), choices=Language.choices, widget=forms.RadioSelect
    )
    company = forms.CharField(label=_("Company"), max_length=120)
    kind = forms.ChoiceField(label=_("Kind of business"), choices=[*BLANK_CHOICE_DASH, *Kind.choices])
    website = django_forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", help_text=_("Optional.")
    )
    zone = forms.ChoiceField(
        label=_("Time zone"),
        required=False,
        help_text=_("For meetings with makers. Without a choice, that of your country's largest place."),
    )
    interests = forms.ModelMultipleChoiceField(
        Category.objects.none(),
        label=_("What you look for"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.ModelMultipleChoiceField(
        Spoken.objects.none(),
        label=_("Languages in which a maker may write to you"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        names = ((name, name.replace("_", " ")) for name in zone_names())
        self.fields["zone"].choices = [*BLANK_CHOICE_DASH, *names]
        self.fields["interests"].queryset = Category.objects.order_by("position", "code")
        self.fields["languages"].queryset = Spoken.objects.order_by("position", "code")


class JoinForm(ProfileForm):
    """The same on the first day, with a password for who wants one."""

    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        help_text=_("Optional, 12 characters at least. Without one we mail you a link each time."),
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )


class AddressForm(forms.Form):
    """Where to send a link."""

    email = forms.EmailField(label=_("Mail address"), max_length=254)


class NoteForm(forms.Form):
    """A note for colleagues."""

    note = forms.CharField(max_length=200, required=False)


class RecommendForm(forms.Form):
    """Another company, and whom to write to there."""

    company_name = forms.CharField(label=_("Company"), max_length=120)
    market = forms.ModelChoiceField(Market.objects.order_by("position", "code"), label=_("Country"))
    person = forms.CharField(label=_("Name of the person"), max_length=80)
    email = forms.EmailField(label=_("Mail address"), max_length=254)
    words = forms.CharField(label=_("Why you recommend it"), max_length=400, widget=forms.Textarea)


def known_of(buyer: Buyer) -> dict[str, Any]:
    """What a ``ProfileForm`` begins with."""
    company = buyer.company
    return {
        "name": buyer.user.name,
        "language": buyer.language,
        "company": company.name,
        "kind": company.kind,
        "website": company.website,
        "zone": company.clock.key,
        "interests": list(company.interests.all()),
        "languages": list(company.languages.all()),
    }
