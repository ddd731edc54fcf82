"""Pages on which somebody does one thing to one record: a form that calls one service."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.views import View

from banso.apps.accounts.access import Access
from banso.apps.accounts.permissions import Action
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.web import forms

Text = Promise | str


def frame_of(access: Access) -> str:
    """The frame of a page: generous for firms, dense for everybody else."""
    return "public.html" if access.roles <= {Role.FIRM_MEMBER} else "work.html"


class Act(View):
    """One thing done to one record. A row out of reach is not found; a refusal stands beside its field."""

    action: Action
    title: Text
    verb: Text
    done: Text
    intro: Text = ""
    template = "web/act.html"

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Keep who asks and the day."""
        super().setup(request, *args, **kwargs)
        self.access: Access = request.access  # type: ignore[attr-defined]
        self.today = self.access.today

    def get(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """The form."""
        self.find(**kwargs)
        return self.page(self.form(None))

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        """What was typed: stored, or the form again with what is wrong."""
        self.find(**kwargs)
        form = self.form(request.POST)
        if form.is_valid():
            try:
                self.act(self.access.actor(self.action), form.cleaned_data)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, self.done)
                return redirect(self.back())
        return self.page(form)

    def page(self, form: forms.Form) -> HttpResponse:
        """The page around the form."""
        context = {
            "form": form,
            "title": self.title,
            "verb": self.verb,
            "intro": self.intro,
            "subtitle": self.subtitle(),
            "crumbs": self.crumbs(),
            "known": self.known(),
            "back": self.back(),
            "frame": frame_of(self.access),
            **self.more(),
        }
        return render(self.request, self.template, context)

    def find(self, **kwargs: Any) -> None:
        """Find the record, within the reach of the action, and keep it."""

    def form(self, data: Any) -> forms.Form:
        """The form, empty or with what was sent."""
        raise NotImplementedError

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Call the service."""
        raise NotImplementedError

    def back(self) -> str:
        """Where the page leads, done or not."""
        raise NotImplementedError

    def crumbs(self) -> list[tuple[str, Text]]:
        """The way to this page: addresses and words."""
        return []

    def subtitle(self) -> Text:
        """One line below the title."""
        return ""

    def known(self) -> list[tuple[Text, Any]]:
        """What stands above the form."""
        return []

    def more(self) -> dict[str, Any]:
        """What a template of its own shows besides."""
        return {}


class Confirm(forms.Form):
    """Nothing to fill in: the button is the answer."""
