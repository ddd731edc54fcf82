"""People who run a mall: invited by head office, until a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from banso.apps.accounts import services as accounts
from banso.apps.accounts.models import RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.base import Refused
from banso.apps.channels.models import Mall
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, record, service
from banso.apps.notices.services import LetterData, send_letter

#: An operator is let in for so many days at most, and looked at again then.
LONGEST = 1096
INVITATION, FURTHER = "malls.invitation", "malls.further_mall"


@dataclass(frozen=True)
class OperatorData:
    """Who is invited, the language of the mail, and the last day."""

    name: str
    email: str
    language: str
    last_day: date


def subject(mall: Mall) -> Subject:
    """The subject of events about a mall."""
    return ("mall", mall.code)


@service
def invite_operator(actor: Actor, mall: Mall, data: OperatorData) -> User:
    """Let somebody run a mall; a personal link goes by mail. Who runs another already is given this one too.

    Raises:
        Refused: ``mall_closed``; ``name_missing``, ``end_before``, ``end_far``; ``email_invalid``,
            ``email_taken`` by somebody who is no operator; ``role_held``.
    """
    if mall.closed_on is not None:
        raise Refused("mall_closed", _("This mall is closed."))
    if not data.name.strip():
        raise Refused("name_missing", _("Give the name of the person."), "name")
    if (data.last_day - actor.today).days > LONGEST:
        raise Refused("end_far", _("Access is given for three years at most."), "last_day")
    until, email = data.last_day, data.email.strip().lower()
    known = User.objects.filter(email=email, is_active=True, assignments__role=Role.MALL_OPERATOR).first()
    if known is not None:
        accounts.give_role(actor, known, Role.MALL_OPERATOR, mall, until=until)
        _tell(actor, mall, known, until)
        send_letter(
            actor,
            LetterData(FURTHER, subject(mall), to_user=known, context_refs={"mall": mall.code}),
        )
        return known
    issued = accounts.invite(
        actor, email, data.name.strip(), data.language, Role.MALL_OPERATOR, mall, until=until
    )
    _tell(actor, mall, issued.link.user, until)
    _send(actor, mall, issued)
    return issued.link.user


@service
def invite_operator_again(actor: Actor, mall: Mall, user: User) -> None:
    """Mail a new link to an operator who has set no password yet; the one sent before stops working.

    Raises:
        Refused: ``has_password``, ``may_not_sign_in``.
    """
    issued = accounts.invite_again(actor, user)
    record(actor, "mall.operator_invited_again", subject(mall), {"user": user.pk})
    _send(actor, mall, issued)


@service
def end_operator(actor: Actor, held: RoleAssignment) -> None:
    """Somebody runs a mall no longer: the person sees nothing of it from now on.

    Raises:
        Refused: ``role_ended``.
    """
    mall, user = held.mall, held.user_id
    accounts.end_role(actor, held)
    record(actor, "mall.operator_ended", subject(mall), {"user": user})


def _tell(actor: Actor, mall: Mall, user: User, until: date) -> None:
    said = {"user": user.pk, "until": until.isoformat()}
    record(actor, "mall.operator_invited", subject(mall), said)


def _send(actor: Actor, mall: Mall, issued: accounts.IssuedLink) -> None:
    person = issued.link.user
    send_letter(
        actor,
        LetterData(
            INVITATION,
            subject(mall),
            to_user=person,
            context_refs={"link": issued.link.pk, "mall": mall.code},
            enclosed={"path": issued.path},
            language=person.language,
        ),
    )
