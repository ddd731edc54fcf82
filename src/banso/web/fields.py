"""Form fields that take what people type: full-width digits, commas, hyphens and Japanese dates."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from banso.web.normalise import code_text, number_text, plain, read_date

WHOLE_NUMBER = _("Enter a whole number, such as 1200. Full-width digits and commas are fine.")
DECIMAL_NUMBER = _("Enter a number, such as 1.5. Full-width digits are fine.")
DATE_FORM = _("Enter a date that exists, such as 2026-03-10, 2026/3/10 or 令和8年3月10日.")


class NumberInput(forms.TextInput):
    """A text input for a number: a browser's number input would refuse full-width digits."""

    def __init__(self, mode: str = "numeric") -> None:
        super().__init__({"inputmode": mode, "class": "num", "autocomplete": "off"})


class DayInput(forms.TextInput):
    """A text input for a date in any accepted form."""

    def __init__(self) -> None:
        super().__init__({"class": "day", "autocomplete": "off"})

    def format_value(self, value: Any) -> str | None:
        """A date as 2026-03-10; what was typed, as it was typed."""
        return value.isoformat() if isinstance(value, date) else super().format_value(value)


class CodeInput(forms.TextInput):
    """A text input for a number that is a name: corporate number, telephone."""

    def __init__(self) -> None:
        super().__init__({"class": "code", "inputmode": "numeric", "autocomplete": "off"})


class _Unit:
    """A field that says its unit beside the input."""

    unit: Any = ""

    def __init__(self, *args: Any, unit: Any = None, **kwargs: Any) -> None:
        if unit is not None:
            self.unit = unit
        super().__init__(*args, **kwargs)


class IntegerField(_Unit, forms.IntegerField):
    """A whole number."""

    default_error_messages = {"invalid": WHOLE_NUMBER}

    def __init__(self, *, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(widget=widget or NumberInput(), **kwargs)

    def to_python(self, value: Any) -> int | None:
        """Clean what was typed, then read it."""
        return super().to_python(number_text(value) if isinstance(value, str) else value)


class DecimalField(_Unit, forms.DecimalField):
    """A decimal number, such as hours."""

    default_error_messages = {"invalid": DECIMAL_NUMBER}

    def __init__(self, *, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(widget=widget or NumberInput("decimal"), **kwargs)

    def to_python(self, value: Any) -> Decimal | None:
        """Clean what was typed, then read it."""
        return super().to_python(number_text(value) if isinstance(value, str) else value)


class MoneyField(IntegerField):
    """Whole yen, zero or more."""

    unit = _("yen")
    default_error_messages = {
        "invalid": _("Enter whole yen, such as 1200000. Full-width digits, commas and 円 are fine."),
    }

    def __init__(self, *, min_value: int = 0, max_value: int = 10**13, **kwargs: Any) -> None:
        super().__init__(min_value=min_value, max_value=max_value, **kwargs)


class DateField(forms.DateField):
    """A calendar date, in one of the accepted forms."""

    default_error_messages = {"invalid": DATE_FORM}

    def __init__(self, *, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(widget=widget or DayInput(), **kwargs)
        if not self.help_text:
            self.help_text = _("For example 2026-03-10, 2026/3/10 or 令和8年3月10日.")

    def to_python(self, value: Any) -> date | None:
        """The date, or a fault that shows the accepted forms."""
        if value in self.empty_values:
            return None
        if isinstance(value, datetime):
            return value.date()
        if isinstance(value, date):
            return value
        found = read_date(str(value)) if str(value).strip() else None
        if found is None and str(value).strip():
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return found


class CodeField(forms.CharField):
    """A number that is a name, such as a corporate number: cleaned of groups, kept as text."""

    def __init__(self, *, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(widget=widget or CodeInput(), **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No ``maxlength``: what is typed may hold hyphens and spaces besides."""
        return {}

    def to_python(self, value: Any) -> str:
        """Plain characters without hyphens and spaces."""
        return code_text(super().to_python(value) or "")


class PhoneField(forms.CharField):
    """A telephone number: plain characters, hyphens kept."""

    def __init__(self, *, widget: Any = None, **kwargs: Any) -> None:
        super().__init__(widget=widget or CodeInput(), **kwargs)
        self.widget.attrs["inputmode"] = "tel"

    def to_python(self, value: Any) -> str:
        """Plain digits and hyphens."""
        return plain(super().to_python(value) or "")


class UploadField(forms.FileField):
    """A file up to the limit of uploads; the browser is told the limit, so that it need not send more."""

    def __init__(self, *, accept: str = "", limit: int | None = None, **kwargs: Any) -> None:
        """``limit``: that of a view that takes files of another size (``uploads.takes_files``)."""
        super().__init__(**kwargs)
        most = settings.MAX_UPLOAD_BYTES if limit is None else limit
        self.widget.attrs.update(
            {
                "data-max-bytes": most,
                "data-too-large": _("This file is larger than %(limit)s. Choose a smaller one.")
                % {"limit": filesizeformat(most)},
            }
        )
        if accept:
            self.widget.attrs["accept"] = accept


class SeveralFilesInput(forms.FileInput):
    """A file input that takes several files."""

    allow_multiple_selected = True


class SeveralFilesField(UploadField):
    """One or more files."""

    widget = SeveralFilesInput

    def clean(self, data: Sequence[UploadedFile], initial: Any = None) -> list[UploadedFile]:  # type: ignore[override]
        """Return all files, each checked as one is."""
        return [super(SeveralFilesField, self).clean(file, initial) for file in data or [None]]


def model_field(field: models.Field, **kwargs: Any) -> forms.Field | None:
    """The form field of a model field: our own for numbers and dates, Django's for the rest."""
    if isinstance(field, models.IntegerField) and not field.choices:
        return field.formfield(form_class=IntegerField, **kwargs)
    if isinstance(field, models.DecimalField):
        return field.formfield(form_class=DecimalField, **kwargs)
    if isinstance(field, models.DateField) and not isinstance(field, models.DateTimeField):
        return field.formfield(form_class=DateField, **kwargs)
    return field.formfield(**kwargs)
