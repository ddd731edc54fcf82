"""The auditor's pages: what happened, and whether a chain is whole."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.access import requires
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.journal.models import Event
from banso.apps.journal.selectors import chain_of
from banso.apps.journal.timeline import describe, kind_name, known_kinds, role_name
from banso.web import fields
from banso.web.forms import FilterForm
from banso.web.lists import Column, RecordList


class EventFilter(FilterForm):
    """Which events are shown."""

    kind = forms.ChoiceField(label=_("Kind of subject"))
    ref = forms.CharField(label=_("Subject"), max_length=64)
    action = forms.CharField(label=_("Action"), max_length=60)
    role = forms.ChoiceField(label=_("In the role of"), choices=[("", _("All")), *Role.choices])
    since = fields.DateField(label=_("From"))
    until = fields.DateField(label=_("Until"))

    lookups = {"kind": "subject_kind", "ref": "subject_ref", "action": "action__startswith"}
    lookups |= {"since": "at__date__gte", "until": "at__date__lte"}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].choices = [
            ("", self.nothing_chosen),
            *((kind, kind_name(kind)) for kind in known_kinds()),
        ]


def _chain_address(event: Event) -> str:
    return reverse("journal:chain", args=[event.subject_kind, event.subject_ref])


COLUMNS = [
    Column("at", _("When"), sort="at", kind="moment"),
    Column("who", _("By whom"), value=lambda event: event.actor.name if event.actor else str(_("System"))),
    Column("role", _("In the role of"), value=lambda event: role_name(event.role), sort="role"),
    Column(
        "subject",
        _("Subject"),
        value=lambda event: f"{kind_name(event.subject_kind)} {event.subject_ref}",
        sort="subject_ref",
        link=_chain_address,
    ),
    Column("what", _("What"), value=describe, second=lambda event: event.action),
    Column("id", _("Event"), value="short_id"),
]


@requires(Action.JOURNAL_VIEW)
def event_list(request: HttpRequest) -> HttpResponse:
    """All events, newest first, to narrow by subject, action, role and day."""
    events: QuerySet[Event] = Event.objects.select_related("actor")
    records = RecordList(
        request, events, columns=COLUMNS, filters=EventFilter, default_sort="-at", name="journal"
    )
    return records.response("journal/event_list.html")


@requires(Action.JOURNAL_VIEW)
def chain(request: HttpRequest, kind: str, ref: str) -> HttpResponse:
    """One subject's chain, with the proof of each event."""
    found = chain_of((kind, ref))
    if not found.links:
        raise Http404
    return render(request, "journal/chain.html", {"chain": found})
