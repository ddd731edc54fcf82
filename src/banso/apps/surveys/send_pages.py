"""Pages that ask those who were drawn: invitations by mail, letters on paper, and what offices type in."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_GET

from banso.apps.accounts.access import Access, requires
from banso.apps.accounts.permissions import Action
from banso.apps.base import Refused
from banso.apps.journal.actor import Actor
from banso.apps.surveys import sending
from banso.apps.surveys.fact_words import STEPS
from banso.apps.surveys.models import AnswerWay, Asked, Drawing, FrameUnit, Wave, WaveState
from banso.apps.surveys.respond_pages import to_be_typed
from banso.apps.surveys.responding import takes_answers
from banso.apps.surveys.tasks import send_invitations
from banso.apps.surveys.unit_list import step_of
from banso.apps.surveys.wave_pages import OnWave
from banso.web import forms
from banso.web.acts import Text
from banso.web.downloads import download
from banso.web.lists import Column, RecordList
from banso.web.templatetags.banso import status


class SendInvitations(OnWave):
    """Have the worker write to everybody in an open wave whom nothing was sent to."""

    title, verb = _("Send invitations"), _("Send them")
    done = _("The invitations are being sent. How far it is shows here under “Sent”.")
    intro = _("Nobody is written to twice, however often this is done.")

    def find(self, code: str, **kwargs: Any) -> None:
        """A wave that is open."""
        super().find(code, **kwargs)
        if self.wave.state != WaveState.OPEN or self.wave.asked == Asked.OFFICES:
            raise Http404
        self.outlook = sending.outlook(self.wave)

    def known(self) -> list[tuple[Text, Any]]:
        """How many, and by which way."""
        return [
            (_("Will be written to by mail"), f"{self.outlook.by_mail:,}"),
            (_("Nobody to write to by mail"), f"{self.outlook.nobody:,}"),
            (_("Written to already"), f"{self.outlook.written:,}"),
        ]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Hand it to the worker."""
        if not takes_answers(self.wave, actor.today):
            words = _(
                "The last day for answers has passed. Close the wave and open it again with a later day."
            )
            raise Refused("wave_closed", str(words))
        if not self.outlook.by_mail:
            raise Refused("nobody", str(_("There is nobody left who can be written to by mail.")))
        with transaction.atomic():
            send_invitations.enqueue(self.wave.pk, actor.user_id, actor.role)


class PaperLetters(OnWave):
    """Note that letters on paper go to the firms that mail does not reach, and print them."""

    title, verb = _("Letters on paper"), _("Note the letters and give out codes")
    done = _("The letters are noted. Print them now; the same letters can be printed again.")
    intro = _("For firms with nobody to write to by mail, and for those whose mail came back.")
    template = "surveys/letters.html"

    def find(self, code: str, **kwargs: Any) -> None:
        """A wave of firms that is open."""
        super().find(code, **kwargs)
        if self.wave.state != WaveState.OPEN or self.wave.asked != Asked.FIRMS:
            raise Http404
        self.units = sending.for_paper(self.wave)

    def known(self) -> list[tuple[Text, Any]]:
        """How many letters are new."""
        return [(_("Letters to be noted"), f"{len(self.units):,}")]

    def more(self) -> dict[str, Any]:
        """The letters noted last."""
        return {
            "wave": self.wave,
            "noted_at": sending.last_noted(self.wave),
            "printed": len(sending.to_print(self.wave)),
        }

    def back(self) -> str:
        """This page, where they are printed."""
        return reverse("surveys:letters", args=[self.wave.code])

    def crumbs(self) -> list[tuple[str, Text]]:
        """From the list and the wave."""
        return [
            (reverse("surveys:wave_list"), _("Surveys")),
            (super().back(), self.wave.name),
        ]

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Note them."""
        sending.note_letters(actor, self.wave)


@requires(Action.WAVE_PLAN)
@require_GET
def letters_file(request: HttpRequest, code: str) -> HttpResponse:
    """The letters noted last as one file to print."""
    wave = get_object_or_404(Wave.objects.exclude(drawing=Drawing.BROUGHT), code=code)
    units, at = sending.to_print(wave), sending.last_noted(wave)
    if not units or at is None:
        raise Http404
    with translation.override("ja"):
        return download(sending.letters_pdf(wave, units, at), f"{wave.code}-letters.pdf")


@requires(Action.ANSWER_TYPE)
@require_GET
def to_type(request: HttpRequest) -> HttpResponse:
    """The firms within reach that open waves ask, to type in what they say or wrote."""
    access: Access = request.access  # type: ignore[attr-defined]
    rows = to_be_typed(access).filter(wave__state=WaveState.OPEN, excluded="", declined_at__isnull=True)
    listed = RecordList(
        request,
        rows,
        columns=[
            Column("ref", _("Firm reference"), value="firm.ref", sort="firm__ref"),
            Column("firm", _("Firm"), value="firm.name", sort="firm__name_kana"),
            Column("programme", _("Programme"), value="programme.short", sort="programme__position"),
            Column("wave", _("Wave"), value="wave.name", sort="wave__asked_on"),
            Column("closes", _("Closes on"), value="wave.closes_on", sort="wave__closes_on", kind="day"),
            Column("state", _("State"), value=_words, html=_mark),
            Column(
                "paper", _("Answer on paper"), value=lambda _unit: str(_("Type in from paper")), link=_paper
            ),
        ],
        filters=_Filter,
        default_sort="ref",
        name="to-type",
        empty=_("No open wave asks a firm of yours."),
        verb=lambda unit: (_typed(unit, AnswerWay.PHONE), _("Type in by telephone")),
    )
    return listed.response("surveys/to_type.html", {"waves": access.can(Action.WAVE_VIEW)})


class _Filter(forms.FilterForm):
    """Which firms."""

    ref = forms.CharField(label=_("Firm reference"), max_length=40)
    answered = forms.ChoiceField(
        label=_("State"),
        choices=[
            ("", _("All")),
            ("no", _("No answer yet")),
            ("yes", pgettext_lazy("unit of a wave", "Answered")),
        ],
    )

    lookups = {"ref": "firm__ref__icontains"}

    def filter_answered(self, queryset: Any, value: str) -> Any:
        """Narrow to firms that answered, or did not."""
        return queryset.filter(answered_at__isnull=value == "no")


def _words(unit: FrameUnit) -> str:
    return str(STEPS.get(step_of(unit), pgettext_lazy("unit of a wave", "Drawn")))


def _mark(unit: FrameUnit) -> Any:
    return status("ok" if unit.answered_at else "late" if unit.bounced_at else "now", _words(unit))


def _from_paper(_unit: FrameUnit) -> str:
    return str(_("Type in from paper"))


def _paper(unit: FrameUnit) -> str:
    return _typed(unit, AnswerWay.PAPER)


def _typed(unit: FrameUnit, way: AnswerWay) -> str:
    return reverse("surveys:typed", args=[unit.pk, way.value])
