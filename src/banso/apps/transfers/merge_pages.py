"""Pages on which two rows that may be one firm are looked at side by side, merged, and told apart again."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.casework.services import have_two_catch_ups
from banso.apps.directory.models import Firm
from banso.apps.journal.actor import Actor
from banso.apps.transfers import services
from banso.apps.transfers.hanging import HANGING, clashes
from banso.apps.transfers.likeness import SIGNS, alike
from banso.apps.transfers.merging import CHOICES, IDENTITY, last_day_to_undo, why_not_undone
from banso.apps.transfers.models import Merge
from banso.web import formats, forms
from banso.web.acts import Act, Confirm, Text, frame_of

_JOINS = ("prefecture", "office", "industry", "brought_by")
#: As many pairs as somebody looks through at a time; the others come up when these are settled.
PAIRS_SHOWN = 50
#: How each choice is said, and what of a firm it shows.
_WORDS: dict[str, tuple[Text, Any]] = {
    IDENTITY: (_("Kind and corporate number"), lambda firm: _identity(firm)),
    "name": (_("Name of the firm"), lambda firm: formats.joined(firm.name, firm.name_kana)),
    "name_en": (_("English name"), lambda firm: firm.name_en),
    "address": (
        _("Address and office"),
        lambda firm: formats.joined(firm.prefecture.name, firm.city, firm.office.name),
    ),
    "industry": (_("Industry"), lambda firm: firm.industry.name),
    "products": (_("Main products"), lambda firm: firm.products),
    "employees": (_("Employees"), lambda firm: formats.number(firm.employees)),
    "capital_yen": (_("Capital"), lambda firm: formats.yen(firm.capital_yen)),
    "export_experience": (_("Export experience"), lambda firm: firm.get_export_experience_display()),
    "ec_record": (_("EC record by own effort"), lambda firm: firm.get_ec_record_display()),
    "brought_by": (_("Brought in by"), lambda firm: firm.brought_by.name if firm.brought_by else ""),
    "founded_on": (_("Founded on"), lambda firm: formats.day(firm.founded_on)),
}


def _identity(firm: Firm) -> str:
    return formats.joined(firm.get_kind_display(), firm.corporate_number or "")


def _value(said: str, firm: Firm) -> str:
    # Translators: a value, and the number of the firm of which it is
    return _("%(value)s (%(firm)s)") % {"value": said or formats.unknown(None), "firm": firm.ref}


@requires(Action.FIRM_MERGE)
@require_GET
def alike_list(request: HttpRequest) -> HttpResponse:
    """Firms that may be one, and merges that can still be undone."""
    access: Access = request.access  # type: ignore[attr-defined]
    firms = Firm.objects.standing().select_related("prefecture", "office")
    found = alike(access.rows(Action.FIRM_MERGE, firms.order_by("pk")))
    merges = access.rows(Action.FIRM_MERGE, Merge.objects.filter(undone_at__isnull=True))
    recent = [
        merge
        for merge in merges.select_related("kept", "lost", "merged_by").order_by("-merged_at", "-pk")[:20]
        if last_day_to_undo(merge) >= access.today
    ]
    context = {
        "frame": frame_of(access),
        "count": len(found),
        "pairs": [(pair, [SIGNS[sign] for sign in pair.signs]) for pair in found[:PAIRS_SHOWN]],
        "merges": [(merge, last_day_to_undo(merge)) for merge in recent],
    }
    return render(request, "transfers/alike_list.html", context)


class _OnPair(Act):
    """Something said of two firms."""

    action = Action.FIRM_MERGE
    kept: Firm
    lost: Firm

    def find(self, ref: str, other: str, **_kwargs: Any) -> None:
        """Both firms, within reach."""
        if ref == other:
            raise Http404
        firms = Firm.objects.standing().select_related(*_JOINS)
        rows = self.access.rows(self.action, firms)
        self.kept = get_object_or_404(rows, ref=ref)
        self.lost = get_object_or_404(rows, ref=other)

    def back(self) -> str:
        """The list of pairs."""
        return reverse("transfers:alike_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list of pairs."""
        return [(self.back(), _("Firms that may be one"))]

    def subtitle(self) -> str:
        """Both references."""
        return formats.joined(self.kept.ref, self.lost.ref)


