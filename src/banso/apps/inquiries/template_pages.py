"""Words that buyers and makers begin a message with, as head office keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.inquiries import placeholders, services
from banso.apps.inquiries.models import MessageTemplate, Side
from banso.apps.inquiries.services import TemplateData
from banso.apps.journal.actor import Actor
from banso.apps.journal.selectors import timeline
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_SIDES = [(Side.BUYER, _("Buyers, with a question")), (Side.FIRM, _("Makers, with an answer"))]
_LANGUAGES = (("ja", "ja", _("Japanese")), ("en", "en", _("English")), ("zh", "zh-hans", _("Chinese")))


def _words(label: Text) -> forms.CharField:
    rows = forms.Textarea({"rows": 6})
    return forms.CharField(label=label, max_length=services.LONGEST_TEMPLATE, widget=rows)


def _name(label: Text) -> forms.CharField:
    return forms.CharField(label=label, max_length=120)


class TemplateWordsForm(forms.Form):
    """What a template says, and who begins with it."""

    side = forms.ChoiceField(label=_("Who begins with it"), choices=_SIDES, widget=forms.RadioSelect)
    name_ja, text_ja = _name(_("Name in Japanese")), _words(_("Words in Japanese"))
    name_en, text_en = _name(_("Name in English")), _words(_("Words in English"))
    name_zh, text_zh = _name(_("Name in Chinese")), _words(_("Words in Chinese"))


class ChangeTemplateForm(TemplateWordsForm):
    """The same, with what stood there when the form was opened."""

    seen = forms.CharField(widget=forms.HiddenInput)


class NewTemplateForm(TemplateWordsForm):
    """A further template."""

    code = forms.CharField(
        label=_("Code"), max_length=40, help_text=_("Small letters, digits and _, such as buyer_price.")
    )
    field_order = ("code",)


class TemplateFilter(forms.FilterForm):
    """Which templates are shown."""

    side = forms.ChoiceField(label=_("Who begins with it"), choices=[("", _("All")), *_SIDES])


def _data(typed: Mapping[str, Any]) -> TemplateData:
    """What was typed, as the service takes it."""
    return TemplateData(**{name: typed[name] for name in TemplateData.__annotations__})


def _state(template: MessageTemplate) -> str:
    if template.retired_on is None:
        return str(_("In use"))
    return str(_("Retired on %(day)s")) % {"day": formats.day(template.retired_on)}


def _state_shown(template: MessageTemplate) -> SafeString:
    return status("ok" if template.retired_on is None else "dash", _state(template))


def _address(template: MessageTemplate) -> str:
    return reverse("inquiries:template", args=[template.code])


@requires(Action.TEMPLATE_KEEP)
@require_GET
def template_list(request: HttpRequest) -> HttpResponse:
    """Every template."""
    sides = {str(side): words for side, words in _SIDES}
    records = RecordList(
        request,
        MessageTemplate.objects.all(),
        columns=[
            Column("name", _("Template"), link=_address, second=lambda row: row.code),
            Column("side", _("Who begins with it"), value=lambda row: str(sides[row.side]), sort="side"),
            Column("text_ja", _("Words in Japanese"), value="text_ja"),
            Column("state", _("State"), value=_state, html=_state_shown, sort="retired_on"),
        ],
        filters=TemplateFilter,
        default_sort="side",
        name="message-templates",
    )
    return records.response("inquiries/template_list.html")


class _OnTemplates(Act):
    """Something done to the templates."""

    action = Action.TEMPLATE_KEEP

    def back(self) -> str:
        """The list."""
        return reverse("inquiries:template_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(reverse("inquiries:inquiry_list"), _("Inquiries")), (self.back(), _("Message templates"))]


class _Write(_OnTemplates):
    """Words are typed, looked at with sample values, and stored."""

    template = "inquiries/template_change.html"
    #: What the preview shows: the words stored, or those typed where they can be used.
    shown: TemplateData | None = None

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """Store what was typed, or only look at it."""
        if "preview" not in request.POST:
            return super().post(request, **kwargs)
        self.find(**kwargs)
        form = self.form(request.POST)
        if form.is_valid():
            data = _data(form.cleaned_data)
            try:
                services.check_template(data)
            except Refused as refused:
                form.refuse(refused)
            else:
                self.shown = data
        return self.page(form)

    def more(self) -> dict[str, Any]:
        """The placeholders, and the preview."""
        return {"placeholders": placeholders.PLACEHOLDERS.items(), "previews": self._previews()}

    def _previews(self) -> list[Mapping[str, Any]]:
        if self.shown is None:
            return []
        shown = self.shown
        return [
            {
                "label": label,
                "language": language,
                "name": getattr(shown, f"name_{code}"),
                "text": placeholders.fill(
                    getattr(shown, f"text_{code}"), placeholders.samples(language, self.today)
                ),
            }
            for code, language, label in _LANGUAGES
        ]


class AddTemplate(_Write):
    """A further template."""

    title, verb, done = (
        _("Add a template"),
        _("Add"),
        _("The template was added. It is offered from now on."),
    )

    def form(self, data: Any) -> NewTemplateForm:
        """Code, side, names and words."""
        return NewTemplateForm(data, initial={"side": Side.BUYER})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add it."""
        services.add_template(actor, data["code"], _data(data))


