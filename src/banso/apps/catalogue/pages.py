"""What means the same in three languages: looked at, tried, added, changed, retired."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.catalogue import selectors, services
from banso.apps.catalogue.forms import ChangeForm, MeaningFilter, NewForm
from banso.apps.catalogue.models import Meaning, ways
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

_LONGEST_QUERY = 200


def _ways(language: str) -> Any:
    return lambda meaning: " / ".join(ways(getattr(meaning, language))) or "–"


def _category(meaning: Meaning) -> str:
    return meaning.category.name if meaning.category else "–"


def _state(meaning: Meaning) -> str:
    if meaning.retired_on is None:
        return str(_("In use"))
    return str(_("Retired on %(day)s")) % {"day": formats.day(meaning.retired_on)}


def _state_shown(meaning: Meaning) -> SafeString:
    return status("ok" if meaning.retired_on is None else "dash", _state(meaning))


def _address(meaning: Meaning) -> str:
    return reverse("catalogue:meaning_change", args=[meaning.code])


@requires(Action.MEANING_KEEP)
@require_GET
def meaning_list(request: HttpRequest) -> HttpResponse:
    """Every thing with the ways to say it."""
    records = RecordList(
        request,
        Meaning.objects.select_related("category"),
        columns=[
            Column("code", _("Code"), sort="code", link=_address),
            Column("ja", _("In Japanese"), value=_ways("ja")),
            Column("en", _("In English"), value=_ways("en"), sort="en"),
            Column("zh", _("In Chinese"), value=_ways("zh")),
            Column("category", _("Category that is meant"), value=_category, sort="category__position"),
            Column("state", _("State"), value=_state, html=_state_shown, sort="retired_on"),
        ],
        filters=MeaningFilter,
        default_sort="code",
        name="meanings",
        empty=_("No words are entered yet."),
    )
    return records.response("catalogue/meaning_list.html")


@requires(Action.MEANING_KEEP)
@require_GET
def trial(request: HttpRequest) -> HttpResponse:
    """What a buyer would find by a query: with what means the same, and by the very words."""
    query = request.GET.get("q", "").strip()[:_LONGEST_QUERY]
    context: dict[str, Any] = {"query": query}
    if query:
        today = request.access.today  # type: ignore[attr-defined]
        context["found"] = selectors.search(query, today)
        context["as_typed"] = selectors.search(query, today, as_typed=True).total
    return render(request, "catalogue/trial.html", context)


class _OnMeanings(Act):
    """Something done to one meaning, or to the table."""

    action = Action.MEANING_KEEP

    def back(self) -> str:
        """The table."""
        return reverse("catalogue:meaning_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the table."""
        return [(self.back(), _("Words that mean the same"))]


class Add(_OnMeanings):
    """A further thing."""

    title, verb, done = _("Add words"), _("Add"), _("The words were added. Searches use them from now on.")

    def form(self, data: Any) -> forms.Form:
        """Code, words, category."""
        return NewForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add it."""
        services.add_meaning(actor, data["code"], NewForm.ways(data))


class _OnMeaning(_OnMeanings):
    """Something done to one meaning."""

    def find(self, code: str = "", **_kwargs: Any) -> None:
        """The meaning."""
        self.meaning = get_object_or_404(Meaning.objects.select_related("category"), code=code)

    def subtitle(self) -> Text:
        """Which."""
        return self.meaning.code


class Change(_OnMeaning):
    """Other ways to say a thing."""

    template = "catalogue/meaning_change.html"
    title, verb = _("Change words"), _("Store")
    done = _("The words were changed. Searches use them from now on.")

    def form(self, data: Any) -> forms.Form:
        """What it says now."""
        said = {code: "\n".join(ways(getattr(self.meaning, code))) for code in ("ja", "en", "zh")}
        seen = services.fingerprint(self.meaning)
        return ChangeForm(data, initial={**said, "category": self.meaning.category_id, "seen": seen})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.change_meaning(actor, self.meaning, ChangeForm.ways(data), data["seen"])

    def more(self) -> dict[str, Any]:
        """The meaning, to retire it or take it up again."""
        return {"meaning": self.meaning}


class Retire(_OnMeaning):
    """Use a meaning no more."""

    title, verb = _("Retire words"), _("Retire")
    done = _("The words are retired. They can be taken up again.")
    intro = _("Searches will find nothing by these words but what is written with them.")

    def form(self, data: Any) -> forms.Form:
        """The button is the answer."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Retire it."""
        services.retire_meaning(actor, self.meaning)


class Restore(_OnMeaning):
    """Use a retired meaning again."""

    title, verb, done = (
        _("Take words up again"),
        pgettext_lazy("words", "Take up again"),
        _("Searches use these words again."),
    )

    def form(self, data: Any) -> forms.Form:
        """The button is the answer."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it up."""
        services.restore_meaning(actor, self.meaning)
