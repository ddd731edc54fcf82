"""Pages of private providers, trading companies and partner bodies."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import in_use
from banso.apps.directory import outside
from banso.apps.directory.lists import names
from banso.apps.directory.models import BodyKind, PartnerBody, Prefecture
from banso.apps.directory.outside import KINDS, Body, BodyData, serves
from banso.apps.directory.search import matching
from banso.apps.directory.selectors import bodies
from banso.apps.journal.actor import Actor
from banso.web import formats, forms
from banso.web.acts import Act, Text
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status

TITLES = {
    "providers": _("Private providers"),
    "trading-companies": _("Trading companies"),
    "partner-bodies": _("Partner bodies"),
}


#: Private providers are changed by their listings, which somebody else reviews.
_LISTED = "providers"


class BodyFilter(forms.FilterForm):
    """Which bodies are shown."""

    q = forms.CharField(label=_("Name of the body, or code"))
    prefecture = forms.ModelChoiceField(Prefecture.objects.all(), label=_("Prefecture"))

    def filter_q(self, queryset: Any, value: str) -> Any:
        """Part of a name or the code."""
        return matching(queryset, value, "name_ja", "name_en", "code")


def _kind_of(which: str) -> type[Body]:
    if which not in KINDS:
        raise Http404
    return KINDS[which]


@requires(Action.OUTSIDE_VIEW)
@require_GET
def body_list(request: HttpRequest, which: str = "providers") -> HttpResponse:
    """The bodies of one kind: where they serve, what for, how they are reached, what they have in hand."""
    access: Access = request.access  # type: ignore[attr-defined]
    model = _kind_of(which)
    manages = access.can(Action.OUTSIDE_MANAGE) and which != _LISTED

    def edit(row: Body) -> str:
        return reverse("directory:body_edit", args=[which, row.code]) if manages else ""

    columns = [
        Column(
            "name",
            _("Name of the body"),
            value="name",
            sort="name_ja",
            link=edit,
            second=lambda row: row.code,
        ),
        Column("prefecture", _("Prefecture"), value=_place, sort="prefecture__code"),
        *(
            [Column("kind", _("Kind"), value=lambda row: row.get_kind_display(), sort="kind")]
            if model is PartnerBody
            else []
        ),
        *(
            Column(name, _SERVED[name], value=lambda row, name=name: names(getattr(row, name)))
            for name in serves(model)
        ),
        Column("phone", _("Telephone"), second=lambda row: row.email),
        Column("open_proposals", _("In hand"), kind="number", sort="open_proposals"),
        Column(
            "state",
            _("State"),
            value=lambda row: _state_words(row, access),
            html=lambda row: _state(row, access),
            sort="retired_on",
        ),
    ]
    records = RecordList(
        request,
        bodies(model),
        columns=columns,
        filters=BodyFilter,
        default_sort="name",
        name=which,
        verb=lambda row: (
            (reverse("directory:body_retire", args=[which, row.code]), _("Retire"))
            if manages and not _retired(row, access)
            else None
        ),
    )
    context = {
        "title": TITLES[which],
        "kinds": [(reverse("directory:body_list", args=[k]), t, k == which) for k, t in TITLES.items()],
        "add_url": reverse("directory:body_add", args=[which]) if manages else "",
    }
    return records.response("directory/body_list.html", context)


_SERVED = {"subjects": _("Subjects"), "markets": _("Markets"), "industries": _("Industries")}


def _place(row: Body) -> str:
    return row.prefecture.name if row.prefecture else str(_("All of the country"))


def _retired(row: Body, access: Access) -> bool:
    return row.retired_on is not None and row.retired_on <= access.today


def _state_words(row: Body, access: Access) -> str:
    if row.retired_on is None:
        return str(_("In use"))
    words = _("Retired %(day)s") if _retired(row, access) else _("Retires %(day)s")
    return words % {"day": formats.day(row.retired_on)}


def _state(row: Body, access: Access) -> SafeString:
    mark = "ok" if row.retired_on is None else "dash" if _retired(row, access) else "part"
    return status(mark, _state_words(row, access))


class BodyForm(forms.Form):
    """What is said of a body."""

    name_ja = forms.CharField(label=_("Japanese name"), max_length=120)
    name_en = forms.CharField(label=_("English name"), max_length=120)
    prefecture = forms.ModelChoiceField(
        Prefecture.objects.all(), label=_("Prefecture"), required=False,
        help_text=_("Empty: it serves all of the country."),
    )  # fmt: skip
    phone = forms.PhoneField(label=_("Telephone"), max_length=20, required=False)
    email = forms.EmailField(label=_("Mail address"), max_length=254, required=False)

    def __init__(self, *args: Any, model: type[Body], day: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if model is PartnerBody:
            self.fields["kind"] = forms.ChoiceField(
                label=_("Kind"), choices=BodyKind.choices, widget=forms.RadioSelect
            )
        for name in serves(model):
            rows = model._meta.get_field(name).related_model
            self.fields[name] = forms.ModelMultipleChoiceField(
                in_use(rows._default_manager.order_by("position", "code"), day),
                label=_SERVED[name], required=False, widget=forms.CheckboxSelectMultiple,
            )  # fmt: skip
        if new:
            self.fields["code"] = forms.CharField(
                label=_("Code"), max_length=40, help_text=_("Small letters, digits and hyphens.")
            )
            self.order_fields(["code"])


class _OnBodies(Act):
    """Something done to bodies of one kind."""

    action = Action.OUTSIDE_MANAGE

    def find(self, which: str = "", code: str = "", **_kwargs: Any) -> None:
        """The kind, and the body if there is one."""
        self.which, self.model = which, _kind_of(which)
        if which == _LISTED:
            raise Http404
        self.body: Any = get_object_or_404(self.model, code=code) if code else None

    def back(self) -> str:
        """The list."""
        return reverse("directory:body_list", args=[self.which])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(self.back(), TITLES[self.which])]

    def subtitle(self) -> Text:
        """Which body."""
        return self.body.name if self.body else TITLES[self.which]


class AddBody(_OnBodies):
    """One more body."""

    title, verb, done = _("Add"), _("Add"), _("It was added.")

    def form(self, data: Any) -> forms.Form:
        """An empty form."""
        return BodyForm(data, model=self.model, day=self.today, new=True)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Add it."""
        values = dict(data)
        outside.add_body(actor, self.which, values.pop("code"), BodyData(**values))


