"""What the office does with a need itself: answer it, let it rest, abandon it, take it up again."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from banso.apps.accounts.permissions import Action
from banso.apps.intake import services
from banso.apps.intake.acts.base import OnNeed, WithSeen
from banso.apps.intake.forms.proposing import AbandonForm, AnswerForm, PauseForm
from banso.apps.journal.actor import Actor
from banso.web import forms
from banso.web.acts import Confirm


class AnswerNeed(WithSeen):
    """Answer at the window."""

    action = Action.NEED_ANSWER
    title, verb, done = _("Answer the firm"), _("Send the answer"), _("The firm can read the answer now.")

    def fields(self, data: Any) -> forms.Form:
        """The answer."""
        return AnswerForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Answer."""
        services.answer_need(actor, self.need, data["answer"], seen=data.get("seen"))


class PauseNeed(WithSeen):
    """Let the clocks stand still."""

    action = Action.NEED_PAUSE
    title, verb, done = _("Pause the need"), _("Pause it"), _("The clocks of this need stand still.")
    intro = _("Days of a pause do not count: no reminder, and nobody is late for them. The firm reads why.")

    def fields(self, data: Any) -> forms.Form:
        """Reason and last day."""
        return PauseForm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Pause it."""
        services.pause(actor, self.need, reason=data["reason"], until=data["until"], seen=data.get("seen"))


class ResumeNeed(OnNeed):
    """Let the clocks run again."""

    action = Action.NEED_PAUSE
    title, verb, done = _("End the pause"), _("End the pause"), _("The clocks run again.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Resume it."""
        services.resume(actor, self.need)


class AbandonNeed(WithSeen):
    """Say that nobody works on it any more."""

    action = Action.NEED_ABANDON
    title, verb, done = _("Abandon the need"), _("Abandon it"), _("The need is abandoned.")
    intro = _(
        "It leaves the lists of all who were asked. The firm reads the reason. It can be taken up again."
    )

    def fields(self, data: Any) -> forms.Form:
        """The reason."""
        return AbandonForm(data, day=self.today)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Abandon it."""
        services.abandon(actor, self.need, data["reason"], seen=data.get("seen"))


class TakeUpNeed(OnNeed):
    """Work on an abandoned need again."""

    action = Action.NEED_ABANDON
    title, verb, done = _("Take the need up again"), _("Take it up again"), _("The need is open again.")
    intro = _("What still waits with receivers waits anew, from today.")

    def form(self, data: Any) -> forms.Form:
        """Nothing to fill in."""
        return Confirm(data)

    def act(self, actor: Actor, data: dict[str, Any]) -> None:
        """Take it up again."""
        services.take_up_again(actor, self.need)
