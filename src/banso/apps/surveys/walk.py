"""Going through a form page by page: what a page sends is kept at once, then the next one is shown.

Works without JavaScript. With it, a page stores by itself what is typed, and asks the server which questions
follow from an answer; the same code answers both.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from banso.apps.base import Refused
from banso.apps.surveys.questions import SHOWN, ShownPage, language_of, show, take
from banso.engines.questionnaire.form import Form
from banso.engines.questionnaire.pages import (
    Page,
    Tree,
    View,
    add_entry,
    copied,
    cut,
    look,
    put,
    remove_entry,
)
from banso.engines.questionnaire.values import Raw
from banso.web import formats

#: The page after the last one: everything that was answered, and the button that sends it.
SUMMARY = "summary"
#: Where the address says which page is shown.
PAGE = "page"


@dataclass(frozen=True)
class Walk:
    """Somebody's way through a form.

    ``tree`` is what was typed so far; ``carried`` are the values of hidden questions, which nobody types.
    ``keep`` stores an answer together with the key of the page that comes next, and may refuse. ``known`` are
    the paths of questions that begin with what our records hold. ``later`` is where "continue later" leads,
    ``more`` goes to the template.
    """

    form: Form
    tree: Tree
    today: date
    keep: Callable[[Tree, str], None]
    carried: Mapping[str, Raw] = field(default_factory=dict)
    known: Collection[str] = ()
    later: str = ""
    template: str = "surveys/respond/page.html"
    more: Mapping[str, Any] = field(default_factory=dict)

    def view(self, tree: Tree | None = None) -> View:
        """The answer as the form judges it now."""
        whole = copied(self.tree if tree is None else tree)
        for code, value in self.carried.items():
            put(self.form, whole, self.form.question(code).path, value)
        return look(self.form, whole, today=self.today, language=language_of(self.form))


def go(request: HttpRequest, walk: Walk, key: str = "") -> HttpResponse:
    """Answer the request for a page: the one in the address, else that of ``key``, else the first."""
    view = walk.view()
    page = view.find(request.GET.get(PAGE, "")) or view.find(key) or (view.asked[0] if view.asked else None)
    if page is None:
        return _to(request, SUMMARY)
    if request.method != "POST":
        judged = None if "check" in request.GET else ()
        return _page(request, walk, show(view, page, walk.tree, judged=judged, known=walk.known))
    return _taken(request, walk, page)


def _taken(request: HttpRequest, walk: Walk, page: Page) -> HttpResponse:
    """Keep what a page sent, then do what its button says:

    1. what was sent is put in its place and kept, good or not: nothing that was typed is lost;
    2. by itself: say that it was stored, and show the questions anew if others follow from it;
    3. add or remove an entry, go back, or continue later: do so, whatever is wrong;
    4. go on: if questions appeared that the page had not shown, show it again with them; if something on it
       is wrong, show it with its faults; else the next page.
    """
    tree = take(walk.form, walk.tree, page, request.POST)
    if "add" in request.POST or "remove" in request.POST:
        _change_entries(walk.form, tree, request)
    view = walk.view(tree)
    following = _following(request, view, page)
    try:
        walk.keep(cut(tree), following)  # 1
    except Refused as refused:
        return _not_kept(request, walk, show(view, page, tree, known=walk.known), refused)
    sent = set(request.POST.get(SHOWN, "").split())
    shown = show(view, page, tree, known=walk.known)
    if "draft" in request.POST:  # 2
        changed = not page_is_asked(view, page) or set(shown.form.fields) != sent
        return _kept(request, walk, shown if changed and page_is_asked(view, page) else None)
    if "go" not in request.POST:  # 3
        if "later" in request.POST and walk.later:
            return redirect(walk.later)
        return _to(request, following)
    if not page_is_asked(view, page):
        return _to(request, following)
    if set(shown.form.fields) - sent:  # 4
        told = show(view, page, tree, judged=sent, known=walk.known)
        return _page(request, walk, told, appeared=True)
    if any(node.faults for node in view.nodes(page)):
        told = show(view, page, tree, judged=None, known=walk.known)
        return _page(request, walk, told, status=422)
    return _to(request, following)


def page_is_asked(view: View, page: Page) -> bool:
    """Whether a page is still asked."""
    return page in view.asked


def _following(request: HttpRequest, view: View, page: Page) -> str:
    """The page that comes next by the button that was used."""
    if "go" in request.POST:
        following = view.after(page)
        return following.key if following else SUMMARY
    if "back" in request.POST:
        before = view.before(page)
        return before.key if before else page.key
    return page.key


def _change_entries(form: Form, tree: Tree, request: HttpRequest) -> None:
    try:
        if path := request.POST.get("add"):
            add_entry(form, tree, path)
        else:
            path, _bracket, number = request.POST["remove"].rpartition("[")
            remove_entry(form, tree, path, int(number.rstrip("]")))
    except (KeyError, ValueError):
        # No entry of this form; the page is shown as it is.
        return


def _page(
    request: HttpRequest, walk: Walk, shown: ShownPage, *, appeared: bool = False, status: int = 200
) -> HttpResponse:
    context = {"shown": shown, "appeared": appeared, "later": walk.later, **walk.more}
    return render(request, walk.template, context, status=status)


def _not_kept(request: HttpRequest, walk: Walk, shown: ShownPage, refused: Refused) -> HttpResponse:
    if "draft" in request.POST:
        context = {"words": refused.message, "kept": False, "shown": None}
        return render(request, "surveys/respond/kept.html", context)
    shown.form.refuse(refused)
    return _page(request, walk, shown, status=422)


def _kept(request: HttpRequest, walk: Walk, shown: ShownPage | None) -> HttpResponse:
    """Say that it was stored, and bring the questions that follow from it."""
    words = _("Stored at %(time)s") % {"time": formats.time_of_day(request.access.at)}  # type: ignore[attr-defined]
    return render(request, "surveys/respond/kept.html", {"words": words, "kept": True, "shown": shown})


def _to(request: HttpRequest, key: str) -> HttpResponse:
    return redirect(f"{request.path}?{PAGE}={key}")