class MergeForm(forms.Form):
    """Which values stay where the two differ, and why they are one."""

    def __init__(self, *args: Any, kept: Firm, lost: Firm, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.differing = []
        for choice, (words, say) in _WORDS.items():
            ours, theirs = str(say(kept)), str(say(lost))
            if [getattr(kept, column) for column in CHOICES[choice]] == [
                getattr(lost, column) for column in CHOICES[choice]
            ] or (choice == IDENTITY and not lost.corporate_number):
                continue
            self.differing.append(choice)
            # The number is known of one of the two only: it stays, whichever is kept.
            options = [("lost", _value(theirs, lost))]
            if choice != IDENTITY:
                options.insert(0, ("kept", _value(ours, kept)))
            known = any(getattr(kept, column) not in (None, "") for column in CHOICES[choice])
            self.fields[choice] = forms.ChoiceField(
                label=words,
                choices=options,
                # What nothing is known of on one side is taken from the other.
                initial=options[0][0] if known else "lost",
                widget=forms.RadioSelect,
            )
        self.fields["reason"] = forms.CharField(
            label=_("Why the two are one firm"), max_length=400, widget=forms.Textarea({"rows": 3})
        )

    @property
    def taken(self) -> list[str]:
        """The choices whose values come from the firm that goes."""
        return [choice for choice in self.differing if self.cleaned_data[choice] == "lost"]


class MergeFirms(_OnPair):
    """Make one firm of two rows."""

    title, verb = _("Merge two firms"), _("Merge them")
    done = _("The two are one firm now. The other reference leads there.")
    intro = _("Where the two differ, choose below which value stays. A merge can be undone for 30 days.")
    template = "transfers/merge.html"

    def form(self, data: Any) -> MergeForm:
        """A choice for each value that differs."""
        self._form = MergeForm(data, kept=self.kept, lost=self.lost)
        return self._form

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Merge them."""
        services.merge_firms(actor, self.kept, self.lost, self._form.taken, reason=data["reason"])

    def known(self) -> list[tuple[Text, Any]]:
        """Which one stays."""
        return [
            (_("Stays"), formats.joined(self.kept.ref, self.kept.name)),
            (_("Goes, and leads there"), formats.joined(self.lost.ref, self.lost.name)),
        ]

    def more(self) -> dict[str, Any]:
        """What moves, and what stands against it."""
        counts = [(kind.words, kind.of(self.lost).count(), kind.of(self.kept).count()) for kind in HANGING]
        return {
            "moves": [line for line in counts if line[1]],
            "clashes": list(clashes(self.kept, self.lost)),
            "folds": have_two_catch_ups(self.kept, self.lost),
            "swap": reverse("transfers:merge", args=[self.lost.ref, self.kept.ref]),
            "two": reverse("transfers:not_same", args=[self.kept.ref, self.lost.ref]),
        }


class SayNotSame(_OnPair):
    """Two firms that are alike are two."""

    title, verb = _("These are two firms"), _("They are two")
    done = _("Nobody is asked about these two again.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Say so."""
        services.say_not_same(actor, self.kept, self.lost)

    def known(self) -> list[tuple[Text, Any]]:
        """Both of them."""
        return [
            (firm.ref, formats.joined(firm.name, firm.prefecture.name)) for firm in (self.kept, self.lost)
        ]


class UndoForm(forms.Form):
    """Why the two are two after all."""

    reason = forms.CharField(
        label=_("Why the two are not one firm"), max_length=400, widget=forms.Textarea({"rows": 3})
    )


class UndoMerge(Act):
    """Tell two firms apart again."""

    action = Action.FIRM_MERGE
    title, verb = _("Undo a merge"), _("Undo it")
    done = _("Both firms stand as they did before.")
    merge: Merge

    def find(self, pk: int, **_kwargs: Any) -> None:
        """The merge, within reach."""
        rows = Merge.objects.select_related("kept", "lost", "merged_by")
        self.merge = get_object_or_404(self.access.rows(self.action, rows), pk=pk)

    def form(self, data: Any) -> forms.Form:
        """The reason."""
        return UndoForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Undo it."""
        services.undo_merge(actor, self.merge, reason=data["reason"])

    def back(self) -> str:
        """The list of pairs and merges."""
        return reverse("transfers:alike_list")

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list."""
        return [(self.back(), _("Firms that may be one"))]

    def known(self) -> list[tuple[Text, Any]]:
        """What was merged when, why, and what stands against undoing it."""
        why = why_not_undone(self.merge, self.access.today)
        return [
            (_("Stays"), formats.joined(self.merge.kept.ref, self.merge.kept.name)),
            (_("Went into it"), formats.joined(self.merge.lost.ref, self.merge.lost.name)),
            (_("Reason"), self.merge.reason),
            *([(_("Stands against it"), why.message)] if why else []),
        ]