class EditBody(_OnBodies):
    """Change what is said of a body."""

    title, verb, done = _("Change"), _("Store"), _("It was stored.")

    def form(self, data: Any) -> forms.Form:
        """The form, filled in."""
        names_ = ["name_ja", "name_en", "phone", "email", "prefecture"]
        initial = {name: getattr(self.body, name) for name in names_}
        if self.model is PartnerBody:
            initial["kind"] = self.body.kind
        initial |= {name: list(getattr(self.body, name).all()) for name in serves(self.model)}
        return BodyForm(data, model=self.model, day=self.today, new=False, initial=initial)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        outside.change_body(actor, self.which, self.body, BodyData(**data))


class RetireForm(forms.Form):
    """From when nothing more is handed to it."""

    on = forms.DateField(label=_("First day without it"))


class RetireBody(_OnBodies):
    """Let nothing more be handed to a body."""

    title, verb, done = _("Retire"), _("Retire"), _("It is retired from that day on.")
    intro = _("Nothing more is proposed to it. What it has in hand stays with it.")

    def form(self, data: Any) -> forms.Form:
        """From today, unless another day is given."""
        return RetireForm(data, initial={"on": self.today.isoformat()})

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Retire it."""
        outside.retire_body(actor, self.which, self.body, data["on"])
