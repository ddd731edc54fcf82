"""A form as a respondent would see it, page by page. What is typed is kept in the session alone.

Hidden questions, which nobody types, stand as the conditions of the form know them: whoever tries it chooses
among the values that the form compares them with.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.surveys.summary import summary
from banso.apps.surveys.walk import PAGE, SUMMARY, Walk, go
from banso.engines.questionnaire.form import Form, expressions_of
from banso.engines.questionnaire.pages import Tree

_SESSION_KEY = "form_tried"
# What somebody types to try a form; more would burden the sessions.
_MOST_CHARACTERS = 200_000


def answer(request: HttpRequest, form: Form, back: str) -> HttpResponse:
    """Answer a request for a page of a form that is tried. ``back`` is where trying ends."""
    tried = _Tried(request, form)
    known = known_values(form)
    if "anew" in request.GET or tried.choose(known):
        return redirect(request.path)
    chosen = [
        (code, [(value, value == tried.carried.get(code)) for value in values])
        for code, values in known.items()
        if len(values) > 1
    ]
    walk = Walk(
        form=form,
        tree=tried.tree,
        today=request.access.today,  # type: ignore[attr-defined]
        keep=tried.keep,
        carried=tried.carried,
        template="surveys/form_try.html",
        more={"back": back, "chosen": chosen},
    )
    if request.GET.get(PAGE) == SUMMARY and request.method == "GET":
        view = walk.view()
        context = {"pages": summary(view), "form": form, **walk.more}
        return render(request, "surveys/form_try_end.html", context)
    return go(request, walk)


def known_values(form: Form) -> dict[str, tuple[str, ...]]:
    """The values that a form compares its hidden questions with, by question."""
    hidden = [question.code for question in form.questions if question.kind == "hidden"]
    found: dict[str, dict[str, None]] = {code: {} for code in hidden}
    for step in form.steps:
        for _column, expression in expressions_of(step):
            for code in hidden:
                own = r"\." if step.code == code else re.escape(code)
                pattern = rf"(?<![\w.-]){own}\s*!?=\s*'([^']+)'"
                found[code] |= dict.fromkeys(re.findall(pattern, expression.text))
    return {code: tuple(values) for code, values in found.items() if values}


class _Tried:
    """What somebody typed into one form so far, as the session holds it."""

    def __init__(self, request: HttpRequest, form: Form) -> None:
        self._request, self._digest = request, form.digest
        held: dict[str, Any] = request.session.get(_SESSION_KEY, {})
        if held.get("digest") != form.digest or "anew" in request.GET:
            first = {code: values[0] for code, values in known_values(form).items()}
            held = {"tree": {}, "carried": first}
            self._store(held["tree"], held["carried"])
        self.tree: Tree = held["tree"]
        self.carried: dict[str, str] = held["carried"]

    def choose(self, known: Mapping[str, tuple[str, ...]]) -> bool:
        """Take over the value of a hidden question that the address names; whether there was one."""
        asked = {code: self._request.GET[code] for code in known if code in self._request.GET}
        chosen = {code: value for code, value in asked.items() if value in known[code]}
        if chosen:
            self._store(self.tree, self.carried | chosen)
        return bool(chosen)

    def keep(self, tree: Tree, _following: str) -> None:
        """Keep a page. Raises Refused if it is more than anybody tries."""
        if len(json.dumps(tree)) > _MOST_CHARACTERS:
            raise Refused("form_tried_long", _("This is more text than can be tried here. Type less."))
        self._store(tree, self.carried)

    def _store(self, tree: Tree, carried: Mapping[str, str]) -> None:
        held = {"digest": self._digest, "tree": tree, "carried": dict(carried)}
        self._request.session[_SESSION_KEY] = held
