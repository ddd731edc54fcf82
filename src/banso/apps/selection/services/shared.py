"""What the services of this room share: the stored row, its texts, its events."""

from __future__ import annotations

from django.utils.translation import gettext as _

from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import record
from banso.apps.selection.models import Application
from banso.engines.kernel.transitions import Fired


def held(application: Application, edition: int | None = None) -> Application:
    """The application as stored now, held until the transaction ends, its edition counted on.

    Raises:
        Refused: it is not in this edition any more; None takes any.
    """
    stored = hold(Application.objects).select_related("service").get(pk=application.pk)
    if edition is not None and stored.edition != edition:
        raise Refused(
            "stale",
            _("Somebody else has changed this application since you opened the page. What you typed is kept "
              "here: read the application as it stands now in another window. Sent again, yours counts."),
        )  # fmt: skip
    stored.edition += 1
    return stored


def text(value: str, name: str) -> str:
    """What was written, without space around it.

    Raises:
        Refused: nothing was written.
    """
    value = value.strip()
    if not value:
        raise Refused("required", _("Please fill this in."), name)
    return value


def refuse_unknown(value: str, known: list[str], name: str) -> None:
    """Refuse a code that stands for nothing."""
    if value not in known:
        raise Refused("unknown_code", _("Choose one of the options."), name)


def tell(
    actor: Actor,
    what: str,
    application: Application,
    fired: Fired,
    payload: dict[str, object] | None = None,
) -> None:
    """Write the event of a change of state into the application's chain."""
    guards = {"guards": dict(fired.guards)} if fired.guards else {}
    record(actor, f"application.{what}", ("application", application.ref), {**(payload or {}), **guards})
