"""Writes about people: who may sign in, and in which roles."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _

from banso.apps.accounts import links
from banso.apps.accounts.erasing import erase_elsewhere
from banso.apps.accounts.links import IssuedLink
from banso.apps.accounts.models import PersonalLink, RoleAssignment, User
from banso.apps.accounts.roles import Role
from banso.apps.accounts.sessions import end_sessions
from banso.apps.base import Refused, hold
from banso.apps.journal.actor import Actor
from banso.apps.journal.services import Subject, record, service

#: The row that a role is tied to. An expert is tied by the expert's own record.
TIES = {
    Role.FIRM_MEMBER: "firm",
    Role.OFFICE_STAFF: "office",
    Role.OFFICE_MANAGER: "office",
    Role.PARTNER_MEMBER: "partner_body",
    Role.EXPERT: "expert",
    Role.MALL_OPERATOR: "mall",
}
#: What stands in place of an erased person's name, in both languages at once.
ERASED_NAME = "(消去済み erased)"


def subject(user: User) -> Subject:
    """The subject of events about a person."""
    return ("user", str(user.pk))


@service
def create_user(
    actor: Actor, email: str, name: str, language: str = "ja", password: str | None = None
) -> User:
    """A person without roles; without a password nobody can sign in by password.

    Raises:
        Refused: ``email_invalid``, ``email_taken``.
    """
    try:
        validate_email(email)
    except ValidationError:
        message = _("This is not a mail address. Enter one such as name@example.jp.")
        raise Refused("email_invalid", message, "email") from None
    try:
        with transaction.atomic():
            user = User.objects.create_user(email, password, name=name, language=language)
    except IntegrityError:
        raise Refused("email_taken", _("Somebody with this mail address exists already."), "email") from None
    record(actor, "user.created", subject(user))
    return user


@service
def invite(
    actor: Actor,
    email: str,
    name: str,
    language: str,
    role: Role,
    tie: Model | None = None,
    *,
    until: date | None = None,
) -> IssuedLink:
    """A new person with a role, and the one-time link that sets the first password. The caller sends it.

    Raises:
        Refused: as ``create_user`` and ``give_role``.
    """
    return _issue_invitation(actor, register_person(actor, email, name, language, role, tie, until=until))


@service
def register_person(
    actor: Actor,
    email: str,
    name: str,
    language: str,
    role: Role,
    tie: Model | None = None,
    *,
    until: date | None = None,
) -> User:
    """A new person with a role, whom the room of the role lets in by links of its own.

    Raises:
        Refused: as ``create_user`` and ``give_role``.
    """
    user = create_user(actor, email, name, language)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    give_role(actor, user, role, tie, until=until)
    return user


@service
def register_staff(
    actor: Actor, email: str, name: str, language: str, role: Role, office: Model, since: date
) -> User:
    """A person of an office, known from before and not invited yet: the first invitation is sent later.

    Raises:
        Refused: as ``create_user`` and ``give_role``.
    """
    user = create_user(actor, email, name, language)
    EmailAddress.objects.create(user=user, email=user.email, primary=True)
    give_role(actor, user, role, office, since=since)
    return user


@service
def invite_again(actor: Actor, user: User) -> IssuedLink:
    """A new invitation for somebody who has set no password yet; the link sent before stops working.

    Raises:
        Refused: ``has_password``, ``may_not_sign_in``.
    """
    if user.has_usable_password():
        message = _("This person has a password already and can ask for a new one on the sign-in page.")
        raise Refused("has_password", message)
    _refuse_if_inactive(user)
    EmailAddress.objects.get_or_create(user=user, email=user.email, defaults={"primary": True})
    return _issue_invitation(actor, user)


def _issue_invitation(actor: Actor, user: User) -> IssuedLink:
    issued = links.issue(user, PersonalLink.Purpose.INVITATION, actor.at)
    record(
        actor,
        "user.invited",
        subject(user),
        {"link": issued.link.pk, "expires": issued.link.expires_at.isoformat(timespec="seconds")},
    )
    return issued


@service
def accept_invitation(actor: Actor, link: PersonalLink, password: str) -> User:
    """Set the first password. The link came by mail, so the address is proved as well.

    Raises:
        Refused: ``link_closed``, ``password_weak``.
    """
    user = link.user
    try:
        validate_password(password, user)
    except ValidationError as error:
        raise Refused("password_weak", " ".join(error.messages), "password1") from None
    links.use(link, actor.at)
    user.set_password(password)
    user.save(update_fields=["password"])
    _prove_address(user)
    record(actor, "user.invitation_used", subject(user), {"link": link.pk})
    return user


@service
def enter_by_link(actor: Actor, link: PersonalLink) -> User:
    """Somebody comes in by a mailed link instead of a password. The mail proves the address as well.

    Raises:
        Refused: ``link_closed``.
    """
    user = link.user
    links.use(link, actor.at)
    _prove_address(user)
    record(actor, "user.entered_by_link", subject(user), {"link": link.pk})
    return user


def _prove_address(user: User) -> None:
    EmailAddress.objects.update_or_create(
        user=user, email=user.email, defaults={"verified": True, "primary": True}
    )


@service
def change_person(actor: Actor, user: User, name: str, language: str) -> User:
    """Change a person's name and language."""
    changed = [
        field for field, value in (("name", name), ("language", language)) if getattr(user, field) != value
    ]
    if changed:
        user.name, user.language = name, language
        user.save(update_fields=changed)
        record(actor, "user.changed", subject(user), {"fields": changed})
    return user