class _OnTemplate(_OnTemplates):
    """Something done to one template."""

    def find(self, code: str = "", **_kwargs: Any) -> None:
        """The template."""
        self.found = get_object_or_404(MessageTemplate, code=code)

    def subtitle(self) -> Text:
        """Which."""
        return formats.joined(self.found.name, self.found.code)


class ChangeTemplate(_OnTemplate, _Write):
    """Say it otherwise."""

    title, verb = _("Change a template"), _("Store")
    done = _("The template was changed. It is offered so from now on.")

    def find(self, code: str = "", **kwargs: Any) -> None:
        """The template, with a preview of what is stored."""
        super().find(code=code, **kwargs)
        if self.request.method == "GET":
            self.shown = services.data_of(self.found)

    def form(self, data: Any) -> ChangeTemplateForm:
        """What it says now."""
        said = asdict(services.data_of(self.found))
        return ChangeTemplateForm(data, initial={**said, "seen": services.template_edition(self.found)})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.change_template(actor, self.found, _data(data), data["seen"])

    def more(self) -> dict[str, Any]:
        """What else can be done with it, and what was."""
        shipped = services.shipped_template(self.found)
        return {
            **super().more(),
            "found": self.found,
            "differs": shipped is not None and shipped != services.data_of(self.found),
            "log": timeline([services.template_subject(self.found)]),
        }


class RetireTemplate(_OnTemplate):
    """Offer it no more."""

    title, verb = _("Retire a template"), _("Retire")
    done = _("The template is retired. It can be taken up again.")
    intro = _("Nobody can begin a message with it from now on. What was written stays.")

    def form(self, data: Any) -> forms.Form:
        """The button is the answer."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Retire it."""
        services.retire_template(actor, self.found)


class TakeUpTemplate(_OnTemplate):
    """Offer it again."""

    title, done = _("Take a template up again"), _("The template is offered again.")
    verb = pgettext_lazy("words", "Take up again")

    def form(self, data: Any) -> forms.Form:
        """The button is the answer."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it up."""
        services.take_up_template(actor, self.found)


class RestoreTemplate(_OnTemplate):
    """Let it say what was shipped."""

    title, verb = _("As shipped again"), _("Restore")
    done = _("The template says again what was shipped.")
    intro = _("Your own words of this template are replaced in all three languages.")

    def form(self, data: Any) -> forms.Form:
        """The button is the answer."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Restore it."""
        services.restore_shipped_template(actor, self.found)
