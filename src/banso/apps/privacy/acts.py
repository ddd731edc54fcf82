"""Pages on which a request about personal data is made, checked, decided and done."""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.models import User
from banso.apps.accounts.permissions import Action
from banso.apps.directory.models import Contact
from banso.apps.journal.actor import Actor
from banso.apps.privacy import rules, services
from banso.apps.privacy.models import (
    Consent,
    ConsentWay,
    IdentityCheck,
    PersonRequest,
    RequestKind,
    RequestState,
    RequestWay,
    Stop,
)
from banso.apps.privacy.persons import same_person
from banso.apps.privacy.services import RequestData
from banso.web import forms
from banso.web.acts import Act, Confirm, Text

_NOTE = _("What the person wants")


class OwnForm(forms.Form):
    """What one asks about one's own data."""

    kind = forms.ChoiceField(label=_("What do you ask?"), choices=RequestKind.choices)
    note = forms.CharField(
        label=_("In your own words"),
        required=False,
        max_length=services.LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("To have something corrected, say what is wrong and what is right."),
    )


class ReceivedForm(forms.Form):
    """What somebody asked at the counter, by letter, mail or telephone."""

    kind = forms.ChoiceField(label=_("What is asked"), choices=RequestKind.choices)
    way = forms.ChoiceField(
        label=_("Way it came"), choices=[row for row in RequestWay.choices if row[0] != RequestWay.PAGE]
    )
    received_on = forms.DateField(label=_("Received on"))
    note = forms.CharField(
        label=_NOTE, required=False, max_length=services.LONGEST, widget=forms.Textarea({"rows": 4})
    )


class IdentityForm(forms.Form):
    """How identity was checked."""

    how = forms.ChoiceField(
        label=_("How identity was checked"),
        choices=[row for row in IdentityCheck.choices if row[0] != IdentityCheck.SIGNED_IN],
    )


class DecideForm(forms.Form):
    """Granted or refused, and why."""

    answer = forms.ChoiceField(
        label=_("Decision"), choices=[("grant", _("Grant it")), ("refuse", _("Refuse it"))]
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=services.LONGEST,
        widget=forms.Textarea({"rows": 4}),
        help_text=_("The person is told this reason."),
    )


class DoneForm(forms.Form):
    """What was done."""

    note = forms.CharField(
        label=_("What was done"),
        required=False,
        max_length=services.LONGEST,
        widget=forms.Textarea({"rows": 3}),
    )


class ReadNotice(Act):
    """Read the privacy notice in force, and confirm it."""

    action = Action.OWN_DATA
    title, verb = _("Privacy notice"), _("I have read this")
    done = _("Thank you. It is recorded that you have read the notice.")
    template = "privacy/notice.html"

    def find(self, **_kwargs: Any) -> None:
        """The version in force today."""
        notice = rules.notice_on(self.today)
        if notice is None:
            raise Http404
        self.notice = notice

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store that it was read."""
        services.consent(actor, self.notice, ConsentWay.SIGNED_IN, user=self.access.user)

    def back(self) -> str:
        """Where the person wanted to go when asked to read it; else the person's own page."""
        wanted = self.request.GET.get("next", "")
        here = url_has_allowed_host_and_scheme(wanted, {self.request.get_host()}, self.request.is_secure())
        return wanted if here else reverse("privacy:own")

    def more(self) -> dict[str, Any]:
        """The text, whether it was confirmed before, and whether another page was asked for."""
        given = {row.notice: row for row in Consent.objects.filter(same_person(None, self.access.user.pk))}
        return {
            "notice": self.notice,
            "given": given.get(self.notice.code),
            "on_the_way": "next" in self.request.GET,
            "changed": bool(given),
        }


class AskForOneself(Act):
    """Ask about one's own data."""

    action = Action.OWN_DATA
    title, verb = _("Ask about your own data"), _("Send the request")
    done = _("Your request has reached us.")

    def form(self, data: Any) -> forms.Form:
        """What is asked."""
        return OwnForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it; the office of the firm answers where there is one."""
        services.receive(
            actor,
            RequestData(data["kind"], RequestWay.PAGE, self.today, data["note"], user=self.access.user),
        )

    def back(self) -> str:
        """The person's own page."""
        return reverse("privacy:own")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the person's own page."""
        return [(self.back(), _("Your data"))]