@service
def give_role(
    actor: Actor,
    user: User,
    role: Role,
    tie: Model | None = None,
    *,
    since: date | None = None,
    until: date | None = None,
) -> RoleAssignment:
    """Let a person hold a role from a day on, today unless told otherwise, tied to the row that it needs.

    ``until`` is its last day; None: it is held until somebody ends it.

    Raises:
        Refused: ``may_not_sign_in``, ``tie_missing``, ``role_held`` (tied to the same row), ``expert_taken``,
            ``end_before``.
    """
    role = Role(role)
    _refuse_if_inactive(user)
    name = TIES.get(role)
    if name and tie is None:
        raise Refused("tie_missing", _("Choose what this role is tied to."), name)
    ties: dict[str, Any] = {name: tie} if name and role != Role.EXPERT else {}
    if current(actor.today).filter(user=user, role=role, **ties).exists():
        raise Refused("role_held", _("This person holds this role already."), "role")
    begin = since or actor.today
    if until is not None and until < begin:
        raise Refused("end_before", _("The last day lies before the first."), "last_day")
    if role == Role.EXPERT:
        _tie_expert(user, tie)
    assignment = RoleAssignment.objects.create(user=user, role=role, valid_from=begin, valid_to=until, **ties)
    last = {"until": until.isoformat()} if until else {}
    record(actor, "role.given", subject(user), {"role": role.value, **_references(name, tie), **last})
    return assignment


def _tie_expert(user: User, expert: Any) -> None:
    if expert.user_id not in (None, user.pk):
        raise Refused("expert_taken", _("This expert's record belongs to another person."), "expert")
    expert.user = user
    expert.save(update_fields=["user"])


def _references(name: str | None, tie: Any) -> dict[str, str]:
    return {name: getattr(tie, "ref", None) or tie.code} if name else {}


def current(today: date) -> QuerySet[RoleAssignment]:
    """Roles held on a day."""
    return RoleAssignment.objects.filter(valid_from__lte=today).filter(
        Q(valid_to__isnull=True) | Q(valid_to__gte=today)
    )


@service
def end_role(actor: Actor, assignment: RoleAssignment) -> None:
    """End a role at once: yesterday was its last day. One given today leaves its trace in the journal alone.

    Raises:
        Refused: ``oneself`` (an administrator and this very role), ``last_administrator``.
    """
    if assignment.role == Role.ADMINISTRATOR:
        _refuse_oneself(actor, assignment.user)
        _keep_an_administrator(actor, assignment.user)
    _end(actor.today, [assignment])
    name = TIES.get(Role(assignment.role))
    tie = getattr(assignment, name) if name and name != "expert" else None
    record(
        actor,
        "role.ended",
        subject(assignment.user),
        {"role": assignment.role, **_references(name if tie else None, tie)},
    )


def _end(today: date, assignments: list[RoleAssignment]) -> None:
    for assignment in assignments:
        if assignment.valid_from >= today:
            assignment.delete()
        else:
            assignment.valid_to = today - timedelta(days=1)
            assignment.save(update_fields=["valid_to"])


@service
def lock(actor: Actor, user: User) -> None:
    """Keep a person out until unlocked; open sessions end.

    Raises:
        Refused: ``oneself``, ``last_administrator``, ``may_not_sign_in`` (already kept out).
    """
    _refuse_if_inactive(user)
    _refuse_oneself(actor, user)
    _keep_an_administrator(actor, user)
    user.is_active, user.locked_at = False, actor.at
    user.save(update_fields=["is_active", "locked_at"])
    end_sessions(user, actor.at)
    record(actor, "user.locked", subject(user))


