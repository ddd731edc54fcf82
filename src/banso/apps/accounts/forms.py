"""Forms of accounts: allauth's in our words, and our own."""

from __future__ import annotations

import unicodedata
from typing import Any

from allauth.account import forms as account_forms
from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.totp import forms as totp_forms
from django import forms as django_forms
from django.apps import apps
from django.contrib.auth.password_validation import password_validators_help_texts
from django.db.models import QuerySet
from django.utils.functional import lazy
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import User
from banso.apps.accounts.permissions import GUESTS
from banso.apps.accounts.roles import Role
from banso.apps.accounts.services import TIES
from banso.web import forms

_REQUIRED = _("Please fill this in.")
_SAME = _("Enter the same password again.")
_CODE_HELP = _("The six digits that your app shows now, or one of your recovery codes.")


def _rules_of_passwords() -> str:
    between = " " if get_language() == "en" else ""
    return between.join(password_validators_help_texts())


_PASSWORD_HELP = lazy(_rules_of_passwords, str)()


class _Ours:
    """allauth's form with our labels, without placeholders, its faults told by the page."""

    use_required_attribute = False
    #: Label and help of a field.
    texts: dict[str, tuple[Any, Any]] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.widget.attrs.pop("placeholder", None)
            field.error_messages["required"] = _REQUIRED
            if name in self.texts:
                field.label, field.help_text = self.texts[name]


class LoginForm(_Ours, account_forms.LoginForm):
    """Sign in by mail address and password."""

    texts = {"login": (_("Mail address"), ""), "password": (_("Password"), "")}


class SignupForm(_Ours, account_forms.SignupForm):
    """A firm's person makes an account."""

    name = django_forms.CharField(
        max_length=80, widget=django_forms.TextInput(attrs={"autocomplete": "name"})
    )
    field_order = ["name", "email", "password1", "password2"]
    texts = {
        "name": (_("Your name"), ""),
        "email": (_("Mail address"), _("We send a link there to make sure that it is yours.")),
        "password1": (_("Password"), _PASSWORD_HELP),
        "password2": (_("Password again"), ""),
    }


class ResetPasswordForm(_Ours, account_forms.ResetPasswordForm):
    """Ask for a new password."""

    texts = {"email": (_("Mail address"), "")}

    def clean_email(self) -> str:
        """Who has no password yet is let in by the invitation, and by nothing that outlives it."""
        email = super().clean_email()
        self.users = [user for user in self.users if user.has_usable_password()]
        return email


class ResetPasswordKeyForm(_Ours, account_forms.ResetPasswordKeyForm):
    """Set the new password."""

    texts = {"password1": (_("New password"), _PASSWORD_HELP), "password2": (_("New password again"), "")}


class ChangePasswordForm(_Ours, account_forms.ChangePasswordForm):
    """Change the password when signed in."""

    texts = {
        "oldpassword": (_("Password now"), ""),
        "password1": (_("New password"), _PASSWORD_HELP),
        "password2": (_("New password again"), ""),
    }


class ReauthenticateForm(_Ours, account_forms.ReauthenticateForm):
    """Show once more that it is you, by password."""

    texts = {"password": (_("Password"), "")}


class AuthenticateForm(_Ours, mfa_forms.AuthenticateForm):
    """The second factor when signing in."""

    texts = {"code": (_("Code"), _CODE_HELP)}


class MfaReauthenticateForm(_Ours, mfa_forms.ReauthenticateForm):
    """Show once more that it is you, by second factor."""

    texts = {"code": (_("Code"), _CODE_HELP)}


class ActivateTOTPForm(_Ours, totp_forms.ActivateTOTPForm):
    """Prove that the app has the secret."""

    texts = {"code": (_("Code"), _("The six digits that your app shows now."))}


class FirstPasswordForm(forms.Form):
    """The first password, by invitation."""

    password1 = forms.CharField(
        label=_("Password"),
        help_text=_PASSWORD_HELP,
        strip=False,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )
    password2 = forms.CharField(
        label=_("Password again"),
        strip=False,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def clean(self) -> dict[str, Any]:
        """Both must be the same."""
        data = super().clean() or {}
        if data.get("password1") and data.get("password2") and data["password1"] != data["password2"]:
            self.add_error("password2", _SAME)
        return data


class PasswordForm(forms.Form):
    """The password of somebody whose second factor was reset."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=django_forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )


class PersonForm(forms.ModelForm):
    """Name and language of one's own account."""

    class Meta:
        model = User
        fields = ["name", "language"]
        widgets = {"language": forms.RadioSelect}


def _rows(model: str) -> QuerySet[Any]:
    """The rows of a room further on, which this room need not import."""
    return apps.get_model(model)._default_manager.all()


#: Buyers are invited with their company, operators with their mall.
_GIVEN = [(code, label) for code, label in Role.choices if code not in GUESTS]


class RoleForm(forms.Form):
    """A role, and the row that it is tied to."""

    role = forms.ChoiceField(label=_("Role"), choices=[("", _("Please choose")), *_GIVEN])
    office = forms.ModelChoiceField(
        None, label=_("Office"), required=False, help_text=_("For office staff and office managers.")
    )
    partner_body = forms.ModelChoiceField(
        None, label=_("Partner body"), required=False, help_text=_("For members of a partner body.")
    )
    firm = forms.CharField(
        label=_("Firm"), required=False, help_text=_("For firm members: its reference, such as F-2026-0001.")
    )
    expert = forms.CharField(
        label=_("Expert"),
        required=False,
        help_text=_("For experts: the code of the expert's record, such as E001."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["office"].queryset = _rows("directory.Office")
        self.fields["partner_body"].queryset = _rows("directory.PartnerBody")

    def clean_firm(self) -> Any:
        """The firm of the reference."""
        return self._by_code("firm", "directory.Firm", "ref", _("There is no firm with this reference."))

    def clean_expert(self) -> Any:
        """The expert of the code."""
        return self._by_code("expert", "directory.Expert", "code", _("There is no expert with this code."))

    def _by_code(self, name: str, model: str, column: str, message: Any) -> Any:
        given = unicodedata.normalize("NFKC", self.cleaned_data[name]).strip().upper()
        if not given:
            return None
        found = _rows(model).filter(**{column: given}).first()
        if found is None:
            raise forms.ValidationError(message)
        return found

    @property
    def tie(self) -> Any:
        """What the chosen role is tied to; None for a role that needs nothing."""
        name = TIES.get(Role(self.cleaned_data["role"]))
        return self.cleaned_data.get(name) if name else None


class InviteForm(RoleForm):
    """A new person, by invitation."""

    name = forms.CharField(label=_("Name"), max_length=80)
    email = forms.EmailField(label=_("Mail address"), max_length=254)
    language = forms.ChoiceField(
        label=_("Language"),
        choices=User._meta.get_field("language").choices,
        initial="ja",
        widget=forms.RadioSelect,
    )
    field_order = ["name", "email", "language", "role", "office", "partner_body", "firm", "expert"]


#: The states of a person, as ``selectors.state_of`` gives them.
STATES = {
    "active": _("Can sign in"),
    "invited": _("Invited, not yet joined"),
    "locked": _("Locked"),
    "left": _("Left"),
    "erased": _("Erased"),
}