class _Receive(Act):
    """Write down what a person asked without signing in."""

    action = Action.PERSON_REQUEST_RECORD
    title, verb = _("Request about personal data"), _("Record the request")
    done = _("The request is recorded. Check identity next.")

    def form(self, data: Any) -> forms.Form:
        """What is asked, received today."""
        return ReceivedForm(data, initial={"received_on": self.today})

    def back(self) -> str:
        """The list of requests."""
        return reverse("privacy:request_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(self.back(), _("Personal data"))]


class AskForContact(_Receive):
    """Of a contact of a firm."""

    def find(self, pk: int, **_kwargs: Any) -> None:
        """A contact within reach whose data are held."""
        contacts = self.access.rows(self.action, Contact.objects.filter(erased_at__isnull=True))
        self.contact = get_object_or_404(contacts.select_related("firm__office"), pk=pk)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.receive(actor, RequestData(**data, contact=self.contact))

    def subtitle(self) -> Text:
        """Which firm."""
        return self.contact.firm.name


class AskForUser(_Receive):
    """Of somebody with an account: kept by administrators."""

    action = Action.PEOPLE_MANAGE

    def find(self, pk: int, **_kwargs: Any) -> None:
        """A person whose data are held."""
        self.person = get_object_or_404(User, pk=pk, erased_at__isnull=True)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.receive(actor, RequestData(**data, user=self.person))


class _OnRequest(Act):
    """Something done to one request."""

    action = Action.PERSON_REQUEST_RECORD
    row: PersonRequest

    def find(self, ref: str, **_kwargs: Any) -> None:
        """The request, within reach."""
        rows = self.access.rows(self.action, PersonRequest.objects.select_related("contact__firm", "user"))
        self.row = get_object_or_404(rows, ref=ref)

    def back(self) -> str:
        """Its page."""
        return reverse("privacy:request", args=[self.row.ref])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list over its page."""
        return [(reverse("privacy:request_list"), _("Personal data")), (self.back(), self.row.ref)]

    def known(self) -> list[tuple[Text, Any]]:
        """What is asked, and what the person says."""
        return [(_("What is asked"), self.row.get_kind_display()), (_NOTE, self.row.note or "–")]


class Identify(_OnRequest):
    """Write down how identity was checked."""

    title, verb = _("Check identity"), _("Record it")
    done = _("Identity is checked. Somebody else decides.")

    def form(self, data: Any) -> forms.Form:
        """How."""
        return IdentityForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.check_identity(actor, self.row, data["how"])


class Decide(_OnRequest):
    """Grant or refuse."""

    action = Action.PERSON_REQUEST_DECIDE
    title, verb = _("Decide on the request"), _("Decide")
    done = _("The decision is recorded.")

    def form(self, data: Any) -> forms.Form:
        """Which answer, and why."""
        return DecideForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.decide(actor, self.row, grant=data["answer"] == "grant", reason=data["reason"])


class Fulfil(_OnRequest):
    """Do what was granted."""

    title, verb = _("Do what was granted"), _("It is done")
    done = _("The request is done.")

    def find(self, ref: str, **kwargs: Any) -> None:
        """The request; the words say what the button does."""
        super().find(ref)
        self.intro = {
            RequestKind.STOP: _("No letters go to the person any more, until the stop is ended."),
            RequestKind.ERASE: _(
                "Name, position, mail address and telephone are erased for good. What was done stays as"
                " anonymous rows that still count."
            ),
            RequestKind.SEE: _("Download the person's data first and hand the file over."),
            RequestKind.CORRECT: _("Put the data right on their own pages first, then say what was done."),
        }[RequestKind(self.row.kind)]
        if self.row.state != RequestState.GRANTED:
            self.intro = ""

    def form(self, data: Any) -> forms.Form:
        """What was done."""
        return DoneForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Do it."""
        services.fulfil(actor, self.row, data["note"])


class Withdraw(_OnRequest):
    """The person no longer asks."""

    title, verb = _("Withdraw the request"), _("The person no longer asks")
    done = _("The request is withdrawn.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Store it."""
        services.withdraw(actor, self.row)


class EndStop(Act):
    """The data of a person may be used again."""

    action = Action.PERSON_REQUEST_RECORD
    title, verb = _("End the stop"), _("Use the data again")
    done = _("The data may be used again.")
    intro = _("Only when the person says so. Letters go to the person again.")

    def find(self, pk: int, **_kwargs: Any) -> None:
        """A stop that holds, of a request within reach."""
        rows = self.access.rows(self.action, PersonRequest.objects.all()).order_by().values("pk")
        stops = Stop.objects.filter(ended_at__isnull=True, request__in=rows).select_related("request")
        self.stop = get_object_or_404(stops, pk=pk)

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """End it."""
        services.end_stop(actor, self.stop)

    def back(self) -> str:
        """The page of the request."""
        return reverse("privacy:request", args=[self.stop.request.ref])  # type: ignore[union-attr]