@service
def unlock(actor: Actor, user: User) -> None:
    """Let a person sign in again who was locked, or who had left. Roles that leaving ended stay ended.

    Raises:
        Refused: ``not_locked``, ``erased``.
    """
    _refuse_erased(user)
    if user.is_active:
        raise Refused("not_locked", _("This person can sign in already."))
    user.is_active, user.locked_at, user.left_on = True, None, None
    user.save(update_fields=["is_active", "locked_at", "left_on"])
    record(actor, "user.unlocked", subject(user))


@service
def leave(actor: Actor, user: User) -> None:
    """A person has left: roles, open links and sessions end today.

    Raises:
        Refused: ``oneself``, ``last_administrator``, ``has_left``, ``erased``.
    """
    _refuse_erased(user)
    if user.left_on:
        raise Refused("has_left", _("This person has left already."))
    _refuse_oneself(actor, user)
    _keep_an_administrator(actor, user)
    roles = _shut_out(actor, user)
    user.left_on = actor.today
    user.save(update_fields=["is_active", "left_on"])
    record(actor, "user.left", subject(user), {"roles": roles})


def _shut_out(actor: Actor, user: User) -> list[str]:
    """End roles, links and sessions, and give the codes of the roles that ended."""
    assignments = list(current(actor.today).filter(user=user).order_by("id"))
    _end(actor.today, assignments)
    user.is_active = False
    links.revoke_open(user, actor.at)
    end_sessions(user, actor.at)
    return [assignment.role for assignment in assignments]


@service
def reset_second_factor(actor: Actor, user: User) -> IssuedLink:
    """Remove a lost second factor and end open sessions; the link leads to setting one up again.

    Until the link is used the password alone lets nobody in; a link that expired is replaced by a new call.

    Raises:
        Refused: ``no_second_factor``, ``may_not_sign_in``.
    """
    _refuse_if_inactive(user)
    if not (Authenticator.objects.filter(user=user).exists() or links.awaits_second_factor(user)):
        raise Refused("no_second_factor", _("This person has not set up a second factor."))
    Authenticator.objects.filter(user=user).delete()
    end_sessions(user, actor.at)
    issued = links.issue(user, PersonalLink.Purpose.SECOND_FACTOR, actor.at)
    record(actor, "user.second_factor_reset", subject(user), {"link": issued.link.pk})
    return issued


@service
def use_second_factor_link(actor: Actor, link: PersonalLink) -> None:
    """Use the link up, once the password was entered.

    Raises:
        Refused: ``link_closed``.
    """
    links.use(link, actor.at)
    record(actor, "user.second_factor_link_used", subject(link.user), {"link": link.pk})


@service
def erase_person(actor: Actor, user: User) -> None:
    """Turn a person into an anonymous row. What was done stays, without a name; the chains still verify.

    Every room erases what it holds about the person (``erasing.register``).

    Raises:
        Refused: ``oneself``, ``last_administrator``, ``erased``.
    """
    _refuse_erased(user)
    _refuse_oneself(actor, user)
    _keep_an_administrator(actor, user)
    _shut_out(actor, user)
    user.email, user.name = f"erased-{user.pk}@erased.invalid", ERASED_NAME
    user.erased_at, user.last_login = actor.at, None
    user.set_unusable_password()
    user.save()
    EmailAddress.objects.filter(user=user).delete()
    Authenticator.objects.filter(user=user).delete()
    erase_elsewhere(actor, user)
    record(actor, "user.erased", subject(user))


def _refuse_if_inactive(user: User) -> None:
    if not user.is_active:
        raise Refused("may_not_sign_in", _("This person is locked, has left or was erased."))


def _refuse_erased(user: User) -> None:
    if user.erased_at:
        raise Refused("erased", _("This person was erased."))


def _refuse_oneself(actor: Actor, user: User) -> None:
    if actor.user_id == user.pk:
        raise Refused("oneself", _("You cannot do this to yourself. Ask another administrator."))


def _keep_an_administrator(actor: Actor, user: User) -> None:
    """Refuse to take away the last administrator; two who try at the same time wait for each other."""
    administrators = current(actor.today).filter(role=Role.ADMINISTRATOR, user__is_active=True)
    # Users are locked as well as roles: who waited must see that the other was locked in the meantime.
    holders = {held.user_id for held in hold(administrators.select_related("user"), "user").order_by("id")}
    if holders == {user.pk}:
        raise Refused(
            "last_administrator",
            _("This is the last administrator. Make somebody else administrator first."),
        )
